//! Light and dark: as the system has it, unless the reader says otherwise.

use web_sys::{Element, HtmlSelectElement, Window};
use yew::prelude::*;

/// Where the choice is kept. `www/boot.js` reads it before anything is painted.
const KEY: &str = "gil-playground-theme";
const ATTRIBUTE: &str = "data-theme";

/// The switch in the page's head.
#[component]
pub fn ThemeSwitch() -> Html {
    let chosen = use_state(|| root().and_then(|root| root.get_attribute(ATTRIBUTE)));
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let theme = Some(select.value()).filter(|theme| theme != "system");
            apply(theme.as_deref());
            chosen.set(theme);
        })
    };
    let option = |value: &'static str, text: &str| {
        let selected = chosen.as_deref().unwrap_or("system") == value;
        html! { <option {value} {selected}>{ text }</option> }
    };
    html! {
        <label class="theme">
            <span class="hidden">{ "Colours" }</span>
            <select data-testid="theme" {onchange}>
                { option("system", "Like the system") }
                { option("light", "Light") }
                { option("dark", "Dark") }
            </select>
        </label>
    }
}

fn apply(theme: Option<&str>) {
    let Some(root) = root() else { return };
    // Neither can fail in a way that would matter: where nothing can be kept, the choice is for
    // this visit.
    let _ = match theme {
        Some(theme) => root.set_attribute(ATTRIBUTE, theme),
        None => root.remove_attribute(ATTRIBUTE),
    };
    if let Some(Ok(Some(storage))) = web_sys::window().as_ref().map(Window::local_storage) {
        let _ = match theme {
            Some(theme) => storage.set_item(KEY, theme),
            None => storage.remove_item(KEY),
        };
    }
}

fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}
