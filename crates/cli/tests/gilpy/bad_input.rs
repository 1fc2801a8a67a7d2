//! What cannot be done is said in one sentence, with status 2, before anything runs.

use crate::{Done, Folder};

/// Checks that it was refused, and gives the sentence.
fn sentence(done: &Done) -> &str {
    assert_eq!(
        (done.status, done.stdout.as_str()),
        (Some(2), ""),
        "{done:?}"
    );
    let told = done.stderr.strip_prefix("gilpy: ").expect("its own name");
    let (sentence, hint) = told.split_once('\n').expect("whole lines");
    assert!(
        hint.is_empty() || hint == "`gilpy --help` shows what it takes.\n",
        "{told}"
    );
    assert!(
        sentence.ends_with(['.', '?']) || sentence.ends_with("missing."),
        "{told}"
    );
    sentence
}

#[test]
fn options_that_make_no_sense() {
    let folder = Folder::with("options_that_make_no_sense", "print('it ran')\n");
    let cases = [
        ("--cores 0", "1 to 64"),
        ("--cores 65", "1 to 64"),
        ("--cores -1", "1 to 64"),
        ("--cores many", "\"many\""),
        ("--cores=", "\"\""),
        ("--preset 3.12", "2.7, 3.9, 3.13, 3.14 and 3.14t"),
        ("--preset 3.14T", "\"3.14T\""),
        ("--switch-interval 0", "positive"),
        ("--switch-interval -0.0", "positive"),
        ("--switch-interval -1", "\"-1\""),
        ("--switch-interval nan", "positive"),
        ("--switch-interval inf", "positive"),
        ("--switch-interval 1e999", "positive"),
        ("--switch-interval 5ms", "\"5ms\""),
        ("--seed -1", "\"-1\""),
        ("--seed 4294967296", "2**32"),
        ("--single --cores 2", "--single or --cores"),
        ("--summary=yes", "leave out \"yes\""),
        ("--speed 3", "no option \"--speed\""),
        ("-s", "no option \"-s\""),
        ("--seed", "--seed needs a value"),
        ("other.py", "one program"),
    ];
    for (options, expected) in cases {
        let done = folder.gilpy(&format!("main.py {options}"));
        let sentence = sentence(&done);
        assert!(sentence.contains(expected), "{options}: {sentence}");
    }
    let done = folder.gilpy("--summary");
    assert!(sentence(&done).contains("FILE"), "{done:?}");
}

#[test]
fn programs_that_cannot_be_read() {
    let folder = Folder::new("programs_that_cannot_be_read");
    let done = folder.gilpy("absent.py");
    assert_eq!(sentence(&done), "There is no file \"absent.py\".");
    let done = folder.gilpy(".");
    assert!(sentence(&done).contains("is a folder"), "{done:?}");
    folder.write("latin.py", b"print(1)\n# \xe4\n");
    let done = folder.gilpy("latin.py");
    assert!(sentence(&done).contains("not UTF-8 in line 2"), "{done:?}");
}

#[test]
fn a_name_with_a_line_break_is_still_one_line() {
    let folder = Folder::new("a_name_with_a_line_break_is_still_one_line");
    let done = folder.command("").arg("a\nb.py").output().unwrap();
    assert!(sentence(&Done::of(done)).contains("a\\nb.py"));
}

#[test]
fn files_that_cannot_be_written_are_found_out_before_the_run() {
    let folder = Folder::with(
        "files_that_cannot_be_written_are_found_out_before_the_run",
        "print('it ran')\n",
    );
    for option in ["--report", "--trace"] {
        let done = folder.gilpy(&format!("main.py {option} absent/file.json"));
        assert!(sentence(&done).contains("nothing was run"), "{done:?}");
        let done = folder.gilpy(&format!("main.py {option} ."));
        assert!(sentence(&done).contains("nothing was run"), "{done:?}");
        let done = folder.gilpy(&format!("main.py {option} ./main.py"));
        assert!(sentence(&done).contains("the program itself"), "{done:?}");
    }
    let done = folder.gilpy("main.py --report a.json --trace ./a.json");
    assert!(sentence(&done).contains("two files"), "{done:?}");
    assert_eq!(folder.read("main.py"), "print('it ran')\n");
}

/// `/dev/full` can be opened, and takes nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = Folder::with("a_full_disk_is_said", "print(1)\n");
    let done = folder.gilpy("main.py --report /dev/full --trace t.json");
    assert_eq!((done.status, done.stdout.as_str()), (Some(2), "1\n"));
    assert!(
        done.stderr
            .starts_with("gilpy: \"/dev/full\" is not complete")
    );
    assert_eq!(done.stderr.lines().count(), 1, "{done:?}");
    assert!(folder.read("t.json").contains("traceEvents"));

    let full = std::fs::File::create("/dev/full").unwrap();
    let done = Done::of(folder.command("main.py").stdout(full).output().unwrap());
    assert!(sentence(&done).contains("output could not be written"));
}
