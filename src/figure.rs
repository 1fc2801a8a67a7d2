//! The figure: the same counting, three ways.

use protocol::{CoreCount, Passage, Preset, Report, Side, VERSION, Way};
use wasm_bindgen_futures::spawn_local;
use web_sys::{KeyboardEvent, SubmitEvent};
use yew::prelude::*;

use crate::bars::Bars;
use crate::browser::{self, NotIsolated};
use crate::console::ConsoleView;
use crate::controls::Controls;
use crate::lanes::Lanes;
use crate::measure::{Desk, measure};
use crate::settings::Settings;
use crate::sources::SourcesView;
use crate::state::{Action, Stage, State};
use crate::words;

/// What a figure starts with.
#[derive(Clone, PartialEq, Properties)]
pub struct CountingProps {
    /// What its fields say at first.
    pub settings: Settings,
    /// What the reader should know about that.
    pub notes: Vec<String>,
    /// Whether there is shared memory.
    pub isolation: Result<(), NotIsolated>,
}

/// The figure.
#[component]
pub fn Counting(props: &CountingProps) -> Html {
    let state = use_reducer({
        let settings = props.settings.clone();
        || State::new(settings)
    });
    let desk = use_state(Desk::default);
    let dispatch = {
        let dispatcher = state.dispatcher();
        Callback::from(move |action| dispatcher.dispatch(action))
    };

    let on_run = {
        let (state, desk, dispatch) = (state.clone(), desk.clone(), dispatch.clone());
        let ways = ways(props.isolation);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(with) = state.settings.all() else {
                return;
            };
            if state.is_busy() {
                return;
            }
            dispatch.emit(Action::Start { with, ways });
            let (_, _, repeats) = with;
            let dispatch = dispatch.clone();
            spawn_local(measure(
                (*desk).clone(),
                state.sources.clone(),
                ways,
                repeats,
                move |action| dispatch.emit(action),
            ));
        })
    };
    let on_cancel = {
        let desk = desk.clone();
        Callback::from(move |()| desk.cancel())
    };
    let on_key = {
        let on_cancel = on_cancel.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_cancel.emit(());
            }
        })
    };

    html! {
        <section class="counting" aria-label="Figure: the same counting, three ways" onkeydown={on_key}>
            <Controls
                settings={state.settings.clone()}
                busy={state.is_busy()}
                dispatch={dispatch.clone()}
                {on_run}
                {on_cancel}
            />
            if let Err(reason) = props.isolation {
                <NoSharedMemory {reason} />
            }
            { for props.notes.iter().map(|note| html! {
                <p class="note" data-testid="note">{ note }</p>
            }) }
            <Status stage={state.stage.clone()} progress={state.progress()} />
            <Lanes
                stage={state.stage.clone()}
                measured={state.measured.clone()}
                threads={state.settings.threads().unwrap_or(1)}
            />
            <Bars measured={state.measured.clone()} parallel={props.isolation.is_ok()} />
            <Measured report={report(&state)} />
            <SourcesView
                sources={state.sources.clone()}
                busy={state.is_busy()}
                dispatch={dispatch.clone()}
            />
            <ConsoleView console={state.console.clone()} />
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct StatusProps {
    stage: Stage,
    progress: f64,
}

/// What happens just now, in words and as a bar.
#[component]
fn Status(props: &StatusProps) -> Html {
    let busy = props.stage.is_busy();
    let percent = format!("{:.0}", props.progress * 100.0);
    // A percentage in the words would have screen readers say it 20 times a second.
    html! {
        <div class="status">
            <p role="status" data-testid="status" data-state={words::state_name(&props.stage)}>
                { words::status(&props.stage) }
            </p>
            <div
                class={classes!("progress", (!busy).then_some("idle"))}
                role="progressbar"
                aria-label="Progress of all runs"
                aria-valuenow={percent}
                aria-hidden={(!busy).then_some("true")}
            >
                <span class="bar" style={format!("transform:scaleX({:.3})", props.progress)}></span>
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct MeasuredProps {
    report: Option<Report>,
}

/// What was measured, in words for people and whole for programs.
#[component]
fn Measured(props: &MeasuredProps) -> Html {
    html! {
        <div class="result" aria-live="polite">
            if let Some(report) = &props.report {
                <p class="verdict">{ words::verdict(report) }</p>
                <p class="conditions" data-testid="conditions">{ words::conditions(report) }</p>
                if let Ok(json) = serde_json::to_string(report) {
                    <script type="application/json" data-testid="report">{ json }</script>
                }
            }
        </div>
    }
}

/// The ways that can be measured. Without shared memory no two threads run at the same time, so
/// there is nothing to show about Python without the lock.
fn ways(isolation: Result<(), NotIsolated>) -> &'static [Way] {
    match isolation {
        Ok(()) => &crate::chart::COUNTING,
        Err(_) => &crate::chart::WITH_LOCK,
    }
}

/// The whole report, once something was measured and nothing runs any more.
fn report(state: &State) -> Option<Report> {
    let (threads, count, repeats) = state.measured_with?;
    if state.is_busy() || state.measured.is_empty() {
        return None;
    }
    let environment = browser::environment(&web_sys::window()?, state.hidden_meanwhile);
    Some(Report {
        version: VERSION,
        figure: "counting".to_owned(),
        side: Side {
            preset: Preset::Python314,
            cores: CoreCount::Real(environment.logical_processors),
            threads,
            count,
            repeats,
            switch_interval: protocol::Settings::SWITCH_INTERVAL,
            seed: 0,
            ways: state.measured.clone(),
        },
        others: Vec::new(),
        sweeps: Vec::new(),
        programs: Vec::new(),
        environment,
    })
}

#[derive(PartialEq, Properties)]
struct NoSharedMemoryProps {
    reason: NotIsolated,
}

/// Why less than everything can be run here, what is lost by it, and what helps.
#[component]
fn NoSharedMemory(props: &NoSharedMemoryProps) -> Html {
    let (why, help) = words::no_shared_memory(props.reason);
    html! {
        <div class="note" role="note" data-testid="not-isolated">
            <p>
                <strong>{ "Here, no two threads can run at the same time. " }</strong>
                { why }
            </p>
            if let Some(limits) = Passage::Single.limits() {
                <p>
                    { "Python with the lock can be shown all the same. " }
                    { limits }
                </p>
            }
            <p>{ help }</p>
            if props.reason == NotIsolated::Framed {
                <p><a href="" target="_blank" rel="noopener">{ "Open this page in a tab of its own" }</a></p>
            }
        </div>
    }
}
