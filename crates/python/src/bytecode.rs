//! CPython 3.13's opcodes with their operands decoded, and the code they make up.

use std::sync::Arc;

use crate::names::Name;
use crate::value::Value;

/// One instruction. Names, order and meaning are those that `dis` shows in CPython 3.13; a jump's
/// operand is the index of its target.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(clippy::enum_variant_names, reason = "the names are CPython's")]
pub(crate) enum Op {
    Resume,
    Nop,
    PopTop,
    /// Never executed: an exhausted `ForIter` jumps behind it, as in CPython.
    EndFor,
    Copy(u32),
    Swap(u32),
    PushNull,
    LoadConst(u32),
    LoadFast(u32),
    LoadFastAndClear(u32),
    StoreFast(u32),
    /// A global, by slot; in the module body CPython calls it `LOAD_NAME`.
    LoadName(u32),
    StoreName(u32),
    LoadGlobal(u32),
    /// `LOAD_GLOBAL` with the low bit set: pushes NULL on top.
    LoadGlobalNull(u32),
    StoreGlobal(u32),
    LoadAttr(u32),
    /// `LOAD_ATTR` with the low bit set: pushes a method and its receiver, or a value and NULL.
    LoadMethod(u32),
    BinaryOp(Binary),
    CompareOp(Compare),
    ContainsOp(bool),
    IsOp(bool),
    UnaryNegative,
    UnaryInvert,
    UnaryNot,
    /// `CALL_INTRINSIC_1 (INTRINSIC_UNARY_POSITIVE)`.
    UnaryPositive,
    ToBool,
    BinarySubscr,
    StoreSubscr,
    BinarySlice,
    BuildSlice(u32),
    BuildList(u32),
    BuildTuple(u32),
    BuildString(u32),
    ListExtend(u32),
    ListAppend(u32),
    UnpackSequence(u32),
    ConvertValue(Conversion),
    FormatSimple,
    FormatWithSpec,
    GetIter,
    ForIter(u32),
    JumpForward(u32),
    JumpBackward(u32),
    PopJumpIfFalse(u32),
    PopJumpIfTrue(u32),
    PopJumpIfNone(u32),
    PopJumpIfNotNone(u32),
    Call(u32),
    CallKw(u32),
    /// The code below is an int: the index of the function's code.
    MakeFunction,
    /// `SET_FUNCTION_ATTRIBUTE 1`: the defaults, a tuple below the function.
    SetDefaults,
    ImportName(u32),
    ImportFrom(u32),
    ReturnValue,
    ReturnConst(u32),
    /// Where a thread begins, in no Python source: calls the lowest slot with all slots above.
    CallTarget,
}

/// The operator of `BINARY_OP`; the flag marks the in-place form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Binary {
    pub(crate) operator: Operator,
    pub(crate) in_place: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LeftShift,
    RightShift,
    And,
    Or,
    Xor,
}

impl Operator {
    /// The operator as Python writes it.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Sub => "-",
            Operator::Mul => "*",
            Operator::TrueDiv => "/",
            Operator::FloorDiv => "//",
            Operator::Mod => "%",
            Operator::Pow => "**",
            Operator::LeftShift => "<<",
            Operator::RightShift => ">>",
            Operator::And => "&",
            Operator::Or => "|",
            Operator::Xor => "^",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Eq,
    NotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    Str,
    Repr,
    Ascii,
}

/// One function's instructions, or the module's.
#[derive(Debug)]
pub(crate) struct Code {
    /// `co_name`, shown in tracebacks.
    pub(crate) name: Arc<str>,
    /// `co_qualname`, shown in messages about arguments.
    pub(crate) qualname: String,
    pub(crate) ops: Vec<Op>,
    /// For each instruction the bytes of the source it stands for.
    pub(crate) spans: Vec<Span>,
    pub(crate) consts: Vec<Value>,
    /// Names of the local slots; the first `params` of them are parameters.
    pub(crate) locals: Vec<String>,
    pub(crate) params: usize,
    /// Slots a frame needs beyond its locals.
    pub(crate) stack: usize,
}

/// Byte offsets into the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A compiled program: immutable, shared by every thread that runs it.
#[derive(Debug)]
pub struct Program {
    pub(crate) file: String,
    pub(crate) source: String,
    /// The module's code first.
    pub(crate) codes: Vec<Code>,
    /// Names of the global slots, with the builtin that an empty slot stands for.
    pub(crate) globals: Vec<Global>,
    /// Names of attributes and modules.
    pub(crate) names: Vec<Name>,
}

/// A global name: its slot is its index.
#[derive(Debug)]
pub(crate) struct Global {
    pub(crate) name: String,
    pub(crate) builtin: Value,
}

impl Op {
    /// Where the instruction may jump, if it can.
    pub(crate) fn target(&mut self) -> Option<&mut u32> {
        match self {
            Op::ForIter(target)
            | Op::JumpForward(target)
            | Op::JumpBackward(target)
            | Op::PopJumpIfFalse(target)
            | Op::PopJumpIfTrue(target)
            | Op::PopJumpIfNone(target)
            | Op::PopJumpIfNotNone(target) => Some(target),
            _ => None,
        }
    }

    /// Whether the instruction never falls through to the next.
    pub(crate) fn ends_block(self) -> bool {
        matches!(
            self,
            Op::JumpForward(_) | Op::JumpBackward(_) | Op::ReturnValue | Op::ReturnConst(_)
        )
    }

    /// By how much the stack grows when falling through.
    pub(crate) fn effect(self) -> i64 {
        match self {
            Op::Resume
            | Op::Nop
            | Op::Swap(_)
            | Op::LoadAttr(_)
            | Op::UnaryNegative
            | Op::UnaryInvert => 0,
            Op::UnaryNot
            | Op::UnaryPositive
            | Op::ToBool
            | Op::ConvertValue(_)
            | Op::FormatSimple => 0,
            Op::GetIter
            | Op::JumpForward(_)
            | Op::JumpBackward(_)
            | Op::MakeFunction
            | Op::ReturnConst(_) => 0,
            Op::Copy(_)
            | Op::PushNull
            | Op::LoadConst(_)
            | Op::LoadFast(_)
            | Op::LoadFastAndClear(_) => 1,
            Op::LoadName(_)
            | Op::LoadGlobal(_)
            | Op::LoadMethod(_)
            | Op::ForIter(_)
            | Op::ImportFrom(_) => 1,
            Op::PopTop | Op::EndFor | Op::StoreFast(_) | Op::StoreName(_) | Op::StoreGlobal(_) => {
                -1
            }
            Op::BinaryOp(_)
            | Op::CompareOp(_)
            | Op::ContainsOp(_)
            | Op::IsOp(_)
            | Op::BinarySubscr => -1,
            Op::FormatWithSpec
            | Op::ListExtend(_)
            | Op::ListAppend(_)
            | Op::SetDefaults
            | Op::ImportName(_) => -1,
            Op::PopJumpIfFalse(_)
            | Op::PopJumpIfTrue(_)
            | Op::PopJumpIfNone(_)
            | Op::PopJumpIfNotNone(_) => -1,
            Op::ReturnValue | Op::CallTarget => -1,
            Op::LoadGlobalNull(_) => 2,
            Op::BinarySlice => -2,
            Op::StoreSubscr => -3,
            Op::BuildSlice(count)
            | Op::BuildList(count)
            | Op::BuildTuple(count)
            | Op::BuildString(count) => 1 - i64::from(count),
            Op::UnpackSequence(count) => i64::from(count) - 1,
            Op::Call(count) => -i64::from(count) - 1,
            Op::CallKw(count) => -i64::from(count) - 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_is_eight_bytes() {
        assert_eq!(size_of::<Op>(), 8);
    }
}
