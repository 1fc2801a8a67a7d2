//! The three ways to let time pass: the same programs do the same on each.

mod common;
#[path = "common/way.rs"]
mod way;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::thread::sleep;
use std::time::{Duration, Instant};

use protocol::{
    Cores, LockEvent, Outcome, Passage, Preset, Program, RunReport, Settings, Stream,
    ThreadActivity,
};
use runtime::{LedgerCursor, NativeHost, Options, Refused, Run};

use common::{run, start, text};
use way::{WAYS, Way, options};

/// Two threads that never end.
const SPIN: &str = "
import threading
def spin():
    while True:
        pass
threading.Thread(target=spin).start()
spin()
";

/// Runs the test for each way and each Python.
fn each(test: impl Fn(Way, Preset)) {
    for way in WAYS {
        for preset in Preset::ALL {
            test(way, preset);
        }
    }
}

const COUNTERS: &str = "
import threading
def count(n):
    x = 0
    for _ in range(n):
        x += 1
    print(threading.current_thread().name, x)
threads = []
for i in range(3):
    threads.append(threading.Thread(target=count, args=(300_000,)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('all', threading.current_thread().name)
";

#[test]
fn threads_count_to_the_end() {
    each(|way, preset| {
        let (report, output) = run(COUNTERS, &options(way, preset));
        assert_eq!(report.outcome, Outcome::Finished, "{way:?} {preset:?}");
        assert_eq!(report.exit_status, 0);
        let text = text(&output, Stream::Stdout);
        let mut lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.pop(), Some("all MainThread"));
        lines.sort_unstable();
        let expected = [1, 2, 3].map(|n| format!("Thread-{n} (count) 300000"));
        assert_eq!(lines, expected, "{way:?} {preset:?}");
    });
}

#[test]
fn a_report_says_what_was_computed() {
    for way in WAYS {
        for (program, answer) in [
            ("answer = sum([6, 7]) * 3 + 3", Some("42")),
            ("def f():\n    answer = 1\nf()", None),
            ("answer = 1\nanswer = 'two'\nraise_here", Some("'two'")),
        ] {
            let (report, _) = run(program, &options(way, Preset::Python314));
            assert_eq!(report.answer.as_deref(), answer, "{way:?} {program}");
        }
        let long = "x = 'é' * 10_000_000\nanswer = [x, x, [x] * 1_000_000]";
        let (report, _) = run(long, &options(way, Preset::Python314));
        let answer = report.answer.expect("its beginning");
        assert_eq!(answer.chars().count(), RunReport::LONGEST_ANSWER);
        assert!(answer.starts_with("['éé"), "{answer}");
    }
}

/// The page's program, in threads and one after the other.
#[test]
fn the_program_that_counts_says_how_far() {
    let source = include_str!("../../../programs/counting.py");
    let source = source.replace("COUNT = 25_000_000", "COUNT = 2_000");
    for in_threads in ["IN_THREADS = True", "IN_THREADS = False"] {
        let source = source.replace("IN_THREADS = True", in_threads);
        let (report, output) = run(&source, &options(Way::Virtual(2), Preset::Python314));
        assert_eq!(report.answer.as_deref(), Some("4000"));
        let printed = text(&output, Stream::Stdout);
        assert_eq!(printed.matches("counted to 2,000").count(), 2, "{printed}");
    }
}

#[test]
fn a_report_says_how_time_passed() {
    for (way, passage) in [
        (Way::Threads, Passage::Threads),
        (Way::Single, Passage::Single),
        (Way::Virtual(2), Passage::Virtual),
    ] {
        let (report, _) = run("x = 1", &options(way, Preset::Python314));
        assert_eq!(report.passage, passage);
        assert_eq!(passage.limits().is_none(), passage == Passage::Threads);
    }
}

#[test]
fn the_ledger_tells_a_threads_whole_life() {
    each(|way, preset| {
        let (report, _) = run(COUNTERS, &options(way, preset));
        let ledger = report.ledger.expect("it was asked for");
        assert_eq!(ledger.threads.len(), 4, "{way:?} {preset:?}");
        // One worker always has a lock.
        let has_lock = preset.has_gil() || matches!(way, Way::Single);
        for thread in 0..4 {
            let mut events = ledger.events.iter().filter(|e| e.thread == thread);
            let life: Vec<_> = events.by_ref().map(|event| event.what).collect();
            let about = format!("{way:?} {preset:?} {thread}: {life:?}");
            assert_eq!(life.first(), Some(&LockEvent::Start), "{about}");
            assert_eq!(life.last(), Some(&LockEvent::End), "{about}");
            let acquired = life
                .iter()
                .filter(|what| matches!(what, LockEvent::Acquire { .. }));
            let released = life
                .iter()
                .filter(|what| matches!(what, LockEvent::Release { .. }));
            let (acquired, released) = (acquired.count(), released.count());
            assert_eq!(acquired, released, "{about}");
            assert_eq!(acquired > 0, has_lock, "{about}");
        }
        // At no time do two threads hold the lock.
        let mut holder = None;
        let mut free_since = 0;
        for event in &ledger.events {
            match event.what {
                LockEvent::Acquire { from } => {
                    assert_eq!(holder, None, "{way:?} {preset:?} {event:?}");
                    // Real clocks go on meanwhile, but virtual time only passes where it should.
                    let in_time = event.at >= free_since || !matches!(way, Way::Virtual(_));
                    assert!(in_time, "{way:?} {preset:?} {event:?} {free_since}");
                    assert_ne!(from, Some(event.thread));
                    holder = Some(event.thread);
                }
                LockEvent::Release { .. } => {
                    assert_eq!(
                        holder.take(),
                        Some(event.thread),
                        "{way:?} {preset:?} {event:?}"
                    );
                    free_since = event.at;
                }
                _ => {}
            }
        }
        for (spans, thread) in timeline::shares(&ledger).iter().zip(&report.threads) {
            let held = (spans.holding + spans.running) as f64 / 1e9;
            let difference = (held - thread.running_seconds).abs();
            assert!(
                difference < 0.02,
                "{way:?} {preset:?}: {spans:?} {thread:?}"
            );
        }
    });
}

#[test]
fn an_endless_program_can_be_cancelled() {
    let source = "
import threading, time
def spin():
    while True:
        pass
threading.Thread(target=spin).start()
threading.Thread(target=time.sleep, args=(1000,)).start()
spin()
";
    each(|way, preset| {
        let (run, report) = start(NativeHost::new(), source, &options(way, preset));
        sleep(Duration::from_millis(20));
        let started = Instant::now();
        run.cancel();
        let report = report
            .recv_timeout(Duration::from_secs(10))
            .expect("it ends");
        assert_eq!(report.outcome, Outcome::Cancelled, "{way:?} {preset:?}");
        assert!(started.elapsed() < Duration::from_secs(2));
        let threads = run.progress().threads;
        assert!(threads.iter().all(|t| t.activity == ThreadActivity::Ended));
    });
}

#[test]
fn the_ledger_can_be_read_while_the_program_runs() {
    for way in WAYS {
        let (run, report) = start(NativeHost::new(), SPIN, &options(way, Preset::Python314));
        let started = Instant::now();
        let mut seen = 0;
        // It grows under our eyes, three times.
        for _ in 0..3 {
            let ledger = loop {
                let ledger = run.ledger();
                if ledger.events.len() > seen {
                    break ledger;
                }
                assert!(started.elapsed() < Duration::from_secs(20), "{way:?}");
                sleep(Duration::from_millis(1));
            };
            seen = ledger.events.len();
            let lasts = ledger.events.iter().all(|event| event.at <= ledger.until);
            assert!(lasts, "{way:?}");
            assert!(timeline::spans(&ledger).len() <= 2);
        }
        run.cancel();
        let report = report.recv_timeout(Duration::from_secs(10));
        let events = report
            .expect("it ends")
            .ledger
            .expect("it was asked for")
            .events;
        assert!(events.len() >= seen, "{way:?}");
    }
}

#[test]
fn news_of_the_ledger_are_the_ledger_in_parts() {
    each(|way, preset| {
        let mut options = options(way, preset);
        options.settings.switch_interval = 0.0001;
        let (run, report) = start(NativeHost::new(), COUNTERS, &options);
        let mut cursor = LedgerCursor::default();
        let (mut events, mut until) = (Vec::new(), 0);
        let mut has_ended = false;
        let last = loop {
            has_ended = has_ended || report.try_recv().is_ok();
            let part = run.ledger_news(&mut cursor, 20);
            let news = part.unpack().expect("events");
            assert!(part.until >= until, "{way:?} {preset:?}");
            until = part.until;
            assert!(news.len() <= 20);
            assert!(news.iter().all(|event| event.at <= until));
            if has_ended && news.is_empty() {
                break part;
            }
            events.extend(news);
            if !has_ended {
                sleep(Duration::from_micros(300));
            }
        };
        let ledger = run.ledger();
        assert!(events.len() > 10, "{way:?} {preset:?}");
        assert!(events == ledger.events, "{way:?} {preset:?}");
        assert_eq!(last.threads, ledger.threads);
        assert_eq!(last.dropped, ledger.dropped);
    });
}

#[test]
fn a_cancelled_run_leaves_nothing_of_its_ledger_behind() {
    // The lock before 3.2 takes many places in the ledger in which then nothing happens.
    for way in WAYS {
        let options = options(way, Preset::Python27);
        let (run, report) = start(NativeHost::new(), SPIN, &options);
        sleep(Duration::from_millis(20));
        run.cancel();
        let report = report.recv_timeout(Duration::from_secs(10));
        report.expect("it ends");
        let part = run.ledger_news(&mut LedgerCursor::default(), usize::MAX);
        let news = part.unpack().expect("events");
        assert!(news == run.ledger().events, "{way:?}");
    }
}

#[test]
fn a_sleep_of_longer_than_time_lasts_ends_the_run() {
    let source = "import time\ntime.sleep(9e9)\nprint('never')\n";
    let (report, output) = run(source, &options(Way::Virtual(1), Preset::Python314));
    assert_eq!(
        (report.outcome, report.exit_status),
        (Outcome::Cancelled, 130)
    );
    assert_eq!(text(&output, Stream::Stdout), "");
    assert!(text(&output, Stream::Note).contains("time ends here"));
}

#[test]
fn a_sleep_of_an_hour_takes_an_hour_only_where_time_is_real() {
    let source = "import time\nstart = time.time()\ntime.sleep(3600)\nprint(time.time() - start)\n";
    let (report, output) = run(source, &options(Way::Virtual(1), Preset::Python314));
    assert!(
        text(&output, Stream::Stdout).starts_with("3600.00"),
        "{output:?}"
    );
    assert!((3600.0..3601.0).contains(&report.wall_seconds));

    let (run, report) = start(
        NativeHost::new(),
        source,
        &options(Way::Single, Preset::Python314),
    );
    sleep(Duration::from_millis(30));
    assert_eq!(run.progress().threads[0].activity, ThreadActivity::Blocked);
    run.cancel();
    let report = report
        .recv_timeout(Duration::from_secs(5))
        .expect("it ends");
    assert!(report.wall_seconds < 5.0);
}

#[test]
fn exceptions_end_their_thread_only() {
    let source = "
import threading
def fail():
    print(1 // 0)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
print('still here')
";
    each(|way, preset| {
        let (report, output) = run(source, &options(way, preset));
        assert_eq!(report.outcome, Outcome::Raised, "{way:?} {preset:?}");
        assert_eq!(report.exit_status, 0, "the main thread came to its end");
        assert_eq!(text(&output, Stream::Stdout), "still here\n");
        let errors = text(&output, Stream::Stderr);
        assert!(
            errors.starts_with("Exception in thread Thread-1 (fail):"),
            "{errors}"
        );
        assert!(errors.contains("ZeroDivisionError"), "{errors}");
    });
    let (report, _) = run("1 // 0", &options(Way::Virtual(1), Preset::Python314));
    assert_eq!((report.outcome, report.exit_status), (Outcome::Raised, 1));
}

#[test]
fn a_join_waits_no_longer_than_asked() {
    // The thread does not end before it is told to: who comes back has not waited for that.
    let source = "
import threading, time
done = threading.Event()
thread = threading.Thread(target=done.wait)
thread.start()
start = time.perf_counter()
thread.join(0.05)
print(thread.is_alive(), time.perf_counter() - start >= 0.05)
done.set()
thread.join()
thread.join()
print(thread.is_alive())
";
    each(|way, preset| {
        let (_, output) = run(source, &options(way, preset));
        let text = text(&output, Stream::Stdout);
        assert_eq!(text, "True True\nFalse\n", "{way:?} {preset:?}");
    });
}

#[test]
fn the_main_thread_outlives_the_threads_that_it_did_not_join() {
    let source = "
import threading, time
def late():
    time.sleep(0.02)
    threading.Thread(target=print, args=('later',)).start()
    print('late')
threading.Thread(target=late).start()
print('early')
";
    each(|way, preset| {
        let (report, output) = run(source, &options(way, preset));
        let text = text(&output, Stream::Stdout);
        let mut lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.remove(0), "early", "{way:?} {preset:?}");
        lines.sort_unstable();
        assert_eq!(lines, ["late", "later"], "{way:?} {preset:?}");
        assert_eq!(report.threads_started, 3);
    });
}

#[test]
fn waiting_for_each_other_is_told() {
    let source = "
import threading
threads = []
def wait_for(i):
    while len(threads) < 3:
        pass
    threads[1 - i].join()
a = threading.Thread(target=wait_for, args=(0,))
b = threading.Thread(target=wait_for, args=(1,))
threads.append(a)
threads.append(b)
a.start()
b.start()
threads.append('both have started')
";
    for way in [Way::Single, Way::Virtual(2)] {
        let (report, output) = run(source, &options(way, Preset::Python314));
        assert_eq!(report.outcome, Outcome::Cancelled);
        let note = text(&output, Stream::Note);
        assert!(note.contains("wait for each other"), "{note}");
    }
}

#[test]
fn there_is_a_limit_to_threads_on_virtual_cores() {
    let source = "
import threading, time
for i in range(10_001):
    threading.Thread(target=time.sleep, args=(1000,)).start()
";
    let (report, output) = run(source, &options(Way::Virtual(1), Preset::Python314));
    assert_eq!(report.exit_status, 1);
    let errors = text(&output, Stream::Stderr);
    assert!(
        errors.ends_with("RuntimeError: can't start new thread\n"),
        "{errors}"
    );
    assert_eq!(report.threads_started, 10_000);
    // One after the other there may be any number.
    let source = "
import threading
for i in range(20_000):
    thread = threading.Thread(target=len, args=('',))
    thread.start()
    thread.join()
";
    let (report, _) = run(source, &options(Way::Virtual(1), Preset::Python314));
    assert_eq!((report.exit_status, report.threads_started), (0, 20_001));
}

#[test]
fn one_worker_switches_at_the_interval() {
    let source = "
import sys, threading, time
sys.setswitchinterval(0.01)
end = time.time() + 0.4
def spin():
    while time.time() < end:
        pass
for i in range(2):
    threading.Thread(target=spin).start()
";
    let (report, _) = run(source, &options(Way::Single, Preset::Python314));
    let median = report.lock.slices.median;
    // On a machine that does something else meanwhile they are longer, never shorter.
    assert!((0.0099..0.03).contains(&median), "{report:?}");
    assert!(report.switches.forced >= 10, "{report:?}");
}

#[test]
fn intervals_and_versions_are_those_of_the_settings() {
    let source = "
import sys
print(sys.getswitchinterval(), sys.version_info[:2])
sys.setswitchinterval(0.02)
print(sys.getswitchinterval())
";
    for way in WAYS {
        let mut options = options(way, Preset::Python313);
        options.settings.switch_interval = 0.001;
        let (_, output) = run(source, &options);
        let text = text(&output, Stream::Stdout);
        assert_eq!(text, "0.001 (3, 13)\n0.02\n", "{way:?}");
    }
    let source = "import sys\nprint(sys._is_gil_enabled(), sys.version_info[:2])\n";
    for (preset, expected) in [
        (Preset::Python314, "True (3, 14)\n"),
        (Preset::Python314t, "False (3, 14)\n"),
    ] {
        let (_, output) = run(source, &options(Way::Threads, preset));
        assert_eq!(text(&output, Stream::Stdout), expected);
    }
    let source = "import sys\nsys.setcheckinterval(7)\nprint(sys.getcheckinterval())\n";
    let (_, output) = run(source, &options(Way::Threads, Preset::Python27));
    assert_eq!(text(&output, Stream::Stdout), "7\n");
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let program = Program {
        file: "main.py".into(),
        source: "x = 1".into(),
    };
    let refused = |settings| {
        let refused = Run::start(NativeHost::new(), &program, &Options::new(settings), |_| ());
        refused.err().map(|refused| refused.to_string())
    };
    let good = Settings::of(Preset::Python314);
    for cores in [0, 65, u32::MAX] {
        let cores = Cores::Virtual(cores);
        let message = refused(Settings { cores, ..good }).expect("a refusal");
        assert!(message.contains("1 to 64"), "{message}");
    }
    for switch_interval in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let settings = Settings {
            switch_interval,
            ..good
        };
        assert!(refused(settings).is_some(), "{switch_interval}");
    }
    assert!(refused(good).is_none());
    let interval = Refused::SwitchInterval(0.0);
    assert!(interval.to_string().contains("positive"));
}

fn programs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder of programs") {
        let path = entry.expect("an entry").path();
        // What other versions print is told by other presets.
        let is_version = path.ends_with("2.7") || path.ends_with("3.9");
        if path.is_dir() && !is_version {
            programs(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
}

#[test]
fn recorded_programs_print_the_same_everywhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let mut found = Vec::new();
    programs(&folder, &mut found);
    assert!(found.len() > 300, "{}", found.len());
    let mut failed = Vec::new();
    for path in &found {
        let source = fs::read_to_string(path).expect("a program");
        let program = Program {
            file: "main.py".into(),
            source,
        };
        for way in [Way::Single, Way::Virtual(2)] {
            let (done, report) = channel();
            let preset = match path.parent() {
                Some(folder) if folder.ends_with("3.14") => Preset::Python314,
                _ => Preset::Python313,
            };
            let options = Options {
                output_limit: usize::MAX,
                ..options(way, preset)
            };
            let run = Run::start(NativeHost::new(), &program, &options, move |report| {
                let _ = done.send(report);
            });
            let (out, err) = match run {
                Ok(run) => {
                    let report = report.recv_timeout(Duration::from_secs(60));
                    assert!(report.is_ok(), "{} does not end", path.display());
                    let output = run.take_output();
                    (text(&output, Stream::Stdout), text(&output, Stream::Stderr))
                }
                Err(refused) => (String::new(), format!("{refused}\n")),
            };
            for (extension, got) in [("out", out), ("err", err)] {
                let wanted = fs::read_to_string(path.with_extension(extension)).unwrap_or_default();
                if got != wanted {
                    failed.push(format!("{way:?} {} .{extension}", path.display()));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{} differ: {failed:#?}", failed.len());
}
