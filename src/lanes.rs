//! One lane a thread: what it does while a program runs, and where its time went afterwards.

use protocol::{ThreadActivity, ThreadProgress, Way, WayReport};
use yew::prelude::*;

use crate::chart::{Shares, shares};
use crate::state::Stage;

/// What the lanes show.
#[derive(PartialEq, Properties)]
pub struct LanesProps {
    /// The running program, if one runs.
    pub stage: Stage,
    /// What was measured.
    pub measured: Vec<WayReport>,
    /// How many threads the next program will have, so that their room is kept free.
    pub threads: u32,
}

/// One lane a thread.
#[component]
pub fn Lanes(props: &LanesProps) -> Html {
    // The main thread has a lane too, and there is a line above.
    let style = format!("--lanes:{}", props.threads + 2);
    if let Stage::Running(running) = &props.stage {
        // Hidden from screen readers, which could not follow; the status says what runs.
        return html! {
            <div class="lanes" {style} aria-hidden="true">
                <p class="lanes-head">{ "What each thread does" }</p>
                { for running.threads.iter().map(live) }
            </div>
        };
    }
    let shares = shares(&props.measured, Way::Gil);
    html! {
        <div class="lanes" {style}>
            if !shares.is_empty() {
                <p class="lanes-head">
                    { "Where each thread’s time went, behind the lock, in the fastest run" }
                </p>
            }
            { for shares.iter().map(past) }
        </div>
    }
}

fn live(thread: &ThreadProgress) -> Html {
    let (class, text) = match thread.activity {
        ThreadActivity::Starting => ("starting", "starting"),
        ThreadActivity::Running => ("running", "running"),
        ThreadActivity::Ready => ("waiting", "waiting for a core"),
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

fn past(thread: &Shares) -> Html {
    let parts = [
        ("running", "running", thread.running),
        ("waiting", "waiting for the lock", thread.waiting),
        ("blocked", "blocked", thread.blocked),
    ];
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let all = parts.map(|(_, text, share)| format!("{} {text}", percent(share)));
    html! {
        <div class="lane past" title={all.join(", ")}>
            <span class="name">{ &thread.name }</span>
            <span class="track" role="img" aria-label={all.join(", ")}>
                { for parts.iter().map(|(class, _, share)| html! {
                    <span
                        class={classes!("part", *class)}
                        style={format!("width:{:.2}%", share * 100.0)}
                    ></span>
                }) }
            </span>
            <span class="activity" aria-hidden="true">
                { format!("{} running", percent(thread.running)) }
            </span>
        </div>
    }
}
