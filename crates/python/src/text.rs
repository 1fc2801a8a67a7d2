//! str: what a value looks like as text, and the methods of text.

use std::collections::HashSet;
use std::sync::Arc;

use crate::builtins::Builtin;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::list::MAX_ITEMS;
use crate::number;
use crate::value::{Text, Value};

/// No str, list or tuple grows beyond this many bytes.
pub(crate) const MAX_BYTES: usize = 64 << 20;

/// Nesting beyond which repr and comparison give up rather than use up the stack.
pub(crate) const MAX_NESTING: usize = 400;

/// What `str.isspace` says of one character.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\x1c'..='\x1f').contains(&character)
}

/// `str(value)`.
pub(crate) fn display(value: &Value) -> Outcome<Value> {
    match value {
        Value::Str(_) => Ok(value.clone()),
        value => repr(value).map(Value::text),
    }
}

/// `repr(value)`.
pub(crate) fn repr(value: &Value) -> Outcome<String> {
    let mut out = String::new();
    write_repr(value, &mut out, &mut Vec::new(), MAX_BYTES)?;
    Ok(out)
}

/// The first `most` characters of `repr(value)`; `None` if it has no repr. Not much more than those is
/// written, however large the value is.
pub(crate) fn repr_start(value: &Value, most: usize) -> Option<String> {
    // No character has more bytes in UTF-8.
    let limit = most.saturating_mul(4);
    let mut out = String::new();
    let written = write_repr(value, &mut out, &mut Vec::new(), limit);
    let enough = out.len() > limit;
    (written.is_ok() || enough).then(|| out.chars().take(most).collect())
}

/// The text, or its beginning if it has more bytes than that.
fn beginning(text: &str, bytes: usize) -> &str {
    let end = text.floor_char_boundary(bytes);
    text.get(..end).unwrap_or(text)
}

/// It fails when there are more than `limit` bytes; they are in `out` then, and few others.
///
/// `open` holds the addresses of the containers being written further out: one that contains itself
/// prints as `[...]`.
fn write_repr(value: &Value, out: &mut String, open: &mut Vec<usize>, limit: usize) -> Outcome<()> {
    if open.len() > MAX_NESTING {
        let message = "maximum recursion depth exceeded while getting the repr of an object";
        return Err(Fault::new(ErrorKind::RecursionError, message));
    }
    if out.len() > limit {
        return Err(Fault::memory());
    }
    match value {
        Value::Null | Value::None => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Big(value) => out.push_str(&number::decimal(value)?),
        Value::Float(value) => out.push_str(&float(*value)),
        // Of a longer one, enough to be over the limit: a quote and so many bytes.
        Value::Str(text) => quote(beginning(&text.text, limit.saturating_add(3)), out)?,
        Value::Range(range) => {
            out.push_str(&format!("range({}, {}", range.start, range.stop));
            if range.step != 1 {
                out.push_str(&format!(", {}", range.step));
            }
            out.push(')');
        }
        Value::Slice(slice) => {
            out.push_str("slice(");
            open.push(0);
            write_repr(&slice.start, out, open, limit)?;
            out.push_str(", ");
            write_repr(&slice.stop, out, open, limit)?;
            out.push_str(", ");
            write_repr(&slice.step, out, open, limit)?;
            open.pop();
            out.push(')');
        }
        Value::Tuple(tuple) => {
            let address = Arc::as_ptr(tuple).addr();
            if open.contains(&address) {
                out.push_str("(...)");
                return Ok(());
            }
            open.push(address);
            let names = tuple.1.map_or(&[][..], |fields| fields.names);
            out.push_str(tuple.1.map_or("", |fields| fields.class));
            out.push('(');
            for (index, item) in tuple.0.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                if let Some(name) = names.get(index) {
                    out.push_str(name);
                    out.push('=');
                }
                write_repr(item, out, open, limit)?;
            }
            let single = tuple.0.len() == 1 && names.is_empty();
            out.push_str(if single { ",)" } else { ")" });
            open.pop();
        }
        Value::List(list) => {
            let address = Arc::as_ptr(list).addr();
            if open.contains(&address) {
                out.push_str("[...]");
                return Ok(());
            }
            open.push(address);
            out.push('[');
            // One item at a time, so that no lock is held while another value is written.
            let mut index = 0;
            while let Some(item) = list.get(index) {
                if index > 0 {
                    out.push_str(", ");
                }
                write_repr(&item, out, open, limit)?;
                index += 1;
            }
            out.push(']');
            open.pop();
        }
        Value::Builtin(Builtin::Thread) => out.push_str("<class 'threading.Thread'>"),
        Value::Builtin(builtin) if builtin.is_in_refcounts() => {
            out.push_str(&format!("<class 'refcounts.{}'>", builtin.name()))
        }
        Value::Builtin(builtin) if builtin.is_type() => {
            out.push_str(&format!("<class '{}'>", builtin.name()))
        }
        value => {
            return Err(Fault::unsupported(format!(
                "the repr of a '{}' object",
                value.type_name()
            )));
        }
    }
    Ok(())
}

/// `repr` of a float: the shortest digits that read back as the same float, with an exponent below
/// 1e-4 and from 1e16 on (`float_repr_style` "short").
pub(crate) fn float(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "nan"
        } else if value > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .into();
    }
    // Where two shortest texts read back as the value CPython takes the nearer, of two equally near the
    // even one; that is what rounding to this many digits gives.
    let shortest = format!("{value:e}");
    let digits = shortest
        .bytes()
        .take_while(|byte| *byte != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    let rounded = format!("{value:.*e}", digits.max(1) - 1);
    let scientific = if rounded.parse() == Ok(value) {
        rounded
    } else {
        shortest
    };
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    let decimals = digits as i32 - 1 - exponent;
    format!("{value:.*}", decimals.max(1) as usize)
}

/// `repr` of a str. What isn't printable is escaped; of the characters beyond ASCII that is decided only
/// where it is certain.
fn quote(text: &str, out: &mut String) -> Outcome<()> {
    let mark = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.reserve(text.len() + 2);
    out.push(mark);
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            character if character == mark => {
                out.push('\\');
                out.push(mark);
            }
            ' '..='~' => out.push(character),
            character => match printable(character) {
                Some(true) => out.push(character),
                Some(false) => out.push_str(&escape(character)),
                None => {
                    let what = format!("the repr of a str with U+{:04X}", u32::from(character));
                    return Err(Fault::unsupported(what));
                }
            },
        }
    }
    out.push(mark);
    Ok(())
}

/// `str.isprintable`, as far as the standard library's character classes tell.
fn printable(character: char) -> Option<bool> {
    match character {
        character if character.is_control() || character.is_whitespace() => Some(character == ' '),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Some(false),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some(false),
        '\u{a1}'..='\u{377}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2190}'..='\u{23ff}'
        | '\u{2500}'..='\u{2bff}' => Some(true),
        '\u{1f300}'..='\u{1f64f}' | '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' => Some(true),
        character if character.is_alphanumeric() => Some(true),
        _ => None,
    }
}

fn escape(character: char) -> String {
    match u32::from(character) {
        code @ ..=0xff => format!("\\x{code:02x}"),
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// `ascii(value)`.
pub(crate) fn ascii(value: &Value) -> Outcome<String> {
    if let Value::Str(text) = value
        && !text.is_ascii()
    {
        // Unlike in repr it doesn't matter here what is printable: all of it is escaped.
        let mark = if text.text.contains('\'') && !text.text.contains('"') {
            '"'
        } else {
            '\''
        };
        let mut out = String::from(mark);
        for character in text.text.chars() {
            match character {
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\\' => out.push_str("\\\\"),
                character if character == mark => out.extend(['\\', mark]),
                ' '..='~' => out.push(character),
                character => out.push_str(&escape(character)),
            }
        }
        out.push(mark);
        return Ok(out);
    }
    let plain = repr(value)?;
    Ok(plain
        .chars()
        .map(|character| {
            if character.is_ascii() {
                character.into()
            } else {
                escape(character)
            }
        })
        .collect())
}

impl Text {
    pub(crate) fn is_ascii(&self) -> bool {
        self.chars == self.text.len()
    }

    /// The character at an index that is already known to be in range.
    pub(crate) fn at(&self, index: usize) -> Option<char> {
        if self.is_ascii() {
            self.text
                .as_bytes()
                .get(index)
                .map(|byte| char::from(*byte))
        } else {
            self.text.chars().nth(index)
        }
    }
}

/// A str of one character.
pub(crate) fn single(character: char) -> Value {
    let mut buffer = [0; 4];
    Value::Str(Arc::new(Text {
        text: Box::from(&*character.encode_utf8(&mut buffer)),
        chars: 1,
    }))
}

/// `text * count`.
pub(crate) fn repeat(text: &Text, count: usize) -> Outcome<Value> {
    match text.text.len().checked_mul(count) {
        Some(bytes) if bytes <= MAX_BYTES => Ok(Value::text(text.text.repeat(count))),
        _ => Err(Fault::memory()),
    }
}

/// `a + b`.
pub(crate) fn concatenate(a: &Text, b: &Text) -> Outcome<Value> {
    if a.text.len() + b.text.len() > MAX_BYTES {
        return Err(Fault::memory());
    }
    let mut joined = String::with_capacity(a.text.len() + b.text.len());
    joined.push_str(&a.text);
    joined.push_str(&b.text);
    Ok(Value::Str(Arc::new(Text {
        text: joined.into(),
        chars: a.chars + b.chars,
    })))
}

/// `text.split(separator, most)`; without a separator, at runs of blanks.
pub(crate) fn split(text: &str, separator: Option<&str>, most: i64) -> Outcome<Value> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    match separator {
        Some("") => return Err(Fault::value_error("empty separator")),
        Some(separator) => {
            for part in text.splitn(most.saturating_add(1), separator) {
                if parts.len() >= MAX_ITEMS {
                    return Err(Fault::memory());
                }
                parts.push(Value::text(part));
            }
        }
        None => {
            let mut rest = text.trim_start_matches(is_space);
            while !rest.is_empty() {
                if parts.len() >= MAX_ITEMS {
                    return Err(Fault::memory());
                }
                if parts.len() == most {
                    parts.push(Value::text(rest));
                    break;
                }
                let end = rest.find(is_space).unwrap_or(rest.len());
                let (part, after) = rest.split_at(end);
                parts.push(Value::text(part));
                rest = after.trim_start_matches(is_space);
            }
        }
    }
    Ok(Value::list(parts))
}

/// `text.strip(set)`.
pub(crate) fn strip(text: &str, set: &str) -> Value {
    let set: HashSet<char> = set.chars().collect();
    Value::text(text.trim_matches(|character| set.contains(&character)))
}

/// `text.replace(old, new, most)`.
pub(crate) fn replace(text: &Text, old: &Text, new: &Text, most: i64) -> Outcome<Value> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let found = if old.text.is_empty() {
        text.chars + 1
    } else {
        text.text.matches(&*old.text).count()
    };
    let grown = found.min(most).saturating_mul(new.text.len());
    if grown > MAX_BYTES || text.text.len() + grown > MAX_BYTES {
        return Err(Fault::memory());
    }
    Ok(Value::text(text.text.replacen(&*old.text, &new.text, most)))
}
