//! The program, shown and open to change.

use web_sys::{HtmlTextAreaElement, InputEvent, MouseEvent};
use yew::prelude::*;

use crate::figures::Figure;
use crate::program::Program;
use crate::state::Action;

/// What is shown and where changes go.
#[derive(PartialEq, Properties)]
pub struct EditorProps {
    /// Whose program it is.
    pub figure: Figure,
    /// The program.
    pub program: Program,
    /// A line of it that has no effect any more: `COUNT`.
    pub lacks: Option<&'static str>,
    /// The line that the last error points at.
    pub error_line: Option<u32>,
    /// Whether it cannot be changed just now.
    pub busy: bool,
    /// The reader changed something.
    pub dispatch: Callback<Action>,
}

/// The program with the numbers of its lines.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let area = use_node_ref();
    let oninput = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            dispatch.emit(Action::Edit(area.value()));
        })
    };
    let onreset = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::Reset))
    };
    let text = props.program.text();
    let lines = text.split('\n').count().max(8);
    let file = props.figure.file();
    let hint = format!("{}-source-hint", props.figure.name());
    let may_reset = props.program.is_reset() || !props.program.is_original();
    html! {
        <div class="source">
            <div class="source-head">
                <span class="file">{ file }</span>
                <button
                    type="button"
                    class="quiet"
                    data-testid="reset"
                    disabled={props.busy || !may_reset}
                    onclick={onreset}
                >
                    { if props.program.is_reset() { "Undo reset" } else { "Reset" } }
                </button>
            </div>
            <div class="hints" id={hint.clone()}>
                if let Some(line) = props.error_line {
                    { error_hint(line, text, &area) }
                }
                if let Some(name) = props.lacks {
                    <p class="hint">
                        { format!("This program has no line “{name} = …”, so the figure cannot set it.") }
                    </p>
                }
            </div>
            <div class="code">
                <pre class="numbers" aria-hidden="true">{ for (1..=lines).map(|line| {
                    let is_error = props.error_line == u32::try_from(line).ok();
                    html! { <span class={classes!(is_error.then_some("error"))}>{ line }{ "\n" }</span> }
                }) }</pre>
                <textarea
                    ref={area}
                    data-testid="source"
                    aria-label={format!("Python program {file}")}
                    aria-describedby={hint}
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    wrap="off"
                    rows={lines.to_string()}
                    readonly={props.busy}
                    value={text.to_owned()}
                    {oninput}
                />
            </div>
        </div>
    }
}

/// Where the error is, and a way to get there.
fn error_hint(line: u32, text: &str, area: &NodeRef) -> Html {
    let index = line.saturating_sub(1) as usize;
    let Some(content) = text.split('\n').nth(index) else {
        return html! {};
    };
    let before: usize = text
        .split('\n')
        .take(index)
        .map(|line| utf16(line) + 1)
        .sum();
    let (start, end) = (before as u32, (before + utf16(content)) as u32);
    let area = area.clone();
    let go = Callback::from(move |_: MouseEvent| {
        if let Some(area) = area.cast::<HtmlTextAreaElement>() {
            // Nothing is lost if the browser does not select it.
            let _ = area.focus();
            let _ = area.set_selection_range(start, end);
        }
    });
    html! {
        <p class="hint" role="alert" data-testid="error-line" data-line={line.to_string()}>
            { format!("The error is in line {line}: ") }
            <button type="button" class="quiet" onclick={go}>
                <code>{ content.trim().to_owned() }</code>
            </button>
        </p>
    }
}

/// How long a line is, as browsers count.
fn utf16(line: &str) -> usize {
    line.encode_utf16().count()
}
