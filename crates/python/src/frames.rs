//! The frames of a thread, one for each call that is under way.

use std::mem;
use std::ops::Deref;

use crate::function::Then;
use crate::generator::Generator;
use crate::object::Ref;
use crate::value::Value;

/// One call of a function.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The code's number in the world; `None` is the bottom of a started thread.
    pub(crate) code: Option<u32>,
    /// The next instruction.
    pub(crate) pc: usize,
    /// Where its window of `values` begins and how long it is: locals, then operands.
    pub(crate) base: usize,
    pub(crate) size: usize,
    /// The next free slot in the window.
    pub(crate) top: usize,
    /// What becomes of its result.
    pub(crate) then: Then,
    /// The generator that this is the frame of.
    pub(crate) generator: Option<Ref<Generator>>,
    /// What few frames have.
    pub(crate) rest: Option<Box<FrameRest>>,
}

/// What only frames of class bodies have, and of an `__init__` whose instance is not just pushed.
#[derive(Debug)]
pub(crate) struct FrameRest {
    /// The namespace of a class body.
    pub(crate) namespace: Value,
    /// What becomes of it, or of the instance.
    pub(crate) after: Then,
}

/// The frames, the innermost last. What is popped stays where it was, without what it held: a call writes over
/// it, and its end frees nothing.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    all: Vec<Frame>,
    count: usize,
}

impl Frame {
    /// Gives it what few frames have.
    pub(crate) fn also(&mut self, namespace: Value, after: Then) {
        self.rest = Some(Box::new(FrameRest { namespace, after }));
    }

    pub(crate) fn namespace(&self) -> Option<&Value> {
        let namespace = &self.rest.as_ref()?.namespace;
        (!matches!(namespace, Value::Null)).then_some(namespace)
    }

    /// What becomes of the instance that an `__init__` was called for.
    pub(crate) fn after(&self) -> Then {
        self.rest.as_ref().map_or(Then::Push, |rest| rest.after)
    }

    /// Whether it holds nothing that would have to be freed.
    #[inline(always)]
    pub(crate) fn is_bare(&self) -> bool {
        self.generator.is_none() && self.rest.is_none()
    }
}

impl Frames {
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    #[inline(always)]
    pub(crate) fn last(&self) -> Option<&Frame> {
        self.all.get(self.count.wrapping_sub(1))
    }

    #[inline(always)]
    pub(crate) fn last_mut(&mut self) -> Option<&mut Frame> {
        self.all.get_mut(self.count.wrapping_sub(1))
    }

    /// Pushes a frame, field by field: one that is made elsewhere and then copied would be read in other
    /// pieces than it was written in, for which processors wait.
    #[inline(always)]
    pub(crate) fn push(&mut self, frame: Frame) {
        if self.count == self.all.len() {
            self.grow();
        }
        if let Some(slot) = self.all.get_mut(self.count) {
            let Frame {
                code,
                pc,
                base,
                size,
                top,
                then,
                generator,
                rest,
            } = frame;
            (slot.code, slot.pc) = (code, pc);
            (slot.base, slot.size, slot.top) = (base, size, top);
            slot.then = then;
            // There is nothing in it.
            mem::forget(mem::replace(&mut slot.generator, generator));
            mem::forget(mem::replace(&mut slot.rest, rest));
            self.count += 1;
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.all.push(Frame::default());
    }

    pub(crate) fn pop(&mut self) -> Option<Frame> {
        let frame = self.last_mut().map(mem::take)?;
        self.count -= 1;
        Some(frame)
    }

    /// Pops a frame that is bare.
    #[inline(always)]
    pub(crate) fn pop_bare(&mut self) {
        debug_assert!(self.last().is_some_and(Frame::is_bare));
        self.count -= 1;
    }
}

impl Deref for Frames {
    type Target = [Frame];

    fn deref(&self) -> &[Frame] {
        self.all.get(..self.count).unwrap_or_default()
    }
}
