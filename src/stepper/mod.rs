//! A run on virtual cores, step by step: the lock, and each thread's bytecode beside it.
//!
//! `walk` is where the reader is, `scene` a moment with what lies round it; `words`, `lock`, `code` and
//! `strip` turn it into sentences, a state machine, windows of bytecode and lanes; `diagram` and
//! `columns` draw.

mod code;
mod columns;
mod diagram;
#[cfg(test)]
mod foreign;
mod lock;
#[cfg(test)]
mod sample;
mod scene;
mod strip;
mod time;
mod walk;
mod words;

use std::rc::Rc;

use gloo_timers::callback::Interval;
use protocol::{StepWindow, Steps};
use timeline::units;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlSelectElement, InputEvent, KeyboardEvent,
};
use yew::prelude::*;

use self::columns::columns;
use self::diagram::diagram;
use self::scene::Scene;
use self::strip::Strip;
use self::time::Picos;
use self::walk::{Act, Jump, Pace, Walk};

/// What is stepped through.
#[derive(PartialEq, Properties)]
pub struct StepperProps {
    /// The moments.
    pub steps: Rc<Steps>,
    /// The Python program.
    pub source: String,
    /// Whether it ran with the lock before 3.2.
    pub old_lock: bool,
    /// What this shows, for screen readers: `The lock of Python 2.7`.
    pub label: AttrValue,
}

/// One moment, and the ways to the others.
#[component]
pub fn Stepper(props: &StepperProps) -> Html {
    let walk = use_reducer_eq(|| Walk::new(props.steps.clone()));
    let root = use_node_ref();
    let dispatch = walk.dispatcher();
    {
        let dispatch = dispatch.clone();
        use_effect_with(props.steps.clone(), move |steps| {
            dispatch.dispatch(Act::Load(steps.clone()));
        });
    }
    {
        let (dispatch, root) = (dispatch.clone(), root.clone());
        use_effect_with((walk.playing, walk.pace), move |&(playing, pace)| {
            let timer = playing.then(|| {
                Interval::new(pace.milliseconds(), move || {
                    if root.cast::<Element>().is_some_and(|root| is_seen(&root)) {
                        dispatch.dispatch(Act::Tick);
                    }
                })
            });
            move || drop(timer)
        });
    }
    let onact = Callback::from(move |act: Act| dispatch.dispatch(act));
    let Some(scene) = Scene::at(&walk.steps, walk.at) else {
        return html! {
            <div class="stepper" role="group" aria-label={props.label.clone()}>
                <p class="faint">{ "No steps were recorded." }</p>
            </div>
        };
    };
    let (codes, more) = code::columns(scene, &props.source);
    let check_point = if props.old_lock {
        "takes a tick"
    } else {
        "check point"
    };
    // Nobody could listen to what is said at that speed.
    let live = if walk.playing { "off" } else { "polite" };
    html! {
        <div class="stepper" ref={root} role="group" aria-label={props.label.clone()}>
            { scrubber(&walk, words::title(scene), &onact) }
            <Strip steps={walk.steps.clone()} at={walk.at} />
            <div class="moment">
                <div class="story">
                    <p class="clock">
                        { format!(
                            "Step {} of {}",
                            units::count(walk.at as u64 + 1),
                            units::count(walk.last() as u64 + 1),
                        ) }
                    </p>
                    <p class="clock">{ clock(scene) }</p>
                    <p class="sentence" aria-live={live} data-testid="sentence">
                        { words::sentence(scene, props.old_lock) }
                    </p>
                </div>
                if let Some(picture) = lock::picture(scene, props.old_lock) {
                    { diagram(&picture, props.old_lock) }
                } else {
                    <p class="lock">
                        { "There is no global lock: every thread that has a core executes bytecode." }
                    </p>
                }
                { columns(&codes, more, check_point) }
            </div>
            <p class="legend">
                { "▸ comes next · ✓ was just executed · ◆ " }{ check_point }
                if !props.old_lock {
                    { ": behind it, the thread looks whether it was asked to let go" }
                }
            </p>
            if walk.steps.cut_short {
                <p class="faint">
                    { format!(
                        "Only the first {} moments were kept.",
                        units::count(StepWindow::MOST as u64),
                    ) }
                </p>
            }
        </div>
    }
}

/// When it is, and how long after the moment before.
fn clock(scene: Scene<'_>) -> String {
    let at = scene.moment.at;
    let passed = scene
        .before()
        .map(|before| match Picos(at.saturating_sub(before.moment.at)) {
            Picos(0) => ", at the same time".to_owned(),
            passed => format!(", {} later", passed.length()),
        });
    format!(
        "Simulated time {}{}",
        Picos(at).clock(),
        passed.unwrap_or_default()
    )
}

/// Whether any of it is in sight.
fn is_seen(element: &Element) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    let place = element.get_bounding_client_rect();
    let hidden = window.document().is_some_and(|document| document.hidden());
    !hidden && place.bottom() > 0.0 && height.is_some_and(|height| place.top() < height)
}

/// The ways from one moment to another.
fn scrubber(walk: &Walk, title: String, onact: &Callback<Act>) -> Html {
    let oninput = onact.reform(|event: InputEvent| {
        let slider: HtmlInputElement = event.target_unchecked_into();
        Act::Go(Jump::To(slider.value().parse().unwrap_or_default()))
    });
    let onkeydown = {
        let onact = onact.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(act) = act_of(&event) {
                event.prevent_default();
                onact.emit(act);
            }
        })
    };
    let button = |jump: Jump, label: &'static str, text: &'static str| {
        let leads_nowhere = walk.target(jump) == walk.at;
        let onclick = onact.reform(move |_: MouseEvent| Act::Go(jump));
        // Not `disabled`, which would take the focus away at the ends.
        html! {
            <button
                type="button"
                {onclick}
                aria-disabled={leads_nowhere.then_some("true")}
                aria-label={label}
                title={label}
            >
                { text }
            </button>
        }
    };
    let onpace = onact.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = Pace::ALL
            .into_iter()
            .find(|(_, name)| *name == select.value());
        Act::SetPace(chosen.map_or(Pace::default(), |(pace, _)| pace))
    });
    html! {
        <div class="scrubber" role="group" aria-label="Steps" {onkeydown}>
            <div class="ways">
                { button(Jump::First, "First step", "|◂") }
                { button(Jump::Back, "Step back", "◂") }
                { button(Jump::Forward, "Step forward", "▸") }
                { button(Jump::Last, "Last step", "▸|") }
                { button(Jump::PreviousEvent, "Previous lock event", "◂ lock event") }
                { button(Jump::NextEvent, "Next lock event", "lock event ▸") }
                <button
                    type="button"
                    class="play"
                    onclick={onact.reform(|_: MouseEvent| Act::TogglePlay)}
                >
                    { if walk.playing { "Pause" } else { "Play" } }
                </button>
                <select aria-label="Speed" onchange={onpace}>
                    { for Pace::ALL.into_iter().map(|(pace, name)| html! {
                        <option value={name} selected={pace == walk.pace}>{ name }</option>
                    }) }
                </select>
            </div>
            <input
                type="range"
                min="0"
                max={walk.last().to_string()}
                value={walk.at.to_string()}
                aria-label="Step"
                aria-valuetext={format!("{} of {}, {}", walk.at + 1, walk.last() + 1, title)}
                {oninput}
            />
        </div>
    }
}

/// What a key means: the slider takes them all, the buttons only those with which nobody scrolls the
/// page.
fn act_of(event: &KeyboardEvent) -> Option<Act> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let target: HtmlElement = event.target()?.dyn_into().ok()?;
    let on_slider = target.tag_name() == "INPUT";
    let on_button = target.tag_name() == "BUTTON";
    match event.key().as_str() {
        "ArrowLeft" if on_slider || on_button => Some(Act::Go(Jump::Back)),
        "ArrowRight" if on_slider || on_button => Some(Act::Go(Jump::Forward)),
        "ArrowDown" if on_slider => Some(Act::Go(Jump::Back)),
        "ArrowUp" if on_slider => Some(Act::Go(Jump::Forward)),
        "Home" if on_slider => Some(Act::Go(Jump::First)),
        "End" if on_slider => Some(Act::Go(Jump::Last)),
        "PageDown" if on_slider => Some(Act::Go(Jump::PreviousEvent)),
        "PageUp" if on_slider => Some(Act::Go(Jump::NextEvent)),
        " " if on_slider => Some(Act::TogglePlay),
        _ => None,
    }
}
