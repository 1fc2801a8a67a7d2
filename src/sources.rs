//! The programs, shown and open to change.

use web_sys::{HtmlTextAreaElement, InputEvent, MouseEvent};
use yew::prelude::*;

use crate::chart::label;
use crate::program::{Source, Sources};
use crate::state::Action;

/// What is shown and where changes go.
#[derive(PartialEq, Properties)]
pub struct SourcesProps {
    /// The programs.
    pub sources: Sources,
    /// Whether one of them runs.
    pub busy: bool,
    /// The reader changed something.
    pub dispatch: Callback<Action>,
}

/// Both programs, side by side where there is room.
#[component]
pub fn SourcesView(props: &SourcesProps) -> Html {
    html! {
        <div class="sources">
            { for Source::ALL.map(|source| html! {
                <SourceView
                    {source}
                    text={props.sources.text(source).to_owned()}
                    is_reset={props.sources.is_reset(source)}
                    lacks={props.sources.without(source, &["THREADS", "COUNT"])}
                    busy={props.busy}
                    dispatch={props.dispatch.clone()}
                />
            }) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct SourceProps {
    source: Source,
    text: String,
    is_reset: bool,
    lacks: Option<&'static str>,
    busy: bool,
    dispatch: Callback<Action>,
}

#[component]
fn SourceView(props: &SourceProps) -> Html {
    let source = props.source;
    let oninput = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            dispatch.emit(Action::Edit(source, area.value()));
        })
    };
    let onreset = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::Reset(source)))
    };
    let used_by: Vec<_> = crate::chart::COUNTING
        .into_iter()
        .filter(|&way| Source::of(way) == source)
        .map(label)
        .collect();
    let rows = props.text.lines().count().clamp(8, 30).to_string();
    html! {
        <div class="source">
            <div class="source-head">
                <span>
                    <span class="file">{ source.file() }</span>
                    <span class="used-by">{ used_by.join(" · ") }</span>
                </span>
                <button type="button" class="quiet" disabled={props.busy} onclick={onreset}>
                    { if props.is_reset { "Undo reset" } else { "Reset" } }
                </button>
            </div>
            <textarea
                data-testid={source.file()}
                aria-label={format!("Python program {}", source.file())}
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                wrap="off"
                {rows}
                readonly={props.busy}
                value={props.text.clone()}
                {oninput}
            />
            if let Some(name) = props.lacks {
                <p class="hint">
                    { format!("This program has no line “{name} = …”, so the field above does not change it.") }
                </p>
            }
        </div>
    }
}
