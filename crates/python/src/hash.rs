//! Hashes and equality of keys, as `hash()` shows them and as dicts and sets compare.

use std::sync::atomic::Ordering;

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use crate::error::{ErrorKind, Fault, Outcome};
use crate::instance::Payload;
use crate::operators::{self, Effort};
use crate::symbols::Symbol;
use crate::text::MAX_NESTING;
use crate::value::{Text, Value};

/// Numbers hash modulo this prime (`_PyHASH_MODULUS` in `Include/cpython/pyhash.h`).
const MODULUS: u64 = (1 << 61) - 1;

/// `hash(value)`. What a class written in Python says about it takes Python: [`Fault::in_python`].
#[inline]
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn of(value: &Value) -> Outcome<i64> {
    match value {
        Value::Int(value) => Ok(int(*value)),
        Value::Str(value) => Ok(text(value)),
        other => of_others(other, 0, &mut Effort::new()),
    }
}

/// The hash of an int or a str.
#[inline]
pub(crate) fn simple(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(int(*value)),
        Value::Str(value) => Some(text(value)),
        _ => None,
    }
}

#[inline]
fn text(text: &Text) -> i64 {
    // Relaxed: whoever works it out gets the same number.
    match text.hash.load(Ordering::Relaxed) {
        0 => {
            let hash = bytes(text.text.as_bytes());
            text.hash.store(hash, Ordering::Relaxed);
            hash
        }
        hash => hash,
    }
}

/// Whether two texts are the same. Library functions that compare bytes are made for longer ones.
#[inline]
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn same_text(a: &Text, b: &Text) -> bool {
    let (a, b) = (a.text.as_bytes(), b.text.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    if a.len() > 32 {
        return a == b;
    }
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// The hash of an item of something that is `depth` deep itself.
fn of_others(value: &Value, depth: usize, effort: &mut Effort) -> Outcome<i64> {
    match value {
        Value::Int(_) | Value::Str(_) => of(value),
        Value::Bool(value) => Ok(i64::from(*value)),
        Value::Float(value) => Ok(float(value.get())),
        Value::Big(value) => Ok(big(&value.0)),
        Value::Bytes(value) => Ok(bytes(&value.0)),
        Value::None => Ok(0xfca8_6420),
        Value::Ellipsis => Ok(0x0e11_1951),
        Value::NotImplemented => Ok(0x0404_0404),
        Value::Tuple(tuple) => tuple_hash(&tuple.0, depth + 1, effort),
        Value::Set(set) if set.is_frozen() => set.hash(),
        Value::Range(range) => tuple_hash(
            &[
                Value::Int(range.len as i64),
                Value::Int(if range.len == 0 { 0 } else { range.start }),
                Value::Int(if range.len <= 1 { 0 } else { range.step }),
            ],
            depth,
            effort,
        ),
        Value::Slice(slice) => {
            let parts = [slice.start.clone(), slice.stop.clone(), slice.step.clone()];
            tuple_hash(&parts, depth + 1, effort)
        }
        Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::ByteArray(_) => {
            Err(unhashable(value))
        }
        Value::Object(object) => match (object.class.find(Symbol::HASH), &object.payload) {
            (Some(Value::None), _) => Err(unhashable(value)),
            (Some(Value::Native(_)) | None, Payload::Base(base)) => {
                of_others(base, depth + 1, effort)
            }
            (Some(Value::Native(_)) | None, _) => Ok(identity(object.address())),
            (Some(_), _) => Err(Fault::in_python()),
        },
        Value::Bound(bound) => {
            let mixed = of_others(&bound.function, depth + 1, effort)?.wrapping_mul(31);
            Ok(mixed ^ identity(bound.receiver.address().unwrap_or(0)))
        }
        Value::Native(native) => Ok(identity(std::ptr::from_ref(native.get()).addr())),
        other => Ok(identity(other.address().unwrap_or(0))),
    }
}

/// Whether two keys with the same hash are one: the same object, or equal.
#[inline]
pub(crate) fn same_key(a: &Value, b: &Value) -> Outcome<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Ok(a == b),
        (Value::Str(a), Value::Str(b)) => Ok(a.is(b) || same_text(a, b)),
        (a, b) => Ok(a.is(b) || operators::equal_keys(a, b)?),
    }
}

fn unhashable(value: &Value) -> Box<Fault> {
    Fault::type_error(format!("unhashable type: '{}'", value.type_name()))
}

fn identity(address: usize) -> i64 {
    // Objects lie at multiples of 8 at least.
    (address as i64).rotate_right(4)
}

/// Like CPython's: -1 is an error there.
fn legal(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

fn int(value: i64) -> i64 {
    let magnitude = value.unsigned_abs();
    let hash = if magnitude < MODULUS {
        magnitude
    } else {
        magnitude % MODULUS
    } as i64;
    legal(if value < 0 { -hash } else { hash })
}

fn big(value: &BigInt) -> i64 {
    let hash = (value.magnitude() % MODULUS).to_i64().unwrap_or(0);
    legal(if value.sign() == Sign::Minus {
        -hash
    } else {
        hash
    })
}

/// `_Py_HashDouble` in `Python/pyhash.c`: equal to the hash of an int if it is one.
fn float(value: f64) -> i64 {
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    if value.is_nan() {
        return 0;
    }
    let (mut mantissa, mut exponent) = fraction(value.abs());
    let mut hash: u64 = 0;
    while mantissa != 0.0 {
        hash = ((hash << 28) & MODULUS) | (hash >> (61 - 28));
        mantissa *= f64::from(1 << 28);
        exponent -= 28;
        let whole = mantissa as u64;
        mantissa -= whole as f64;
        hash += whole;
        if hash >= MODULUS {
            hash -= MODULUS;
        }
    }
    let turn = exponent.rem_euclid(61) as u32;
    let hash = (((hash << turn) & MODULUS) | hash.checked_shr(61 - turn).unwrap_or(0)) as i64;
    legal(if value < 0.0 { -hash } else { hash })
}

/// `frexp`: a mantissa from 0.5 to 1 and the power of two.
fn fraction(value: f64) -> (f64, i32) {
    if value == 0.0 {
        return (0.0, 0);
    }
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    if exponent == 0 {
        let (mantissa, exponent) = fraction(value * 2f64.powi(64));
        return (mantissa, exponent - 64);
    }
    let mantissa = f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52));
    (mantissa, exponent - 1022)
}

/// xxHash's rounds over the items' hashes (`tuplehash` in `Objects/tupleobject.c`).
fn tuple_hash(items: &[Value], depth: usize, effort: &mut Effort) -> Outcome<i64> {
    if depth > MAX_NESTING {
        return Err(Fault::new(
            ErrorKind::RecursionError,
            "maximum recursion depth exceeded",
        ));
    }
    effort.spend(items.len())?;
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let mut state = PRIME_5;
    for item in items {
        let lane = of_others(item, depth, effort)? as u64;
        state = state.wrapping_add(lane.wrapping_mul(PRIME_2));
        state = state.rotate_left(31).wrapping_mul(PRIME_1);
    }
    state = state.wrapping_add((items.len() as u64) ^ (PRIME_5 ^ 3_527_539));
    Ok(if state == u64::MAX {
        1_546_275_796
    } else {
        state as i64
    })
}

/// FNV-1a eight bytes at a time, mixed at the end. CPython's own is different in each process anyway.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
fn bytes(bytes: &[u8]) -> i64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word))
            .wrapping_mul(PRIME)
            .rotate_left(23);
    }
    let mut word = 0;
    for byte in chunks.remainder() {
        word = word << 8 | u64::from(*byte);
    }
    hash = (hash ^ word).wrapping_mul(PRIME).rotate_left(23);
    hash ^= hash >> 32;
    legal(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hash_as_in_cpython() {
        // Each printed by CPython 3.13.
        let hashes = [
            (Value::Int(-1), -2),
            (Value::Int(1 << 61), 1),
            (Value::Int(i64::MIN), -4),
            (Value::float(0.5), 1_152_921_504_606_846_976),
            (Value::float(3.0), 3),
            (Value::float(-1.5), -1_152_921_504_606_846_977),
            (Value::float(1e300), 1_224_995_262_755_759_164),
            (Value::float(5e-324), 16_777_216),
            (
                Value::big(BigInt::from(10).pow(30)),
                1_000_000_000_000_000_000_000_000_000_000_u128.rem_euclid((1 << 61) - 1) as i64,
            ),
        ];
        for (value, hash) in hashes {
            assert_eq!(of(&value).unwrap(), hash, "{value:?}");
        }
    }

    #[test]
    fn tuples_hash_as_in_cpython() {
        let tuple = Value::tuple(vec![Value::Int(1), Value::Int(2)]);
        assert_eq!(of(&tuple).unwrap(), -3_550_055_125_485_641_917);
        assert_eq!(
            of(&Value::tuple(Vec::new())).unwrap(),
            5_740_354_900_026_072_187
        );
    }
}
