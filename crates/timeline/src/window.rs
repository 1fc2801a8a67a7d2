//! Which stretch of time is looked at, and how it changes.

/// A stretch of time, looked at through so many pixels. All times are in nanoseconds since the start
/// of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    start: f64,
    length: f64,
}

impl Window {
    /// Nothing shorter is shown: the clocks are not better than that.
    pub const SHORTEST: f64 = 1_000.0;

    /// From the beginning up to there.
    pub fn whole(until: u64) -> Self {
        Self {
            start: 0.0,
            length: (until as f64).max(Self::SHORTEST),
        }
    }

    /// From one time to the other, as far as that can be shown.
    pub fn between(from: u64, to: u64, until: u64) -> Self {
        let (from, to) = (from.min(to) as f64, from.max(to) as f64);
        let length = (to - from).max(Self::SHORTEST);
        let window = Self {
            start: (from + to - length) / 2.0,
            length,
        };
        window.within(until)
    }

    /// Where it begins.
    pub fn start(&self) -> f64 {
        self.start
    }

    /// Where it ends.
    pub fn end(&self) -> f64 {
        self.start + self.length
    }

    /// How long it is.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Whether it shows everything.
    pub fn is_whole(&self, until: u64) -> bool {
        self.length >= until as f64
    }

    /// The time at a share of the width, 0 to 1.
    pub fn time(&self, share: f64) -> u64 {
        // OK because it saturates; negative and not a number become 0.
        (self.start + self.length * share) as u64
    }

    /// The share of the width at which a time is to be seen; below 0 or above 1 if it is not.
    pub fn share(&self, time: u64) -> f64 {
        (time as f64 - self.start) / self.length
    }

    /// So many times as long (2 shows twice as much), with the time at a share of the width staying
    /// there.
    #[must_use]
    pub fn zoomed(&self, times: f64, share: f64, until: u64) -> Self {
        let longest = (until as f64).max(Self::SHORTEST);
        let length = self.length * times;
        if !length.is_finite() {
            return *self;
        }
        let length = length.clamp(Self::SHORTEST, longest);
        let window = Self {
            start: self.start + (self.length - length) * share,
            length,
        };
        window.within(until)
    }

    /// Later by a share of its length, or earlier.
    #[must_use]
    pub fn panned(&self, share: f64, until: u64) -> Self {
        if !share.is_finite() {
            return *self;
        }
        let window = Self {
            start: self.start + self.length * share,
            ..*self
        };
        window.within(until)
    }

    /// Moved no further than needed for a time to be seen, and not quite at its edge.
    #[must_use]
    pub fn showing(&self, time: u64, until: u64) -> Self {
        let share = self.share(time);
        let margin = 0.05;
        if share < margin {
            self.panned(share - margin, until)
        } else if share > 1.0 - margin {
            self.panned(share - (1.0 - margin), until)
        } else {
            *self
        }
    }

    fn within(self, until: u64) -> Self {
        let longest = (until as f64).max(Self::SHORTEST);
        let length = self.length.min(longest);
        Self {
            start: self.start.clamp(0.0, longest - length),
            length,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zooming_keeps_the_place() {
        let whole = Window::whole(1_000_000);
        let window = whole.zoomed(0.5, 0.25, 1_000_000);
        assert_eq!((window.start(), window.end()), (125_000.0, 625_000.0));
        assert_eq!(window.time(0.25), whole.time(0.25));
        assert_eq!(window.zoomed(100.0, 0.9, 1_000_000), whole);
    }

    #[test]
    fn there_is_nothing_beyond_the_ends() {
        let window = Window::between(400_000, 600_000, 1_000_000);
        let right = window.panned(9.0, 1_000_000);
        assert_eq!((right.start(), right.end()), (800_000.0, 1_000_000.0));
        assert_eq!(right.panned(-99.0, 1_000_000).start(), 0.0);
    }

    #[test]
    fn a_time_is_brought_into_view() {
        let window = Window::between(0, 100_000, 1_000_000);
        assert_eq!(window.showing(50_000, 1_000_000), window);
        let moved = window.showing(200_000, 1_000_000);
        assert_eq!(moved.time(0.95), 200_000);
    }

    proptest! {
        #[test]
        fn it_stays_within_the_run(
            until in prop_oneof![0..5_000_u64, any::<u64>()],
            steps in prop::collection::vec((0..4_u8, any::<f64>(), 0.0..1.0, any::<u64>()), 0..20),
        ) {
            let mut window = Window::whole(until);
            for (what, amount, share, time) in steps {
                window = match what {
                    0 => window.zoomed(amount.abs(), share, until),
                    1 => window.panned(amount, until),
                    2 => window.showing(time.min(until), until),
                    _ => Window::between(time, time.wrapping_mul(3), until),
                };
                let longest = (until as f64).max(Window::SHORTEST);
                prop_assert!(window.start() >= 0.0, "{window:?}");
                prop_assert!(window.end() <= longest * (1.0 + 1e-9), "{window:?}");
                prop_assert!(window.length() >= Window::SHORTEST, "{window:?}");
            }
        }
    }
}
