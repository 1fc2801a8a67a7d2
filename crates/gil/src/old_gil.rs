//! The lock before Python 3.2: nobody asks. A holder lets go each time the [`Ticker`] has run
//! down, and takes the lock again at once; whether anybody else gets it in between is left to
//! chance.
//!
//! Source of the behaviour: CPython 2.7, `PyThread_acquire_lock` and `PyThread_release_lock` in
//! `Python/thread_pthread.h` with `USE_SEMAPHORES`, as on Linux, and the loop in
//! `Python/ceval.c`.

mod lock;
mod state;
mod ticker;

pub use lock::OldLock;
pub use state::OldState;
pub use ticker::Ticker;
