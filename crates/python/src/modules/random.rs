//! `_random`: the Mersenne Twister (`Modules/_randommodule.c`).
//!
//! The state is a bytearray: 624 words, and which of them is next.

use num_bigint::{BigInt, Sign};
use num_traits::Signed;

use crate::builtins::arguments::{index, one, whole, wrong_receiver};
use crate::builtins::function;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Bound, Native};
use crate::number::{self, number};
use crate::object::{Guarded, Ref};
use crate::value::{ByteArray, Value};

const WORDS: usize = 624;
const MIDDLE: usize = 397;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // new() -> state, and the three that follow, bound to it
    function("new", |_, _| {
        let state = Value::ByteArray(Ref::new(ByteArray(Guarded::new(vec![0; (WORDS + 1) * 4]))));
        let bind = |native| {
            Value::Bound(Ref::new(Bound {
                receiver: state.clone(),
                function: Value::native(native),
            }))
        };
        let mut all = vec![state.clone()];
        all.extend(BOUND.iter().map(bind));
        Ok(Value::tuple(all).into())
    }),
];

pub(super) static BOUND: &[Native] = &[
    function("seed", |args, caller| {
        let seed = whole(caller, one(args.rest(), "seed")?)?;
        let seed = number(&seed)
            .and_then(number::Number::big)
            .unwrap_or_default()
            .abs();
        let key = seed.magnitude().to_u32_digits();
        let key = if key.is_empty() { &[0][..] } else { &key };
        with(args, |state| seed_with(state, key))?;
        Ok(Value::None.into())
    }),
    function("random", |args, _| {
        if args.positional.len() > 1 || !args.names.is_empty() {
            let given = args.positional.len() - 1 + args.names.len();
            return Err(Fault::type_error(format!(
                "Random.random() takes no arguments ({given} given)"
            )));
        }
        let number = with(args, |state| {
            let (high, low) = (next(state) >> 5, next(state) >> 6);
            (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
        })?;
        Ok(Value::float(number).into())
    }),
    function("getrandbits", |args, caller| {
        let bits = index(caller, one(args.rest(), "getrandbits")?)?;
        if bits < 0 {
            return Err(Fault::value_error("number of bits must be non-negative"));
        }
        if bits > 1 << 20 {
            return Err(Fault::unsupported("this many random bits"));
        }
        let digits: Vec<u32> = with(args, |state| {
            let sizes = (0..bits)
                .step_by(32)
                .map(|from| (bits - from).min(32) as u32);
            sizes.map(|size| next(state) >> (32 - size)).collect()
        })?;
        Ok(number::int(BigInt::from_slice(Sign::Plus, &digits)).into())
    }),
];

fn with<T>(args: Args, run: impl FnOnce(&mut [u8]) -> T) -> Outcome<T> {
    match args.positional.first() {
        Some(Value::ByteArray(state)) => Ok(state.0.with(|bytes| run(bytes))),
        _ => Err(wrong_receiver()),
    }
}

fn word(state: &[u8], at: usize) -> u32 {
    let bytes = state
        .get(at * 4..at * 4 + 4)
        .and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u32::from_le_bytes)
}

fn set(state: &mut [u8], at: usize, word: u32) {
    if let Some(bytes) = state.get_mut(at * 4..at * 4 + 4) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
}

fn next(state: &mut [u8]) -> u32 {
    let mut at = word(state, WORDS) as usize;
    if at >= WORDS {
        for at in 0..WORDS {
            let following = word(state, (at + 1) % WORDS);
            let mixed = word(state, at) & 0x8000_0000 | following & 0x7fff_ffff;
            let odd = if following & 1 == 0 { 0 } else { 0x9908_b0df };
            let new = word(state, (at + MIDDLE) % WORDS) ^ mixed >> 1 ^ odd;
            set(state, at, new);
        }
        at = 0;
    }
    set(state, WORDS, at as u32 + 1);
    let mut number = word(state, at);
    number ^= number >> 11;
    number ^= number << 7 & 0x9d2c_5680;
    number ^= number << 15 & 0xefc6_0000;
    number ^ number >> 18
}

/// `init_by_array`.
fn seed_with(state: &mut [u8], key: &[u32]) {
    set(state, 0, 19_650_218);
    let before = |state: &[u8], at: usize, factor: u32| {
        let before = word(state, (at + WORDS - 1) % WORDS);
        (before ^ before >> 30).wrapping_mul(factor)
    };
    for at in 1..WORDS {
        let new = before(state, at, 1_812_433_253).wrapping_add(at as u32);
        set(state, at, new);
    }
    let mut at = 1;
    let step = |state: &mut [u8], at: &mut usize| {
        *at += 1;
        if *at >= WORDS {
            let last = word(state, WORDS - 1);
            set(state, 0, last);
            *at = 1;
        }
    };
    for (place, part) in (0..key.len())
        .cycle()
        .zip(key.iter().cycle())
        .take(key.len().max(WORDS))
    {
        let mixed = word(state, at) ^ before(state, at, 1_664_525);
        set(
            state,
            at,
            mixed.wrapping_add(*part).wrapping_add(place as u32),
        );
        step(state, &mut at);
    }
    for _ in 1..WORDS {
        let mixed = word(state, at) ^ before(state, at, 1_566_083_941);
        set(state, at, mixed.wrapping_sub(at as u32));
        step(state, &mut at);
    }
    set(state, 0, 0x8000_0000);
    set(state, WORDS, WORDS as u32);
}
