//! Three to five threads in thousands of orders, chosen at random. One that fails is printed, and
//! can be repeated with `shuttle::replay`.
#![cfg(shuttle)]

mod scenarios;

use std::sync::Arc;

use refcount::{Atomic, Biased, Locked};
use scenarios::{Giver, Seen, biased, borrowed, never_queued, shared};

/// Orders for each number of threads.
const ORDERS: usize = 5000;

fn check(scenario: impl Fn(usize) + Clone + Send + Sync + 'static) {
    for threads in 3..=5 {
        let scenario = scenario.clone();
        shuttle::check_random(move || scenario(threads), ORDERS);
    }
}

#[test]
fn counts_free_their_object_once() {
    check(|threads| shared::<Atomic>(threads, Giver::Owner, never_queued));
    check(|threads| shared::<Locked>(threads, Giver::Owner, never_queued));
    check(|threads| biased(threads, Giver::Owner));
    check(|threads| biased(threads, Giver::Other));
}

#[test]
fn guarded_counts_lose_nothing() {
    check(|threads| assert_eq!(borrowed::<Atomic>(threads), 1));
    check(|threads| assert_eq!(borrowed::<Locked>(threads), 1));
    check(|threads| assert_eq!(borrowed::<Biased>(threads), 1));
}

#[test]
fn unguarded_counts_lose_updates() {
    let seen = Arc::new(Seen::default());
    let noted = Arc::clone(&seen);
    check(move |threads| noted.borrow_unguarded(threads));
    seen.assert_all();
}
