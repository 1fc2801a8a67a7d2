//! Streams and exit statuses are CPython's.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::Folder;

/// The three ways to let time pass.
const WAYS: [&str; 3] = ["", "--cores 2", "--single"];

#[test]
fn exit_statuses_are_pythons() {
    let folder = Folder::new("exit_statuses_are_pythons");
    folder.write("fine.py", "print('fine')\n");
    folder.write("raises.py", "print('before')\n1 / 0\n");
    folder.write("broken.py", "x = (\n");
    folder.write(
        "thread.py",
        "
import threading
def bad():
    nonsense
t = threading.Thread(target=bad)
t.start()
t.join()
print('main goes on')
",
    );
    for way in WAYS {
        let fine = folder.gilpy(&format!("fine.py {way}"));
        assert_eq!((fine.status, fine.stdout.as_str()), (Some(0), "fine\n"));
        assert_eq!(fine.stderr, "");

        let raises = folder.gilpy(&format!("raises.py {way}"));
        assert_eq!(
            (raises.status, raises.stdout.as_str()),
            (Some(1), "before\n")
        );
        assert_eq!(
            raises.stderr,
            "\
Traceback (most recent call last):
  File \"raises.py\", line 2, in <module>
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero
"
        );

        let broken = folder.gilpy(&format!("broken.py {way}"));
        assert_eq!((broken.status, broken.stdout.as_str()), (Some(1), ""));
        assert!(broken.stderr.starts_with("  File \"broken.py\", line 1\n"));
        assert!(
            broken
                .stderr
                .ends_with("SyntaxError: '(' was never closed\n")
        );

        let thread = folder.gilpy(&format!("thread.py {way}"));
        assert_eq!(
            (thread.status, thread.stdout.as_str()),
            (Some(0), "main goes on\n")
        );
        assert!(
            thread
                .stderr
                .starts_with("Exception in thread Thread-1 (bad):\n")
        );
    }
}

#[test]
fn the_file_is_called_what_it_was_called() {
    let folder = Folder::with("the_file_is_called_what_it_was_called", "1 / 0\n");
    let done = folder.gilpy("./main.py");
    assert!(
        done.stderr
            .contains("  File \"./main.py\", line 1, in <module>\n")
    );
}

#[test]
fn a_program_can_come_from_standard_input() {
    let folder = Folder::new("a_program_can_come_from_standard_input");
    let done = folder.gilpy_reading("-", "print('read')\n1 / 0\n");
    assert_eq!((done.status, done.stdout.as_str()), (Some(1), "read\n"));
    assert!(
        done.stderr
            .contains("  File \"<stdin>\", line 2, in <module>\n")
    );
}

#[test]
fn output_comes_while_the_program_runs() {
    let program = "
import time
print('now')
time.sleep(3600)
";
    let folder = Folder::with("output_comes_while_the_program_runs", program);
    let mut child = folder
        .command("main.py")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(line, "now\n");
}

#[test]
fn much_output_is_complete() {
    let program = "for i in range(100_000):\n    print(i)\n";
    let folder = Folder::with("much_output_is_complete", program);
    let done = folder.gilpy("main.py");
    assert!(done.stdout.lines().eq((0..100_000).map(|i| i.to_string())));
    assert_eq!(done.stderr, "");
}

#[test]
fn who_stops_reading_ends_the_program_quietly() {
    let program = "
i = 0
while True:
    print(i)
    i += 1
";
    let folder = Folder::with("who_stops_reading_ends_the_program_quietly", program);
    for way in WAYS {
        let mut child = folder
            .command(&format!("main.py {way}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        drop(stdout);
        let mut told = String::new();
        let mut stderr = child.stderr.take().unwrap();
        stderr.read_to_string(&mut told).unwrap();
        let status = child.wait().unwrap();
        assert_eq!((line.as_str(), told.as_str()), ("0\n", ""));
        assert_eq!(status.code(), Some(141));
    }
}

#[test]
fn threads_that_wait_for_each_other_are_no_success() {
    let program = "
import threading
threads = []
def wait(i):
    while len(threads) < 2:
        pass
    threads[i].join()
for i in range(2):
    t = threading.Thread(target=wait, args=(1 - i,))
    t.start()
    threads.append(t)
";
    let folder = Folder::with("threads_that_wait_for_each_other_are_no_success", program);
    let done = folder.gilpy("main.py --cores 2");
    assert_eq!((done.status, done.stdout.as_str()), (Some(130), ""));
    assert_eq!(done.stderr.lines().count(), 1, "{done:?}");
}

#[test]
fn the_settings_arrive() {
    let program = "
import sys
print(sys.getswitchinterval(), sys._is_gil_enabled(), sys.version_info[:2])
";
    let folder = Folder::with("the_settings_arrive", program);
    let told = |options: &str| folder.gilpy(&format!("main.py {options}")).stdout;
    for way in WAYS {
        assert_eq!(told(way), "0.005 True (3, 14)\n");
        assert_eq!(
            told(&format!("--switch-interval 0.25 {way}")),
            "0.25 True (3, 14)\n"
        );
        assert_eq!(
            told(&format!("--switch-interval=1e-3 --preset 3.13 {way}")),
            "0.001 True (3, 13)\n"
        );
        assert_eq!(
            told(&format!("--preset 3.14t {way}")),
            "0.005 False (3, 14)\n"
        );
    }
}

#[test]
fn help_and_version_are_output() {
    let folder = Folder::new("help_and_version_are_output");
    let help = folder.gilpy("--help");
    assert_eq!((help.status, help.stderr.as_str()), (Some(0), ""));
    assert!(help.stdout.contains("Usage: gilpy [OPTIONS] FILE\n"));
    assert!(help.stdout.lines().all(|line| line.len() <= 100));
    let version = folder.gilpy("--version");
    let expected = concat!("gilpy ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(
        (version.status, version.stdout.as_str()),
        (Some(0), expected)
    );
}
