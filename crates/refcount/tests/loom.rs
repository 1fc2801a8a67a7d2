//! Two or three threads in every order in which it makes a difference to them, as loom tells orders
//! apart, and with every value that a relaxed load may see.
#![cfg(loom)]

mod scenarios;

use std::sync::Arc;

use refcount::{Atomic, Biased, Locked};
use scenarios::{Giver, Seen, biased, borrowed, never_queued, shared};

#[test]
fn atomic_counts_free_their_object_once() {
    loom::model(|| shared::<Atomic>(3, Giver::Owner, never_queued));
}

#[test]
fn locked_counts_free_their_object_once() {
    loom::model(|| shared::<Locked>(2, Giver::Owner, never_queued));
}

#[test]
fn biased_counts_free_their_object_once() {
    loom::model(|| biased(2, Giver::Owner));
    loom::model(|| biased(2, Giver::Other));
}

#[test]
fn biased_counts_free_their_object_once_among_three() {
    let mut builder = loom::model::Builder::new();
    // Too many threads for all orders.
    builder.preemption_bound = Some(2);
    builder.check(|| biased(3, Giver::Owner));
    builder.check(|| biased(3, Giver::Other));
}

#[test]
fn guarded_counts_lose_nothing() {
    loom::model(|| assert_eq!(borrowed::<Atomic>(3), 1));
    loom::model(|| assert_eq!(borrowed::<Locked>(2), 1));
    loom::model(|| assert_eq!(borrowed::<Biased>(3), 1));
}

#[test]
fn unguarded_counts_lose_updates() {
    let seen = Arc::new(Seen::default());
    let noted = Arc::clone(&seen);
    loom::model(move || noted.borrow_unguarded(2));
    seen.assert_all();
}
