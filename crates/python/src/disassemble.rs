//! Bytecode as `dis` shows it.

use crate::bytecode::{Code, Compare, Conversion, Op, Program};
use crate::cost;
use crate::meter::CheckPoints;
use crate::text;
use crate::traceback;
use crate::value::Value;

/// A constant is shown up to so many characters.
const LONGEST: usize = 60;

/// A code object, disassembled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// `co_name`: `<module>`, or the function's name.
    pub name: String,
    /// `co_filename`.
    pub file: String,
    /// Its bytecode.
    pub instructions: Vec<Instruction>,
}

/// One bytecode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// Its name in CPython 3.13.
    pub name: &'static str,
    /// What it is about, in the words of `dis`; the bare number where `dis` has none for it, and
    /// nothing where the number says nothing. A jump says the index of the bytecode that it leads to.
    pub argument: String,
    /// The line of the source that it belongs to, from 1.
    pub line: u32,
    /// Whether the thread looks behind it whether it is to let go of the lock; with
    /// [`CheckPoints::Ticks`]: whether it takes a tick.
    pub check_point: bool,
}

/// A bytecode of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// An index into [`World::listings`](crate::World::listings).
    pub listing: usize,
    /// An index into [`Listing::instructions`].
    pub instruction: usize,
}

/// All code objects of a program, the module's first.
pub(crate) fn listings(program: &Program, check_points: CheckPoints) -> Vec<Listing> {
    let codes = program.codes.iter();
    codes
        .map(|code| Listing {
            name: code.name.to_string(),
            file: program.file.clone(),
            instructions: instructions(program, code, check_points),
        })
        .collect()
}

fn instructions(program: &Program, code: &Code, check_points: CheckPoints) -> Vec<Instruction> {
    // The lines of neighbours are mostly the same, and finding one reads the source from its start.
    let mut known = (None, 0);
    let ops = code.ops.iter().zip(&code.spans).enumerate();
    ops.map(|(index, (&op, span))| {
        if known.0 != Some(span.start) {
            known = (
                Some(span.start),
                traceback::line_of(&program.source, span.start),
            );
        }
        let next = code.ops.get(index + 1).copied();
        Instruction {
            name: name(op),
            argument: argument(program, code, op, next),
            line: known.1,
            check_point: looks(op, check_points),
        }
    })
    .collect()
}

fn looks(op: Op, check_points: CheckPoints) -> bool {
    let since_310 = matches!(
        op,
        Op::Resume | Op::JumpBackward(_) | Op::Call(_) | Op::CallKw(_)
    );
    match check_points {
        CheckPoints::BackEdges => since_310,
        CheckPoints::EveryOpcode => since_310 || !cost::is_fast(op),
        CheckPoints::Ticks => !cost::is_fast(op),
    }
}

fn argument(program: &Program, code: &Code, op: Op, next: Option<Op>) -> String {
    let name = |index: u32| {
        let name = program.names.get(index as usize);
        name.map_or("", |name| &*name.text)
    };
    let global = |slot: u32| {
        let global = program.globals.get(slot as usize);
        global.map_or("", |global| &*global.name)
    };
    let local = |slot: u32| code.locals.get(slot as usize).map_or("", String::as_str);
    let constant = |index: u32| match code.consts.get(index as usize) {
        Some(Value::Int(code)) if next == Some(Op::MakeFunction) => {
            let code = usize::try_from(*code).ok();
            let code = code.and_then(|code| program.codes.get(code));
            code.map_or_else(String::new, |code| format!("<code object {}>", code.name))
        }
        Some(value) => shortened(text::repr(value).unwrap_or_default()),
        None => String::new(),
    };
    match op {
        Op::LoadConst(index) | Op::ReturnConst(index) => constant(index),
        Op::LoadFast(slot) | Op::LoadFastAndClear(slot) | Op::StoreFast(slot) => {
            local(slot).to_owned()
        }
        Op::LoadName(slot) | Op::StoreName(slot) | Op::LoadGlobal(slot) | Op::StoreGlobal(slot) => {
            global(slot).to_owned()
        }
        Op::LoadGlobalNull(slot) => format!("{} + NULL", global(slot)),
        Op::LoadAttr(index) | Op::ImportName(index) | Op::ImportFrom(index) => {
            name(index).to_owned()
        }
        Op::LoadMethod(index) => format!("{} + NULL|self", name(index)),
        Op::BinaryOp(binary) => {
            let in_place = if binary.in_place { "=" } else { "" };
            format!("{}{in_place}", binary.operator.sign())
        }
        Op::CompareOp(compare) => {
            let sign = sign(compare);
            match next {
                Some(Op::PopJumpIfFalse(_) | Op::PopJumpIfTrue(_)) => format!("bool({sign})"),
                _ => sign.to_owned(),
            }
        }
        Op::ContainsOp(inverted) => if inverted { "not in" } else { "in" }.to_owned(),
        Op::IsOp(inverted) => if inverted { "is not" } else { "is" }.to_owned(),
        Op::UnaryPositive => "INTRINSIC_UNARY_POSITIVE".to_owned(),
        Op::SetDefaults => "defaults".to_owned(),
        Op::ConvertValue(conversion) => match conversion {
            Conversion::Str => "str",
            Conversion::Repr => "repr",
            Conversion::Ascii => "ascii",
        }
        .to_owned(),
        Op::ForIter(target)
        | Op::JumpForward(target)
        | Op::JumpBackward(target)
        | Op::PopJumpIfFalse(target)
        | Op::PopJumpIfTrue(target)
        | Op::PopJumpIfNone(target)
        | Op::PopJumpIfNotNone(target) => format!("to {target}"),
        Op::Copy(number)
        | Op::Swap(number)
        | Op::BuildSlice(number)
        | Op::BuildList(number)
        | Op::BuildTuple(number)
        | Op::BuildString(number)
        | Op::ListExtend(number)
        | Op::ListAppend(number)
        | Op::UnpackSequence(number)
        | Op::Call(number)
        | Op::CallKw(number) => number.to_string(),
        _ => String::new(),
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Eq => "==",
        Compare::NotEq => "!=",
        Compare::Less => "<",
        Compare::LessEq => "<=",
        Compare::Greater => ">",
        Compare::GreaterEq => ">=",
    }
}

fn name(op: Op) -> &'static str {
    match op {
        Op::Resume => "RESUME",
        Op::Nop => "NOP",
        Op::PopTop => "POP_TOP",
        Op::EndFor => "END_FOR",
        Op::Copy(_) => "COPY",
        Op::Swap(_) => "SWAP",
        Op::PushNull => "PUSH_NULL",
        Op::LoadConst(_) => "LOAD_CONST",
        Op::LoadFast(_) => "LOAD_FAST",
        Op::LoadFastAndClear(_) => "LOAD_FAST_AND_CLEAR",
        Op::StoreFast(_) => "STORE_FAST",
        Op::LoadName(_) => "LOAD_NAME",
        Op::StoreName(_) => "STORE_NAME",
        Op::LoadGlobal(_) | Op::LoadGlobalNull(_) => "LOAD_GLOBAL",
        Op::StoreGlobal(_) => "STORE_GLOBAL",
        Op::LoadAttr(_) | Op::LoadMethod(_) => "LOAD_ATTR",
        Op::BinaryOp(_) => "BINARY_OP",
        Op::CompareOp(_) => "COMPARE_OP",
        Op::ContainsOp(_) => "CONTAINS_OP",
        Op::IsOp(_) => "IS_OP",
        Op::UnaryNegative => "UNARY_NEGATIVE",
        Op::UnaryInvert => "UNARY_INVERT",
        Op::UnaryNot => "UNARY_NOT",
        Op::UnaryPositive => "CALL_INTRINSIC_1",
        Op::ToBool => "TO_BOOL",
        Op::BinarySubscr => "BINARY_SUBSCR",
        Op::StoreSubscr => "STORE_SUBSCR",
        Op::BinarySlice => "BINARY_SLICE",
        Op::BuildSlice(_) => "BUILD_SLICE",
        Op::BuildList(_) => "BUILD_LIST",
        Op::BuildTuple(_) => "BUILD_TUPLE",
        Op::BuildString(_) => "BUILD_STRING",
        Op::ListExtend(_) => "LIST_EXTEND",
        Op::ListAppend(_) => "LIST_APPEND",
        Op::UnpackSequence(_) => "UNPACK_SEQUENCE",
        Op::ConvertValue(_) => "CONVERT_VALUE",
        Op::FormatSimple => "FORMAT_SIMPLE",
        Op::FormatWithSpec => "FORMAT_WITH_SPEC",
        Op::GetIter => "GET_ITER",
        Op::ForIter(_) => "FOR_ITER",
        Op::JumpForward(_) => "JUMP_FORWARD",
        Op::JumpBackward(_) => "JUMP_BACKWARD",
        Op::PopJumpIfFalse(_) => "POP_JUMP_IF_FALSE",
        Op::PopJumpIfTrue(_) => "POP_JUMP_IF_TRUE",
        Op::PopJumpIfNone(_) => "POP_JUMP_IF_NONE",
        Op::PopJumpIfNotNone(_) => "POP_JUMP_IF_NOT_NONE",
        Op::Call(_) => "CALL",
        Op::CallKw(_) => "CALL_KW",
        Op::MakeFunction => "MAKE_FUNCTION",
        Op::SetDefaults => "SET_FUNCTION_ATTRIBUTE",
        Op::ImportName(_) => "IMPORT_NAME",
        Op::ImportFrom(_) => "IMPORT_FROM",
        Op::ReturnValue => "RETURN_VALUE",
        Op::ReturnConst(_) => "RETURN_CONST",
        // In no listing.
        Op::CallTarget => "CALL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;

    fn shown(source: &str, code: usize) -> Vec<String> {
        let program = compile(source, "main.py").expect("it compiles");
        let listings = listings(&program, CheckPoints::BackEdges);
        let instructions = listings[code].instructions.iter();
        instructions
            .map(|i| format!("{} {} {}", i.line, i.name, i.argument))
            .map(|line| line.trim_end().to_owned())
            .collect()
    }

    #[test]
    fn a_counting_function_reads_as_in_dis() {
        let source =
            "def count(n):\n    x = 0\n    for _ in range(n):\n        x += 1\n    return x\n";
        let expected = [
            "1 RESUME",
            "2 LOAD_CONST 0",
            "2 STORE_FAST x",
            "3 LOAD_GLOBAL range + NULL",
            "3 LOAD_FAST n",
            "3 CALL 1",
            "3 GET_ITER",
            "3 FOR_ITER to 16",
            "3 STORE_FAST _",
            "4 LOAD_FAST x",
            "4 LOAD_CONST 1",
            "4 BINARY_OP +=",
            "4 STORE_FAST x",
            "3 JUMP_BACKWARD to 7",
            "3 END_FOR",
            "3 POP_TOP",
            "5 LOAD_FAST x",
            "5 RETURN_VALUE",
            // CPython leaves out what is never reached.
            "5 RETURN_CONST None",
        ];
        assert_eq!(shown(source, 1), expected);
        let module = shown(source, 0);
        let expected = [
            "1 RESUME",
            "1 LOAD_CONST <code object count>",
            "1 MAKE_FUNCTION",
            "1 STORE_NAME count",
        ];
        assert_eq!(module[..4], expected);
    }

    #[test]
    fn arguments_are_in_the_words_of_dis() {
        let source = "\
import threading
from time import sleep
a = b = c = 'x' * 3
if a < b: c += -1
d = a not in [b], a is not b, f'{a!r:>{b}}', a[1:2], +a, a <= b
threading.Thread(target=a, name='n').start()
e = '0123456789012345678901234567890123456789012345678901234567890123456789'
";
        let found = shown(source, 0);
        for line in [
            "1 IMPORT_NAME threading",
            "2 IMPORT_FROM sleep",
            "4 COMPARE_OP bool(<)",
            "4 BINARY_OP +=",
            "5 CONTAINS_OP not in",
            "5 IS_OP is not",
            "5 CONVERT_VALUE repr",
            "5 CALL_INTRINSIC_1 INTRINSIC_UNARY_POSITIVE",
            "5 COMPARE_OP <=",
            "6 LOAD_ATTR Thread",
            "6 LOAD_CONST ('target', 'name')",
            "6 CALL_KW 2",
            "6 LOAD_ATTR start + NULL|self",
            "7 LOAD_CONST '01234567890123456789012345678901234567890123456789012345678…",
        ] {
            assert!(found.iter().any(|l| l == line), "{line}: {found:#?}");
        }
    }

    #[test]
    fn each_python_has_its_own_check_points() {
        let program =
            compile("def f(x):\n    return x + 1\nf(1)\n", "main.py").expect("it compiles");
        let names = |check_points| {
            let listings = listings(&program, check_points);
            let listing = listings.into_iter().nth(1).expect("the function's");
            let looking = listing.instructions.into_iter().filter(|i| i.check_point);
            looking.map(|i| i.name).collect::<Vec<_>>()
        };
        assert_eq!(names(CheckPoints::BackEdges), ["RESUME"]);
        let every = names(CheckPoints::EveryOpcode);
        assert_eq!(every[..3], ["RESUME", "BINARY_OP", "RETURN_VALUE"]);
        assert_eq!(
            names(CheckPoints::Ticks)[..2],
            ["BINARY_OP", "RETURN_VALUE"]
        );
    }
}
