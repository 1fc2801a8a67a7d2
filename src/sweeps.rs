//! The same for one value after the other: numbers of threads, switch intervals.

use std::rc::Rc;

use protocol::{Cores, Sweep, SweptSetting, Way};
use web_sys::{HtmlInputElement, InputEvent, MouseEvent};
use yew::prelude::*;

use crate::charts::SweepChart;
use crate::figures::Figure;
use crate::plan::{self, Purpose};
use crate::settings::{REAL_THREADS, VIRTUAL_THREADS};
use crate::state::{Running, Stage, State};
use crate::words;

/// What the sweeps need besides the figure’s state.
pub struct Means<'a> {
    /// Up to how many threads, if the reader has said so.
    pub most: &'a UseStateHandle<Option<u32>>,
    /// How many processors there are.
    pub processors: u32,
    /// Whether a sweep could begin.
    pub ready: bool,
    /// The reader wants a sweep, up to so many threads.
    pub on_sweep: &'a Callback<(SweptSetting, u32)>,
    /// The reader does not want it any more.
    pub on_cancel: &'a Callback<()>,
}

/// The figure’s sweeps, each behind its heading until somebody wants to see it.
pub fn sweeps(state: &State, means: &Means) -> Html {
    html! {
        <>{ for state.figure.sweeps().iter().map(|&over| sweep(state, means, over)) }</>
    }
}

fn sweep(state: &State, means: &Means, over: SweptSetting) -> Html {
    let is_virtual = matches!(state.settings.cores(), Some(Cores::Virtual(_)));
    let range = if is_virtual {
        VIRTUAL_THREADS
    } else {
        REAL_THREADS
    };
    // Twice as many as there are processors show that more do not help.
    let usual = if is_virtual {
        16
    } else {
        (2 * means.processors).clamp(4, 16)
    };
    let most = means.most;
    let most_threads = most.unwrap_or(usual).clamp(1, *range.end() as u32);
    let (heading, about) = match over {
        SweptSetting::Threads => (
            "More threads for the same work",
            "All threads together count as far as above: with the lock one at a time, without it \
             at the same time.",
        ),
        SweptSetting::SwitchInterval if state.figure == Figure::Convoy => (
            "Another switch interval",
            "The same requests, from 10 microseconds to a tenth of a second of patience.",
        ),
        SweptSetting::SwitchInterval => (
            "Another switch interval",
            "The threads behind the lock, from a microsecond to a second of patience.",
        ),
    };
    let onclick = {
        let on_sweep = means.on_sweep.clone();
        Callback::from(move |_: MouseEvent| on_sweep.emit((over, most_threads)))
    };
    let oninput = {
        let most = most.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            most.set(input.value().trim().parse().ok());
        })
    };
    let sweep = state.sweeps().iter().find(|sweep| sweep.over == over);
    let test_id = match over {
        SweptSetting::Threads => "sweep-threads",
        SweptSetting::SwitchInterval => "sweep-interval",
    };
    let ready = means.ready && state.settings.chosen().is_some();
    html! {
        <details class="sweep" data-testid={test_id}>
            <summary>{ heading }</summary>
            <p>{ about }</p>
            <div class="fields">
                if over == SweptSetting::Threads {
                    <label>
                        { "Up to " }
                        <input
                            type="number"
                            min="1"
                            max={range.end().to_string()}
                            value={most_threads.to_string()}
                            disabled={!ready}
                            data-testid="most-threads"
                            {oninput}
                        />
                        { " threads" }
                    </label>
                }
                <div class="buttons">
                    <button type="button" disabled={!ready} data-testid="sweep" {onclick}>
                        { "Measure" }
                    </button>
                    <button
                        type="button"
                        disabled={!state.is_busy()}
                        data-testid="cancel-sweep"
                        onclick={means.on_cancel.reform(|_: MouseEvent| ())}
                    >
                        { "Cancel" }
                    </button>
                </div>
            </div>
            { progress(&state.stage, over) }
            if let Some(sweep) = sweep {
                <SweepChart
                    sweep={Rc::clone(sweep)}
                    ways={ways(sweep, state.figure)}
                    title={heading}
                    values={plan::sweep_values(state.figure, over, most_threads)}
                />
            }
        </details>
    }
}

/// Which ways a sweep has, or will have.
fn ways(sweep: &Sweep, figure: Figure) -> Vec<Way> {
    if figure == Figure::CpuBound && sweep.over == SweptSetting::SwitchInterval {
        return vec![Way::Gil];
    }
    let measured = sweep.points.iter().flat_map(|point| &point.ways);
    let mut ways: Vec<Way> = measured.map(|way| way.way).collect();
    ways.sort_by_key(|way| Way::ALL.iter().position(|one| one == way));
    ways.dedup();
    if ways.is_empty() {
        ways = figure.ways(figure.defaults().preset).to_vec();
    }
    ways
}

/// How far this sweep is, while it is measured.
fn progress(stage: &Stage, over: SweptSetting) -> Html {
    match stage {
        Stage::Running(running) if is_point_of(running, over) => html! {
            <p class="sweep-progress">
                <progress
                    max={running.of.to_string()}
                    value={running.done.to_string()}
                    aria-label="Progress of the sweep"
                />
                <span data-testid="sweep-progress">{ words::time_left(stage) }</span>
            </p>
        },
        _ => html! {},
    }
}

fn is_point_of(running: &Running, over: SweptSetting) -> bool {
    matches!(running.turn.purpose, Purpose::Point { over: swept, .. } if swept == over)
}
