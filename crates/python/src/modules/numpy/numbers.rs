//! Random numbers as numpy has them: the Mersenne Twister of `np.random`, PCG64 of `default_rng`.

use std::sync::{Arc, Mutex, PoisonError};

use crate::builtins::arguments::{at, index, wrong_receiver};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Reply};
use crate::native::{self, Foreign, Origin, Saved, State};
use crate::operators::bytes_of;
use crate::snapshot::bytes::{In, Out};
use crate::thread::Caller;

use super::arrays::{Data, Dtype};
use super::{all, float, make, shape_of};

/// Where numbers come from. Each piece of work locks it once.
struct Source(Arc<Mutex<Bits>>);

impl Foreign for Source {
    fn saved(&self) -> Option<Saved> {
        let mut own = Out::default();
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Bits::Twister {
                words,
                next,
                normal,
            } => {
                own.flag(true);
                words.iter().for_each(|word| own.number((*word).into()));
                own.length(*next);
                own.flag(normal.is_some());
                own.number(normal.unwrap_or(0.0).to_bits());
            }
            Bits::Pcg {
                state,
                increment,
                half,
            } => {
                own.flag(false);
                for word in [*state, *increment] {
                    own.number((word >> 64) as u64);
                    own.number(word as u64);
                }
                own.flag(half.is_some());
                own.number(half.unwrap_or(0).into());
            }
        }
        Some(Saved {
            origin: Origin::Random,
            own,
            common: None,
        })
    }
}

/// A source that was saved.
pub(crate) fn saved(from: &mut In) -> Option<State> {
    let bits = if from.flag()? {
        let mut words = Box::new([0; WORDS]);
        for word in words.iter_mut() {
            *word = from.small()?;
        }
        Bits::Twister {
            words,
            next: from.size()?,
            normal: {
                let (is_there, bits) = (from.flag()?, from.number()?);
                is_there.then(|| f64::from_bits(bits))
            },
        }
    } else {
        let mut word = || Some(u128::from(from.number()?) << 64 | u128::from(from.number()?));
        Bits::Pcg {
            state: word()?,
            increment: word()?,
            half: {
                let (is_there, half) = (from.flag()?, from.small()?);
                is_there.then_some(half)
            },
        }
    };
    Some(State::new(Source(Arc::new(Mutex::new(bits)))))
}

enum Bits {
    Twister {
        words: Box<[u32; WORDS]>,
        next: usize,
        /// A normal number is made with another one.
        normal: Option<f64>,
    },
    Pcg {
        state: u128,
        increment: u128,
        /// The upper half of what was asked for half of.
        half: Option<u32>,
    },
}

const WORDS: usize = 624;
const MIDDLE: usize = 397;

/// `twister(seed)`: `init_genrand`.
pub(super) fn twister(args: Args, caller: &Caller) -> Outcome<Reply> {
    let mut word = index(caller, at(args.positional, 0))? as u32;
    let mut words = Box::new([0; WORDS]);
    for (place, slot) in words.iter_mut().enumerate() {
        *slot = word;
        word = (word ^ word >> 30)
            .wrapping_mul(1_812_433_253)
            .wrapping_add(place as u32 + 1);
    }
    let bits = Bits::Twister {
        words,
        next: WORDS,
        normal: None,
    };
    Ok(State::object(caller.world, Source(Arc::new(Mutex::new(bits)))).into())
}

/// `pcg(32 bytes)`: what a seed sequence has made of a seed.
pub(super) fn pcg(args: Args, caller: &Caller) -> Outcome<Reply> {
    let bytes = bytes_of(at(args.positional, 0)).ok_or_else(wrong_receiver)?;
    let word = |at: usize| -> Outcome<u128> {
        let bytes = bytes
            .get(at * 8..at * 8 + 8)
            .and_then(|bytes| bytes.try_into().ok());
        Ok(bytes
            .map(u64::from_le_bytes)
            .ok_or_else(wrong_receiver)?
            .into())
    };
    let (seed, sequence) = (word(0)? << 64 | word(1)?, word(2)? << 64 | word(3)?);
    let increment = sequence << 1 | 1;
    let state = step(increment.wrapping_add(seed), increment);
    let bits = Bits::Pcg {
        state,
        increment,
        half: None,
    };
    Ok(State::object(caller.world, Source(Arc::new(Mutex::new(bits)))).into())
}

fn step(state: u128, increment: u128) -> u128 {
    const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
    state.wrapping_mul(MULTIPLIER).wrapping_add(increment)
}

impl Bits {
    fn next64(&mut self) -> u64 {
        match self {
            Bits::Twister { .. } => {
                let high = u64::from(self.next32());
                high << 32 | u64::from(self.next32())
            }
            Bits::Pcg {
                state, increment, ..
            } => {
                *state = step(*state, *increment);
                let mixed = (*state >> 64) as u64 ^ *state as u64;
                mixed.rotate_right((*state >> 122) as u32)
            }
        }
    }

    fn next32(&mut self) -> u32 {
        match self {
            Bits::Twister { words, next, .. } => {
                if *next >= WORDS {
                    turn(words);
                    *next = 0;
                }
                let mut word = words.get(*next).copied().unwrap_or(0);
                *next += 1;
                word ^= word >> 11;
                word ^= word << 7 & 0x9d2c_5680;
                word ^= word << 15 & 0xefc6_0000;
                word ^ word >> 18
            }
            Bits::Pcg { half, .. } => {
                if let Some(half) = half.take() {
                    return half;
                }
                let both = self.next64();
                if let Bits::Pcg { half, .. } = self {
                    *half = Some((both >> 32) as u32);
                }
                both as u32
            }
        }
    }

    /// From 0 to 1, 1 excluded.
    fn double(&mut self) -> f64 {
        match self {
            Bits::Twister { .. } => {
                let (high, low) = (self.next32() >> 5, self.next32() >> 6);
                (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
            }
            Bits::Pcg { .. } => (self.next64() >> 11) as f64 / 9_007_199_254_740_992.0,
        }
    }

    /// Marsaglia's polar method, of which `np.random` keeps the second number.
    fn normal(&mut self) -> f64 {
        if let Bits::Twister { normal, .. } = self
            && let Some(normal) = normal.take()
        {
            return normal;
        }
        loop {
            let (a, b) = (2.0 * self.double() - 1.0, 2.0 * self.double() - 1.0);
            let square = a * a + b * b;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                if let Bits::Twister { normal, .. } = self {
                    *normal = Some(factor * a);
                }
                return factor * b;
            }
        }
    }

    /// From 0 to `most`.
    fn below(&mut self, most: u64) -> u64 {
        let is_small = u32::try_from(most);
        match (&*self, is_small) {
            (_, Ok(0)) => 0,
            (_, Ok(u32::MAX)) => self.next32().into(),
            // By leaving out what is too large.
            (Bits::Twister { .. }, Ok(most)) => {
                let mask = u32::MAX >> most.leading_zeros();
                loop {
                    let value = self.next32() & mask;
                    if value <= most {
                        return value.into();
                    }
                }
            }
            (Bits::Twister { .. }, Err(_)) => {
                let mask = u64::MAX >> most.leading_zeros();
                loop {
                    let value = self.next64() & mask;
                    if value <= most {
                        return value;
                    }
                }
            }
            // Lemire's method.
            (Bits::Pcg { .. }, Ok(most)) => {
                let count = u64::from(most) + 1;
                let threshold = (u64::from(u32::MAX - most) % count) as u32;
                loop {
                    let product = u64::from(self.next32()) * count;
                    if product as u32 >= threshold {
                        return product >> 32;
                    }
                }
            }
            (Bits::Pcg { .. }, Err(_)) if most == u64::MAX => self.next64(),
            (Bits::Pcg { .. }, Err(_)) => {
                let count = u128::from(most) + 1;
                let threshold = (u128::from(u64::MAX - most) % count) as u64;
                loop {
                    let product = u128::from(self.next64()) * count;
                    if product as u64 >= threshold {
                        return (product >> 64) as u64;
                    }
                }
            }
        }
    }
}

fn turn(words: &mut [u32; WORDS]) {
    for at in 0..WORDS {
        let following = words[(at + 1) % WORDS];
        let mixed = words[at] & 0x8000_0000 | following & 0x7fff_ffff;
        let odd = if following & 1 == 0 { 0 } else { 0x9908_b0df };
        words[at] = words[(at + MIDDLE) % WORDS] ^ mixed >> 1 ^ odd;
    }
}

/// `random(source, what, shape, a, b)`: floats from 0 to 1, normal ones, or ints from a to b.
pub(super) fn random(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [source, what, shape, a, b] = all::<5>(args)?;
    let source: &Source = native::state(source).ok_or_else(wrong_receiver)?;
    let bits = Arc::clone(&source.0);
    let with = move |run: &mut dyn FnMut(&mut Bits)| {
        run(&mut bits.lock().unwrap_or_else(PoisonError::into_inner));
    };
    let shape = shape_of(caller, shape)?;
    match what.as_str() {
        Some("double") => {
            let (a, b) = (float(a)?, float(b)?);
            make(
                caller,
                "random",
                Dtype::Float,
                shape,
                5_000,
                1,
                move |data, _, count| {
                    with(&mut |bits| {
                        let all = (0..count).map(|_| a + (b - a) * bits.double());
                        data.extend(&Data::Float(all.collect()));
                    });
                },
            )
        }
        Some("normal") => {
            let (a, b) = (float(a)?, float(b)?);
            make(
                caller,
                "random",
                Dtype::Float,
                shape,
                20_000,
                1,
                move |data, _, count| {
                    with(&mut |bits| {
                        let all = (0..count).map(|_| a + b * bits.normal());
                        data.extend(&Data::Float(all.collect()));
                    });
                },
            )
        }
        _ => {
            let (low, high) = (index(caller, a)?, index(caller, b)?);
            if low > high {
                return Err(Fault::value_error("low >= high"));
            }
            let most = high.wrapping_sub(low) as u64;
            make(
                caller,
                "random",
                Dtype::Int,
                shape,
                5_000,
                1,
                move |data, _, count| {
                    with(&mut |bits| {
                        let all = (0..count).map(|_| low.wrapping_add(bits.below(most) as i64));
                        data.extend(&Data::Int(all.collect()));
                    });
                },
            )
        }
    }
}
