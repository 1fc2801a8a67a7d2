//! What the patterns and marks mean.

use timeline::{Kind, Times};
use yew::prelude::*;

/// The patterns and marks, each with its meaning: with a lock to hold, to wait for and to hand over,
/// or without one; with virtual cores, which threads may lack.
pub fn legend(has_lock: bool, is_virtual: bool) -> Html {
    let kinds = Kind::ALL.into_iter().filter(|kind| match kind {
        Kind::Holding | Kind::Waiting => has_lock,
        Kind::Ready => is_virtual,
        Kind::Running | Kind::Blocked => true,
    });
    let mark = |class: &'static str, path: &'static str, text: &'static str| {
        html! {
            <li>
                <svg class={class} viewBox="0 0 24 16" aria-hidden="true"><path d={path} /></svg>
                { text }
            </li>
        }
    };
    html! {
        <ul class="timeline-legend" aria-label="What the patterns mean">
            { for kinds.map(entry) }
            { mark("dotted", "M2 8h20", "not started") }
            if has_lock {
                { mark("solid", "M8 4h8l-4 8z", "asks for the lock (drop request)") }
                { mark("hollow", "M8 4h8l-4 8z", "time-out, asks nobody") }
                { mark("arrow", "M12 0v10M8 9h8l-4 7z", "hands over, asked to") }
                { mark("arrow broken", "M12 0v10M8 9h8l-4 7z", "hands over, unasked") }
            }
        </ul>
    }
}

/// Drawn as [`timeline::Picture`] paints it; colours, widths and dashes are the style sheet’s.
fn entry(kind: Kind) -> Html {
    let (class, pattern) = match kind {
        Kind::Holding => ("holding", ""),
        Kind::Running => ("running", "M0 .5h24M0 8.5h24"),
        Kind::Ready => (
            "ready",
            "M2 1h22M0 3h24M2 5h22M0 7h24M2 9h22M0 11h24M2 13h22M0 15h24",
        ),
        Kind::Waiting => (
            "waiting",
            "M-1 4L4-1M-1 12L12-1M3 16L20-1M11 16L24 3M19 16l6-6",
        ),
        Kind::Blocked => ("blocked", "M0 .5h24M0 4.5h24M0 8.5h24M0 12.5h24"),
    };
    html! {
        <li>
            <svg class={classes!("doing", class)} viewBox="0 0 24 16" aria-hidden="true">
                <rect width="24" height="16" />
                <path d={pattern} />
            </svg>
            { kind.name() }
        </li>
    }
}

/// Kinds of which there is something.
pub fn seen<'a>(times: impl Iterator<Item = &'a Times>) -> Vec<Kind> {
    let mut sums = Times::default();
    for times in times {
        for (sum, time) in sums.iter_mut().zip(times) {
            *sum = sum.saturating_add(*time);
        }
    }
    let kinds = Kind::ALL.into_iter().zip(sums);
    kinds
        .filter(|(_, sum)| *sum > 0)
        .map(|(kind, _)| kind)
        .collect()
}
