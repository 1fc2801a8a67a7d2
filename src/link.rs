//! A figure’s state in an address: the settings in a query that people can read and change, the
//! program, if it is not the figure’s own, compressed behind the `#`.
//!
//! `?figure=cpu-bound&threads=4&interval=1ms&compare=preset:2.7#program=…`

use js_sys::Promise;
use protocol::Way;
use timeline::units;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::charts::{Predict, Prediction};
use crate::figures::Figure;
use crate::program::Program;
use crate::settings::{Setting, Settings};
use crate::state::State;

#[wasm_bindgen(module = "/src/link.js")]
extern "C" {
    fn pack(text: &str) -> Promise;
    fn unpack(letters: &str, most: f64) -> Promise;
}

/// What an address says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Which figure is meant; without one, the settings are for all of them.
    pub figure: Option<Figure>,
    /// Whether that figure is to be shown alone.
    pub embed: bool,
    /// Fields and what they are to say.
    pub settings: Vec<(Setting, String)>,
    /// The same for the side that is compared with, if there is to be one.
    pub compare: Option<Vec<(Setting, String)>>,
    /// What the reader expects.
    pub guess: Option<String>,
    /// What the reader should know about it.
    pub notes: Vec<String>,
}

/// Reads the names and values of an address’s query. Names that are not ours are none of our
/// business.
pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Asked {
    let mut asked = Asked::default();
    for (name, value) in pairs {
        match name {
            "figure" => match Figure::named(value) {
                Some(figure) => asked.figure = Some(figure),
                None => asked.notes.push(format!(
                    "The address asks for a figure that is not here. There are {}.",
                    Figure::ALL.map(Figure::name).join(", ")
                )),
            },
            "embed" => asked.embed = value == "1",
            "compare" => asked.compare = Some(compared(value)),
            "guess" => asked.guess = Some(value.to_owned()),
            _ => {
                if let Some(setting) = Setting::named(name) {
                    asked.settings.push((setting, value.to_owned()));
                }
            }
        }
    }
    asked
}

/// Reads `preset:2.7,threads:4`.
fn compared(value: &str) -> Vec<(Setting, String)> {
    let pairs = value.split(',').filter_map(|pair| pair.split_once(':'));
    pairs
        .filter_map(|(name, value)| Some((Setting::named(name)?, value.to_owned())))
        .take(Setting::ALL.len())
        .collect()
}

/// Reads `gil:1.5,free-threaded:0.5`.
fn guesses(value: &str) -> impl Iterator<Item = (Way, f64)> {
    let pairs = value.split(',').filter_map(|pair| pair.split_once(':'));
    let guesses = pairs.filter_map(|(name, times)| {
        let way = Way::ALL.into_iter().find(|way| way.name() == name)?;
        let times = units::decimal(times)?;
        (0.0..=Prediction::LONGEST)
            .contains(&times)
            .then_some((way, times))
    });
    guesses.take(Way::ALL.len())
}

impl Asked {
    /// What it asks of this figure.
    pub fn state(&self, figure: Figure) -> State {
        let mut state = State::new(figure);
        if self.figure.is_some_and(|asked| asked != figure) {
            return state;
        }
        state.notes.clone_from(&self.notes);
        let mut settings = state.settings.clone();
        state.notes.extend(settings.take_all(&self.settings));
        if let Some(pairs) = &self.compare {
            let mut other = Settings::of(figure);
            state.notes.extend(other.take_all(pairs));
            state.other = Some(other);
        }
        for (way, times) in guesses(self.guess.as_deref().unwrap_or_default()) {
            state.prediction.apply(Predict::Expect(way, times));
        }
        state.with_settings(settings)
    }
}

/// The query that leads to a figure’s state, without the question mark.
pub fn query(state: &State, embed: bool) -> String {
    let mut query = format!("figure={}", state.figure.name());
    for (name, value) in state.settings.differences() {
        query += &format!("&{name}={value}");
    }
    if let Some(other) = &state.other {
        let pairs = other.differences();
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}:{value}"))
            .collect();
        query += &format!("&compare={}", pairs.join(","));
    }
    let guesses: Vec<_> = Way::ALL
        .into_iter()
        .filter_map(|way| Some(format!("{}:{}", way.name(), state.prediction.of(way)?)))
        .collect();
    if !guesses.is_empty() {
        query += &format!("&guess={}", guesses.join(","));
    }
    if embed {
        query += "&embed=1";
    }
    query
}

/// What stands behind the `#` for a figure’s program; empty if the program is the figure’s own.
pub async fn fragment(program: &Program) -> String {
    if program.is_original() {
        return String::new();
    }
    // A browser without compression has no link to a changed program, but to all else.
    match JsFuture::from(pack(program.text())).await {
        Ok(letters) => format!("#{PROGRAM}{}", letters.as_string().unwrap_or_default()),
        Err(_) => String::new(),
    }
}

const PROGRAM: &str = "program=";

/// The program behind an address’s `#`, if there is one. The error is a sentence for people.
pub async fn program(fragment: &str) -> Result<Option<String>, String> {
    let Some(letters) = fragment.trim_start_matches('#').strip_prefix(PROGRAM) else {
        return Ok(None);
    };
    let unpacked = JsFuture::from(unpack(letters, Program::LONGEST as f64)).await;
    match unpacked.ok().as_ref().and_then(JsValue::as_string) {
        Some(text) => Ok(Some(text)),
        None => Err(
            "The address carries a program that cannot be read: it is cut off, changed or too \
             long. This is the figure’s own program instead."
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(query: &str) -> Vec<(&str, &str)> {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect()
    }

    #[test]
    fn an_address_leads_back_to_its_state() {
        let asked = read([
            ("figure", "cpu-bound"),
            ("threads", "40"),
            ("cores", "8"),
            ("interval", "100us"),
            ("compare", "preset:2.7,count:1000000"),
            ("guess", "gil:0.5,free-threaded:nan,x:1"),
            ("httpbin", "real"),
        ]);
        let state = asked.state(Figure::CpuBound);
        assert_eq!(state.notes, [""; 0]);
        assert_eq!(state.settings.threads(), Some(40));
        assert!(state.program.text().contains("THREADS = 40\n"));
        assert_eq!(state.settings.asks_httpbin(), Some(true));
        let query = query(&state, true);
        let again = read(pairs(&query));
        assert!(again.embed);
        let again = again.state(Figure::CpuBound);
        assert_eq!(again.settings, state.settings);
        assert_eq!(again.other, state.other);
        assert_eq!(again.prediction, state.prediction);
        assert_eq!(state.prediction.of(Way::Gil), Some(0.5));
        assert_eq!(state.prediction.of(Way::FreeThreaded), None);
    }

    #[test]
    fn settings_are_for_the_figure_that_is_named() {
        let asked = read([("figure", "inside"), ("threads", "4")]);
        assert_eq!(asked.state(Figure::OneLock).settings.threads(), Some(2));
        assert_eq!(asked.state(Figure::Inside).settings.threads(), Some(4));
        let all = read([("threads", "4")]);
        assert_eq!(all.state(Figure::OneLock).settings.threads(), Some(4));
    }

    #[test]
    fn bad_values_are_told_and_change_nothing() {
        let asked = read([
            ("threads", "99"),
            ("count", ""),
            ("figure", "x"),
            ("utm", "y"),
        ]);
        let state = asked.state(Figure::OneLock);
        assert_eq!(state.settings, Settings::of(Figure::OneLock));
        assert_eq!(state.notes.len(), 3);
    }

    #[test]
    fn the_figure_itself_needs_no_more_than_its_name() {
        assert_eq!(query(&State::new(Figure::Inside), false), "figure=inside");
    }

    proptest! {
        #[test]
        fn no_address_is_too_strange(pairs in prop::collection::vec((
            prop_oneof![Just("figure".to_owned()), Just("compare".to_owned()), Just("guess".to_owned()),
                Just("threads".to_owned()), Just("cores".to_owned()), any::<String>()],
            any::<String>(),
        ), 0..8)) {
            let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let asked = read(pairs);
            for figure in Figure::ALL {
                let state = asked.state(figure);
                prop_assert!(state.settings.chosen().is_some());
                prop_assert!(state.other.is_none_or(|other| other.chosen().is_some()));
            }
        }
    }
}
