//! `threading.Lock` and `threading.RLock`: who has one, and how many wait for it.
//!
//! A lock that is free is taken, and one that nobody waits for is released, without the host. Whoever finds
//! it held asks the host to wait for him ([`Request::Acquire`]), and whoever releases it while others wait
//! asks the host to wake one of them ([`Request::Wake`]): that one looks again, and may find that somebody
//! else was faster.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crate::builtins::arguments::{class, named, none, wrong_receiver};
use crate::builtins::{class_method, method};
use crate::class::Class;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::modules::seconds;
use crate::object::Ref;
use crate::thread::{Caller, Request};
use crate::threads::ThreadObject;
use crate::value::Value;

/// A lock inside. It is right under an interpreter lock as well as without one.
#[derive(Debug, Default)]
pub struct LockObject {
    /// [`HELD`], and [`WAITER`] for each thread that waits.
    ///
    /// All changes are of this one number, each in one step, so they have one order. Whoever stands in line
    /// and then finds the lock held comes before the release in it, and the release finds him waiting: no
    /// wake-up is lost.
    state: AtomicU32,
    /// Who has taken it: [`ThreadObject::ident`]; 0 for nobody. Relaxed: a thread that reads its own number
    /// has written it itself, and no other number means anything to it.
    owner: AtomicUsize,
    /// How often its owner has taken it besides. Relaxed: only the owner comes here, and the lock itself
    /// orders one owner after the other.
    again: AtomicU32,
    /// Which exchanges have released it when they were complete, as long as nobody has asked.
    finished: OnceLock<Box<Mutex<Vec<u64>>>>,
}

const HELD: u32 = 1;
const WAITER: u32 = 2;

impl LockObject {
    /// Takes the lock for a thread if it is free; says whether it was.
    pub fn try_take(&self, thread: &ThreadObject) -> bool {
        // Acquire: what the one before did while it had the lock has happened. A look first: those that
        // wait do not take the number's cache line from one another.
        let is_free = !self.is_held() && self.state.fetch_or(HELD, Ordering::Acquire) & HELD == 0;
        if is_free {
            self.owner.store(thread.ident(), Ordering::Relaxed);
        }
        is_free
    }

    /// The numbers of exchanges that have released it.
    pub(crate) fn finished(&self) -> MutexGuard<'_, Vec<u64>> {
        let finished = self.finished.get_or_init(Box::default);
        finished.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of the lock, if it is held; says whether anybody waits for it, who is to be woken then.
    pub(crate) fn release(&self) -> Option<bool> {
        self.owner.store(0, Ordering::Relaxed);
        // Release: what was done while it was held happens before the next one takes it.
        let before = self.state.fetch_and(!HELD, Ordering::Release);
        (before & HELD != 0).then_some(before >= WAITER)
    }

    /// Whether somebody has it: a moment later that may be otherwise.
    pub fn is_held(&self) -> bool {
        // Relaxed: nothing is concluded from it about what others have done.
        self.state.load(Ordering::Relaxed) & HELD != 0
    }

    /// A thread waits from now on. It has to look once more before it falls asleep.
    pub fn join_line(&self) {
        // Relaxed in both: the number's own order is enough, see there.
        self.state.fetch_add(WAITER, Ordering::Relaxed);
    }

    /// A thread that waited has got the lock, or does not want it any more.
    pub fn leave_line(&self) {
        self.state.fetch_sub(WAITER, Ordering::Relaxed);
    }

    /// What it is: whether it is held, by whom, and how often besides.
    pub(crate) fn parts(&self) -> (bool, usize, u32) {
        (
            self.is_held(),
            self.owner.load(Ordering::Relaxed),
            self.again.load(Ordering::Relaxed),
        )
    }

    /// One that is as another one was; nobody waits for it.
    pub(crate) fn again(is_held: bool, owner: usize, again: u32) -> LockObject {
        LockObject {
            state: AtomicU32::new(if is_held { HELD } else { 0 }),
            owner: AtomicUsize::new(owner),
            again: AtomicU32::new(again),
            finished: OnceLock::new(),
        }
    }

    /// Who has it, and how often, as `repr(RLock())` tells it.
    pub(crate) fn ownership(&self) -> (usize, u32) {
        match self.owner.load(Ordering::Relaxed) {
            0 => (0, 0),
            owner => (owner, self.again.load(Ordering::Relaxed).saturating_add(1)),
        }
    }

    fn is_owned_by(&self, thread: &ThreadObject) -> bool {
        self.owner.load(Ordering::Relaxed) == thread.ident()
    }
}

/// The methods of `Lock`.
pub(crate) const LOCK: &[Native] = &[
    class_method(Kind::Lock, "__new__", |args, _| {
        let (class, args) = class(args, "lock")?;
        args.no_keywords("lock")?;
        match args.positional.len() {
            0 => Ok(made(class, Payload::Lock(Arc::default()))),
            given => Err(Fault::type_error(format!(
                "lock expected 0 arguments, got {given}"
            ))),
        }
    }),
    method(Kind::Lock, "acquire", acquire),
    method(Kind::Lock, "release", |args, _| {
        none(args.rest(), "lock.release")?;
        release(args)
    }),
    method(Kind::Lock, "locked", |args, _| {
        none(args.rest(), "lock.locked")?;
        Ok(Value::bool(receiver(args)?.lock.is_held()).into())
    }),
    method(Kind::Lock, "__enter__", |args, caller| {
        take(receiver(args)?, caller, None)
    }),
    method(Kind::Lock, "__exit__", |args, _| release(args)),
];

/// The methods of `RLock`.
pub(crate) const RLOCK: &[Native] = &[
    class_method(Kind::RLock, "__new__", |args, _| {
        // CPython up to 3.13 ignores arguments (`rlock_new`).
        let (class, _) = class(args, "RLock")?;
        Ok(made(class, Payload::RLock(Arc::default())))
    }),
    method(Kind::RLock, "acquire", acquire),
    method(Kind::RLock, "release", |args, caller| {
        none(args.rest(), "RLock.release")?;
        release_once(args, caller)
    }),
    method(Kind::RLock, "_is_owned", |args, caller| {
        none(args.rest(), "RLock._is_owned")?;
        Ok(Value::bool(receiver(args)?.lock.is_owned_by(caller.thread)).into())
    }),
    method(Kind::RLock, "__enter__", |args, caller| {
        take(receiver(args)?, caller, None)
    }),
    method(Kind::RLock, "__exit__", release_once),
];

/// `allocate_lock()`: a new `Lock`.
pub(crate) fn allocate(caller: &Caller) -> Reply {
    made(
        caller.world.class(Kind::Lock),
        Payload::Lock(Arc::default()),
    )
}

fn made(class: &Ref<Class>, payload: Payload) -> Reply {
    Value::Object(Ref::new(Instance::new(class.clone(), payload))).into()
}

/// What a method is called on.
struct Receiver<'a> {
    lock: &'a Arc<LockObject>,
    /// Whether its owner may take it again.
    is_reentrant: bool,
}

fn receiver(args: Args<'_>) -> Outcome<Receiver<'_>> {
    let payload = match args.positional.first() {
        Some(Value::Object(object)) => &object.payload,
        _ => return Err(wrong_receiver()),
    };
    let (lock, is_reentrant) = match payload {
        Payload::Lock(lock) => (lock, false),
        Payload::RLock(lock) => (lock, true),
        _ => return Err(wrong_receiver()),
    };
    Ok(Receiver { lock, is_reentrant })
}

/// `acquire(blocking=True, timeout=-1)`.
fn acquire(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [blocking, timeout, ..] = named(args.rest(), "acquire", &["blocking", "timeout"], 0)?;
    let timeout = match timeout {
        Value::Null => None,
        given => Some(seconds(&given)?).filter(|given| *given != -1.0),
    };
    let timeout = match (matches!(blocking, Value::Null) || blocking.truth(), timeout) {
        (true, None) => None,
        (true, Some(timeout)) => Some(
            Duration::try_from_secs_f64(timeout)
                .map_err(|_| Fault::value_error("timeout value must be a non-negative number"))?,
        ),
        (false, None) => Some(Duration::ZERO),
        (false, Some(_)) => {
            return Err(Fault::value_error(
                "can't specify a timeout for a non-blocking call",
            ));
        }
    };
    take(receiver(args)?, caller, timeout)
}

fn take(receiver: Receiver, caller: &Caller, timeout: Option<Duration>) -> Outcome<Reply> {
    let Receiver { lock, is_reentrant } = receiver;
    if is_reentrant && lock.is_owned_by(caller.thread) {
        let again = lock.again.load(Ordering::Relaxed).checked_add(1);
        let again = again.ok_or_else(|| Fault::overflow("Internal lock count overflowed"))?;
        lock.again.store(again, Ordering::Relaxed);
        return Ok(Value::bool(true).into());
    }
    let is_taken = lock.try_take(caller.thread);
    if is_taken || timeout == Some(Duration::ZERO) {
        return Ok(Value::bool(is_taken).into());
    }
    Ok(Reply::Ask(Request::Acquire {
        lock: Arc::clone(lock),
        timeout,
    }))
}

fn release(args: Args) -> Outcome<Reply> {
    let Receiver { lock, .. } = receiver(args)?;
    match lock.release() {
        None => Err(Fault::new(ErrorKind::RuntimeError, "release unlocked lock")),
        Some(false) => Ok(Value::None.into()),
        Some(true) => Ok(Reply::Ask(Request::Wake(Arc::clone(lock)))),
    }
}

fn release_once(args: Args, caller: &Caller) -> Outcome<Reply> {
    let Receiver { lock, .. } = receiver(args)?;
    if !lock.is_owned_by(caller.thread) {
        return Err(Fault::new(
            ErrorKind::RuntimeError,
            "cannot release un-acquired lock",
        ));
    }
    match lock.again.load(Ordering::Relaxed).checked_sub(1) {
        None => release(args),
        Some(again) => {
            lock.again.store(again, Ordering::Relaxed);
            Ok(Value::None.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn one_at_a_time_has_it() {
        let (one, other) = (ThreadObject::main(), ThreadObject::main());
        let lock = LockObject::default();
        assert_eq!(lock.release(), None);
        assert!(lock.try_take(&one) && lock.is_owned_by(&one));
        assert!(!lock.try_take(&other) && !lock.try_take(&one));
        assert_eq!(lock.release(), Some(false));
        assert!(!lock.is_held() && !lock.is_owned_by(&one));
        assert!(lock.try_take(&other) && lock.is_owned_by(&other));
    }

    #[test]
    fn who_releases_learns_that_somebody_waits() {
        let one = ThreadObject::main();
        let lock = LockObject::default();
        assert!(lock.try_take(&one));
        lock.join_line();
        lock.join_line();
        assert_eq!(lock.release(), Some(true));
        lock.leave_line();
        assert!(lock.try_take(&one));
        assert_eq!(lock.release(), Some(true));
        lock.leave_line();
        assert!(lock.try_take(&one));
        assert_eq!(lock.release(), Some(false));
        assert_eq!(lock.release(), None, "it was free already");
    }

    #[test]
    fn nothing_is_lost_between_threads_that_really_run_at_once() {
        const TIMES: u32 = 20_000;
        let lock = LockObject::default();
        let counter = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let me = ThreadObject::main();
                    for _ in 0..TIMES {
                        while !lock.try_take(&me) {
                            thread::yield_now();
                        }
                        // Not one step: the lock is what keeps others out in between.
                        let count = counter.load(Ordering::Relaxed);
                        counter.store(count + 1, Ordering::Relaxed);
                        assert!(lock.release().is_some());
                    }
                });
            }
        });
        assert_eq!(counter.into_inner(), 4 * TIMES);
    }
}
