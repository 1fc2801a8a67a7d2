//! Runs of instructions that are done in one go, where nobody can look in between.
//!
//! From 3.10 on the check points are at backward jumps, calls and entries, so what lies between two of them
//! cannot be told apart from one large instruction, except by its time: on virtual cores, where each
//! bytecode has its price, nothing is fused.
//!
//! A fused instruction stands where its first one stood, and the others stay behind it, so that jumps into
//! the middle, tracebacks and everything else see the plain code. Where the operands are not what the fused
//! one is made for, the plain ones are done instead.

use compiler::{Compare, Op, Operator};

use crate::run::{put_float, put_int};
use crate::tight;
use crate::value::Value;

/// An instruction as the run loop takes it.
#[expect(clippy::enum_variant_names, reason = "these are CPython's names")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fast {
    /// Whatever the loop leaves to others.
    Slow,
    LoadFast(u32),
    LoadFastLoadFast(u8, u8),
    StoreFast(u32),
    StoreFastLoadFast(u8, u8),
    StoreFastStoreFast(u8, u8),
    LoadFastAndClear(u32),
    DeleteFast(u32),
    LoadConst(u32),
    LoadGlobal(u32),
    LoadGlobalNull(u32),
    StoreGlobal(u32),
    LoadDeref(u32),
    StoreDeref(u32),
    LoadAttr(u32),
    LoadMethod(u32),
    StoreAttr(u32),
    BinaryOp(Operator),
    CompareOp(Compare),
    ContainsOp(bool),
    IsOp(bool),
    UnaryNot,
    ToBool,
    BinarySubscr,
    StoreSubscr,
    ListAppend(u32),
    BuildTuple(u32),
    BuildList(u32),
    BuildString(u32),
    FormatSimple,
    UnpackSequence(u32),
    GetIter,
    ForIter(u32),
    Send(u32),
    GetAwaitable,
    EndSend,
    Jump(u32),
    JumpBackward(u32),
    PopJumpIfFalse(u32),
    PopJumpIfTrue(u32),
    PopJumpIfNone(u32),
    PopJumpIfNotNone(u32),
    Copy(u32),
    Swap(u32),
    PushNull,
    PopTop,
    Nop,
    Resume,
    Call(u32),
    YieldValue,
    ReturnValue,
    ReturnConst(u32),
    // Fused ones.
    /// `FOR_ITER; STORE_FAST`.
    For {
        slot: u16,
        target: u32,
    },
    /// `JUMP_BACKWARD` to `FOR_ITER; STORE_FAST` at `head`.
    Next {
        slot: u16,
        head: u32,
    },
    /// A backward jump that closes a loop for `tight`: to `FOR_ITER; STORE_FAST`, unless the slot is the
    /// largest.
    Tight {
        slot: u16,
        head: u32,
    },
    /// Two operands, `BINARY_OP`, `STORE_FAST`.
    Arithmetic {
        a: u8,
        b: Operand,
        operator: Arithmetic,
        to: u8,
    },
    /// Two operands, `BINARY_OP`: the result is pushed.
    Push {
        a: u8,
        b: Operand,
        operator: Arithmetic,
    },
    /// An operand, `BINARY_OP`: the top becomes the result.
    Top {
        b: Operand,
        operator: Arithmetic,
    },
    /// `BINARY_OP`, `STORE_FAST`.
    ArithmeticStore {
        operator: Arithmetic,
        to: u16,
    },
    /// `COMPARE_OP`, `POP_JUMP_IF_FALSE` (or `_TRUE`).
    Test {
        how: Branch,
        target: u32,
    },
    /// `LOAD_CONST`, and the same.
    TopTest {
        b: u8,
        how: Branch,
        target: u32,
    },
    /// `LOAD_FAST; LOAD_ATTR`: without a reference in between.
    LocalAttr {
        local: u16,
        name: u32,
    },
    /// `COPY 1; LOAD_ATTR`.
    CopyAttr(u32),
    /// `LOAD_FAST; COPY 1; LOAD_ATTR`: what `self.name += …` begins with.
    KeepAttr {
        local: u16,
        name: u32,
    },
    /// `LOAD_GLOBAL` with its `NULL`, two operands, `BINARY_OP`: a call that passes a result on.
    GlobalPush {
        global: u16,
        a: u8,
        b: Operand,
        operator: Arithmetic,
    },
    /// `LOAD_FAST; RETURN_VALUE`.
    ReturnFast(u32),
    /// `LOAD_FAST; LOAD_METHOD`.
    LocalMethod {
        local: u16,
        name: u32,
    },
    /// `LOAD_FAST; STORE_ATTR`.
    LocalStoreAttr {
        local: u16,
        name: u32,
    },
    /// `SWAP 2; STORE_ATTR`.
    SwapStoreAttr(u32),
    /// Two operands, `BINARY_SUBSCR`.
    Item {
        a: u8,
        b: Operand,
    },
    /// Two operands, `COPY 2` twice, `BINARY_SUBSCR`: what `a[b] += …` begins with.
    KeepItem {
        a: u8,
        b: Operand,
    },
    /// `SWAP 3`, `SWAP 2`, `STORE_SUBSCR`: what it ends with.
    StoreKept,
    /// Two locals, `STORE_SUBSCR`.
    SetItem {
        a: u8,
        b: u8,
    },
    /// Two operands, `COMPARE_OP`, `POP_JUMP_IF_FALSE` (or `_TRUE`).
    Branch {
        a: u8,
        b: u8,
        how: Branch,
        target: u32,
    },
}

/// The second operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    Local(u8),
    Constant(u8),
}

/// What is done for two ints or two floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Sub,
    Mul,
    And,
    TrueDiv,
    FloorDiv,
    Mod,
}

/// A comparison, whether its second operand is a constant, and what makes it jump; in one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Branch(u8);

// No function: both values are borrowed from where the result goes.
macro_rules! store {
    ($operator:expr, $window:expr, $a:expr, $b:expr, $to:expr) => {
        match ($a, $b) {
            (Value::Int(a), Value::Int(b)) => match $operator.ints(*a, *b) {
                Some(result) => {
                    put_int(&mut $window[$to], result);
                    true
                }
                None => false,
            },
            (Value::Float(a), Value::Float(b)) => match $operator.floats(a.get(), b.get()) {
                Some(result) => {
                    put_float(&mut $window[$to], result);
                    true
                }
                None => false,
            },
            _ => false,
        }
    };
}

impl Arithmetic {
    /// Of two ints, if the result is an int and fits.
    #[inline(always)]
    pub(crate) fn ints(self, a: i64, b: i64) -> Option<i64> {
        // By themselves: what counts is not looked up in a table.
        if self == Arithmetic::Add {
            return a.checked_add(b);
        }
        if self == Arithmetic::Sub {
            return a.checked_sub(b);
        }
        match self {
            Arithmetic::Add | Arithmetic::Sub => None,
            Arithmetic::Mul => product(a, b),
            Arithmetic::And => Some(a & b),
            Arithmetic::TrueDiv => None,
            // For positive divisors Euclid's division is Python's.
            Arithmetic::FloorDiv => (b > 0).then(|| a.div_euclid(b)),
            Arithmetic::Mod => (b > 0).then(|| a.rem_euclid(b)),
        }
    }

    /// Of two floats.
    #[inline(always)]
    pub(crate) fn floats(self, a: f64, b: f64) -> Option<f64> {
        match self {
            Arithmetic::Add => Some(a + b),
            Arithmetic::Sub => Some(a - b),
            Arithmetic::Mul => Some(a * b),
            Arithmetic::TrueDiv => (b != 0.0).then(|| a / b),
            Arithmetic::And | Arithmetic::FloorDiv | Arithmetic::Mod => None,
        }
    }

    /// Writes the result for two ints or two floats to a slot that holds no reference; says whether it did.
    #[inline(always)]
    pub(crate) fn store(
        self,
        window: &mut [Value],
        consts: &[Value],
        a: usize,
        b: Operand,
        to: usize,
    ) -> bool {
        store!(self, window, &window[a], b.of(window, consts), to)
    }

    /// The same for the two uppermost values.
    #[inline(always)]
    pub(crate) fn store_top(self, window: &mut [Value], top: usize, to: usize) -> bool {
        store!(self, window, &window[top - 2], &window[top - 1], to)
    }
}

impl Operand {
    /// Its value.
    #[inline(always)]
    pub(crate) fn of<'a>(self, window: &'a [Value], consts: &'a [Value]) -> &'a Value {
        match self {
            Operand::Local(slot) => &window[slot as usize],
            Operand::Constant(index) => &consts[index as usize],
        }
    }
}

impl Branch {
    const CONSTANT: u8 = 8;
    const IF_TRUE: u8 = 16;

    fn new(compare: Compare, constant: bool, if_true: bool) -> Branch {
        let constant = if constant { Self::CONSTANT } else { 0 };
        let if_true = if if_true { Self::IF_TRUE } else { 0 };
        Branch(compare as u8 | constant | if_true)
    }

    #[inline(always)]
    fn is_constant(self) -> bool {
        self.0 & Self::CONSTANT != 0
    }

    #[inline(always)]
    fn jumps_if(self) -> bool {
        self.0 & Self::IF_TRUE != 0
    }

    #[inline(always)]
    fn holds<T: PartialOrd>(self, a: T, b: T) -> bool {
        holds(self.0 & 7, a, b)
    }

    /// What its second operand is.
    #[inline(always)]
    pub(crate) fn operand(self, b: u8) -> Operand {
        if self.is_constant() {
            Operand::Constant(b)
        } else {
            Operand::Local(b)
        }
    }

    /// For which comparison of ints it jumps.
    pub(crate) fn compare_ints(self) -> Compare {
        let all = [
            (Compare::Eq, Compare::NotEq),
            (Compare::NotEq, Compare::Eq),
            (Compare::Less, Compare::GreaterEq),
            (Compare::LessEq, Compare::Greater),
            (Compare::Greater, Compare::LessEq),
            (Compare::GreaterEq, Compare::Less),
        ];
        let [.., last] = all;
        let (holds, fails) = all.get(usize::from(self.0 & 7)).copied().unwrap_or(last);
        if self.jumps_if() { holds } else { fails }
    }

    /// Its second operand.
    #[inline(always)]
    pub(crate) fn second<'a>(self, b: u8, window: &'a [Value], consts: &'a [Value]) -> &'a Value {
        if self.is_constant() {
            &consts[b as usize]
        } else {
            &window[b as usize]
        }
    }

    /// Whether it jumps for two ints or two floats; `None` for anything else.
    #[inline(always)]
    pub(crate) fn jumps(self, a: &Value, b: &Value) -> Option<bool> {
        let holds = match (a, b) {
            (Value::Int(a), Value::Int(b)) => self.holds(*a, *b),
            (Value::Float(a), Value::Float(b)) => self.holds(a.get(), b.get()),
            _ => return None,
        };
        Some(holds == self.jumps_if())
    }
}

/// The product, if it fits. WebAssembly has no multiplication that says so: it takes a function of its own, where
/// small factors need one instruction.
#[inline(always)]
pub(crate) fn product(a: i64, b: i64) -> Option<i64> {
    if cfg!(target_arch = "wasm32") && a == i64::from(a as i32) && b == i64::from(b as i32) {
        return Some(a * b);
    }
    a.checked_mul(b)
}

/// Whether a comparison, given by the number of its [`Compare`], holds.
#[inline(always)]
pub(crate) fn holds<T: PartialOrd>(compare: u8, a: T, b: T) -> bool {
    match compare {
        0 => a == b,
        1 => a != b,
        2 => a < b,
        3 => a <= b,
        4 => a > b,
        _ => a >= b,
    }
}

/// How many plain instructions two operands are: `LOAD_FAST_LOAD_FAST` is one for two.
#[inline(always)]
pub(crate) fn length(b: Operand) -> usize {
    match b {
        Operand::Local(_) => 1,
        Operand::Constant(_) => 2,
    }
}

/// How many instructions are behind the first one of a [`Fast::Branch`].
#[inline(always)]
pub(crate) fn branch_length(how: Branch) -> usize {
    if how.is_constant() { 3 } else { 2 }
}

/// Fuses what can be.
pub(crate) fn fuse(ops: &[Op]) -> Vec<Fast> {
    let place = |place| fused_at(ops, place).or_else(|| ops.get(place).map(|&op| plain(op)));
    (0..ops.len())
        .map(|at| place(at).unwrap_or(Fast::Slow))
        .collect()
}

/// One instruction for one.
pub(crate) fn plain(op: Op) -> Fast {
    match op {
        Op::LoadFast(slot) | Op::LoadFastCheck(slot) => Fast::LoadFast(slot),
        Op::LoadFastLoadFast(a, b) => Fast::LoadFastLoadFast(a, b),
        Op::StoreFast(slot) => Fast::StoreFast(slot),
        Op::StoreFastLoadFast(a, b) => Fast::StoreFastLoadFast(a, b),
        Op::StoreFastStoreFast(a, b) => Fast::StoreFastStoreFast(a, b),
        Op::LoadFastAndClear(slot) => Fast::LoadFastAndClear(slot),
        Op::DeleteFast(slot) => Fast::DeleteFast(slot),
        Op::LoadConst(index) => Fast::LoadConst(index),
        Op::LoadName(slot) | Op::LoadGlobal(slot) => Fast::LoadGlobal(slot),
        Op::LoadGlobalNull(slot) => Fast::LoadGlobalNull(slot),
        Op::StoreName(slot) | Op::StoreGlobal(slot) => Fast::StoreGlobal(slot),
        Op::LoadDeref(slot) => Fast::LoadDeref(slot),
        Op::StoreDeref(slot) => Fast::StoreDeref(slot),
        Op::LoadAttr(name) => Fast::LoadAttr(name),
        Op::LoadMethod(name) => Fast::LoadMethod(name),
        Op::StoreAttr(name) => Fast::StoreAttr(name),
        Op::BinaryOp(binary) => Fast::BinaryOp(binary.operator),
        Op::CompareOp(compare, _) => Fast::CompareOp(compare),
        Op::ContainsOp(inverted) => Fast::ContainsOp(inverted),
        Op::IsOp(inverted) => Fast::IsOp(inverted),
        Op::UnaryNot => Fast::UnaryNot,
        Op::ToBool => Fast::ToBool,
        Op::BinarySubscr => Fast::BinarySubscr,
        Op::StoreSubscr => Fast::StoreSubscr,
        Op::ListAppend(depth) => Fast::ListAppend(depth),
        Op::BuildTuple(count) => Fast::BuildTuple(count),
        Op::BuildList(count) => Fast::BuildList(count),
        Op::BuildString(count) => Fast::BuildString(count),
        Op::FormatSimple => Fast::FormatSimple,
        Op::UnpackSequence(count) => Fast::UnpackSequence(count),
        Op::GetIter => Fast::GetIter,
        Op::ForIter(target) => Fast::ForIter(target),
        Op::Send(target) => Fast::Send(target),
        Op::GetAwaitable(_) => Fast::GetAwaitable,
        Op::EndSend => Fast::EndSend,
        Op::JumpForward(target) | Op::JumpBackwardNoInterrupt(target) => Fast::Jump(target),
        Op::JumpBackward(target) => Fast::JumpBackward(target),
        Op::PopJumpIfFalse(target) => Fast::PopJumpIfFalse(target),
        Op::PopJumpIfTrue(target) => Fast::PopJumpIfTrue(target),
        Op::PopJumpIfNone(target) => Fast::PopJumpIfNone(target),
        Op::PopJumpIfNotNone(target) => Fast::PopJumpIfNotNone(target),
        Op::Copy(depth) => Fast::Copy(depth),
        Op::Swap(depth) => Fast::Swap(depth),
        Op::PushNull => Fast::PushNull,
        Op::PopTop => Fast::PopTop,
        Op::Nop | Op::EndFor => Fast::Nop,
        Op::Resume => Fast::Resume,
        Op::Call(count) => Fast::Call(count),
        Op::YieldValue(_) => Fast::YieldValue,
        Op::ReturnValue => Fast::ReturnValue,
        Op::ReturnConst(index) => Fast::ReturnConst(index),
        _ => Fast::Slow,
    }
}

fn fused_at(ops: &[Op], place: usize) -> Option<Fast> {
    match *ops.get(place..)? {
        [Op::ForIter(target), Op::StoreFast(slot), ..] => Some(Fast::For {
            slot: slot.try_into().ok()?,
            target,
        }),
        [Op::JumpBackward(head), ..] => {
            let tight = tight::is_tight(ops, head as usize, place);
            match ops.get(head as usize..)? {
                [Op::ForIter(_), Op::StoreFast(slot), ..] if *slot < u32::from(u16::MAX) => {
                    let slot = *slot as u16;
                    Some(if tight {
                        Fast::Tight { slot, head }
                    } else {
                        Fast::Next { slot, head }
                    })
                }
                _ if tight => Some(Fast::Tight {
                    slot: u16::MAX,
                    head,
                }),
                _ => None,
            }
        }
        [Op::LoadFast(a), Op::LoadConst(b), then, ref rest @ ..] => {
            let (a, b) = (a.try_into().ok()?, b.try_into().ok()?);
            operation(a, Operand::Constant(b), then, rest)
        }
        [Op::LoadFastLoadFast(a, b), then, ref rest @ ..] => {
            operation(a, Operand::Local(b), then, rest)
        }
        [Op::Swap(3), Op::Swap(2), Op::StoreSubscr, ..] => Some(Fast::StoreKept),
        [Op::BinaryOp(binary), Op::StoreFast(to), ..] => Some(Fast::ArithmeticStore {
            operator: arithmetic(binary.operator)?,
            to: to.try_into().ok()?,
        }),
        [Op::LoadFast(slot), Op::ReturnValue, ..] => Some(Fast::ReturnFast(slot)),
        [Op::LoadGlobalNull(global), ..] => match fused_at(ops, place + 1)? {
            Fast::Push { a, b, operator } => Some(Fast::GlobalPush {
                global: global.try_into().ok()?,
                a,
                b,
                operator,
            }),
            _ => None,
        },
        [Op::LoadFast(local), Op::Copy(1), Op::LoadAttr(name), ..] => Some(Fast::KeepAttr {
            local: local.try_into().ok()?,
            name,
        }),
        [Op::LoadFast(local), Op::LoadAttr(name), ..] => Some(Fast::LocalAttr {
            local: local.try_into().ok()?,
            name,
        }),
        [Op::LoadFast(local), Op::LoadMethod(name), ..] => Some(Fast::LocalMethod {
            local: local.try_into().ok()?,
            name,
        }),
        [Op::LoadFast(local), Op::StoreAttr(name), ..] => Some(Fast::LocalStoreAttr {
            local: local.try_into().ok()?,
            name,
        }),
        [Op::Copy(1), Op::LoadAttr(name), ..] => Some(Fast::CopyAttr(name)),
        [Op::Swap(2), Op::StoreAttr(name), ..] => Some(Fast::SwapStoreAttr(name)),
        [
            Op::CompareOp(compare, _),
            ref last @ (Op::PopJumpIfFalse(target) | Op::PopJumpIfTrue(target)),
            ..,
        ] => Some(Fast::Test {
            how: Branch::new(compare, false, matches!(last, Op::PopJumpIfTrue(_))),
            target,
        }),
        [
            Op::LoadConst(b),
            Op::CompareOp(compare, _),
            ref last @ (Op::PopJumpIfFalse(target) | Op::PopJumpIfTrue(target)),
            ..,
        ] => Some(Fast::TopTest {
            b: b.try_into().ok()?,
            how: Branch::new(compare, true, matches!(last, Op::PopJumpIfTrue(_))),
            target,
        }),
        [Op::LoadConst(b), Op::BinaryOp(binary), ..] => Some(Fast::Top {
            b: Operand::Constant(b.try_into().ok()?),
            operator: arithmetic(binary.operator)?,
        }),
        [Op::LoadFast(b), Op::BinaryOp(binary), ..] => Some(Fast::Top {
            b: Operand::Local(b.try_into().ok()?),
            operator: arithmetic(binary.operator)?,
        }),
        _ => None,
    }
}

pub(crate) fn arithmetic(operator: Operator) -> Option<Arithmetic> {
    match operator {
        Operator::Add => Some(Arithmetic::Add),
        Operator::Sub => Some(Arithmetic::Sub),
        Operator::Mul => Some(Arithmetic::Mul),
        Operator::And => Some(Arithmetic::And),
        Operator::TrueDiv => Some(Arithmetic::TrueDiv),
        Operator::FloorDiv => Some(Arithmetic::FloorDiv),
        Operator::Mod => Some(Arithmetic::Mod),
        _ => None,
    }
}

fn operation(a: u8, b: Operand, then: Op, rest: &[Op]) -> Option<Fast> {
    let last = rest.first();
    match (then, last) {
        (Op::Copy(2), Some(Op::Copy(2))) => {
            matches!(rest.get(1), Some(Op::BinarySubscr)).then_some(Fast::KeepItem { a, b })
        }
        (Op::BinaryOp(binary), Some(&Op::StoreFast(to))) => Some(Fast::Arithmetic {
            a,
            b,
            operator: arithmetic(binary.operator)?,
            to: to.try_into().ok()?,
        }),
        (Op::BinarySubscr, _) => Some(Fast::Item { a, b }),
        (Op::StoreSubscr, _) => match b {
            Operand::Local(b) => Some(Fast::SetItem { a, b }),
            Operand::Constant(_) => None,
        },
        (Op::BinaryOp(binary), _) => Some(Fast::Push {
            a,
            b,
            operator: arithmetic(binary.operator)?,
        }),
        (
            Op::CompareOp(compare, _),
            Some(&(Op::PopJumpIfFalse(target) | Op::PopJumpIfTrue(target))),
        ) => {
            let (b, constant) = match b {
                Operand::Local(slot) => (slot, false),
                Operand::Constant(index) => (index, true),
            };
            let if_true = matches!(last, Some(Op::PopJumpIfTrue(_)));
            Some(Fast::Branch {
                a,
                b,
                how: Branch::new(compare, constant, if_true),
                target,
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use compiler::Binary;

    use super::*;

    #[test]
    fn an_instruction_is_eight_bytes() {
        assert_eq!(size_of::<Fast>(), 8);
    }

    #[test]
    fn a_counting_loop_has_two_instructions() {
        let add = Op::BinaryOp(Binary {
            operator: Operator::Add,
            in_place: true,
        });
        let ops = [
            Op::ForIter(7),
            Op::StoreFast(1),
            Op::LoadFast(0),
            Op::LoadConst(2),
            add,
            Op::StoreFast(0),
            Op::JumpBackward(0),
        ];
        let fast = fuse(&ops);
        assert_eq!(fast[0], Fast::For { slot: 1, target: 7 });
        let sum = Fast::Arithmetic {
            a: 0,
            b: Operand::Constant(2),
            operator: Arithmetic::Add,
            to: 0,
        };
        assert_eq!(fast[2], sum);
        let rest = Fast::ArithmeticStore {
            operator: Arithmetic::Add,
            to: 0,
        };
        assert_eq!((fast[4], fast[5]), (rest, plain(ops[5])));
        assert_eq!(fast[6], Fast::Tight { slot: 1, head: 0 });
    }

    #[test]
    fn comparisons_hold_as_they_should() {
        let all = [
            (Compare::Eq, [false, true, false]),
            (Compare::NotEq, [true, false, true]),
            (Compare::Less, [true, false, false]),
            (Compare::LessEq, [true, true, false]),
            (Compare::Greater, [false, false, true]),
            (Compare::GreaterEq, [false, true, true]),
        ];
        for (compare, expected) in all {
            for (constant, if_true) in [(false, false), (true, false), (false, true), (true, true)]
            {
                let how = Branch::new(compare, constant, if_true);
                assert_eq!([1, 2, 3].map(|a| how.holds(a, 2)), expected, "{compare:?}");
                assert_eq!((how.is_constant(), how.jumps_if()), (constant, if_true));
            }
        }
    }
}
