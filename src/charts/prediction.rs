//! What the reader expects before anything has run: how long each row takes, against the first.

use protocol::Way;

/// What the reader expects of the rows after the first, as far as they said so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prediction {
    guesses: Vec<(Way, f64)>,
}

/// What the reader does to a [`Prediction`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Predict {
    /// They expect that this way takes so many times as long as the first row.
    Expect(Way, f64),
    /// They take everything back.
    Clear,
}

impl Prediction {
    /// The longest that can be expected, as a multiple of the first row's time.
    pub const LONGEST: f64 = 3.0;
    /// Guesses are whole multiples of this: nobody expects anything more exactly.
    const STEP: f64 = 0.05;
    const PAGE: f64 = 0.25;

    /// Changes it.
    pub fn apply(&mut self, change: Predict) {
        match change {
            Predict::Expect(way, times) => {
                let Some(times) = rounded(times) else { return };
                match self.guesses.iter_mut().find(|(of, _)| *of == way) {
                    Some((_, guess)) => *guess = times,
                    None => self.guesses.push((way, times)),
                }
            }
            Predict::Clear => self.guesses.clear(),
        }
    }

    /// How many times as long as the first row this way is expected to take.
    pub fn of(&self, way: Way) -> Option<f64> {
        let guess = self.guesses.iter().find(|(of, _)| *of == way);
        guess.map(|(_, times)| *times)
    }

    /// What a key makes of a slider that stands at `times`; `None` if it is none of a slider's keys.
    pub fn after_key(times: f64, key: &str) -> Option<f64> {
        let times = match key {
            "ArrowRight" | "ArrowUp" => times + Self::STEP,
            "ArrowLeft" | "ArrowDown" => times - Self::STEP,
            "PageUp" => times + Self::PAGE,
            "PageDown" => times - Self::PAGE,
            "Home" => 0.0,
            "End" => Self::LONGEST,
            _ => return None,
        };
        rounded(times)
    }
}

/// A guess in range and in whole steps; `None` if it is no number.
fn rounded(times: f64) -> Option<f64> {
    let steps = (times / Prediction::STEP).round();
    // Hundredths are exact enough to come back as they were written.
    let times = (steps * Prediction::STEP * 100.0).round() / 100.0;
    (!times.is_nan()).then(|| times.clamp(0.0, Prediction::LONGEST))
}

/// A guess beside what it came to.
pub fn difference(expected: f64, measured: f64) -> String {
    format!("you expected {expected:.2}× as long, it was {measured:.2}×")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_guess_is_kept_replaced_and_taken_back() {
        let mut prediction = Prediction::default();
        prediction.apply(Predict::Expect(Way::Gil, 0.52));
        prediction.apply(Predict::Expect(Way::FreeThreaded, 9.0));
        prediction.apply(Predict::Expect(Way::Gil, 0.98));
        assert_eq!(prediction.of(Way::Gil), Some(1.0));
        assert_eq!(prediction.of(Way::FreeThreaded), Some(3.0));
        assert_eq!(prediction.of(Way::Sequential), None);
        prediction.apply(Predict::Clear);
        assert_eq!(prediction, Prediction::default());
    }

    #[test]
    fn what_is_no_number_is_no_guess() {
        let mut prediction = Prediction::default();
        prediction.apply(Predict::Expect(Way::Gil, f64::NAN));
        assert_eq!(prediction, Prediction::default());
    }

    #[test]
    fn keys_go_by_steps_and_stop_at_the_ends() {
        let after = |key| Prediction::after_key(1.0, key);
        assert_eq!(after("ArrowRight"), Some(1.05));
        assert_eq!(after("ArrowDown"), Some(0.95));
        assert_eq!(after("PageUp"), Some(1.25));
        assert_eq!(after("PageDown"), Some(0.75));
        assert_eq!((after("Home"), after("End")), (Some(0.0), Some(3.0)));
        assert_eq!(after("Tab"), None);
        assert_eq!(Prediction::after_key(2.9, "PageUp"), Some(3.0));
    }

    proptest! {
        #[test]
        fn whatever_is_dragged_a_guess_is_in_range(times in any::<f64>(), key in "Arrow(Left|Right)|Page(Up|Down)|Home|End") {
            let mut prediction = Prediction::default();
            prediction.apply(Predict::Expect(Way::Gil, times));
            if let Some(guess) = prediction.of(Way::Gil) {
                prop_assert!((0.0..=Prediction::LONGEST).contains(&guess));
                let next = Prediction::after_key(guess, &key);
                prop_assert!(next.is_some_and(|next| (0.0..=Prediction::LONGEST).contains(&next)));
            }
        }
    }
}
