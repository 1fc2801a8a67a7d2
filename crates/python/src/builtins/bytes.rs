//! bytes and bytearray: constructors, methods, and what text is as bytes.

use std::borrow::Cow;

use crate::builtins::arguments::{
    at, bounds, class, given, index, most, named, none, one, receiver, refused, two, whole,
    wrong_receiver,
};
use crate::builtins::{class_method, inside, made, method, special};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply, Role};
use crate::iterate;
use crate::kind::Kind;
use crate::list::{may_grow, position};
use crate::number::{Number, number};
use crate::object::{Guarded, Ref};
use crate::operators;
use crate::symbols::Symbol;
use crate::text::{MAX_BYTES, fits};
use crate::thread::Caller;
use crate::value::{ByteArray, Text, Value};

/// Methods that both have.
pub(crate) const COMMON: &[Native] = &[
    both("decode", |args, _| {
        let [encoding, errors, ..] = named(args.rest(), "decode", &["encoding", "errors"], 0)?;
        Ok(decode(at(args.positional, 0), &encoding, &errors, "decode")?.into())
    }),
    both("hex", |args, _| {
        let (bytes, rest) = this(args)?;
        let mark = match given(rest, "bytes.hex", 0, 1)? {
            [Value::Str(mark)] => mark.text.to_string(),
            _ => String::new(),
        };
        let shown: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Value::text(shown.join(&mark)).into())
    }),
    both("find", |args, caller| {
        find(args, caller, "bytes.find", false)
    }),
    both("rfind", |args, caller| {
        find(args, caller, "bytes.rfind", true)
    }),
    both("index", |args, caller| {
        find(args, caller, "bytes.index", false)
    }),
    both("rindex", |args, caller| {
        find(args, caller, "bytes.rindex", true)
    }),
    both("count", |args, caller| {
        let (bytes, rest) = this(args)?;
        let rest = given(rest, "bytes.count", 1, 3)?;
        let part = part(caller, at(rest, 0))?;
        let (start, stop) = bounds(caller, rest.get(1..).unwrap_or_default(), bytes.len())?;
        let mut hay = bytes.get(start..stop).unwrap_or_default();
        let mut count = 0;
        while let Some(place) = search(hay, &part, false) {
            count += 1;
            let next = place + part.len().max(1);
            match hay.get(next..) {
                Some(rest) => hay = rest,
                None => break,
            }
        }
        Ok(Value::Int(count).into())
    }),
    both("startswith", |args, caller| {
        affix(args, caller, "startswith")
    }),
    both("endswith", |args, caller| affix(args, caller, "endswith")),
    both("removeprefix", |args, _| {
        let (bytes, rest) = this(args)?;
        let part = bytes_of(one(rest, "bytes.removeprefix")?)?;
        Ok(same(args, bytes.strip_prefix(&*part).unwrap_or(&bytes)))
    }),
    both("removesuffix", |args, _| {
        let (bytes, rest) = this(args)?;
        let part = bytes_of(one(rest, "bytes.removesuffix")?)?;
        Ok(same(args, bytes.strip_suffix(&*part).unwrap_or(&bytes)))
    }),
    both("join", |args, _| {
        let (mark, rest) = this(args)?;
        let mut joined = Vec::new();
        for (place, item) in iterate::collect(one(rest, "bytes.join")?)?
            .iter()
            .enumerate()
        {
            let Some(item_bytes) = of(item) else {
                let kind = item.type_name();
                return Err(Fault::type_error(format!(
                    "sequence item {place}: expected a bytes-like object, {kind} found"
                )));
            };
            if place > 0 {
                joined.extend_from_slice(&mark);
            }
            joined.extend(item_bytes);
            if joined.len() > MAX_BYTES {
                return Err(Fault::memory());
            }
        }
        Ok(same(args, &joined))
    }),
    both("split", |args, caller| {
        let (bytes, rest) = this(args)?;
        let [mark, count, ..] = named(rest, "split", &["sep", "maxsplit"], 0)?;
        let most = most(caller, &count)?;
        let mut parts: Vec<&[u8]> = Vec::new();
        let mut left = &*bytes;
        match mark {
            Value::Null | Value::None => {
                left = left.trim_ascii_start();
                while !left.is_empty() {
                    may_grow(parts.len())?;
                    if parts.len() == most {
                        parts.push(left);
                        break;
                    }
                    let end = left
                        .iter()
                        .position(u8::is_ascii_whitespace)
                        .unwrap_or(left.len());
                    let (word, behind) = left.split_at(end);
                    parts.push(word);
                    left = behind.trim_ascii_start();
                }
            }
            mark => {
                let mark = bytes_of(&mark)?;
                if mark.is_empty() {
                    return Err(Fault::value_error("empty separator"));
                }
                while let Some(place) = search(left, &mark, false) {
                    if parts.len() >= most {
                        break;
                    }
                    may_grow(parts.len())?;
                    let (part, behind) = left.split_at(place);
                    parts.push(part);
                    left = behind.get(mark.len()..).unwrap_or_default();
                }
                parts.push(left);
            }
        }
        let is_array = is_array(args);
        Ok(Value::list(
            parts
                .into_iter()
                .map(|part| value(part.to_vec(), is_array))
                .collect(),
        )
        .into())
    }),
    both("strip", |args, _| strip(args, true, true)),
    both("lstrip", |args, _| strip(args, true, false)),
    both("rstrip", |args, _| strip(args, false, true)),
    both("lower", |args, _| {
        Ok(same(
            args,
            &alone(args, "bytes.lower")?.to_ascii_lowercase(),
        ))
    }),
    both("upper", |args, _| {
        Ok(same(
            args,
            &alone(args, "bytes.upper")?.to_ascii_uppercase(),
        ))
    }),
    both("swapcase", |args, _| {
        let swapped = alone(args, "bytes.swapcase")?.into_iter().map(|byte| {
            if byte.is_ascii_alphabetic() {
                byte ^ 0x20
            } else {
                byte
            }
        });
        Ok(same(args, &swapped.collect::<Vec<u8>>()))
    }),
    both("title", |args, _| capitals(args, "bytes.title", true)),
    both("capitalize", |args, _| {
        capitals(args, "bytes.capitalize", false)
    }),
    both("center", |args, caller| as_text(args, caller, "center")),
    both("ljust", |args, caller| as_text(args, caller, "ljust")),
    both("rjust", |args, caller| as_text(args, caller, "rjust")),
    both("zfill", |args, caller| as_text(args, caller, "zfill")),
    both("expandtabs", |args, caller| {
        as_text(args, caller, "expandtabs")
    }),
    both("rsplit", |args, caller| as_text(args, caller, "rsplit")),
    both("splitlines", |args, caller| {
        as_text(args, caller, "splitlines")
    }),
    both("istitle", |args, caller| as_text(args, caller, "istitle")),
    both("isascii", |args, _| {
        Ok(Value::bool(alone(args, "bytes.isascii")?.is_ascii()).into())
    }),
    both("translate", |args, _| {
        let (bytes, rest) = this(args)?;
        let [table, delete, ..] = named(rest, "translate", &["table", "delete"], 1)?;
        let delete = of(&delete).unwrap_or_default();
        let table = match &table {
            Value::None => (0..=255).collect(),
            table => bytes_of(table)?,
        };
        if table.len() != 256 {
            return Err(Fault::value_error(
                "translation table must be 256 characters long",
            ));
        }
        let kept = bytes.iter().filter(|byte| !delete.contains(byte));
        let new = kept.map(|byte| table.get(usize::from(*byte)).copied().unwrap_or(*byte));
        Ok(same(args, &new.collect::<Vec<u8>>()))
    }),
    Native {
        name: "maketrans",
        role: Role::StaticMethod,
        at_once: None,
        run: |args, _| {
            let (from, to) = two(args, "maketrans")?;
            let (from, to) = (bytes_of(from)?, bytes_of(to)?);
            if from.len() != to.len() {
                return Err(Fault::value_error(
                    "maketrans arguments must have same length",
                ));
            }
            let mut table: Vec<u8> = (0..=255).collect();
            for (from, to) in from.iter().zip(to) {
                if let Some(place) = table.get_mut(usize::from(*from)) {
                    *place = to;
                }
            }
            Ok(Value::bytes(table).into())
        },
    },
    both("islower", |args, _| {
        let bytes = alone(args, "bytes.islower")?;
        let holds =
            bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase);
        Ok(Value::bool(holds).into())
    }),
    both("isupper", |args, _| {
        let bytes = alone(args, "bytes.isupper")?;
        let holds =
            bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase);
        Ok(Value::bool(holds).into())
    }),
    both("partition", |args, _| {
        partition(args, "bytes.partition", false)
    }),
    both("rpartition", |args, _| {
        partition(args, "bytes.rpartition", true)
    }),
    both("isdigit", |args, _| {
        each(args, "bytes.isdigit", u8::is_ascii_digit)
    }),
    both("isalpha", |args, _| {
        each(args, "bytes.isalpha", u8::is_ascii_alphabetic)
    }),
    both("isalnum", |args, _| {
        each(args, "bytes.isalnum", u8::is_ascii_alphanumeric)
    }),
    both("isspace", |args, _| {
        each(args, "bytes.isspace", u8::is_ascii_whitespace)
    }),
    both("replace", |args, caller| {
        let (bytes, rest) = this(args)?;
        let rest = given(rest, "bytes.replace", 2, 3)?;
        let (old, new) = (bytes_of(at(rest, 0))?, bytes_of(at(rest, 1))?);
        let mut left = most(caller, at(rest, 2))?;
        let (mut out, mut hay) = (Vec::new(), &*bytes);
        if old.is_empty() {
            return Err(refused("bytes.replace"));
        }
        while let (Some(place), true) = (search(hay, &old, false), left > 0) {
            let (before, behind) = hay.split_at(place);
            out.extend_from_slice(before);
            out.extend_from_slice(&new);
            if out.len() > MAX_BYTES {
                return Err(Fault::memory());
            }
            hay = behind.get(old.len()..).unwrap_or_default();
            left -= 1;
        }
        out.extend_from_slice(hay);
        Ok(same(args, &out))
    }),
];

/// Of bytes.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Bytes, "__new__", |args, caller| {
        let (class, args) = class(args, "bytes")?;
        let source = args.positional.first();
        if let (Some(bytes @ Value::Bytes(_)), 1) = (source, args.positional.len()) {
            return Ok(made(class, bytes.clone()));
        }
        Ok(made(class, Value::bytes(read(caller, args, "bytes")?)))
    }),
    class_method(Kind::Bytes, "fromhex", |args, _| {
        Ok(Value::bytes(from_hex(one(args.rest(), "bytes.fromhex")?)?).into())
    }),
];

/// Of bytearray.
pub(crate) const ARRAY: &[Native] = &[
    class_method(Kind::ByteArray, "__new__", |args, caller| {
        let (class, args) = class(args, "bytearray")?;
        Ok(made(class, value(read(caller, args, "bytearray")?, true)))
    }),
    class_method(Kind::ByteArray, "fromhex", |args, _| {
        Ok(value(from_hex(one(args.rest(), "bytearray.fromhex")?)?, true).into())
    }),
    array_method("append", |args, caller| {
        let byte = byte(caller, one(args.rest(), "bytearray.append")?)?;
        insert(args, |_| usize::MAX, &[byte])
    }),
    array_method("extend", |args, caller| {
        let source = one(args.rest(), "bytearray.extend")?;
        let more = match of(source) {
            Some(more) => more,
            None => from_items(caller, &iterate::collect(source)?)?,
        };
        insert(args, |_| usize::MAX, &more)
    }),
    array_method("insert", |args, caller| {
        let (place, item) = two(args.rest(), "bytearray.insert")?;
        let (place, byte) = (index(caller, place)?, byte(caller, item)?);
        insert(
            args,
            |len| {
                let len = len as i64;
                (if place < 0 {
                    place.saturating_add(len)
                } else {
                    place
                })
                .clamp(0, len) as usize
            },
            &[byte],
        )
    }),
    array_method("pop", |args, caller| {
        let place = match given(args.rest(), "bytearray.pop", 0, 1)? {
            [place] => index(caller, place)?,
            _ => -1,
        };
        let removed = array(args)?.0.with(|bytes| {
            let is_empty = bytes.is_empty();
            let place = position(place, bytes.len());
            place.map(|place| bytes.remove(place)).ok_or(is_empty)
        });
        match removed {
            Ok(byte) => Ok(Value::Int(byte.into()).into()),
            Err(is_empty) => Err(Fault::new(
                ErrorKind::IndexError,
                if is_empty {
                    "pop from empty bytearray"
                } else {
                    "pop index out of range"
                },
            )),
        }
    }),
    array_method("remove", |args, caller| {
        let wanted = byte(caller, one(args.rest(), "bytearray.remove")?)?;
        let removed = array(args)?.0.with(|bytes| {
            let place = bytes.iter().position(|byte| *byte == wanted);
            place.map(|place| bytes.remove(place))
        });
        match removed {
            Some(_) => Ok(Value::None.into()),
            None => Err(Fault::value_error("value not found in bytearray")),
        }
    }),
    array_method("clear", |args, _| {
        none(args.rest(), "bytearray.clear")?;
        array(args)?.0.with(Vec::clear);
        Ok(Value::None.into())
    }),
    array_method("reverse", |args, _| {
        none(args.rest(), "bytearray.reverse")?;
        array(args)?.0.with(|bytes| bytes.reverse());
        Ok(Value::None.into())
    }),
    array_method("copy", |args, _| {
        Ok(value(alone(args, "bytearray.copy")?, true).into())
    }),
];

const fn both(name: &'static str, run: super::Run) -> Native {
    // `this` sees to it that it is one or the other.
    method(Kind::Object, name, run)
}

const fn array_method(name: &'static str, run: super::Run) -> Native {
    method(Kind::ByteArray, name, run)
}

/// What str has a method for that treats characters alike. Bytes that would be more than that in a str, such as spaces
/// of other alphabets, stand for characters of private use meanwhile.
fn as_text(args: Args, caller: &Caller, name: &str) -> Outcome<Reply> {
    const PRIVATE: u32 = 0xe000;
    let is_array = is_array(args);
    let hide = |value: &Value| match of(value) {
        Some(bytes) => {
            let hidden = bytes.iter().map(|byte| match byte {
                0x1c..=0x1f | 0x80.. => {
                    char::from_u32(PRIVATE + u32::from(*byte)).unwrap_or_default()
                }
                0x0b | 0x0c if name == "splitlines" => {
                    char::from_u32(PRIVATE + u32::from(*byte)).unwrap_or_default()
                }
                byte => char::from(*byte),
            });
            Value::text(hidden.collect::<String>())
        }
        None => value.clone(),
    };
    let show = |text: &Text| {
        let bytes = text
            .text
            .chars()
            .map(|character| u32::from(character) as u8);
        value(bytes.collect(), is_array)
    };
    if at(args.positional, 0).as_str().is_some() {
        return Err(wrong_receiver());
    }
    for value in args.positional {
        if value.as_str().is_some() {
            return Err(Fault::type_error(
                "a bytes-like object is required, not 'str'",
            ));
        }
    }
    let positional: Vec<Value> = args.positional.iter().map(hide).collect();
    let keywords: Vec<Value> = args.keywords.iter().map(hide).collect();
    let args = Args {
        positional: &positional,
        names: args.names,
        keywords: &keywords,
    };
    let Some(method) = super::str::METHODS
        .iter()
        .find(|native| native.name == name)
    else {
        return Err(wrong_receiver());
    };
    Ok(match (method.run)(args, caller)? {
        Reply::Value(Value::Str(text)) => show(&text).into(),
        Reply::Value(Value::List(parts)) => {
            let shown = parts.items().into_iter().map(|part| match part {
                Value::Str(text) => show(&text),
                part => part,
            });
            Value::list(shown.collect()).into()
        }
        reply => reply,
    })
}

/// The bytes of what has any.
pub(crate) fn of(value: &Value) -> Option<Vec<u8>> {
    operators::bytes_of(value).map(Cow::into_owned)
}

/// The same; an error if it has none.
pub(crate) fn bytes_of(value: &Value) -> Outcome<Vec<u8>> {
    of(value).ok_or_else(|| no_bytes(value))
}

/// That it has no bytes.
pub(crate) fn no_bytes(value: &Value) -> Box<Fault> {
    let kind = value.type_name();
    Fault::type_error(format!("a bytes-like object is required, not '{kind}'"))
}

fn this(args: Args) -> Outcome<(Vec<u8>, Args)> {
    Ok((
        of(at(args.positional, 0)).ok_or_else(wrong_receiver)?,
        args.rest(),
    ))
}

fn alone(args: Args, name: &str) -> Outcome<Vec<u8>> {
    let (bytes, rest) = this(args)?;
    none(rest, name)?;
    Ok(bytes)
}

fn array(args: Args) -> Outcome<Ref<ByteArray>> {
    match receiver(args) {
        (Value::ByteArray(bytes), _) => Ok(bytes),
        _ => Err(wrong_receiver()),
    }
}

fn is_array(args: Args) -> bool {
    matches!(inside(at(args.positional, 0)), Value::ByteArray(_))
}

fn value(bytes: Vec<u8>, is_array: bool) -> Value {
    if is_array {
        Value::ByteArray(Ref::new(ByteArray(Guarded::new(bytes))))
    } else {
        Value::bytes(bytes)
    }
}

/// Bytes of the same class as the receiver.
fn same(args: Args, bytes: &[u8]) -> Reply {
    value(bytes.to_vec(), is_array(args)).into()
}

fn insert(args: Args, place: impl FnOnce(usize) -> usize, more: &[u8]) -> Outcome<Reply> {
    array(args)?.0.with(|bytes| {
        if bytes.len() + more.len() > MAX_BYTES {
            return Err(Fault::memory());
        }
        let place = place(bytes.len()).min(bytes.len());
        bytes.splice(place..place, more.iter().copied());
        Ok(Value::None.into())
    })
}

fn byte(caller: &Caller, value: &Value) -> Outcome<u8> {
    match number(&whole(caller, value)?) {
        Some(Number::Int(byte)) => u8::try_from(byte).ok(),
        _ => None,
    }
    .ok_or_else(|| Fault::value_error("byte must be in range(0, 256)"))
}

/// Bytes from ints.
pub(crate) fn from_items(caller: &Caller, items: &[Value]) -> Outcome<Vec<u8>> {
    items.iter().map(|item| byte(caller, item)).collect()
}

/// What a constructor is given.
fn read(caller: &Caller, args: Args, name: &str) -> Outcome<Vec<u8>> {
    let [source, encoding, errors, _] = named(args, name, &["source", "encoding", "errors"], 0)?;
    if special(caller.world, &source, Symbol::BYTES).is_some() {
        return Err(Fault::in_python());
    }
    match inside(&source) {
        Value::Null => Ok(Vec::new()),
        Value::Str(_) if matches!(encoding, Value::Null) => {
            Err(Fault::type_error("string argument without an encoding"))
        }
        Value::Str(text) => encode(&text, &encoding, &errors, "bytes"),
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
            match usize::try_from(index(caller, &source)?) {
                Ok(count) => {
                    fits(count)?;
                    Ok(vec![0; count])
                }
                Err(_) => Err(Fault::value_error("negative count")),
            }
        }
        source => match of(&source) {
            Some(bytes) => Ok(bytes),
            None => match iterate::collect(&source) {
                Err(fault) if fault.kind == ErrorKind::TypeError => {
                    let kind = source.type_name();
                    Err(Fault::type_error(format!(
                        "cannot convert '{kind}' object to {name}"
                    )))
                }
                items => from_items(caller, &items?).map_err(|mut fault| {
                    if name == "bytes" && fault.kind == ErrorKind::ValueError {
                        fault.message = "bytes must be in range(0, 256)".to_owned();
                    }
                    fault
                }),
            },
        },
    }
}

/// What is looked for: bytes, or one byte as an int.
fn part(caller: &Caller, value: &Value) -> Outcome<Vec<u8>> {
    match inside(value) {
        number @ (Value::Int(_) | Value::Bool(_)) => Ok(vec![byte(caller, &number)?]),
        _ => of(value).ok_or_else(|| {
            let kind = value.type_name();
            Fault::type_error(format!(
                "argument should be integer or bytes-like object, not '{kind}'"
            ))
        }),
    }
}

/// Where the first, or the last, such part begins.
fn search(hay: &[u8], part: &[u8], last: bool) -> Option<usize> {
    if part.is_empty() {
        return Some(if last { hay.len() } else { 0 });
    }
    if part.len() > 64 {
        return if last {
            let part: Vec<u8> = part.iter().rev().copied().collect();
            search_long(&mut hay.iter().rev(), &part).map(|end| hay.len() - end)
        } else {
            search_long(&mut hay.iter(), part).map(|end| end - part.len())
        };
    }
    let mut windows = hay.windows(part.len());
    if last {
        windows.rposition(|here| here == part)
    } else {
        windows.position(|here| here == part)
    }
}

/// Where the part has ended, as Knuth, Morris and Pratt look for it: however much of it is found again and again,
/// no byte is looked at twice.
fn search_long(hay: &mut dyn Iterator<Item = &u8>, part: &[u8]) -> Option<usize> {
    // How long the part's start is that each of its bytes ends, too.
    let mut starts: Vec<usize> = Vec::with_capacity(part.len());
    let step = |starts: &[usize], mut length: usize, byte: &u8| loop {
        if part.get(length) == Some(byte) {
            break length + 1;
        }
        match length.checked_sub(1).and_then(|last| starts.get(last)) {
            Some(shorter) => length = *shorter,
            None => break 0,
        }
    };
    let mut length = 0;
    for (place, byte) in part.iter().enumerate() {
        if place > 0 {
            length = step(&starts, length, byte);
        }
        starts.push(length);
    }
    length = 0;
    for (place, byte) in hay.enumerate() {
        length = step(&starts, length, byte);
        if length == part.len() {
            return Some(place + 1);
        }
    }
    None
}

fn find(args: Args, caller: &Caller, name: &str, last: bool) -> Outcome<Reply> {
    let (bytes, rest) = this(args)?;
    let rest = given(rest, name, 1, 3)?;
    let part = part(caller, at(rest, 0))?;
    let (start, stop) = bounds(caller, rest.get(1..).unwrap_or_default(), bytes.len())?;
    let found = bytes
        .get(start..stop)
        .and_then(|hay| search(hay, &part, last));
    match found {
        Some(place) => Ok(Value::Int((start + place) as i64).into()),
        None if name.ends_with("index") => Err(Fault::value_error("subsection not found")),
        None => Ok(Value::Int(-1).into()),
    }
}

fn affix(args: Args, caller: &Caller, name: &str) -> Outcome<Reply> {
    let (bytes, rest) = this(args)?;
    let rest = given(rest, &format!("bytes.{name}"), 1, 3)?;
    let (start, stop) = bounds(caller, rest.get(1..).unwrap_or_default(), bytes.len())?;
    let hay = bytes.get(start..stop).unwrap_or_default();
    let parts = match inside(at(rest, 0)) {
        Value::Tuple(parts) => parts.0.clone(),
        part => vec![part],
    };
    for part in &parts {
        let Some(part) = of(part) else {
            let kind = part.type_name();
            return Err(Fault::type_error(format!(
                "{name} first arg must be bytes or a tuple of bytes, not {kind}"
            )));
        };
        if if name == "startswith" {
            hay.starts_with(&part)
        } else {
            hay.ends_with(&part)
        } {
            return Ok(Value::bool(true).into());
        }
    }
    Ok(Value::bool(false).into())
}

fn strip(args: Args, left: bool, right: bool) -> Outcome<Reply> {
    let (bytes, rest) = this(args)?;
    let set = match given(rest, "bytes.strip", 0, 1)? {
        [Value::None] | [] => b" \t\n\r\x0b\x0c".to_vec(),
        args => bytes_of(at(args, 0))?,
    };
    let mut goes = [false; 256];
    for byte in set {
        goes[usize::from(byte)] = true;
    }
    let stays = |byte: &u8| !goes[usize::from(*byte)];
    let start = if left {
        bytes.iter().position(stays).unwrap_or(bytes.len())
    } else {
        0
    };
    let stop = if right {
        bytes.iter().rposition(stays).map_or(0, |last| last + 1)
    } else {
        bytes.len()
    };
    Ok(same(
        args,
        bytes.get(start..stop.max(start)).unwrap_or_default(),
    ))
}

fn each(args: Args, name: &str, holds: fn(&u8) -> bool) -> Outcome<Reply> {
    let bytes = alone(args, name)?;
    Ok(Value::bool(!bytes.is_empty() && bytes.iter().all(holds)).into())
}

/// The first letter of the text, or of each word, large and the others small.
fn capitals(args: Args, name: &str, each: bool) -> Outcome<Reply> {
    let (mut bytes, mut inside) = (alone(args, name)?, false);
    for byte in &mut bytes {
        *byte = if inside {
            byte.to_ascii_lowercase()
        } else {
            byte.to_ascii_uppercase()
        };
        inside = !each || byte.is_ascii_alphabetic();
    }
    Ok(same(args, &bytes))
}

fn partition(args: Args, name: &str, last: bool) -> Outcome<Reply> {
    let (bytes, rest) = this(args)?;
    let mark = bytes_of(one(rest, name)?)?;
    if mark.is_empty() {
        return Err(Fault::value_error("empty separator"));
    }
    let parts = match search(&bytes, &mark, last) {
        Some(place) => {
            let (before, behind) = bytes.split_at(place);
            [before, &mark, behind.get(mark.len()..).unwrap_or_default()]
        }
        None if last => [&[], &[], &bytes[..]],
        None => [&bytes[..], &[], &[]],
    };
    let is_array = is_array(args);
    Ok(Value::tuple(parts.map(|part| value(part.to_vec(), is_array)).into()).into())
}

fn from_hex(text: &Value) -> Outcome<Vec<u8>> {
    let Value::Str(text) = inside(text) else {
        let kind = text.type_name();
        return Err(Fault::type_error(format!(
            "fromhex() argument must be str, not {kind}"
        )));
    };
    let (mut bytes, mut high) = (Vec::new(), None);
    for (place, character) in text.text.chars().enumerate() {
        let digit = character.to_digit(16);
        match (digit, high) {
            (Some(digit), None) => high = Some(digit),
            (Some(digit), Some(first)) => {
                bytes.push((first * 16 + digit) as u8);
                high = None;
            }
            (None, None) if character.is_ascii_whitespace() => {}
            _ => {
                return Err(Fault::value_error(format!(
                    "non-hexadecimal number found in fromhex() arg at position {place}"
                )));
            }
        }
    }
    if high.is_some() {
        let place = text.chars;
        return Err(Fault::value_error(format!(
            "non-hexadecimal number found in fromhex() arg at position {place}"
        )));
    }
    Ok(bytes)
}

/// How text is written as bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    /// UTF-16 and UTF-32: how many bytes a unit has, whether the most significant is first, and whether a mark
    /// at the beginning says so.
    Wide(usize, bool, bool),
}

fn encoding(name: &Value, function: &str) -> Outcome<Encoding> {
    let Some(name) = name.as_str() else {
        return match name {
            Value::Null => Ok(Encoding::Utf8),
            other => {
                let kind = other.type_name();
                Err(Fault::type_error(format!(
                    "{function}() argument 'encoding' must be str, not {kind}"
                )))
            }
        };
    };
    match name.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" | "u8" => Ok(Encoding::Utf8),
        "ascii" | "us-ascii" => Ok(Encoding::Ascii),
        "latin-1" | "latin1" | "iso-8859-1" | "l1" => Ok(Encoding::Latin1),
        "utf-16" | "utf16" => Ok(Encoding::Wide(2, false, true)),
        "utf-16-le" | "utf-16le" => Ok(Encoding::Wide(2, false, false)),
        "utf-16-be" | "utf-16be" => Ok(Encoding::Wide(2, true, false)),
        "utf-32" | "utf32" => Ok(Encoding::Wide(4, false, true)),
        "utf-32-le" | "utf-32le" => Ok(Encoding::Wide(4, false, false)),
        "utf-32-be" | "utf-32be" => Ok(Encoding::Wide(4, true, false)),
        "cp1252" | "utf-8-sig" | "utf-7" => {
            Err(Fault::unsupported(format!("the encoding '{name}'")))
        }
        _ => Err(Fault::new(
            ErrorKind::LookupError,
            format!("unknown encoding: {name}"),
        )),
    }
}

/// What becomes of what cannot be written or read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Handler {
    Strict,
    Ignore,
    Replace,
    Backslash,
    Xml,
}

fn handler(errors: &Value) -> Outcome<Handler> {
    match errors.as_str() {
        None | Some("strict") => Ok(Handler::Strict),
        Some("ignore") => Ok(Handler::Ignore),
        Some("replace") => Ok(Handler::Replace),
        Some("backslashreplace") => Ok(Handler::Backslash),
        Some("xmlcharrefreplace") => Ok(Handler::Xml),
        Some("surrogateescape" | "surrogatepass" | "namereplace") => {
            Err(Fault::unsupported("this error handler"))
        }
        Some(name) => Err(Fault::new(
            ErrorKind::LookupError,
            format!("unknown error handler name '{name}'"),
        )),
    }
}

/// What stands for bytes that cannot be read; `None` is an error.
fn unread(handler: Handler, bytes: &[u8]) -> Option<String> {
    match handler {
        Handler::Strict | Handler::Xml => None,
        Handler::Ignore => Some(String::new()),
        Handler::Replace => Some('\u{fffd}'.into()),
        Handler::Backslash => Some(bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()),
    }
}

fn unreadable(
    kind: ErrorKind,
    name: &str,
    object: Value,
    start: usize,
    end: usize,
    why: &str,
) -> Box<Fault> {
    let (start, end) = (Value::Int(start as i64), Value::Int(end as i64));
    Fault::with_args(
        kind,
        vec![Value::text(name), object, start, end, Value::text(why)],
    )
}

/// `text.encode(encoding, errors)`, for a function of that name.
pub(crate) fn encode(
    text: &Ref<Text>,
    encoding: &Value,
    errors: &Value,
    function: &str,
) -> Outcome<Vec<u8>> {
    let (encoding, handler) = (self::encoding(encoding, function)?, handler(errors)?);
    let (limit, name) = match encoding {
        Encoding::Utf8 => return Ok(text.text.as_bytes().to_vec()),
        Encoding::Ascii => (128, "ascii"),
        Encoding::Latin1 => (256, "latin-1"),
        Encoding::Wide(size, big, marked) => {
            let mark = marked.then_some('\u{feff}');
            let mut bytes = Vec::new();
            for character in mark.into_iter().chain(text.text.chars()) {
                if size == 2 {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        bytes.extend(if big {
                            unit.to_be_bytes()
                        } else {
                            unit.to_le_bytes()
                        });
                    }
                } else {
                    let unit = u32::from(character);
                    bytes.extend(if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    });
                }
            }
            return Ok(bytes);
        }
    };
    let mut bytes = Vec::with_capacity(text.text.len());
    for (place, character) in text.text.chars().enumerate() {
        let code = u32::from(character);
        match (code < limit, handler) {
            (true, _) => bytes.push(code as u8),
            (false, Handler::Replace) => bytes.push(b'?'),
            (false, Handler::Ignore) => {}
            (false, Handler::Xml) => bytes.extend(format!("&#{code};").into_bytes()),
            (false, Handler::Backslash) => bytes.extend(
                match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                }
                .into_bytes(),
            ),
            (false, Handler::Strict) => {
                let rest = text.text.chars().skip(place);
                let run = rest
                    .take_while(|character| u32::from(*character) >= limit)
                    .count();
                return Err(unreadable(
                    ErrorKind::UnicodeEncodeError,
                    name,
                    Value::Str(text.clone()),
                    place,
                    place + run,
                    &format!("ordinal not in range({limit})"),
                ));
            }
        }
    }
    Ok(bytes)
}

/// `bytes.decode(encoding, errors)`, for a function of that name.
pub(crate) fn decode(
    value: &Value,
    encoding: &Value,
    errors: &Value,
    function: &str,
) -> Outcome<Value> {
    let Some(bytes) = of(value) else {
        let kind = value.type_name();
        return Err(Fault::type_error(match inside(value) {
            Value::Str(_) => "decoding str is not supported".to_owned(),
            _ => format!("decoding to str: need a bytes-like object, {kind} found"),
        }));
    };
    let (encoding, handler) = (self::encoding(encoding, function)?, handler(errors)?);
    let mut text = String::with_capacity(bytes.len());
    match encoding {
        Encoding::Latin1 => text.extend(bytes.iter().copied().map(char::from)),
        Encoding::Ascii => {
            for (place, byte) in bytes.iter().enumerate() {
                match (byte.is_ascii(), unread(handler, &[*byte])) {
                    (true, _) => text.push(char::from(*byte)),
                    (false, Some(instead)) => text.push_str(&instead),
                    (false, None) => {
                        return Err(unreadable(
                            ErrorKind::UnicodeDecodeError,
                            "ascii",
                            Value::bytes(bytes),
                            place,
                            place + 1,
                            "ordinal not in range(128)",
                        ));
                    }
                }
            }
        }
        Encoding::Wide(size, big, marked) => {
            let (mut big, mut left) = (big, &*bytes);
            if marked {
                let (little, large): (&[u8], &[u8]) = if size == 2 {
                    (b"\xff\xfe", b"\xfe\xff")
                } else {
                    (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
                };
                if let Some(behind) = left.strip_prefix(little) {
                    left = behind;
                } else if let Some(behind) = left.strip_prefix(large) {
                    (big, left) = (true, behind);
                }
            }
            let unit = |unit: &[u8]| {
                let fold = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
                if big {
                    unit.iter().fold(0, fold)
                } else {
                    unit.iter().rev().fold(0, fold)
                }
            };
            let units = left.chunks_exact(size);
            let whole = units.remainder().is_empty();
            let read: Option<String> = if size == 2 {
                let units = units.map(|pair| unit(pair) as u16);
                char::decode_utf16(units).collect::<Result<_, _>>().ok()
            } else {
                units.map(|four| char::from_u32(unit(four))).collect()
            };
            match read.filter(|_| whole) {
                Some(read) => text = read,
                None => {
                    let name = if size == 2 { "utf-16" } else { "utf-32" };
                    let why = if whole {
                        "illegal encoding"
                    } else {
                        "truncated data"
                    };
                    let end = bytes.len();
                    let start = end - end % size;
                    let kind = ErrorKind::UnicodeDecodeError;
                    return Err(unreadable(kind, name, Value::bytes(bytes), start, end, why));
                }
            }
        }
        Encoding::Utf8 => {
            let mut start = 0;
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                let (place, wrong) = (start + chunk.valid().len(), chunk.invalid());
                start = place + wrong.len();
                match (wrong.first(), unread(handler, wrong)) {
                    (None, _) => {}
                    (_, Some(instead)) => text.push_str(&instead),
                    (Some(first), None) => {
                        let is_start = matches!(first, 0xc2..=0xf4);
                        let why = match is_start {
                            false => "invalid start byte",
                            true if start == bytes.len()
                                && std::str::from_utf8(wrong)
                                    .is_err_and(|fault| fault.error_len().is_none()) =>
                            {
                                "unexpected end of data"
                            }
                            true => "invalid continuation byte",
                        };
                        let kind = ErrorKind::UnicodeDecodeError;
                        return Err(unreadable(
                            kind,
                            "utf-8",
                            Value::bytes(bytes),
                            place,
                            start,
                            why,
                        ));
                    }
                }
            }
        }
    }
    Ok(Value::text(text))
}
