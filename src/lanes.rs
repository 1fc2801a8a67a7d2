//! What each thread does just now: one lane a thread, live.

use protocol::{ThreadActivity, ThreadProgress};
use yew::prelude::*;

use crate::state::Stage;

/// What the lanes show.
#[derive(PartialEq, Properties)]
pub struct LanesProps {
    /// The running program, if one runs.
    pub stage: Stage,
    /// How many threads the next program will have, so that their room is kept free.
    pub threads: u32,
}

/// One lane a thread. Hidden from screen readers, which could not follow it; the status says
/// what runs.
#[component]
pub fn Lanes(props: &LanesProps) -> Html {
    // The main thread has a lane too.
    let style = format!("--lanes:{}", props.threads + 1);
    let Stage::Running(running) = &props.stage else {
        return html! { <div class="lanes" {style}></div> };
    };
    html! {
        <div class="lanes" {style} aria-hidden="true">
            { for running.threads.iter().map(lane) }
        </div>
    }
}

fn lane(thread: &ThreadProgress) -> Html {
    let (class, text) = match thread.activity {
        ThreadActivity::Starting => ("starting", "starting"),
        ThreadActivity::Running => ("running", "running"),
        ThreadActivity::Waiting => ("waiting", "waiting for the lock"),
        ThreadActivity::Blocked => ("blocked", "blocked"),
        ThreadActivity::Ended => ("ended", "ended"),
    };
    let done = match (thread.activity, thread.loops) {
        (_, Some(done)) => done,
        (ThreadActivity::Ended, None) => 1.0,
        (_, None) => 0.0,
    };
    html! {
        <div class={classes!("lane", class)}>
            <span class="name">{ &thread.name }</span>
            <span class="track">
                <span class="bar" style={format!("transform:scaleX({done:.3})")}></span>
            </span>
            <span class="activity">{ text }</span>
        </div>
    }
}
