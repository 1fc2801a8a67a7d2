//! What CPython 3.13 prints when nothing catches an exception (`Lib/traceback.py`).

use std::collections::HashMap;

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use crate::bytecode::{Program, Span};
use crate::error::{ErrorKind, Exception, Fault};
use crate::names;
use crate::thread::Frame;

/// How often the same frame is shown before it is only counted.
const REPEATS_SHOWN: usize = 3;

/// Behind so many bytes frames are shown without their source: a thousand of them may share one long line.
const MAX_EXCERPTS: usize = 1 << 20;

/// Among more names no suggestion is looked for (`MAX_CANDIDATE_ITEMS`).
const MAX_CANDIDATES: usize = 750;

/// The exception with its whole text. `in_scope` are the names a misspelt name may have meant.
pub(crate) fn exception(
    fault: Fault,
    program: &Program,
    frames: &[Frame],
    in_scope: &[&str],
) -> Exception {
    let Fault {
        kind,
        mut message,
        located,
        wrong_name,
    } = fault;
    let mut trace = String::new();
    let mut previous = None;
    let mut repeats = 0;
    let mut last = None;
    let mut places: HashMap<Span, (u32, String)> = HashMap::new();
    for frame in frames {
        let Some(code) = frame
            .code
            .and_then(|index| program.codes.get(index as usize))
        else {
            continue;
        };
        let Some(span) = code.spans.get(frame.pc.saturating_sub(1)).copied() else {
            continue;
        };
        let (line, excerpt) = places.entry(span).or_insert_with(|| {
            let line = line_of(&program.source, span.start);
            (line, excerpt(&program.source, span))
        });
        let line = *line;
        last = Some(span);
        if previous == Some((frame.code, line)) {
            repeats += 1;
        } else {
            repeated(&mut trace, repeats);
            previous = Some((frame.code, line));
            repeats = 1;
        }
        if repeats <= REPEATS_SHOWN {
            trace.push_str(&format!(
                "  File \"{}\", line {line}, in {}\n",
                program.file, code.name
            ));
            if trace.len() < MAX_EXCERPTS {
                trace.push_str(excerpt);
            }
        }
    }
    repeated(&mut trace, repeats);
    if !trace.is_empty() {
        trace.insert_str(0, "Traceback (most recent call last):\n");
    }
    if located && let Some(span) = last {
        let (line, column) = place(&program.source, span.start);
        message.push_str(&format!(" (line {line}, column {column})"));
    }
    let mut hint = String::new();
    if let Some((name, attributes)) = wrong_name {
        let found = if kind == ErrorKind::AttributeError {
            let hidden = !name.starts_with('_');
            suggestion(
                &name,
                attributes
                    .iter()
                    .copied()
                    .filter(|attribute| !hidden || !attribute.starts_with('_')),
            )
        } else if in_scope.len() < MAX_CANDIDATES {
            suggestion(&name, in_scope.iter().copied())
        } else {
            None
        };
        if let Some(found) = &found {
            hint = format!(". Did you mean: '{found}'?");
        }
        if kind == ErrorKind::NameError && names::STDLIB.contains(&&*name) {
            hint.push_str(if found.is_some() { " Or did" } else { ". Did" });
            hint.push_str(&format!(" you forget to import '{name}'?"));
        }
    }
    Exception {
        kind,
        message,
        hint,
        trace,
    }
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
