//! Bytecode as `dis` shows it.

use compiler::{Op, Subject};

use crate::cost;
use crate::meter::CheckPoints;
use crate::symbols::Symbol;
use crate::text;
use crate::traceback;
use crate::value::Value;
use crate::world::{Loaded, Ready, World};

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

/// All code objects of a unit, the module's first.
pub(crate) fn listings(world: &World, unit: usize, check_points: CheckPoints) -> Vec<Listing> {
    let Some(unit) = world.unit(unit) else {
        return Vec::new();
    };
    let codes = unit.codes.iter();
    codes
        .map(|ready| Listing {
            name: ready.code.name.clone(),
            file: unit.file.to_string(),
            instructions: instructions(world, unit, ready, check_points),
        })
        .collect()
}

fn instructions(
    world: &World,
    unit: &Loaded,
    ready: &Ready,
    check_points: CheckPoints,
) -> Vec<Instruction> {
    // The lines of neighbours are mostly the same, and finding one reads the source from its start.
    let mut known = (None, 0);
    let code = &ready.code;
    let ops = code.ops.iter().zip(&code.spans);
    ops.map(|(&op, span)| {
        if known.0 != Some(span.start) {
            known = (
                Some(span.start),
                traceback::line_of(&unit.source, span.start),
            );
        }
        Instruction {
            name: op.name(),
            argument: argument(world, unit, ready, op),
            line: known.1,
            check_point: looks(op, check_points),
        }
    })
    .collect()
}

/// The bytecode of one code object, for `dis`.
pub(crate) fn listing(world: &World, code: u32) -> Vec<Value> {
    let version = world.version();
    let check_points = match (version.major, version.minor) {
        (..=2, _) => CheckPoints::Ticks,
        (3, ..=9) => CheckPoints::EveryOpcode,
        _ => CheckPoints::BackEdges,
    };
    let (Some(unit), Some(ready)) = (world.unit_of(code), world.code(code)) else {
        return Vec::new();
    };
    let shown = instructions(world, unit, ready, check_points)
        .into_iter()
        .map(|one| {
            let (line, name) = (Value::Int(one.line.into()), Value::text(one.name));
            Value::tuple(vec![
                line,
                Value::bool(one.check_point),
                name,
                Value::text(one.argument),
            ])
        });
    shown.collect()
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

fn argument(world: &World, unit: &Loaded, ready: &Ready, op: Op) -> String {
    let code = &ready.code;
    let local = |slot: u32| {
        let local = code.locals.get(slot as usize);
        local.map_or("", String::as_str)
    };
    let constant = |index: u32| match ready.consts.get(index as usize) {
        Some(Value::Code(code)) => {
            let code = world.code(code.get());
            code.map_or_else(String::new, |ready| {
                format!("<code object {}>", ready.code.name)
            })
        }
        Some(value) => shortened(text::repr(value).unwrap_or_default()),
        None => String::new(),
    };
    let named = |name: Option<Symbol>| {
        name.map_or_else(String::new, |name| {
            compiler::named(op, &world.symbols.name(name))
        })
    };
    match op.subject() {
        Subject::Const(index) => constant(index),
        Subject::Local(slot) => local(slot).to_owned(),
        Subject::Locals(a, b) => format!("{}, {}", local(a.into()), local(b.into())),
        Subject::Global(slot) => named(unit.globals.get(slot as usize).map(|global| global.name)),
        Subject::Name(index) => named(unit.names.get(index as usize).copied()),
        Subject::Count(count) => count.to_string(),
        Subject::Other => match op {
            Op::ContainsOp(inverted) => if inverted { "not in" } else { "in" }.to_owned(),
            Op::IsOp(inverted) => if inverted { "is not" } else { "is" }.to_owned(),
            _ => match op.target() {
                Some(target) => format!("to {target}"),
                None => compiler::words(op).map_or_else(String::new, |(_, words)| words),
            },
        },
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Version, compile};

    fn listings(source: &str, check_points: CheckPoints) -> Vec<Listing> {
        let program = compile(source, "main.py").expect("it compiles");
        World::new(program, Version::new(3, 13, 0), false).listings(check_points)
    }

    fn shown(source: &str, code: usize) -> Vec<String> {
        let listings = listings(source, CheckPoints::BackEdges);
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
            "4 JUMP_BACKWARD to 7",
            "3 END_FOR",
            "3 POP_TOP",
            "5 LOAD_FAST x",
            "5 RETURN_VALUE",
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
        let names = |check_points| {
            let listings = listings("def f(x):\n    return x + 1\nf(1)\n", check_points);
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
