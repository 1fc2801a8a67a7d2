//! Loops that do nothing but calculate with numbers in variables: among few instructions each is found sooner
//! than among all that the run loop knows, and short ones follow each other without a look at the table.
//!
//! Only where instructions are fused; whatever it is not made for it leaves to the run loop, before it has done any
//! of it. Loops whose variables are ints, all of them local, go to `ints` instead.

use std::sync::atomic::AtomicU32;

use compiler::Op;

use crate::fused::{self, Fast};
use crate::ints;
use crate::run::{put_float, put_int};
use crate::thread::breaks;
use crate::value::Value;
use crate::world::Global;

/// Whether a backward jump closes a loop that is worth it: nothing in it is left to the run loop, as long as
/// the operands are numbers.
pub(crate) fn is_tight(ops: &[Op], head: usize, jump: usize) -> bool {
    let body = ops.get(head..jump).unwrap_or_default();
    !body.is_empty() && body.iter().all(|&op| is_known(fused::plain(op)))
}

fn is_known(instruction: Fast) -> bool {
    matches!(
        instruction,
        Fast::LoadFast(_)
            | Fast::LoadFastLoadFast(..)
            | Fast::StoreFast(_)
            | Fast::StoreFastLoadFast(..)
            | Fast::StoreFastStoreFast(..)
            | Fast::LoadConst(_)
            | Fast::LoadGlobal(_)
            | Fast::StoreGlobal(_)
            | Fast::BinaryOp(_)
            | Fast::CompareOp(_)
            | Fast::ForIter(_)
            | Fast::Jump(_)
            | Fast::JumpBackward(_)
            | Fast::PopJumpIfFalse(_)
            | Fast::PopJumpIfTrue(_)
            | Fast::Swap(2)
            | Fast::Nop
    )
}

/// Runs from `pc` with so many slots in use; gives both where the run loop has to go on. `stay` counts the
/// backward jumps down.
pub(crate) fn run(
    fast: &[Fast],
    window: &mut [Value],
    consts: &[Value],
    globals: &[Global],
    (mut pc, mut top): (usize, usize),
    stay: &mut u32,
    eval_breaker: &AtomicU32,
) -> (usize, usize) {
    // Numbers only: a slot that holds anything else belongs to the run loop.
    macro_rules! push {
        ($value:expr) => {
            match ($value, window.get_mut(top)) {
                (Value::Int(value), Some(slot)) => put_int(slot, *value),
                (Value::Float(value), Some(slot)) => put_float(slot, value.get()),
                _ => return (pc, top),
            }
        };
    }
    macro_rules! calculate {
        ($a:expr, $b:expr, $operator:expr, $to:expr) => {
            if !$operator.store(window, consts, $a, $b, $to) {
                return (pc, top);
            }
        };
    }
    macro_rules! jumps {
        ($how:expr, $a:expr, $b:expr) => {
            match $how.jumps($a, $b) {
                Some(jumps) => jumps,
                None => return (pc, top),
            }
        };
    }
    // The jump back that closes a loop.
    macro_rules! back {
        ($head:expr, $slot:expr) => {
            // The run loop does both, and tries now and then whether it is a loop for `ints`.
            if breaks(eval_breaker) || *stay % ints::OFTEN == 1 {
                return (pc, top);
            }
            *stay -= 1;
            pc = $head as usize;
            if $slot != u16::MAX {
                let Value::RangeIter(iter) = &mut window[top - 1] else {
                    return (pc, top);
                };
                let Some(item) = iter.step() else {
                    return (pc, top);
                };
                put_int(&mut window[$slot as usize], item);
                pc += 2;
            }
        };
    }
    while let Some(instruction) = fast.get(pc) {
        match *instruction {
            Fast::Tight { head, slot } => {
                back!(head, slot);
            }
            Fast::For { slot, .. } => {
                let Value::RangeIter(iter) = &mut window[top - 1] else {
                    return (pc, top);
                };
                let Some(item) = iter.step() else {
                    return (pc, top);
                };
                put_int(&mut window[slot as usize], item);
                pc += 2;
            }
            // What short loops consist of is expected here: one look each instead of a jump through the table
            // of all instructions.
            Fast::Arithmetic {
                mut a,
                mut b,
                mut operator,
                mut to,
            } => loop {
                calculate!(a as usize, b, operator, to as usize);
                pc += fused::length(b) + 2;
                if let Some(&Fast::Branch { a, b, how, target }) = fast.get(pc) {
                    if jumps!(how, &window[a as usize], how.second(b, window, consts)) {
                        pc = target as usize;
                        break;
                    }
                    pc += fused::branch_length(how) + 1;
                }
                if let Some(&Fast::Tight { head, slot }) = fast.get(pc) {
                    back!(head, slot);
                }
                let Some(&Fast::Arithmetic {
                    a: next_a,
                    b: next_b,
                    operator: next_operator,
                    to: next_to,
                }) = fast.get(pc)
                else {
                    break;
                };
                (a, b, operator, to) = (next_a, next_b, next_operator, next_to);
            },
            Fast::Push { a, b, operator } => {
                calculate!(a as usize, b, operator, top);
                top += 1;
                pc += fused::length(b) + 1;
            }
            Fast::Top { b, operator } => {
                calculate!(top - 1, b, operator, top - 1);
                pc += 2;
            }
            Fast::ArithmeticStore { operator, to } => {
                if !operator.store_top(window, top, to.into()) {
                    return (pc, top);
                }
                top -= 2;
                pc += 2;
            }
            Fast::Branch { a, b, how, target } => {
                if jumps!(how, &window[a as usize], how.second(b, window, consts)) {
                    pc = target as usize;
                } else {
                    pc += fused::branch_length(how) + 1;
                }
            }
            Fast::Test { how, target } => {
                let jumps = jumps!(how, &window[top - 2], &window[top - 1]);
                top -= 2;
                pc = if jumps { target as usize } else { pc + 2 };
            }
            Fast::TopTest { b, how, target } => {
                let jumps = jumps!(how, &window[top - 1], &consts[b as usize]);
                top -= 1;
                pc = if jumps { target as usize } else { pc + 3 };
            }
            Fast::LoadFast(slot) => {
                let value = window[slot as usize].number();
                push!(&value);
                top += 1;
                pc += 1;
            }
            Fast::LoadConst(index) => {
                push!(&consts[index as usize]);
                top += 1;
                pc += 1;
            }
            Fast::StoreFast(slot) => {
                match window[top - 1] {
                    Value::Int(value) => put_int(&mut window[slot as usize], value),
                    Value::Float(value) => put_float(&mut window[slot as usize], value.get()),
                    _ => return (pc, top),
                }
                top -= 1;
                pc += 1;
            }
            Fast::LoadGlobal(slot) => {
                let value = globals
                    .get(slot as usize)
                    .map_or(Value::Null, Global::number);
                push!(&value);
                top += 1;
                pc += 1;
            }
            Fast::StoreGlobal(slot) => {
                let Some(global) = globals.get(slot as usize) else {
                    return (pc, top);
                };
                match window[top - 1] {
                    Value::Int(value) => global.set(Value::Int(value)),
                    Value::Float(value) => global.set(Value::Float(value)),
                    _ => return (pc, top),
                }
                top -= 1;
                pc += 1;
            }
            Fast::BinaryOp(operator) => {
                let Some(operator) = fused::arithmetic(operator) else {
                    return (pc, top);
                };
                match window[..top] {
                    [.., Value::Int(ref mut a), Value::Int(b)] => match operator.ints(*a, b) {
                        Some(result) => *a = result,
                        None => return (pc, top),
                    },
                    [.., Value::Float(ref mut a), Value::Float(b)] => {
                        match operator.floats(a.get(), b.get()) {
                            Some(result) => *a = crate::value::Real::new(result),
                            None => return (pc, top),
                        }
                    }
                    _ => return (pc, top),
                }
                top -= 1;
                pc += 1;
            }
            Fast::Jump(target) => pc = target as usize,
            Fast::Nop => pc += 1,
            _ => return (pc, top),
        }
    }
    (pc, top)
}
