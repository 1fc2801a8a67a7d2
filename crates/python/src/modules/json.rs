//! `_json`: strings (`Modules/_json.c`).

use std::fmt::Write as _;

use crate::builtins::arguments::wrong_receiver;
use crate::builtins::{function, inside};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::Native;
use crate::value::Value;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // quote(text, ensure_ascii) -> text
    function("quote", |args, _| {
        let [text, ascii] = args.positional else {
            return Err(wrong_receiver());
        };
        let (text, ascii) = (inside(text), ascii.truth());
        let mut out = String::from('"');
        for character in text.as_str().unwrap_or_default().chars() {
            match character {
                '"' | '\\' => out.extend(['\\', character]),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\x0c' => out.push_str("\\f"),
                '\x08' => out.push_str("\\b"),
                ' '..='~' => out.push(character),
                _ if character >= ' ' && !ascii => out.push(character),
                _ => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
            }
        }
        out.push('"');
        Ok(Value::text(out).into())
    }),
    // scan_string(document, start) -> (text, end), or ValueError(message, place)
    function("scan_string", |args, _| {
        let [document, Value::Int(start)] = args.positional else {
            return Err(wrong_receiver());
        };
        let document = inside(document);
        let Value::Str(document) = &document else {
            return Err(wrong_receiver());
        };
        let start = usize::try_from(*start).unwrap_or(0);
        let byte = if document.is_ascii() {
            start
        } else {
            document
                .text
                .char_indices()
                .nth(start)
                .map_or(document.text.len(), |(byte, _)| byte)
        };
        let (text, taken) = scan(document.text.get(byte..).unwrap_or_default(), start)?;
        Ok(Value::tuple(vec![Value::text(text), Value::Int((start + taken) as i64)]).into())
    }),
];

/// The text, and how many characters it takes with the quote behind it.
fn scan(source: &str, start: usize) -> Outcome<(String, usize)> {
    let wrong = |message: &str, place: usize| {
        let args = vec![Value::text(message), Value::Int(place as i64)];
        Err(Fault::with_args(ErrorKind::ValueError, args))
    };
    let (mut text, mut taken) = (String::new(), 0);
    let mut rest = source.chars();
    while let Some(character) = rest.next() {
        let place = start + taken;
        taken += 1;
        match character {
            '"' => return Ok((text, taken)),
            '\\' => {
                taken += 1;
                text.push(match rest.next() {
                    Some(same @ ('"' | '\\' | '/')) => same,
                    Some('b') => '\x08',
                    Some('f') => '\x0c',
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some('u') => {
                        let Some(first) = unit(rest.as_str()) else {
                            return wrong("Invalid \\uXXXX escape", place + 1);
                        };
                        rest = rest.as_str().get(4..).unwrap_or_default().chars();
                        taken += 4;
                        let mut units = vec![first];
                        if let 0xd800..0xdc00 = first
                            && let Some(second) = rest.as_str().strip_prefix("\\u").and_then(unit)
                            && let 0xdc00..0xe000 = second
                        {
                            units.push(second);
                            rest = rest.as_str().get(6..).unwrap_or_default().chars();
                            taken += 6;
                        }
                        match char::decode_utf16(units).next() {
                            Some(Ok(character)) => character,
                            _ => return Err(Fault::unsupported("a surrogate in a str")),
                        }
                    }
                    Some(_) => return wrong("Invalid \\escape", place),
                    None => break,
                });
            }
            '\0'..' ' => return wrong("Invalid control character at", place),
            character => text.push(character),
        }
    }
    wrong("Unterminated string starting at", start.saturating_sub(1))
}

fn unit(digits: &str) -> Option<u16> {
    let digits = digits.get(..4)?;
    digits
        .bytes()
        .all(|digit| digit.is_ascii_hexdigit())
        .then(|| u16::from_str_radix(digits, 16).ok())?
}
