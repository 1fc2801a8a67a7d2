//! The lock since Python 3.2: a waiter whose switch interval has passed asks the holder to let
//! go, and who was asked does not come back before somebody else has had the lock.
//!
//! Source of the behaviour: `Python/ceval_gil.c` in CPython 3.13 (`take_gil`, `drop_gil`).

mod lock;
mod state;

pub use lock::{NewLock, Witness};
pub use state::{DEFAULT_INTERVAL, NewState, Patience, Released};
