//! Loops that calculate with ints alone, as a small program of their own: its variables, operands and constants
//! are plain numbers in one array, and nobody looks at tags or counts operands.
//!
//! A check point, an overflow, the end of the range or whatever else comes up has everything put back into the
//! window first; the run loop goes on where this one stopped, and does what it could not.

use std::sync::atomic::AtomicU32;

use compiler::Compare;

use crate::fused::{self, Arithmetic, Branch, Fast, Operand};
use crate::run::put_int;
use crate::thread::breaks;
use crate::value::Value;

/// A loop is tried when so many backward jumps have been counted since the last time: one that runs less often is
/// not worth it.
pub(crate) const OFTEN: u32 = 16;
/// Loops with more instructions, steps or variables are left alone.
const LONGEST: usize = 64;
const STEPS: usize = 128;
const VARIABLES: usize = 16;
/// The window of one that is not left alone has fewer slots. This number is for exchanging others.
const SLOTS: u8 = 200;
/// Nothing has led to an instruction yet.
const UNKNOWN: u8 = u8::MAX;

/// `to = a <what> b`, or a jump to the step `to`. The numbers are given by bytes, so that none is out of range.
#[derive(Clone, Copy, Debug)]
struct Step {
    what: What,
    a: u8,
    b: u8,
    to: u8,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Add,
    Sub,
    Mul,
    And,
    FloorDiv,
    Mod,
    Copy,
    IfEqual,
    IfNotEqual,
    IfLess,
    IfLessOrEqual,
    Jump,
    /// The next item of the range.
    Next,
    /// The jump back that closes a `while`, and a `for`, whose next item it has.
    Back,
    BackToNext,
    /// Leaves the loop.
    Stop,
}

/// A loop's program.
#[derive(Debug)]
pub(crate) struct Program {
    steps: [Step; STEPS],
    /// For each step where the run loop goes on instead: the instruction, and how many slots are in use there.
    places: [(u32, u8); STEPS],
    count: usize,
    /// The slots of the window, then nothing, then the constants.
    numbers: [i64; 256],
    /// The last number that is not a constant.
    free: u8,
    variables: [u8; VARIABLES],
    known: usize,
}

/// The programs of the loops that ran last, by where they are. Some are `None`: loops that are none of these.
#[derive(Debug, Default)]
pub(crate) struct Programs([Option<(Place, Option<Box<Program>>)>; 8]);

/// A code's number and a backward jump in it.
type Place = (u32, usize);

/// A loop.
#[derive(Clone, Copy)]
pub(crate) struct Loop<'a> {
    pub(crate) code: u32,
    pub(crate) fast: &'a [Fast],
    pub(crate) consts: &'a [Value],
    pub(crate) head: usize,
    pub(crate) jump: usize,
    /// Where its items go; the largest if it is a `while`.
    pub(crate) slot: u16,
    /// The first slot above its operands.
    pub(crate) bottom: usize,
}

impl Programs {
    /// Runs a loop whose backward jump has just been counted. Gives where the run loop has to go on, with how
    /// many slots in use; `None` if the loop is none of these, or its variables are no ints.
    #[inline(never)]
    pub(crate) fn run(
        &mut self,
        this: Loop,
        window: &mut [Value],
        stay: &mut u32,
        eval_breaker: &AtomicU32,
    ) -> Option<(usize, usize)> {
        let place = (this.code, this.jump);
        let known = self.0.get_mut((this.code as usize ^ this.jump) % 8)?;
        if known.as_ref().is_none_or(|(its, _)| *its != place) {
            *known = Some((place, Program::of(this, window.len())));
        }
        let (_, program) = known.as_mut()?;
        program.as_mut()?.run(this, window, stay, eval_breaker)
    }
}

impl Program {
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn run(
        &mut self,
        this: Loop,
        window: &mut [Value],
        stay: &mut u32,
        eval_breaker: &AtomicU32,
    ) -> Option<(usize, usize)> {
        let variables = self.variables.get(..self.known)?;
        for &slot in variables {
            match window.get(slot as usize) {
                Some(&Value::Int(value)) => self.numbers[slot as usize] = value,
                _ => return None,
            }
        }
        let is_for = this.slot != u16::MAX;
        let (mut next, stride, mut left) = match window.get(this.bottom.wrapping_sub(1)) {
            Some(Value::RangeIter(iter)) if is_for => (iter.next, iter.step, iter.left),
            _ if is_for => return None,
            _ => (0, 0, 0),
        };
        let Program { steps, numbers, .. } = &mut *self;
        let mut at = 0;
        let mut turns = *stay;
        loop {
            let step = steps[at % STEPS];
            let (a, b) = (numbers[step.a as usize], numbers[step.b as usize]);
            macro_rules! calculate {
                ($result:expr) => {
                    match $result {
                        Some(result) => {
                            numbers[step.to as usize] = result;
                            at += 1;
                        }
                        None => break,
                    }
                };
            }
            macro_rules! jump_if {
                ($holds:expr) => {
                    at = if $holds { step.to as usize } else { at + 1 }
                };
            }
            macro_rules! next {
                ($to:expr) => {{
                    if left == 0 {
                        break;
                    }
                    left -= 1;
                    numbers[$to as usize] = next;
                    // Wraps only behind the last item, where it isn't used any more.
                    next = next.wrapping_add(stride);
                    at = 1;
                }};
            }
            macro_rules! check_point {
                () => {
                    // The run loop does both.
                    if turns <= 1 || breaks(eval_breaker) {
                        break;
                    }
                    turns -= 1;
                    at = 0;
                };
            }
            match step.what {
                What::Add => calculate!(a.checked_add(b)),
                What::Sub => calculate!(a.checked_sub(b)),
                What::Mul => calculate!(fused::product(a, b)),
                What::And => calculate!(Some(a & b)),
                What::FloorDiv => calculate!(Arithmetic::FloorDiv.ints(a, b)),
                What::Mod => calculate!(Arithmetic::Mod.ints(a, b)),
                What::Copy => calculate!(Some(a)),
                What::IfEqual => jump_if!(a == b),
                What::IfNotEqual => jump_if!(a != b),
                What::IfLess => jump_if!(a < b),
                What::IfLessOrEqual => jump_if!(a <= b),
                What::Jump => at = step.to as usize,
                What::Next => next!(step.to),
                What::Back => {
                    check_point!();
                }
                What::BackToNext => {
                    check_point!();
                    next!(step.to);
                }
                What::Stop => break,
            }
        }

        *stay = turns;
        let (pc, top) = self.places[at % STEPS];
        let variables = self.variables.iter().take(self.known);
        for place in variables
            .map(|&slot| slot as usize)
            .chain(this.bottom..top as usize)
        {
            if let Some(slot) = window.get_mut(place) {
                put_int(slot, self.numbers[place % 256]);
            }
        }
        if is_for && let Some(Value::RangeIter(iter)) = window.get_mut(this.bottom - 1) {
            (iter.next, iter.left) = (next, left);
        }
        Some((pc as usize, top as usize))
    }

    /// Of a loop in a window of so many slots, if it is one of these.
    #[cold]
    fn of(this: Loop, slots: usize) -> Option<Box<Program>> {
        const STOP: Step = Step {
            what: What::Stop,
            a: 0,
            b: 0,
            to: 0,
        };
        if slots >= SLOTS as usize {
            return None;
        }
        let mut program = Box::new(Program {
            steps: [STOP; STEPS],
            places: [(0, 0); STEPS],
            count: 0,
            numbers: [0; 256],
            free: u8::MAX,
            variables: [0; VARIABLES],
            known: 0,
        });
        let mut start = this.head;
        if this.slot != u16::MAX {
            let item = program.variable(this.slot.into())?;
            program.add(What::Next, [0, 0, item], (this.head, this.bottom))?;
            start += 2;
        }
        let body = this.fast.get(start..this.jump)?;
        program.translate(body, start, this.bottom, this.consts)?;
        Some(program)
    }

    /// A local variable.
    fn variable(&mut self, slot: u32) -> Option<u8> {
        let slot = u8::try_from(slot).ok()?;
        if !self.variables.get(..self.known)?.contains(&slot) {
            *self.variables.get_mut(self.known)? = slot;
            self.known += 1;
        }
        Some(slot)
    }

    /// A constant, if it is an int.
    fn constant(&mut self, index: u32, consts: &[Value]) -> Option<u8> {
        let Some(&Value::Int(value)) = consts.get(index as usize) else {
            return None;
        };
        let number = self.free;
        self.numbers[number as usize] = value;
        self.free -= 1;
        // Each step has one at most, and there are not so many.
        (number > SLOTS).then_some(number)
    }

    /// The program of a loop's body, and of the jump behind it.
    fn translate(
        &mut self,
        body: &[Fast],
        start: usize,
        bottom: usize,
        consts: &[Value],
    ) -> Option<()> {
        if body.len() > LONGEST {
            return None;
        }
        // For each instruction its step, and how many slots are in use before it.
        let mut step_of = [UNKNOWN; LONGEST + 1];
        let mut tops = [UNKNOWN; LONGEST + 1];
        // Steps that jump, where to, and with how many slots in use.
        let mut jumps = Vec::new();
        let mut top = bottom as u8;
        let mut falls_through = true;
        let mut index = 0;
        while index <= body.len() {
            match *tops.get(index)? {
                UNKNOWN if falls_through => {}
                UNKNOWN => return None,
                known if falls_through && known != top => return None,
                known => top = known,
            }
            falls_through = true;
            *step_of.get_mut(index)? = self.count as u8;
            let place = (start + index, top as usize);
            let mut target = None;
            macro_rules! calculate {
                ($operator:expr, $a:expr, $b:expr, $to:expr) => {{
                    let what = match $operator {
                        Arithmetic::Add => What::Add,
                        Arithmetic::Sub => What::Sub,
                        Arithmetic::Mul => What::Mul,
                        Arithmetic::And => What::And,
                        Arithmetic::FloorDiv => What::FloorDiv,
                        Arithmetic::Mod => What::Mod,
                        Arithmetic::TrueDiv => return None,
                    };
                    let numbers = [$a, $b, $to];
                    self.add(what, numbers, place)?;
                }};
            }
            macro_rules! copy {
                ($a:expr, $to:expr) => {{
                    let numbers = [$a, 0, $to];
                    self.add(What::Copy, numbers, place)?;
                }};
            }
            let Some(&instruction) = body.get(index) else {
                let (what, item) = match self.steps {
                    [
                        Step {
                            what: What::Next,
                            to,
                            ..
                        },
                        ..,
                    ] => (What::BackToNext, to),
                    _ => (What::Back, 0),
                };
                self.add(what, [0, 0, item], place)?;
                break;
            };
            let operand = |program: &mut Program, operand| match operand {
                Operand::Local(slot) => program.variable(slot.into()),
                Operand::Constant(index) => program.constant(index.into(), consts),
            };
            index += 1;
            match instruction {
                Fast::Arithmetic { a, b, operator, to } => {
                    let (a, to) = (self.variable(a.into())?, self.variable(to.into())?);
                    calculate!(operator, a, operand(self, b)?, to);
                    index += fused::length(b) + 1;
                }
                Fast::Push { a, b, operator } => {
                    calculate!(operator, self.variable(a.into())?, operand(self, b)?, top);
                    top += 1;
                    index += fused::length(b);
                }
                Fast::Top { b, operator } => {
                    calculate!(operator, top - 1, operand(self, b)?, top - 1);
                    index += 1;
                }
                Fast::ArithmeticStore { operator, to } => {
                    calculate!(operator, top - 2, top - 1, self.variable(to.into())?);
                    top -= 2;
                    index += 1;
                }
                Fast::BinaryOp(operator) => {
                    calculate!(fused::arithmetic(operator)?, top - 2, top - 1, top - 2);
                    top -= 1;
                }
                Fast::Branch {
                    a,
                    b,
                    how,
                    target: to,
                } => {
                    let (a, b) = (self.variable(a.into())?, operand(self, how.operand(b))?);
                    self.jump_if(how, a, b, place)?;
                    target = Some(to);
                    index += fused::branch_length(how);
                }
                Fast::Test { how, target: to } => {
                    self.jump_if(how, top - 2, top - 1, place)?;
                    target = Some(to);
                    top -= 2;
                    index += 1;
                }
                Fast::TopTest { b, how, target: to } => {
                    let b = self.constant(b.into(), consts)?;
                    self.jump_if(how, top - 1, b, place)?;
                    target = Some(to);
                    top -= 1;
                    index += 2;
                }
                Fast::LoadFast(slot) => {
                    copy!(self.variable(slot)?, top);
                    top += 1;
                }
                Fast::LoadFastLoadFast(a, b) => {
                    copy!(self.variable(a.into())?, top);
                    copy!(self.variable(b.into())?, top + 1);
                    top += 2;
                }
                Fast::StoreFast(slot) => {
                    copy!(top - 1, self.variable(slot)?);
                    top -= 1;
                }
                Fast::StoreFastLoadFast(a, b) => {
                    copy!(top - 1, self.variable(a.into())?);
                    copy!(self.variable(b.into())?, top - 1);
                }
                Fast::StoreFastStoreFast(a, b) => {
                    copy!(top - 1, self.variable(a.into())?);
                    copy!(top - 2, self.variable(b.into())?);
                    top -= 2;
                }
                Fast::LoadConst(constant) => {
                    copy!(self.constant(constant, consts)?, top);
                    top += 1;
                }
                Fast::Swap(2) => {
                    copy!(top - 1, SLOTS);
                    copy!(top - 2, top - 1);
                    copy!(SLOTS, top - 2);
                }
                Fast::Jump(to) => {
                    self.add(What::Jump, [0; 3], place)?;
                    target = Some(to);
                    falls_through = false;
                }
                Fast::Nop => {}
                _ => return None,
            }
            if let Some(target) = target {
                jumps.push((self.count - 1, target as usize, top));
                let within = (target as usize).checked_sub(start);
                if let Some(known) = within.and_then(|target| tops.get_mut(target)) {
                    *known = top;
                }
            }
        }
        for (step, target, top) in jumps {
            let within = target.checked_sub(start);
            let to = match within.filter(|&target| target <= body.len()) {
                Some(target) => *step_of.get(target)?,
                None => {
                    self.add(What::Stop, [0; 3], (target, top as usize))?;
                    self.count as u8 - 1
                }
            };
            // It may lead into the middle of a fused instruction.
            if to == UNKNOWN {
                return None;
            }
            self.steps.get_mut(step)?.to = to;
        }
        Some(())
    }

    /// A conditional jump.
    fn jump_if(&mut self, how: Branch, a: u8, b: u8, place: (usize, usize)) -> Option<()> {
        let (what, a, b) = match how.compare_ints() {
            Compare::Eq => (What::IfEqual, a, b),
            Compare::NotEq => (What::IfNotEqual, a, b),
            Compare::Less => (What::IfLess, a, b),
            Compare::LessEq => (What::IfLessOrEqual, a, b),
            Compare::Greater => (What::IfLess, b, a),
            Compare::GreaterEq => (What::IfLessOrEqual, b, a),
        };
        self.add(what, [a, b, 0], place)
    }

    fn add(&mut self, what: What, [a, b, to]: [u8; 3], place: (usize, usize)) -> Option<()> {
        *self.steps.get_mut(self.count)? = Step { what, a, b, to };
        *self.places.get_mut(self.count)? = (place.0 as u32, place.1 as u8);
        self.count += 1;
        Some(())
    }
}
