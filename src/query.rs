//! Settings from the page's address: `?threads=4&count=1000000&repeats=5`.

use crate::settings::{Setting, Settings};

/// Reads the settings from name–value pairs. Names that are not ours are none of our business;
/// values that a field does not accept leave its default, with a note for the reader.
pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Settings, Vec<String>) {
    let mut settings = Settings::default();
    let mut notes = Vec::new();
    for (name, value) in pairs {
        let Some(setting) = Setting::ALL.into_iter().find(|s| s.name() == name) else {
            continue;
        };
        let default = settings.text(setting).to_owned();
        settings.set(setting, value.to_owned());
        if settings.value(setting).is_none() {
            notes.push(format!(
                "The address asks for {name}={}, but that must be {}. It is {default} here.",
                shortened(value),
                setting.accepts()
            ));
            settings.set(setting, default);
        }
    }
    (settings, notes)
}

fn shortened(value: &str) -> String {
    const MOST: usize = 24;
    if value.chars().count() <= MOST {
        return value.to_owned();
    }
    value.chars().take(MOST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_values_are_taken() {
        let (settings, notes) = read([("threads", "4"), ("count", "1_000")]);
        assert_eq!(settings.all(), Some((4, 1000, 3)));
        assert!(notes.is_empty());
    }

    #[test]
    fn bad_values_fall_back_with_a_note_each() {
        let (settings, notes) = read([("threads", "99"), ("count", ""), ("repeats", "two")]);
        assert_eq!(settings, Settings::default());
        assert_eq!(notes.len(), 3);
        assert!(notes[0].contains("threads=99") && notes[0].contains("from 1 to 8"));
    }

    #[test]
    fn unknown_names_are_ignored() {
        let (settings, notes) = read([("utm_source", "x"), ("Threads", "4")]);
        assert_eq!((settings, notes), (Settings::default(), Vec::new()));
    }

    #[test]
    fn a_long_value_is_not_repeated_whole() {
        let long = "9".repeat(100_000);
        let (_, notes) = read([("count", long.as_str())]);
        assert!(notes[0].len() < 300);
    }
}
