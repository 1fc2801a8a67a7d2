//! The fields of a figure: what the reader typed or chose, and what it means.

use std::ops::RangeInclusive;

use protocol::{Cores, MAX_VIRTUAL_CORES, Preset};
use timeline::units;

use crate::figures::Figure;

/// How many threads there may be on real cores, each of which has a Web Worker.
pub const REAL_THREADS: RangeInclusive<u64> = 1..=16;
/// How many there may be on virtual cores.
pub const VIRTUAL_THREADS: RangeInclusive<u64> = 1..=64;
const REPEATS: RangeInclusive<u64> = 1..=20;
const SEED: RangeInclusive<u64> = 0..=u32::MAX as u64;
const VIRTUAL_CORES: RangeInclusive<u64> = 1..=MAX_VIRTUAL_CORES as u64;
/// In microseconds.
const INTERVAL: RangeInclusive<u64> = 1..=1_000_000;

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Which Python.
    Preset,
    /// Real cores, or how many virtual ones.
    Cores,
    /// How many threads there are.
    Threads,
    /// How far each of them counts.
    Count,
    /// The switch interval.
    Interval,
    /// How often each way is run.
    Repeats,
    /// What chance on virtual cores begins with.
    Seed,
    /// Who answers for `https://httpbin.org/delay/N`.
    Httpbin,
}

impl Setting {
    /// All fields. The cores stand before the threads, whose number they limit.
    pub const ALL: [Self; 8] = [
        Self::Preset,
        Self::Cores,
        Self::Threads,
        Self::Count,
        Self::Interval,
        Self::Repeats,
        Self::Seed,
        Self::Httpbin,
    ];

    /// Its name in addresses, messages and tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preset => "preset",
            Self::Cores => "cores",
            Self::Threads => "threads",
            Self::Count => "count",
            Self::Interval => "interval",
            Self::Repeats => "repeats",
            Self::Seed => "seed",
            Self::Httpbin => "httpbin",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.name() == name)
    }

    /// What stands above it.
    pub fn label(self, figure: Figure) -> &'static str {
        match self {
            Self::Preset => "Python",
            Self::Cores => "Cores",
            Self::Threads => figure.threads_label().unwrap_or_default(),
            Self::Count => figure.count().label,
            Self::Interval => "Switch interval",
            Self::Repeats => "Repeats",
            Self::Seed => "Seed",
            Self::Httpbin => "httpbin.org/delay/…",
        }
    }
}

/// What the fields mean, once all of them mean something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    /// The Python of the ways with the lock.
    pub preset: Preset,
    /// Real cores or virtual ones.
    pub cores: Cores,
    /// How many threads there are.
    pub threads: u32,
    /// How far each of them counts.
    pub count: u64,
    /// The switch interval, in microseconds.
    pub interval: u32,
    /// How often each way is run.
    pub repeats: u32,
    /// What chance on virtual cores begins with.
    pub seed: u32,
    /// Whether httpbin.org is asked for its delays, and not the page’s own service.
    pub asks_httpbin: bool,
}

impl Chosen {
    /// The switch interval in seconds.
    pub fn interval_seconds(&self) -> f64 {
        f64::from(self.interval) / 1e6
    }
}

/// What stands in the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    figure: Figure,
    preset: String,
    cores: String,
    threads: String,
    count: String,
    interval: String,
    repeats: String,
    seed: String,
    httpbin: String,
}

impl Settings {
    /// A figure’s settings before anybody has changed them.
    pub fn of(figure: Figure) -> Self {
        let defaults = figure.defaults();
        Self {
            figure,
            preset: defaults.preset.name().to_owned(),
            cores: match defaults.cores {
                Cores::Real => REAL.to_owned(),
                Cores::Virtual(cores) => cores.to_string(),
            },
            threads: defaults.threads.to_string(),
            count: units::count(defaults.count),
            interval: interval_text(5_000),
            repeats: defaults.repeats.to_string(),
            seed: "0".to_owned(),
            httpbin: OWN.to_owned(),
        }
    }

    /// What the reader sees in a field.
    pub fn text(&self, setting: Setting) -> &str {
        match setting {
            Setting::Preset => &self.preset,
            Setting::Cores => &self.cores,
            Setting::Threads => &self.threads,
            Setting::Count => &self.count,
            Setting::Interval => &self.interval,
            Setting::Repeats => &self.repeats,
            Setting::Seed => &self.seed,
            Setting::Httpbin => &self.httpbin,
        }
    }

    /// The reader typed something.
    pub fn set(&mut self, setting: Setting, text: String) {
        *match setting {
            Setting::Preset => &mut self.preset,
            Setting::Cores => &mut self.cores,
            Setting::Threads => &mut self.threads,
            Setting::Count => &mut self.count,
            Setting::Interval => &mut self.interval,
            Setting::Repeats => &mut self.repeats,
            Setting::Seed => &mut self.seed,
            Setting::Httpbin => &mut self.httpbin,
        } = text;
    }

    /// Whether a field means something.
    pub fn is_valid(&self, setting: Setting) -> bool {
        match setting {
            Setting::Preset => self.preset().is_some(),
            Setting::Cores => self.cores().is_some(),
            Setting::Httpbin => self.asks_httpbin().is_some(),
            _ => self.number(setting).is_some(),
        }
    }

    /// What a field accepts, in words.
    pub fn accepts(&self, setting: Setting) -> String {
        match setting {
            Setting::Preset => {
                let names: Vec<_> = self.figure.presets().iter().map(|p| p.name()).collect();
                match names[..] {
                    [only] => only.to_owned(),
                    _ => format!("one of {}", names.join(", ")),
                }
            }
            Setting::Cores if self.figure.is_virtual() => {
                format!("a number of virtual cores from 1 to {MAX_VIRTUAL_CORES}")
            }
            Setting::Cores => {
                format!("“real”, or a number of virtual cores from 1 to {MAX_VIRTUAL_CORES}")
            }
            Setting::Httpbin => format!("“{OWN}” or “{REAL}”"),
            Setting::Interval => "a time from 1 µs to 1 s, like 5 ms".to_owned(),
            _ => {
                let range = self.range(setting);
                format!(
                    "a whole number from {} to {}",
                    units::count(*range.start()),
                    units::count(*range.end())
                )
            }
        }
    }

    /// Which numbers a field accepts.
    fn range(&self, setting: Setting) -> RangeInclusive<u64> {
        match setting {
            Setting::Cores => VIRTUAL_CORES,
            Setting::Threads => match self.cores() {
                Some(Cores::Virtual(_)) => VIRTUAL_THREADS,
                _ => REAL_THREADS,
            },
            Setting::Interval => INTERVAL,
            Setting::Repeats => REPEATS,
            Setting::Seed => SEED,
            Setting::Preset | Setting::Count | Setting::Httpbin => self.figure.count().range,
        }
    }

    fn number(&self, setting: Setting) -> Option<u64> {
        let text = self.text(setting);
        let number = match setting {
            Setting::Interval => parse_interval(text),
            _ => parse(text),
        };
        number.filter(|number| self.range(setting).contains(number))
    }

    /// Which Python.
    pub fn preset(&self) -> Option<Preset> {
        Preset::named(self.preset.trim()).filter(|preset| self.figure.presets().contains(preset))
    }

    /// Which cores.
    pub fn cores(&self) -> Option<Cores> {
        if self.cores.trim() == REAL {
            return (!self.figure.is_virtual()).then_some(Cores::Real);
        }
        // OK because the range ends at 64.
        let cores = parse(&self.cores).filter(|cores| VIRTUAL_CORES.contains(cores))?;
        Some(Cores::Virtual(cores as u32))
    }

    /// How many threads there are.
    pub fn threads(&self) -> Option<u32> {
        // OK because the ranges end far below 2^32, here and below.
        self.number(Setting::Threads).map(|threads| threads as u32)
    }

    /// How far each of them counts.
    pub fn count(&self) -> Option<u64> {
        self.number(Setting::Count)
    }

    /// The switch interval, in microseconds.
    pub fn interval(&self) -> Option<u32> {
        self.number(Setting::Interval).map(|micros| micros as u32)
    }

    /// Whether httpbin.org itself is asked for its delays.
    pub fn asks_httpbin(&self) -> Option<bool> {
        match self.httpbin.trim() {
            OWN => Some(false),
            REAL => Some(true),
            _ => None,
        }
    }

    /// What all fields mean, if each means something.
    pub fn chosen(&self) -> Option<Chosen> {
        Some(Chosen {
            preset: self.preset()?,
            cores: self.cores()?,
            threads: self.threads()?,
            count: self.count()?,
            interval: self.interval()?,
            repeats: self.number(Setting::Repeats)? as u32,
            seed: self.number(Setting::Seed)? as u32,
            asks_httpbin: self.asks_httpbin()?,
        })
    }

    /// The value one step up or down from what stands there, for the arrow keys.
    pub fn stepped(&self, setting: Setting, up: bool) -> Option<String> {
        let value = self.number(setting)?;
        let range = self.range(setting);
        let stepped = match setting {
            Setting::Interval => next_of_125(value, up),
            Setting::Count if up => value.saturating_add(self.figure.count().step),
            Setting::Count => value.saturating_sub(self.figure.count().step),
            _ if up => value.saturating_add(1),
            _ => value.saturating_sub(1),
        };
        let stepped = stepped.clamp(*range.start(), *range.end());
        Some(match setting {
            Setting::Interval => interval_text(stepped),
            _ => units::count(stepped),
        })
    }

    /// The fields that differ from the figure’s own, as names and values for an address.
    pub fn differences(&self) -> Vec<(&'static str, String)> {
        let defaults = Self::of(self.figure);
        let mut pairs = Vec::new();
        for setting in Setting::ALL {
            let text = self.text(setting);
            if text != defaults.text(setting) && self.is_valid(setting) {
                // Without what only makes it easier to read: it would be escaped.
                let plain = text
                    .replace([',', '_', ' ', '\u{a0}', '\u{202f}'], "")
                    .replace('µ', "u");
                pairs.push((setting.name(), plain));
            }
        }
        pairs
    }

    /// Takes a value from an address, a link or a message. A value that means nothing changes
    /// nothing and comes back as a sentence for the reader.
    pub fn take(&mut self, setting: Setting, text: &str) -> Result<(), String> {
        let mut changed = self.clone();
        changed.set(setting, text.to_owned());
        if !changed.is_valid(setting) {
            return Err(format!(
                "{}={} is asked for, but that must be {}. It is {} here.",
                setting.name(),
                shortened(text),
                self.accepts(setting),
                self.text(setting),
            ));
        }
        changed.tidy(setting);
        // Fewer cores may mean fewer threads.
        if !changed.is_valid(Setting::Threads) {
            changed.threads = REAL_THREADS.end().to_string();
        }
        *self = changed;
        Ok(())
    }

    /// Takes several values, and gives the sentences on those that mean nothing.
    pub fn take_all(&mut self, pairs: &[(Setting, String)]) -> Vec<String> {
        // The cores first: they limit the number of threads.
        let (cores, others): (Vec<_>, Vec<_>) = pairs
            .iter()
            .partition(|(setting, _)| *setting == Setting::Cores);
        let in_order = cores.into_iter().chain(others);
        in_order
            .filter_map(|(setting, text)| self.take(*setting, text).err())
            .collect()
    }

    /// Writes a number as the fields write it.
    fn tidy(&mut self, setting: Setting) {
        let tidied = match (setting, self.number(setting)) {
            (Setting::Interval, Some(micros)) => interval_text(micros),
            (Setting::Threads | Setting::Count | Setting::Repeats, Some(number)) => {
                units::count(number)
            }
            _ => return,
        };
        self.set(setting, tidied);
    }
}

/// What the cores are called if they are real, and httpbin.org if it is.
pub const REAL: &str = "real";
/// What stands for the page’s own slow service.
pub const OWN: &str = "own";

fn shortened(value: &str) -> String {
    const MOST: usize = 24;
    if value.chars().count() <= MOST {
        return value.to_owned();
    }
    value.chars().take(MOST).chain(['…']).collect()
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

/// Reads a time as people write it, in microseconds: `5 ms`, `100us`, `0.1 ms`, `1s`.
fn parse_interval(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(end);
    let factor = match unit.trim() {
        "s" => 1e6,
        "ms" => 1e3,
        "us" | "µs" | "μs" => 1.0,
        _ => return None,
    };
    let micros = units::decimal(number)? * factor;
    // Whole microseconds, as CPython counts them; large ones saturate and are out of range.
    (micros >= 1.0).then_some(micros.round() as u64)
}

/// A switch interval as the field shows it.
pub fn interval_text(micros: u64) -> String {
    let shown = |value: f64, unit: &str| {
        // At most as many digits as there are: 1_234 µs are 1.234 ms.
        format!("{value} {unit}")
    };
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => shown(micros as f64 / 1e3, "ms"),
        _ => shown(micros as f64 / 1e6, "s"),
    }
}

/// The next of 1, 2, 5, 10, 20, 50 … that is larger, or smaller.
fn next_of_125(value: u64, up: bool) -> u64 {
    let mut steps = (0..7u32).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u64.pow(power)));
    if up {
        steps.find(|&step| step > value).unwrap_or(value)
    } else {
        steps
            .take_while(|&step| step < value)
            .last()
            .unwrap_or(value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn settings() -> Settings {
        Settings::of(Figure::CpuBound)
    }

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
    fn times_as_people_write_them() {
        for (text, micros) in [
            ("5 ms", 5_000),
            ("5ms", 5_000),
            ("0.1 ms", 100),
            ("100us", 100),
            ("100 µs", 100),
            ("1s", 1_000_000),
            ("1.234 ms", 1_234),
        ] {
            assert_eq!(parse_interval(text), Some(micros), "{text}");
        }
        for text in [
            "", "5", "ms", "-1 ms", "1e3 ms", "0.1 us", "5 min", "1.2.3 ms",
        ] {
            assert_eq!(parse_interval(text), None, "{text}");
        }
        assert_eq!(interval_text(5_000), "5 ms");
        assert_eq!(interval_text(1_234), "1.234 ms");
        assert_eq!(interval_text(1_000_000), "1 s");
    }

    #[test]
    fn every_figure_begins_with_settings_that_mean_something() {
        for figure in Figure::ALL {
            let settings = Settings::of(figure);
            let chosen = settings.chosen().expect("all of them");
            let defaults = figure.defaults();
            assert_eq!(chosen.preset, defaults.preset);
            assert_eq!(
                (chosen.threads, chosen.count),
                (defaults.threads, defaults.count)
            );
            assert_eq!(settings.differences(), []);
        }
    }

    #[test]
    fn a_value_out_of_range_means_nothing() {
        let mut settings = settings();
        for text in ["0", "17", "", "x"] {
            settings.set(Setting::Threads, text.into());
            assert_eq!(settings.chosen(), None, "{text}");
        }
        settings.set(Setting::Threads, "17".into());
        settings.set(Setting::Cores, "4".into());
        assert_eq!(
            settings.threads(),
            Some(17),
            "virtual cores have room for more"
        );
        settings.set(Setting::Cores, "65".into());
        assert_eq!(settings.cores(), None);
    }

    #[test]
    fn arrow_keys_stay_in_range() {
        let mut settings = settings();
        settings.set(Setting::Threads, "16".into());
        let stepped = |settings: &Settings, setting, up| settings.stepped(setting, up);
        assert_eq!(
            stepped(&settings, Setting::Threads, true).as_deref(),
            Some("16")
        );
        assert_eq!(
            stepped(&settings, Setting::Threads, false).as_deref(),
            Some("15")
        );
        settings.set(Setting::Count, "5".into());
        assert_eq!(
            stepped(&settings, Setting::Count, false).as_deref(),
            Some("1")
        );
        assert_eq!(
            stepped(&settings, Setting::Interval, true).as_deref(),
            Some("10 ms")
        );
        assert_eq!(
            stepped(&settings, Setting::Interval, false).as_deref(),
            Some("2 ms")
        );
        settings.set(Setting::Count, "?".into());
        assert_eq!(stepped(&settings, Setting::Count, true), None);
    }

    #[test]
    fn differences_lead_back_to_the_settings() {
        let mut settings = settings();
        for (setting, text) in [
            (Setting::Preset, "2.7"),
            (Setting::Cores, "8"),
            (Setting::Threads, "32"),
            (Setting::Count, "1_000_000"),
            (Setting::Interval, "100 µs"),
            (Setting::Httpbin, "real"),
        ] {
            settings.take(setting, text).expect("accepted");
        }
        let mut again = Settings::of(Figure::CpuBound);
        for (name, value) in settings.differences() {
            assert!(value.is_ascii() && !value.contains(' '), "{value}");
            again
                .take(Setting::named(name).expect("known"), &value)
                .expect("accepted");
        }
        assert_eq!(again.chosen(), settings.chosen());
    }

    #[test]
    fn what_is_not_accepted_changes_nothing_and_is_told() {
        let mut changed = settings();
        let told = changed
            .take(Setting::Threads, &"9".repeat(100_000))
            .expect_err("too many");
        assert!(told.contains("from 1 to 16") && told.len() < 300, "{told}");
        assert_eq!(changed, settings());
        assert!(changed.take(Setting::Httpbin, "yes").is_err());
        let inside = &mut Settings::of(Figure::Inside);
        assert!(inside.take(Setting::Cores, "real").is_err());
    }

    #[test]
    fn real_cores_have_room_for_fewer_threads() {
        let mut settings = settings();
        settings.take(Setting::Cores, "64").expect("accepted");
        settings.take(Setting::Threads, "64").expect("accepted");
        settings.take(Setting::Cores, "real").expect("accepted");
        assert_eq!(settings.threads(), Some(16));
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            for setting in Setting::ALL {
                for figure in Figure::ALL {
                    let mut settings = Settings::of(figure);
                    let taken = settings.take(setting, &text);
                    prop_assert!(settings.chosen().is_some(), "{:?}", taken);
                    settings.set(setting, text.clone());
                    settings.stepped(setting, true);
                    settings.differences();
                }
            }
        }

        #[test]
        fn intervals_are_read_as_they_are_written(micros in 1u64..=1_000_000) {
            prop_assert_eq!(parse_interval(&interval_text(micros)), Some(micros));
        }
    }
}
