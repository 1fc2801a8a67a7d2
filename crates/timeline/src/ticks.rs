//! A time axis: where its ticks stand and what they say; lengths of time in words.

use crate::window::Window;

/// A tick of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, as a share of the width.
    pub share: f64,
    /// What it says: `12.5 ms`.
    pub label: String,
}

/// Units with their length in nanoseconds.
const UNITS: [(u64, &str); 4] = [
    (1, "ns"),
    (1_000, "µs"),
    (1_000_000, "ms"),
    (1_000_000_000, "s"),
];

/// Ticks for a window at round times, at most `most` of them, but for a window that has no more than
/// one round time.
pub fn ticks(window: &Window, most: u32) -> Vec<Tick> {
    let step = step(window.length() / f64::from(most.max(1)));
    // All labels have the unit of the latest time: times of one axis should compare.
    let (unit, name) = unit(window.end() as u64);
    let decimals = decimals(unit, step);
    let first = (window.start() / step as f64).ceil() as u64;
    let last = (window.end() / step as f64).floor() as u64;
    (first..=last.min(first.saturating_add(u64::from(most))))
        .map(|index| {
            let time = index.saturating_mul(step);
            Tick {
                share: window.share(time),
                label: format!("{:.*} {name}", decimals, time as f64 / unit as f64),
            }
        })
        .collect()
}

/// The smallest of 1, 2, 5, 10, 20, … that is not less than that.
fn step(least: f64) -> u64 {
    let mut power = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if step as f64 >= least || step == u64::MAX {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

fn unit(nanoseconds: u64) -> (u64, &'static str) {
    let fits = UNITS.iter().rev().find(|(unit, _)| nanoseconds >= *unit);
    fits.copied().unwrap_or((1, "ns"))
}

/// A length of time in words, to three digits: `5.11 ms`.
pub fn duration(nanoseconds: u64) -> String {
    let (length, name) = unit(nanoseconds);
    let value = nanoseconds as f64 / length as f64;
    let decimals = match value {
        _ if length == 1 => 0,
        ..9.995 => 2,
        ..99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$} {name}")
}

/// A time of a run in words, at least as exact as `resolution`, in nanoseconds: `1.20513 s`.
pub fn moment(nanoseconds: u64, resolution: u64) -> String {
    let (length, name) = unit(nanoseconds);
    let value = nanoseconds as f64 / length as f64;
    format!("{value:.*} {name}", decimals(length, resolution))
}

/// How many decimals in a unit show something as small as that.
fn decimals(unit: u64, least: u64) -> usize {
    let times = unit.div_ceil(least.max(1));
    let digits = times.checked_ilog10().unwrap_or(0);
    let digits = digits + u32::from(10_u64.pow(digits) < times);
    digits as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(from: u64, to: u64, most: u32) -> Vec<String> {
        let ticks = ticks(&Window::between(from, to, u64::MAX), most);
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_stand_at_round_times() {
        assert_eq!(
            labels(0, 25_000_000, 5),
            ["0 ms", "5 ms", "10 ms", "15 ms", "20 ms", "25 ms"]
        );
        assert_eq!(
            labels(0, 1_900_000, 4),
            ["0.0 ms", "0.5 ms", "1.0 ms", "1.5 ms"]
        );
        assert_eq!(
            labels(1_200_010_000, 1_200_052_000, 3),
            ["1.20002 s", "1.20004 s"]
        );
        assert_eq!(labels(0, 1_000, 2), ["0.0 µs", "0.5 µs", "1.0 µs"]);
    }

    #[test]
    fn lengths_have_three_digits() {
        let seen = [0, 999, 1_000, 5_114_000, 99_960_000, 1_250_000_000].map(duration);
        assert_eq!(
            seen,
            ["0 ns", "999 ns", "1.00 µs", "5.11 ms", "100 ms", "1.25 s"]
        );
    }

    #[test]
    fn times_are_as_exact_as_they_have_to_be() {
        assert_eq!(moment(1_205_134_567, 10_000), "1.20513 s");
        assert_eq!(moment(5_134_567, 100_000), "5.1 ms");
        assert_eq!(moment(5_134_567, 30_000), "5.13 ms");
        assert_eq!(moment(7, 0), "7 ns");
    }

    proptest! {
        #[test]
        fn there_are_never_too_many(
            from in prop_oneof![0..1_000_000_u64, any::<u64>()],
            to in prop_oneof![0..1_000_000_u64, any::<u64>()],
            most in 0..50_u32,
        ) {
            let window = Window::between(from, to, u64::MAX);
            let ticks = ticks(&window, most);
            prop_assert!(ticks.len() <= most as usize + 2);
            for pair in ticks.windows(2) {
                prop_assert!(pair[0].share < pair[1].share);
            }
        }
    }
}
