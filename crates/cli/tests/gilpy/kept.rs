//! What is kept of a run: report, trace, summary.

use protocol::{Cores, Outcome, Passage, Preset, RunReport};
use serde_json::Value;

use crate::{Folder, MANY_THINGS};

#[test]
fn the_report_is_one_that_others_can_read() {
    let folder = Folder::with("the_report_is_one_that_others_can_read", MANY_THINGS);
    // What was there before is longer, and goes.
    folder.write("report.json", "x".repeat(5_000_000));
    for (way, passage) in [
        ("", Passage::Threads),
        ("--single", Passage::Single),
        ("--cores 2 --seed 5", Passage::Virtual),
    ] {
        let done = folder.gilpy(&format!("main.py --report report.json {way}"));
        assert_eq!((done.status, done.stderr.as_str()), (Some(0), ""));
        let report: RunReport = serde_json::from_str(&folder.read("report.json")).unwrap();
        assert_eq!((report.outcome, report.exit_status), (Outcome::Finished, 0));
        assert_eq!(report.passage, passage);
        assert_eq!(report.settings.preset, Preset::Python314);
        assert_eq!((report.threads_started, report.threads.len()), (7, 7));
        let ledger = report.ledger.unwrap();
        assert_eq!((ledger.threads.len(), ledger.dropped), (7, 0));
        if passage == Passage::Virtual {
            assert_eq!(report.settings.cores, Cores::Virtual(2));
            assert_eq!(report.settings.seed, 5);
        }
    }
}

#[test]
fn the_report_has_the_steps_that_were_asked_for() {
    let folder = Folder::with("the_report_has_the_steps_that_were_asked_for", MANY_THINGS);
    let mut kept = [(), ()].map(|()| {
        let done = folder.gilpy("main.py --cores 2 --steps 3 --report report.json");
        assert_eq!((done.status, done.stderr.as_str()), (Some(0), ""));
        folder.read("report.json")
    });
    let report: RunReport = serde_json::from_str(&kept[0]).unwrap();
    let steps = report.steps.unwrap();
    assert!(!steps.cut_short && steps.moments.len() > 50);
    let names = steps.listings.iter().map(|listing| &*listing.name);
    assert!(names.collect::<Vec<_>>().starts_with(&["<module>"]));
    kept.sort_unstable();
    assert!(kept[0] == kept[1], "the same seed is the same steps");
}

#[test]
fn the_trace_names_each_thread_once() {
    let folder = Folder::with("the_trace_names_each_thread_once", MANY_THINGS);
    let done = folder.gilpy("main.py --trace trace.json");
    assert_eq!(done.status, Some(0));
    let trace: Value = serde_json::from_str(&folder.read("trace.json")).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let mut names: Vec<_> = events
        .iter()
        .filter(|event| event["name"] == "thread_name")
        .map(|event| event["args"]["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    let threads = (1..=6).map(|i| format!("Thread-{i} (work)"));
    let expected: Vec<_> = ["MainThread".to_owned()]
        .into_iter()
        .chain(threads)
        .collect();
    assert_eq!(names, expected);
    assert!(
        events
            .iter()
            .any(|event| event["name"] == "holding the GIL")
    );
    let title = trace["otherData"]["title"].as_str().unwrap();
    assert!(
        title.starts_with("main.py: Python 3.14 on real threads"),
        "{title}"
    );
}

#[test]
fn the_same_seed_is_the_same_run_to_the_byte() {
    let folder = Folder::with("the_same_seed_is_the_same_run_to_the_byte", MANY_THINGS);
    for preset in Preset::ALL {
        for cores in [1, 2, 4, 64] {
            let run = |seed| {
                let done = folder.gilpy(&format!(
                    "main.py --preset {} --cores {cores} --seed {seed} \
                     --report report.json --trace trace.json",
                    preset.name()
                ));
                assert_eq!(done.status, Some(0));
                (done, folder.read("report.json"), folder.read("trace.json"))
            };
            let (a, b, other) = (run(7), run(7), run(8));
            assert!(a == b, "{preset:?} on {cores} cores");
            // In what the program prints of its clock; the files name their seeds anyway.
            assert!(a.0.stdout != other.0.stdout, "{preset:?} on {cores} cores");
        }
    }
}

#[test]
fn a_thousand_threads_on_all_the_cores() {
    let program = "
import threading
import time
def work():
    time.sleep(0.01)
    for _ in range(100):
        pass
threads = []
for i in range(1000):
    t = threading.Thread(target=work)
    t.start()
    threads.append(t)
for t in threads:
    t.join()
print('all')
";
    let folder = Folder::with("a_thousand_threads_on_all_the_cores", program);
    for preset in Preset::ALL {
        let preset = preset.name();
        let done = folder.gilpy(&format!("main.py --cores 64 --preset {preset} --summary"));
        assert_eq!((done.status, done.stdout.as_str()), (Some(0), "all\n"));
        assert!(done.stderr.contains("\nthreads     1,001\n"), "{done:?}");
        assert!(done.stderr.ends_with("\n… and 985 more\n"), "{done:?}");
    }
}

#[test]
fn the_summary_is_on_standard_error() {
    let folder = Folder::with("the_summary_is_on_standard_error", MANY_THINGS);
    for way in ["", "--single", "--cores 4", "--cores 4 --preset 3.14t"] {
        let plain = folder.gilpy(&format!("main.py {way}"));
        assert_eq!(plain.stderr, "");
        let done = folder.gilpy(&format!("main.py --summary {way}"));
        assert_eq!(done.status, Some(0));
        assert!(done.stderr.starts_with("Python 3.14"), "{done:?}");
        assert_eq!(done.stderr.contains(" virtual, "), way.contains("--cores"));
        for line in done.stderr.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
        let table = done.stderr.lines().rev().take(8);
        assert_eq!(table.filter(|line| line.contains('%')).count(), 7);
    }
}

#[test]
fn what_does_not_compile_is_reported_too() {
    let folder = Folder::with("what_does_not_compile_is_reported_too", "x = (\n");
    let done = folder.gilpy("main.py --report report.json --trace trace.json --summary");
    assert_eq!(done.status, Some(1));
    assert!(done.stderr.contains("SyntaxError: '(' was never closed\n"));
    assert!(
        done.stderr
            .ends_with("Nothing ran: the program cannot be compiled.\n")
    );
    let report: RunReport = serde_json::from_str(&folder.read("report.json")).unwrap();
    assert_eq!((report.outcome, report.exit_status), (Outcome::Raised, 1));
    let trace: Value = serde_json::from_str(&folder.read("trace.json")).unwrap();
    assert!(trace["traceEvents"].is_array());
}
