//! The fields and buttons.

use std::f64::consts::LN_10;

use protocol::{Cores, Preset};
use web_sys::{HtmlInputElement, HtmlSelectElement, InputEvent, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use crate::figures::Figure;
use crate::settings::{OWN, REAL, Setting, Settings, interval_text};
use crate::state::Action;

/// What the controls show and where they report to.
#[derive(PartialEq, Properties)]
pub struct ControlsProps {
    /// Whose controls they are.
    pub figure: Figure,
    /// What the fields say.
    pub settings: Settings,
    /// What those of the second side say, if there is one.
    pub other: Option<Settings>,
    /// Whether its program asks the network.
    pub asks_network: bool,
    /// Whether something runs.
    pub busy: bool,
    /// Whether the figure has come alive.
    pub alive: bool,
    /// The reader changed something.
    pub dispatch: Callback<Action>,
    /// The reader pressed Run.
    pub on_run: Callback<()>,
    /// The reader pressed Cancel.
    pub on_cancel: Callback<()>,
}

/// Those that stand beside the buttons; the others are behind “More settings”.
const FIRST: [Setting; 3] = [Setting::Preset, Setting::Threads, Setting::Count];
const MORE: [Setting; 5] = [
    Setting::Cores,
    Setting::Interval,
    Setting::Repeats,
    Setting::Seed,
    Setting::Httpbin,
];

/// The fields and buttons.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let valid = |settings: &Settings| settings.chosen().is_some();
    let ready = props.alive
        && !props.busy
        && valid(&props.settings)
        && props.other.as_ref().is_none_or(valid);
    let on_cancel = {
        let on_cancel = props.on_cancel.clone();
        Callback::from(move |_: MouseEvent| on_cancel.emit(()))
    };
    // No form, which sandboxed frames may not submit; Enter in a field runs all the same.
    let onkeydown = {
        let on_run = props.on_run.clone();
        Callback::from(move |event: KeyboardEvent| {
            let is_field = event.target_dyn_into::<HtmlInputElement>().is_some();
            if ready && is_field && event.key() == "Enter" {
                // The focus goes to Cancel, which this key would press.
                event.prevent_default();
                on_run.emit(());
            }
        })
    };
    let on_compare = {
        let (dispatch, compare) = (props.dispatch.clone(), props.other.is_none());
        Callback::from(move |_: Event| dispatch.emit(Action::Compare(compare)))
    };
    let fields = |settings: &Settings, names: &[Setting], is_other: bool| -> Html {
        let shown = names.iter().filter(|setting| is_shown(props, **setting));
        shown
            .map(|&setting| {
                html! {
                    <Field
                        figure={props.figure}
                        {setting}
                        {is_other}
                        settings={settings.clone()}
                        busy={props.busy || !props.alive}
                        dispatch={props.dispatch.clone()}
                    />
                }
            })
            .collect()
    };
    html! {
        <div class="controls" role="group" aria-label="Settings" {onkeydown}>
            <div class="fields">
                { fields(&props.settings, &FIRST, false) }
                <div class="buttons">
                    <button
                        type="button"
                        class="primary"
                        data-testid="run"
                        disabled={!ready}
                        onclick={props.on_run.reform(|_: MouseEvent| ())}
                    >
                        { "Run" }
                    </button>
                    <button
                        type="button"
                        data-testid="cancel"
                        disabled={!props.busy}
                        onclick={on_cancel}
                    >
                        { "Cancel" }
                    </button>
                </div>
            </div>
            <details class="more" data-testid="more">
                <summary>{ "More settings" }</summary>
                <div class="fields">
                    { fields(&props.settings, &MORE, false) }
                    if props.figure != Figure::Inside {
                        <label class="tick">
                            <input
                                type="checkbox"
                                data-testid="compare"
                                checked={props.other.is_some()}
                                disabled={props.busy || !props.alive}
                                onchange={on_compare}
                            />
                            { " Compare with other settings" }
                        </label>
                    }
                </div>
                if let Some(other) = &props.other {
                    <fieldset class="other">
                        <legend>{ "The other side" }</legend>
                        <div class="fields">
                            { fields(other, &FIRST, true) }
                            { fields(other, &MORE, true) }
                        </div>
                    </fieldset>
                }
            </details>
        </div>
    }
}

/// A field with one value to choose from is none, and a recorded run is not repeated.
fn is_shown(props: &ControlsProps, setting: Setting) -> bool {
    let figure = props.figure;
    match setting {
        Setting::Preset => figure.presets().len() > 1,
        Setting::Repeats => figure != Figure::Inside,
        Setting::Threads => figure.threads_label().is_some(),
        Setting::Httpbin => props.asks_network,
        _ => true,
    }
}

#[derive(PartialEq, Properties)]
struct FieldProps {
    figure: Figure,
    setting: Setting,
    is_other: bool,
    settings: Settings,
    busy: bool,
    dispatch: Callback<Action>,
}

impl FieldProps {
    /// What tests call it.
    fn test_id(&self) -> String {
        let name = self.setting.name();
        if self.is_other {
            format!("other-{name}")
        } else {
            name.to_owned()
        }
    }

    /// What the reader types is what the field says.
    fn oninput(&self) -> Callback<InputEvent> {
        let set = self.set();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            set(input.value());
        })
    }

    fn set(&self) -> impl Fn(String) + use<> {
        let (is_other, setting, dispatch) = (self.is_other, self.setting, self.dispatch.clone());
        move |text| dispatch.emit(Action::Set(is_other, setting, text))
    }
}

/// One field, with what it accepts if it says something else.
#[component]
fn Field(props: &FieldProps) -> Html {
    let setting = props.setting;
    let settings = &props.settings;
    // A field that another one has put out of bounds says so, too.
    let valid = settings.is_valid(setting);
    let id = format!("{}-{}", props.figure.name(), props.test_id());
    let hint = format!("{id}-hint");
    let control = match setting {
        Setting::Preset => presets(props, &id),
        Setting::Cores => cores(props, &id, &hint, valid),
        Setting::Httpbin => httpbin(props, &id, &hint),
        _ => text(props, &id, &hint, valid),
    };
    html! {
        <div class={classes!("field", setting.name())}>
            <label for={id.clone()}>{ setting.label(props.figure) }</label>
            { control }
            if setting == Setting::Interval {
                { slider(props) }
            }
            <p class="hint" id={hint} aria-live="polite">
                if !valid {
                    { format!("Must be {}.", settings.accepts(setting)) }
                }
            </p>
        </div>
    }
}

/// A text field rather than `type=number`, which hides what it does not understand.
fn text(props: &FieldProps, id: &str, hint: &str, valid: bool) -> Html {
    let setting = props.setting;
    let onkeydown = {
        let (set, settings) = (props.set(), props.settings.clone());
        Callback::from(move |event: KeyboardEvent| {
            let up = match event.key().as_str() {
                "ArrowUp" => true,
                "ArrowDown" => false,
                _ => return,
            };
            event.prevent_default();
            if let Some(text) = settings.stepped(setting, up) {
                set(text);
            }
        })
    };
    html! {
        <input
            id={id.to_owned()}
            type="text"
            inputmode={(setting != Setting::Interval).then_some("numeric")}
            autocomplete="off"
            data-testid={props.test_id()}
            value={props.settings.text(setting).to_owned()}
            disabled={props.busy}
            aria-invalid={(!valid).to_string()}
            aria-describedby={hint.to_owned()}
            oninput={props.oninput()}
            {onkeydown}
        />
    }
}

fn presets(props: &FieldProps, id: &str) -> Html {
    let set = props.set();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        set(select.value());
    });
    let chosen = props.settings.preset();
    html! {
        <select id={id.to_owned()} data-testid={props.test_id()} disabled={props.busy} {onchange}>
            { for props.figure.presets().iter().map(|&preset| html! {
                <option value={preset.name()} selected={chosen == Some(preset)}>
                    { describe(preset) }
                </option>
            }) }
        </select>
    }
}

/// A Python, and what is special about it.
fn describe(preset: Preset) -> &'static str {
    match preset {
        Preset::Python27 => "2.7, the old lock",
        Preset::Python39 => "3.9",
        Preset::Python313 => "3.13",
        Preset::Python314 => "3.14",
        Preset::Python314t => "3.14t, no lock",
    }
}

/// Who answers for httpbin.org.
fn httpbin(props: &FieldProps, id: &str, hint: &str) -> Html {
    let set = props.set();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        set(select.value());
    });
    let is_real = props.settings.asks_httpbin() == Some(true);
    html! {
        <select
            id={id.to_owned()}
            data-testid={props.test_id()}
            disabled={props.busy}
            aria-describedby={hint.to_owned()}
            {onchange}
        >
            <option value={OWN} selected={!is_real}>{ "answered by this page" }</option>
            <option value={REAL} selected={is_real}>{ "really asked" }</option>
        </select>
    }
}

/// Real ones or so many virtual ones.
fn cores(props: &FieldProps, id: &str, hint: &str, valid: bool) -> Html {
    let is_real = props.settings.text(Setting::Cores).trim() == REAL;
    let is_valid_number = matches!(props.settings.cores(), Some(Cores::Virtual(_)));
    let set = props.set();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        set(match select.value().as_str() {
            REAL => REAL.to_owned(),
            _ => "4".to_owned(),
        });
    });
    html! {
        <span class="pair">
            if !props.figure.is_virtual() {
                <select
                    id={id.to_owned()}
                    data-testid={props.test_id()}
                    disabled={props.busy}
                    aria-describedby={hint.to_owned()}
                    {onchange}
                >
                    <option value={REAL} selected={is_real}>{ "real" }</option>
                    <option value="virtual" selected={!is_real}>{ "virtual (simulated)" }</option>
                </select>
            }
            if !is_real || !is_valid_number && !valid {
                { number_of_cores(props, id, hint, valid) }
            }
        </span>
    }
}

fn number_of_cores(props: &FieldProps, id: &str, hint: &str, valid: bool) -> Html {
    let is_alone = props.figure.is_virtual();
    html! {
        <input
            id={if is_alone { id.to_owned() } else { format!("{id}-number") }}
            type="text"
            inputmode="numeric"
            autocomplete="off"
            data-testid={if is_alone { props.test_id() } else { format!("{}-number", props.test_id()) }}
            aria-label="Number of virtual cores"
            value={props.settings.text(Setting::Cores).to_owned()}
            disabled={props.busy}
            aria-invalid={(!valid).to_string()}
            aria-describedby={hint.to_owned()}
            oninput={props.oninput()}
        />
    }
}

/// The switch interval on a logarithmic scale, from 1 µs to 1 s.
fn slider(props: &FieldProps) -> Html {
    // Sixty steps a decade would be finer than anybody can push; ten are.
    const STEPS: f64 = 60.0;
    let micros = props.settings.interval().unwrap_or(5_000);
    let place = (f64::from(micros).log10() / 6.0 * STEPS).round();
    let set = props.set();
    let oninput = Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        // A power of ten without `powf`, which nothing else in the page needs.
        let micros = (input.value_as_number() / STEPS * 6.0 * LN_10).exp();
        // Two digits: 5.01 ms is nobody's idea of a switch interval.
        let unit = 10f64.powi(micros.log10() as i32 - 1).max(1.0);
        let micros = ((micros / unit).round() * unit).clamp(1.0, 1e6);
        set(interval_text(micros as u64));
    });
    html! {
        <input
            class="slider"
            type="range"
            min="0"
            max={STEPS.to_string()}
            step="1"
            aria-label="Switch interval, on a logarithmic scale"
            aria-valuetext={interval_text(micros.into())}
            value={place.to_string()}
            disabled={props.busy}
            {oninput}
        />
    }
}
