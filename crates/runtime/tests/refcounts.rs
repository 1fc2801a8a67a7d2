//! `import refcounts`: threads that borrow the same object, on all ways.

mod common;
#[path = "common/way.rs"]
mod way;

use std::thread::sleep;
use std::time::{Duration, Instant};

use protocol::{BlockCause, LockEvent, Outcome, Preset, RunReport, Stream};
use runtime::{NativeHost, Options};

use common::{run, start, text};
use way::{WAYS, Way, options};

const KINDS: [&str; 4] = ["Unguarded", "Locked", "Atomic", "Biased"];
const PROGRAM: &str = include_str!("../../../programs/refcounts.py");

fn seeded(way: Way, preset: Preset, seed: u32) -> Options {
    let mut options = options(way, preset);
    options.settings.seed = seed;
    options
}

/// The page's program, as the page changes it.
fn program(kind: &str, threads: u32, count: u64) -> String {
    let source = PROGRAM
        .replace("refcounts.Unguarded", &format!("refcounts.{kind}"))
        .replace("THREADS = 2", &format!("THREADS = {threads}"))
        .replace("COUNT = 5_000_000", &format!("COUNT = {count}"));
    assert_eq!(source.matches(kind).count(), 1, "{source}");
    source
}

/// How many references there are in the end.
fn answer(report: &RunReport) -> i64 {
    assert_eq!(report.outcome, Outcome::Finished);
    let answer = report.answer.as_deref().expect("it has an answer");
    answer.parse().expect("a number")
}

#[test]
fn what_is_guarded_is_right_on_all_ways() {
    for way in WAYS {
        for preset in Preset::ALL {
            for kind in &KINDS[1..] {
                let source = program(kind, 3, 20_000);
                let (report, output) = run(&source, &options(way, preset));
                assert_eq!(answer(&report), 1, "{way:?} {preset:?} {kind}");
                let lines = text(&output, Stream::Stdout);
                assert_eq!(lines.lines().count(), 4, "{lines}");
            }
        }
    }
}

#[test]
fn unguarded_counts_come_out_wrong_on_virtual_cores_the_same_way_each_time() {
    for preset in [Preset::Python314t, Preset::Python313, Preset::Python27] {
        let mut answers = Vec::new();
        for seed in 0..8 {
            let source = program("Unguarded", 2, 200_000);
            let options = seeded(Way::Virtual(2), preset, seed);
            let (first, _) = run(&source, &options);
            let (second, _) = run(&source, &options);
            assert_eq!(first, second, "{preset:?} {seed}");
            answers.push(answer(&first));
        }
        let wrong = answers.iter().filter(|&&answer| answer != 1).count();
        assert!(wrong >= 6, "{preset:?} {answers:?}");
        assert!(answers.iter().any(|&answer| answer > 1), "{answers:?}");
        assert!(answers.iter().any(|&answer| answer < 1), "{answers:?}");
    }
}

#[test]
fn who_takes_turns_loses_nothing() {
    for way in [Way::Single, Way::Virtual(1)] {
        let source = program("Unguarded", 1, 1_000_000);
        let (report, _) = run(&source, &options(way, Preset::Python314t));
        assert_eq!(answer(&report), 1, "{way:?}");
    }
}

/// Seconds on two virtual cores.
fn seconds(kind: &str, threads: u32) -> f64 {
    let source = program(kind, threads, 1_000_000);
    let (report, _) = run(&source, &seeded(Way::Virtual(2), Preset::Python314t, 1));
    report.wall_seconds
}

#[test]
fn what_is_guarded_has_its_price() {
    let alone = KINDS.map(|kind| seconds(kind, 1));
    let [unguarded, locked, atomic, biased] = alone;
    assert!(locked > 1.8 * atomic, "{alone:?}");
    assert!(atomic > 5.0 * unguarded, "{alone:?}");
    assert!(biased < 1.2 * unguarded, "the owner alone: {alone:?}");
    let contended = KINDS.map(|kind| seconds(kind, 2));
    for (kind, (contended, alone)) in KINDS.iter().zip(contended.iter().zip(alone)) {
        assert!(contended / alone > 1.5, "{kind} {contended} {alone}");
    }
    let [_, _, atomic, biased] = contended;
    assert!((0.3..1.2).contains(&(biased / atomic)), "{contended:?}");
}

#[test]
fn borrowing_needs_no_lock() {
    let source = "
import threading
import refcounts
shared = refcounts.Atomic()
def borrow():
    shared.borrow(1_000_000)
thread = threading.Thread(target=borrow)
thread.start()
x = 0
for _ in range(200_000):
    x += 1
thread.join()
";
    let times = [1, 2].map(|cores| {
        let options = options(Way::Virtual(cores), Preset::Python313);
        let (report, _) = run(source, &options);
        let ledger = report.ledger.expect("it was asked for");
        let native = LockEvent::Block {
            cause: BlockCause::Native,
        };
        let outside = ledger.events.iter().filter(|event| event.what == native);
        assert_eq!(outside.count(), 1);
        report.wall_seconds
    });
    assert!(times[0] > 1.3 * times[1], "{times:?}");
}

#[test]
fn who_borrows_tells_how_far_it_is_and_can_be_cancelled() {
    let source = "
import threading
import refcounts
shared = refcounts.Biased()
def borrow():
    shared.borrow(10**15)
threading.Thread(target=borrow).start()
borrow()
";
    for way in WAYS {
        for preset in Preset::ALL {
            let (run, report) = start(NativeHost::new(), source, &options(way, preset));
            let begun = Instant::now();
            while !run.progress().threads.iter().any(|t| t.loops.is_some()) {
                assert!(begun.elapsed() < Duration::from_secs(20), "{way:?}");
                sleep(Duration::from_millis(2));
            }
            run.cancel();
            let report = report
                .recv_timeout(Duration::from_secs(20))
                .expect("it ends");
            assert_eq!(report.outcome, Outcome::Cancelled, "{way:?} {preset:?}");
        }
    }
}
