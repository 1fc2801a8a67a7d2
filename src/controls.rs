//! The fields and buttons.

use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent, SubmitEvent};
use yew::prelude::*;

use crate::settings::{Setting, Settings};
use crate::state::Action;

/// What the controls show and where they report to.
#[derive(PartialEq, Properties)]
pub struct ControlsProps {
    /// What the fields say.
    pub settings: Settings,
    /// Whether something runs.
    pub busy: bool,
    /// The reader changed something.
    pub dispatch: Callback<Action>,
    /// The reader pressed Run.
    pub on_run: Callback<SubmitEvent>,
    /// The reader pressed Cancel.
    pub on_cancel: Callback<()>,
}

/// The fields and buttons.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let ready = !props.busy && props.settings.all().is_some();
    let on_cancel = {
        let on_cancel = props.on_cancel.clone();
        Callback::from(move |_: MouseEvent| on_cancel.emit(()))
    };
    html! {
        <form class="controls" onsubmit={props.on_run.clone()} novalidate=true>
            { for Setting::ALL.map(|setting| html! {
                <Field
                    {setting}
                    settings={props.settings.clone()}
                    busy={props.busy}
                    dispatch={props.dispatch.clone()}
                />
            }) }
            <div class="buttons">
                <button type="submit" class="primary" data-testid="run" disabled={!ready}>
                    { "Run" }
                </button>
                <button type="button" data-testid="cancel" disabled={!props.busy} onclick={on_cancel}>
                    { "Cancel" }
                </button>
            </div>
        </form>
    }
}

#[derive(PartialEq, Properties)]
struct FieldProps {
    setting: Setting,
    settings: Settings,
    busy: bool,
    dispatch: Callback<Action>,
}

/// One field. Text rather than `type=number`, which hides what it does not understand.
#[component]
fn Field(props: &FieldProps) -> Html {
    let setting = props.setting;
    let valid = props.settings.value(setting).is_some();
    let id = use_memo((), |()| format!("{}-{}", setting.name(), unique()));
    let hint = format!("{id}-hint");
    let oninput = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            dispatch.emit(Action::Set(setting, input.value()));
        })
    };
    let onkeydown = {
        let (dispatch, settings) = (props.dispatch.clone(), props.settings.clone());
        Callback::from(move |event: KeyboardEvent| {
            let up = match event.key().as_str() {
                "ArrowUp" => true,
                "ArrowDown" => false,
                _ => return,
            };
            event.prevent_default();
            if let Some(text) = settings.stepped(setting, up) {
                dispatch.emit(Action::Set(setting, text));
            }
        })
    };
    html! {
        <div class={classes!("field", setting.name())}>
            <label for={(*id).clone()}>{ setting.label() }</label>
            <input
                id={(*id).clone()}
                type="text"
                inputmode="numeric"
                autocomplete="off"
                data-testid={setting.name()}
                value={props.settings.text(setting).to_owned()}
                disabled={props.busy}
                aria-invalid={(!valid).to_string()}
                aria-describedby={hint.clone()}
                {oninput}
                {onkeydown}
            />
            <p class="hint" id={hint} aria-live="polite">
                if !valid {
                    { format!("Must be {}.", setting.accepts()) }
                }
            </p>
        </div>
    }
}

/// A number that no other element of the page has in its name: there may be several figures.
fn unique() -> u32 {
    use std::cell::Cell;
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(0) };
    }
    NEXT.replace(NEXT.get() + 1)
}
