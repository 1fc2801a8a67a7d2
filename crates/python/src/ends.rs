//! What happens when an object ends that somebody wants to hear of: a coroutine that never ran, and what the library
//! has asked to be told of ([`Ending`]).
//!
//! Objects end in the middle of instructions, where no Python can run. So it is noted, on the thread of the machine,
//! and the Python thread is told by a bit in its eval breaker. It looks behind what frees objects in a program's
//! statements, and at check points, and then calls the library as if it had been called there.

use std::cell::RefCell;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::builtins::arguments::{none, wrong_receiver};
use crate::builtins::method;
use crate::error::Outcome;
use crate::function::{Args, Native, Role, Then};
use crate::generator::{Generator, Stage};
use crate::instance::Payload;
use crate::kind::Kind;
use crate::memory;
use crate::meter::Pace;
use crate::object::Guarded;
use crate::thread::{Thread, Waiting};
use crate::threads::Call;
use crate::value::Value;
use crate::world::World;

/// What is to be told.
#[derive(Debug)]
pub(crate) enum Note {
    /// A coroutine of that name never ran.
    Unawaited(Value),
    /// What an [`Ending`] calls.
    Call(Value, Vec<Value>),
}

thread_local! {
    static NOTES: RefCell<Vec<Note>> = const { RefCell::new(Vec::new()) };
}

/// Where nobody runs Python any more nobody is told.
#[cold]
fn note(note: Note) {
    if memory::tell_thread() {
        // At the thread's end there is nothing to be noted on.
        let _ = NOTES.try_with(|notes| notes.borrow_mut().push(note));
    }
}

/// What is noted and not told when a Python thread comes to a pause is its own: who goes on here may be one of another
/// process.
pub(crate) fn take_notes() -> Vec<Note> {
    NOTES.with(RefCell::take)
}

/// It goes on, perhaps on another thread of the machine.
pub(crate) fn give_back(notes: Vec<Note>) {
    NOTES.set(notes);
}

/// Whether something is noted for this thread.
#[inline(always)]
pub(crate) fn are_noted(eval_breaker: &AtomicU32) -> bool {
    // Relaxed: the thread itself has set it.
    eval_breaker.load(Ordering::Relaxed) & memory::NOTED != 0
}

impl Drop for Generator {
    fn drop(&mut self) {
        if self.kind == Kind::Coroutine && self.state.get_mut().stage == Stage::New {
            note(Note::Unawaited(mem::take(&mut self.qualname)));
        }
    }
}

/// Calls a function soon after it was freed, unless it is disarmed before.
#[derive(Debug)]
pub(crate) struct Ending(Guarded<Option<(Value, Vec<Value>)>>);

impl Ending {
    pub(crate) fn new(function: Value, args: Vec<Value>) -> Ending {
        Ending(Guarded::new(Some((function, args))))
    }

    /// What can be reached from it.
    pub(crate) fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.share();
        self.0.with(|call| {
            if let Some((function, args)) = call {
                visit(function);
                args.iter().for_each(visit);
            }
        });
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        if let Some((function, args)) = self.0.get_mut().take() {
            note(Note::Call(function, args));
        }
    }
}

/// Its methods.
pub(crate) const METHODS: &[Native] = &[method(Kind::Ending, "disarm", |args, _| {
    none(args.rest(), "ending.disarm")?;
    let call = receiver(args)?.0.with(Option::take);
    drop(call);
    Ok(Value::None.into())
})];

fn receiver<'a>(args: Args<'a>) -> Outcome<&'a Ending> {
    if let Some(Value::Object(object)) = args.positional.first()
        && let Payload::Ending(ending) = &object.payload
    {
        return Ok(ending);
    }
    Err(wrong_receiver())
}

impl Thread {
    /// Calls what is noted, on top of what runs, or as the last thing that the thread does.
    #[cold]
    pub(crate) fn tell_ends(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        eval_breaker: &AtomicU32,
    ) {
        if !matches!(self.waiting, Waiting::Nothing) {
            return;
        }
        eval_breaker.fetch_and(!memory::NOTED, Ordering::Relaxed);
        let notes = take_notes();
        let mut calls = notes.into_iter().filter_map(|note| match note {
            Note::Call(function, args) => Some((function, args)),
            Note::Unawaited(name) => {
                let function = world.library("tell_unawaited", Role::Function)?;
                Some((function, vec![name]))
            }
        });
        if self.frames.is_empty() {
            let Some((target, args)) = calls.next() else {
                return;
            };
            // The others come when this one is over.
            for (function, args) in calls {
                note(Note::Call(function, args));
            }
            let call = Call {
                target,
                args,
                ..Call::default()
            };
            return self.begin(values, call);
        }
        // The last one is on top, and runs first.
        let calls: Vec<_> = calls.collect();
        for (function, args) in calls.into_iter().rev() {
            // Where there is no room for a call nothing is told.
            drop(self.call_with(world, values, pace, function, args, Then::Drop));
        }
    }

    /// In CPython an exception keeps what was in the frames that it went through. So what ends on its way is told of
    /// when it has been dealt with.
    pub(crate) fn put_ends_off(&mut self) {
        self.puts_ends_off |= memory::take_told();
    }

    /// An exception has been dealt with.
    pub(crate) fn resume_ends(&mut self) {
        if mem::take(&mut self.puts_ends_off) {
            memory::tell_thread();
        }
    }

    /// At the end of a thread what was put off; at that of the program coroutines that are left in its global variables.
    pub(crate) fn note_left(&mut self, world: &World) {
        self.resume_ends();
        let is_main = Arc::ptr_eq(self.object(), world.main_thread());
        if !is_main || mem::replace(&mut self.is_swept, true) || world.living().len() > 1 {
            return;
        }
        for value in world.globals_of_main() {
            if let Value::Generator(generator) = &value
                && generator.kind == Kind::Coroutine
                && generator.state.with(|state| state.stage == Stage::New)
            {
                note(Note::Unawaited(generator.qualname.clone()));
            }
        }
    }
}
