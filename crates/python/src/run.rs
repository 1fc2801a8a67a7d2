//! The run loop: what can be done at once is done here, everything else in `slow`.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use compiler::{Compare, Op, Operator};

use crate::asynchronous::is_pause;
use crate::ends;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply, Role, Then};
use crate::fused::{self, Arithmetic, Fast};
use crate::generator::Stage;
use crate::instance::{Instance, Payload};
use crate::ints::{self, Loop};
use crate::iterate::RangeIter;
use crate::kind::Kind;
use crate::list::position;
use crate::meter::{Before, Steps};
use crate::object::{Own, Ref, release};
use crate::sink::Fed;
use crate::slow::Flow;
use crate::text;
use crate::thread::{End, Pause, Thread, What, breaks};
use crate::tight;
use crate::value::{Real, Value};
use crate::world::{Loaded, Ready, World};

/// After so many backward jumps [`Thread::execute`] is left and entered anew: a browser replaces compiled
/// wasm by its optimised form only where a function begins, never in the middle of a loop.
const STAY: u32 = 1 << 16;

/// Instead of a code's number: the bottom of a started thread, which calls the object's target.
const BOTTOM: u32 = u32::MAX;

/// No slot.
const NONE: usize = usize::MAX;

/// What a call of something that isn't a function of the program comes to.
enum Called {
    /// A native function, with its arguments from there on.
    Native(&'static Native, usize),
    /// Something for the slow path.
    Other,
}

/// What changes now and then. In memory, not in registers, for good: browsers' compilers work everything out
/// in advance that two instructions have in common, before each of them, and nearly all of them look below the
/// top; and what any instruction changes they move from one place to another before each of them.
struct At<'a> {
    /// The next free slot.
    top: usize,
    /// See [`STAY`].
    stay: u32,
    /// The two codes that ran last, the latest first: most frames go back to where they came from.
    known: [(u32, &'a Loaded, &'a Ready); 2],
}

impl<'a> At<'a> {
    /// Makes a code the latest one.
    #[inline(always)]
    fn is_known(&mut self, world: &'a World, code: u32) -> bool {
        if self.known[0].0 != code {
            let Some((unit, ready)) = self.find(world, code) else {
                return false;
            };
            self.known = [(code, unit, ready), self.known[0]];
        }
        true
    }

    /// A code by its number.
    #[inline(always)]
    fn find(&self, world: &'a World, code: u32) -> Option<(&'a Loaded, &'a Ready)> {
        match self.known {
            [(latest, unit, ready), _] if latest == code => Some((unit, ready)),
            [_, (other, unit, ready)] if other == code => Some((unit, ready)),
            _ => world.loaded(code),
        }
    }
}

impl Thread {
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn execute<P: Steps>(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut P,
        eval_breaker: &AtomicU32,
    ) -> End {
        let Some(bottom) = world.bottom.codes.first() else {
            return End::Pause(Pause::Finished);
        };
        let mut at = At {
            top: 0,
            stay: STAY,
            known: [(BOTTOM, &world.bottom, bottom); 2],
        };
        std::hint::black_box(&mut at);
        'frames: loop {
            let Some(frame) = self.frames.last() else {
                return End::Pause(Pause::Finished);
            };
            at.top = frame.top;
            let code = frame.code.unwrap_or(BOTTOM);
            if !at.is_known(world, code) {
                return End::Pause(Pause::Finished);
            }
            let (mut base, mut size, mut pc) = (frame.base, frame.size, frame.pc);
            // Where it is known what the frame would say: calls of functions and their ends.
            'entered: loop {
                let (_, unit, ready) = at.known[0];
                let fast = &(if P::FUSES { &ready.fast } else { &ready.plain })[..];
                let consts = &ready.consts[..];
                // It stays what it is as long as the frame runs: what calls takes it anew with the next frame.
                let Some((below, rest)) = values.split_at_mut_checked(base) else {
                    return End::Pause(Pause::Finished);
                };
                let Some(window) = rest.get_mut(..size) else {
                    return End::Pause(Pause::Finished);
                };
                let count = ready.code.ops.len();

                // The compiler has measured how many slots the code needs, so none of these indices can be
                // out of range; they are checked all the same.
                macro_rules! push {
                    ($value:expr) => {{
                        let value = $value;
                        overwrite(&mut window[at.top], value);
                        at.top += 1;
                    }};
                }
                macro_rules! pop {
                    () => {{
                        at.top -= 1;
                        mem::take(&mut window[at.top])
                    }};
                }
                // The place of the next instruction in the code: the plain ones are behind the fused ones.
                macro_rules! place {
                    () => {
                        if pc > count { pc - count } else { pc }
                    };
                }
                macro_rules! leave {
                    () => {
                        if let Some(frame) = self.frames.last_mut() {
                            frame.pc = place!();
                            frame.top = at.top;
                        }
                    };
                }
                macro_rules! fail {
                    ($fault:expr) => {{
                        let fault = $fault;
                        leave!();
                        return End::Fault(fault);
                    }};
                }
                macro_rules! check_point {
                    () => {
                        if breaks(eval_breaker) {
                            leave!();
                            return End::Pause(Pause::CheckPoint);
                        }
                    };
                }
                // Behind what may have freed an object of the program's.
                macro_rules! noted {
                    () => {
                        if ends::are_noted(eval_breaker) {
                            leave!();
                            return End::Noted;
                        }
                    };
                }
                macro_rules! jump_if {
                    ($target:expr, $wanted:expr) => {{
                        let truth = match &window[at.top - 1] {
                            Value::Bool(value) => value.get(),
                            // What a comparison has given that a class of the program's does.
                            Value::Object(_) => slow!(),
                            _ => mem::take(&mut window[at.top - 1]).truth(),
                        };
                        at.top -= 1;
                        if truth == $wanted {
                            pc = $target as usize;
                        }
                    }};
                }
                macro_rules! load_fast {
                    ($slot:expr) => {
                        match window[$slot as usize] {
                            Value::Int(value) => {
                                put_int(&mut window[at.top], value);
                                at.top += 1;
                            }
                            Value::Null => {
                                let name = ready.code.locals.get($slot as usize);
                                fail!(unbound(name.map_or("", String::as_str)))
                            }
                            ref value => {
                                let value = value.clone();
                                push!(value);
                            }
                        }
                    };
                }
                // Says whether an object may have ended.
                macro_rules! store_fast {
                    ($slot:expr) => {{
                        at.top -= 1;
                        match window[at.top] {
                            Value::Int(value) => {
                                put_int(&mut window[$slot as usize], value);
                                false
                            }
                            _ => {
                                let value = mem::take(&mut window[at.top]);
                                let slot = &mut window[$slot as usize];
                                let has_freed = release(slot);
                                put_value(slot, value);
                                has_freed
                            }
                        }
                    }};
                }
                // An attribute that an instance has in a slot.
                macro_rules! attribute {
                    ($name:expr, $place:expr) => {{
                        let object = &window[$place];
                        match unit.names.get($name as usize) {
                            Some(&name) => match (self.look_up(world, object, name), object) {
                                (Some(What::Slot(slot)), Value::Object(object)) => object.at(*slot),
                                _ => None,
                            },
                            None => None,
                        }
                    }};
                }
                // Moves a value into an instance's slot; says whether there is one.
                macro_rules! set_attribute {
                    ($name:expr, $object:expr, $value:expr) => {{
                        let slot = match (unit.names.get($name as usize), &window[$object]) {
                            (Some(&name), value @ Value::Object(object)) => {
                                match self.look_up(world, value, name) {
                                    Some(What::Slot(slot)) if !object.class.hooks.setattr => *slot,
                                    _ => NONE,
                                }
                            }
                            _ => NONE,
                        };
                        let mut is_set = false;
                        if slot != NONE {
                            let mut value = take(&mut window[$value]);
                            if let Value::Object(object) = &window[$object] {
                                is_set = object.swap(slot, &mut value);
                                if !is_set {
                                    match object.put(slot, value) {
                                        Ok(()) => is_set = true,
                                        // Another thread has just made a dict of its attributes.
                                        Err(value) => put_value(&mut window[$value], value),
                                    }
                                }
                            }
                        }
                        is_set
                    }};
                }
                // A method that no attribute of the instance can hide.
                macro_rules! method {
                    ($name:expr, $place:expr) => {{
                        let object = &window[$place];
                        match unit.names.get($name as usize) {
                            Some(&name) => match (self.look_up(world, object, name), object) {
                                (Some(What::Method(_)), Value::Object(object))
                                    if object.has_dict() =>
                                {
                                    None
                                }
                                (Some(What::Method(method)), _) => Some(method.clone()),
                                _ => None,
                            },
                            None => None,
                        }
                    }};
                }
                macro_rules! again_later {
                    () => {
                        at.stay -= 1;
                        if at.stay == 0 {
                            leave!();
                            return End::Again;
                        }
                    };
                }

                macro_rules! fetch {
                    () => {{
                        let Some(next) = fast.get(pc) else {
                            return End::Pause(Pause::Finished);
                        };
                        if !P::FUSES
                            && let Some(&op) = ready.code.ops.get(pc)
                        {
                            match pace.before(op) {
                                Before::Go => {}
                                Before::Limit => {
                                    leave!();
                                    return End::Pause(Pause::Limit);
                                }
                                Before::CheckPoint => {
                                    leave!();
                                    return End::Pause(Pause::CheckPoint);
                                }
                            }
                        }
                        pc += 1;
                        next
                    }};
                }
                'next: loop {
                    let instruction = fetch!();
                    // A fused instruction that isn't made for these operands: its first part, by itself, and
                    // all that follows, up to a jump.
                    macro_rules! plain {
                        () => {{
                            pc += count - 1;
                            continue 'next;
                        }};
                    }
                    // What takes calls, allocations or more than a few lines.
                    macro_rules! slow {
                        () => {{
                            leave!();
                            let op = ready.code.ops.get(place!() - 1);
                            let op = op.copied().unwrap_or(Op::Nop);
                            match self.slow(world, values, pace, op) {
                                Ok(Flow::Go) if ends::are_noted(eval_breaker) => return End::Noted,
                                Ok(Flow::Go) => continue 'frames,
                                Ok(Flow::Called) => {
                                    if breaks(eval_breaker) {
                                        return End::Pause(Pause::CheckPoint);
                                    }
                                    continue 'frames;
                                }
                                Ok(Flow::Pause(pause)) => return End::Pause(pause),
                                Err(fault) => return End::Fault(fault),
                            }
                        }};
                    }
                    // The next item of a generator, for a loop.
                    macro_rules! next_of {
                        ($generator:expr, $target:expr) => {{
                            leave!();
                            let Some((_, code)) = at.find(world, $generator.code) else {
                                return End::Fault(Fault::memory());
                            };
                            let (place, then) = (base + at.top, Then::For($target));
                            match self.wake_ready(values, $generator, code, place, then) {
                                // Behind `RESUME` and `POP_TOP`.
                                Ok(Some(Stage::WaitsDeaf)) if P::FUSES && !breaks(eval_breaker) => {
                                    if let Some(frame) = self.frames.last_mut() {
                                        frame.pc += 2;
                                    }
                                }
                                Ok(Some(_)) => self.push(values, Value::None),
                                Ok(None) => {
                                    drop(self.pop(values));
                                    self.jump($target);
                                }
                                Err(fault) => return End::Fault(fault),
                            }
                            continue 'frames;
                        }};
                    }
                    // By reference: what an instruction has besides its number is read where it is needed.
                    'done: {
                        match *instruction {
                            Fast::Slow => slow!(),
                            Fast::Next { slot, head } if P::FUSES => {
                                pc = head as usize;
                                check_point!();
                                again_later!();
                                if let Value::RangeIter(iter) = &mut window[at.top - 1]
                                    && let Some(item) = iter.step()
                                {
                                    put_int(&mut window[slot as usize], item);
                                    pc += 2;
                                }
                            }
                            Fast::Tight { slot, head } if P::FUSES => {
                                let jump = pc - 1;
                                pc = head as usize;
                                check_point!();
                                again_later!();
                                if slot != u16::MAX
                                    && !matches!(window[at.top - 1], Value::RangeIter(_))
                                {
                                    break 'done;
                                }
                                if at.stay.is_multiple_of(ints::OFTEN)
                                    && let Some(done) = self.programs.run(
                                        Loop {
                                            code: at.known[0].0,
                                            fast,
                                            consts,
                                            head: pc,
                                            jump,
                                            slot,
                                            bottom: at.top,
                                        },
                                        window,
                                        &mut at.stay,
                                        eval_breaker,
                                    )
                                {
                                    (pc, at.top) = done;
                                    break 'done;
                                }
                                (pc, at.top) = tight::run(
                                    fast,
                                    window,
                                    consts,
                                    &unit.globals,
                                    (pc, at.top),
                                    &mut at.stay,
                                    eval_breaker,
                                );
                            }
                            Fast::For { slot, target } if P::FUSES => {
                                match &mut window[at.top - 1] {
                                    Value::RangeIter(iter) => match iter.step() {
                                        Some(item) => {
                                            put_int(&mut window[slot as usize], item);
                                            pc += 1;
                                        }
                                        None => plain!(),
                                    },
                                    Value::Iter(iter) => match iter.next_fast() {
                                        Some(item) => {
                                            set(&mut window[slot as usize], item);
                                            pc += 1;
                                        }
                                        None => plain!(),
                                    },
                                    Value::Generator(generator)
                                        if generator.kind == Kind::Generator =>
                                    {
                                        let generator = generator.clone();
                                        next_of!(generator, target)
                                    }
                                    _ => plain!(),
                                }
                            }
                            Fast::Arithmetic { a, b, operator, to } if P::FUSES => {
                                if !operator.store(window, consts, a.into(), b, to.into()) {
                                    let b = b.of(window, consts);
                                    if a != to || operator != Arithmetic::Add {
                                        plain!()
                                    }
                                    let b = b.clone();
                                    if !text::append(&mut window[a as usize], &b) {
                                        plain!()
                                    }
                                }
                                pc += fused::length(b) + 1;
                            }
                            Fast::Push { a, b, operator } if P::FUSES => {
                                if !operator.store(window, consts, a.into(), b, at.top) {
                                    plain!()
                                }
                                at.top += 1;
                                pc += fused::length(b);
                            }
                            Fast::GlobalPush {
                                global,
                                a,
                                b,
                                operator,
                            } if P::FUSES => {
                                let callee = match unit.globals.get(global as usize) {
                                    Some(global) => global.get(),
                                    None => Value::Null,
                                };
                                if matches!(callee, Value::Null)
                                    || !operator.store(window, consts, a.into(), b, at.top + 2)
                                {
                                    plain!()
                                }
                                push!(callee);
                                push!(Value::Null);
                                at.top += 1;
                                pc += fused::length(b) + 1;
                            }
                            Fast::Top { b, operator } if P::FUSES => {
                                if !operator.store(window, consts, at.top - 1, b, at.top - 1) {
                                    plain!()
                                }
                                pc += 1;
                            }
                            Fast::Branch { a, b, how, target } if P::FUSES => {
                                let first = &window[a as usize];
                                match how.jumps(first, how.second(b, window, consts)) {
                                    Some(true) => pc = target as usize,
                                    Some(false) => pc += fused::branch_length(how),
                                    None => plain!(),
                                }
                            }
                            Fast::LoadFast(slot) => load_fast!(slot),
                            Fast::LoadFastLoadFast(a, b) => {
                                load_fast!(a);
                                load_fast!(b);
                            }
                            Fast::StoreFast(slot) => {
                                if store_fast!(slot) {
                                    noted!();
                                }
                            }
                            Fast::StoreFastLoadFast(a, b) => {
                                store_fast!(a);
                                load_fast!(b);
                            }
                            Fast::StoreFastStoreFast(a, b) => {
                                store_fast!(a);
                                store_fast!(b);
                            }
                            Fast::LoadConst(index) => match consts[index as usize] {
                                Value::Int(value) => {
                                    put_int(&mut window[at.top], value);
                                    at.top += 1;
                                }
                                ref value => push!(value.clone()),
                            },
                            Fast::BinaryOp(operator) => {
                                let done = match window[..at.top] {
                                    [.., Value::Int(ref mut a), Value::Int(b)] => {
                                        // In place, so that the tag isn't written again.
                                        let result = match operator {
                                            Operator::Add => a.checked_add(b),
                                            Operator::Sub => a.checked_sub(b),
                                            Operator::Mul => fused::product(*a, b),
                                            Operator::Or => Some(*a | b),
                                            Operator::Xor => Some(*a ^ b),
                                            Operator::RightShift if b >= 0 => Some(*a >> b.min(63)),
                                            Operator::LeftShift => shifted_left(*a, b),
                                            _ => fused::arithmetic(operator)
                                                .and_then(|operator| operator.ints(*a, b)),
                                        };
                                        result.map(|result| *a = result).is_some()
                                    }
                                    [.., Value::Float(ref mut a), Value::Float(b)] => {
                                        let result = match fused::arithmetic(operator) {
                                            Some(operator) => operator.floats(a.get(), b.get()),
                                            None => power(operator, a.get(), b.get()),
                                        };
                                        result.map(|result| *a = Real::new(result)).is_some()
                                    }
                                    [.., ref mut a @ (Value::Int(_) | Value::Float(_)), ref b] => {
                                        match mixed(operator, a, b) {
                                            Some(result) => {
                                                overwrite(a, Value::float(result));
                                                true
                                            }
                                            None => false,
                                        }
                                    }
                                    _ => false,
                                };
                                if done {
                                    at.top -= 1;
                                } else {
                                    slow!()
                                }
                            }
                            Fast::ArithmeticStore { operator, to } if P::FUSES => {
                                if !operator.store_top(window, at.top, to.into()) {
                                    plain!()
                                }
                                at.top -= 2;
                                pc += 1;
                            }
                            Fast::CompareOp(compare) => {
                                let holds = match (&window[at.top - 2], &window[at.top - 1]) {
                                    (Value::Int(a), Value::Int(b)) => {
                                        fused::holds(compare as u8, a, b)
                                    }
                                    (Value::Float(a), Value::Float(b)) => {
                                        fused::holds(compare as u8, a.get(), b.get())
                                    }
                                    (Value::Str(a), Value::Str(b)) => {
                                        let same = a.is(b) || a.text == b.text;
                                        let holds = match compare {
                                            Compare::Eq => same,
                                            Compare::NotEq => !same,
                                            _ => slow!(),
                                        };
                                        set(&mut window[at.top - 1], Value::Null);
                                        set(&mut window[at.top - 2], Value::Null);
                                        holds
                                    }
                                    _ => slow!(),
                                };
                                at.top -= 1;
                                overwrite(&mut window[at.top - 1], Value::bool(holds));
                            }
                            Fast::ForIter(target) => match &mut window[at.top - 1] {
                                Value::RangeIter(iter) => match iter.step() {
                                    Some(item) => {
                                        put_int(&mut window[at.top], item);
                                        at.top += 1;
                                    }
                                    None => {
                                        drop(pop!());
                                        pc = target as usize;
                                    }
                                },
                                Value::Iter(iter) => match iter.next_fast() {
                                    Some(item) => push!(item),
                                    None => slow!(),
                                },
                                Value::Generator(generator)
                                    if generator.kind == Kind::Generator =>
                                {
                                    let generator = generator.clone();
                                    next_of!(generator, target)
                                }
                                _ => slow!(),
                            },
                            Fast::YieldValue => {
                                at.top -= 1;
                                let mut value = take(&mut window[at.top]);
                                let next = place!();
                                // What is sent is dropped at once: nothing needs to be.
                                let is_deaf = matches!(
                                    ready.code.ops.get(next..next + 2),
                                    Some([Op::Resume, Op::PopTop])
                                );
                                if let Some(frame) = self.frames.last()
                                    && let Then::Feed(sink) = frame.then
                                {
                                    let fed = match below.last_chunk_mut() {
                                        Some(so_far) => sink.feed(so_far, &mut value),
                                        None => Ok(Fed::More),
                                    };
                                    if let Ok(Fed::More) = fed {
                                        discard(value);
                                        if P::FUSES && is_deaf && !breaks(eval_breaker) {
                                            pc += 2;
                                        } else {
                                            push!(Value::None);
                                        }
                                        break 'done;
                                    }
                                    leave!();
                                    match self.end_feed(world, values, pace, sink, fed, value) {
                                        Ok(Flow::Pause(pause)) => return End::Pause(pause),
                                        Ok(_) => continue 'frames,
                                        Err(fault) => return End::Fault(fault),
                                    }
                                }
                                let stage = if is_deaf {
                                    Stage::WaitsDeaf
                                } else {
                                    Stage::Waits
                                };
                                let place = (next, at.top);
                                let Some(then) = self.put_to_sleep_at(values, place, stage) else {
                                    return End::Fault(Fault::memory());
                                };
                                if let (Then::For(_), Some(caller)) = (then, self.frames.last_mut())
                                    && let Some(slot) = values.get_mut(caller.base + caller.top)
                                {
                                    put_value(slot, value);
                                    caller.top += 1;
                                    continue 'frames;
                                }
                                if let Err(fault) = self.finish(world, values, value, then) {
                                    return End::Fault(fault);
                                }
                                continue 'frames;
                            }
                            Fast::JumpBackward(target) => {
                                pc = target as usize;
                                check_point!();
                                again_later!();
                            }
                            Fast::Jump(target) => pc = target as usize,
                            Fast::PopJumpIfFalse(target) => jump_if!(target, false),
                            Fast::PopJumpIfTrue(target) => jump_if!(target, true),
                            Fast::PopJumpIfNone(target) => {
                                if matches!(pop!(), Value::None) {
                                    pc = target as usize;
                                }
                            }
                            Fast::PopJumpIfNotNone(target) => {
                                if !matches!(pop!(), Value::None) {
                                    pc = target as usize;
                                }
                            }
                            Fast::Resume => check_point!(),
                            Fast::Nop => {}
                            Fast::PopTop => {
                                at.top -= 1;
                                if release(&mut window[at.top]) {
                                    noted!();
                                }
                            }
                            Fast::GetAwaitable => match &window[at.top - 1] {
                                Value::Generator(generator)
                                    if generator.kind == Kind::Coroutine => {}
                                value @ Value::Tuple(_) if is_pause(value) => {}
                                _ => slow!(),
                            },
                            Fast::Send(target) => {
                                let generator = match (&window[at.top - 2], &window[at.top - 1]) {
                                    (Value::Generator(generator), Value::None) => generator,
                                    // It yields the None that was sent; the next time it is over.
                                    (value @ Value::Tuple(_), Value::None) if is_pause(value) => {
                                        set(&mut window[at.top - 2], Value::Int(0));
                                        break 'done;
                                    }
                                    (Value::Int(_), Value::None) => {
                                        pc = target as usize;
                                        break 'done;
                                    }
                                    _ => slow!(),
                                };
                                let generator = generator.clone();
                                at.top -= 1;
                                leave!();
                                let Some((_, code)) = at.find(world, generator.code) else {
                                    return End::Fault(Fault::memory());
                                };
                                let (place, then) = (base + at.top, Then::Send(target));
                                match self.wake_ready(values, generator, code, place, then) {
                                    // Behind `RESUME` and `POP_TOP`.
                                    Ok(Some(Stage::WaitsDeaf))
                                        if P::FUSES && !breaks(eval_breaker) =>
                                    {
                                        if let Some(frame) = self.frames.last_mut() {
                                            frame.pc += 2;
                                        }
                                    }
                                    Ok(Some(_)) => self.push(values, Value::None),
                                    // It is over: what is sent is still above the top.
                                    Ok(None) => {
                                        at.top += 1;
                                        slow!()
                                    }
                                    Err(fault) => return End::Fault(fault),
                                }
                                continue 'frames;
                            }
                            Fast::EndSend => {
                                let value = pop!();
                                set(&mut window[at.top - 1], value);
                            }
                            Fast::Copy(depth) => push!(window[at.top - depth as usize].clone()),
                            Fast::Swap(depth) => window.swap(at.top - 1, at.top - depth as usize),
                            Fast::PushNull => push!(Value::Null),
                            Fast::LoadFastAndClear(slot) => {
                                push!(mem::take(&mut window[slot as usize]))
                            }
                            Fast::DeleteFast(slot) => {
                                if matches!(window[slot as usize], Value::Null) {
                                    let name = ready.code.locals.get(slot as usize);
                                    fail!(unbound(name.map_or("", String::as_str)))
                                }
                                if release(&mut window[slot as usize]) {
                                    noted!();
                                }
                                overwrite(&mut window[slot as usize], Value::Null);
                            }
                            Fast::LoadGlobal(slot) | Fast::LoadGlobalNull(slot) => {
                                let value = match unit.globals.get(slot as usize) {
                                    Some(global) => match global.get() {
                                        Value::Null => match global.builtin(world) {
                                            Ok(value) => value,
                                            Err(fault) => fail!(fault),
                                        },
                                        value => value,
                                    },
                                    None => Value::Null,
                                };
                                push!(value);
                                if matches!(instruction, Fast::LoadGlobalNull(_)) {
                                    push!(Value::Null);
                                }
                            }
                            Fast::StoreGlobal(slot) => {
                                let value = pop!();
                                if let Some(global) = unit.globals.get(slot as usize) {
                                    global.set(value);
                                    noted!();
                                }
                            }
                            Fast::LoadDeref(slot) => {
                                let value = match &window[slot as usize] {
                                    Value::Cell(cell) => cell.get(),
                                    _ => Value::Null,
                                };
                                if matches!(value, Value::Null) {
                                    slow!()
                                }
                                push!(value);
                            }
                            Fast::StoreDeref(slot) => {
                                let value = pop!();
                                if let Value::Cell(cell) = &window[slot as usize] {
                                    drop(cell.set(value));
                                }
                            }
                            Fast::LoadAttr(name) => match attribute!(name, at.top - 1) {
                                Some(value) => set(&mut window[at.top - 1], value),
                                None => slow!(),
                            },
                            Fast::LocalAttr { local, name } if P::FUSES => {
                                match attribute!(name, local as usize) {
                                    Some(value) => {
                                        push!(value);
                                        pc += 1;
                                    }
                                    None => plain!(),
                                }
                            }
                            Fast::CopyAttr(name) if P::FUSES => {
                                match attribute!(name, at.top - 1) {
                                    Some(value) => {
                                        push!(value);
                                        pc += 1;
                                    }
                                    None => plain!(),
                                }
                            }
                            Fast::KeepAttr { local, name } if P::FUSES => {
                                match attribute!(name, local as usize) {
                                    Some(value) => {
                                        push!(window[local as usize].clone());
                                        push!(value);
                                        pc += 2;
                                    }
                                    None => plain!(),
                                }
                            }
                            Fast::StoreAttr(name) => {
                                if !set_attribute!(name, at.top - 1, at.top - 2) {
                                    slow!()
                                }
                                at.top -= 2;
                                release(&mut window[at.top + 1]);
                            }
                            Fast::LocalStoreAttr { local, name } if P::FUSES => {
                                if !set_attribute!(name, local as usize, at.top - 1) {
                                    plain!()
                                }
                                at.top -= 1;
                                pc += 1;
                            }
                            Fast::SwapStoreAttr(name) if P::FUSES => {
                                if !set_attribute!(name, at.top - 2, at.top - 1) {
                                    plain!()
                                }
                                at.top -= 2;
                                release(&mut window[at.top]);
                                pc += 1;
                            }
                            Fast::LoadMethod(name) => match method!(name, at.top - 1) {
                                Some(method) => {
                                    let receiver = mem::replace(&mut window[at.top - 1], method);
                                    push!(receiver);
                                }
                                None => slow!(),
                            },
                            Fast::LocalMethod { local, name } if P::FUSES => {
                                match method!(name, local as usize) {
                                    Some(method) => {
                                        push!(method);
                                        push!(window[local as usize].clone());
                                        pc += 1;
                                    }
                                    None => plain!(),
                                }
                            }
                            Fast::Item { a, b } if P::FUSES => {
                                let key = b.of(window, consts);
                                let Some(item) = item_of(&window[a as usize], key) else {
                                    plain!()
                                };
                                push!(item);
                                pc += fused::length(b);
                            }
                            Fast::KeepItem { a, b } if P::FUSES => {
                                let key = b.of(window, consts);
                                let Some(item) = item_of(&window[a as usize], key) else {
                                    plain!()
                                };
                                let (container, key) = (window[a as usize].clone(), key.clone());
                                push!(container);
                                push!(key);
                                push!(item);
                                pc += fused::length(b) + 2;
                            }
                            Fast::StoreKept if P::FUSES => {
                                let is_done = match &mut window[..at.top] {
                                    [.., container, key, value] => put_item(container, key, value),
                                    _ => false,
                                };
                                if !is_done {
                                    plain!()
                                }
                                at.top -= 3;
                                for slot in &mut window[at.top..at.top + 3] {
                                    release(slot);
                                }
                                pc += 2;
                            }
                            Fast::SetItem { a, b } if P::FUSES => {
                                let [locals @ .., value] = &mut window[..at.top] else {
                                    plain!()
                                };
                                if !put_item(&locals[a as usize], &locals[b as usize], value) {
                                    plain!()
                                }
                                at.top -= 1;
                                release(&mut window[at.top]);
                                pc += 1;
                            }
                            Fast::Test { how, target } if P::FUSES => {
                                let Some(jumps) =
                                    how.jumps(&window[at.top - 2], &window[at.top - 1])
                                else {
                                    plain!()
                                };
                                at.top -= 2;
                                if jumps {
                                    pc = target as usize;
                                } else {
                                    pc += 1;
                                }
                            }
                            Fast::TopTest { b, how, target } if P::FUSES => {
                                let Some(jumps) =
                                    how.jumps(&window[at.top - 1], &consts[b as usize])
                                else {
                                    plain!()
                                };
                                at.top -= 1;
                                if jumps {
                                    pc = target as usize;
                                } else {
                                    pc += 2;
                                }
                            }
                            Fast::UnaryNot => match window[at.top - 1] {
                                Value::Bool(value) => {
                                    window[at.top - 1] = Value::bool(!value.get())
                                }
                                Value::Object(_) => slow!(),
                                _ => {
                                    let truth = window[at.top - 1].truth();
                                    set(&mut window[at.top - 1], Value::bool(!truth));
                                }
                            },
                            Fast::ToBool => match &window[at.top - 1] {
                                Value::Bool(_) => {}
                                Value::Object(_) => slow!(),
                                value => {
                                    let truth = value.truth();
                                    set(&mut window[at.top - 1], Value::bool(truth));
                                }
                            },
                            Fast::IsOp(inverted) => {
                                let same = window[at.top - 2].is(&window[at.top - 1]);
                                drop(pop!());
                                set(&mut window[at.top - 1], Value::bool(same != inverted));
                            }
                            Fast::ContainsOp(inverted) => {
                                let found = match (&window[at.top - 1], &window[at.top - 2]) {
                                    (Value::Dict(dict), key) => dict.has_simple(key),
                                    (Value::Set(set), key @ (Value::Int(_) | Value::Str(_))) => {
                                        set.contains(key).ok()
                                    }
                                    _ => slow!(),
                                };
                                let Some(found) = found else { slow!() };
                                at.top -= 1;
                                release(&mut window[at.top]);
                                set(&mut window[at.top - 1], Value::bool(found != inverted));
                            }
                            Fast::BinarySubscr => {
                                let item = item_of(&window[at.top - 2], &window[at.top - 1]);
                                let Some(item) = item else { slow!() };
                                at.top -= 1;
                                release(&mut window[at.top]);
                                set(&mut window[at.top - 1], item);
                            }
                            Fast::StoreSubscr => {
                                let is_done = match &mut window[..at.top] {
                                    [.., value, container, key] => put_item(container, key, value),
                                    _ => false,
                                };
                                if !is_done {
                                    slow!()
                                }
                                at.top -= 3;
                                for slot in &mut window[at.top..at.top + 3] {
                                    release(slot);
                                }
                            }
                            Fast::ListAppend(depth) => {
                                let item = pop!();
                                if let Value::List(list) = &window[at.top - depth as usize]
                                    && let Err(fault) = list.append(item)
                                {
                                    fail!(fault)
                                }
                            }
                            Fast::BuildTuple(count) => {
                                let items = take_top(window, &mut at.top, count);
                                push!(Value::tuple(items));
                            }
                            Fast::BuildList(count) => {
                                let items = take_top(window, &mut at.top, count);
                                push!(Value::list(items));
                            }
                            Fast::BuildString(count) => {
                                let first = at.top - count as usize;
                                let Some(joined) = text::joined("", &window[first..at.top]) else {
                                    slow!()
                                };
                                for slot in &mut window[first..at.top] {
                                    release(slot);
                                }
                                overwrite(&mut window[first], joined);
                                at.top = first + 1;
                            }
                            Fast::FormatSimple => match window[at.top - 1] {
                                Value::Str(_) => {}
                                Value::Int(number) => {
                                    overwrite(&mut window[at.top - 1], text::decimal(number))
                                }
                                _ => slow!(),
                            },
                            Fast::UnpackSequence(count) => {
                                let count = count as usize;
                                let Value::Tuple(tuple) = &window[at.top - 1] else {
                                    slow!()
                                };
                                if tuple.0.len() != count || at.top + count > size {
                                    slow!()
                                }
                                let Value::Tuple(tuple) = pop!() else { slow!() };
                                for item in tuple.0.iter().rev() {
                                    push!(item.clone());
                                }
                            }
                            Fast::GetIter => match &window[at.top - 1] {
                                Value::Range(range) => {
                                    let iter = Value::RangeIter(Own::new(RangeIter::new(range)));
                                    set(&mut window[at.top - 1], iter);
                                }
                                Value::Generator(generator)
                                    if generator.kind == Kind::Generator => {}
                                _ => slow!(),
                            },
                            Fast::Call(count) => {
                                let callee = at.top - count as usize - 2;
                                let has_receiver = !matches!(window[callee + 1], Value::Null);
                                let called = match &window[callee] {
                                    Value::Function(function) => {
                                        let first = callee + 2 - usize::from(has_receiver);
                                        let Some((_, ready)) = at.find(world, function.code) else {
                                            slow!()
                                        };
                                        if !ready.is_plain || ready.params != at.top - first {
                                            slow!()
                                        }
                                        let code = function.code;
                                        let closure = (!function.closure.is_empty())
                                            .then(|| function.clone());
                                        release(&mut window[callee]);
                                        at.top = callee;
                                        leave!();
                                        let place = base + first;
                                        let then = Then::Push;
                                        let pushed = if P::FUSES {
                                            self.push_frame_here(
                                                values, code, ready, closure, place, then,
                                            )
                                        } else {
                                            self.push_frame(
                                                values, code, ready, closure, place, then,
                                            )
                                        };
                                        if let Err(fault) = pushed {
                                            return End::Fault(fault);
                                        }
                                        if !P::FUSES || breaks(eval_breaker) {
                                            continue 'frames;
                                        }
                                        (base, size) = (place, ready.size);
                                        (pc, at.top) = (ready.start, ready.locals);
                                        if !at.is_known(world, code) {
                                            return End::Pause(Pause::Finished);
                                        }
                                        continue 'entered;
                                    }
                                    Value::Native(native) => Called::Native(
                                        native.get(),
                                        callee + 2 - usize::from(has_receiver),
                                    ),
                                    Value::Class(class) if !has_receiver && P::FUSES => {
                                        match self.look_up_new(world, class) {
                                            Some(What::Native(native)) => {
                                                let native = *native;
                                                let class = window[callee].clone();
                                                set(&mut window[callee + 1], class);
                                                Called::Native(native, callee + 1)
                                            }
                                            Some(What::New(init)) => {
                                                let Some((_, ready)) = at.find(world, init.code)
                                                else {
                                                    slow!()
                                                };
                                                if !ready.is_plain
                                                    || ready.params != count as usize + 1
                                                {
                                                    slow!()
                                                }
                                                let code = init.code;
                                                let closure = (!init.closure.is_empty())
                                                    .then(|| init.clone());
                                                let instance =
                                                    Instance::new(class.clone(), Payload::Plain);
                                                let instance = Value::Object(Ref::new(instance));
                                                set(&mut window[callee + 1], instance.clone());
                                                set(&mut window[callee], instance);
                                                at.top = callee;
                                                leave!();
                                                let place = base + callee + 1;
                                                let then = Then::Init;
                                                match self.push_frame(
                                                    values, code, ready, closure, place, then,
                                                ) {
                                                    Ok(()) => continue 'frames,
                                                    Err(fault) => return End::Fault(fault),
                                                }
                                            }
                                            _ => Called::Other,
                                        }
                                    }
                                    _ => Called::Other,
                                };
                                let Called::Native(native, first) = called else {
                                    slow!()
                                };
                                if !P::FUSES {
                                    slow!()
                                }
                                if let Role::Method(kind) = native.role
                                    && window
                                        .get(first)
                                        .is_none_or(|receiver| receiver.kind() != kind)
                                {
                                    slow!()
                                }
                                if let Some(at_once) = native.at_once
                                    && let Some(value) = at_once(&window[first..at.top])
                                {
                                    for slot in &mut window[callee + 1..at.top] {
                                        release(slot);
                                    }
                                    set(&mut window[callee], value);
                                    at.top = callee + 1;
                                    check_point!();
                                    break 'done;
                                }
                                leave!();
                                let caller = self.caller(world, values);
                                let args =
                                    values.get(base + first..base + at.top).unwrap_or_default();
                                let reply = (native.run)(Args::positional(args), &caller);
                                let Some(window) = values.get_mut(base..base + size) else {
                                    return End::Pause(Pause::Finished);
                                };
                                match reply {
                                    Ok(Reply::Value(value)) => {
                                        for slot in &mut window[callee + 1..at.top] {
                                            release(slot);
                                        }
                                        set(&mut window[callee], value);
                                        at.top = callee + 1;
                                        leave!();
                                        if breaks(eval_breaker) {
                                            return End::Pause(Pause::CheckPoint);
                                        }
                                        continue 'frames;
                                    }
                                    Ok(reply) => {
                                        for slot in &mut window[callee..at.top] {
                                            release(slot);
                                        }
                                        at.top = callee;
                                        leave!();
                                        match self.reply(world, values, pace, reply, Then::Push) {
                                            Ok(Flow::Pause(pause)) => return End::Pause(pause),
                                            Ok(_) if breaks(eval_breaker) => {
                                                return End::Pause(Pause::CheckPoint);
                                            }
                                            Ok(_) => continue 'frames,
                                            Err(fault) => return End::Fault(fault),
                                        }
                                    }
                                    // Asked once more, it says the same; then the library is called.
                                    Err(fault) if fault.is_in_python() => {
                                        if matches!(window[callee], Value::Class(_)) {
                                            set(&mut window[callee + 1], Value::Null);
                                        }
                                        slow!()
                                    }
                                    Err(fault) => return End::Fault(fault),
                                }
                            }
                            Fast::ReturnValue | Fast::ReturnConst(_) | Fast::ReturnFast(_) => {
                                let value = match *instruction {
                                    Fast::ReturnConst(index) => consts[index as usize].clone(),
                                    Fast::ReturnFast(slot) if P::FUSES => {
                                        match take(&mut window[slot as usize]) {
                                            Value::Null => plain!(),
                                            value => value,
                                        }
                                    }
                                    _ => {
                                        at.top -= 1;
                                        take(&mut window[at.top])
                                    }
                                };
                                let mut has_freed = false;
                                for slot in &mut window[..at.top] {
                                    has_freed |= release(slot);
                                }
                                let Some(frame) = self.frames.last() else {
                                    return End::Pause(Pause::Finished);
                                };
                                // The caller's window lies below; it gets the result where the callee was.
                                let is_init = frame.then == Then::Init;
                                let is_plain = match frame.then {
                                    Then::Push => true,
                                    Then::Init => matches!(value, Value::None),
                                    _ => false,
                                };
                                if is_plain && frame.is_bare() {
                                    self.frames.pop_bare();
                                    if let Some(caller) = self.frames.last_mut() {
                                        // The new instance is there already.
                                        if !is_init
                                            && let Some(slot) =
                                                values.get_mut(caller.base + caller.top)
                                        {
                                            put_value(slot, value);
                                        }
                                        at.top = caller.top + 1;
                                        if has_freed && ends::are_noted(eval_breaker) {
                                            caller.top = at.top;
                                            return End::Noted;
                                        }
                                        (base, size, pc) = (caller.base, caller.size, caller.pc);
                                        let code = caller.code.unwrap_or(BOTTOM);
                                        if at.is_known(world, code) {
                                            continue 'entered;
                                        }
                                    }
                                    return End::Pause(Pause::Finished);
                                }
                                leave!();
                                let Some(frame) = self.frames.pop() else {
                                    return End::Pause(Pause::Finished);
                                };
                                match self.returned(world, values, frame, value) {
                                    Ok(()) if ends::are_noted(eval_breaker) => return End::Noted,
                                    Ok(()) => continue 'frames,
                                    Err(fault) => return End::Fault(fault),
                                }
                            }
                            // Only where instructions are fused; said of each, so that nothing of it is
                            // compiled for where they are not.
                            _ => plain!(),
                        }
                    }
                }
            }
        }
    }
}

/// `container[key] = value`, which moves the value; says whether it is done.
#[inline(always)]
fn put_item(container: &Value, key: &Value, value: &mut Value) -> bool {
    match (container, key) {
        (Value::List(list), Value::Int(index)) => list.put(*index, value),
        (Value::Dict(dict), key) => dict.put_simple(key, value),
        _ => false,
    }
}

/// Writes to a slot that is known to hold nothing that must be freed: one above the top, or a number.
#[inline(always)]
pub(crate) fn overwrite(slot: &mut Value, value: Value) {
    mem::forget(mem::replace(slot, value));
}

/// Writes an int to any slot. Where an int was only the number is stored: a tag stored apart from it
/// would delay the next load of both.
#[inline(always)]
pub(crate) fn put_int(slot: &mut Value, value: i64) {
    match slot {
        Value::Int(old) => *old = value,
        Value::Null | Value::None | Value::Bool(_) | Value::Float(_) => {
            overwrite(slot, Value::Int(value))
        }
        slot => *slot = Value::Int(value),
    }
}

/// Writes a float to any slot, as [`put_int`] writes ints.
#[inline(always)]
pub(crate) fn put_float(slot: &mut Value, value: f64) {
    match slot {
        Value::Float(old) => *old = Real::new(value),
        slot => *slot = Value::float(value),
    }
}

/// Takes a value out of its slot. A number that has just been written is read as it was written, tag and
/// number apart: as a whole it would be read from memory, which has not got it yet.
#[inline(always)]
pub(crate) fn take(slot: &mut Value) -> Value {
    match *slot {
        Value::Int(value) => Value::Int(value),
        Value::Float(value) => Value::Float(value),
        _ => mem::take(slot),
    }
}

/// Writes any value to any slot.
#[inline(always)]
fn set(slot: &mut Value, value: Value) {
    release(slot);
    put_value(slot, value);
}

/// Drops a value. Nobody has to ask whether a number must be freed.
#[inline(always)]
pub(crate) fn discard(value: Value) {
    match value {
        Value::Null | Value::None | Value::Int(_) | Value::Float(_) => mem::forget(value),
        value => drop(value),
    }
}

/// Writes any value to a slot above the top.
#[inline(always)]
fn put_value(slot: &mut Value, value: Value) {
    match value {
        Value::Int(number) => {
            // Nobody has to ask whether it must be freed.
            mem::forget(value);
            put_int(slot, number);
        }
        value => overwrite(slot, value),
    }
}

/// The uppermost `count` values, as a vector.
pub(crate) fn take_top(window: &mut [Value], top: &mut usize, count: u32) -> Vec<Value> {
    let start = *top - count as usize;
    let items = window[start..*top].iter_mut().map(mem::take).collect();
    *top = start;
    items
}

#[cold]
pub(crate) fn unbound(name: &str) -> Box<Fault> {
    let message =
        format!("cannot access local variable '{name}' where it is not associated with a value");
    Fault::new(ErrorKind::UnboundLocalError, message)
}

/// `container[key]`, where that is quick.
#[inline(always)]
fn item_of(container: &Value, key: &Value) -> Option<Value> {
    match (container, key) {
        (Value::List(list), Value::Int(index)) => list.at(*index),
        (Value::Tuple(tuple), Value::Int(index)) => {
            let place = position(*index, tuple.0.len())?;
            Some(tuple.0.get(place)?.clone())
        }
        (Value::Dict(dict), key) => match dict.get_simple(key) {
            Value::Null => None,
            value => Some(value),
        },
        (Value::Str(text), Value::Int(index)) if text.is_ascii() => {
            let place = position(*index, text.chars)?;
            text.at(place).map(text::single)
        }
        _ => None,
    }
}

/// An int and a float, where the int is the same as a float.
fn mixed(operator: Operator, a: &Value, b: &Value) -> Option<f64> {
    let float = |value: &Value| match *value {
        Value::Int(value) if value.unsigned_abs() <= 1 << 53 => Some(value as f64),
        Value::Float(value) => Some(value.get()),
        _ => None,
    };
    fused::arithmetic(operator)?.floats(float(a)?, float(b)?)
}

/// A power of floats that needs no error and no complex number.
fn power(operator: Operator, a: f64, b: f64) -> Option<f64> {
    let result = (operator == Operator::Pow && a > 0.0).then(|| a.powf(b))?;
    result.is_finite().then_some(result)
}

fn shifted_left(a: i64, b: i64) -> Option<i64> {
    let shifted = a.checked_shl(u32::try_from(b).ok()?)?;
    (shifted >> b == a).then_some(shifted)
}

/// The builtin an unassigned global name stands for.
#[cold]
pub(crate) fn builtin(world: &World, name: crate::symbols::Symbol) -> Outcome<Value> {
    if let Some(value) = world.builtins.with(|builtins| builtins.get(&name).cloned()) {
        return Ok(value);
    }
    let text = world.symbols.name(name);
    if crate::names::BUILTINS.contains(&&*text) {
        if let Some(found) = world.library(&text, Role::Function) {
            return Ok(found);
        }
        return Err(Fault::unsupported(format!("'{text}'")));
    }
    let message = format!("name '{text}' is not defined");
    Err(Fault::missing(
        ErrorKind::NameError,
        message,
        &text,
        Value::Null,
    ))
}
