//! Four ways to count the references to an object that several threads use.
//!
//! | | taking and dropping a reference | with several threads |
//! |---|---|---|
//! | [`Unguarded`] | a plain load and a plain store | wrong: updates are lost |
//! | [`Locked`] | the same, behind a mutex of its own | right |
//! | [`Atomic`] | one atomic addition | right |
//! | [`Biased`] | the owner as unguarded, the others atomically (PEP 703) | right |
//!
//! The first is what CPython does behind its global lock, where nobody else can come in between; the
//! last is what it does without one. A count knows nothing of the object that it belongs to: who drops
//! a reference is told what is to be done ([`Dropped`]).

mod atomic;
mod biased;
mod locked;
mod sync;
mod unguarded;

use std::num::NonZeroUsize;

pub use atomic::Atomic;
pub use biased::Biased;
pub use locked::Locked;
pub use unguarded::Unguarded;

/// A thread: a number that no other living thread has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadId(pub NonZeroUsize);

/// A count of references.
///
/// Who calls [`incref`](RefCount::incref) or [`decref`](RefCount::decref) must have a reference: a count
/// that has come to zero is not to be used again.
pub trait RefCount {
    /// One reference, which the thread that creates the object has. That thread is the owner.
    fn new(owner: ThreadId) -> Self;

    /// The thread takes another reference.
    fn incref(&self, thread: ThreadId);

    /// The thread drops a reference, its own or one that it was given.
    fn decref(&self, thread: ThreadId) -> Dropped;

    /// How many references there are. While other threads take and drop some, it is how many there were
    /// at some time, or, if it is biased, about how many.
    fn count(&self) -> isize;
}

/// What dropping a reference means for the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an object that nobody frees stays for ever"]
pub enum Dropped {
    /// It lives on.
    Alive,
    /// That was the last reference. Who is told this frees the object; only one thread ever is.
    Last,
    /// The reference is the owner's now, who has to call [`Biased::merge`] soon: only the owner can tell
    /// whether it was the last.
    Queued,
}
