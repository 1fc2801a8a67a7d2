//! Generators, coroutines and asynchronous generators: frames that wait.

use compiler::Op;

use crate::kind::Kind;
use crate::object::{Guarded, Shared};
use crate::value::Value;
use crate::world::World;

/// A generator, a coroutine or an asynchronous generator.
#[derive(Debug)]
pub(crate) struct Generator {
    pub(crate) kind: Kind,
    pub(crate) name: Value,
    pub(crate) qualname: Value,
    /// What its frame runs.
    pub(crate) code: u32,
    pub(crate) state: Guarded<State>,
}

/// How far it is. It is changed in place, so that a `yield` allocates nothing.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) stage: Stage,
    /// The next instruction.
    pub(crate) pc: usize,
    /// Its locals and operands, while it waits: so many. While it runs there is nothing in these slots that
    /// would have to be freed.
    pub(crate) values: Vec<Value>,
    pub(crate) top: usize,
    /// While it waits, the exception that it was handling; while it runs, the one outside of it.
    pub(crate) handled: Value,
}

/// Where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Before its first instruction.
    New,
    /// Behind a `yield`.
    Waits,
    /// Behind one whose value, which is what is sent, is dropped at once.
    WaitsDeaf,
    /// On some thread's stack.
    Runs,
    /// It returned or raised.
    Ended,
}

impl Stage {
    /// Whether it is behind a `yield`.
    #[inline(always)]
    pub(crate) fn waits(self) -> bool {
        matches!(self, Stage::Waits | Stage::WaitsDeaf)
    }
}

impl State {
    /// It is over, and needs nothing any more; gives the exception that was being handled outside of it.
    pub(crate) fn end(&mut self) -> (Value, Vec<Value>) {
        self.stage = Stage::Ended;
        self.top = 0;
        (
            std::mem::take(&mut self.handled),
            std::mem::take(&mut self.values),
        )
    }

    /// What it waits for itself, in a `yield from` or an `await`.
    pub(crate) fn delegate(&self, world: &World, code: u32) -> Option<Value> {
        let op = world.code(code)?.code.ops.get(self.pc.checked_sub(1)?)?;
        let waits = self.stage.waits() && matches!(op, Op::YieldValue(true));
        let delegate = self.values.get(self.top.checked_sub(1)?)?;
        // A number stands for a pause that is over.
        (waits && !matches!(delegate, Value::Int(_))).then(|| delegate.clone())
    }

    /// What can be reached from it.
    pub(crate) fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.values.iter().for_each(&mut *visit);
        visit(&self.handled);
    }
}

impl Generator {
    /// Whether a `for` can go through it.
    pub(crate) fn is_iterator(&self) -> bool {
        !matches!(self.kind, Kind::Coroutine | Kind::AsyncGenerator)
    }
}

impl Shared for Generator {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.qualname);
        self.state.share();
        self.state.with(|state| state.share(visit));
    }
}
