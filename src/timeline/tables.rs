//! Statistics of a selection, and the timeline as a table.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use timeline::{Kind, Lanes, Selection, Shares, Span, Times, duration, moment};
use yew::prelude::*;

use super::legend::seen;
use super::{Recording, describe};

/// A stretch of a recording.
#[derive(PartialEq, Properties)]
pub struct StretchProps {
    /// Of what.
    pub recording: Recording,
    /// From when to when, in nanoseconds.
    pub from: u64,
    /// Until when.
    pub to: u64,
}

/// What happened to the lock, and where each thread’s time went.
#[component]
pub fn Statistics(props: &StretchProps) -> Html {
    let lanes = props.recording.lanes();
    let selection = Selection::of(&lanes, props.from, props.to);
    html! {
        <div class="timeline-statistics" data-testid="selection">
            <dl>
                { for describe::lock(&selection).into_iter().map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
            { shares(&lanes, &selection) }
        </div>
    }
}

fn times(shares: &Shares) -> Times {
    [
        shares.holding,
        shares.running,
        shares.ready,
        shares.waiting,
        shares.blocked,
    ]
}

/// How many threads a table names.
const MOST_THREADS: usize = 64;

fn shares(lanes: &Lanes, selection: &Selection) -> Html {
    let all: Vec<Times> = selection.threads.iter().map(times).collect();
    let kinds: Vec<Kind> = seen(all.iter());
    let row = |(index, shares): (usize, &Shares)| {
        let times = times(shares);
        let life = shares.lifetime();
        html! {
            <tr>
                <th scope="row">{ lanes.name(index as u32) }</th>
                { for kinds.iter().map(|&kind| {
                    let time = times[kind as usize];
                    html! {
                        <td>{ format!("{} ({})", duration(time), describe::percent(time, life)) }</td>
                    }
                }) }
                if lanes.has_lock() {
                    <td>{ shares.switches }</td>
                }
            </tr>
        }
    };
    html! {
        <div class="timeline-scroll" tabindex="0" role="group" aria-label="Where each thread’s time went">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "Thread" }</th>
                        { for kinds.iter().map(|kind| html! { <th scope="col">{ kind.name() }</th> }) }
                        if lanes.has_lock() {
                            <th scope="col">{ "took over the lock" }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    { for selection.threads.iter().enumerate().take(MOST_THREADS).map(row) }
                </tbody>
            </table>
        </div>
    }
}

/// How many spans a table lists.
const MOST_SPANS: usize = 300;

/// Shares and spans as tables.
#[component]
pub fn Table(props: &StretchProps) -> Html {
    let lanes = props.recording.lanes();
    let selection = Selection::of(&lanes, props.from, props.to);
    let (spans, rest) = earliest(&lanes, props.from, props.to, MOST_SPANS);
    let resolution = (props.to - props.from) / 1_000;
    html! {
        <>
            <p>
                { format!(
                    "From {} to {}. ",
                    moment(props.from, resolution),
                    moment(props.to, resolution)
                ) }
                if rest > 0 {
                    { format!(
                        "The first {} spans; {rest} follow. Zoom in or select for the others.",
                        spans.len()
                    ) }
                }
            </p>
            { shares(&lanes, &selection) }
            <div class="timeline-scroll" tabindex="0" role="group" aria-label="What each thread did">
                <table data-testid="spans">
                    <thead>
                        <tr>
                            <th scope="col">{ "From" }</th>
                            <th scope="col">{ "For" }</th>
                            <th scope="col">{ "Thread" }</th>
                            <th scope="col">{ "What" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for spans.iter().map(|(thread, span)| html! {
                            <tr>
                                <td>{ moment(span.start, resolution) }</td>
                                <td>{ duration(span.end - span.start) }</td>
                                <td>{ lanes.name(*thread) }</td>
                                <td>{ describe::doing(span.doing) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </>
    }
}

/// The earliest spans of a stretch, with their threads, in the order of their starts, and how many
/// more there are.
fn earliest(lanes: &Lanes, from: u64, to: u64, most: usize) -> (Vec<(u32, Span)>, usize) {
    let mut all = 0;
    // Of each lane the next one that is not in the list yet.
    let mut next = BinaryHeap::new();
    for (thread, lane) in (0_u32..).zip(lanes.lanes()) {
        let within = lane.between(from, to);
        all += within.len();
        if let Some(first) = lane.spans().get(within.clone()).and_then(<[_]>::first) {
            next.push(Reverse((first.start, thread, within.start, within.end)));
        }
    }
    let mut list = Vec::new();
    while list.len() < most
        && let Some(Reverse((_, thread, index, end))) = next.pop()
    {
        let spans = lanes.lanes().get(thread as usize).map(|lane| lane.spans());
        let spans = spans.unwrap_or_default();
        list.extend(spans.get(index).map(|&span| (thread, span)));
        if let Some(after) = spans.get(index + 1).filter(|_| index + 1 < end) {
            next.push(Reverse((after.start, thread, index + 1, end)));
        }
    }
    let rest = all - list.len();
    (list, rest)
}

#[cfg(test)]
mod tests {
    use protocol::{Ledger, LedgerEvent, LockEvent};

    use super::*;

    #[test]
    fn the_earliest_come_first() {
        let event = |at, thread, what| LedgerEvent { at, thread, what };
        let lanes = Lanes::of(&Ledger {
            threads: vec!["a".into(), "b".into()],
            events: vec![
                event(0, 0, LockEvent::Start),
                event(5, 1, LockEvent::Start),
                event(9, 0, LockEvent::Request),
                event(12, 1, LockEvent::Request),
            ],
            dropped: 0,
            until: 20,
            ..Ledger::default()
        });
        let seen = |from, to, most| {
            let (list, rest) = earliest(&lanes, from, to, most);
            let starts = list.iter().map(|(thread, span)| (span.start, *thread));
            (starts.collect::<Vec<_>>(), rest)
        };
        assert_eq!(seen(0, 20, 9), (vec![(0, 0), (5, 1), (9, 0), (12, 1)], 0));
        assert_eq!(seen(0, 20, 2), (vec![(0, 0), (5, 1)], 2));
        assert_eq!(seen(10, 11, 9), (vec![(5, 1), (9, 0)], 0));
        assert_eq!(seen(0, 0, 9), (vec![], 0));
    }
}
