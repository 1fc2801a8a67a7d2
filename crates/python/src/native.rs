//! Native work that needs no lock: hashing, compressing, loops over arrays, borrowing references.
//!
//! It goes on in pieces. Between two of them its thread can be stopped and asked how far it is.

use std::any::Any;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::builtins::inside;
use crate::class::Class;
use crate::error::Outcome;
use crate::function::Reply;
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::modules::{hashes, numpy};
use crate::object::Ref;
use crate::operators::bytes_of;
use crate::refcounts::Borrow;
use crate::snapshot::bytes::{In, Out};
use crate::value::{Bytes, Value};
use crate::world::World;

/// What native code is at.
#[derive(Debug)]
pub(crate) enum Native {
    Borrow(Borrow),
    Work(Box<dyn Work>),
}

impl Native {
    /// How much of it is done, from 0 to 1.
    pub(crate) fn progress(&self) -> f64 {
        match self {
            Native::Borrow(borrow) => borrow.progress(),
            Native::Work(work) => work.progress(),
        }
    }
}

/// Work that owns what it works on. While it is under way its thread may have let go of the lock. It may
/// read objects of Python's that nobody can change, but neither clone nor drop references to them: they are
/// counted by the holder of the lock (see `object`).
pub(crate) trait Work: fmt::Debug + Send {
    /// Goes on for a piece, which takes about as long as a few thousand bytecodes. Says what that costs on
    /// a virtual core, in picoseconds.
    fn piece(&mut self) -> u64;

    fn is_over(&self) -> bool;

    /// How much of it is done, from 0 to 1.
    fn progress(&self) -> f64;

    /// What becomes of it. The lock is held again.
    fn result(self: Box<Self>) -> Outcome<Value>;

    /// It is so short that letting go of the lock is not worth it.
    fn keeps_lock(&self) -> bool {
        false
    }
}

/// Has work begun.
pub(crate) fn reply(work: impl Work + 'static) -> Outcome<Reply> {
    Ok(Reply::Native(Native::Work(Box::new(work))))
}

/// How many bytes make a piece.
pub(crate) const PIECE: usize = 64 << 10;

/// The bytes that work is given.
pub(crate) enum Input {
    Bytes(Ref<Bytes>),
    Own(Vec<u8>),
}

impl Input {
    /// Nothing if it is no object that has bytes. A bytearray can change meanwhile and is copied.
    pub(crate) fn of(value: &Value) -> Option<Input> {
        match inside(value) {
            Value::Bytes(bytes) => Some(Input::Bytes(bytes)),
            other => bytes_of(&other).map(|bytes| Input::Own(bytes.into_owned())),
        }
    }

    /// The piece that begins there.
    pub(crate) fn piece(&self, from: usize) -> &[u8] {
        let end = from.saturating_add(PIECE).min(self.len());
        self.get(from..end).unwrap_or_default()
    }
}

impl Deref for Input {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Input::Bytes(bytes) => &bytes.0,
            Input::Own(bytes) => bytes,
        }
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

/// How much of something is done.
pub(crate) fn share(done: usize, of: usize) -> f64 {
    if of == 0 {
        1.0
    } else {
        done as f64 / of as f64
    }
}

/// What only the natives of one module look into. It has locks of its own if it can change.
pub(crate) trait Foreign: Any + Send + Sync {
    /// What a forked process makes the same of. Nothing if it means nothing there: then natives refuse the object.
    fn saved(&self) -> Option<Saved> {
        None
    }
}

/// A state as a forked process gets it.
pub(crate) struct Saved {
    pub(crate) origin: Origin,
    pub(crate) own: Out,
    /// What it may have in common with others, and has with them there, too.
    pub(crate) common: Option<Arc<dyn Common>>,
}

/// What several states refer to.
pub(crate) trait Common: Any + Send + Sync {
    fn save(&self, out: &mut Out);
}

/// Who makes a state again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Origin {
    Array,
    Random,
    Hash,
}

impl Origin {
    pub(crate) const ALL: [Origin; 3] = [Origin::Array, Origin::Random, Origin::Hash];

    /// What states of this kind have in common.
    pub(crate) fn common(self, from: &mut In) -> Option<Arc<dyn Common>> {
        match self {
            Origin::Array => numpy::buffer(from),
            Origin::Random | Origin::Hash => None,
        }
    }

    pub(crate) fn state(self, from: &mut In, common: Option<&Arc<dyn Common>>) -> Option<State> {
        match self {
            Origin::Array => numpy::saved_array(from, common?),
            Origin::Random => numpy::saved_source(from),
            Origin::Hash => hashes::saved(from),
        }
    }
}

/// Any of them.
#[derive(Clone)]
pub(crate) struct State(Arc<dyn Foreign>);

impl State {
    pub(crate) fn new(state: impl Foreign) -> State {
        State(Arc::new(state))
    }

    pub(crate) fn saved(&self) -> Option<Saved> {
        self.0.saved()
    }

    /// An object that has it.
    pub(crate) fn object(world: &World, state: impl Foreign) -> Value {
        State::of_class(world.class(Kind::State).clone(), state)
    }

    /// The same with the class at hand.
    pub(crate) fn of_class(class: Ref<Class>, state: impl Foreign) -> Value {
        let payload = Payload::State(State::new(state));
        Value::Object(Ref::new(Instance::new(class, payload)))
    }
}

/// What such an object has, if it is of that kind.
pub(crate) fn state<T: Foreign>(value: &Value) -> Option<&T> {
    let Value::Object(object) = value else {
        return None;
    };
    let Payload::State(State(state)) = &object.payload else {
        return None;
    };
    let any: &dyn Any = &**state;
    any.downcast_ref()
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("native state")
    }
}
