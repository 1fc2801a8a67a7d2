//! Carrying a figure away: links, an embed code, pictures, numbers; and somebody else’s report in.

use std::rc::Rc;

use protocol::Report;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, MouseEvent};
use yew::prelude::*;

use crate::export;
use crate::import;
use crate::link;
use crate::place::Place;
use crate::program::Program;
use crate::state::{Action, State};
use crate::words;

/// What can be carried away.
#[derive(PartialEq, Properties)]
pub struct ShareProps {
    /// The figure’s state.
    pub state: UseReducerHandle<State>,
    /// What was measured, if anything was.
    pub report: Option<Rc<Report>>,
    /// Where the page is.
    pub place: Place,
    /// Whether the figure has come alive.
    pub alive: bool,
    /// Somebody else’s report is to be shown.
    pub dispatch: Callback<Action>,
}

/// What came of a click.
#[derive(Clone, PartialEq)]
enum Said {
    /// A sentence.
    Sentence(String),
    /// A text that could not be copied: the reader may do it.
    Copy(String),
}

/// What a button makes.
#[derive(Clone, Copy, PartialEq)]
enum Thing {
    Link,
    Embed,
    Png,
    Svg,
    Csv,
    Json,
    Trace,
}

impl Thing {
    const ALL: [Self; 7] = [
        Self::Link,
        Self::Embed,
        Self::Png,
        Self::Svg,
        Self::Csv,
        Self::Json,
        Self::Trace,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Embed => "embed",
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Trace => "trace",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Link => "Copy link",
            Self::Embed => "Copy embed code",
            Self::Png => "Picture (PNG)",
            Self::Svg => "Picture (SVG)",
            Self::Csv => "Every run (CSV)",
            Self::Json => "Whole report (JSON)",
            Self::Trace => "Timeline (Chrome trace)",
        }
    }

    /// Whether there is something to make it of.
    fn can_be_made(self, props: &ShareProps) -> bool {
        match self {
            Self::Link | Self::Embed => true,
            Self::Png | Self::Svg | Self::Csv | Self::Json => props.report.is_some(),
            Self::Trace => props.state.recording().is_some(),
        }
    }
}

/// The menu.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let said = use_state(|| None);
    let state = &props.state;
    let menu = use_node_ref();
    let input = use_node_ref();
    let button = |thing: Thing| {
        let onclick = {
            let (said, menu, state) = (said.clone(), menu.clone(), state.clone());
            let report = props.report.clone();
            Callback::from(move |_: MouseEvent| {
                let (said, menu, state) = (said.clone(), menu.clone(), state.clone());
                let report = report.clone();
                spawn_local(async move {
                    said.set(Some(make(thing, &state, report.as_deref(), &menu).await));
                });
            })
        };
        html! {
            <button
                type="button"
                data-testid={format!("share-{}", thing.name())}
                disabled={!props.alive || props.state.is_busy() || !thing.can_be_made(props)}
                {onclick}
            >
                { thing.label() }
            </button>
        }
    };
    let onchange = {
        let (dispatch, said, input) = (props.dispatch.clone(), said.clone(), input.clone());
        Callback::from(move |_: Event| {
            let Some(input) = input.cast::<HtmlInputElement>() else {
                return;
            };
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            // The same file chosen again is to be a change again.
            input.set_value("");
            let (dispatch, said) = (dispatch.clone(), said.clone());
            spawn_local(async move {
                match import::read_file(&file).await {
                    Ok(imported) => {
                        said.set(None);
                        dispatch.emit(Action::Import(Rc::new(imported)));
                    }
                    Err(sentence) => said.set(Some(Said::Sentence(sentence))),
                }
            });
        })
    };
    html! {
        <details class="share" data-testid="share" ref={menu.clone()}>
            <summary>{ "Share and keep" }</summary>
            <div class="menu">
                { for Thing::ALL.map(button) }
                <label class="button file">
                    { "Open a report …" }
                    <input
                        type="file"
                        accept=".json,application/json"
                        class="hidden"
                        data-testid="import"
                        disabled={!props.alive || props.state.is_busy()}
                        ref={input}
                        {onchange}
                    />
                </label>
                <div role="status" data-testid="said">
                    { match &*said {
                        None => html! {},
                        Some(Said::Sentence(sentence)) => html! { <p>{ sentence }</p> },
                        Some(Said::Copy(text)) => html! {
                            <p>
                                <label>
                                    { "The browser does not let this page copy; you can: " }
                                    <input type="text" readonly=true value={text.clone()} />
                                </label>
                            </p>
                        },
                    } }
                </div>
            </div>
        </details>
    }
}

async fn make(thing: Thing, state: &State, report: Option<&Report>, menu: &NodeRef) -> Said {
    let file = |extension| export::file_name(state.figure.name(), extension);
    let made = match (thing, report) {
        (Thing::Link, _) => {
            return copy(address(state, false).await, "The link is copied.").await;
        }
        (Thing::Embed, _) => {
            let address = address(state, true).await;
            return copy(embed_code(&address, state), "The embed code is copied.").await;
        }
        (Thing::Trace, _) => match state.recording() {
            Some(kept) => {
                let trace = timeline::chrome_trace(&kept.ledger, state.figure.title());
                export::download(&file("trace.json"), "application/json", &trace)
            }
            None => Err("There is no timeline yet: press Run first.".to_owned()),
        },
        (_, None) => Err("Nothing was measured yet: press Run first.".to_owned()),
        (Thing::Csv, Some(report)) => {
            export::download(&file("csv"), "text/csv", &export::csv(report))
        }
        (Thing::Json, Some(report)) => {
            let mut report = report.clone();
            if state.imported.is_none() {
                state.complete(&mut report);
            }
            match export::json(&report) {
                Ok(json) => export::download(&file("json"), "application/json", &json),
                Err(error) => Err(format!("The report cannot be written: {error}.")),
            }
        }
        (Thing::Svg | Thing::Png, Some(report)) => picture(thing, state, menu, report).await,
    };
    match made {
        Ok(()) => Said::Sentence("The file is in your downloads.".to_owned()),
        Err(sentence) => Said::Sentence(sentence),
    }
}

async fn copy(text: String, done: &str) -> Said {
    match export::copy(&text).await {
        Ok(()) => Said::Sentence(done.to_owned()),
        Err(_) => Said::Copy(text),
    }
}

/// The figure’s charts as a picture that stands alone.
async fn picture(
    thing: Thing,
    state: &State,
    menu: &NodeRef,
    report: &Report,
) -> Result<(), String> {
    let figure = state.figure;
    let charts = menu
        .cast::<Element>()
        .and_then(|menu| menu.closest(".live").ok().flatten())
        .ok_or("There is no chart to be kept.")?;
    let caption = export::Caption {
        what: words::verdict(report),
        machine: match &state.imported {
            // When, it does not say.
            Some(foreign) => format!("Somebody else’s report, made in {}.", foreign.imported.from),
            None => format!("{} {}.", words::conditions(report), today()),
        },
    };
    let picture = export::picture(&charts, &caption)?;
    let file = |extension| export::file_name(figure.name(), extension);
    if thing == Thing::Svg {
        return export::download(&file("svg"), "image/svg+xml", &picture.svg);
    }
    export::download_blob(&file("png"), &export::png(&picture).await?)
}

/// The date, as `2026-01-31`.
fn today() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    now.chars().take(10).collect()
}

/// The address of the page with this figure’s state.
async fn address(state: &State, embed: bool) -> String {
    let location = web_sys::window().map(|window| window.location());
    let href = location
        .and_then(|location| location.href().ok())
        .unwrap_or_default();
    let page = href.split(['?', '#']).next().unwrap_or_default();
    let fragment = link::fragment(&state.program).await;
    format!("{page}?{}{fragment}", link::query(state, embed))
}

/// What people paste into their own page.
fn embed_code(address: &str, state: &State) -> String {
    format!(
        "<iframe src=\"{}\" title=\"GIL Playground: {}\" loading=\"lazy\" width=\"100%\" \
         height=\"900\" allow=\"cross-origin-isolated; fullscreen; clipboard-write\"></iframe>",
        address.replace('&', "&amp;").replace('"', "&quot;"),
        state.figure.title(),
    )
}

/// What [`FullPage`] leads to.
#[derive(PartialEq, Properties)]
pub struct FullPageProps {
    /// The figure’s state, as the address has it.
    pub query: String,
    /// Its program.
    pub program: Program,
}

/// A way out of the frame, with everything that the reader has set.
#[component]
pub fn FullPage(props: &FullPageProps) -> Html {
    let fragment = use_state(String::new);
    {
        let fragment = fragment.clone();
        use_effect_with(props.program.clone(), move |program| {
            let program = program.clone();
            spawn_local(async move { fragment.set(link::fragment(&program).await) });
        });
    }
    html! {
        <p>
            <a
                class="button primary"
                data-testid="full-page"
                href={format!("?{}{}", props.query, *fragment)}
                target="_blank"
                rel="noopener"
            >
                { "Open the full page" }
            </a>
        </p>
    }
}
