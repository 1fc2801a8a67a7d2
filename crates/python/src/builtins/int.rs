//! int and bool: constructors and methods (`Objects/longobject.c`).

use num_bigint::{BigInt, Sign};
use num_traits::{Signed, Zero};

use crate::builtins::arguments::{class, given, index, named, none, receiver};
use crate::builtins::functions::call;
use crate::builtins::{class_method, inside, made, method, special};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply, Then};
use crate::iterate;
use crate::kind::Kind;
use crate::number::{self, Number, number};
use crate::symbols::Symbol;
use crate::text;
use crate::thread::Caller;
use crate::value::Value;

/// Methods of int.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Int, "__new__", |args, caller| {
        let (class, args) = class(args, "int")?;
        let [value, base, ..] = named(args, "int", &["x", "base"], 0)?;
        if matches!((&value, &base), (Value::Object(_), Value::Null)) {
            for name in [Symbol::INT, Symbol::INDEX, Symbol::TRUNC] {
                match special(caller.world, &value, name) {
                    Some(_) if class.is_python => return Err(Fault::in_python()),
                    Some(method) => return call(method, &[&value], Then::Index(name)),
                    None => {}
                }
            }
        }
        Ok(made(class, read(caller, &value, &base)?))
    }),
    int_method("as_integer_ratio", |args, _| {
        let value = alone(args, "int.as_integer_ratio")?;
        Ok(Value::tuple(vec![value, Value::Int(1)]).into())
    }),
    int_method("bit_count", |args, _| {
        let value = big(alone(args, "int.bit_count")?);
        let ones: u32 = value
            .magnitude()
            .iter_u64_digits()
            .map(u64::count_ones)
            .sum();
        Ok(Value::Int(ones.into()).into())
    }),
    int_method("bit_length", |args, _| {
        let value = big(alone(args, "int.bit_length")?);
        Ok(Value::Int(value.bits() as i64).into())
    }),
    int_method("conjugate", |args, _| {
        Ok(alone(args, "int.conjugate")?.into())
    }),
    int_method("is_integer", |args, _| {
        alone(args, "int.is_integer")?;
        Ok(Value::bool(true).into())
    }),
    int_method("to_bytes", |args, caller| {
        let (value, args) = receiver(args);
        let (signed, args) = signed(args);
        let [length, order, ..] = named(args, "to_bytes", &["length", "byteorder"], 0)?;
        let length = match length {
            Value::Null => 1,
            length => usize::try_from(index(caller, &length)?)
                .map_err(|_| Fault::value_error("length argument must be non-negative"))?,
        };
        to_bytes(&big(value), length, &order, signed)
    }),
    class_method(Kind::Int, "from_bytes", |args, caller| {
        let (class, args) = class(args, "int")?;
        let (signed, args) = signed(args);
        let [bytes, order, ..] = named(args, "from_bytes", &["bytes", "byteorder"], 1)?;
        let mut bytes = match super::bytes::of(&bytes) {
            Some(bytes) => bytes,
            None => super::bytes::from_items(caller, &iterate::collect(&bytes)?)?,
        };
        if little(&order)? {
            bytes.reverse();
        }
        let value = if signed {
            BigInt::from_signed_bytes_be(&bytes)
        } else {
            BigInt::from_bytes_be(Sign::Plus, &bytes)
        };
        Ok(made(class, number::int(value)))
    }),
];

/// Of bool.
pub(crate) const BOOL: &[Native] = &[class_method(Kind::Bool, "__new__", |args, caller| {
    let (_, args) = class(args, "bool")?;
    match given(args, "bool", 0, 1)? {
        [value] => {
            let method = |name| special(caller.world, value, name);
            match (method(Symbol::BOOL), method(Symbol::LEN)) {
                (Some(method), _) => call(method, &[value], Then::Truth(false)),
                (None, Some(method)) => call(method, &[value], Then::Contains(false)),
                (None, None) => Ok(Value::bool(value.truth()).into()),
            }
        }
        _ => Ok(Value::bool(false).into()),
    }
})];

const fn int_method(name: &'static str, run: super::Run) -> Native {
    method(Kind::Int, name, run)
}

/// The receiver of a method that takes nothing else, without being a bool.
fn alone(args: Args, name: &str) -> Outcome<Value> {
    let (value, rest) = receiver(args);
    none(rest, name)?;
    Ok(match value {
        Value::Bool(value) => Value::Int(value.into()),
        value => value,
    })
}

fn big(value: Value) -> BigInt {
    number(&value).and_then(Number::big).unwrap_or_default()
}

/// `int(value, base)`.
fn read(caller: &Caller, value: &Value, base: &Value) -> Outcome<Value> {
    let text = match inside(value) {
        Value::Null => return Ok(Value::Int(0)),
        Value::Str(text) => Some(text.text.to_string()),
        Value::Bytes(_) | Value::ByteArray(_) => super::bytes::of(&inside(value))
            .map(|bytes| bytes.into_iter().map(char::from).collect()),
        _ => None,
    };
    match (text, base) {
        (Some(text), base) => {
            let base = match base {
                Value::Null => 10,
                base => match index(caller, base)? {
                    base @ (0 | 2..=36) => base as u32,
                    _ => {
                        return Err(Fault::value_error(
                            "int() base must be >= 2 and <= 36, or 0",
                        ));
                    }
                },
            };
            match number::parse_int(&text, base)? {
                Some(value) => Ok(value),
                None => {
                    // `%.200R`
                    let shown: String = text::repr(&inside(value))?.chars().take(200).collect();
                    Err(Fault::value_error(format!(
                        "invalid literal for int() with base {base}: {shown}"
                    )))
                }
            }
        }
        (None, Value::Null) => {
            let inner = inside(value);
            match number(&inner) {
                Some(Number::Int(value)) => Ok(Value::Int(value)),
                Some(Number::Big(_)) => Ok(inner),
                Some(Number::Float(value)) => of_float(value.trunc()),
                None => {
                    let kind = value.type_name();
                    Err(Fault::type_error(format!(
                        "int() argument must be a string, a bytes-like object or a real number, not \
                         '{kind}'"
                    )))
                }
            }
        }
        (None, _) => Err(Fault::type_error(
            "int() can't convert non-string with explicit base",
        )),
    }
}

/// A float without decimals as an int.
pub(crate) fn of_float(value: f64) -> Outcome<Value> {
    if value.is_nan() {
        Err(Fault::value_error("cannot convert float NaN to integer"))
    } else if value.is_infinite() {
        Err(Fault::overflow("cannot convert float infinity to integer"))
    } else {
        Ok(number::whole(value))
    }
}

/// `signed=`, if it is the last argument, and the others.
fn signed(args: Args) -> (bool, Args) {
    match (args.names.split_last(), args.keywords.last()) {
        (Some((name, names)), Some(value)) if name.as_str() == Some("signed") => {
            (value.truth(), Args { names, ..args })
        }
        _ => (false, args),
    }
}

fn little(order: &Value) -> Outcome<bool> {
    match order.as_str() {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        None if matches!(order, Value::Null) => Ok(false),
        _ => Err(Fault::value_error(
            "byteorder must be either 'little' or 'big'",
        )),
    }
}

fn to_bytes(value: &BigInt, length: usize, order: &Value, signed: bool) -> Outcome<Reply> {
    let little = little(order)?;
    if value.is_negative() && !signed {
        return Err(Fault::overflow("can't convert negative int to unsigned"));
    }
    if length > text::MAX_BYTES {
        return Err(Fault::memory());
    }
    let mut bytes = if signed {
        value.to_signed_bytes_le()
    } else {
        value.to_bytes_le().1
    };
    if value.is_zero() {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(Fault::overflow("int too big to convert"));
    }
    bytes.resize(length, if value.is_negative() { 0xff } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(Value::bytes(bytes).into())
}
