//! `import refcounts`: objects whose references are counted in four ways, and raced. This playground's
//! own module: CPython has none like it, since there the program never sees its counts change.
//!
//! | | |
//! |---|---|
//! | `Unguarded()`, `Locked()`, `Atomic()`, `Biased()` | an object with one reference, which the thread that creates it owns |
//! | `.borrow(n)` | n times takes a reference and gives it back, in native code without the global lock |
//! | `.count()` | how many references there are now: 1, if none was lost and nobody borrows |

use std::hint::black_box;
use std::ptr::NonNull;
use std::sync::atomic::{Ordering, compiler_fence};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use refcount::{Atomic, Biased, Locked, RefCount, ThreadId, Unguarded};

use crate::builtins::{class_method, method};
use crate::cost;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::meter::CacheLine;
use crate::native;
use crate::object::Ref;
use crate::thread::Caller;
use crate::threads::ThreadObject;
use crate::value::Value;

/// After so many borrowings native code looks whether somebody wants something of its thread: the way
/// that is slowest, a lock that two threads want, takes about 10 ms for them.
const PIECE: u64 = 100_000;

/// An object whose references are counted. Only its count is of interest: it is never freed by it.
#[derive(Debug)]
pub(crate) struct Counted {
    count: Count,
    /// Never looked at, but as long as it is there no other thread object can have the address that
    /// makes the owner's number.
    _owner: Weak<ThreadObject>,
    /// On virtual cores: where the count's cache line is.
    line: Mutex<CacheLine>,
}

/// Aligned so that nothing else is in the cache lines that the threads compete for.
#[derive(Debug)]
#[repr(align(128))]
enum Count {
    Unguarded(Unguarded),
    Locked(Locked),
    Atomic(Atomic),
    Biased(Biased),
}

/// A `borrow(n)` that is under way.
#[derive(Debug)]
pub(crate) struct Borrow {
    object: Arc<Counted>,
    thread: ThreadId,
    total: u64,
    /// How many times are left, the current one included.
    left: u64,
    /// On virtual cores: a reference was taken and not yet given back.
    has: bool,
    /// On virtual cores: what was loaded and not yet stored.
    loaded: Option<isize>,
}

impl Counted {
    /// One with one reference, which a thread owns.
    pub(crate) fn new(kind: Kind, owner: &Arc<ThreadObject>) -> Counted {
        let id = thread_id(owner);
        Counted {
            count: match kind {
                Kind::Locked => Count::Locked(Locked::new(id)),
                Kind::Atomic => Count::Atomic(Atomic::new(id)),
                Kind::Biased => Count::Biased(Biased::new(id)),
                _ => Count::Unguarded(Unguarded::new(id)),
            },
            _owner: Arc::downgrade(owner),
            line: Mutex::default(),
        }
    }

    fn count(&self) -> isize {
        match &self.count {
            Count::Unguarded(count) => count.count(),
            Count::Locked(count) => count.count(),
            Count::Atomic(count) => count.count(),
            Count::Biased(count) => count.count(),
        }
    }

    pub(crate) fn line(&self) -> MutexGuard<'_, CacheLine> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As `ob_tid` in CPython, an address.
fn thread_id(thread: &Arc<ThreadObject>) -> ThreadId {
    ThreadId(NonNull::from(&**thread).addr())
}

/// The classes.
pub(crate) const KINDS: [Kind; 4] = [Kind::Unguarded, Kind::Locked, Kind::Atomic, Kind::Biased];

/// The methods of one of the classes.
const fn methods(kind: Kind) -> [Native; 3] {
    [
        class_method(kind, "__new__", create),
        method(kind, "borrow", start),
        method(kind, "count", how_many),
    ]
}

/// The methods of all of them.
pub(crate) static METHODS: [[Native; 3]; 4] = [
    methods(Kind::Unguarded),
    methods(Kind::Locked),
    methods(Kind::Atomic),
    methods(Kind::Biased),
];

/// `Unguarded()` and its like.
fn create(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [Value::Class(class), rest @ ..] = args.positional else {
        return Err(Fault::memory());
    };
    if !(rest.is_empty() && args.names.is_empty()) {
        return Err(Fault::type_error(format!(
            "{}() takes no arguments",
            class.name()
        )));
    }
    let counted = Arc::new(Counted::new(class.kind, caller.thread));
    let instance = Instance::new(class.clone(), Payload::Counted(counted));
    Ok(Value::Object(Ref::new(instance)).into())
}

fn receiver<'a>(args: Args<'a>) -> Outcome<(&'a Arc<Counted>, String)> {
    if let Some(Value::Object(object)) = args.positional.first()
        && let Payload::Counted(counted) = &object.payload
    {
        return Ok((counted, object.class.name().to_string()));
    }
    Err(Fault::type_error(
        "this is no object whose references are counted",
    ))
}

/// `object.count()`.
fn how_many(args: Args, _: &Caller) -> Outcome<Reply> {
    let (object, class) = receiver(args)?;
    let name = format!("{class}.count");
    args.no_keywords(&name)?;
    match args.rest().positional {
        [] => Ok(Value::Int(object.count() as i64).into()),
        given => {
            let given = given.len();
            Err(Fault::type_error(format!(
                "{name}() takes no arguments ({given} given)"
            )))
        }
    }
}

/// `object.borrow(n)`.
fn start(args: Args, caller: &Caller) -> Outcome<Reply> {
    let (object, class) = receiver(args)?;
    let name = format!("{class}.borrow");
    args.no_keywords(&name)?;
    let [times] = args.rest().positional else {
        let given = args.rest().positional.len();
        return Err(Fault::type_error(format!(
            "{name}() takes exactly one argument ({given} given)"
        )));
    };
    let times = match times {
        Value::Int(times) => *times,
        Value::Bool(times) => i64::from(*times),
        Value::Big(_) => {
            return Err(Fault::overflow(
                "Python int too large to convert to C ssize_t",
            ));
        }
        other => return Err(crate::call::not_an_integer(&other.type_name())),
    };
    match u64::try_from(times) {
        Ok(0) => Ok(Value::None.into()),
        Ok(times) => Ok(Reply::Native(native::Native::Borrow(Borrow {
            object: Arc::clone(object),
            thread: thread_id(caller.thread),
            total: times,
            left: times,
            has: false,
            loaded: None,
        }))),
        Err(_) => Err(Fault::value_error("n must be a non-negative integer")),
    }
}

impl Borrow {
    pub(crate) fn object(&self) -> &Arc<Counted> {
        &self.object
    }

    pub(crate) fn is_over(&self) -> bool {
        self.left == 0
    }

    /// How much of it is done, from 0 to 1.
    pub(crate) fn progress(&self) -> f64 {
        (self.total - self.left) as f64 / self.total as f64
    }

    /// Borrows for real, some times.
    pub(crate) fn run_piece(&mut self) {
        let times = self.left.min(PIECE);
        match &self.object.count {
            Count::Unguarded(count) => borrow(count, self.thread, times),
            Count::Locked(count) => borrow(count, self.thread, times),
            Count::Atomic(count) => borrow(count, self.thread, times),
            Count::Biased(count) => borrow(count, self.thread, times),
        }
        self.left -= times;
    }

    /// Takes the next step on a virtual core and says what it costs. The steps of one change of an
    /// unguarded count are its load and its store; any other change is one step, because what is in
    /// between nobody can see.
    pub(crate) fn step(&mut self) -> u64 {
        let owner =
            matches!(&self.object.count, Count::Biased(count) if count.is_owned_by(self.thread));
        let cost = match &self.object.count {
            Count::Unguarded(count) => {
                let Some(loaded) = self.loaded.take() else {
                    self.loaded = Some(count.load());
                    return cost::REFCOUNT_LOAD;
                };
                let more = if self.has { -1 } else { 1 };
                count.store(loaded.wrapping_add(more));
                cost::REFCOUNT_STORE
            }
            Count::Locked(count) => {
                change(count, self.thread, self.has);
                cost::REFCOUNT_LOCKED
            }
            Count::Atomic(count) => {
                change(count, self.thread, self.has);
                cost::REFCOUNT_ATOMIC
            }
            Count::Biased(count) => {
                change(count, self.thread, self.has);
                if owner {
                    cost::REFCOUNT_LOAD + cost::REFCOUNT_STORE
                } else {
                    cost::REFCOUNT_ATOMIC
                }
            }
        };
        self.has = !self.has;
        self.left -= u64::from(!self.has);
        cost
    }
}

/// Takes a reference, or gives back the one that the thread has.
fn change(count: &impl RefCount, thread: ThreadId, has: bool) {
    if has {
        give_back(count, thread);
    } else {
        count.incref(thread);
    }
}

/// What becomes of the object is of no interest: the module's own reference to it is never dropped, so
/// only where updates were lost it can seem to have been the last. Nor is it ever queued for its owner:
/// who borrows has raised the shared count itself.
fn give_back(count: &impl RefCount, thread: ThreadId) {
    let _ = count.decref(thread);
}

/// Not inlined: a browser optimises a function when it is called anew.
#[inline(never)]
fn borrow(count: &impl RefCount, thread: ThreadId, times: u64) {
    for _ in 0..times {
        // The compiler must not take one for the reverse of the other: in between, the reference is there
        // to be used.
        black_box(count).incref(thread);
        compiler_fence(Ordering::SeqCst);
        give_back(black_box(count), thread);
        compiler_fence(Ordering::SeqCst);
    }
}
