//! What CPython 3.13 prints when nothing catches an exception (`Lib/traceback.py`).

use std::collections::HashMap;

use compiler::{Op, Span};
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use crate::class::Class;
use crate::error::Exception;
use crate::exception::{Place, raised};
use crate::instance::Payload;
use crate::kind::Kind;
use crate::names;
use crate::object::Ref;
use crate::symbols::Symbol;
use crate::text;
use crate::value::Value;
use crate::world::World;

/// How often the same frame is shown before it is only counted.
const REPEATS_SHOWN: usize = 3;

/// Behind so many bytes frames are shown without their source: a thousand of them may share one long line.
const MAX_EXCERPTS: usize = 1 << 20;

/// Among more names no suggestion is looked for (`MAX_CANDIDATE_ITEMS`).
const MAX_CANDIDATES: usize = 750;

/// How many exceptions of a group are shown, and how many groups within groups.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;

/// How many exceptions that led to one another are shown.
const MAX_CHAIN: usize = 1000;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// An exception that nothing has caught.
pub(crate) fn uncaught(world: &World, exception: &Value) -> Exception {
    let mut text = format_exception(world, exception, None, true);
    // The last line feed is the writer's.
    text.truncate(text.trim_end_matches('\n').len());
    let class = world.class_of(exception);
    Exception {
        kind: class.name().to_string(),
        message: shown(exception),
        text,
        exit: exit(class, exception),
    }
}

/// The status that the program ends with, and what it says, if the exception is a `SystemExit`.
fn exit(class: &Class, exception: &Value) -> Option<(i32, Option<String>)> {
    if !class.kind.is_a(Kind::SystemExit) {
        return None;
    }
    let args = raised(exception).map(|raised| raised.with(|raised| raised.args.clone()));
    let code = match args {
        Some(Value::Tuple(args)) => match &args.0[..] {
            [] => Value::None,
            [code] => code.clone(),
            _ => Value::Tuple(args.clone()),
        },
        _ => Value::None,
    };
    Some(match code {
        Value::None => (0, None),
        Value::Bool(code) => (code as i32, None),
        // What is too large for C is -1.
        Value::Int(code) => (i32::try_from(code).unwrap_or(code as i32), None),
        Value::Big(_) => (-1, None),
        _ => (1, Some(shown(exception))),
    })
}

/// Whether Python has to be asked for what an exception, or one that led to it, says.
pub(crate) fn takes_python(exception: &Value) -> bool {
    let (mut seen, mut left) = (Vec::new(), vec![exception.clone()]);
    while let Some(one) = left.pop() {
        let Some(inside) = raised(&one).filter(|_| !seen.iter().any(|known| one.is(known))) else {
            continue;
        };
        let said = inside.with(|raised| {
            left.extend([raised.cause.clone(), raised.context.clone()]);
            if let Value::Tuple(exceptions) = &raised.exceptions {
                left.extend(exceptions.0.iter().cloned());
            }
            raised.said.is_some()
        });
        if !said && matches!(text::display(&one), Err(fault) if fault.is_in_python()) {
            return true;
        }
        seen.push(one);
    }
    false
}

/// `str(value)`, or what stands for it if that takes Python or fails.
fn shown(value: &Value) -> String {
    if let Some(said) = raised(value).and_then(|raised| raised.with(|raised| raised.said.clone())) {
        return said.into();
    }
    match text::display(value) {
        Ok(Value::Str(text)) => text.text.to_string(),
        _ => "<exception str() failed>".to_owned(),
    }
}

/// All lines that `traceback.print_exception` prints: of so many frames, from the innermost ones if negative, and
/// perhaps without what led to it.
pub(crate) fn format_exception(
    world: &World,
    exception: &Value,
    limit: Option<i64>,
    chain: bool,
) -> String {
    let mut report = Report {
        world,
        limit,
        chain,
        out: String::new(),
        depth: 0,
        must_close: false,
        seen: Vec::new(),
    };
    report.chain(exception);
    report.out
}

/// What is written, line by line.
struct Report<'a> {
    world: &'a World,
    limit: Option<i64>,
    chain: bool,
    out: String,
    /// How many groups we are in.
    depth: usize,
    /// Whether the frame of the innermost group still needs its lower edge.
    must_close: bool,
    /// The exceptions that are shown already.
    seen: Vec<usize>,
}

impl Report<'_> {
    /// Text within the frames of all open groups.
    fn write(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out.push_str(text);
            return;
        }
        for line in text.split_inclusive('\n') {
            self.indent();
            self.out.push(margin);
            self.out.push(' ');
            self.out.push_str(line);
        }
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n(' ', 2 * self.depth));
    }

    /// An exception, after those that led to it.
    fn chain(&mut self, exception: &Value) {
        let mut chain = vec![(exception.clone(), "")];
        self.seen.extend(exception.address());
        while self.chain && chain.len() < MAX_CHAIN {
            let Some((last, _)) = chain.last() else { break };
            let Some(inside) = raised(last) else { break };
            let (cause, context, suppress) = inside.with(|raised| {
                (
                    raised.cause.clone(),
                    raised.context.clone(),
                    raised.suppress,
                )
            });
            let is_new = |value: &Value| {
                value
                    .address()
                    .is_some_and(|address| !self.seen.contains(&address))
                    && raised(value).is_some()
            };
            let (next, link) = if is_new(&cause) {
                (cause, CAUSE)
            } else if is_new(&context) && !suppress && raised(&cause).is_none() {
                (context, CONTEXT)
            } else {
                break;
            };
            self.seen.extend(next.address());
            // The words stand before the exception that it led to.
            if let Some((_, words)) = chain.last_mut() {
                *words = link;
            }
            chain.push((next, ""));
        }
        for (exception, words) in chain.iter().rev() {
            if !words.is_empty() {
                self.write(words, '|');
            }
            self.one(exception);
        }
    }

    fn one(&mut self, exception: &Value) {
        let Some(inside) = raised(exception) else {
            return;
        };
        let (places, exceptions) =
            inside.with(|raised| (raised.places.clone(), raised.exceptions.clone()));
        let stack = self.stack(&places);
        let Value::Tuple(exceptions) = &exceptions else {
            if !stack.is_empty() {
                self.write("Traceback (most recent call last):\n", '|');
                self.write(&stack, '|');
            }
            let last = self.last_lines(exception);
            self.write(&last, '|');
            return;
        };
        if self.depth > GROUP_DEPTH {
            self.write(&format!("... (max_group_depth is {GROUP_DEPTH})\n"), '|');
            return;
        }
        let is_outermost = self.depth == 0;
        self.depth += usize::from(is_outermost);
        if !stack.is_empty() {
            let margin = if is_outermost { '+' } else { '|' };
            self.write(
                "Exception Group Traceback (most recent call last):\n",
                margin,
            );
            self.write(&stack, '|');
        }
        let last = self.last_lines(exception);
        self.write(&last, '|');
        let count = exceptions.0.len();
        self.must_close = false;
        for (place, inner) in exceptions.0.iter().enumerate().take(GROUP_WIDTH + 1) {
            let is_last = place + 1 == count.min(GROUP_WIDTH + 1);
            let is_cut = place >= GROUP_WIDTH;
            // An inner group may close the frame itself.
            self.must_close |= is_last;
            let title = if is_cut {
                "...".to_owned()
            } else {
                (place + 1).to_string()
            };
            self.indent();
            self.out.push_str(if place == 0 { "+-" } else { "  " });
            self.out
                .push_str(&format!("+---------------- {title} ----------------\n"));
            self.depth += 1;
            if is_cut {
                let more = count - GROUP_WIDTH;
                let plural = if more > 1 { "s" } else { "" };
                self.write(&format!("and {more} more exception{plural}\n"), '|');
            } else {
                self.chain(inner);
            }
            if is_last && self.must_close {
                self.indent();
                self.out.push_str("+------------------------------------\n");
                self.must_close = false;
            }
            self.depth -= 1;
        }
        self.depth -= usize::from(is_outermost);
    }

    /// The frames that an exception went through; the innermost place comes first in `places`.
    fn stack(&self, places: &[Place]) -> String {
        let count = self
            .limit
            .map_or(usize::MAX, |limit| limit.unsigned_abs() as usize);
        let places = match self.limit {
            Some(..0) => places.get(..count).unwrap_or(places),
            _ => places
                .get(places.len().saturating_sub(count)..)
                .unwrap_or_default(),
        };
        let mut trace = String::new();
        let mut previous = None;
        let mut repeats = 0;
        let mut known: HashMap<(u32, u32), (u32, String)> = HashMap::new();
        for place in places.iter().rev() {
            let (Some(unit), Some(ready)) =
                (self.world.unit_of(place.code), self.world.code(place.code))
            else {
                continue;
            };
            let (line, excerpt) = known.entry((place.code, place.op)).or_insert_with(|| {
                let span = ready.code.spans.get(place.op as usize).copied();
                match span.filter(|span| *span != Span::NONE) {
                    // Of a text that was compiled at run time CPython has no lines.
                    Some(span) if unit.file.starts_with('<') => {
                        (line_of(&unit.source, span.start), String::new())
                    }
                    Some(span) => (
                        line_of(&unit.source, span.start),
                        excerpt(&unit.source, span),
                    ),
                    None => (ready.code.first_line, String::new()),
                }
            });
            let line = *line;
            if previous == Some((place.code, line)) {
                repeats += 1;
            } else {
                repeated(&mut trace, repeats);
                previous = Some((place.code, line));
                repeats = 1;
            }
            if repeats <= REPEATS_SHOWN {
                trace.push_str(&format!(
                    "  File \"{}\", line {line}, in {}\n",
                    unit.file, ready.code.name
                ));
                if trace.len() < MAX_EXCERPTS {
                    trace.push_str(excerpt);
                }
            }
        }
        repeated(&mut trace, repeats);
        trace
    }

    /// The class and the message, a hint, and the notes.
    fn last_lines(&self, exception: &Value) -> String {
        let class = self.world.class_of(exception);
        let name = text::class_name(class);
        let name = name.strip_prefix("__main__.").unwrap_or(&name);
        let mut lines = name.to_owned();
        let mut said = shown(exception);
        if class.kind.is_a(Kind::SyntaxError)
            && let Some((place, message)) = syntax_place(exception)
        {
            lines = place + name;
            said = message;
        }
        if let Some(raised) = raised(exception) {
            let (place, missing) =
                raised.with(|raised| (raised.places.first().copied(), raised.missing.clone()));
            if let Some((name, of)) = missing {
                said.push_str(&self.hint(class.kind, place, &name, &of));
            }
        }
        if !said.is_empty() {
            lines.push_str(": ");
            lines.push_str(&said);
        }
        lines.push('\n');
        let notes = match exception {
            Value::Object(object) => object.get(Symbol::NOTES, "__notes__"),
            _ => None,
        };
        if let Some(Value::List(notes)) = notes {
            for note in notes.items() {
                for line in shown(&note).split('\n') {
                    lines.push_str(line);
                    lines.push('\n');
                }
            }
        }
        lines
    }

    /// What else may have been meant by a name that isn't there.
    fn hint(&self, kind: Kind, place: Option<Place>, name: &str, of: &Value) -> String {
        let hidden = !name.starts_with('_');
        let visible = |known: &String| !hidden || !known.starts_with('_');
        let found = if kind.is_a(Kind::AttributeError) || kind.is_a(Kind::ImportError) {
            let mut known = attributes(self.world, of);
            known.retain(visible);
            closest(name, &known)
        } else if kind.is_a(Kind::NameError) && !matches!(of, Value::Null | Value::None) {
            Some(format!("self.{name}"))
        } else if kind.is_a(Kind::NameError) {
            place.and_then(|place| closest(name, &self.in_scope(place)))
        } else {
            None
        };
        let mut hint = String::new();
        if let Some(found) = &found {
            hint = format!(". Did you mean: '{found}'?");
        }
        if kind.is_a(Kind::NameError) && names::STDLIB.contains(&name) {
            hint.push_str(if found.is_some() { " Or did" } else { ". Did" });
            hint.push_str(&format!(" you forget to import '{name}'?"));
        }
        hint
    }

    /// The names that an instruction can use: those of the function that it has stored something in, of its
    /// module, and those without an import.
    fn in_scope(&self, place: Place) -> Vec<String> {
        let mut known = Vec::new();
        if let Some(ready) = self.world.code(place.code) {
            let code = &ready.code;
            let before = code.ops.get(..place.op as usize).unwrap_or_default();
            let is_stored = |slot: usize| {
                slot < ready.params
                    || slot >= code.first_free
                    || before.iter().any(|op| stores(*op, slot))
            };
            if code.flags.optimized {
                let locals = code.locals.iter().enumerate();
                known.extend(
                    locals
                        .filter(|(slot, _)| is_stored(*slot))
                        .map(|(_, name)| name.clone()),
                );
            }
        }
        if let Some(unit) = self.world.unit_of(place.code) {
            known.extend(names::MODULE.iter().map(|name| (*name).to_owned()));
            let globals = unit.globals.iter();
            let bound = globals.filter(|global| !matches!(global.get(), Value::Null));
            known.extend(bound.map(|global| self.world.symbols.name(global.name).to_string()));
            let is_module = self
                .world
                .code(place.code)
                .is_some_and(|ready| ready.code.name == "<module>");
            if is_module {
                // Its locals are its globals, and both count.
                known.extend_from_within(..);
            }
        }
        // In CPython's order the other names of OSError come last.
        let is_alias = |name: &&&str| matches!(**name, "IOError" | "EnvironmentError");
        let (aliases, first): (Vec<&&str>, Vec<&&str>) = names::BUILTINS.iter().partition(is_alias);
        known.extend(
            first
                .into_iter()
                .chain(aliases)
                .map(|name| (*name).to_owned()),
        );
        known
    }
}

fn stores(op: Op, slot: usize) -> bool {
    let is = |other: u32| other as usize == slot;
    match op {
        Op::StoreFast(other) | Op::StoreDeref(other) => is(other),
        Op::StoreFastLoadFast(other, _) => is(other.into()),
        Op::StoreFastStoreFast(a, b) => is(a.into()) || is(b.into()),
        _ => false,
    }
}

/// Where a source is no program, with the line and its carets, and the message.
fn syntax_place(exception: &Value) -> Option<(String, String)> {
    let Value::Tuple(args) = raised(exception)?.with(|raised| raised.args.clone()) else {
        return None;
    };
    let [message, Value::Tuple(place)] = &args.0[..] else {
        return None;
    };
    let [file, Value::Int(line), Value::Int(from), text, rest @ ..] = &place.0[..] else {
        return None;
    };
    let mut shown_place = format!(
        "  File \"{}\", line {line}\n",
        file.as_str().unwrap_or("<string>")
    );
    if let Some(text) = text.as_str() {
        let text = text.trim_end();
        let trimmed = text.trim_start();
        shown_place += &format!("    {trimmed}\n");
        let cut = text.chars().count() - trimmed.chars().count();
        let end = match rest {
            [Value::Int(end_line), Value::Int(end)] if end_line == line && end > from => *end,
            [Value::Int(end_line), Value::Int(_)] if end_line > line => {
                text.chars().count() as i64 + 1
            }
            _ => from + 1,
        };
        let start = usize::try_from(from - 1).ok()?.saturating_sub(cut);
        let width = usize::try_from(end - from).ok()?.clamp(1, MAX_EXCERPTS);
        shown_place += &format!(
            "    {}{}\n",
            " ".repeat(start.min(MAX_EXCERPTS)),
            "^".repeat(width)
        );
    }
    Some((shown_place, message.as_str()?.to_owned()))
}

/// `dir(value)`.
fn attributes(world: &World, value: &Value) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let name = |symbol: Symbol| world.symbols.name(symbol).to_string();
    let mut add_class = |class: &Ref<Class>| {
        for class in std::iter::once(class).chain(&class.ancestors) {
            class.attributes.with(|attributes| {
                names.extend(attributes.iter().map(|(symbol, _)| name(symbol)));
            });
        }
    };
    match value {
        Value::Null => return names,
        Value::Module(module) => {
            names.extend(
                world
                    .names_in(module)
                    .into_iter()
                    .map(|(symbol, _)| name(symbol)),
            );
        }
        Value::Class(class) => add_class(class),
        value => {
            add_class(world.class_of(value));
            if let Value::Object(object) = value {
                names.extend(object.own().into_iter().map(|(symbol, _)| name(symbol)));
                if matches!(object.payload, Payload::Thread(_)) {
                    names.extend(["name", "daemon", "ident"].map(str::to_owned));
                }
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn closest(wrong: &str, known: &[String]) -> Option<String> {
    if known.len() >= MAX_CANDIDATES {
        return None;
    }
    suggestion(wrong, known.iter().map(String::as_str))
}

fn repeated(trace: &mut String, repeats: usize) {
    if repeats > REPEATS_SHOWN {
        let more = repeats - REPEATS_SHOWN;
        let plural = if more == 1 { "" } else { "s" };
        trace.push_str(&format!(
            "  [Previous line repeated {more} more time{plural}]\n"
        ));
    }
}

/// The line of a byte offset, from 1.
pub(crate) fn line_of(source: &str, offset: u32) -> u32 {
    place(source, offset).0
}

/// Line and column (in code points) of a byte offset, both from 1.
pub(crate) fn place(source: &str, offset: u32) -> (u32, u32) {
    let before = source.get(..offset as usize).unwrap_or(source);
    let line = lines(before).count().max(1) as u32 + u32::from(before.ends_with(['\n', '\r']));
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    (line, before[start..].chars().count() as u32 + 1)
}

/// Lines without their ends, which are `\n`, `\r` or both.
pub(crate) fn lines(source: &str) -> impl Iterator<Item = &str> {
    let mut rest = source;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        let after = after
            .strip_prefix("\r\n")
            .or_else(|| after.strip_prefix(['\n', '\r']))
            .unwrap_or(after);
        rest = after;
        Some(line)
    })
}

/// Characters from the start of a line on, as positions in the lines of an excerpt.
type Point = (usize, usize);

/// The source lines of a place, if it has any.
pub(crate) fn excerpt_at(world: &World, place: Place) -> String {
    let ready = world.code(place.code);
    let span = ready
        .and_then(|ready| ready.code.spans.get(place.op as usize))
        .copied();
    match (span, world.unit_of(place.code)) {
        (Some(span), Some(unit)) if span != Span::NONE && !unit.file.starts_with('<') => {
            excerpt(&unit.source, span)
        }
        _ => String::new(),
    }
}

/// The source lines of an instruction with carets below them (`StackSummary.format_frame_summary`).
fn excerpt(source: &str, span: Span) -> String {
    let (first, first_column) = place(source, span.start);
    let (last, last_column) = place(source, span.end);
    let all: Vec<&str> = lines(source).collect();
    let Some(originals) = all.get(first as usize - 1..(last as usize).min(all.len())) else {
        return String::new();
    };
    // Dedent by the blanks that all lines have in common.
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t', '\x0c']).len();
    let common = originals
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(indent)
        .min()
        .unwrap_or(0);
    let shown: Vec<Vec<char>> = originals
        .iter()
        .map(|line| {
            if line.trim().is_empty() {
                Vec::new()
            } else {
                line.get(common..).unwrap_or(line).chars().collect()
            }
        })
        .collect();
    let (Some(head), Some(tail)) = (shown.first(), shown.last()) else {
        return String::new();
    };
    let start = (first_column as usize - 1)
        .saturating_sub(common)
        .min(head.len());
    let end = (last_column as usize - 1)
        .saturating_sub(common)
        .min(tail.len());

    let text: Vec<String> = shown.iter().map(|line| line.iter().collect()).collect();
    let segment: Vec<String> = shown
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let from = if index == 0 { start } else { 0 };
            let to = if index + 1 == shown.len() {
                end
            } else {
                line.len()
            };
            line.get(from..to).unwrap_or_default().iter().collect()
        })
        .collect();
    let anchors = anchors(&segment).map(|(left, right)| {
        let shift = |(line, column): Point| (line, if line == 0 { column + start } else { column });
        (shift(left), shift(right))
    });
    let carets = show_carets(&text, &shown, start, end, anchors.is_some());

    let mut significant = vec![0, shown.len() - 1];
    if let Some((left, right)) = anchors {
        for around in [left.0, right.0] {
            significant.extend([around.saturating_sub(1), around, around + 1]);
        }
    }
    significant.retain(|line| *line < shown.len());
    significant.sort_unstable();
    significant.dedup();

    let mut out = String::new();
    let output = |index: usize, out: &mut String| {
        let (Some(line), Some(text)) = (shown.get(index), text.get(index)) else {
            return;
        };
        out.push_str(&format!("    {text}\n"));
        if !carets {
            return;
        }
        let blanks = line
            .iter()
            .take_while(|character| character.is_whitespace())
            .count();
        let width = if index + 1 == shown.len() {
            display_width(line, end)
        } else {
            display_width(line, line.len())
        };
        let from = display_width(line, if index == 0 { start } else { 0 });
        let marks = (0..width).map(|column| {
            if column < blanks || column < from {
                return ' ';
            }
            match anchors {
                Some((left, right)) => {
                    let at = |(place, column): Point| (place, display_width(&shown[place], column));
                    let (left, right) = (at(left), at(right));
                    if (index, column) >= left && (index, column) < right {
                        '^'
                    } else {
                        '~'
                    }
                }
                None => '^',
            }
        });
        out.push_str("    ");
        out.extend(marks);
        out.push('\n');
    };
    let mut before = None;
    for index in significant {
        if let Some(before) = before {
            match index - before {
                2 => output(index - 1, &mut out),
                gap if gap > 2 => out.push_str(&format!("    ...<{} lines>...\n", gap - 1)),
                _ => {}
            }
        }
        output(index, &mut out);
        before = Some(index);
    }
    out
}

/// Columns a terminal needs for the first `count` characters: East Asian wide ones take two.
fn display_width(line: &[char], count: usize) -> usize {
    let wide = |character: &char| {
        matches!(u32::from(*character),
            0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
            | 0xfe30..=0xfe6f | 0xff01..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1f64f | 0x1f900..=0x1f9ff
            | 0x20000..=0x3fffd)
    };
    line.iter()
        .take(count)
        .map(|character| if wide(character) { 2 } else { 1 })
        .sum()
}

/// `_should_show_carets`: not where they would only underline the whole line, or a plain call whose
/// result is returned or assigned.
fn show_carets(
    text: &[String],
    shown: &[Vec<char>],
    start: usize,
    end: usize,
    anchors: bool,
) -> bool {
    let joined = text.join("\n");
    if let Ok(module) = ruff_python_parser::parse_module(&joined) {
        let module = module.into_syntax();
        let Some(statement) = module.body.first() else {
            return false;
        };
        let call = match statement {
            Stmt::Return(statement) => match statement.value.as_deref() {
                Some(Expr::Call(call)) if call.func.is_name_expr() => Some(call),
                _ => None,
            },
            Stmt::Assign(statement) => match (&statement.targets[..], &*statement.value) {
                ([Expr::Name(_)], Expr::Call(call)) => Some(call),
                _ => None,
            },
            _ => None,
        };
        if let Some(call) = call {
            let from = place(&joined, call.range().start().to_u32());
            let to = place(&joined, call.range().end().to_u32());
            if from == (1, start as u32 + 1) && to == (text.len() as u32, end as u32 + 1) {
                return false;
            }
        }
    }
    let blank = |characters: Option<&[char]>| {
        characters
            .unwrap_or_default()
            .iter()
            .all(|character| character.is_whitespace())
    };
    anchors
        || !blank(shown.first().and_then(|line| line.get(..start)))
        || !blank(shown.last().and_then(|line| line.get(end..)))
}

/// `_extract_caret_anchors_from_line_segment`: the operator of a binary operation, the brackets of a call
/// or a subscript, as a half-open stretch of the segment.
fn anchors(segment: &[String]) -> Option<(Point, Point)> {
    let wrapped = format!("(\n{}\n)", segment.join("\n"));
    let parsed = ruff_python_parser::parse_module(&wrapped)
        .ok()?
        .into_syntax();
    let [Stmt::Expr(statement)] = &parsed.body[..] else {
        return None;
    };
    let lines: Vec<Vec<char>> = segment.iter().map(|line| line.chars().collect()).collect();
    let point = |offset: u32| -> Point {
        let (line, column) = place(&wrapped, offset);
        (line as usize - 2, column as usize - 1)
    };
    // The next place that has a character.
    let valid = |(mut line, mut column): Point| -> Option<Point> {
        while column >= lines.get(line)?.len() {
            column = 0;
            line += 1;
        }
        Some((line, column))
    };
    // The first character from a place on that is wanted, behind comments and continuations.
    let until = |from: Point, wanted: &dyn Fn(char) -> bool| -> Option<Point> {
        let mut at = valid(from)?;
        loop {
            let character = *lines.get(at.0)?.get(at.1)?;
            at = match character {
                '\\' | '#' => valid((at.0 + 1, 0))?,
                character if wanted(character) => return Some(at),
                _ => valid((at.0, at.1 + 1))?,
            };
        }
    };
    match &*statement.value {
        Expr::BinOp(operation) => {
            let from = point(operation.left.end().to_u32());
            let left = until(from, &|character| {
                !character.is_whitespace() && character != ')'
            })?;
            let mut end = left.1 + 1;
            let right = point(operation.right.start().to_u32());
            let second = lines.get(left.0)?.get(end);
            if second.is_some_and(|character| {
                (right.0 > left.0 || end < right.1)
                    && !character.is_whitespace()
                    && !['\\', '#'].contains(character)
            }) {
                end += 1;
            }
            Some((left, (left.0, end)))
        }
        Expr::Subscript(subscript) => {
            let left = until(point(subscript.value.end().to_u32()), &|character| {
                character == '['
            })?;
            Some((left, point(subscript.end().to_u32())))
        }
        Expr::Call(call) => {
            let left = until(point(call.func.end().to_u32()), &|character| {
                character == '('
            })?;
            Some((left, point(call.range().end().to_u32())))
        }
        _ => None,
    }
}

/// The known name closest to a wrong one, if it is close enough (`Python/suggestions.c`).
pub(crate) fn suggestion<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    const MOVE: usize = 2;
    let length = wrong.chars().count();
    if length > 40 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for name in known.filter(|name| *name != wrong) {
        let size = name.chars().count();
        let limit = ((size + length + 3) * MOVE / 6)
            .min(best.map_or(usize::MAX, |(distance, _)| distance.saturating_sub(1)));
        if size > 40 || best.is_some_and(|(distance, _)| distance == 0) {
            continue;
        }
        let distance = edit_distance(wrong, name);
        if distance <= limit {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name.to_string())
}

/// Levenshtein's distance where a change of case costs 1 and any other step 2.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).map(|column| column * 2).collect();
    for (index, x) in a.chars().enumerate() {
        let mut diagonal = index * 2;
        let mut left = (index + 1) * 2;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let change = if x == *y {
                0
            } else if x.eq_ignore_ascii_case(y) {
                1
            } else {
                2
            };
            let cost = (diagonal + change).min(left + 2).min(*cell + 2);
            diagonal = *cell;
            *cell = cost;
            left = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = (index + 1) * 2;
        }
    }
    row.last().copied().unwrap_or(0)
}
