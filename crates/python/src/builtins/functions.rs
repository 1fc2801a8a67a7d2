//! The builtin functions (`Python/bltinmodule.c`).

use compiler::{Binary, Compare, Operator};

use crate::attribute::{self, Attribute, Setting, bound};
use crate::builtins::arguments::{at, given, index, named, one, refused, two, whole};
use crate::builtins::{class_method, function, in_library, inside, special, sum};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::exception::{self, Raised};
use crate::format;
use crate::function::{Args, Native, Reply, Role, Then};
use crate::hash;
use crate::instance::Payload;
use crate::iterate::{self, Iter, State};
use crate::kind::Kind;
use crate::list;
use crate::number::{self, Number, number};
use crate::operators;
use crate::sink::Sink;
use crate::symbols::Symbol;
use crate::text;
use crate::thread::{Caller, Output, Request};
use crate::value::Value;
use crate::world::World;

/// All of them.
pub(crate) const FUNCTIONS: &[Native] = &[
    function("abs", |args, caller| {
        let value = one(args, "abs")?;
        if let Some(method) = special(caller.world, value, Symbol::ABS) {
            return call(method, &[value], Then::Push);
        }
        match number(&inside(value)) {
            Some(number) => Ok(number::absolute(number).into()),
            None => {
                let kind = value.type_name();
                Err(Fault::type_error(format!(
                    "bad operand type for abs(): '{kind}'"
                )))
            }
        }
    }),
    function("all", |args, caller| every(caller, one(args, "all")?, true)),
    function("any", |args, caller| {
        every(caller, one(args, "any")?, false)
    }),
    function("ascii", |args, caller| {
        let value = one(args, "ascii")?;
        if special(caller.world, value, Symbol::REPR).is_some() {
            return Err(Fault::in_python());
        }
        Ok(Value::text(text::ascii(value)?).into())
    }),
    function("bin", |args, caller| radix(caller, one(args, "bin")?, 2)),
    function("callable", |args, _| {
        let callable = match one(args, "callable")? {
            Value::Function(_) | Value::Native(_) | Value::Bound(_) | Value::Class(_) => true,
            Value::Object(object) => {
                matches!(object.payload, Payload::StaticMethod(_))
                    || object.class.find(Symbol::CALL).is_some()
            }
            _ => false,
        };
        Ok(Value::bool(callable).into())
    }),
    function("chr", |args, caller| {
        let code = number(&whole(caller, one(args, "chr")?)?).and_then(|code| match code {
            Number::Int(code) => u32::try_from(code).ok(),
            _ => None,
        });
        match (code, code.and_then(char::from_u32)) {
            (_, Some(character)) => Ok(text::single(character).into()),
            (Some(0xd800..=0xdfff), _) => Err(Fault::unsupported("a surrogate in a str")),
            _ => Err(Fault::value_error("chr() arg not in range(0x110000)")),
        }
    }),
    function("compile", |_, _| Err(Fault::in_python())),
    function("delattr", |args, caller| {
        let (object, name) = two(args, "delattr")?;
        set_attribute(caller, object, name, Value::Null)
    }),
    function("dir", |args, caller| match given(args, "dir", 0, 1)? {
        [object] => match special(caller.world, object, caller.world.symbols.of("__dir__")) {
            Some(_) => Err(Fault::in_python()),
            None => directory(caller.world, object),
        },
        _ => match caller.locals()? {
            Some(locals) => {
                let mut names = iterate::collect(&locals)?;
                list::sort(&mut names, false)?;
                Ok(Value::list(names).into())
            }
            None => {
                let module = caller.module().map_or(Value::None, Value::Module);
                directory(caller.world, &module)
            }
        },
    }),
    function("divmod", |args, caller| {
        let (a, b) = two(args, "divmod")?;
        for (value, name) in [(a, Symbol::DIVMOD), (b, Symbol::RDIVMOD)] {
            if special(caller.world, value, name).is_some() {
                return Err(Fault::in_python());
            }
        }
        match (number(&inside(a)), number(&inside(b))) {
            (Some(a), Some(b)) => {
                let (quotient, modulo) = number::divmod(a, b)?;
                Ok(Value::tuple(vec![quotient, modulo]).into())
            }
            _ => {
                let (left, right) = (a.type_name(), b.type_name());
                Err(Fault::type_error(format!(
                    "unsupported operand type(s) for divmod(): '{left}' and '{right}'"
                )))
            }
        }
    }),
    function("eval", |args, caller| execute(args, caller, "eval")),
    function("exec", |args, caller| execute(args, caller, "exec")),
    function("format", |args, caller| {
        let args = given(args, "format", 1, 2)?;
        let (value, spec) = (at(args, 0), at(args, 1));
        let text = match spec {
            Value::Null => "",
            Value::Str(text) => &*text.text,
            other => {
                let kind = other.type_name();
                return Err(Fault::type_error(format!(
                    "format() argument 2 must be str, not {kind}"
                )));
            }
        };
        if let Some(method) = special(caller.world, value, Symbol::FORMAT) {
            let spec = Value::text(text);
            return call(method, &[value, &spec], Then::Text(Symbol::FORMAT));
        }
        if text.is_empty()
            && let Some(reply) = in_words(caller.world, value)
        {
            return Ok(reply);
        }
        Ok(format::format(value, text)?.into())
    }),
    function("getattr", |args, caller| {
        let args = given(args, "getattr", 2, 3)?;
        let (object, name) = (at(args, 0), attribute_name(caller.world, at(args, 1))?);
        let found = attribute::find(caller.world, object, name);
        match (found, args.get(2)) {
            (Attribute::Missing, Some(default)) => Ok(default.clone().into()),
            (found @ (Attribute::Value(_) | Attribute::Method(_)), _) => {
                fetched(caller.world, object, name, found)
            }
            (_, Some(_)) => Err(Fault::in_python()),
            (found, None) => fetched(caller.world, object, name, found),
        }
    }),
    function("globals", |args, caller| {
        given(args, "globals", 0, 0)?;
        globals(caller)
    }),
    function("hasattr", |args, caller| {
        let (object, name) = two(args, "hasattr")?;
        let name = attribute_name(caller.world, name)?;
        match attribute::find(caller.world, object, name) {
            Attribute::Value(_) | Attribute::Method(_) => Ok(Value::bool(true).into()),
            Attribute::Missing => Ok(Value::bool(false).into()),
            _ => Err(Fault::in_python()),
        }
    }),
    function("hash", |args, caller| {
        let value = one(args, "hash")?;
        match special(caller.world, value, Symbol::HASH) {
            Some(method) => call(method, &[value], Then::Hash),
            None => Ok(Value::Int(hash::of(value)?).into()),
        }
    }),
    function("hex", |args, caller| radix(caller, one(args, "hex")?, 16)),
    function("id", |args, _| {
        Ok(Value::Int(identity(one(args, "id")?)).into())
    }),
    function("input", |args, _| {
        given(args, "input", 0, 1)?;
        Err(Fault::new(ErrorKind::EOFError, "EOF when reading a line"))
    }),
    function("isinstance", |args, caller| {
        let (value, classes) = two(args, "isinstance")?;
        let class = Value::Class(caller.world.class_of(value).clone());
        is_one_of(caller.world, &class, classes, Symbol::INSTANCECHECK).map(Reply::from)
    }),
    function("issubclass", |args, caller| {
        let (class, classes) = two(args, "issubclass")?;
        if !matches!(class, Value::Class(_)) {
            return Err(Fault::type_error("issubclass() arg 1 must be a class"));
        }
        is_one_of(caller.world, class, classes, Symbol::SUBCLASSCHECK).map(Reply::from)
    }),
    function("iter", |args, caller| {
        let args = given(args, "iter", 1, 2)?;
        if args.len() == 2 {
            return Err(Fault::in_python());
        }
        iter(caller, at(args, 0))
    }),
    function("len", |args, caller| {
        let value = one(args, "len")?;
        match special(caller.world, value, Symbol::LEN) {
            Some(method) => call(method, &[value], Then::Length),
            None => Ok(Value::Int(operators::length(value)? as i64).into()),
        }
    })
    .at_once(|args| {
        let length = match args {
            [Value::List(list)] => list.len(),
            [Value::Str(text)] => text.chars,
            [Value::Tuple(tuple)] => tuple.0.len(),
            [Value::Dict(dict)] => dict.len(),
            _ => return None,
        };
        Some(Value::Int(length as i64))
    }),
    function("locals", |args, caller| {
        given(args, "locals", 0, 0)?;
        locals(caller)
    }),
    function("max", |args, caller| {
        extreme(caller, "max", Compare::Greater, args)
    }),
    function("min", |args, caller| {
        extreme(caller, "min", Compare::Less, args)
    }),
    function("next", |args, caller| {
        let args = given(args, "next", 1, 2)?;
        match (at(args, 0), args.get(1)) {
            (Value::Iter(iter), default) => match (iter.next()?, default) {
                (Some(item), _) => Ok(item.into()),
                (None, Some(default)) => Ok(default.clone().into()),
                (None, None) => Err(Fault::new(ErrorKind::StopIteration, "")),
            },
            (generator @ Value::Generator(inside), None) if inside.is_iterator() => {
                Ok(Reply::Resume(generator.clone(), Value::None, Then::Next))
            }
            (object, default) => match caller.world.class_of(object).find(Symbol::NEXT) {
                Some(_) if default.is_some() => Err(Fault::in_python()),
                Some(method) => call(method, &[object], Then::Push),
                None => {
                    let kind = object.type_name();
                    Err(Fault::type_error(format!(
                        "'{kind}' object is not an iterator"
                    )))
                }
            },
        }
    }),
    function("oct", |args, caller| radix(caller, one(args, "oct")?, 8)),
    function("open", |_, _| {
        Err(Fault::unsupported("open(): there are no files; it"))
    }),
    function("ord", |args, _| {
        let kind = match inside(one(args, "ord")?) {
            Value::Str(text) if text.chars == 1 => {
                let code = text.text.chars().next().map_or(0, u32::from);
                return Ok(Value::Int(code.into()).into());
            }
            Value::Bytes(bytes) if bytes.0.len() == 1 => {
                let byte = bytes.0.first().copied().unwrap_or(0);
                return Ok(Value::Int(byte.into()).into());
            }
            Value::Str(text) => {
                return Err(Fault::type_error(format!(
                    "ord() expected a character, but string of length {} found",
                    text.chars
                )));
            }
            other => other.type_name(),
        };
        Err(Fault::type_error(format!(
            "ord() expected string of length 1, but {kind} found"
        )))
    }),
    function("pow", pow),
    function("print", print),
    function("repr", |args, caller| {
        let value = one(args, "repr")?;
        match special(caller.world, value, Symbol::REPR) {
            Some(method) => call(method, &[value], Then::Text(Symbol::REPR)),
            None => Ok(Value::text(text::repr(value)?).into()),
        }
    }),
    function("round", |args, caller| {
        let [value, digits, ..] = named(args, "round", &["number", "ndigits"], 1)?;
        if let Some(method) = special(caller.world, &value, Symbol::ROUND) {
            let args = [&value, &digits];
            let given = if matches!(digits, Value::Null) { 1 } else { 2 };
            return call(method, args.get(..given).unwrap_or_default(), Then::Push);
        }
        round(caller, &value, &digits)
    }),
    function("setattr", |args, caller| {
        match given(args, "setattr", 3, 3)? {
            [object, name, value] => set_attribute(caller, object, name, value.clone()),
            _ => Err(refused("setattr")),
        }
    }),
    function("sorted", |args, caller| {
        let items = match args.positional {
            [items] => items,
            others => {
                let count = others.len();
                return Err(Fault::type_error(format!(
                    "sorted expected 1 argument, got {count}"
                )));
            }
        };
        let descending = descending(args, "sort")?;
        let mut items = iterate::collect(items)?;
        match list::sort(&mut items, descending) {
            Err(fault) if fault.is_in_python() => {
                let args = vec![Value::list(items), Value::None, Value::bool(descending)];
                in_library(caller, "sorted", Role::Function, args)
            }
            sorted => sorted.map(|()| Value::list(items).into()),
        }
    }),
    function("sum", sum::sum),
    function("vars", |args, caller| match given(args, "vars", 0, 1)? {
        [object] => match attribute::find(caller.world, object, Symbol::DICT) {
            Attribute::Value(dict) => Ok(dict.into()),
            _ => Err(Fault::type_error(
                "vars() argument must have __dict__ attribute",
            )),
        },
        _ => locals(caller),
    }),
    function("__import__", |_, _| Err(Fault::in_python())),
];

fn globals(caller: &Caller) -> Outcome<Reply> {
    let module = caller.module().map_or(Value::None, Value::Module);
    in_library(caller, "globals", Role::Function, vec![module])
}

fn locals(caller: &Caller) -> Outcome<Reply> {
    match caller.locals()? {
        Some(locals) => Ok(locals.into()),
        None => globals(caller),
    }
}

/// `eval` and `exec`: the library does it, with the caller's variables if no others are given.
fn execute(args: Args, caller: &Caller, mode: &str) -> Outcome<Reply> {
    let [source, mut globals, mut locals, _] =
        named(args, mode, &["source", "globals", "locals"], 1)?;
    if matches!(globals, Value::Null | Value::None) {
        globals = caller.module().map_or(Value::None, Value::Module);
        if matches!(locals, Value::Null | Value::None) {
            locals = caller.locals()?.unwrap_or_default();
        }
    }
    if matches!(locals, Value::Null) {
        locals = Value::None;
    }
    let args = vec![Value::text(mode), source, globals, locals];
    in_library(caller, "execute", Role::Function, args)
}

/// The classes of iterators over other iterables: their constructors.
pub(crate) const ITERATORS: &[(Kind, Native)] = &[
    (
        Kind::Enumerate,
        class_method(Kind::Enumerate, "__new__", |args, caller| {
            let [items, start, ..] = named(args.rest(), "enumerate", &["iterable", "start"], 1)?;
            let start = match start {
                Value::Null => 0,
                start => index(caller, &start)?,
            };
            let inner = iterate::native(&items)?;
            let state = State::Enumerate {
                inner,
                count: start,
            };
            Ok(Value::Iter(Iter::new(state, Kind::Enumerate)?).into())
        }),
    ),
    (
        Kind::Filter,
        class_method(Kind::Filter, "__new__", |args, _| {
            two(args.rest(), "filter")?;
            Err(Fault::in_python())
        }),
    ),
    (
        Kind::Map,
        class_method(Kind::Map, "__new__", |args, _| {
            if args.positional.len() < 3 {
                return Err(Fault::type_error("map() must have at least two arguments."));
            }
            Err(Fault::in_python())
        }),
    ),
    (
        Kind::Reversed,
        class_method(Kind::Reversed, "__new__", |args, caller| {
            let value = one(args.rest(), "reversed")?;
            if let Some(method) = special(caller.world, value, Symbol::REVERSED) {
                return call(method, &[value], Then::Push);
            }
            if special(caller.world, value, Symbol::GETITEM).is_some() {
                return Err(Fault::in_python());
            }
            match iterate::reversed(value)? {
                Some(iter) => Ok(iter.into()),
                None => {
                    let kind = value.type_name();
                    Err(Fault::type_error(format!(
                        "'{kind}' object is not reversible"
                    )))
                }
            }
        }),
    ),
    (
        Kind::Zip,
        class_method(Kind::Zip, "__new__", |args, _| {
            let args = args.rest();
            let mut strict = false;
            for (name, value) in args.named() {
                match name {
                    "strict" => strict = value.truth(),
                    other => {
                        return Err(crate::call::unexpected_keyword(
                            "zip",
                            other,
                            ["strict"].into_iter(),
                        ));
                    }
                }
            }
            let inner: Outcome<Vec<_>> = args.positional.iter().map(iterate::native).collect();
            let state = State::Zip {
                inner: inner?,
                strict,
            };
            Ok(Value::Iter(Iter::new(state, Kind::Zip)?).into())
        }),
    ),
];

/// A call as the last step.
pub(crate) fn call(function: Value, args: &[&Value], then: Then) -> Outcome<Reply> {
    let args = args.iter().map(|&value| value.clone()).collect();
    Ok(Reply::Call(function, args, then))
}

/// The call that makes an instance's text, if its class says how.
pub(crate) fn in_words(world: &World, value: &Value) -> Option<Reply> {
    let (method, name) = match special(world, value, Symbol::STR) {
        Some(method) => (method, Symbol::STR),
        None => {
            // `__str__` of one of the language's own classes hides a `__repr__` behind it.
            let own = world.class_of(value).find(Symbol::STR);
            let plain = world.class(Kind::Object).find(Symbol::STR);
            let hidden = match (&own, &plain) {
                (Some(own), Some(plain)) => !own.is(plain),
                _ => false,
            };
            let method = special(world, value, Symbol::REPR).filter(|_| !hidden)?;
            (method, Symbol::REPR)
        }
    };
    Some(Reply::Call(method, vec![value.clone()], Then::Text(name)))
}

/// `iter(value)`.
pub(crate) fn iter(caller: &Caller, value: &Value) -> Outcome<Reply> {
    if let Some(method) = special(caller.world, value, Symbol::ITER) {
        return call(method, &[value], Then::Iterator);
    }
    if let Value::Object(object) = value
        && object.class.find(Symbol::ITER).is_none()
        && special(caller.world, value, Symbol::GETITEM).is_some()
    {
        return in_library(caller, "sequence_iter", Role::Function, vec![value.clone()]);
    }
    Ok(iterate::iter(value)?.into())
}

/// What is found of an attribute, or the call that gives it.
pub(crate) fn fetched(
    world: &World,
    object: &Value,
    name: Symbol,
    found: Attribute,
) -> Outcome<Reply> {
    let object = object.clone();
    let (function, args) = match found {
        Attribute::Value(value) => return Ok(value.into()),
        Attribute::Method(function) => return Ok(bound(object, function).into()),
        Attribute::Getter(function) => (function, vec![object]),
        Attribute::Descriptor(get, descriptor) => {
            let (object, class) = match &object {
                Value::Class(_) => (Value::None, object),
                _ => (
                    object.clone(),
                    Value::Class(world.class_of(&object).clone()),
                ),
            };
            (get, vec![descriptor, object, class])
        }
        Attribute::Hook(hook) => (hook, attribute::hook_args(world, object, name)),
        Attribute::Missing => return Err(attribute::missing(world, &object, name)),
    };
    Ok(Reply::Call(function, args, Then::Push))
}

pub(crate) fn attribute_name(world: &World, name: &Value) -> Outcome<Symbol> {
    match inside(name) {
        Value::Str(name) => Ok(world.symbols.of(&name.text)),
        other => {
            let kind = other.type_name();
            Err(Fault::type_error(format!(
                "attribute name must be string, not '{kind}'"
            )))
        }
    }
}

fn set_attribute(caller: &Caller, object: &Value, name: &Value, value: Value) -> Outcome<Reply> {
    let symbol = attribute_name(caller.world, name)?;
    let setting = attribute::set(caller.world, object, symbol, value.clone())?;
    Ok(setting_done(setting, object, name, value))
}

/// What is left to do to set or delete an attribute.
pub(crate) fn setting_done(setting: Setting, object: &Value, name: &Value, value: Value) -> Reply {
    let (function, mut args) = match setting {
        Setting::Done => return Value::None.into(),
        Setting::Setter(function) => (function, vec![object.clone()]),
        Setting::Descriptor(method, descriptor) => (method, vec![descriptor, object.clone()]),
        Setting::Hook(hook) => (hook, vec![object.clone(), name.clone()]),
    };
    if !matches!(value, Value::Null) {
        args.push(value);
    }
    Reply::Call(function, args, Then::Push)
}

/// `isinstance` and `issubclass`: `check` is the method that a metaclass may have for it.
fn is_one_of(world: &World, class: &Value, classes: &Value, check: Symbol) -> Outcome<Value> {
    let Value::Class(class_itself) = class else {
        return Ok(Value::bool(false));
    };
    match classes {
        Value::Class(wanted) => {
            if class_itself.is(wanted) && check == Symbol::INSTANCECHECK {
                return Ok(Value::bool(true));
            }
            if special(world, classes, check).is_some() {
                return Err(Fault::in_python());
            }
            Ok(Value::bool(class_itself.is_a(wanted)))
        }
        Value::Tuple(_) => {
            let found = operators::any_of(classes, |wanted| {
                Ok(is_one_of(world, class, wanted, check)?.truth())
            });
            found.map(Value::bool)
        }
        other if special(world, other, check).is_some() => Err(Fault::in_python()),
        _ => Err(Fault::type_error(if check == Symbol::INSTANCECHECK {
            "isinstance() arg 2 must be a type, a tuple of types, or a union"
        } else {
            "issubclass() arg 2 must be a class, a tuple of classes, or a union"
        })),
    }
}

/// `all` and `any`: whether no item has the other truth.
fn every(caller: &Caller, items: &Value, wanted: bool) -> Outcome<Reply> {
    let sink = if wanted { Sink::All } else { Sink::Any };
    if let Some(feed) = sink.of(items, Value::Null) {
        return Ok(feed);
    }
    let items = inside(items);
    if matches!(items, Value::Iter(_)) {
        // It ends at the first item that decides, and goes on from there for others.
        return Err(Fault::in_python());
    }
    for item in iterate::collect(&items)? {
        let is_asked = |name| special(caller.world, &item, name).is_some();
        if is_asked(Symbol::BOOL) || is_asked(Symbol::LEN) {
            return Err(Fault::in_python());
        }
        if item.truth() != wanted {
            return Ok(Value::bool(!wanted).into());
        }
    }
    Ok(Value::bool(wanted).into())
}

fn radix(caller: &Caller, value: &Value, radix: u32) -> Outcome<Reply> {
    let value = whole(caller, value)?;
    let big = number(&value).and_then(Number::big).unwrap_or_default();
    let sign = if big.sign() == num_bigint::Sign::Minus {
        "-"
    } else {
        ""
    };
    let prefix = match radix {
        2 => "0b",
        8 => "0o",
        _ => "0x",
    };
    let digits = big.magnitude().to_str_radix(radix);
    Ok(Value::text(format!("{sign}{prefix}{digits}")).into())
}

/// `id(value)`: where its object is; numbers and such get a place of their own each.
pub(crate) fn identity(value: &Value) -> i64 {
    match (value, value.address()) {
        (_, Some(address)) => address as i64,
        (Value::Int(value), _) => (value << 5) & (i64::MAX >> 8) | 8,
        (Value::Float(value), _) => (value.get().to_bits() >> 8) as i64 | 4,
        (Value::Native(native), _) => std::ptr::from_ref(native.get()).addr() as i64,
        (Value::Bool(value), _) => 0x9e_8100 + 32 * i64::from(*value),
        (Value::Code(code), _) => 0x7f00_0000_0000 + 64 * i64::from(code.get()),
        (value, _) => 0x9e_8000 + 32 * value.kind() as i64,
    }
}

/// The names of what an object has, sorted.
pub(crate) fn directory(world: &World, object: &Value) -> Outcome<Reply> {
    let mut names = Vec::new();
    let class = match object {
        Value::Class(class) => class,
        object => {
            if let Attribute::Value(Value::Dict(dict)) =
                attribute::find(world, object, Symbol::DICT)
            {
                names.extend(
                    dict.pairs()
                        .iter()
                        .filter_map(|(name, _)| Some(name.as_str()?.into())),
                );
            }
            if let Value::Object(object) = object {
                names.extend(
                    object
                        .own()
                        .iter()
                        .map(|(name, _)| world.symbols.name(*name)),
                );
            }
            world.class_of(object)
        }
    };
    let mut symbols = Vec::new();
    if let Value::Module(module) = object {
        symbols.extend(world.names_in(module).into_iter().map(|(name, _)| name));
    } else {
        for class in std::iter::once(class).chain(&class.ancestors) {
            let own: Vec<Symbol> = class
                .attributes
                .with(|all| all.iter().map(|(name, _)| name).collect());
            symbols.extend(own);
        }
    }
    names.extend(symbols.into_iter().map(|symbol| world.symbols.name(symbol)));
    // Those of numbers are no entries of their classes.
    let of_numbers: &[&str] = match class.kind {
        kind if kind.is_a(Kind::Int) => &["denominator", "imag", "numerator", "real"],
        Kind::Float => &["imag", "real"],
        _ => &[],
    };
    names.extend(of_numbers.iter().map(|&name| name.into()));
    names.sort();
    names.dedup();
    Ok(Value::list(names.iter().map(|name| Value::text(&**name)).collect()).into())
}

/// `print(*values, sep, end, file, flush)`.
fn print(args: Args, caller: &Caller) -> Outcome<Reply> {
    let (mut separator, mut end, mut file) = (" ", "\n", None);
    for (name, value) in args.named() {
        let target = match name {
            "sep" => &mut separator,
            "end" => &mut end,
            "flush" => continue,
            "file" if matches!(value, Value::None) => continue,
            "file" => {
                file = Some(value);
                continue;
            }
            other => {
                let known = ["sep", "end", "file", "flush"];
                return Err(crate::call::unexpected_keyword(
                    "print",
                    other,
                    known.into_iter(),
                ));
            }
        };
        match value {
            Value::None => {}
            Value::Str(text) => *target = &text.text,
            other => {
                let kind = other.type_name();
                return Err(Fault::type_error(format!(
                    "{name} must be None or a string, not {kind}"
                )));
            }
        }
    }
    // `sys.stdout` may have been replaced.
    let stdout = caller
        .world
        .modules
        .with(|modules| modules.get("sys").cloned())
        .and_then(|sys| {
            caller
                .world
                .module_attribute(&sys, caller.world.symbols.of("stdout"))
        });
    let file = file.or(stdout.as_ref());
    let to = match file {
        None => Output::Stdout,
        Some(Value::Object(stream)) => match stream.payload {
            Payload::Stream(to) => to,
            _ => return Err(Fault::in_python()),
        },
        Some(_) => return Err(Fault::in_python()),
    };
    let mut out = String::new();
    for (place, value) in args.positional.iter().enumerate() {
        if place > 0 {
            out.push_str(separator);
        }
        match value {
            Value::Str(text) => out.push_str(&text.text),
            value if in_words(caller.world, value).is_some() => return Err(Fault::in_python()),
            value => match text::display(value)? {
                Value::Str(text) => out.push_str(&text.text),
                _ => return Err(Fault::in_python()),
            },
        }
        if out.len() > text::MAX_BYTES {
            return Err(Fault::memory());
        }
    }
    out.push_str(end);
    Ok(Reply::Ask(Request::Write { text: out, to }))
}

fn plain(operator: Operator) -> Binary {
    Binary {
        operator,
        in_place: false,
    }
}

fn extreme(caller: &Caller, name: &str, wanted: Compare, args: Args) -> Outcome<Reply> {
    let mut default = None;
    for (keyword, value) in args.named() {
        match keyword {
            "default" => default = Some(value),
            "key" if matches!(value, Value::None) => {}
            "key" => return Err(Fault::in_python()),
            other => {
                let known = ["key", "default"].into_iter();
                return Err(crate::call::unexpected_keyword(name, other, known));
            }
        }
    }
    let items = match args.positional {
        [] => {
            return Err(Fault::type_error(format!(
                "{name} expected at least 1 argument, got 0"
            )));
        }
        [Value::Range(range)] if range.len > 0 => {
            vec![Value::Int(range.start), Value::Int(range.at(range.len - 1))]
        }
        [items] => iterate::collect(items)?,
        items => {
            if default.is_some() {
                return Err(Fault::type_error(format!(
                    "Cannot specify a default for {name}() with multiple positional arguments"
                )));
            }
            items.to_vec()
        }
    };
    let mut rest = items.iter();
    let Some(mut best) = rest.next() else {
        return match default {
            Some(default) => Ok(default.clone().into()),
            None => Err(Fault::value_error(format!(
                "{name}() iterable argument is empty"
            ))),
        };
    };
    for item in rest {
        let has_methods = matches!((item, best), (Value::Object(_), _) | (_, Value::Object(_)));
        let better = if has_methods {
            Err(Fault::in_python())
        } else {
            operators::compare(wanted, item, best)
        };
        match better {
            Ok(true) => best = item,
            Ok(false) => {}
            Err(fault) if fault.is_in_python() => {
                return in_library(caller, name, Role::Function, vec![Value::list(items)]);
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(best.clone().into())
}

/// `reverse=` of a sort.
pub(crate) fn descending(args: Args, name: &str) -> Outcome<bool> {
    let mut descending = false;
    for (keyword, value) in args.named() {
        match keyword {
            "reverse" => descending = value.truth(),
            "key" if matches!(value, Value::None) => {}
            "key" => return Err(Fault::in_python()),
            other => {
                let known = ["key", "reverse"].into_iter();
                return Err(crate::call::unexpected_keyword(name, other, known));
            }
        }
    }
    Ok(descending)
}

/// `round(value, digits)` of a number; `Null` for no digits.
pub(crate) fn round(caller: &Caller, value: &Value, digits: &Value) -> Outcome<Reply> {
    let digits = match digits {
        Value::Null | Value::None => None,
        digits => Some(index(caller, digits)?),
    };
    let inner = inside(value);
    let rounded = match (number(&inner), digits) {
        (Some(Number::Float(value)), None) => {
            crate::builtins::int::of_float(value.round_ties_even())?
        }
        (Some(Number::Float(value)), Some(digits)) => {
            Value::float(number::round_digits(value, digits)?)
        }
        (Some(Number::Int(value)), None | Some(0..)) => Value::Int(value),
        (Some(_), None | Some(0..)) => inner,
        (Some(number), Some(digits)) => {
            number::round_int(number, digits).ok_or_else(|| refused("round"))?
        }
        (None, _) => {
            let kind = value.type_name();
            return Err(Fault::type_error(format!(
                "type {kind} doesn't define __round__ method"
            )));
        }
    };
    Ok(rounded.into())
}

fn pow(args: Args, _: &Caller) -> Outcome<Reply> {
    let [base, exponent, modulus, _] = named(args, "pow", &["base", "exp", "mod"], 2)?;
    for value in [&base, &exponent] {
        if let Value::Object(object) = value
            && object.class.is_python
        {
            return Err(Fault::in_python());
        }
    }
    if matches!(modulus, Value::Null | Value::None) {
        let power = operators::binary(plain(Operator::Pow), &base, &exponent)?;
        return Ok(power.into());
    }
    let big = |value| number(value).and_then(Number::big);
    match (big(&base), big(&exponent), big(&modulus)) {
        (Some(base), Some(exponent), Some(modulus)) => {
            Ok(number::power_modulo(&base, &exponent, &modulus)?.into())
        }
        _ if [&base, &exponent, &modulus]
            .iter()
            .all(|value| number(value).is_some()) =>
        {
            Err(Fault::type_error(
                "pow() 3rd argument not allowed unless all arguments are integers",
            ))
        }
        _ => {
            let (a, b, c) = (base.type_name(), exponent.type_name(), modulus.type_name());
            Err(Fault::type_error(format!(
                "unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'"
            )))
        }
    }
}

/// An exception of one of the language's own classes, without arguments.
pub(crate) fn new_exception(world: &World, kind: Kind) -> Value {
    exception::exception(world, kind, Raised::new(Vec::new()))
}
