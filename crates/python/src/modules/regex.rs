//! `_re`: regular expressions as Python has them, matched by the crate [`fancy_regex`].
//!
//! [`pattern`](super::pattern) writes a pattern in the crate's syntax. What the crate finds is what CPython finds,
//! but for this, which is an error (`NotImplementedError`) and never another result:
//!
//! - a repeated look-around, `(?=a)*`; a repeated group that may be empty, `(a?)*`, or anything that may be, if it is
//!   repeated up to a number, `(?:a?){2}`; a condition on a group within that group or before it; groups in a
//!   look-around if others are repeated; and a pattern that is too large or nested too deeply for the crate;
//! - a search from one place that goes back too often, [`MAX_BACKTRACKS`] times, and one in a text that is too
//!   long for its pattern, [`MAX_WORK`];
//! - a text with characters that only one of the two takes for parts of words (the crate accents that stand for
//!   themselves, Python `²` and `½`), if it matters; likewise `İ` and `ı` under `IGNORECASE`.
//!
//! A call may have to be continued: it cannot be stopped, so that it comes back before it takes long.

use std::borrow::Cow;
use std::sync::OnceLock;

use fancy_regex::{Captures, CompileError, Error, ParseError, Regex, RegexBuilder, RegexInput};

use super::pattern::{Parser, Wrong};
use crate::builtins::arguments::{at, wrong_receiver};
use crate::builtins::{function, inside};
use crate::dict::Dict;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::list::may_grow;
use crate::memory;
use crate::object::Ref;
use crate::operators::bytes_of;
use crate::thread::Caller;
use crate::value::Value;

/// How often the crate may go back to its last choice from one place on.
const MAX_BACKTRACKS: usize = 3_000_000;

/// How many characters a text may have, times the items of the pattern.
const MAX_WORK: u64 = 1 << 30;

/// How many characters a call may look at, at most, before it comes back to be continued.
const BUDGET: usize = 30_000_000;

/// How much memory there has to be for a pattern, or for a search that goes back.
const ROOM: usize = 32 << 20;

/// Letters whose other cases are those of ASCII letters in Python only.
const DOTLESS: [char; 2] = ['İ', 'ı'];

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[function("compile", compile), function("scan", scan)];

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As the program has written it, and the flags that it gave.
    written: (Box<str>, u32),
    /// It in the crate's syntax.
    source: String,
    parser: Parser,
    items: u32,
    anywhere: Regex,
    /// With the end of the text behind it, and without empty matches: made when they are needed.
    whole: OnceLock<Result<Regex, Error>>,
    not_empty: OnceLock<Result<Regex, Error>>,
}

impl Pattern {
    /// The pattern, or what is wrong with it.
    fn new(pattern: &str, flags: u32) -> Outcome<Result<Pattern, Wrong>> {
        let mut parser = Parser::new(pattern, flags);
        let (source, items) = match parser.read() {
            Ok(read) => read,
            Err(wrong) => return Ok(Err(wrong)),
        };
        if parser.has_cases && pattern.contains(DOTLESS) {
            return Err(Fault::unsupported("IGNORECASE for 'İ' and 'ı'"));
        }
        if let Some(what) = parser.refused {
            return Err(Fault::unsupported(format!(
                "a regular expression that {what}"
            )));
        }
        let anywhere = build(&source, false).map_err(|error| refused(&error))?;
        Ok(Ok(Pattern {
            written: (pattern.into(), flags),
            source,
            parser,
            items,
            anywhere,
            whole: OnceLock::new(),
            not_empty: OnceLock::new(),
        }))
    }

    /// As the program has written it, and the flags that it gave.
    pub(crate) fn written(&self) -> (&str, u32) {
        (&self.written.0, self.written.1)
    }

    /// From what [`Pattern::written`] has given.
    pub(crate) fn again(pattern: &str, flags: u32) -> Option<Pattern> {
        Pattern::new(pattern, flags).ok()?.ok()
    }

    fn whole(&self) -> Outcome<&Regex> {
        let made = self
            .whole
            .get_or_init(|| build(&format!("(?:{})\\z", self.source), false));
        made.as_ref().map_err(refused)
    }

    /// Nothing if all matches are empty.
    fn not_empty(&self) -> Outcome<Option<&Regex>> {
        match self.not_empty.get_or_init(|| build(&self.source, true)) {
            Ok(regex) => Ok(Some(regex)),
            Err(Error::CompileError(error))
                if matches!(**error, CompileError::PatternCanNeverMatch) =>
            {
                Ok(None)
            }
            Err(error) => Err(refused(error)),
        }
    }

    /// Refuses a text that the crate would take for something else than Python.
    fn check(&self, text: &str) -> Outcome<()> {
        let parser = &self.parser;
        let is_other = |character: char| {
            parser.compares_ascii
                || parser.has_cases && DOTLESS.contains(&character)
                || parser.has_words
                    && regex_syntax::try_is_word_character(character).unwrap_or(false)
                        != (unicode_ident::is_xid_start(character) || character.is_numeric())
        };
        match text
            .chars()
            .find(|character| !character.is_ascii() && is_other(*character))
        {
            Some(character) => Err(Fault::unsupported(format!(
                "a regular expression like this on a text with the character '{character}'"
            ))),
            None => Ok(()),
        }
    }

    /// The group that was closed last.
    fn last_group(&self, found: &Captures<'_, str>) -> Value {
        let closed = self.parser.closing.iter();
        let mut ends = closed.filter_map(|group| Some((*group, found.get(*group as usize)?.end())));
        // In a repetition that is not always the one that stands last.
        let last = match self.parser.repeats_groups {
            true => ends.max_by_key(|(_, end)| *end),
            false => ends.next_back(),
        };
        last.map_or(Value::None, |(group, _)| Value::Int(group.into()))
    }
}

fn build(source: &str, is_not_empty: bool) -> Result<Regex, Error> {
    RegexBuilder::new(source)
        .backtrack_limit(MAX_BACKTRACKS)
        .max_prog_size(1 << 20)
        .delegate_dfa_size_limit(1 << 20)
        .find_not_empty(is_not_empty)
        .build()
}

/// Why the crate does not do it, for people.
fn refused(error: &Error) -> Box<Fault> {
    Fault::unsupported(match error {
        Error::RuntimeError(_) => "a regular expression that takes this many steps",
        Error::ParseError(_, ParseError::RecursionExceeded) => {
            "a regular expression with parentheses nested this deeply"
        }
        Error::ParseError(_, ParseError::TargetNotRepeatable) => "a look-around that is repeated",
        Error::CompileError(error) if matches!(**error, CompileError::InnerError(_)) => {
            "a regular expression that is this large"
        }
        _ => "a regular expression like this",
    })
}

/// `compile(pattern, flags)`: the compiled pattern, how many groups it has, their names, and all flags; or what is
/// wrong and where.
fn compile(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [Value::Str(pattern), Value::Int(flags)] = args.positional else {
        return Err(wrong_receiver());
    };
    if memory::room() < ROOM {
        return Err(Fault::memory());
    }
    let compiled = match Pattern::new(&pattern.text, *flags as u32)? {
        Ok(compiled) => compiled,
        Err(Wrong(message, place)) => {
            let place = place.map_or(Value::None, |place| Value::Int(place as i64));
            return Ok(Value::tuple(vec![Value::text(message), place]).into());
        }
    };
    let names = Dict::default();
    for (name, group) in &compiled.parser.names {
        names.set(Value::text(name.clone()), Value::Int((*group).into()))?;
    }
    let (groups, flags) = (compiled.parser.groups(), compiled.parser.flags);
    let class = caller.world.class(Kind::Object).clone();
    let payload = Payload::Pattern(Box::new(compiled));
    Ok(Value::tuple(vec![
        Value::Object(Ref::new(Instance::new(class, payload))),
        Value::Int(groups.into()),
        Value::Dict(Ref::new(names)),
        Value::Int(flags.into()),
    ])
    .into())
}

/// `scan(compiled, subject, start, end, mode, most, before)`: a list of matches, each a tuple of the places of its
/// groups (-1 where there is none), with the number of the group that was closed last behind them; and where to go
/// on, which the next call is given as `before`, or `None` if that is all. `mode` is 0 to search, 1 to match at the
/// start, 2 to match all.
fn scan(args: Args, _: &Caller) -> Outcome<Reply> {
    let [
        Value::Object(compiled),
        subject,
        Value::Int(start),
        Value::Int(end),
        Value::Int(mode),
        Value::Int(most),
        before,
    ] = args.positional
    else {
        return Err(wrong_receiver());
    };
    let Payload::Pattern(pattern) = &compiled.payload else {
        return Err(wrong_receiver());
    };
    let held = inside(subject);
    let bytes;
    // Bytes are searched as the first 256 characters.
    let text: Cow<str> = match &held {
        Value::Str(text) => Cow::Borrowed(&text.text),
        other => match bytes_of(other) {
            Some(found) => {
                bytes = found;
                match std::str::from_utf8(&bytes)
                    .ok()
                    .filter(|text| text.is_ascii())
                {
                    Some(text) => Cow::Borrowed(text),
                    None => bytes.iter().copied().map(char::from).collect(),
                }
            }
            None => {
                return Err(Fault::type_error(format!(
                    "expected string or bytes-like object, got '{}'",
                    at(args.positional, 1).type_name()
                )));
            }
        },
    };
    let is_ascii = match &held {
        Value::Str(text) => text.is_ascii(),
        _ => matches!(text, Cow::Borrowed(_)),
    };
    // Places of characters to places of bytes, and back.
    let byte_of = |place: i64| {
        // What does not fit into 32 bits is behind every text.
        let place = usize::try_from(place.max(0))
            .unwrap_or(usize::MAX)
            .min(text.len());
        match is_ascii || place == text.len() {
            true => place,
            false => text
                .char_indices()
                .nth(place)
                .map_or(text.len(), |(byte, _)| byte),
        }
    };
    let text = text.get(..byte_of(*end)).unwrap_or_default();
    let (mut place, mut known, mut is_behind_empty) = match before {
        Value::Tuple(before) => match before.0.as_slice() {
            [Value::Int(byte), Value::Int(known), is_behind_empty] => (
                *byte as usize,
                (*byte as usize, *known),
                is_behind_empty.truth(),
            ),
            _ => return Err(wrong_receiver()),
        },
        _ => {
            if !is_ascii {
                pattern.check(text)?;
            }
            if text.len() as u64 * u64::from(pattern.items) > MAX_WORK {
                return Err(Fault::unsupported(
                    "a text this long for a regular expression like this",
                ));
            }
            (byte_of(*start), (0, 0), false)
        }
    };
    let mut place_of = |byte: usize| {
        if is_ascii {
            return byte as i64;
        }
        let count = |from: usize, to: usize| {
            text.get(from..to)
                .map_or(0, |part| part.chars().count() as i64)
        };
        let place = match byte >= known.0 {
            true => known.1 + count(known.0, byte),
            false => known.1 - count(byte, known.0),
        };
        known = (byte, place);
        place
    };
    // Places that have to be tried one by one are, so that it can be continued at each.
    let is_tried = *mode != 0 || pattern.parser.goes_back;
    if is_tried && memory::room() < ROOM {
        return Err(Fault::memory());
    }
    let mut left = BUDGET;
    let mut found = Vec::new();
    // A bytearray may have changed since.
    while text.is_char_boundary(place) {
        may_grow(found.len())?;
        let regex = match *mode {
            _ if is_behind_empty => pattern.not_empty()?,
            2 => Some(pattern.whole()?),
            _ => Some(&pattern.anywhere),
        };
        let input = RegexInput::new(text).from_pos(place);
        let captures = match regex {
            Some(regex) => regex
                .captures_input(input.anchored(is_tried || is_behind_empty))
                .map_err(|error| refused(&error))?,
            None => None,
        };
        match captures {
            Some(captures) => {
                let mut places = Vec::with_capacity(2 * captures.len() + 1);
                for group in 0..captures.len() {
                    let (start, end) = captures.get(group).map_or((-1, -1), |group| {
                        (place_of(group.start()), place_of(group.end()))
                    });
                    places.extend([Value::Int(start), Value::Int(end)]);
                }
                places.push(pattern.last_group(&captures));
                found.push(Value::tuple(places));
                if found.len() as i64 == *most {
                    break;
                }
                // Behind an empty match the next one may begin here, if it is not empty.
                let all = captures.get(0).map_or(0..0, |all| all.range());
                place = all.end;
                is_behind_empty = all.is_empty();
            }
            None if *mode == 0 && (is_behind_empty || is_tried) => {
                let Some(next) = text.get(place..).and_then(|rest| rest.chars().next()) else {
                    break;
                };
                place += next.len_utf8();
                is_behind_empty = false;
            }
            None => break,
        }
        let rest = text.len().saturating_sub(place);
        let cost = match pattern.parser.goes_back {
            true => (rest.saturating_mul(rest) / 2).clamp(rest, MAX_BACKTRACKS.max(rest)),
            false => rest,
        };
        left = left.saturating_sub(cost + 100);
        if left == 0 {
            let before = vec![
                Value::Int(place as i64),
                Value::Int(place_of(place)),
                Value::bool(is_behind_empty),
            ];
            return Ok(Value::tuple(vec![Value::list(found), Value::tuple(before)]).into());
        }
    }
    Ok(Value::tuple(vec![Value::list(found), Value::None]).into())
}
