//! float: constructor and methods (`Objects/floatobject.c`).

use std::sync::atomic::{AtomicU32, Ordering};

use num_bigint::BigInt;

use crate::builtins::arguments::{class, given, none, one, receiver, wrong_receiver};
use crate::builtins::functions::call;
use crate::builtins::{class_method, inside, made, method, special};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Then};
use crate::kind::Kind;
use crate::number::{self, number};
use crate::symbols::Symbol;
use crate::text;
use crate::value::Value;

/// Its methods.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Float, "__new__", |args, caller| {
        let (class, args) = class(args, "float")?;
        let value = match given(args, "float", 0, 1)? {
            [value] => value,
            _ => return Ok(made(class, Value::float(0.0))),
        };
        for name in [Symbol::FLOAT, Symbol::INDEX] {
            match special(caller.world, value, name) {
                Some(method) if !class.is_python && name == Symbol::FLOAT => {
                    return call(method, &[value], Then::Index(name));
                }
                Some(_) => return Err(Fault::in_python()),
                None => {}
            }
        }
        Ok(made(class, Value::float(read(value)?)))
    }),
    method(Kind::Float, "as_integer_ratio", |args, _| {
        let value = alone(args, "float.as_integer_ratio")?;
        if !value.is_finite() {
            let (what, new) = if value.is_nan() {
                ("NaN", Fault::value_error as fn(String) -> Box<Fault>)
            } else {
                ("Infinity", Fault::overflow as fn(String) -> Box<Fault>)
            };
            return Err(new(format!("cannot convert {what} to integer ratio")));
        }
        // Exact: a float is a whole number of some power of two.
        let mut halves = 0_u32;
        let mut scaled = value;
        while scaled.fract() != 0.0 {
            scaled *= 2.0;
            halves += 1;
        }
        let bottom = number::int(BigInt::from(1) << halves);
        Ok(Value::tuple(vec![number::whole(scaled), bottom]).into())
    }),
    method(Kind::Float, "conjugate", |args, _| {
        Ok(Value::float(alone(args, "float.conjugate")?).into())
    }),
    method(Kind::Float, "is_integer", |args, _| {
        let value = alone(args, "float.is_integer")?;
        Ok(Value::bool(value.is_finite() && value.fract() == 0.0).into())
    }),
    method(Kind::Float, "hex", |args, _| {
        let value = alone(args, "float.hex")?;
        Ok(Value::text(hex(value)).into())
    }),
    class_method(Kind::Float, "fromhex", |args, _| {
        let (class, args) = class(args, "float")?;
        let text = match inside(one(args, "float.fromhex")?) {
            Value::Str(text) => text,
            _ => return Err(Fault::type_error("fromhex() argument must be str")),
        };
        match from_hex(&text.text) {
            Some(value) => Ok(made(class, Value::float(value))),
            None => Err(Fault::value_error(
                "invalid hexadecimal floating-point string",
            )),
        }
    }),
];

fn alone(args: Args, name: &str) -> Outcome<f64> {
    match receiver(args) {
        (Value::Float(value), rest) => none(rest, name).map(|()| value.get()),
        _ => Err(wrong_receiver()),
    }
}

/// `float(value)` of what is no instance with a `__float__`.
fn read(value: &Value) -> Outcome<f64> {
    let inner = inside(value);
    let text = match &inner {
        Value::Str(text) => text.text.to_string(),
        Value::Bytes(_) | Value::ByteArray(_) => super::bytes::of(&inner)
            .unwrap_or_default()
            .into_iter()
            .map(char::from)
            .collect(),
        inner => {
            return match number(inner) {
                Some(number) => number.float(),
                None => {
                    let kind = value.type_name();
                    Err(Fault::type_error(format!(
                        "float() argument must be a string or a real number, not '{kind}'"
                    )))
                }
            };
        }
    };
    match number::parse_float(&text) {
        Some(value) if value.is_nan() => Ok(new_nan(value)),
        Some(value) => Ok(value),
        None => {
            let shown = text::repr(&inner)?;
            Err(Fault::value_error(format!(
                "could not convert string to float: {shown}"
            )))
        }
    }
}

/// Every `float('nan')` is an object of its own, and floats are told apart by their bits.
fn new_nan(nan: f64) -> f64 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    // `id()` doesn't show the lowest bits.
    f64::from_bits(nan.to_bits() | u64::from(COUNT.fetch_add(1, Ordering::Relaxed)) << 8)
}

/// What `float.fromhex` reads, up to 60 bits of it.
fn from_hex(text: &str) -> Option<f64> {
    let text = text.trim().to_ascii_lowercase();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(&text)),
    };
    if matches!(rest, "inf" | "infinity" | "nan") {
        return number::parse_float(&text);
    }
    let rest = rest.strip_prefix("0x").unwrap_or(rest);
    let (digits, power) = rest.split_once('p').unwrap_or((rest, "0"));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mantissa = u64::from_str_radix(&format!("{whole}{part}"), 16).ok()?;
    let power: i32 = power.parse().ok()?;
    if mantissa >> 60 != 0 {
        return None;
    }
    // In two steps: the first alone could leave what a float can be.
    let power = power
        .checked_sub(4 * i32::try_from(part.len()).ok()?)?
        .clamp(-2200, 2200);
    Some(sign * mantissa as f64 * 2f64.powi(power / 2) * 2f64.powi(power - power / 2))
}

/// `float.hex`.
fn hex(value: f64) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if !value.is_finite() {
        return text::float(value);
    }
    let bits = value.to_bits();
    let (exponent, mantissa) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    match (exponent, mantissa) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, mantissa) => format!("{sign}0x0.{mantissa:013x}p-1022"),
        (exponent, mantissa) => {
            let power = exponent as i64 - 1023;
            let mark = if power < 0 { '-' } else { '+' };
            format!("{sign}0x1.{mantissa:013x}p{mark}{}", power.abs())
        }
    }
}
