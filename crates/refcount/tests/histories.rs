//! Threads that take and drop references one after the other, at random, against what the history says.
#![cfg(not(any(loom, shuttle)))]

use std::num::NonZeroUsize;
use std::thread;

use proptest::prelude::*;
use refcount::{Atomic, Biased, Dropped, Locked, RefCount, ThreadId, Unguarded};

const OWNER: ThreadId = ThreadId(NonZeroUsize::MIN);

fn thread_id(number: usize) -> ThreadId {
    ThreadId(OWNER.0.saturating_add(number))
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Take(usize),
    Drop(usize),
    /// The owner looks at its queue.
    Merge,
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let operation = prop_oneof![
        3 => (0..3usize).prop_map(Operation::Take),
        4 => (0..3usize).prop_map(Operation::Drop),
        1 => Just(Operation::Merge),
    ];
    prop::collection::vec(operation, 0..60)
}

/// Goes through the operations as far as there is a reference, and then drops those that are left.
fn check<C: RefCount>(operations: &[Operation], merge: fn(&C) -> Dropped) {
    let count = C::new(OWNER);
    let (mut references, mut queued) = (1isize, 0isize);
    let mut all = operations.iter().copied();
    let mut turn = 0;
    loop {
        // What the queue has is counted, too.
        assert_eq!(count.count(), references + queued);
        if references + queued == 0 {
            return;
        }
        turn += 1;
        let operation = all.next().unwrap_or(match turn % 3 {
            _ if references == 0 => Operation::Merge,
            thread => Operation::Drop(thread),
        });
        let dropped = match operation {
            Operation::Take(thread) if references > 0 => {
                count.incref(thread_id(thread));
                references += 1;
                continue;
            }
            Operation::Drop(thread) if references > 0 => {
                references -= 1;
                count.decref(thread_id(thread))
            }
            Operation::Merge if queued > 0 => {
                queued -= 1;
                merge(&count)
            }
            _ => continue,
        };
        queued += isize::from(dropped == Dropped::Queued);
        assert_eq!(dropped == Dropped::Last, references + queued == 0);
    }
}

fn never_queued<C>(_: &C) -> Dropped {
    panic!("only a biased count is queued");
}

proptest! {
    #[test]
    fn one_thread_at_a_time_is_always_right(operations in operations()) {
        check::<Unguarded>(&operations, never_queued);
        check::<Locked>(&operations, never_queued);
        check::<Atomic>(&operations, never_queued);
        check::<Biased>(&operations, Biased::merge);
    }
}

/// Threads that borrow the object again and again, the owner among them.
fn borrowed_by_threads<C: RefCount + Sync>() {
    let count = C::new(OWNER);
    thread::scope(|scope| {
        for number in 0..3 {
            let (count, me) = (&count, thread_id(number));
            scope.spawn(move || {
                for _ in 0..20_000 {
                    count.incref(me);
                    assert_eq!(count.decref(me), Dropped::Alive);
                }
            });
        }
    });
    assert_eq!(count.count(), 1);
    assert_eq!(count.decref(OWNER), Dropped::Last);
}

#[test]
fn what_is_guarded_is_right_on_real_threads() {
    borrowed_by_threads::<Locked>();
    borrowed_by_threads::<Atomic>();
    borrowed_by_threads::<Biased>();
}

#[test]
fn what_the_owner_took_and_another_drops_is_queued_once() {
    let (owner, other) = (thread_id(0), thread_id(1));
    let count = Biased::new(owner);
    count.incref(owner);
    count.incref(owner);
    assert_eq!(count.decref(other), Dropped::Queued);
    assert_eq!(count.decref(other), Dropped::Alive, "below zero by now");
    assert_eq!(count.count(), 2, "the owner's, and the queue's");
    assert_eq!(count.decref(owner), Dropped::Alive);
    assert_eq!(count.merge(), Dropped::Last);
}

#[test]
fn after_the_owners_last_one_the_others_share_the_count() {
    let (owner, other) = (thread_id(0), thread_id(1));
    let count = Biased::new(owner);
    count.incref(other);
    assert_eq!(count.decref(owner), Dropped::Alive);
    count.incref(owner);
    assert_eq!(count.count(), 2);
    assert_eq!(count.decref(other), Dropped::Alive);
    assert_eq!(count.decref(owner), Dropped::Last);
}
