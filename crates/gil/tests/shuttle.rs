//! Three to five threads in thousands of orders, chosen at random. One that fails is printed, and
//! can be repeated with `shuttle::replay`.
#![cfg(shuttle)]

mod scenarios;

use std::sync::Arc;

use scenarios::{Event, Scenario, Seen};

/// Orders of each kind, for each number of threads.
const ORDERS: usize = 5000;

/// Orders of the second kind have few preemptions, but anywhere: so many.
const PREEMPTIONS: usize = 3;

fn check(scenario: Scenario, events: &[Event]) {
    let seen = Arc::new(Seen::default());
    for threads in 3..=5 {
        let noted = Arc::clone(&seen);
        shuttle::check_random(move || scenario(threads, &noted), ORDERS);
        let noted = Arc::clone(&seen);
        shuttle::check_pct(move || scenario(threads, &noted), ORDERS, PREEMPTIONS);
    }
    seen.assert_all(events);
}

#[test]
fn threads_switch() {
    check(scenarios::switching, &[Event::Forced, Event::EndedAsked]);
}

#[test]
fn threads_block() {
    let events = [Event::Retaken, Event::AskedBeforeBlocking];
    check(scenarios::blocking, &events);
}

#[test]
fn a_thread_ends_by_an_exception() {
    check(scenarios::exception, &[Event::Forced, Event::EndedAsked]);
}

#[test]
fn a_run_is_cancelled() {
    let events = [Event::CancelledAtOnce, Event::CancelledCounting];
    check(scenarios::cancelling, &events);
}

#[test]
fn threads_count_under_the_old_lock() {
    check(scenarios::old, &[Event::Retaken]);
}
