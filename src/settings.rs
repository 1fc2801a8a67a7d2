//! The fields of a figure: what the reader typed, and what it means.

use std::ops::RangeInclusive;

/// How many threads there may be.
pub const THREADS: RangeInclusive<u64> = 1..=8;
/// How far each may count.
pub const COUNT: RangeInclusive<u64> = 1..=1_000_000_000;
/// How often each way may be run.
pub const REPEATS: RangeInclusive<u64> = 1..=20;

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// How many threads count.
    Threads,
    /// How far each of them counts.
    Count,
    /// How often each way is run.
    Repeats,
}

impl Setting {
    /// All fields, in the order in which they stand.
    pub const ALL: [Self; 3] = [Self::Threads, Self::Count, Self::Repeats];

    /// Its name in the address and in tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Threads => "threads",
            Self::Count => "count",
            Self::Repeats => "repeats",
        }
    }

    /// What stands above it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Threads => "Threads",
            Self::Count => "Count a thread",
            Self::Repeats => "Repeats",
        }
    }

    /// What it accepts.
    pub fn range(self) -> RangeInclusive<u64> {
        match self {
            Self::Threads => THREADS,
            Self::Count => COUNT,
            Self::Repeats => REPEATS,
        }
    }

    /// What it accepts, in words.
    pub fn accepts(self) -> String {
        let range = self.range();
        format!(
            "a whole number from {} to {}",
            grouped(*range.start(), ','),
            grouped(*range.end(), ',')
        )
    }

    fn default_value(self) -> u64 {
        match self {
            Self::Threads => 2,
            Self::Count => 25_000_000,
            Self::Repeats => 3,
        }
    }
}

/// What stands in the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    threads: String,
    count: String,
    repeats: String,
}

impl Default for Settings {
    fn default() -> Self {
        let text = |setting: Setting| grouped(setting.default_value(), ',');
        Self {
            threads: text(Setting::Threads),
            count: text(Setting::Count),
            repeats: text(Setting::Repeats),
        }
    }
}

impl Settings {
    /// What the reader sees in a field.
    pub fn text(&self, setting: Setting) -> &str {
        match setting {
            Setting::Threads => &self.threads,
            Setting::Count => &self.count,
            Setting::Repeats => &self.repeats,
        }
    }

    /// The reader typed something.
    pub fn set(&mut self, setting: Setting, text: String) {
        match setting {
            Setting::Threads => self.threads = text,
            Setting::Count => self.count = text,
            Setting::Repeats => self.repeats = text,
        }
    }

    /// What a field means, if it is something that the field accepts.
    pub fn value(&self, setting: Setting) -> Option<u64> {
        parse(self.text(setting)).filter(|value| setting.range().contains(value))
    }

    /// How many threads count.
    pub fn threads(&self) -> Option<u32> {
        // OK because the range ends at 8.
        self.value(Setting::Threads).map(|value| value as u32)
    }

    /// How far each of them counts.
    pub fn count(&self) -> Option<u64> {
        self.value(Setting::Count)
    }

    /// All three, if all are accepted.
    pub fn all(&self) -> Option<(u32, u64, u32)> {
        let repeats = self.value(Setting::Repeats)?;
        Some((self.threads()?, self.count()?, repeats as u32))
    }

    /// The value one step up or down from what stands there, for the arrow keys.
    pub fn stepped(&self, setting: Setting, up: bool) -> Option<String> {
        let value = self.value(setting)?;
        let step = match setting {
            Setting::Threads | Setting::Repeats => 1,
            Setting::Count => 1_000_000,
        };
        let stepped = if up {
            value.saturating_add(step)
        } else {
            value.saturating_sub(step)
        };
        let range = setting.range();
        Some(grouped(stepped.clamp(*range.start(), *range.end()), ','))
    }
}

/// Reads a whole number as people write it: `25000000`, `25,000,000`, `25_000_000`.
fn parse(text: &str) -> Option<u64> {
    let digits: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | '_' | ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    // `parse` alone would also take a leading plus sign.
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| digits.parse().ok()).flatten()
}

/// Writes a whole number with its digits in groups of three.
pub fn grouped(value: u64, separator: char) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for text in ["25000000", "25,000,000", "25_000_000", " 25 000 000 "] {
            assert_eq!(parse(text), Some(25_000_000), "{text}");
        }
        for text in [
            "",
            " ",
            "-1",
            "+1",
            "1.5",
            "1e6",
            "zwei",
            "٣",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_out_of_range_is_none() {
        let mut settings = Settings::default();
        assert_eq!(settings.all(), Some((2, 25_000_000, 3)));
        for text in ["0", "9", "", "x"] {
            settings.set(Setting::Threads, text.into());
            assert_eq!(settings.all(), None, "{text}");
        }
        settings.set(Setting::Threads, "8".into());
        assert_eq!(settings.threads(), Some(8));
    }

    #[test]
    fn arrow_keys_stay_in_range() {
        let mut settings = Settings::default();
        settings.set(Setting::Threads, "8".into());
        assert_eq!(
            settings.stepped(Setting::Threads, true).as_deref(),
            Some("8")
        );
        assert_eq!(
            settings.stepped(Setting::Threads, false).as_deref(),
            Some("7")
        );
        settings.set(Setting::Count, "5".into());
        assert_eq!(
            settings.stepped(Setting::Count, false).as_deref(),
            Some("1")
        );
        settings.set(Setting::Count, "?".into());
        assert_eq!(settings.stepped(Setting::Count, true), None);
    }

    #[test]
    fn digits_in_groups() {
        assert_eq!(grouped(0, ','), "0");
        assert_eq!(grouped(999, ','), "999");
        assert_eq!(grouped(1_000, ','), "1,000");
        assert_eq!(grouped(25_000_000, '_'), "25_000_000");
    }
}
