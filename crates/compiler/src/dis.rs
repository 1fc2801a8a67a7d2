//! Bytecode as `dis.dis` prints it.

use std::fmt::Write;

use crate::code::{
    Awaited, Code, Compare, Const, Conversion, FunctionAttribute, Handler, Intrinsic1, Intrinsic2,
    Op, Span, Subject, Unit,
};
use crate::names::Names;
use crate::source::Lines;

/// `dis` makes opcode's names this wide, and their numbers.
const NAME_WIDTH: usize = 20;
const NUMBER_WIDTH: usize = 5;

/// The text that `dis.dis` prints of a code object and of those in it (`Lib/dis.py`), each line with its line feed.
///
/// `RESUME` shows no more than 0, and code objects have no address.
pub fn dis(unit: &Unit, code: &Code) -> String {
    let lines = Lines::new(&unit.source);
    let mut text = String::new();
    // Behind each other, the next last, as nesting may be deep.
    let mut todo = vec![code];
    while let Some(code) = todo.pop() {
        if !text.is_empty() {
            let _ = writeln!(text, "\nDisassembly of {}:", code_repr(unit, code));
        }
        write_code(unit, code, &lines, &mut text);
        let inner = code.consts.iter().filter_map(|value| match value {
            Const::Code(index) => unit.codes.get(*index as usize),
            _ => None,
        });
        let inner: Vec<&Code> = inner.collect();
        todo.extend(inner.into_iter().rev());
    }
    text
}

fn write_code(unit: &Unit, code: &Code, lines: &Lines, text: &mut String) {
    let names = names(unit, code);
    let (labels, label_count) = labels(code);
    let is_module = unit
        .codes
        .first()
        .is_some_and(|module| std::ptr::eq(module, code));
    let line = |span: &Span| match span {
        span if *span == Span::NONE => None,
        // The module begins before its first line.
        span if is_module && (span.start, span.end) == (0, 0) => Some(0),
        span => Some(lines.line(span.start)),
    };
    let numbers: Vec<Option<u32>> = code.spans.iter().map(line).collect();
    let highest = numbers.iter().flatten().max().copied().unwrap_or(0);
    let least = if numbers.contains(&None) { 4 } else { 3 };
    // Nothing is shown of an empty module's line.
    let width = match highest {
        0 => 0,
        highest => highest.to_string().len().max(least),
    };
    let label_width = 4 + label_count.to_string().len();
    // Where each instruction is in CPython, in units of two bytes.
    let mut offsets = vec![0];
    for op in &code.ops {
        let last = offsets.last().copied().unwrap_or(0);
        offsets.push(last + 1 + caches(*op));
    }
    let mut before = None;
    for (index, op) in code.ops.iter().enumerate() {
        let line = numbers.get(index).copied().flatten();
        let first = before != Some(line);
        if first && index > 0 {
            text.push('\n');
        }
        before = Some(line);
        let number = match (first, line) {
            (false, _) => String::new(),
            (true, Some(_)) if width == 0 => String::new(),
            (true, Some(line)) => line.to_string(),
            (true, None) => "--".into(),
        };
        let label = match labels.get(index) {
            Some(number @ 1..) => format!("L{number}:"),
            _ => String::new(),
        };
        let name = op.name();
        if width > 0 {
            let _ = write!(text, "{number:>width$} ");
        }
        let _ = write!(text, "{label:>label_width$}     {name:<NAME_WIDTH$}");
        if let Some((number, shown)) = argument(unit, code, &names, &labels, &offsets, index, *op) {
            let width = NUMBER_WIDTH - name.len().saturating_sub(NAME_WIDTH).min(NUMBER_WIDTH);
            let _ = write!(text, " {number:>width$}");
            if !shown.is_empty() {
                let _ = write!(text, " ({shown})");
            }
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    if !code.exceptions.is_empty() {
        text.push_str("ExceptionTable:\n");
    }
    for handler in &code.exceptions {
        let label = |at: u32| labels.get(at as usize).copied().unwrap_or(0);
        let lasti = if handler.push_lasti { " lasti" } else { "" };
        let (start, end) = (label(handler.start), label(handler.end));
        let (target, depth) = (label(handler.target), handler.depth);
        let _ = writeln!(text, "  L{start} to L{end} -> L{target} [{depth}]{lasti}");
    }
}

fn code_repr(unit: &Unit, code: &Code) -> String {
    let (name, file, line) = (&code.name, &unit.file, code.first_line);
    format!("<code object {name}, file \"{file}\", line {line}>")
}

/// Labels of all places that something leads to.
///
/// For each instruction its label's number, or 0, and how many there are.
fn labels(code: &Code) -> (Vec<usize>, usize) {
    let mut labels = vec![0; code.ops.len() + 1];
    let jumps = code.ops.iter().filter_map(|op| shown_target(*op));
    let table = code.exceptions.iter();
    let table = table.flat_map(|handler: &Handler| [handler.start, handler.end, handler.target]);
    for target in jumps.chain(table) {
        if let Some(label) = labels.get_mut(target as usize) {
            *label = 1;
        }
    }
    let mut count = 0;
    for label in labels.iter_mut().filter(|label| **label > 0) {
        count += 1;
        *label = count;
    }
    (labels, count)
}

/// Where a jump leads in CPython's eyes.
fn shown_target(op: Op) -> Option<u32> {
    let target = op.target()?;
    Some(match op {
        // It points to `END_FOR`, and goes on behind it.
        Op::ForIter(_) => target.saturating_sub(2),
        _ => target,
    })
}

/// `co_names`: the order in which names come up.
fn names(unit: &Unit, code: &Code) -> Names {
    let mut names = Names::default();
    for op in &code.ops {
        if let Some(name) = name(unit, *op) {
            names.add(name);
        }
    }
    names
}

/// The name that an instruction is about, when it is no local variable.
fn name(unit: &Unit, op: Op) -> Option<&str> {
    let from = match op.subject() {
        Subject::Global(slot) => unit.globals.get(slot as usize),
        Subject::Name(name) => unit.names.get(name as usize),
        _ => None,
    };
    from.map(String::as_str)
}

/// The number behind an opcode, and what `dis` writes in parentheses.
fn argument(
    unit: &Unit,
    code: &Code,
    names: &Names,
    labels: &[usize],
    offsets: &[usize],
    index: usize,
    op: Op,
) -> Option<(usize, String)> {
    let local = |slot: u32| code.locals.get(slot as usize).map_or("", String::as_str);
    if let Some(target) = shown_target(op) {
        let offset = |index: usize| offsets.get(index).copied().unwrap_or(0);
        let delta = offset(index + 1).abs_diff(offset(target as usize));
        let label = labels.get(target as usize).copied().unwrap_or(0);
        return Some((delta, format!("to L{label}")));
    }
    if let Some(name) = name(unit, op) {
        let number = names.get(name).unwrap_or(0) as usize;
        let number = match op {
            Op::LoadGlobal(_) | Op::LoadAttr(_) => number << 1,
            Op::LoadGlobalNull(_) | Op::LoadMethod(_) => number << 1 | 1,
            Op::LoadSuperAttr { method, two, .. } => {
                number << 2 | usize::from(two) << 1 | usize::from(method)
            }
            _ => number,
        };
        return Some((number, named(op, name)));
    }
    match op.subject() {
        Subject::Const(constant) => {
            let value = code.consts.get(constant as usize);
            let shown = match value {
                Some(Const::Code(code)) => {
                    let code = unit.codes.get(*code as usize);
                    code.map_or_else(String::new, |code| code_repr(unit, code))
                }
                Some(value) => repr(value),
                None => String::new(),
            };
            return Some((constant as usize, shown));
        }
        Subject::Local(slot) => return Some((slot as usize, local(slot).into())),
        Subject::Locals(a, b) => {
            let shown = format!("{}, {}", local(a.into()), local(b.into()));
            return Some((usize::from(a) << 4 | usize::from(b), shown));
        }
        Subject::Count(number) => return Some((number as usize, String::new())),
        _ => {}
    }
    if let Some(known) = words(op) {
        return Some(known);
    }
    let flag = |flag: bool| Some((usize::from(flag), String::new()));
    match op {
        Op::Resume => Some((0, String::new())),
        Op::ContainsOp(inverted) | Op::IsOp(inverted) => flag(inverted),
        Op::YieldValue(value) | Op::CallFunctionEx(value) => flag(value),
        Op::UnpackEx(before, after) => {
            Some((usize::from(before) | (after as usize) << 8, String::new()))
        }
        Op::GetAwaitable(awaited) => {
            let number = match awaited {
                Awaited::Value => 0,
                Awaited::Enter => 1,
                Awaited::Exit => 2,
            };
            Some((number, String::new()))
        }
        _ => None,
    }
}

/// A name as `dis` writes it behind an instruction.
pub fn named(op: Op, name: &str) -> String {
    let what = match op {
        Op::LoadGlobalNull(_) => " + NULL",
        Op::LoadMethod(_) | Op::LoadSuperAttr { method: true, .. } => " + NULL|self",
        _ => "",
    };
    format!("{name}{what}")
}

/// The number behind an opcode that has words of its own in `dis`, and these words.
pub fn words(op: Op) -> Option<(usize, String)> {
    match op {
        Op::BinaryOp(binary) => {
            let mut number = operator_number(binary.operator);
            let mut shown = binary.operator.sign().to_owned();
            if binary.in_place {
                number += 13;
                shown.push('=');
            }
            Some((number, shown))
        }
        Op::CompareOp(compare, to_bool) => {
            let (number, mask) = match compare {
                Compare::Less => (0, 2),
                Compare::LessEq => (1, 10),
                Compare::Eq => (2, 8),
                Compare::NotEq => (3, 7),
                Compare::Greater => (4, 4),
                Compare::GreaterEq => (5, 12),
            };
            let number = number << 5 | mask | usize::from(to_bool) << 4;
            let sign = compare.sign();
            let shown = if to_bool {
                format!("bool({sign})")
            } else {
                sign.into()
            };
            Some((number, shown))
        }
        Op::ConvertValue(conversion) => Some(match conversion {
            Conversion::Str => (1, "str".into()),
            Conversion::Repr => (2, "repr".into()),
            Conversion::Ascii => (3, "ascii".into()),
        }),
        Op::CallIntrinsic1(intrinsic) => Some(match intrinsic {
            Intrinsic1::ImportStar => (2, "INTRINSIC_IMPORT_STAR".into()),
            Intrinsic1::StopIterationError => (3, "INTRINSIC_STOPITERATION_ERROR".into()),
            Intrinsic1::AsyncGenWrap => (4, "INTRINSIC_ASYNC_GEN_WRAP".into()),
            Intrinsic1::UnaryPositive => (5, "INTRINSIC_UNARY_POSITIVE".into()),
            Intrinsic1::ListToTuple => (6, "INTRINSIC_LIST_TO_TUPLE".into()),
            Intrinsic1::TypeVar => (7, "INTRINSIC_TYPEVAR".into()),
            Intrinsic1::ParamSpec => (8, "INTRINSIC_PARAMSPEC".into()),
            Intrinsic1::TypeVarTuple => (9, "INTRINSIC_TYPEVARTUPLE".into()),
            Intrinsic1::SubscriptGeneric => (10, "INTRINSIC_SUBSCRIPT_GENERIC".into()),
            Intrinsic1::TypeAlias => (11, "INTRINSIC_TYPEALIAS".into()),
        }),
        Op::CallIntrinsic2(intrinsic) => Some(match intrinsic {
            Intrinsic2::PrepReraiseStar => (1, "INTRINSIC_PREP_RERAISE_STAR".into()),
            Intrinsic2::TypeVarWithBound => (2, "INTRINSIC_TYPEVAR_WITH_BOUND".into()),
            Intrinsic2::TypeVarWithConstraints => (3, "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS".into()),
            Intrinsic2::SetFunctionTypeParams => (4, "INTRINSIC_SET_FUNCTION_TYPE_PARAMS".into()),
            Intrinsic2::SetTypeparamDefault => (5, "INTRINSIC_SET_TYPEPARAM_DEFAULT".into()),
        }),
        Op::SetFunctionAttribute(attribute) => Some(match attribute {
            FunctionAttribute::Defaults => (1, "defaults".into()),
            FunctionAttribute::KwDefaults => (2, "kwdefaults".into()),
            FunctionAttribute::Annotations => (4, "annotations".into()),
            FunctionAttribute::Closure => (8, "closure".into()),
        }),
        _ => None,
    }
}

fn operator_number(operator: crate::code::Operator) -> usize {
    use crate::code::Operator::{
        Add, And, FloorDiv, LeftShift, MatMul, Mod, Mul, Or, Pow, RightShift, Sub, TrueDiv, Xor,
    };
    let all = [
        Add, And, FloorDiv, LeftShift, MatMul, Mul, Mod, Or, Pow, RightShift, Sub, TrueDiv, Xor,
    ];
    all.iter().position(|one| *one == operator).unwrap_or(0)
}

/// How many units of caches CPython has behind an opcode.
fn caches(op: Op) -> usize {
    match op {
        Op::LoadAttr(_) | Op::LoadMethod(_) => 9,
        Op::LoadGlobal(_) | Op::LoadGlobalNull(_) | Op::StoreAttr(_) => 4,
        Op::Call(_) | Op::ToBool => 3,
        Op::BinaryOp(_)
        | Op::BinarySubscr
        | Op::CompareOp(..)
        | Op::ContainsOp(_)
        | Op::ForIter(_)
        | Op::JumpBackward(_)
        | Op::LoadSuperAttr { .. }
        | Op::PopJumpIfFalse(_)
        | Op::PopJumpIfTrue(_)
        | Op::PopJumpIfNone(_)
        | Op::PopJumpIfNotNone(_)
        | Op::Send(_)
        | Op::StoreSubscr
        | Op::UnpackSequence(_) => 1,
        _ => 0,
    }
}

/// A constant as Python writes it.
pub(crate) fn repr(value: &Const) -> String {
    let list = |elements: &[Const]| {
        let elements: Vec<String> = elements.iter().map(repr).collect();
        elements.join(", ")
    };
    match value {
        Const::None => "None".into(),
        Const::Ellipsis => "Ellipsis".into(),
        Const::Bool(true) => "True".into(),
        Const::Bool(false) => "False".into(),
        Const::Int(value) => value.to_string(),
        Const::Big(value) => value.to_string(),
        Const::Float(value) => float_repr(*value),
        Const::Str(text) => text_repr(text),
        Const::Bytes(bytes) => bytes_repr(bytes),
        Const::Tuple(elements) if elements.len() == 1 => format!("({},)", list(elements)),
        Const::Tuple(elements) => format!("({})", list(elements)),
        Const::FrozenSet(elements) => format!("frozenset({{{}}})", list(elements)),
        Const::Code(index) => format!("<code object {index}>"),
    }
}

fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.into();
    }
    let shortest = format!("{value:e}");
    let (digits, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    let plain = format!("{value}");
    if plain.contains('.') {
        plain
    } else {
        plain + ".0"
    }
}

fn quote(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

/// Roughly what `str.isprintable` says; there are no tables of all characters here.
fn is_printable(letter: char) -> bool {
    !letter.is_control()
        && (letter == ' ' || !letter.is_whitespace())
        && !matches!(
            letter,
            '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{feff}'
                | '\u{e0000}'..
        )
}

fn text_repr(text: &str) -> String {
    let quote = quote(text.contains('\''), text.contains('"'));
    let mut shown = String::from(quote);
    for letter in text.chars() {
        match letter {
            '\\' => shown.push_str("\\\\"),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            letter if letter == quote => {
                shown.push('\\');
                shown.push(letter);
            }
            letter if !is_printable(letter) => {
                let number = u32::from(letter);
                let _ = match number {
                    ..0x100 => write!(shown, "\\x{number:02x}"),
                    0x100..0x10000 => write!(shown, "\\u{number:04x}"),
                    _ => write!(shown, "\\U{number:08x}"),
                };
            }
            letter => shown.push(letter),
        }
    }
    shown.push(quote);
    shown
}

fn bytes_repr(bytes: &[u8]) -> String {
    let quote = quote(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut shown = format!("b{quote}");
    for byte in bytes {
        match byte {
            b'\\' => shown.push_str("\\\\"),
            b'\n' => shown.push_str("\\n"),
            b'\r' => shown.push_str("\\r"),
            b'\t' => shown.push_str("\\t"),
            byte if char::from(*byte) == quote => {
                shown.push('\\');
                shown.push(quote);
            }
            0x20..0x7f => shown.push(char::from(*byte)),
            byte => {
                let _ = write!(shown, "\\x{byte:02x}");
            }
        }
    }
    shown.push(quote);
    shown
}
