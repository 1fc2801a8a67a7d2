//! Arithmetic of int, bool and float. An int is an `i64` until it no longer fits.

use std::cmp::Ordering;

use compiler::Operator;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::error::{ErrorKind, Fault, Outcome};
use crate::value::Value;

/// The longest int: larger ones would make a single bytecode take too long to be stopped.
const MAX_BITS: u64 = 1 << 25;

/// CPython's default `sys.int_info.default_max_str_digits`.
const MAX_DIGITS: usize = 4300;

/// A number by reference; a bool is the int it equals.
#[derive(Clone, Copy)]
pub(crate) enum Number<'a> {
    Int(i64),
    Big(&'a BigInt),
    Float(f64),
}

/// The value as a number, if it is one.
pub(crate) fn number(value: &Value) -> Option<Number<'_>> {
    match value {
        Value::Bool(value) => Some(Number::Int(i64::from(*value))),
        Value::Int(value) => Some(Number::Int(*value)),
        Value::Big(value) => Some(Number::Big(&value.0)),
        Value::Float(value) => Some(Number::Float(value.get())),
        _ => None,
    }
}

/// An int as small as it can be kept.
pub(crate) fn int(value: BigInt) -> Value {
    match value.to_i64() {
        Some(value) => Value::Int(value),
        None => Value::big(value),
    }
}

fn bounded(value: BigInt) -> Outcome<Value> {
    if value.bits() > MAX_BITS {
        Err(too_long())
    } else {
        Ok(int(value))
    }
}

fn too_long() -> Box<Fault> {
    Fault::memory()
}

impl Number<'_> {
    /// The int as a `BigInt`; `None` for a float.
    pub(crate) fn big(self) -> Option<BigInt> {
        match self {
            Number::Int(value) => Some(BigInt::from(value)),
            Number::Big(value) => Some(value.clone()),
            Number::Float(_) => None,
        }
    }

    /// As a float, rounded to nearest, ties to even.
    pub(crate) fn float(self) -> Outcome<f64> {
        match self {
            Number::Int(value) => Ok(value as f64),
            Number::Big(value) => {
                let rounded = ratio(value, &BigInt::from(1));
                rounded.ok_or_else(|| Fault::overflow("int too large to convert to float"))
            }
            Number::Float(value) => Ok(value),
        }
    }

    fn is_float(self) -> bool {
        matches!(self, Number::Float(_))
    }

    fn is_zero(self) -> bool {
        match self {
            Number::Int(value) => value == 0,
            Number::Big(_) => false,
            Number::Float(value) => value == 0.0,
        }
    }

    fn is_negative(self) -> bool {
        match self {
            Number::Int(value) => value < 0,
            Number::Big(value) => value.is_negative(),
            Number::Float(value) => value < 0.0,
        }
    }
}

/// `a operator b` for numbers; `None` if the operator isn't defined for them (`@`, bitwise on floats).
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn arithmetic(operator: Operator, a: Number, b: Number) -> Outcome<Option<Value>> {
    if operator == Operator::MatMul {
        return Ok(None);
    }
    if a.is_float() || b.is_float() {
        return floats(operator, a, b);
    }
    if let (Number::Int(a), Number::Int(b)) = (a, b)
        && let Some(value) = small(operator, a, b)
    {
        return Ok(Some(value));
    }
    ints(operator, a, b).map(Some)
}

/// The cases that need no long arithmetic and can't fail.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
fn small(operator: Operator, a: i64, b: i64) -> Option<Value> {
    let value = match operator {
        Operator::Add => a.checked_add(b)?,
        Operator::Sub => a.checked_sub(b)?,
        Operator::Mul => a.checked_mul(b)?,
        Operator::FloorDiv => {
            let quotient = a.checked_div(b)?;
            if a % b != 0 && (a < 0) != (b < 0) {
                quotient - 1
            } else {
                quotient
            }
        }
        Operator::Mod => {
            let rest = a.checked_rem(b)?;
            if rest != 0 && (rest < 0) != (b < 0) {
                rest + b
            } else {
                rest
            }
        }
        Operator::Pow => a.checked_pow(u32::try_from(b).ok()?)?,
        Operator::LeftShift => {
            let count = u32::try_from(b).ok().filter(|count| *count < 64)?;
            let shifted = a << count;
            if shifted >> count != a {
                return None;
            }
            shifted
        }
        Operator::RightShift => a >> u32::try_from(b).ok().filter(|count| *count < 64)?,
        Operator::And => a & b,
        Operator::Or => a | b,
        Operator::Xor => a ^ b,
        Operator::TrueDiv => {
            // Both are exact as floats, so the one division rounds once.
            let exact = -(1 << 53)..=1 << 53;
            if b == 0 || !exact.contains(&a) || !exact.contains(&b) {
                return None;
            }
            return Some(Value::float(a as f64 / b as f64));
        }
        Operator::MatMul => return None,
    };
    Some(Value::Int(value))
}

/// Whole numbers of any size. Messages are those of `Objects/longobject.c` in 3.13.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
fn ints(operator: Operator, a: Number, b: Number) -> Outcome<Value> {
    let zero_division = |message: &str| Fault::new(ErrorKind::ZeroDivisionError, message);
    let (Some(left), Some(right)) = (a.big(), b.big()) else {
        return Err(Fault::type_error("an integer is required"));
    };
    match operator {
        Operator::Add => bounded(left + right),
        Operator::Sub => bounded(left - right),
        Operator::Mul => {
            if left.bits() + right.bits() > MAX_BITS + 1 {
                return Err(too_long());
            }
            bounded(left * right)
        }
        Operator::FloorDiv if b.is_zero() => {
            Err(zero_division("integer division or modulo by zero"))
        }
        Operator::FloorDiv => Ok(int(left.div_floor(&right))),
        Operator::Mod if b.is_zero() => Err(zero_division("integer modulo by zero")),
        Operator::Mod => Ok(int(left.mod_floor(&right))),
        Operator::TrueDiv if b.is_zero() => Err(zero_division("division by zero")),
        Operator::TrueDiv => match ratio(&left, &right) {
            Some(value) => Ok(Value::float(value)),
            None => Err(Fault::overflow(
                "integer division result too large for a float",
            )),
        },
        Operator::Pow if b.is_negative() => {
            if a.is_zero() {
                return Err(zero_division("0.0 cannot be raised to a negative power"));
            }
            float_power(a.float()?, b.float()?)
        }
        Operator::Pow => match (left.bits(), right.to_u32()) {
            (0 | 1, exponent) => {
                // 0, 1 or -1.
                let odd = right.is_odd();
                Ok(if exponent == Some(0) {
                    Value::Int(1)
                } else if left.is_negative() {
                    Value::Int(if odd { -1 } else { 1 })
                } else {
                    int(left)
                })
            }
            (bits, Some(exponent)) if (bits - 1) * u64::from(exponent) <= MAX_BITS => {
                bounded(left.pow(exponent))
            }
            _ => Err(too_long()),
        },
        Operator::LeftShift | Operator::RightShift if b.is_negative() => {
            Err(Fault::value_error("negative shift count"))
        }
        Operator::LeftShift if a.is_zero() => Ok(Value::Int(0)),
        Operator::LeftShift => match right.to_u64() {
            Some(count) if count <= MAX_BITS => bounded(left << count),
            _ => Err(too_long()),
        },
        Operator::RightShift => Ok(match right.to_u64() {
            Some(count) if count <= MAX_BITS => int(left >> count),
            _ => Value::Int(if left.is_negative() { -1 } else { 0 }),
        }),
        Operator::And => Ok(int(left & right)),
        Operator::Or => Ok(int(left | right)),
        Operator::Xor => Ok(int(left ^ right)),
        Operator::MatMul => Err(Fault::type_error("an integer is required")),
    }
}

/// `Objects/floatobject.c`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
fn floats(operator: Operator, a: Number, b: Number) -> Outcome<Option<Value>> {
    let zero_division = |message: &str| Fault::new(ErrorKind::ZeroDivisionError, message);
    if matches!(
        operator,
        Operator::LeftShift | Operator::RightShift | Operator::And | Operator::Or | Operator::Xor
    ) {
        return Ok(None);
    }
    let (a, b) = (a.float()?, b.float()?);
    let value = match operator {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mul => a * b,
        Operator::TrueDiv if b == 0.0 => return Err(zero_division("float division by zero")),
        Operator::TrueDiv => a / b,
        Operator::FloorDiv if b == 0.0 => {
            return Err(zero_division("float floor division by zero"));
        }
        Operator::FloorDiv => float_divmod(a, b).0,
        Operator::Mod if b == 0.0 => return Err(zero_division("float modulo by zero")),
        Operator::Mod => float_divmod(a, b).1,
        _ => return float_power(a, b).map(Some),
    };
    Ok(Some(Value::float(value)))
}

/// Floor division and modulo, the second with the divisor's sign.
fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut modulo = a % b;
    let mut quotient = (a - modulo) / b;
    if modulo != 0.0 {
        if (b < 0.0) != (modulo < 0.0) {
            modulo += b;
            quotient -= 1.0;
        }
    } else {
        modulo = 0f64.copysign(b);
    }
    let floor = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        }
    } else {
        0f64.copysign(a / b)
    };
    (floor, modulo)
}

fn float_power(a: f64, b: f64) -> Outcome<Value> {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(Fault::new(
            ErrorKind::ZeroDivisionError,
            "0.0 cannot be raised to a negative power",
        ));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return Err(Fault::unsupported("a complex number"));
    }
    let value = a.powf(b);
    if value.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(Fault::overflow("(34, 'Numerical result out of range')"));
    }
    Ok(Value::float(value))
}

/// `divmod(a, b)` for numbers.
pub(crate) fn divmod(a: Number, b: Number) -> Outcome<(Value, Value)> {
    if a.is_float() || b.is_float() {
        let (a, b) = (a.float()?, b.float()?);
        if b == 0.0 {
            return Err(Fault::new(ErrorKind::ZeroDivisionError, "float divmod()"));
        }
        let (quotient, modulo) = float_divmod(a, b);
        return Ok((Value::float(quotient), Value::float(modulo)));
    }
    let quotient = arithmetic(Operator::FloorDiv, a, b)?;
    let modulo = arithmetic(Operator::Mod, a, b)?;
    Ok((quotient.unwrap_or_default(), modulo.unwrap_or_default()))
}

/// `pow(base, exponent, modulus)` for ints.
pub(crate) fn power_modulo(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Outcome<Value> {
    if modulus.is_zero() {
        return Err(Fault::value_error("pow() 3rd argument cannot be 0"));
    }
    if exponent.is_negative() {
        let Some(inverse) = base.modinv(modulus) else {
            return Err(Fault::value_error(
                "base is not invertible for the given modulus",
            ));
        };
        return power_modulo(&inverse, &-exponent, modulus);
    }
    // A step of the exponentiation multiplies numbers as long as the modulus.
    let words = modulus.bits() / 32 + 1;
    if exponent.bits().saturating_mul(words * words) > 20_000_000 {
        return Err(Fault::unsupported("pow() of numbers this long"));
    }
    Ok(int(base.modpow(exponent, modulus)))
}

pub(crate) fn negate(value: Number) -> Value {
    match value {
        Number::Int(value) => match value.checked_neg() {
            Some(value) => Value::Int(value),
            None => int(-BigInt::from(value)),
        },
        Number::Big(value) => int(-value),
        Number::Float(value) => Value::float(-value),
    }
}

pub(crate) fn absolute(value: Number) -> Value {
    match value {
        Number::Float(value) => Value::float(value.abs()),
        value if value.is_negative() => negate(value),
        Number::Int(value) => Value::Int(value),
        Number::Big(value) => int(value.clone()),
    }
}

/// `numerator / denominator`, rounded once to nearest, ties to even; `None` if it is too large.
fn ratio(numerator: &BigInt, denominator: &BigInt) -> Option<f64> {
    let negative = numerator.is_negative() != denominator.is_negative();
    let (top, bottom) = (numerator.magnitude(), denominator.magnitude());
    if top.is_zero() {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    // Shift so that the quotient has 64 or 65 bits: more than a float's 53.
    let shift = 64 - (top.bits() as i64 - bottom.bits() as i64);
    let (quotient, rest) = if shift >= 0 {
        (top << shift as u64).div_rem(bottom)
    } else {
        top.div_rem(&(bottom << shift.unsigned_abs()))
    };
    let magnitude = round_float(&quotient, !rest.is_zero(), -shift)?;
    Some(if negative { -magnitude } else { magnitude })
}

/// `mantissa × 2^exponent` as a float; `inexact` says that the true mantissa is a little larger.
fn round_float(mantissa: &BigUint, inexact: bool, exponent: i64) -> Option<f64> {
    let wide = mantissa.to_u128()?;
    let bits = i64::from(128 - wide.leading_zeros());
    // The lowest bit a float of this size has; subnormals stop at 2^-1074.
    let lowest = (bits + exponent - 53).max(-1074);
    let drop = lowest - exponent;
    if drop <= 0 {
        return Some(wide as f64 * power_of_two(exponent));
    }
    if drop > 127 {
        return Some(0.0);
    }
    let kept = wide >> drop;
    let half = 1u128 << (drop - 1);
    let rest = wide & ((1u128 << drop) - 1);
    let up = rest > half || rest == half && (inexact || kept & 1 == 1);
    let kept = (kept + u128::from(up)) as u64;
    // At most 2^53, so exact; scaling by two steps keeps both powers in range.
    let value = kept as f64;
    let scaled = if lowest < -1000 {
        value * power_of_two(lowest + 100) * power_of_two(-100)
    } else if lowest > 900 {
        value * power_of_two(900) * power_of_two(lowest - 900)
    } else {
        value * power_of_two(lowest)
    };
    scaled.is_finite().then_some(scaled)
}

fn power_of_two(exponent: i64) -> f64 {
    2f64.powi(exponent.clamp(-1074, 1023) as i32)
}

/// A whole float as an int. The float must be finite.
pub(crate) fn whole(value: f64) -> Value {
    if value.abs() < 9e18 {
        return Value::Int(value as i64);
    }
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64 - 1075;
    let mantissa = BigInt::from((bits & ((1 << 52) - 1)) | 1 << 52);
    let magnitude = mantissa << exponent.max(0) as u64;
    int(if value < 0.0 { -magnitude } else { magnitude })
}

/// How an int that doesn't fit an `i64` compares to those that do.
fn beyond(value: &BigInt) -> Ordering {
    if value.is_negative() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// Exact order of two numbers; `None` if one is NaN.
pub(crate) fn order(a: Number, b: Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
        (Number::Float(a), Number::Float(b)) => a.partial_cmp(&b),
        (Number::Float(a), b) => order_mixed(b, a).map(Ordering::reverse),
        (a, Number::Float(b)) => order_mixed(a, b),
        (Number::Big(a), Number::Big(b)) => Some(a.cmp(b)),
        // One that doesn't fit an `i64` lies beyond all that do.
        (Number::Int(_), Number::Big(b)) => Some(beyond(b).reverse()),
        (Number::Big(a), Number::Int(_)) => Some(beyond(a)),
    }
}

fn order_mixed(a: Number, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    if b.is_infinite() {
        return Some(if b > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        });
    }
    let whole_part = whole(b.trunc());
    let whole_order = match (a, number(&whole_part)?) {
        (Number::Int(a), Number::Int(b)) => a.cmp(&b),
        (a, b) => a.big()?.cmp(&b.big()?),
    };
    Some(whole_order.then_with(|| 0.0.partial_cmp(&b.fract()).unwrap_or(Ordering::Equal)))
}

/// The int in decimal, or CPython's refusal beyond 4300 digits.
pub(crate) fn decimal(value: &BigInt) -> Outcome<String> {
    let refusal = || {
        Fault::value_error(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))
    };
    // 3.33 bits a digit: far beyond the limit nothing is converted.
    if value.bits() > 15_000 {
        return Err(refusal());
    }
    let digits = value.to_string();
    if digits.trim_start_matches('-').len() > MAX_DIGITS {
        Err(refusal())
    } else {
        Ok(digits)
    }
}

/// What `int(text, base)` reads: sign, prefix, digits with single underscores, blanks around.
pub(crate) fn parse_int(text: &str, base: u32) -> Outcome<Option<Value>> {
    let trimmed = text.trim_matches(crate::text::is_space);
    let (negative, rest) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let prefix = rest.get(..2).map(str::to_ascii_lowercase);
    let prefixed = match prefix.as_deref() {
        Some("0x") => Some(16),
        Some("0o") => Some(8),
        Some("0b") => Some(2),
        _ => None,
    };
    let (radix, digits) = match (base, prefixed) {
        (0, Some(radix)) => (radix, &rest[2..]),
        (base, Some(radix)) if base == radix => (radix, &rest[2..]),
        (0, None) => (10, rest),
        (base, _) => (base, rest),
    };
    // After a prefix one underscore may stand.
    let digits = if digits.len() < rest.len() {
        digits.strip_prefix('_').unwrap_or(digits)
    } else {
        digits
    };
    if !digits.is_ascii() {
        return Err(Fault::unsupported("int() of digits beyond ASCII"));
    }
    let well_formed = !digits.is_empty()
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__")
        && digits
            .chars()
            .all(|digit| digit == '_' || digit.is_digit(radix));
    if !well_formed {
        return Ok(None);
    }
    let plain: String = digits.chars().filter(|digit| *digit != '_').collect();
    if base == 0
        && radix == 10
        && plain.starts_with('0')
        && plain.bytes().any(|digit| digit != b'0')
    {
        return Ok(None);
    }
    if !radix.is_power_of_two() && plain.len() > MAX_DIGITS {
        return Err(Fault::value_error(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit",
            plain.len()
        )));
    }
    if plain.len() as u64 * 6 > MAX_BITS * 2 {
        return Err(too_long());
    }
    let Some(magnitude) = BigUint::parse_bytes(plain.as_bytes(), radix) else {
        return Ok(None);
    };
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    bounded(BigInt::from_biguint(sign, magnitude)).map(Some)
}

/// What `float(text)` reads; `None` if it isn't a number.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    let trimmed = text.trim_matches(crate::text::is_space);
    let well_placed = trimmed.bytes().enumerate().all(|(index, byte)| {
        let digit = |at: usize| trimmed.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        byte != b'_' || index > 0 && digit(index - 1) && digit(index + 1)
    });
    let plain = trimmed.replace('_', "");
    let unsigned = plain
        .strip_prefix(['+', '-'])
        .unwrap_or(&plain)
        .to_ascii_lowercase();
    let named = matches!(unsigned.as_str(), "inf" | "infinity" | "nan");
    let starts_well = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if !well_placed || !(named || starts_well) {
        return None;
    }
    plain.parse().ok()
}

/// `round(value, digits)` of a float, exact decimal, ties to even.
pub(crate) fn round_digits(value: f64, digits: i64) -> Outcome<f64> {
    if !value.is_finite() || value == 0.0 || digits > 330 {
        return Ok(value);
    }
    if digits >= 0 {
        let text = format!("{:.*}", digits as usize, value);
        return Ok(text.parse().unwrap_or(value));
    }
    let unit = digits.unsigned_abs();
    if unit > 310 {
        return Ok(0f64.copysign(value));
    }
    let scale = BigInt::from(10).pow(unit as u32);
    let exact = whole(value.abs().trunc());
    let Some(exact) = number(&exact).and_then(Number::big) else {
        return Ok(value);
    };
    let (quotient, rest) = exact.div_rem(&scale);
    let twice: BigInt = rest * 2;
    let up = match twice.cmp(&scale) {
        Ordering::Greater => true,
        Ordering::Equal => value.fract() != 0.0 || quotient.is_odd(),
        Ordering::Less => false,
    };
    let rounded: BigInt = (quotient + u32::from(up)) * scale;
    match ratio(&rounded, &BigInt::from(1)) {
        Some(rounded) => Ok(rounded.copysign(value)),
        None => Err(Fault::overflow("rounded value too large to represent")),
    }
}

/// `round(value, digits)` of an int with negative `digits`: ties to even.
pub(crate) fn round_int(value: Number, digits: i64) -> Option<Value> {
    let value = value.big()?;
    let unit = digits.unsigned_abs();
    if unit > value.bits() {
        return Some(Value::Int(0));
    }
    let scale = BigInt::from(10).pow(u32::try_from(unit).ok()?);
    let (quotient, rest) = value.div_mod_floor(&scale);
    let twice: BigInt = rest * 2;
    let up = match twice.cmp(&scale) {
        Ordering::Greater => true,
        Ordering::Equal => quotient.is_odd(),
        Ordering::Less => false,
    };
    Some(int((quotient + u32::from(up)) * scale))
}
