//! How the page comes alive: the theme’s switch, the figures when they are near, the buttons in the
//! text, the page around this one.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Document, Element, HtmlAnchorElement, HtmlElement, IntersectionObserver,
    IntersectionObserverEntry, IntersectionObserverInit, MouseEvent, Url, UrlSearchParams, Window,
};
use yew::Renderer;

use crate::embed::{self, Incoming};
use crate::figure::{FigureProps, FigureView};
use crate::figures::Figure;
use crate::link::{self, Asked};
use crate::orders::{self, Order};
use crate::place::Place;
use crate::settings::Setting;
use crate::theme::ThemeSwitch;

/// Brings the page to life.
pub fn begin() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    if let Some(place) = document.get_element_by_id("theme") {
        Renderer::<ThemeSwitch>::with_root(place).render();
    }
    // `www/boot.js` may still be about to load the page again: a figure that came alive before that
    // would be gone with everything that the reader did to it.
    if is_settled(&document) {
        bring_to_life(&window, &document);
        return;
    }
    let began = Rc::new(Cell::new(false));
    let on_tier = {
        let (window, document) = (window.clone(), document.clone());
        Closure::<dyn FnMut()>::new(move || {
            if is_settled(&document) && !began.replace(true) {
                bring_to_life(&window, &document);
            }
        })
    };
    listen(&document, "tier", on_tier.into_js_value());
}

fn is_settled(document: &Document) -> bool {
    let root = document.document_element();
    root.and_then(|root| root.get_attribute("data-tier-reason"))
        .is_none_or(|reason| reason != "trying")
}

fn bring_to_life(window: &Window, document: &Document) {
    let asked = Rc::new(asked(window));
    let place = Place::of(window, asked.embed);
    watch(document, &asked, &place);
    if let Some(figure) = asked.figure {
        if !place.embed
            && let Some(element) = element_of(document, figure)
        {
            element.scroll_into_view();
        }
        let fragment = window.location().hash().unwrap_or_default();
        spawn_local(async move {
            match link::program(&fragment).await {
                Ok(Some(text)) => orders::give(figure, Order::Program(text)),
                Ok(None) => {}
                Err(sentence) => orders::give(figure, Order::Note(sentence)),
            }
        });
    }
    set_by_text(document);
    if place.is_framed
        && let Some(figure) = asked.figure
    {
        embed::listen(move |incoming| {
            let order = match incoming {
                Incoming::Run => Order::RunFromOutside,
                Incoming::Set(pairs) => Order::Take(settings(pairs)),
            };
            orders::give(figure, order);
        });
        if place.embed {
            embed::post_heights();
        }
    }
}

fn settings(pairs: Vec<(&'static str, String)>) -> Vec<(Setting, String)> {
    let known = pairs.into_iter();
    known
        .filter_map(|(name, text)| Some((Setting::named(name)?, text)))
        .collect()
}

/// What the page’s address asks for.
fn asked(window: &Window) -> Asked {
    let search = window.location().search().unwrap_or_default();
    read(&search)
}

fn read(search: &str) -> Asked {
    let Ok(parameters) = UrlSearchParams::new_with_str(search) else {
        return Asked::default();
    };
    let entries = parameters.entries();
    let mut pairs = Vec::new();
    while let Ok(next) = entries.next() {
        if next.done() {
            break;
        }
        let pair: js_sys::Array = next.value().unchecked_into();
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            pairs.push((name, value));
        }
    }
    link::read(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// Figures come alive when they are less than a screen away: those that nobody sees do nothing. The one that the
/// address leads to is seen in any case, but in a frame, which may itself be out of sight; an observer would only tell
/// of it after the long page has been painted there.
fn watch(document: &Document, asked: &Rc<Asked>, place: &Place) {
    let on_sight = {
        let (asked, place) = (Rc::clone(asked), place.clone());
        Closure::<dyn FnMut(_, _)>::new(
            move |entries: js_sys::Array, observer: IntersectionObserver| {
                for entry in entries.iter() {
                    let entry: IntersectionObserverEntry = entry.unchecked_into();
                    if entry.is_intersecting() {
                        observer.unobserve(&entry.target());
                        revive(entry.target(), &asked, &place);
                    }
                }
            },
        )
    };
    let options = IntersectionObserverInit::new();
    options.set_root_margin("100% 0%");
    let function = on_sight.into_js_value();
    let Ok(observer) = IntersectionObserver::new_with_options(function.unchecked_ref(), &options)
    else {
        return;
    };
    for figure in Figure::ALL {
        let Some(element) = element_of(document, figure) else {
            continue;
        };
        if asked.figure == Some(figure) && !place.is_framed {
            revive(element, asked, place);
        } else {
            observer.observe(&element);
        }
    }
}

fn element_of(document: &Document, figure: Figure) -> Option<Element> {
    let selector = format!("[data-figure={}]", figure.name());
    document.query_selector(&selector).ok()?
}

fn revive(element: Element, asked: &Asked, place: &Place) {
    let name = element.get_attribute("data-figure").unwrap_or_default();
    let Some(figure) = Figure::named(&name) else {
        return;
    };
    let props = FigureProps {
        state: Rc::new(asked.state(figure)),
        place: place.clone(),
        alive: true,
    };
    // What the build has put there looks the same, and makes way.
    element.set_inner_html("");
    Renderer::<FigureView>::with_root_and_props(element, props).render();
}

/// Numbers in the text are links to the page with that setting; here they set the figure in place.
fn set_by_text(document: &Document) {
    let on_click = Closure::<dyn FnMut(_)>::new(|event: MouseEvent| {
        // Whoever wants a new tab gets one.
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[data-set]").ok().flatten());
        let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        let Some(asked) = link.and_then(|link| Some(read(&Url::new(&link.href()).ok()?.search())))
        else {
            return;
        };
        let Some(figure) = asked.figure else { return };
        event.prevent_default();
        orders::give(figure, Order::Take(asked.settings));
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(element) = document.and_then(|document| element_of(&document, figure)) {
            show(&element);
        }
    });
    listen(document, "click", on_click.into_js_value());
}

/// Brings a figure into sight and the keyboard to it.
fn show(element: &Element) {
    // Focusing scrolls as well, to wherever any of it can be seen, and would end the other way there.
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Nothing is lost if it cannot be focused.
        let _ = element.set_attribute("tabindex", "-1");
        let _ = element.focus();
    }
    element.scroll_into_view();
}

fn listen(document: &Document, event: &str, listener: JsValue) {
    // Fails never: the events’ names are ordinary ones.
    let _ = document.add_event_listener_with_callback(event, listener.unchecked_ref());
}
