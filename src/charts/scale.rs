//! Axes: where round values stand, and what is written beside them.

use timeline::units;

/// A value on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, as a share of the axis.
    pub at: f64,
    /// What is written there.
    pub label: String,
}

/// An axis from 0 to its end, which is positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    end: f64,
}

impl Linear {
    /// The axis that the largest of these values just fills. Values that are no lengths do not count.
    pub fn filled_by(values: impl Iterator<Item = f64>) -> Self {
        let largest = values.filter(|value| value.is_finite());
        Self {
            end: largest.fold(f64::MIN_POSITIVE, f64::max),
        }
    }

    /// An axis that ends where its last tick is, at or after the largest of these values.
    pub fn rounded(values: impl Iterator<Item = f64>, ticks: u32) -> Self {
        let Self { end } = Self::filled_by(values);
        let step = round_step(end, ticks);
        let end = (end / step).ceil() * step;
        // Near the largest number there is nothing rounder.
        Self {
            end: if end.is_finite() && end > 0.0 {
                end
            } else {
                f64::MAX
            },
        }
    }

    /// Where a value stands, 0 to 1.
    pub fn share(self, value: f64) -> f64 {
        let share = value / self.end;
        if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        }
    }

    /// Round values, from 0 on, about so many.
    pub fn ticks(self, about: u32, label: impl Fn(f64) -> String) -> Vec<Tick> {
        let step = round_step(self.end, about);
        (0..=2 * about)
            .map(|index| f64::from(index) * step)
            .take_while(|value| *value <= self.end * (1.0 + 1e-9))
            .map(|value| Tick {
                at: self.share(value),
                label: label(value),
            })
            .collect()
    }
}

/// The 1, 2 or 5 times a power of ten that divides `end` into at most so many steps.
fn round_step(end: f64, steps: u32) -> f64 {
    let rough = end / f64::from(steps.max(1));
    // The least numbers that there are have no power of ten below them.
    let power = 10_f64
        .powi(rough.log10().floor() as i32)
        .max(f64::MIN_POSITIVE);
    let step = [1.0, 2.0, 5.0].map(|factor| factor * power);
    let step = step.into_iter().find(|step| *step >= rough * (1.0 - 1e-9));
    step.unwrap_or(10.0 * power)
}

/// An axis of powers of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decades {
    /// The power of ten at the beginning.
    first: i32,
    /// The one at the end, which is larger.
    last: i32,
}

impl Decades {
    /// From one power of ten to a larger one.
    pub fn new(first: i32, last: i32) -> Self {
        Self {
            first,
            last: last.max(first.saturating_add(1)),
        }
    }

    /// Where a value stands, 0 to 1; what is less than the first power, 0 included, stands at 0.
    pub fn share(self, value: f64) -> f64 {
        let share = (value.log10() - f64::from(self.first)) / f64::from(self.last - self.first);
        // OK because the logarithm of 0 is −∞; only what is negative has none.
        if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        }
    }

    /// The powers of ten.
    pub fn ticks(self, label: impl Fn(f64) -> String) -> Vec<Tick> {
        (self.first..=self.last)
            .map(|power| 10_f64.powi(power))
            .map(|value| Tick {
                at: self.share(value),
                label: label(value),
            })
            .collect()
    }
}

/// A time on an axis: `0`, `0.5 s`, `20 ms`.
pub fn axis_time(seconds: f64) -> String {
    if seconds == 0.0 {
        return "0".to_owned();
    }
    let text = units::time(seconds);
    match text.split_once(' ') {
        Some((number, unit)) => format!("{} {unit}", without_zeros(number)),
        None => text,
    }
}

/// A number on an axis: `1`, `2.5`, `10,000`.
pub fn axis_number(value: f64) -> String {
    without_zeros(&units::rate(value)).to_owned()
}

fn without_zeros(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn ticks_are_round() {
        let axis = Linear::filled_by([0.2, 1.23].into_iter());
        assert_eq!(labels(&axis.ticks(4, axis_time)), ["0", "500 ms", "1 s"]);
        assert_eq!(axis.share(1.23), 1.0);
        let axis = Linear::rounded([3.7].into_iter(), 4);
        assert_eq!(
            labels(&axis.ticks(4, axis_number)),
            ["0", "1", "2", "3", "4"]
        );
        assert_eq!(axis.share(1.0), 0.25);
    }

    #[test]
    fn decades_from_a_microsecond_to_a_second() {
        let axis = Decades::new(-6, 0);
        let ticks = axis.ticks(axis_time);
        assert_eq!(
            labels(&ticks),
            ["1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s"]
        );
        assert!((ticks[3].at - 0.5).abs() < 1e-9);
        assert_eq!((axis.share(0.0), axis.share(-1.0)), (0.0, 0.0));
    }

    proptest! {
        #[test]
        fn whatever_the_values_are_shares_and_ticks_are_on_the_axis(
            values in prop::collection::vec(any::<f64>(), 0..5),
            powers in (-300..300, -300..300),
        ) {
            let decades = Decades::new(powers.0, powers.1);
            for axis in [
                Linear::filled_by(values.iter().copied()),
                Linear::rounded(values.iter().copied(), 4),
            ] {
                let ticks = axis.ticks(4, axis_time);
                prop_assert!(ticks.len() <= 9);
                for share in values.iter().map(|value| axis.share(*value)).chain(ticks.iter().map(|tick| tick.at)) {
                    prop_assert!((0.0..=1.0).contains(&share), "{share}");
                }
            }
            for value in &values {
                prop_assert!((0.0..=1.0).contains(&decades.share(*value)));
            }
        }
    }
}
