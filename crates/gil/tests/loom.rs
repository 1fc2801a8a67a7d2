//! Two threads in every order in which it makes a difference to them, as loom tells orders apart.
#![cfg(loom)]

mod scenarios;

use std::sync::Arc;

use loom::model::Builder;
use scenarios::{Event, Scenario, Seen};

/// How many waits may time out or end for no reason: enough for each thread to be asked once, or
/// one twice.
const TICKS: usize = 2;

fn check(scenario: Scenario, preemptions: Option<usize>, events: &[Event]) {
    let seen = Arc::new(Seen::default());
    let noted = Arc::clone(&seen);
    let mut builder = Builder::new();
    builder.preemption_bound = preemptions;
    builder.check(move || {
        gil::clock::start(TICKS);
        scenario(2, &noted);
    });
    seen.assert_all(events);
}

#[test]
fn threads_switch() {
    let events = [Event::Forced, Event::EndedAsked];
    check(scenarios::switching, None, &events);
}

#[test]
fn threads_block() {
    let events = [Event::Retaken, Event::AskedBeforeBlocking];
    check(scenarios::blocking, None, &events);
}

#[test]
fn a_thread_ends_by_an_exception() {
    let events = [Event::Forced, Event::EndedAsked];
    check(scenarios::exception, None, &events);
}

#[test]
fn a_run_is_cancelled() {
    // With who cancels that is a third thread, too many for all orders.
    let events = [Event::CancelledAtOnce, Event::CancelledCounting];
    check(scenarios::cancelling, Some(3), &events);
}

#[test]
fn threads_count_under_the_old_lock() {
    check(scenarios::old, None, &[Event::Retaken]);
}
