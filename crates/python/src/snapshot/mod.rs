//! A world's state as bytes, and back: what a forked process begins with.
//!
//! Everything is written that can be reached from the namespaces of all modules, and what the new process is to
//! call. What is shared stays shared, and cycles stay cycles: each object is written once, with a number, and referred
//! to by it. There are three passes over the objects when they are read:
//!
//! 1. Each is made, with what cannot change in it; that is written before it, so it is there. No cycle is made of
//!    such parts alone.
//! 2. What can change is filled in, and may refer to any object.
//! 3. Sets and dicts are filled last, frozensets before all others: keys may hash otherwise in another place of
//!    memory, and to know that, classes have to be complete.
//!
//! States of native modules are written by these. What several of them have in common comes once, before everything
//! else: two arrays that are views of one buffer are that in the new process, too.
//!
//! Codes are not written but loaded again, in the order in which they were, so that they have their numbers. Native
//! functions are written as the places where a fresh world has them.

pub(crate) mod bytes;
mod natives;
mod read;
mod write;

use std::sync::Arc;

use compiler::Unit;

use crate::sys::Version;
use crate::thread::Thread;
use crate::threads::ThreadObject;
use crate::value::Value;
use crate::world::World;

/// The state of a world in which this thread goes on alone, and will call that.
pub(crate) fn of(world: &Arc<World>, thread: &Arc<ThreadObject>, function: &Value) -> Vec<u8> {
    write::Writer::new(world, thread).write(function)
}

/// The world again, for a program that is compiled already, and the main thread in it, whose object is `main`.
pub fn restore(
    state: &[u8],
    program: Unit,
    version: Version,
    is_free_threaded: bool,
    main: Arc<ThreadObject>,
) -> (Arc<World>, Thread) {
    let copy = read::read(state, program.clone(), version, is_free_threaded, &main);
    if let Some((world, function)) = copy {
        let thread = Thread::copied(&world, function);
        return (world, thread);
    }
    // These bytes are no state: then the process says so, and ends.
    let world = World::fresh(program, version, is_free_threaded, main);
    let thread = Thread::calling(&world, "_runtime", "no_copy", Vec::new());
    (world, thread)
}

// What a reference begins with.

const NULL: u8 = 0;
const NONE: u8 = 1;
const FALSE: u8 = 2;
const TRUE: u8 = 3;
const INT: u8 = 4;
const FLOAT: u8 = 5;
const ELLIPSIS: u8 = 6;
const NOT_IMPLEMENTED: u8 = 7;
const CODE: u8 = 8;
const NATIVE: u8 = 9;
const RANGE_ITER: u8 = 10;
/// One of the objects, by its number.
const OBJECT: u8 = 11;
/// A class of the language's own.
const CLASS: u8 = 12;
/// A constant of a code.
const CONSTANT: u8 = 13;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Shape {
    Big,
    Str,
    Bytes,
    ByteArray,
    List,
    Tuple,
    Dict,
    Set,
    FrozenSet,
    Range,
    Slice,
    Function,
    Bound,
    Class,
    Instance,
    Module,
    Cell,
    Generator,
    Iter,
}

impl Shape {
    const ALL: [Shape; 19] = [
        Shape::Big,
        Shape::Str,
        Shape::Bytes,
        Shape::ByteArray,
        Shape::List,
        Shape::Tuple,
        Shape::Dict,
        Shape::Set,
        Shape::FrozenSet,
        Shape::Range,
        Shape::Slice,
        Shape::Function,
        Shape::Bound,
        Shape::Class,
        Shape::Instance,
        Shape::Module,
        Shape::Cell,
        Shape::Generator,
        Shape::Iter,
    ];
}

/// What an instance is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Inside {
    Plain,
    Base,
    Exception,
    Thread,
    Lock,
    RLock,
    Counted,
    Property,
    StaticMethod,
    ClassMethod,
    Super,
    Stdout,
    Stderr,
    Deque,
    DefaultDict,
    View,
    Pattern,
    State,
}

impl Inside {
    const ALL: [Inside; 18] = [
        Inside::Plain,
        Inside::Base,
        Inside::Exception,
        Inside::Thread,
        Inside::Lock,
        Inside::RLock,
        Inside::Counted,
        Inside::Property,
        Inside::StaticMethod,
        Inside::ClassMethod,
        Inside::Super,
        Inside::Stdout,
        Inside::Stderr,
        Inside::Deque,
        Inside::DefaultDict,
        Inside::View,
        Inside::Pattern,
        Inside::State,
    ];
}
