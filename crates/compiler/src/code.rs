//! CPython 3.13's opcodes with their operands decoded, and the code they make up.

use num_bigint::BigInt;

/// One instruction. Names, order and meaning are those that `dis` shows in CPython 3.13; what differs
/// is said at each.
///
/// A jump's operand is the index of the instruction that it leads to. A local slot is an index into
/// [`Code::locals`], a global slot one into [`Unit::globals`], a name one into [`Unit::names`], a
/// constant one into [`Code::consts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "what an opcode does is in the documentation of CPython's `dis`"
)]
pub enum Op {
    /// Its operand, which says where the frame goes on, is left out.
    Resume,
    Nop,
    PopTop,
    /// Never executed: an exhausted `ForIter` leads behind it and the `PopTop` that follows.
    EndFor,
    EndSend,
    /// Copies the value so many down, 1 being the top.
    Copy(u32),
    Swap(u32),
    PushNull,
    LoadConst(u32),
    /// A local slot; for a closure's cells, too (`LOAD_CLOSURE` is a `LOAD_FAST`).
    LoadFast(u32),
    /// The compiler knows that the slot is bound for `LoadFast`, and doesn't for this one.
    LoadFastCheck(u32),
    LoadFastAndClear(u32),
    LoadFastLoadFast(u8, u8),
    StoreFast(u32),
    /// Stores to the first slot, then loads from the second.
    StoreFastLoadFast(u8, u8),
    /// Stores the top to the first slot, the next value to the second.
    StoreFastStoreFast(u8, u8),
    DeleteFast(u32),
    /// Puts the slot's value (or nothing) in a new cell.
    MakeCell(u32),
    /// Copies so many cells of the function's closure to the slots from [`Code::first_free`] on.
    CopyFreeVars(u32),
    LoadDeref(u32),
    StoreDeref(u32),
    DeleteDeref(u32),
    /// Pops a mapping: what it has under the name of the slot's variable, or else the cell's value.
    LoadFromDictOrDeref(u32),
    /// A global slot, in the module's body.
    LoadName(u32),
    StoreName(u32),
    DeleteName(u32),
    /// `LOAD_NAME` in a class body: a name, looked for in the body's namespace first, and the global slot
    /// to look in then.
    LoadClassName(u16, u32),
    /// `STORE_NAME` in a class body: a name.
    StoreClassName(u32),
    /// `DELETE_NAME` in a class body: a name.
    DeleteClassName(u32),
    LoadGlobal(u32),
    /// `LOAD_GLOBAL` with the low bit set: pushes NULL on top.
    LoadGlobalNull(u32),
    StoreGlobal(u32),
    DeleteGlobal(u32),
    /// Pops a mapping: what it has under a name, or else the global slot.
    LoadFromDictOrGlobals(u16, u32),
    /// The namespace of a class body.
    LoadLocals,
    LoadAttr(u32),
    /// `LOAD_ATTR` with the low bit set: pushes a method and its receiver, or a value and NULL.
    LoadMethod(u32),
    StoreAttr(u32),
    DeleteAttr(u32),
    /// `super().name`, with `super`, the class and the instance below.
    LoadSuperAttr {
        name: u32,
        /// Pushes as `LoadMethod` does.
        method: bool,
        /// `super` was called with two arguments in the source.
        two: bool,
    },
    BinaryOp(Binary),
    /// With `true` the result is made a bool.
    CompareOp(Compare, bool),
    /// Whether `not in`.
    ContainsOp(bool),
    /// Whether `is not`.
    IsOp(bool),
    UnaryNegative,
    UnaryInvert,
    UnaryNot,
    ToBool,
    BinarySubscr,
    StoreSubscr,
    DeleteSubscr,
    BinarySlice,
    StoreSlice,
    /// Of 2 or 3 values.
    BuildSlice(u32),
    BuildList(u32),
    BuildTuple(u32),
    BuildSet(u32),
    /// Of so many pairs.
    BuildMap(u32),
    /// Of so many values with a tuple of their keys on top.
    BuildConstKeyMap(u32),
    BuildString(u32),
    /// The list is so many down after the pop, as with the next ones.
    ListExtend(u32),
    ListAppend(u32),
    SetUpdate(u32),
    SetAdd(u32),
    DictUpdate(u32),
    /// As `DictUpdate`, and a key that is there already is an error of the call below.
    DictMerge(u32),
    MapAdd(u32),
    UnpackSequence(u32),
    /// So many before the starred target and so many after it.
    UnpackEx(u8, u32),
    ConvertValue(Conversion),
    FormatSimple,
    FormatWithSpec,
    GetIter,
    GetYieldFromIter,
    GetAiter,
    GetAnext,
    GetAwaitable(Awaited),
    ForIter(u32),
    Send(u32),
    EndAsyncFor,
    ReturnGenerator,
    /// Whether this is a `yield from` or an `await`, which an exception is passed on to.
    YieldValue(bool),
    CleanupThrow,
    JumpForward(u32),
    JumpBackward(u32),
    JumpBackwardNoInterrupt(u32),
    PopJumpIfFalse(u32),
    PopJumpIfTrue(u32),
    PopJumpIfNone(u32),
    PopJumpIfNotNone(u32),
    Call(u32),
    CallKw(u32),
    /// Whether there is a mapping of keyword arguments on top.
    CallFunctionEx(bool),
    CallIntrinsic1(Intrinsic1),
    CallIntrinsic2(Intrinsic2),
    /// Of the [`Const::Code`] on top.
    MakeFunction,
    SetFunctionAttribute(FunctionAttribute),
    LoadBuildClass,
    LoadAssertionError,
    SetupAnnotations,
    ImportName(u32),
    ImportFrom(u32),
    BeforeWith,
    BeforeAsyncWith,
    WithExceptStart,
    PushExcInfo,
    PopExcept,
    CheckExcMatch,
    CheckEgMatch,
    /// 0 to 2 values: the exception, its cause.
    RaiseVarargs(u32),
    /// With 1, the instruction to go on from (`lasti`) is below the exception; with 2, one further down.
    Reraise(u32),
    GetLen,
    MatchMapping,
    MatchSequence,
    MatchKeys,
    /// So many positional patterns.
    MatchClass(u32),
    ReturnValue,
    ReturnConst(u32),
    /// Where a thread begins, in no Python source: calls the lowest slot with all slots above.
    CallTarget,
}

/// The operator of `BINARY_OP`; the flag marks the in-place form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binary {
    /// What is done.
    pub operator: Operator,
    /// Whether it is written with `=`.
    pub in_place: bool,
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the names say it, and `sign` how Python writes them"
)]
pub enum Operator {
    Add,
    Sub,
    Mul,
    MatMul,
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
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Sub => "-",
            Operator::Mul => "*",
            Operator::MatMul => "@",
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

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Compare {
    Eq,
    NotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
}

impl Compare {
    /// The comparison as Python writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Compare::Eq => "==",
            Compare::NotEq => "!=",
            Compare::Less => "<",
            Compare::LessEq => "<=",
            Compare::Greater => ">",
            Compare::GreaterEq => ">=",
        }
    }
}

/// What `!s`, `!r` and `!a` do in an f-string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Conversion {
    Str,
    Repr,
    Ascii,
}

/// What is awaited, for the error when it cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The operand of `await`.
    Value,
    /// What `__aenter__` gave.
    Enter,
    /// What `__aexit__` gave.
    Exit,
}

/// What `CALL_INTRINSIC_1` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are CPython's")]
pub enum Intrinsic1 {
    ImportStar,
    StopIterationError,
    AsyncGenWrap,
    UnaryPositive,
    ListToTuple,
    TypeVar,
    ParamSpec,
    TypeVarTuple,
    SubscriptGeneric,
    TypeAlias,
}

/// What `CALL_INTRINSIC_2` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are CPython's")]
pub enum Intrinsic2 {
    PrepReraiseStar,
    TypeVarWithBound,
    TypeVarWithConstraints,
    SetFunctionTypeParams,
    SetTypeparamDefault,
}

/// What `SET_FUNCTION_ATTRIBUTE` sets, from the value below the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionAttribute {
    /// A tuple.
    Defaults,
    /// A dict.
    KwDefaults,
    /// A tuple of names and annotations in turn.
    Annotations,
    /// A tuple of cells.
    Closure,
}

/// One function's instructions, or a class body's, or the module's.
#[derive(Clone, Debug, Default)]
pub struct Code {
    /// `co_name`, shown in tracebacks.
    pub name: String,
    /// `co_qualname`, shown in messages about arguments.
    pub qualname: String,
    /// `co_flags`.
    pub flags: Flags,
    /// `co_argcount`: parameters that can be given by position, those before `/` included.
    pub argcount: usize,
    /// `co_posonlyargcount`.
    pub posonly: usize,
    /// `co_kwonlyargcount`.
    pub kwonly: usize,
    /// Names of the local slots: parameters (positional, keyword-only, `*args`, `**kwargs`), other locals,
    /// cells that are no parameter, free variables.
    pub locals: Vec<String>,
    /// The local slots that hold cells which `MakeCell` makes here, in ascending order.
    pub cells: Vec<u32>,
    /// The slot of the first free variable: how many slots come before.
    pub first_free: usize,
    /// The instructions.
    pub ops: Vec<Op>,
    /// For each instruction the bytes of the source it stands for.
    pub spans: Vec<Span>,
    /// Who catches what, sorted by `start`, without overlaps.
    pub exceptions: Vec<Handler>,
    /// What `LoadConst` loads.
    pub consts: Vec<Const>,
    /// How deep the stack gets.
    pub stack: usize,
    /// `co_firstlineno`, from 1.
    pub first_line: u32,
    /// The docstring, an index into `consts`.
    pub doc: Option<u32>,
}

/// `co_flags`, as far as it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Has `*args`.
    pub varargs: bool,
    /// Has `**kwargs`.
    pub varkeywords: bool,
    /// Calling it gives a generator.
    pub generator: bool,
    /// Calling it gives a coroutine.
    pub coroutine: bool,
    /// Calling it gives an asynchronous generator.
    pub async_generator: bool,
    /// Is a function within a function.
    pub nested: bool,
    /// Its locals are slots, as a function's are and those of a class body or a module aren't.
    pub optimized: bool,
}

/// An entry of `co_exceptiontable`: an exception in the instructions from `start` to before `end` leads to
/// `target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// The first instruction.
    pub start: u32,
    /// The one behind the last.
    pub end: u32,
    /// Where it goes on.
    pub target: u32,
    /// To how many values the stack is cut first.
    pub depth: u32,
    /// Whether the index of the raising instruction is pushed below the exception.
    pub push_lasti: bool,
}

/// Byte offsets into the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Span {
    /// Of an instruction that belongs to no place in the source, as CPython has some.
    pub const NONE: Span = Span {
        start: u32::MAX,
        end: u32::MAX,
    };
}

/// A constant.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are Python's")]
pub enum Const {
    None,
    Bool(bool),
    Ellipsis,
    Int(i64),
    /// An int that is no `Int`.
    Big(BigInt),
    Float(f64),
    Str(Box<str>),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    /// An index into [`Unit::codes`].
    Code(u32),
}

/// A compiled module: immutable, shared by every thread that runs it.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The file's name, as tracebacks show it.
    pub file: String,
    /// The source text.
    pub source: String,
    /// The module's code first.
    pub codes: Vec<Code>,
    /// Names of the global slots.
    pub globals: Vec<String>,
    /// Names of attributes, modules, and of what class bodies bind.
    pub names: Vec<String>,
}

/// What an instruction is about: what the number in it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A local slot, as in [`Code::locals`].
    Local(u32),
    /// Two of them.
    Locals(u8, u8),
    /// A global slot, as in [`Unit::globals`].
    Global(u32),
    /// An index into [`Unit::names`].
    Name(u32),
    /// An index into [`Code::consts`].
    Const(u32),
    /// A number of values, or of one of them.
    Count(u32),
    /// Nothing of that.
    Other,
}

impl Op {
    /// What it is about.
    pub fn subject(self) -> Subject {
        match self {
            Op::LoadFast(slot)
            | Op::LoadFastCheck(slot)
            | Op::LoadFastAndClear(slot)
            | Op::StoreFast(slot)
            | Op::DeleteFast(slot)
            | Op::MakeCell(slot)
            | Op::LoadDeref(slot)
            | Op::StoreDeref(slot)
            | Op::DeleteDeref(slot)
            | Op::LoadFromDictOrDeref(slot) => Subject::Local(slot),
            Op::LoadFastLoadFast(a, b)
            | Op::StoreFastLoadFast(a, b)
            | Op::StoreFastStoreFast(a, b) => Subject::Locals(a, b),
            Op::LoadName(slot)
            | Op::StoreName(slot)
            | Op::DeleteName(slot)
            | Op::LoadGlobal(slot)
            | Op::LoadGlobalNull(slot)
            | Op::StoreGlobal(slot)
            | Op::DeleteGlobal(slot) => Subject::Global(slot),
            Op::LoadClassName(name, _) | Op::LoadFromDictOrGlobals(name, _) => {
                Subject::Name(name.into())
            }
            Op::StoreClassName(name)
            | Op::DeleteClassName(name)
            | Op::LoadAttr(name)
            | Op::LoadMethod(name)
            | Op::StoreAttr(name)
            | Op::DeleteAttr(name)
            | Op::LoadSuperAttr { name, .. }
            | Op::ImportName(name)
            | Op::ImportFrom(name) => Subject::Name(name),
            Op::LoadConst(index) | Op::ReturnConst(index) => Subject::Const(index),
            Op::Copy(count)
            | Op::Swap(count)
            | Op::CopyFreeVars(count)
            | Op::BuildSlice(count)
            | Op::BuildList(count)
            | Op::BuildTuple(count)
            | Op::BuildSet(count)
            | Op::BuildMap(count)
            | Op::BuildConstKeyMap(count)
            | Op::BuildString(count)
            | Op::ListExtend(count)
            | Op::ListAppend(count)
            | Op::SetUpdate(count)
            | Op::SetAdd(count)
            | Op::DictUpdate(count)
            | Op::DictMerge(count)
            | Op::MapAdd(count)
            | Op::UnpackSequence(count)
            | Op::Call(count)
            | Op::CallKw(count)
            | Op::RaiseVarargs(count)
            | Op::Reraise(count)
            | Op::MatchClass(count) => Subject::Count(count),
            _ => Subject::Other,
        }
    }

    /// Where the instruction may jump, if it can.
    pub fn target(self) -> Option<u32> {
        let mut op = self;
        op.target_mut().copied()
    }

    /// The same, to be changed.
    pub fn target_mut(&mut self) -> Option<&mut u32> {
        match self {
            Op::ForIter(target)
            | Op::Send(target)
            | Op::JumpForward(target)
            | Op::JumpBackward(target)
            | Op::JumpBackwardNoInterrupt(target)
            | Op::PopJumpIfFalse(target)
            | Op::PopJumpIfTrue(target)
            | Op::PopJumpIfNone(target)
            | Op::PopJumpIfNotNone(target) => Some(target),
            _ => None,
        }
    }

    /// Whether the instruction never falls through to the next.
    pub fn ends_block(self) -> bool {
        matches!(
            self,
            Op::JumpForward(_)
                | Op::JumpBackward(_)
                | Op::JumpBackwardNoInterrupt(_)
                | Op::ReturnValue
                | Op::ReturnConst(_)
                | Op::RaiseVarargs(_)
                | Op::Reraise(_)
        )
    }

    /// By how much the stack grows when falling through; when jumping it is the same, except that an
    /// exhausted `ForIter` takes its iterator away.
    pub fn effect(self) -> i64 {
        let minus = |count: u32| -i64::from(count);
        match self {
            Op::Resume
            | Op::Nop
            | Op::Swap(_)
            | Op::DeleteFast(_)
            | Op::MakeCell(_)
            | Op::CopyFreeVars(_)
            | Op::DeleteDeref(_)
            | Op::LoadFromDictOrDeref(_)
            | Op::LoadFromDictOrGlobals(..)
            | Op::DeleteName(_)
            | Op::DeleteClassName(_)
            | Op::DeleteGlobal(_)
            | Op::LoadAttr(_)
            | Op::UnaryNegative
            | Op::UnaryInvert
            | Op::UnaryNot
            | Op::ToBool
            | Op::ConvertValue(_)
            | Op::FormatSimple
            | Op::GetIter
            | Op::GetYieldFromIter
            | Op::GetAiter
            | Op::GetAwaitable(_)
            | Op::Send(_)
            | Op::YieldValue(_)
            | Op::StoreFastLoadFast(..)
            | Op::JumpForward(_)
            | Op::JumpBackward(_)
            | Op::JumpBackwardNoInterrupt(_)
            | Op::CallIntrinsic1(_)
            | Op::MakeFunction
            | Op::SetupAnnotations
            | Op::CheckExcMatch
            | Op::CheckEgMatch
            | Op::ReturnConst(_) => 0,
            Op::Copy(_)
            | Op::PushNull
            | Op::LoadConst(_)
            | Op::LoadFast(_)
            | Op::LoadFastCheck(_)
            | Op::LoadFastAndClear(_)
            | Op::LoadDeref(_)
            | Op::LoadName(_)
            | Op::LoadClassName(..)
            | Op::LoadGlobal(_)
            | Op::LoadLocals
            | Op::LoadMethod(_)
            | Op::GetAnext
            | Op::ForIter(_)
            | Op::ReturnGenerator
            | Op::LoadBuildClass
            | Op::LoadAssertionError
            | Op::ImportFrom(_)
            | Op::BeforeWith
            | Op::BeforeAsyncWith
            | Op::WithExceptStart
            | Op::PushExcInfo
            | Op::GetLen
            | Op::MatchMapping
            | Op::MatchSequence
            | Op::MatchKeys => 1,
            Op::LoadFastLoadFast(..) | Op::LoadGlobalNull(_) => 2,
            Op::PopTop
            | Op::EndFor
            | Op::EndSend
            | Op::StoreFast(_)
            | Op::StoreDeref(_)
            | Op::StoreName(_)
            | Op::StoreClassName(_)
            | Op::StoreGlobal(_)
            | Op::DeleteAttr(_)
            | Op::BinaryOp(_)
            | Op::CompareOp(..)
            | Op::ContainsOp(_)
            | Op::IsOp(_)
            | Op::BinarySubscr
            | Op::FormatWithSpec
            | Op::ListExtend(_)
            | Op::ListAppend(_)
            | Op::SetUpdate(_)
            | Op::SetAdd(_)
            | Op::DictUpdate(_)
            | Op::DictMerge(_)
            | Op::CleanupThrow
            | Op::PopJumpIfFalse(_)
            | Op::PopJumpIfTrue(_)
            | Op::PopJumpIfNone(_)
            | Op::PopJumpIfNotNone(_)
            | Op::CallIntrinsic2(_)
            | Op::SetFunctionAttribute(_)
            | Op::ImportName(_)
            | Op::PopExcept
            | Op::ReturnValue
            | Op::CallTarget => -1,
            Op::StoreFastStoreFast(..)
            | Op::StoreAttr(_)
            | Op::DeleteSubscr
            | Op::BinarySlice
            | Op::MapAdd(_)
            | Op::EndAsyncFor
            | Op::MatchClass(_) => -2,
            Op::StoreSubscr => -3,
            Op::StoreSlice => -4,
            Op::LoadSuperAttr { method, .. } => i64::from(method) - 2,
            Op::BuildSlice(count)
            | Op::BuildList(count)
            | Op::BuildTuple(count)
            | Op::BuildSet(count)
            | Op::BuildString(count) => 1 + minus(count),
            Op::BuildMap(count) => 1 + 2 * minus(count),
            Op::BuildConstKeyMap(count) => minus(count),
            Op::UnpackSequence(count) => i64::from(count) - 1,
            Op::UnpackEx(before, after) => i64::from(before) + i64::from(after),
            Op::Call(count) => minus(count) - 1,
            Op::CallKw(count) => minus(count) - 2,
            Op::CallFunctionEx(keywords) => -2 - i64::from(keywords),
            Op::RaiseVarargs(count) => minus(count),
            Op::Reraise(count) => minus(count) - 1,
        }
    }

    /// The name in CPython.
    pub fn name(self) -> &'static str {
        match self {
            Op::Resume => "RESUME",
            Op::Nop => "NOP",
            Op::PopTop => "POP_TOP",
            Op::EndFor => "END_FOR",
            Op::EndSend => "END_SEND",
            Op::Copy(_) => "COPY",
            Op::Swap(_) => "SWAP",
            Op::PushNull => "PUSH_NULL",
            Op::LoadConst(_) => "LOAD_CONST",
            Op::LoadFast(_) => "LOAD_FAST",
            Op::LoadFastCheck(_) => "LOAD_FAST_CHECK",
            Op::LoadFastAndClear(_) => "LOAD_FAST_AND_CLEAR",
            Op::LoadFastLoadFast(..) => "LOAD_FAST_LOAD_FAST",
            Op::StoreFast(_) => "STORE_FAST",
            Op::StoreFastLoadFast(..) => "STORE_FAST_LOAD_FAST",
            Op::StoreFastStoreFast(..) => "STORE_FAST_STORE_FAST",
            Op::DeleteFast(_) => "DELETE_FAST",
            Op::MakeCell(_) => "MAKE_CELL",
            Op::CopyFreeVars(_) => "COPY_FREE_VARS",
            Op::LoadDeref(_) => "LOAD_DEREF",
            Op::StoreDeref(_) => "STORE_DEREF",
            Op::DeleteDeref(_) => "DELETE_DEREF",
            Op::LoadFromDictOrDeref(_) => "LOAD_FROM_DICT_OR_DEREF",
            Op::LoadName(_) | Op::LoadClassName(..) => "LOAD_NAME",
            Op::StoreName(_) | Op::StoreClassName(_) => "STORE_NAME",
            Op::DeleteName(_) | Op::DeleteClassName(_) => "DELETE_NAME",
            Op::LoadGlobal(_) | Op::LoadGlobalNull(_) => "LOAD_GLOBAL",
            Op::StoreGlobal(_) => "STORE_GLOBAL",
            Op::DeleteGlobal(_) => "DELETE_GLOBAL",
            Op::LoadFromDictOrGlobals(..) => "LOAD_FROM_DICT_OR_GLOBALS",
            Op::LoadLocals => "LOAD_LOCALS",
            Op::LoadAttr(_) | Op::LoadMethod(_) => "LOAD_ATTR",
            Op::StoreAttr(_) => "STORE_ATTR",
            Op::DeleteAttr(_) => "DELETE_ATTR",
            Op::LoadSuperAttr { .. } => "LOAD_SUPER_ATTR",
            Op::BinaryOp(_) => "BINARY_OP",
            Op::CompareOp(..) => "COMPARE_OP",
            Op::ContainsOp(_) => "CONTAINS_OP",
            Op::IsOp(_) => "IS_OP",
            Op::UnaryNegative => "UNARY_NEGATIVE",
            Op::UnaryInvert => "UNARY_INVERT",
            Op::UnaryNot => "UNARY_NOT",
            Op::ToBool => "TO_BOOL",
            Op::BinarySubscr => "BINARY_SUBSCR",
            Op::StoreSubscr => "STORE_SUBSCR",
            Op::DeleteSubscr => "DELETE_SUBSCR",
            Op::BinarySlice => "BINARY_SLICE",
            Op::StoreSlice => "STORE_SLICE",
            Op::BuildSlice(_) => "BUILD_SLICE",
            Op::BuildList(_) => "BUILD_LIST",
            Op::BuildTuple(_) => "BUILD_TUPLE",
            Op::BuildSet(_) => "BUILD_SET",
            Op::BuildMap(_) => "BUILD_MAP",
            Op::BuildConstKeyMap(_) => "BUILD_CONST_KEY_MAP",
            Op::BuildString(_) => "BUILD_STRING",
            Op::ListExtend(_) => "LIST_EXTEND",
            Op::ListAppend(_) => "LIST_APPEND",
            Op::SetUpdate(_) => "SET_UPDATE",
            Op::SetAdd(_) => "SET_ADD",
            Op::DictUpdate(_) => "DICT_UPDATE",
            Op::DictMerge(_) => "DICT_MERGE",
            Op::MapAdd(_) => "MAP_ADD",
            Op::UnpackSequence(_) => "UNPACK_SEQUENCE",
            Op::UnpackEx(..) => "UNPACK_EX",
            Op::ConvertValue(_) => "CONVERT_VALUE",
            Op::FormatSimple => "FORMAT_SIMPLE",
            Op::FormatWithSpec => "FORMAT_WITH_SPEC",
            Op::GetIter => "GET_ITER",
            Op::GetYieldFromIter => "GET_YIELD_FROM_ITER",
            Op::GetAiter => "GET_AITER",
            Op::GetAnext => "GET_ANEXT",
            Op::GetAwaitable(_) => "GET_AWAITABLE",
            Op::ForIter(_) => "FOR_ITER",
            Op::Send(_) => "SEND",
            Op::EndAsyncFor => "END_ASYNC_FOR",
            Op::ReturnGenerator => "RETURN_GENERATOR",
            Op::YieldValue(_) => "YIELD_VALUE",
            Op::CleanupThrow => "CLEANUP_THROW",
            Op::JumpForward(_) => "JUMP_FORWARD",
            Op::JumpBackward(_) => "JUMP_BACKWARD",
            Op::JumpBackwardNoInterrupt(_) => "JUMP_BACKWARD_NO_INTERRUPT",
            Op::PopJumpIfFalse(_) => "POP_JUMP_IF_FALSE",
            Op::PopJumpIfTrue(_) => "POP_JUMP_IF_TRUE",
            Op::PopJumpIfNone(_) => "POP_JUMP_IF_NONE",
            Op::PopJumpIfNotNone(_) => "POP_JUMP_IF_NOT_NONE",
            Op::Call(_) => "CALL",
            Op::CallKw(_) => "CALL_KW",
            Op::CallFunctionEx(_) => "CALL_FUNCTION_EX",
            Op::CallIntrinsic1(_) => "CALL_INTRINSIC_1",
            Op::CallIntrinsic2(_) => "CALL_INTRINSIC_2",
            Op::MakeFunction => "MAKE_FUNCTION",
            Op::SetFunctionAttribute(_) => "SET_FUNCTION_ATTRIBUTE",
            Op::LoadBuildClass => "LOAD_BUILD_CLASS",
            Op::LoadAssertionError => "LOAD_ASSERTION_ERROR",
            Op::SetupAnnotations => "SETUP_ANNOTATIONS",
            Op::ImportName(_) => "IMPORT_NAME",
            Op::ImportFrom(_) => "IMPORT_FROM",
            Op::BeforeWith => "BEFORE_WITH",
            Op::BeforeAsyncWith => "BEFORE_ASYNC_WITH",
            Op::WithExceptStart => "WITH_EXCEPT_START",
            Op::PushExcInfo => "PUSH_EXC_INFO",
            Op::PopExcept => "POP_EXCEPT",
            Op::CheckExcMatch => "CHECK_EXC_MATCH",
            Op::CheckEgMatch => "CHECK_EG_MATCH",
            Op::RaiseVarargs(_) => "RAISE_VARARGS",
            Op::Reraise(_) => "RERAISE",
            Op::GetLen => "GET_LEN",
            Op::MatchMapping => "MATCH_MAPPING",
            Op::MatchSequence => "MATCH_SEQUENCE",
            Op::MatchKeys => "MATCH_KEYS",
            Op::MatchClass(_) => "MATCH_CLASS",
            Op::ReturnValue => "RETURN_VALUE",
            Op::ReturnConst(_) => "RETURN_CONST",
            // In no listing.
            Op::CallTarget => "CALL",
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
