//! str: constructor and methods (`Objects/unicodeobject.c`).

use crate::builtins::arguments::{
    at, bounds, class, given, index, most, named, none, one, receiver, shown_type, wrong_receiver,
};
use crate::builtins::functions::in_words;
use crate::builtins::{class_method, inside, made, method};
use crate::dict::Dict;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::format;
use crate::function::{Args, Native, Reply, Role};
use crate::iterate;
use crate::kind::Kind;
use crate::list::may_grow;
use crate::memory;
use crate::object::Ref;
use crate::sink::Sink;
use crate::text::{self, MAX_BYTES, is_space};
use crate::thread::Caller;
use crate::value::{Text, Value};

/// Its methods.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Str, "__new__", |args, caller| {
        // By far the most frequent one.
        if let ([Value::Class(class), Value::Int(number)], []) = (args.positional, args.names)
            && !class.is_python
        {
            return Ok(text::decimal(*number).into());
        }
        let (class, args) = class(args, "str")?;
        let [value, encoding, errors, _] =
            named(args, "str", &["object", "encoding", "errors"], 0)?;
        if !matches!((&encoding, &errors), (Value::Null, Value::Null)) {
            return Ok(made(
                class,
                super::bytes::decode(&value, &encoding, &errors, "str")?,
            ));
        }
        if matches!(value, Value::Null) {
            return Ok(made(class, Value::text("")));
        }
        match in_words(caller.world, &value) {
            Some(reply) if !class.is_python => Ok(reply),
            Some(_) => Err(Fault::in_python()),
            None => Ok(made(class, text::display(&value)?)),
        }
    }),
    Native {
        name: "maketrans",
        role: Role::StaticMethod,
        run: make_translation,
        at_once: None,
    },
    text_method("capitalize", |args, _| {
        let text = alone(args, "str.capitalize")?;
        let mut rest = text.text.chars();
        let mut out = String::with_capacity(text.text.len());
        rest.next()
            .into_iter()
            .for_each(|first| begin_word(&mut out, first));
        Ok(Value::text(out + &rest.as_str().to_lowercase()).into())
    }),
    text_method("casefold", |args, _| {
        let text = alone(args, "str.casefold")?;
        Ok(Value::text(text.text.to_lowercase().replace('ß', "ss")).into())
    }),
    text_method("center", |args, caller| {
        justify(args, caller, "str.center", |missing, width| {
            let left = missing / 2 + (missing & width & 1);
            (left, missing - left)
        })
    }),
    text_method("ljust", |args, caller| {
        justify(args, caller, "str.ljust", |missing, _| (0, missing))
    }),
    text_method("rjust", |args, caller| {
        justify(args, caller, "str.rjust", |missing, _| (missing, 0))
    }),
    text_method("zfill", |args, caller| {
        let (text, args) = this(args)?;
        let width = index(caller, one(args, "str.zfill")?)?;
        let missing = missing(width, text.chars)?;
        let (sign, digits) = match text.text.strip_prefix(['+', '-']) {
            Some(digits) => text.text.split_at(text.text.len() - digits.len()),
            None => ("", &*text.text),
        };
        Ok(Value::text(format!("{sign}{}{digits}", "0".repeat(missing))).into())
    }),
    text_method("count", |args, caller| {
        let (text, args) = this(args)?;
        let args = given(args, "str.count", 1, 3)?;
        let part = part(at(args, 0), "count", 1)?;
        let window = window(caller, &text, args)?;
        let count = match window {
            None => 0,
            Some((_, hay)) if part.text.is_empty() => hay.chars().count() + 1,
            Some((_, hay)) => hay.matches(&*part.text).count(),
        };
        Ok(Value::Int(count as i64).into())
    }),
    text_method("find", |args, caller| find(args, caller, "str.find", false)),
    text_method("rfind", |args, caller| {
        find(args, caller, "str.rfind", true)
    }),
    text_method("index", |args, caller| {
        find(args, caller, "str.index", false)
    }),
    text_method("rindex", |args, caller| {
        find(args, caller, "str.rindex", true)
    }),
    text_method("startswith", |args, caller| {
        affix(args, caller, "startswith")
    }),
    text_method("endswith", |args, caller| affix(args, caller, "endswith")),
    text_method("removeprefix", |args, _| {
        let (text, args) = this(args)?;
        let part = part(one(args, "str.removeprefix")?, "removeprefix", 0)?;
        Ok(Value::text(text.text.strip_prefix(&*part.text).unwrap_or(&text.text)).into())
    }),
    text_method("removesuffix", |args, _| {
        let (text, args) = this(args)?;
        let part = part(one(args, "str.removesuffix")?, "removesuffix", 0)?;
        Ok(Value::text(text.text.strip_suffix(&*part.text).unwrap_or(&text.text)).into())
    }),
    text_method("encode", |args, _| {
        let (text, args) = this(args)?;
        let [encoding, errors, ..] = named(args, "encode", &["encoding", "errors"], 0)?;
        let bytes = super::bytes::encode(&text, &encoding, &errors, "encode")?;
        Ok(Value::bytes(bytes).into())
    }),
    text_method("expandtabs", |args, caller| {
        let (text, args) = this(args)?;
        let [size, ..] = named(args, "expandtabs", &["tabsize"], 0)?;
        let size = match size {
            Value::Null => 8,
            size => usize::try_from(index(caller, &size)?).unwrap_or(0),
        };
        let (mut out, mut column) = (String::new(), 0_usize);
        for character in text.text.chars() {
            match character {
                '\t' => {
                    let blanks = if size == 0 { 0 } else { size - column % size };
                    text::fits(blanks.saturating_add(out.len()))?;
                    out.extend(std::iter::repeat_n(' ', blanks));
                    column += blanks;
                }
                character => {
                    out.push(character);
                    column = if matches!(character, '\n' | '\r') {
                        0
                    } else {
                        column + 1
                    };
                }
            }
        }
        Ok(Value::text(out).into())
    }),
    text_method("format", |args, caller| {
        let (text, args) = this(args)?;
        Ok(format::template(caller.world, &text.text, args)?.into())
    }),
    // The library formats with the mapping as it is: it may be anything that has items.
    text_method("format_map", |args, _| {
        one(args.rest(), "str.format_map")?;
        Err(Fault::in_python())
    }),
    text_method("join", |args, _| {
        let (text, args) = this(args)?;
        let items = one(args, "str.join")?;
        if let Some(feed) = Sink::Join.of(items, Value::Str(text.clone())) {
            return Ok(feed);
        }
        let items = match iterate::collect(items) {
            Err(fault) if fault.kind == ErrorKind::TypeError => {
                return Err(Fault::type_error("can only join an iterable"));
            }
            items => items?,
        };
        Ok(join(&text, &items)?.into())
    }),
    text_method("lower", |args, _| {
        Ok(Value::text(alone(args, "str.lower")?.text.to_lowercase()).into())
    }),
    text_method("upper", |args, _| {
        Ok(Value::text(alone(args, "str.upper")?.text.to_uppercase()).into())
    }),
    text_method("swapcase", |args, _| {
        let text = alone(args, "str.swapcase")?;
        let mut out = String::with_capacity(text.text.len());
        for character in text.text.chars() {
            if character.is_uppercase() {
                out.extend(character.to_lowercase());
            } else {
                out.extend(character.to_uppercase());
            }
        }
        Ok(Value::text(out).into())
    }),
    text_method("title", |args, _| {
        let text = alone(args, "str.title")?;
        let (mut out, mut inside) = (String::with_capacity(text.text.len()), false);
        for character in text.text.chars() {
            if inside {
                out.extend(character.to_lowercase());
            } else {
                begin_word(&mut out, character);
            }
            inside = is_cased(character);
        }
        Ok(Value::text(out).into())
    }),
    text_method("strip", |args, _| strip(args, "str.strip", true, true)),
    text_method("lstrip", |args, _| strip(args, "str.lstrip", true, false)),
    text_method("rstrip", |args, _| strip(args, "str.rstrip", false, true)),
    text_method("partition", |args, _| {
        partition(args, "str.partition", false)
    }),
    text_method("rpartition", |args, _| {
        partition(args, "str.rpartition", true)
    }),
    text_method("replace", |args, caller| {
        let (text, args) = this(args)?;
        let [old, new, count, _] = match args.positional.len() {
            0 | 1 if args.names.is_empty() => {
                let count = args.positional.len();
                return Err(Fault::type_error(format!(
                    "replace() takes at least 2 positional arguments ({count} given)"
                )));
            }
            _ => named(args, "replace", &["old", "new", "count"], 2)?,
        };
        let (old, new) = (part(&old, "replace", 1)?, part(&new, "replace", 2)?);
        let most = match count {
            Value::Null => -1,
            count => index(caller, &count)?,
        };
        Ok(text::replace(&text, &old, &new, most)?.into())
    }),
    text_method("split", |args, caller| {
        let (text, separator, most) = split_arguments(args, caller, "split")?;
        let most = i64::try_from(most).unwrap_or(-1);
        let separator = separator.as_ref().map(|separator| &*separator.text);
        Ok(text::split(&text.text, separator, most)?.into())
    }),
    text_method("rsplit", |args, caller| {
        let (text, separator, most) = split_arguments(args, caller, "rsplit")?;
        let mut parts = match separator {
            Some(separator) if separator.text.is_empty() => {
                return Err(Fault::value_error("empty separator"));
            }
            Some(separator) => {
                let mut parts = Vec::new();
                for part in text.text.rsplitn(most.saturating_add(1), &*separator.text) {
                    may_grow(parts.len())?;
                    parts.push(Value::text(part));
                }
                parts
            }
            None => {
                let mut parts = Vec::new();
                let mut rest = text.text.trim_end_matches(is_space);
                while !rest.is_empty() {
                    may_grow(parts.len())?;
                    if parts.len() == most {
                        parts.push(Value::text(rest));
                        break;
                    }
                    let word = rest.rsplit(is_space).next().unwrap_or(rest);
                    parts.push(Value::text(word));
                    let before = rest.len() - word.len();
                    rest = rest
                        .get(..before)
                        .unwrap_or_default()
                        .trim_end_matches(is_space);
                }
                parts
            }
        };
        parts.reverse();
        Ok(Value::list(parts).into())
    }),
    text_method("splitlines", |args, _| {
        let (text, args) = this(args)?;
        let [keep, ..] = named(args, "splitlines", &["keepends"], 0)?;
        let (keep, mut lines) = (keep.truth(), Vec::new());
        let mut rest = &*text.text;
        while !rest.is_empty() {
            may_grow(lines.len())?;
            let end = rest.find(is_line_end).unwrap_or(rest.len());
            let (line, behind) = rest.split_at(end);
            let mark = match behind.chars().next() {
                Some('\r') if behind.starts_with("\r\n") => 2,
                Some(mark) => mark.len_utf8(),
                None => 0,
            };
            let kept = if keep {
                rest.get(..end + mark).unwrap_or(line)
            } else {
                line
            };
            lines.push(Value::text(kept));
            rest = behind.get(mark..).unwrap_or_default();
        }
        Ok(Value::list(lines).into())
    }),
    text_method("translate", |args, _| {
        let (text, args) = this(args)?;
        translate(&text, one(args, "str.translate")?)
    }),
    text_method("isalnum", |args, _| {
        each(args, "str.isalnum", char::is_alphanumeric)
    }),
    text_method("isalpha", |args, _| {
        each(args, "str.isalpha", char::is_alphabetic)
    }),
    text_method("isdecimal", |args, _| {
        each(args, "str.isdecimal", is_decimal)
    }),
    text_method("isdigit", |args, _| {
        each(args, "str.isdigit", |character| {
            is_decimal(character)
                || matches!(character, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉')
        })
    }),
    text_method("isnumeric", |args, _| {
        each(args, "str.isnumeric", char::is_numeric)
    }),
    text_method("isspace", |args, _| each(args, "str.isspace", is_space)),
    text_method("isascii", |args, _| {
        Ok(Value::bool(alone(args, "str.isascii")?.is_ascii()).into())
    }),
    text_method("isprintable", |args, _| {
        let text = alone(args, "str.isprintable")?;
        let plain = |text: &Text| {
            text.text
                .chars()
                .all(|character| (' '..='~').contains(&character))
        };
        // `repr` escapes what is not printable, quotes and backslashes aside.
        let bare = text.text.replace(['\'', '\\'], "");
        let printable = plain(&text) || text::repr(&Value::text(&*bare))?.len() == bare.len() + 2;
        Ok(Value::bool(printable).into())
    }),
    text_method("isidentifier", |args, _| {
        let text = alone(args, "str.isidentifier")?;
        let mut rest = text.text.chars();
        let starts = rest
            .next()
            .is_some_and(|first| first == '_' || first.is_alphabetic());
        let goes_on = rest.all(|character| character == '_' || character.is_alphanumeric());
        Ok(Value::bool(starts && goes_on).into())
    }),
    text_method("islower", |args, _| {
        cased(args, "str.islower", char::is_lowercase)
    }),
    text_method("isupper", |args, _| {
        cased(args, "str.isupper", char::is_uppercase)
    }),
    text_method("istitle", |args, _| {
        let text = alone(args, "str.istitle")?;
        let (mut any, mut inside, mut holds) = (false, false, true);
        for character in text.text.chars() {
            let upper = character.is_uppercase();
            let is_cased = upper || character.is_lowercase();
            holds &= !is_cased || upper != inside;
            any |= is_cased;
            inside = is_cased;
        }
        Ok(Value::bool(any && holds).into())
    }),
];

const fn text_method(name: &'static str, run: super::Run) -> Native {
    method(Kind::Str, name, run)
}

fn this(args: Args) -> Outcome<(Ref<Text>, Args)> {
    match receiver(args) {
        (Value::Str(text), rest) => Ok((text, rest)),
        _ => Err(wrong_receiver()),
    }
}

/// The receiver of a method that takes nothing else.
fn alone(args: Args, name: &str) -> Outcome<Ref<Text>> {
    let (text, rest) = this(args)?;
    none(rest, name)?;
    Ok(text)
}

/// An argument that must be a str; `place` is 0 if it is the only one.
fn part(value: &Value, name: &str, place: usize) -> Outcome<Ref<Text>> {
    match inside(value) {
        Value::Str(text) => Ok(text),
        _ => {
            let kind = shown_type(value);
            let place = if place == 0 {
                String::new()
            } else {
                format!(" {place}")
            };
            Err(Fault::type_error(format!(
                "{name}() argument{place} must be str, not {kind}"
            )))
        }
    }
}

/// Writes a character in title case: of the letters that it becomes, only the first is a capital one.
fn begin_word(out: &mut String, character: char) {
    let mut inside = false;
    for letter in character.to_uppercase() {
        if inside {
            out.extend(letter.to_lowercase());
        } else {
            out.push(letter);
        }
        inside |= is_cased(letter);
    }
}

fn is_cased(character: char) -> bool {
    character.is_lowercase() || character.is_uppercase()
}

/// What `str.splitlines` ends lines at.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A decimal digit, in the scripts that are in daily use.
fn is_decimal(character: char) -> bool {
    matches!(character, '0'..='9' | '٠'..='٩' | '۰'..='۹' | '०'..='९' | '๐'..='๙' | '０'..='９')
}

fn each(args: Args, name: &str, holds: fn(char) -> bool) -> Outcome<Reply> {
    let text = alone(args, name)?;
    Ok(Value::bool(text.chars > 0 && text.text.chars().all(holds)).into())
}

/// Whether all letters that have a case are of that one, and there are some.
fn cased(args: Args, name: &str, holds: fn(char) -> bool) -> Outcome<Reply> {
    let text = alone(args, name)?;
    let mut letters = text
        .text
        .chars()
        .filter(|character| is_cased(*character))
        .peekable();
    Ok(Value::bool(letters.peek().is_some() && letters.all(holds)).into())
}

/// How many characters are missing to a width.
fn missing(width: i64, chars: usize) -> Outcome<usize> {
    match usize::try_from(width) {
        Ok(width) => {
            let missing = width.saturating_sub(chars);
            // A character of four bytes may fill it up.
            text::fits(missing.saturating_mul(4))?;
            Ok(missing)
        }
        Err(_) => Ok(0),
    }
}

fn justify(
    args: Args,
    caller: &Caller,
    name: &str,
    sides: fn(usize, usize) -> (usize, usize),
) -> Outcome<Reply> {
    let (text, args) = this(args)?;
    let args = given(args, name, 1, 2)?;
    let width = index(caller, at(args, 0))?;
    let fill = match at(args, 1) {
        Value::Null => ' ',
        Value::Str(fill) if fill.chars == 1 => fill.text.chars().next().unwrap_or(' '),
        Value::Str(_) => {
            return Err(Fault::type_error(
                "The fill character must be exactly one character long",
            ));
        }
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "The fill character must be a unicode character, not {kind}"
            )));
        }
    };
    let missing = missing(width, text.chars)?;
    let (left, right) = sides(missing, text.chars + missing);
    let mut out = String::with_capacity(text.text.len() + missing);
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(&text.text);
    out.extend(std::iter::repeat_n(fill, right));
    Ok(Value::text(out).into())
}

/// Where a character begins.
fn byte_of(text: &Text, place: usize) -> usize {
    if text.is_ascii() {
        return place.min(text.text.len());
    }
    text.text
        .char_indices()
        .nth(place)
        .map_or(text.text.len(), |(byte, _)| byte)
}

/// The part of a text that the second and third argument say, and at which character it begins; `None` if
/// nothing, not even an empty text, is there.
fn window<'a>(
    caller: &Caller,
    text: &'a Text,
    args: &[Value],
) -> Outcome<Option<(usize, &'a str)>> {
    if args.len() < 2 {
        return Ok(Some((0, &text.text)));
    }
    // A start behind the end is not clipped: there even an empty text is not found.
    if let Value::Int(start) = at(args, 1)
        && *start > text.chars as i64
    {
        return Ok(None);
    }
    let (start, stop) = bounds(caller, args.get(1..).unwrap_or_default(), text.chars)?;
    let part = text.text.get(byte_of(text, start)..byte_of(text, stop));
    Ok(part.map(|part| (start, part)))
}

fn find(args: Args, caller: &Caller, name: &str, last: bool) -> Outcome<Reply> {
    let (text, args) = this(args)?;
    let args = given(args, name, 1, 3)?;
    let plain = name.trim_start_matches("str.");
    let part = part(at(args, 0), plain, 1)?;
    let found = window(caller, &text, args)?.and_then(|(start, hay)| {
        let byte = if last {
            hay.rfind(&*part.text)
        } else {
            hay.find(&*part.text)
        }?;
        let before = if text.is_ascii() {
            byte
        } else {
            hay.get(..byte)?.chars().count()
        };
        Some(start + before)
    });
    match found {
        Some(place) => Ok(Value::Int(place as i64).into()),
        None if plain.ends_with("index") => Err(Fault::value_error("substring not found")),
        None => Ok(Value::Int(-1).into()),
    }
}

/// `startswith` and `endswith`.
fn affix(args: Args, caller: &Caller, name: &str) -> Outcome<Reply> {
    let (text, args) = this(args)?;
    let args = given(args, &format!("str.{name}"), 1, 3)?;
    let window = window(caller, &text, args)?;
    let holds = |part: &Text| {
        window.is_some_and(|(_, hay)| {
            if name == "startswith" {
                hay.starts_with(&*part.text)
            } else {
                hay.ends_with(&*part.text)
            }
        })
    };
    let found = match inside(at(args, 0)) {
        Value::Str(part) => holds(&part),
        Value::Tuple(parts) => {
            let mut found = false;
            for part in &parts.0 {
                match inside(part) {
                    Value::Str(part) => found |= holds(&part),
                    other => {
                        let kind = other.type_name();
                        return Err(Fault::type_error(format!(
                            "tuple for {name} must only contain str, not {kind}"
                        )));
                    }
                }
                if found {
                    break;
                }
            }
            found
        }
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "{name} first arg must be str or a tuple of str, not {kind}"
            )));
        }
    };
    Ok(Value::bool(found).into())
}

fn strip(args: Args, name: &str, left: bool, right: bool) -> Outcome<Reply> {
    let (text, args) = this(args)?;
    let args = given(args, name, 0, 1)?;
    let set = match inside(at(args, 0)) {
        Value::Null | Value::None => None,
        Value::Str(set) => Some(set),
        _ => {
            let plain = name.trim_start_matches("str.");
            return Err(Fault::type_error(format!(
                "{plain} arg must be None or str"
            )));
        }
    };
    // Of many characters a table says which they are, so that a long text isn't looked through for each.
    let mut table = Vec::new();
    if let Some(set) = &set
        && set.text.len() > 64
    {
        let largest = set.text.chars().max().unwrap_or_default();
        table = vec![false; largest as usize + 1];
        for character in set.text.chars() {
            if let Some(is_in) = table.get_mut(character as usize) {
                *is_in = true;
            }
        }
    }
    let goes = |character: char| match &set {
        None => is_space(character),
        Some(set) if table.is_empty() => set.text.contains(character),
        Some(_) => table.get(character as usize) == Some(&true),
    };
    let mut rest = &*text.text;
    if left {
        rest = rest.trim_start_matches(goes);
    }
    if right {
        rest = rest.trim_end_matches(goes);
    }
    if rest.len() == text.text.len() {
        return Ok(Value::Str(text).into());
    }
    Ok(Value::text(rest).into())
}

fn partition(args: Args, name: &str, last: bool) -> Outcome<Reply> {
    let (text, args) = this(args)?;
    let separator = match inside(one(args, name)?) {
        Value::Str(separator) => separator,
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!("must be str, not {kind}")));
        }
    };
    if separator.text.is_empty() {
        return Err(Fault::value_error("empty separator"));
    }
    let found = if last {
        text.text.rsplit_once(&*separator.text)
    } else {
        text.text.split_once(&*separator.text)
    };
    let parts = match found {
        Some((before, behind)) => [before, &*separator.text, behind],
        None if last => ["", "", &*text.text],
        None => [&*text.text, "", ""],
    };
    Ok(Value::tuple(parts.map(Value::text).into()).into())
}

type Split = (Ref<Text>, Option<Ref<Text>>, usize);

fn split_arguments(args: Args, caller: &Caller, name: &str) -> Outcome<Split> {
    let (text, args) = this(args)?;
    let [separator, count, ..] = named(args, name, &["sep", "maxsplit"], 0)?;
    let separator = match inside(&separator) {
        Value::Null | Value::None => None,
        Value::Str(separator) => Some(separator),
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "must be str or None, not {kind}"
            )));
        }
    };
    Ok((text, separator, most(caller, &count)?))
}

/// `separator.join(items)`.
pub(crate) fn join(separator: &Text, items: &[Value]) -> Outcome<Value> {
    if let Some(joined) = text::joined(&separator.text, items) {
        return Ok(joined);
    }
    let mut joined = String::new();
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            joined.push_str(&separator.text);
        }
        match item {
            Value::Str(item) => joined.push_str(&item.text),
            other => match inside(other) {
                Value::Str(item) => joined.push_str(&item.text),
                other => {
                    let kind = other.type_name();
                    return Err(Fault::type_error(format!(
                        "sequence item {place}: expected str instance, {kind} found"
                    )));
                }
            },
        }
        if joined.len() > MAX_BYTES || memory::room() == 0 {
            return Err(Fault::memory());
        }
    }
    Ok(Value::text(joined))
}

/// `str.maketrans`: a dict from code points.
fn make_translation(args: Args, _: &Caller) -> Outcome<Reply> {
    let args = given(args, "str.maketrans", 1, 3)?;
    let code = |character: char| Value::Int(u32::from(character).into());
    let mut pairs = Vec::new();
    match args {
        [table] => {
            let Value::Dict(table) = inside(table) else {
                return Err(Fault::type_error(
                    "if you give only one argument to maketrans it must be a dict",
                ));
            };
            for (key, value) in table.pairs() {
                let key = match &key {
                    Value::Str(text) => match text.text.chars().next() {
                        Some(character) if text.chars == 1 => code(character),
                        _ => {
                            return Err(Fault::value_error(
                                "string keys in translate table must be of length 1",
                            ));
                        }
                    },
                    Value::Int(_) => key,
                    _ => {
                        return Err(Fault::type_error(
                            "keys in translate table must be strings or integers",
                        ));
                    }
                };
                pairs.push((key, value));
            }
        }
        args => {
            let (from, to) = (
                part(at(args, 0), "maketrans", 1)?,
                part(at(args, 1), "maketrans", 2)?,
            );
            if from.chars != to.chars {
                return Err(Fault::value_error(
                    "the first two maketrans arguments must have equal length",
                ));
            }
            let to = to.text.chars().map(code);
            pairs.extend(from.text.chars().map(code).zip(to));
            if let Some(removed) = args.get(2) {
                let removed = part(removed, "maketrans", 3)?;
                pairs.extend(
                    removed
                        .text
                        .chars()
                        .map(|character| (code(character), Value::None)),
                );
            }
        }
    }
    Ok(Value::Dict(Ref::new(Dict::new(pairs)?)).into())
}

fn translate(text: &Text, table: &Value) -> Outcome<Reply> {
    let mut out = String::with_capacity(text.text.len());
    for character in text.text.chars() {
        let code = Value::Int(u32::from(character).into());
        let found = match inside(table) {
            Value::Dict(dict) if !matches!(table, Value::Object(_)) => dict.get(&code)?,
            Value::Object(_) | Value::Dict(_) => return Err(Fault::in_python()),
            table => match crate::operators::subscript(&table, &code) {
                Ok(found) => Some(found),
                Err(fault) if fault.kind == ErrorKind::IndexError => None,
                Err(fault) => return Err(fault),
            },
        };
        match found {
            None => out.push(character),
            Some(Value::None) => {}
            Some(Value::Str(new)) => out.push_str(&new.text),
            Some(Value::Int(code)) => match u32::try_from(code).ok().and_then(char::from_u32) {
                Some(new) => out.push(new),
                None => {
                    return Err(Fault::value_error(
                        "character mapping must be in range(0x110000)",
                    ));
                }
            },
            Some(_) => {
                return Err(Fault::type_error(
                    "character mapping must return integer, None or str",
                ));
            }
        }
        if out.len() > MAX_BYTES {
            return Err(Fault::memory());
        }
    }
    Ok(Value::text(out).into())
}
