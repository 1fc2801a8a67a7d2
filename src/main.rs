//! The page: its text is HTML from the build, its figures come alive here.
//!
//! A figure is a [`figure::Counting`]; `state` is all it shows and the one place where that
//! changes; `measure` runs the programs, on the engine worker that `engine` speaks to. `chart`
//! and `words` turn reports into lengths and sentences; `controls`, `bars`, `lanes`, `sources`
//! and `console` draw.

mod bars;
mod browser;
mod chart;
mod console;
mod controls;
mod engine;
mod figure;
mod lanes;
mod measure;
mod program;
mod query;
mod settings;
mod sources;
mod state;
mod words;

use wasm_bindgen::JsCast;
use web_sys::{Element, UrlSearchParams, Window};
use yew::Renderer;

use crate::figure::{Counting, CountingProps};

fn main() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    let Ok(places) = document.query_selector_all("[data-figure=counting]") else {
        return;
    };
    let (settings, notes) = settings_from_address(&window);
    let places = (0..places.length()).filter_map(|index| places.get(index));
    for place in places.filter_map(|place| place.dyn_into::<Element>().ok()) {
        let props = CountingProps {
            settings: settings.clone(),
            notes: notes.clone(),
            isolation: browser::shared_memory(&window),
        };
        Renderer::<Counting>::with_root_and_props(place, props).render();
    }
}

fn settings_from_address(window: &Window) -> (settings::Settings, Vec<String>) {
    let parameters = window
        .location()
        .search()
        .and_then(|search| UrlSearchParams::new_with_str(&search));
    let pairs: Vec<_> = settings::Setting::ALL
        .into_iter()
        .filter_map(|setting| {
            let value = parameters.as_ref().ok()?.get(setting.name())?;
            Some((setting.name(), value))
        })
        .collect();
    query::read(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}
