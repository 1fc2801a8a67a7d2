//! `_math`: what `math` has of numbers alone (`Modules/mathmodule.c`). The rest is in the library.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};

use crate::builtins::arguments::{given, index, two, whole};
use crate::builtins::{function, inside};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::number::{self, Number, number};
use crate::thread::Caller;
use crate::value::Value;

/// A function of one float. What has no result is outside of its domain, or too large.
macro_rules! plain {
    ($($name:ident $of:expr, $too_large:literal;)*) => {
        [$(function(stringify!($name), |args, _| {
            let x = one(args, stringify!($name))?;
            Ok(Value::float(checked(&[x], $of(x), $too_large)?).into())
        })),*]
    };
}

static PLAIN: [Native; 22] = plain! {
    sqrt f64::sqrt, false;
    sin f64::sin, false;
    cos f64::cos, false;
    tan f64::tan, false;
    asin f64::asin, false;
    acos f64::acos, false;
    atan f64::atan, false;
    sinh f64::sinh, true;
    cosh f64::cosh, true;
    tanh f64::tanh, false;
    asinh f64::asinh, false;
    acosh f64::acosh, false;
    atanh f64::atanh, false;
    exp f64::exp, true;
    exp2 f64::exp2, true;
    expm1 f64::exp_m1, true;
    log1p f64::ln_1p, false;
    cbrt f64::cbrt, false;
    fabs f64::abs, false;
    degrees |x: f64| x * (180.0 / std::f64::consts::PI), true;
    radians |x: f64| x * (std::f64::consts::PI / 180.0), true;
    ulp |x: f64| if x.is_finite() { x.abs().next_up() - x.abs() } else { x.abs() }, false;
};

/// All of its functions.
pub(crate) fn functions() -> impl Iterator<Item = &'static Native> {
    PLAIN.iter().chain(FUNCTIONS)
}

static FUNCTIONS: &[Native] = &[
    function("floor", |args, _| to_int(args, "floor", f64::floor)),
    function("ceil", |args, _| to_int(args, "ceil", f64::ceil)),
    function("trunc", |args, _| to_int(args, "trunc", f64::trunc)),
    function("isnan", |args, _| {
        Ok(Value::bool(one(args, "isnan")?.is_nan()).into())
    }),
    function("isinf", |args, _| {
        Ok(Value::bool(one(args, "isinf")?.is_infinite()).into())
    }),
    function("isfinite", |args, _| {
        Ok(Value::bool(one(args, "isfinite")?.is_finite()).into())
    }),
    function("log", |args, _| {
        let args = given(args, "math.log", 1, 2)?;
        let mut logs = args.iter().map(|value| logarithm(value, f64::ln));
        let log = logs.next().unwrap_or(Ok(0.0))?;
        Ok(Value::float(match logs.next().transpose()? {
            None => log,
            Some(0.0) => {
                return Err(Fault::new(
                    ErrorKind::ZeroDivisionError,
                    "float division by zero",
                ));
            }
            Some(base) => log / base,
        })
        .into())
    }),
    function("log2", |args, _| {
        Ok(Value::float(logarithm(&given(args, "math.log2", 1, 1)?[0], f64::log2)?).into())
    }),
    function("log10", |args, _| {
        Ok(Value::float(logarithm(&given(args, "math.log10", 1, 1)?[0], f64::log10)?).into())
    }),
    function("pow", |args, _| pair(args, "pow", f64::powf)),
    function("atan2", |args, _| pair(args, "atan2", f64::atan2)),
    function("fmod", |args, _| pair(args, "fmod", |x, y| x % y)),
    function("copysign", |args, _| pair(args, "copysign", f64::copysign)),
    function("remainder", |args, _| {
        pair(args, "remainder", |x, y| {
            if y.is_infinite() {
                return if x.is_infinite() { f64::NAN } else { x };
            }
            let (whole, y) = (x.abs(), y.abs());
            let over = whole % y;
            let under = y - over;
            let rest = if over < under {
                over
            } else if over > under {
                -under
            } else {
                // Half-way: to the even multiple.
                over - 2.0 * ((0.5 * (whole - over)) % y)
            };
            rest * 1_f64.copysign(x)
        })
    }),
    function("nextafter", |args, _| {
        let (x, y) = two(args, "math.nextafter")?;
        let (x, y) = (float(x)?, float(y)?);
        Ok(Value::float(if x.is_nan() || y.is_nan() {
            f64::NAN
        } else if x == y {
            y
        } else if x < y {
            x.next_up()
        } else {
            x.next_down()
        })
        .into())
    }),
    function("hypot", |args, _| {
        args.no_keywords("math.hypot")?;
        let sides = args
            .positional
            .iter()
            .map(float)
            .collect::<Outcome<Vec<f64>>>()?;
        let longest = sides
            .iter()
            .fold(0.0, |longest: f64, side| longest.max(side.abs()));
        Ok(Value::float(match *sides {
            [a, b] => a.hypot(b),
            _ if longest == 0.0 || longest.is_infinite() => longest,
            _ => {
                sides
                    .iter()
                    .map(|side| (side / longest).powi(2))
                    .sum::<f64>()
                    .sqrt()
                    * longest
            }
        })
        .into())
    }),
    function("modf", |args, _| {
        let x = one(args, "modf")?;
        let fraction = if x.is_infinite() {
            0_f64.copysign(x)
        } else {
            x.fract().copysign(x)
        };
        Ok(Value::tuple(vec![Value::float(fraction), Value::float(x.trunc())]).into())
    }),
    function("frexp", |args, _| {
        let mut x = one(args, "frexp")?;
        let mut exponent = 0;
        if x != 0.0 && x.is_finite() {
            if x.abs() < f64::MIN_POSITIVE {
                x *= 2_f64.powi(54);
                exponent = -54;
            }
            exponent += (x.to_bits() >> 52 & 0x7ff) as i64 - 1022;
            x = f64::from_bits(x.to_bits() & !(0x7ff << 52) | 1022 << 52);
        }
        Ok(Value::tuple(vec![Value::float(x), Value::Int(exponent)]).into())
    }),
    function("ldexp", |args, caller| {
        let (x, exponent) = two(args, "math.ldexp")?;
        let (x, mut exponent) = (float(x)?, index(caller, exponent)?.clamp(-3000, 3000));
        let mut scaled = x;
        // Only the last step may round.
        while exponent.abs() > 969 {
            let step = exponent.signum() * 969;
            scaled *= 2_f64.powi(step as i32);
            exponent -= step;
        }
        scaled *= 2_f64.powi(exponent as i32);
        Ok(Value::float(checked(&[x], scaled, true)?).into())
    }),
    function("gcd", |args, caller| {
        args.no_keywords("math.gcd")?;
        let mut divisor = BigInt::ZERO;
        for value in args.positional {
            let value = big(caller, value)?;
            // It takes a step a bit, each as long as the numbers.
            if divisor.bits().saturating_mul(value.bits()) > 1 << 36 {
                return Err(Fault::unsupported("math.gcd() of numbers this long"));
            }
            divisor = divisor.gcd(&value);
        }
        Ok(number::int(divisor).into())
    }),
    function("isqrt", |args, caller| {
        let value = big(caller, &given(args, "math.isqrt", 1, 1)?[0])?;
        if value.is_negative() {
            return Err(Fault::value_error("isqrt() argument must be nonnegative"));
        }
        Ok(number::int(value.sqrt()).into())
    }),
    function("factorial", |args, caller| {
        let value = big(caller, &given(args, "math.factorial", 1, 1)?[0])?;
        if value.is_negative() {
            return Err(Fault::value_error(
                "factorial() not defined for negative values",
            ));
        }
        let Some(value) = value.to_i64() else {
            let most = i64::MAX;
            return Err(Fault::overflow(format!(
                "factorial() argument should not exceed {most}"
            )));
        };
        if value > 80_000 {
            return Err(Fault::unsupported("the factorial of a number this large"));
        }
        Ok(number::int(product(1, value)).into())
    }),
];

/// The product of all ints behind the first one up to the last, by halves: small numbers are multiplied faster.
fn product(first: i64, last: i64) -> BigInt {
    if last - first < 8 {
        return (first + 1..=last).map(BigInt::from).product();
    }
    let middle = (first + last) / 2;
    product(first, middle) * product(middle, last)
}

fn checked(args: &[f64], result: f64, too_large: bool) -> Outcome<f64> {
    let is_wrong = result.is_nan() && !args.iter().any(|arg| arg.is_nan());
    let is_endless = result.is_infinite() && args.iter().all(|arg| arg.is_finite());
    if is_wrong || is_endless && !too_large {
        return Err(Fault::value_error("math domain error"));
    }
    if is_endless {
        return Err(Fault::overflow("math range error"));
    }
    Ok(result)
}

/// A float of what is a number.
pub(crate) fn float(value: &Value) -> Outcome<f64> {
    match number(&inside(value)) {
        Some(number) => number.float(),
        None => {
            let kind = value.type_name();
            Err(Fault::type_error(format!(
                "must be real number, not {kind}"
            )))
        }
    }
}

fn big(caller: &Caller, value: &Value) -> Outcome<BigInt> {
    let value = whole(caller, value)?;
    Ok(number(&value).and_then(Number::big).unwrap_or_default())
}

fn one(args: Args, name: &str) -> Outcome<f64> {
    args.no_keywords(&format!("math.{name}"))?;
    match args.positional {
        [value] => float(value),
        given => Err(Fault::type_error(format!(
            "math.{name}() takes exactly one argument ({} given)",
            given.len()
        ))),
    }
}

fn pair(args: Args, name: &str, of: fn(f64, f64) -> f64) -> Outcome<Reply> {
    let (x, y) = two(args, name)?;
    let (x, y) = (float(x)?, float(y)?);
    let is_pole = name == "pow" && x == 0.0;
    Ok(Value::float(checked(&[x, y], of(x, y), !is_pole)?).into())
}

/// A logarithm, of ints of any size.
fn logarithm(value: &Value, of: fn(f64) -> f64) -> Outcome<f64> {
    if let Value::Big(value) = inside(value) {
        if value.0.is_negative() {
            return Err(Fault::value_error("math domain error"));
        }
        if let Ok(value) = Number::Big(&value.0).float() {
            return Ok(of(value));
        }
        // A fraction between a half and 1, and a power of 2.
        let bits = value.0.bits();
        let fraction = (&value.0 >> (bits - 64)).to_f64().unwrap_or(f64::INFINITY) / 2_f64.powi(64);
        return Ok(of(fraction) + of(2.0) * bits as f64);
    }
    let x = float(value)?;
    checked(&[x], of(x), false)
}

fn to_int(args: Args, name: &str, of: fn(f64) -> f64) -> Outcome<Reply> {
    let value = &given(args, &format!("math.{name}"), 1, 1)?[0];
    match inside(value) {
        Value::Float(x) if x.get().is_nan() => {
            Err(Fault::value_error("cannot convert float NaN to integer"))
        }
        Value::Float(x) if x.get().is_infinite() => {
            Err(Fault::overflow("cannot convert float infinity to integer"))
        }
        Value::Float(x) => Ok(number::whole(of(x.get())).into()),
        Value::Bool(value) => Ok(Value::Int(value.into()).into()),
        value @ (Value::Int(_) | Value::Big(_)) => Ok(value.into()),
        Value::Object(_) => Err(Fault::in_python()),
        _ if name == "trunc" => {
            let kind = value.type_name();
            Err(Fault::type_error(format!(
                "type {kind} doesn't define __trunc__ method"
            )))
        }
        _ => float(value).map(|_| Value::None.into()),
    }
}
