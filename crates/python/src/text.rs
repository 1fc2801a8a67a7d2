//! Text: what a value looks like as str, and what the methods of str share.

use std::sync::atomic::AtomicI64;

use compact_str::CompactString;

use crate::class::Class;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::exception::Raised;
use crate::function::Role;
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::list::may_grow;
use crate::memory;
use crate::number;
use crate::object::{Guarded, Ref};
use crate::operators::Effort;
use crate::symbols::Symbol;
use crate::value::{Text, Truth, Value};
use crate::view;

/// No str, list or tuple grows beyond this many bytes. In a browser all memory is four times that.
pub(crate) const MAX_BYTES: usize = if cfg!(target_family = "wasm") {
    64 << 20
} else {
    1 << 30
};

/// Whether there is room for an object of so many bytes.
pub(crate) fn fits(bytes: usize) -> Outcome<()> {
    if bytes > MAX_BYTES.min(memory::room()) {
        return Err(Fault::memory());
    }
    Ok(())
}

/// Nesting beyond which repr and comparison give up rather than use up the stack.
pub(crate) const MAX_NESTING: usize = 400;

/// What `str.isspace` says of one character.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\x1c'..='\x1f').contains(&character)
}

/// The digits of an int.
pub(crate) fn decimal(number: i64) -> Value {
    // As long as the longest, `i64::MIN`.
    let (mut digits, mut at) = ([0_u8; 20], 20);
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        digits[at] = b'-';
    }
    let text = str::from_utf8(&digits[at..]).unwrap_or_default();
    Value::str(text.into(), text.len())
}

/// `str(value)`. What a class written in Python says takes Python.
pub(crate) fn display(value: &Value) -> Outcome<Value> {
    match value {
        Value::Str(_) => Ok(value.clone()),
        Value::Object(object) => {
            if says(&object.class, Symbol::STR) {
                return Err(Fault::in_python());
            }
            match &object.payload {
                Payload::Exception(raised) => {
                    // The others that could come before have no words of their own.
                    let mut ancestors = object.class.ancestors.iter();
                    let is_key = ancestors.any(|class| class.kind == Kind::KeyError);
                    let kind = match object.class.kind {
                        Kind::OSError | Kind::SyntaxError => object.class.kind,
                        _ if is_key => Kind::KeyError,
                        kind => kind,
                    };
                    message(kind, raised).map(Value::text)
                }
                // So do others that are set as this one.
                Payload::Base(base) if hides_repr(&object.class) => repr(base).map(Value::text),
                // The method of str hides a `__repr__` behind it.
                Payload::Base(base @ Value::Str(_)) => Ok(base.clone()),
                _ => repr(value).map(Value::text),
            }
        }
        Value::Class(class) => match &class.meta {
            Some(meta) if says(meta, Symbol::STR) => Err(Fault::in_python()),
            _ => repr(value).map(Value::text),
        },
        value => repr(value).map(Value::text),
    }
}

/// Whether the `__str__` of a class is the `__repr__` of one of the language's own.
fn hides_repr(class: &Class) -> bool {
    matches!(class.find(Symbol::STR), Some(Value::Native(native)) if native.name == "__repr__")
}

/// Whether a class, or one that it derives from, has its own method of that name written in Python.
pub(crate) fn says(class: &Class, name: Symbol) -> bool {
    class
        .find(name)
        .is_some_and(|found| !matches!(found, Value::Native(_)))
}

/// `repr(value)`. What a class written in Python says takes Python, wherever in the value it is.
pub(crate) fn repr(value: &Value) -> Outcome<String> {
    let mut out = String::new();
    write_repr(
        value,
        &mut out,
        &mut Open::new(),
        MAX_BYTES.min(memory::room()),
    )?;
    Ok(out)
}

/// The first `most` characters of `repr(value)`; `None` if it has no repr. Not much more than those is
/// written, however large the value is.
pub(crate) fn repr_start(value: &Value, most: usize) -> Option<String> {
    // No character has more bytes in UTF-8.
    let limit = most.saturating_mul(4);
    let mut out = String::new();
    let written = write_repr(value, &mut out, &mut Open::new(), limit);
    let enough = out.len() > limit;
    (written.is_ok() || enough).then(|| out.chars().take(most).collect())
}

/// `str(exception)`, without the `__str__` of a class written in Python.
pub(crate) fn message(kind: Kind, raised: &Guarded<Raised>) -> Outcome<String> {
    let (args, exceptions) = raised.with(|raised| (raised.args.clone(), raised.exceptions.clone()));
    let Value::Tuple(args) = &args else {
        return Ok(String::new());
    };
    let shown = |value: &Value| -> Outcome<String> {
        Ok(display(value)?.as_str().unwrap_or_default().to_owned())
    };
    if let (Value::Tuple(exceptions), Some(text)) = (&exceptions, args.0.first()) {
        let (text, count) = (shown(text)?, exceptions.0.len());
        let plural = if count == 1 { "" } else { "s" };
        return Ok(format!("{text} ({count} sub-exception{plural})"));
    }
    match &args.0[..] {
        [] => Ok(String::new()),
        [key] if kind.is_a(Kind::KeyError) => repr(key),
        [only] => shown(only),
        [number, text, rest @ ..] if kind.is_a(Kind::OSError) && rest.len() < 4 => {
            let (number, text) = (shown(number)?, shown(text)?);
            match rest.first() {
                None | Some(Value::None) => Ok(format!("[Errno {number}] {text}")),
                Some(file) => Ok(format!("[Errno {number}] {text}: {}", repr(file)?)),
            }
        }
        [text, place @ ..] if kind.is_a(Kind::SyntaxError) => {
            let text = shown(text)?;
            Ok(match place.first() {
                Some(Value::Tuple(place)) => match &place.0[..] {
                    [Value::Str(file), Value::Int(line), ..] => {
                        format!("{text} ({}, line {line})", file.text)
                    }
                    _ => text,
                },
                _ => text,
            })
        }
        [encoding, object, Value::Int(start), Value::Int(end), reason]
            if kind.is_a(Kind::UnicodeError) =>
        {
            let (encoding, reason) = (shown(encoding)?, shown(reason)?);
            let what = if kind == Kind::UnicodeDecodeError {
                "decode"
            } else {
                "encode"
            };
            let alone = *end == start + 1;
            let here = match object {
                Value::Bytes(bytes) if alone => {
                    let byte = usize::try_from(*start).ok().and_then(|at| bytes.0.get(at));
                    byte.map(|byte| format!("byte 0x{byte:02x}"))
                }
                Value::Str(text) if alone => {
                    let place = usize::try_from(*start).ok();
                    let found = place.and_then(|place| text.at(place));
                    found.map(|character| format!("character '{}'", escape(character)))
                }
                Value::Bytes(_) => Some("bytes".to_owned()),
                _ => Some("characters".to_owned()),
            };
            let here = here.unwrap_or_default();
            let place = if alone {
                start.to_string()
            } else {
                format!("{start}-{}", end - 1)
            };
            Ok(format!(
                "'{encoding}' codec can't {what} {here} in position {place}: {reason}"
            ))
        }
        _ => repr(&Value::Tuple(args.clone())),
    }
}

/// What a class is called with its module, such as `__main__.Spam`; those of the language have none.
pub(crate) fn class_name(class: &Class) -> String {
    let text = |name| match class.own(name) {
        Some(Value::Str(text)) => Some(text.text.to_string()),
        _ => None,
    };
    if !class.is_python {
        return match crate::attribute::module_of(class.kind) {
            "builtins" => class.kind.name().to_owned(),
            module => format!("{module}.{}", class.kind.name()),
        };
    }
    let name = text(Symbol::QUALNAME).unwrap_or_else(|| class.name().to_string());
    match text(Symbol::MODULE) {
        Some(module) if module != "builtins" => format!("{module}.{name}"),
        _ => name,
    }
}

/// The text, or its beginning if it has more bytes than that.
fn beginning(text: &str, bytes: usize) -> &str {
    let end = text.floor_char_boundary(bytes);
    text.get(..end).unwrap_or(text)
}

/// How far the writing of a value has come.
struct Open {
    /// The addresses of the containers being written further out: one that contains itself prints as `[...]`.
    around: Vec<usize>,
    /// A value that is in many others is written each time.
    effort: Effort,
}

impl Open {
    fn new() -> Open {
        Open {
            around: Vec::new(),
            effort: Effort::new(),
        }
    }
}

/// It fails when there are more than `limit` bytes; they are in `out` then, and few others.
fn write_repr(value: &Value, out: &mut String, open: &mut Open, limit: usize) -> Outcome<()> {
    if open.around.len() > MAX_NESTING {
        let message = "maximum recursion depth exceeded while getting the repr of an object";
        return Err(Fault::new(ErrorKind::RecursionError, message));
    }
    if out.len() > limit {
        return Err(Fault::memory());
    }
    open.effort.spend(1)?;
    match value {
        Value::Null | Value::None => out.push_str("None"),
        Value::Bool(Truth::True) => out.push_str("True"),
        Value::Bool(Truth::False) => out.push_str("False"),
        Value::Ellipsis => out.push_str("Ellipsis"),
        Value::NotImplemented => out.push_str("NotImplemented"),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Big(value) => out.push_str(&number::decimal(&value.0)?),
        Value::Float(value) => out.push_str(&float(value.get())),
        // Of a longer one, enough to be over the limit: a quote and so many bytes.
        Value::Str(text) => quote(beginning(&text.text, limit.saturating_add(3)), out, false),
        Value::Bytes(bytes) => quote_bytes(&bytes.0, out, limit),
        Value::ByteArray(bytes) => {
            let bytes = bytes.0.with(|bytes| bytes.clone());
            out.push_str("bytearray(");
            quote_bytes(&bytes, out, limit);
            out.push(')');
        }
        Value::Range(range) => {
            out.push_str(&format!("range({}, {}", range.start, range.stop));
            if range.step != 1 {
                out.push_str(&format!(", {}", range.step));
            }
            out.push(')');
        }
        Value::Slice(slice) => {
            out.push_str("slice(");
            open.around.push(0);
            write_repr(&slice.start, out, open, limit)?;
            out.push_str(", ");
            write_repr(&slice.stop, out, open, limit)?;
            out.push_str(", ");
            write_repr(&slice.step, out, open, limit)?;
            open.around.pop();
            out.push(')');
        }
        Value::Tuple(tuple) => {
            if is_open(tuple.address(), "(...)", out, open) {
                return Ok(());
            }
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
            open.around.pop();
        }
        Value::List(list) => {
            if is_open(list.address(), "[...]", out, open) {
                return Ok(());
            }
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
            open.around.pop();
        }
        Value::Dict(dict) => {
            if is_open(dict.address(), "{...}", out, open) {
                return Ok(());
            }
            out.push('{');
            let mut place = 0;
            let mut is_first = true;
            while let Some((found, key, value)) = dict.next_from(place) {
                if !is_first {
                    out.push_str(", ");
                }
                is_first = false;
                write_repr(&key, out, open, limit)?;
                out.push_str(": ");
                write_repr(&value, out, open, limit)?;
                place = found + 1;
            }
            out.push('}');
            open.around.pop();
        }
        Value::Set(set) => {
            let name = if set.is_frozen() { "frozenset" } else { "set" };
            write_set(
                name,
                !set.is_frozen(),
                &set.items(),
                set.address(),
                out,
                open,
                limit,
            )?;
        }
        Value::Class(class) => match &class.meta {
            Some(meta) if says(meta, Symbol::REPR) => return Err(Fault::in_python()),
            _ => out.push_str(&format!("<class '{}'>", class_name(class))),
        },
        Value::Object(object) => write_object(object, out, open, limit)?,
        Value::Function(function) => {
            // Its code has the name otherwise, which only the world knows.
            match function.rest.with(|rest| rest.qualname.clone()) {
                Value::Str(name) => {
                    out.push_str(&format!("<function {} at {}>", name.text, at(value)));
                }
                _ => return Err(Fault::in_python()),
            }
        }
        Value::Native(native) => out.push_str(&match native.role {
            Role::Method(kind) if native.name.starts_with("__") => {
                format!(
                    "<slot wrapper '{}' of '{}' objects>",
                    native.name,
                    kind.name()
                )
            }
            Role::Method(kind) => {
                format!("<method '{}' of '{}' objects>", native.name, kind.name())
            }
            Role::ClassMethod(kind) => {
                format!("<method '{}' of '{}' objects>", native.name, kind.name())
            }
            Role::Function | Role::StaticMethod => format!("<built-in function {}>", native.name),
        }),
        Value::Bound(bound) => match &bound.function {
            Value::Native(native) => {
                let name = native.name;
                let (kind, place) = (bound.receiver.type_name(), at(&bound.receiver));
                out.push_str(&match name.starts_with("__") {
                    true => format!("<method-wrapper '{name}' of {kind} object at {place}>"),
                    false => format!("<built-in method {name} of {kind} object at {place}>"),
                });
            }
            function => {
                let name = match function {
                    Value::Function(function) => function.rest.with(|rest| rest.qualname.clone()),
                    _ => Value::text("?"),
                };
                let Value::Str(name) = name else {
                    return Err(Fault::in_python());
                };
                out.push_str(&format!("<bound method {} of ", name.text));
                open.around.push(0);
                write_repr(&bound.receiver, out, open, limit)?;
                open.around.pop();
                out.push('>');
            }
        },
        Value::Module(module) => {
            out.push_str(&format!("<module '{}' (built-in)>", module.name));
        }
        Value::Cell(cell) => {
            let inside = match cell.get() {
                Value::Null => "empty".to_owned(),
                inside => format!("{} object at {}", inside.type_name(), at(&inside)),
            };
            out.push_str(&format!("<cell at {}: {inside}>", at(value)));
        }
        Value::Generator(generator) => {
            let name = generator.qualname.as_str().unwrap_or_default();
            let kind = generator.kind.name();
            let named = matches!(
                generator.kind,
                Kind::Generator | Kind::Coroutine | Kind::AsyncGenerator
            );
            let name = if named {
                format!(" {name}")
            } else {
                String::new()
            };
            out.push_str(&format!("<{kind} object{name} at {}>", at(value)));
        }
        Value::Iter(iter) => {
            out.push_str(&format!("<{} object at {}>", iter.kind().name(), at(value)));
        }
        Value::RangeIter(_) | Value::Code(_) => {
            return Err(Fault::unsupported(format!(
                "the repr of a '{}' object",
                value.type_name()
            )));
        }
    }
    Ok(())
}

/// Whether a container is being written further out, which is shown then; from now on it is.
fn is_open(address: usize, shown: &str, out: &mut String, open: &mut Open) -> bool {
    if open.around.contains(&address) {
        out.push_str(shown);
        return true;
    }
    open.around.push(address);
    false
}

/// `{1, 2}`, `frozenset({1, 2})`: braces alone if the class is `set`.
fn write_set(
    name: &str,
    is_plain: bool,
    items: &[Value],
    address: usize,
    out: &mut String,
    open: &mut Open,
    limit: usize,
) -> Outcome<()> {
    if open.around.contains(&address) || items.is_empty() {
        let inside = if items.is_empty() { "" } else { "..." };
        out.push_str(&format!("{name}({inside})"));
        return Ok(());
    }
    open.around.push(address);
    if !is_plain {
        out.push_str(name);
        out.push('(');
    }
    out.push('{');
    write_items(items, out, open, limit)?;
    out.push('}');
    if !is_plain {
        out.push(')');
    }
    open.around.pop();
    Ok(())
}

fn write_items(items: &[Value], out: &mut String, open: &mut Open, limit: usize) -> Outcome<()> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_repr(item, out, open, limit)?;
    }
    Ok(())
}

/// What `%p` shows of where an object is.
fn at(value: &Value) -> String {
    format!("{:#x}", value.address().unwrap_or_default())
}

fn write_object(
    object: &Ref<Instance>,
    out: &mut String,
    open: &mut Open,
    limit: usize,
) -> Outcome<()> {
    if says(&object.class, Symbol::REPR) {
        return Err(Fault::in_python());
    }
    let name = object.class.name();
    match &object.payload {
        Payload::Base(Value::Set(set)) => {
            return write_set(&name, false, &set.items(), set.address(), out, open, limit);
        }
        Payload::Base(base) => return write_repr(base, out, open, limit),
        Payload::Exception(raised) => {
            let args = raised.with(|raised| raised.args.clone());
            out.push_str(&name);
            return match &args {
                Value::Tuple(tuple) if tuple.0.len() == 1 => {
                    open.around.push(0);
                    out.push('(');
                    write_items(&tuple.0, out, open, limit)?;
                    out.push(')');
                    open.around.pop();
                    Ok(())
                }
                args => write_repr(args, out, open, limit),
            };
        }
        Payload::DefaultDict(dict, factory) => {
            let factory = factory.with(|factory| factory.clone());
            out.push_str(&name);
            out.push('(');
            open.around.push(0);
            write_repr(&factory, out, open, limit)?;
            open.around.pop();
            out.push_str(", ");
            write_repr(&Value::Dict(dict.clone()), out, open, limit)?;
            out.push(')');
        }
        Payload::Deque(items, most) => {
            let address = object.address();
            if open.around.contains(&address) {
                out.push_str("[...]");
                return Ok(());
            }
            open.around.push(address);
            let items: Vec<Value> = items.with(|items| items.iter().cloned().collect());
            out.push_str(&name);
            out.push_str("([");
            write_items(&items, out, open, limit)?;
            out.push(']');
            if let Some(most) = most {
                out.push_str(&format!(", maxlen={most}"));
            }
            out.push(')');
            open.around.pop();
        }
        Payload::View(dict) => {
            let address = object.address();
            if open.around.contains(&address) {
                out.push_str("...");
                return Ok(());
            }
            open.around.push(address);
            out.push_str(&name);
            out.push_str("([");
            write_items(&view::items(dict, object.class.kind), out, open, limit)?;
            out.push_str("])");
            open.around.pop();
        }
        Payload::StaticMethod(function) | Payload::ClassMethod(function) => {
            out.push_str(&format!("<{name}("));
            open.around.push(0);
            write_repr(function, out, open, limit)?;
            open.around.pop();
            out.push_str(")>");
        }
        Payload::Super(class, receiver, _) => {
            let (class, receiver) = (class.name(), receiver.type_name());
            out.push_str(&format!("<super: <class '{class}'>, <{receiver} object>>"));
        }
        Payload::Thread(thread) => {
            let state = match (thread.is_new(), thread.is_alive()) {
                (true, _) => "initial",
                (_, true) => "started",
                _ => "stopped",
            };
            let daemon = if thread.is_daemon() { " daemon" } else { "" };
            let ident = match state {
                "initial" => String::new(),
                _ => format!(" {}", thread.ident()),
            };
            out.push_str(&format!(
                "<{name}({}, {state}{daemon}{ident})>",
                thread.name()
            ));
        }
        Payload::Lock(lock) => {
            let state = if lock.is_held() { "locked" } else { "unlocked" };
            let place = object.address();
            out.push_str(&format!("<{state} _thread.lock object at {place:#x}>"));
        }
        Payload::RLock(lock) => {
            let state = if lock.is_held() { "locked" } else { "unlocked" };
            let (owner, count) = lock.ownership();
            let place = object.address();
            out.push_str(&format!(
                "<{state} _thread.RLock object owner={owner} count={count} at {place:#x}>"
            ));
        }
        Payload::Plain
        | Payload::Ending(_)
        | Payload::Stream(_)
        | Payload::Counted(_)
        | Payload::Pattern(_)
        | Payload::Exchange(_)
        | Payload::State(_)
        | Payload::Property(_) => {
            let (name, place) = (class_name(&object.class), object.address());
            out.push_str(&format!("<{name} object at {place:#x}>"));
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

/// The mark that a str is put between.
fn mark(text: &str) -> char {
    if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    }
}

/// `repr` of a str, or its `ascii()`: what isn't printable is escaped.
fn quote(text: &str, out: &mut String, ascii: bool) {
    let mark = mark(text);
    out.reserve(text.len() + 2);
    out.push(mark);
    for character in text.chars() {
        if quote_ascii(character, mark, out) {
            continue;
        }
        if !ascii && is_printable(character) {
            out.push(character);
        } else {
            out.push_str(&escape(character));
        }
    }
    out.push(mark);
}

/// A character that text and bytes show alike, between such marks; says whether it is one.
#[inline]
fn quote_ascii(character: char, mark: char, out: &mut String) -> bool {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\\' => out.push_str("\\\\"),
        _ if character == mark => {
            out.push('\\');
            out.push(mark);
        }
        ' '..='~' => out.push(character),
        _ => return false,
    }
    true
}

/// `repr` of bytes.
fn quote_bytes(bytes: &[u8], out: &mut String, limit: usize) {
    let has = |wanted: u8| bytes.contains(&wanted);
    let mark = if has(b'\'') && !has(b'"') { '"' } else { '\'' };
    out.push('b');
    out.push(mark);
    for byte in bytes.iter().take(limit.saturating_add(3)) {
        if !quote_ascii(char::from(*byte), mark, out) {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out.push(mark);
}

/// `str.isprintable` of one character.
pub(crate) fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return (' '..='~').contains(&character);
    }
    // Rust's own table has the same definition. A character that extends another one is escaped only at
    // the beginning of a text, where it has none.
    let mut buffer = [b'a'; 5];
    let length = character.len_utf8();
    if let Some(room) = buffer.get_mut(1..) {
        character.encode_utf8(room);
    }
    let text = buffer
        .get(..=length)
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.is_some_and(|text| text.escape_debug().nth(1) != Some('\\'))
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
    if let Value::Str(text) = value {
        let mut out = String::new();
        quote(&text.text, &mut out, true);
        return Ok(out);
    }
    let plain = repr(value)?;
    if plain.is_ascii() {
        return Ok(plain);
    }
    let escaped = plain.chars().map(|character| {
        if character.is_ascii() {
            character.into()
        } else {
            escape(character)
        }
    });
    Ok(escaped.collect())
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
    Value::str(CompactString::from(&*character.encode_utf8(&mut buffer)), 1)
}

/// `separator.join(parts)`, if all of them are text and it does not get too long.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn joined(separator: &str, parts: &[Value]) -> Option<Value> {
    let between = parts.len().saturating_sub(1);
    let (mut bytes, mut chars) = (separator.len().saturating_mul(between), 0_usize);
    for part in parts {
        let Value::Str(part) = part else { return None };
        bytes = bytes.saturating_add(part.text.len());
        chars = chars.wrapping_add(part.chars);
    }
    // There is always room for a little.
    if bytes > 1 << 12 {
        fits(bytes).ok()?;
    }
    let mut text = CompactString::with_capacity(bytes);
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            text.push_str(separator);
        }
        text.push_str(part.as_str()?);
    }
    chars += separator.chars().count() * between;
    Some(Value::str(text, chars))
}

/// `text * count`.
pub(crate) fn repeat(text: &Text, count: usize) -> Outcome<Value> {
    fits(text.text.len().saturating_mul(count))?;
    // `CompactString::repeat` would add one after the other.
    let repeated = str::repeat(&text.text, count);
    Ok(Value::str(repeated.into(), text.chars * count))
}

/// `a + b`.
pub(crate) fn concatenate(a: &Text, b: &Text) -> Outcome<Value> {
    if a.text.len() + b.text.len() > MAX_BYTES {
        return Err(Fault::memory());
    }
    let mut joined = String::with_capacity(a.text.len() + b.text.len());
    joined.push_str(&a.text);
    joined.push_str(&b.text);
    Ok(Value::str(joined.into(), a.chars + b.chars))
}

/// `a += b` in place, where nobody else has `a`: text that is built in a loop isn't copied each time
/// (`unicode_concatenate` in CPython). Says whether it is done.
pub(crate) fn append(a: &mut Value, b: &Value) -> bool {
    let (Value::Str(a), Value::Str(b)) = (a, b) else {
        return false;
    };
    match a.unique() {
        Some(a) if a.text.len() + b.text.len() <= MAX_BYTES => {
            a.text.push_str(&b.text);
            a.chars += b.chars;
            a.hash = AtomicI64::new(0);
            true
        }
        _ => false,
    }
}

/// `text.split(separator, most)`; without a separator, at runs of blanks.
pub(crate) fn split(text: &str, separator: Option<&str>, most: i64) -> Outcome<Value> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    match separator {
        Some("") => return Err(Fault::value_error("empty separator")),
        Some(separator) => {
            for part in text.splitn(most.saturating_add(1), separator) {
                may_grow(parts.len())?;
                parts.push(Value::text(part));
            }
        }
        None => {
            let mut rest = text.trim_start_matches(is_space);
            while !rest.is_empty() {
                may_grow(parts.len())?;
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

/// `text.replace(old, new, most)`.
pub(crate) fn replace(text: &Text, old: &Text, new: &Text, most: i64) -> Outcome<Value> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let found = if old.text.is_empty() {
        text.chars + 1
    } else {
        text.text.matches(&*old.text).count()
    };
    let grown = found.min(most).saturating_mul(new.text.len());
    fits(grown.saturating_add(text.text.len()))?;
    Ok(Value::text(text.text.replacen(&*old.text, &new.text, most)))
}
