//! The scenarios on real threads. Whatever else the machine does shows in the times, so only ratios
//! are looked at, the best of some attempts.

use protocol::Preset::{Python39, Python314};
use protocol::Settings;

use crate::programs::{every, program, run, within};

/// How often a scenario may be tried: a machine that is busy with something else for a moment
/// says nothing about the lock.
const ATTEMPTS: usize = 10;

/// The attempt that is nearest to what was expected.
fn nearest(expected: f64, attempt: impl Fn() -> f64) -> f64 {
    let distance = |ratio: &f64| (ratio / expected).ln().abs();
    let mut attempts: Vec<f64> = Vec::new();
    while attempts.len() < ATTEMPTS && !attempts.iter().any(|ratio| distance(ratio) < 0.1) {
        attempts.push(attempt());
    }
    attempts.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    attempts[0]
}

#[test]
fn g1_threads_behind_the_lock_take_as_long_as_one_after_the_other() {
    for preset in [Python39, Python314] {
        for threads in ["2", "4"] {
            // Many intervals long, or it is the starts of the threads and the first wake-ups that are measured.
            let replaced = [("THREADS", threads), ("COUNT", "5000000")];
            let source = program("counting.py", &replaced);
            let ratio = nearest(1.0, || run(&source, Settings::of(preset)).ratio());
            within(&format!("{preset:?}, {threads} threads"), ratio, 0.8..=1.4);
        }
    }
}

#[test]
fn g3_two_processes_do_not_wait_for_each_others_lock() {
    for kind in ["\"fork\"", "\"interpreter\""] {
        let pieces = [("KIND", kind), ("WORKERS", "2"), ("COUNT", "60000000")];
        let source = program("processes.py", &pieces);
        let shown = || run(&source, Settings::of(Python314));
        let ratio = nearest(0.5, || shown().ratio());
        // Behind one lock it would be 1.0 at least. On one core it is that, too.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let most = if cores > 1 { 0.9 } else { 1.4 };
        within(&format!("{kind}, 2 at once"), ratio, 0.4..=most);
        // On any number of cores: one lock at first, then two for half as long or longer. Behind one lock it would be
        // 1.0 at most.
        within(&format!("{kind}, held"), shown().held(), 1.1..=2.0);
    }
}

#[test]
fn g4_sleeping_threads_take_as_long_as_the_longest() {
    let seconds = |nap| {
        let source = program("sleeping.py", &[("NAP", nap)]);
        run(&source, Settings::of(Python314)).said("seconds")
    };
    let ratio = nearest(2.0, || seconds("0.4") / seconds("0.2"));
    within("0.4 s to 0.2 s", ratio, 1.6..=2.4);
    // Five times as much one after the other.
    within(
        "5 threads",
        nearest(1.0, || seconds("0.2") / 0.2),
        1.0..=2.0,
    );
}

#[test]
fn slow_calls_wait_at_the_same_time_in_threads_and_in_tasks() {
    let source = program("calls.py", &[("SECONDS", "0.4")]);
    let shown = run(&source, Settings::of(Python314));
    let sequential = shown.said("sequential");
    within("sequential", sequential, 2.0..=10.0);
    for way in ["threads", "tasks"] {
        within(way, shown.said(way), 0.4..=0.5 * sequential);
    }
}

#[test]
fn a_thousand_sleeping_tasks_take_about_as_long_as_one() {
    let shown = run(&program("tasks.py", &[]), Settings::of(Python314));
    // One after the other they would take a thousand seconds.
    within("1000 tasks", shown.said("seconds"), 1.0..=5.0);
}

#[test]
fn g5_slices_are_as_long_as_the_interval() {
    let slice = |interval| {
        let source = program("slices.py", &[]);
        let shown = run(&source, every(interval, Settings::of(Python314)));
        (shown.said("slice"), shown.report.lock.slices.median)
    };
    let seen = nearest(8.0, || slice(0.04).0 / slice(0.005).0);
    within("as the program sees them, 40 ms to 5 ms", seen, 4.0..=10.0);
    let noted = nearest(8.0, || slice(0.04).1 / slice(0.005).1);
    within("in the ledger, 40 ms to 5 ms", noted, 4.0..=10.0);
}

#[test]
fn g6_switches_come_once_an_interval() {
    let switches = |interval| {
        let source = program("slices.py", &[]);
        run(&source, every(interval, Settings::of(Python314))).said("switches")
    };
    let ratio = nearest(8.0, || switches(0.005) / switches(0.04));
    within("5 ms to 40 ms", ratio, 4.0..=11.0);
}

#[test]
fn g7_a_sleeper_waits_for_a_whole_interval() {
    let late = |interval| {
        let source = program("wake_up.py", &[("NAPS", "9")]);
        run(&source, every(interval, Settings::of(Python314))).said("median")
    };
    let ratio = nearest(8.0, || late(0.04) / late(0.005));
    within("40 ms to 5 ms", ratio, 4.0..=10.0);
}

#[test]
fn g9_a_busy_thread_leaves_a_server_few_requests_a_second() {
    let rate = |interval, busy, requests| {
        let replaced = [("BUSY", busy), ("REQUESTS", requests)];
        let settings = every(interval, Settings::of(Python314));
        run(&program("serving.py", &replaced), settings).said("rate")
    };
    let ratio = nearest(8.0, || rate(0.005, "1", "40") / rate(0.04, "1", "10"));
    within("5 ms to 40 ms", ratio, 3.0..=11.0);
    let ratio = nearest(20.0, || rate(0.005, "0", "200") / rate(0.005, "1", "40"));
    within("nobody busy to one", ratio, 5.0..=40.0);
}

#[test]
fn g11_hashing_needs_no_lock_unless_it_is_short() {
    let shown = |bytes, times| {
        let replaced = [("BYTES", bytes), ("TIMES", times)];
        run(&program("hashing.py", &replaced), Settings::of(Python314))
    };
    // On two idle cores 0.5; a machine that has no second core to give takes as long as with the lock, but
    // what the lock does is the same.
    let large = || shown("1000000", "6");
    within("large", nearest(0.5, || large().ratio()), 0.4..=1.2);
    within("held, large", large().held(), 0.0..=0.3);
    let small = || shown("1000", "2000");
    within("small", nearest(1.0, || small().ratio()), 0.8..=1.4);
    within("held, small", small().held(), 0.7..=1.0);
}
