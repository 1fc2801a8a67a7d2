//! Virtual time as people read it.

use timeline::units;

/// A time or a length of time, in picoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Picos(pub u64);

impl Picos {
    /// As a length, in the unit that fits: `5.07 ms`, `180 ns`.
    pub fn length(self) -> String {
        const UNITS: [(u64, &str); 4] = [
            (1_000_000_000_000, "s"),
            (1_000_000_000, "ms"),
            (1_000_000, "µs"),
            (1_000, "ns"),
        ];
        // What three digits round up to a whole unit is written as one.
        let fits = |unit: u64| self.0 >= unit - unit / 2_000;
        let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| fits(*unit)) else {
            return format!("{}\u{a0}ps", self.0);
        };
        let value = self.0 as f64 / unit as f64;
        let text = match value {
            100.0.. => return format!("{value:.0}\u{a0}{name}"),
            10.0..100.0 => format!("{value:.1}"),
            _ => format!("{value:.2}"),
        };
        let text = text.trim_end_matches('0').trim_end_matches('.');
        format!("{text}\u{a0}{name}")
    }

    /// As a moment of the run, to the nanosecond: `15.234 871 ms`.
    pub fn clock(self) -> String {
        let nanos = self.0 / 1_000;
        format!(
            "{}.{:03}\u{202f}{:03}\u{a0}ms",
            units::count(nanos / 1_000_000),
            nanos / 1_000 % 1_000,
            nanos % 1_000,
        )
    }

    /// As a share of a longer time, from 0 to 1.
    pub fn share_of(self, whole: Self) -> f64 {
        (self.0 as f64 / whole.0.max(1) as f64).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Picos;

    #[test]
    fn lengths_have_the_unit_that_fits() {
        for (picos, text) in [
            (0, "0 ps"),
            (630, "630 ps"),
            (3_860, "3.86 ns"),
            (40_000, "40 ns"),
            (72_340_000, "72.3 µs"),
            (999_400_000, "999 µs"),
            (999_500_000, "1 ms"),
            (4_999_800_000, "5 ms"),
            (5_070_000_000, "5.07 ms"),
            (100_000_000_000, "100 ms"),
            (1_250_000_000_000, "1.25 s"),
        ] {
            assert_eq!(Picos(picos).length().replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn moments_are_exact_to_the_nanosecond() {
        let text = Picos(1_015_234_871_999).clock();
        assert_eq!(text, "1,015.234\u{202f}871\u{a0}ms");
    }

    #[test]
    fn shares_stay_between_nothing_and_all() {
        assert_eq!(Picos(1).share_of(Picos(0)), 1.0);
        assert_eq!(Picos(0).share_of(Picos(0)), 0.0);
        assert_eq!(Picos(1).share_of(Picos(4)), 0.25);
        assert_eq!(Picos(u64::MAX).share_of(Picos(1)), 1.0);
    }
}
