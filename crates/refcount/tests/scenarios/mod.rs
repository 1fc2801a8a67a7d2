//! What threads do with a counted object, for both model checkers.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

#[cfg(loom)]
use loom::{sync, thread};
#[cfg(shuttle)]
use shuttle::{sync, thread};
use sync::{Arc, Mutex};

use refcount::{Biased, Dropped, RefCount, ThreadId, Unguarded};

const OWNER: usize = 1;

fn id(number: usize) -> ThreadId {
    ThreadId(NonZeroUsize::MIN.saturating_add(number))
}

/// An object that its last user frees.
struct Object<C> {
    count: C,
    content: Content,
    /// References that are the owner's to merge.
    queue: Mutex<usize>,
}

/// Loom notices if a use and the freeing are not in order: that is what the orderings are for.
#[cfg(loom)]
#[derive(Default)]
struct Content(loom::cell::UnsafeCell<()>, Freed);

#[cfg(not(loom))]
#[derive(Default)]
struct Content(Freed);

/// Not part of the model.
#[derive(Default)]
struct Freed(AtomicBool);

impl Content {
    fn look(&self) {
        #[cfg(loom)]
        self.0.with(|_| ());
        assert!(!self.freed().0.load(Relaxed), "used after it was freed");
    }

    fn free(&self) {
        #[cfg(loom)]
        self.0.with_mut(|_| ());
        assert!(!self.freed().0.swap(true, Relaxed), "freed twice");
    }

    fn freed(&self) -> &Freed {
        #[cfg(loom)]
        return &self.1;
        #[cfg(not(loom))]
        return &self.0;
    }
}

impl<C: RefCount> Object<C> {
    fn drop_one(&self, me: ThreadId) {
        self.content.look();
        match self.count.decref(me) {
            Dropped::Alive => {}
            Dropped::Last => self.content.free(),
            Dropped::Queued => *self.queue.lock().unwrap() += 1,
        }
    }

    /// What the owner does at its check points.
    fn merge_queued(&self, merge: fn(&C) -> Dropped) {
        let queued = std::mem::take(&mut *self.queue.lock().unwrap());
        for _ in 0..queued {
            if merge(&self.count) == Dropped::Last {
                self.content.free();
            }
        }
    }
}

/// Who took the references that the threads are given.
#[derive(Clone, Copy)]
pub enum Giver {
    Owner,
    /// Another thread than the owner.
    Other,
}

/// Each thread but the owner is given a reference, borrows the object once and then drops what it was
/// given, while the owner drops its own.
pub fn shared<C: RefCount + Send + Sync + 'static>(
    threads: usize,
    giver: Giver,
    merge: fn(&C) -> Dropped,
) {
    let owner = id(OWNER);
    let object = Arc::new(Object {
        count: C::new(owner),
        content: Content::default(),
        queue: Mutex::new(0),
    });
    let others = (1..threads).map(|number| {
        object.count.incref(match giver {
            Giver::Owner => owner,
            Giver::Other => id(OWNER + threads),
        });
        let object = Arc::clone(&object);
        thread::spawn(move || {
            let me = id(OWNER + number);
            object.count.incref(me);
            object.drop_one(me);
            object.drop_one(me);
        })
    });
    let others: Vec<_> = others.collect();
    object.drop_one(owner);
    object.merge_queued(merge);
    for other in others {
        other.join().unwrap();
    }
    object.merge_queued(merge);
    assert!(object.content.freed().0.load(Relaxed), "never freed");
}

/// The same for a count that is never queued.
pub fn never_queued<C>(_: &C) -> Dropped {
    panic!("only a biased count is queued");
}

/// All threads borrow the object at once, the owner among them. Says what the count is then.
pub fn borrowed<C: RefCount + Send + Sync + 'static>(threads: usize) -> isize {
    let count = Arc::new(C::new(id(OWNER)));
    let borrow = |count: &C, me| {
        count.incref(me);
        // Unguarded ones may be told that they were the last.
        let _ = count.decref(me);
    };
    let others = (1..threads).map(|number| {
        let count = Arc::clone(&count);
        thread::spawn(move || borrow(&count, id(OWNER + number)))
    });
    let others: Vec<_> = others.collect();
    borrow(&count, id(OWNER));
    for other in others {
        other.join().unwrap();
    }
    count.count()
}

/// Which counts came of threads that borrowed an unguarded object.
#[derive(Default)]
pub struct Seen {
    right: AtomicBool,
    too_many: AtomicBool,
    too_few: AtomicBool,
}

impl Seen {
    pub fn borrow_unguarded(&self, threads: usize) {
        let seen = match borrowed::<Unguarded>(threads) {
            1 => &self.right,
            2.. => &self.too_many,
            _ => &self.too_few,
        };
        seen.store(true, Relaxed);
    }

    /// It was right, and it was wrong in both directions: a leak, and a use after the end.
    pub fn assert_all(&self) {
        assert!(self.right.load(Relaxed), "never right");
        assert!(self.too_many.load(Relaxed), "no decrement was lost");
        assert!(self.too_few.load(Relaxed), "no increment was lost");
    }
}

/// Of a biased count it matters who took a reference that another thread drops.
pub fn biased(threads: usize, giver: Giver) {
    shared::<Biased>(threads, giver, Biased::merge);
}
