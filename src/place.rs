//! Where the page is, and what can be run there.

use js_sys::Object;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Window};

use crate::browser;
use crate::plan::Ability;

/// Where the page is. `www/boot.js` has tried it out before any of this was loaded, and left what it
/// found on the root element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its rung of the ladder, `a` to `d`.
    pub tier: String,
    /// What can be run.
    pub ability: Ability,
    /// Why it is no more than that: a word of `www/boot.js`.
    pub reason: String,
    /// Whether the page is in another page.
    pub is_framed: bool,
    /// Whether one figure is shown alone.
    pub embed: bool,
    /// How many logical processors the browser says that there are; some say more or fewer.
    pub processors: u32,
}

impl Place {
    /// The place that the page is built for, before it is known.
    #[cfg(feature = "prerender")]
    pub fn assumed() -> Self {
        Self {
            tier: String::new(),
            ability: Ability::Threads,
            reason: String::new(),
            is_framed: false,
            embed: false,
            processors: 4,
        }
    }

    /// Where it really is.
    pub fn of(window: &Window, embed: bool) -> Self {
        let root = window
            .document()
            .and_then(|document| document.document_element())
            .and_then(|root| root.dyn_into::<HtmlElement>().ok());
        let data = |name: &str| {
            let value = root.as_ref().and_then(|root| root.dataset().get(name));
            value.unwrap_or_default()
        };
        let tier = data("tier");
        Self {
            ability: ability(&tier),
            tier,
            reason: data("tierReason"),
            is_framed: is_framed(window),
            embed,
            processors: browser::processors(),
        }
    }
}

/// What a rung of the ladder stands for.
fn ability(tier: &str) -> Ability {
    match tier {
        "a" | "b" => Ability::Threads,
        "d" => Ability::Virtual,
        // Nobody has said anything: what needs the least is right everywhere.
        _ => Ability::Single,
    }
}

fn is_framed(window: &Window) -> bool {
    // A frame of another origin still may compare its parent with itself.
    window
        .parent()
        .ok()
        .flatten()
        .is_some_and(|parent| !Object::is(&parent, window))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_place_is_not_taken_for_a_good_one() {
        assert_eq!(ability("b"), Ability::Threads);
        assert_eq!(ability("d"), Ability::Virtual);
        assert_eq!(ability(""), Ability::Single);
    }
}
