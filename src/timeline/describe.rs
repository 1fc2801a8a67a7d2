//! What is to be seen of the lanes, in words.

use timeline::{Hit, Kind, Lanes, Request, Selection, Span, TakeOver, Times, Window};
use timeline::{duration, moment};

use protocol::BlockCause;
use timeline::Doing;

/// What there is at a place of a lane. Times are as exact as `resolution`, in nanoseconds.
pub fn place(lanes: &Lanes, lane: usize, at: u64, hit: &Hit, resolution: u64) -> String {
    let Some(thread) = lanes.lanes().get(lane) else {
        return String::new();
    };
    let name = thread.name();
    let mut text = String::new();
    if let Some(request) = &hit.request {
        text += &asked(lanes, name, request, resolution);
    }
    if let Some(take_over) = &hit.take_over {
        text += &took(lanes, name, take_over, resolution);
    }
    text += &match (&hit.span, &hit.crowd) {
        (_, Some((spans, times))) => format!(
            "{name}: {spans} things close together, {}. Zoom in to tell them apart.",
            parts(times)
        ),
        (Some(span), None) => did(name, span, resolution),
        (None, None) => {
            let is_over = thread.spans().last().is_some_and(|last| last.end <= at);
            match (is_over, lanes.dropped()) {
                (true, 0) => format!("{name} has ended."),
                (true, _) => format!("What {name} did here was not recorded: there was no room."),
                (false, _) => format!("{name} has not started yet."),
            }
        }
    };
    text
}

fn did(name: &str, span: &Span, resolution: u64) -> String {
    // Its ends should differ.
    let resolution = resolution.min((span.end - span.start) / 10);
    format!(
        "{name}: {} for {}, from {} to {}.",
        doing(span.doing),
        duration(span.end - span.start),
        moment(span.start, resolution),
        moment(span.end, resolution)
    )
}

fn asked(lanes: &Lanes, name: &str, request: &Request, resolution: u64) -> String {
    let at = moment(request.at, resolution);
    match request.holder {
        Some(holder) => format!(
            "{name} asked {} to let go of the lock, at {at}. ",
            lanes.name(holder)
        ),
        None => {
            format!("{name} had waited for a whole switch interval, at {at}, and asked nobody. ")
        }
    }
}

fn took(lanes: &Lanes, name: &str, take_over: &TakeOver, resolution: u64) -> String {
    let from = lanes.name(take_over.from);
    let at = moment(take_over.at, resolution);
    match take_over.released {
        Some(released) => {
            let why = if take_over.forced {
                "had been asked to let go"
            } else {
                "had let go unasked"
            };
            // Not exactly known where the clocks of two threads disagree.
            let later = match take_over.at.saturating_sub(released) {
                0 => "at once".to_owned(),
                free => format!("{} later", duration(free)),
            };
            format!("{name} took the lock from {from}, which {why}, at {at}, {later}. ")
        }
        None => format!("{name} had the lock after {from}, at {at}. "),
    }
}

/// What a thread does, with what it waits for.
pub fn doing(doing: Doing) -> &'static str {
    match doing {
        Doing::Blocked(BlockCause::Sleep) => "sleeping",
        Doing::Blocked(BlockCause::Join) => "waiting for another thread’s end",
        Doing::Blocked(BlockCause::Start) => "waiting for a new thread to begin",
        Doing::Blocked(BlockCause::Native) => "executing native code, without the lock",
        Doing::Blocked(BlockCause::Lock) => "waiting for a lock of the program’s own",
        Doing::Blocked(BlockCause::Network) => "waiting for the network",
        Doing::Blocked(BlockCause::Process) => "waiting for another process",
        _ => doing.kind().name(),
    }
}

fn parts(times: &Times) -> String {
    let all: u64 = times.iter().sum();
    let seen = Kind::ALL
        .into_iter()
        .zip(times)
        .filter(|(_, time)| **time > 0);
    let words = seen.map(|(kind, &time)| format!("{} {}", percent(time, all), kind.name()));
    words.collect::<Vec<_>>().join(", ")
}

/// A part in percent: `0 %` and `100 %` only if it is exactly that.
pub fn percent(part: u64, whole: u64) -> String {
    let share = part as f64 / whole.max(1) as f64 * 100.0;
    match share {
        _ if part == 0 => "0 %".to_owned(),
        ..1.0 => "under 1 %".to_owned(),
        99.5.. if part < whole => "over 99 %".to_owned(),
        _ => format!("{share:.0} %"),
    }
}

/// Which part of the run is to be seen.
pub fn window(window: &Window, until: u64) -> String {
    let resolution = (window.length() / 100.0) as u64;
    if window.is_whole(until) {
        return format!("All {} of the run.", duration(until));
    }
    format!(
        "{} to {}, of {}.",
        moment(window.start() as u64, resolution),
        moment(window.end() as u64, resolution),
        duration(until)
    )
}

/// What happened to the lock in a selection: pairs of a name and a value.
pub fn lock(selection: &Selection) -> Vec<(&'static str, String)> {
    let seconds = |seconds: f64| duration((seconds * 1e9) as u64);
    let mut facts = vec![("Length", duration(selection.length))];
    let switches = selection.switches;
    if let Some(unheld) = selection.unheld {
        facts.push((
            "Switches",
            format!(
                "{} forced, {} voluntary",
                switches.forced, switches.voluntary
            ),
        ));
        let slices = &selection.slices;
        if slices.count > 0 {
            facts.push((
                "Slices",
                format!(
                    "{}; median {}, nine of ten up to {}, longest {}",
                    slices.count,
                    seconds(slices.median),
                    seconds(slices.p90),
                    seconds(slices.max)
                ),
            ));
        }
        if selection.hand_overs.count > 0 {
            facts.push((
                "Forced hand-over, median",
                seconds(selection.hand_overs.median),
            ));
        }
        facts.push((
            "Nobody held the lock",
            format!(
                "{}, {}",
                duration(unheld),
                percent(unheld, selection.length)
            ),
        ));
    }
    facts
}

#[cfg(test)]
mod tests {
    use protocol::{Ledger, LedgerEvent, LockEvent, ReleaseCause};

    use super::*;

    fn lanes() -> Lanes {
        let forced = LockEvent::Release {
            cause: ReleaseCause::Forced,
        };
        let events = [
            (0, 0, LockEvent::Request),
            (0, 0, LockEvent::Acquire { from: None }),
            (100_000, 1, LockEvent::Request),
            (5_100_000, 1, LockEvent::DropRequest { holder: 0 }),
            (5_150_000, 0, forced),
            (5_160_000, 1, LockEvent::Acquire { from: Some(0) }),
            (8_000_000, 1, LockEvent::End),
        ];
        Lanes::of(&Ledger {
            threads: vec!["MainThread".into(), "Thread-1".into()],
            events: events
                .map(|(at, thread, what)| LedgerEvent { at, thread, what })
                .into(),
            dropped: 0,
            until: 9_000_000,
            ..Ledger::default()
        })
    }

    fn said(at: u64, to: u64, reach: u64) -> String {
        let lanes = lanes();
        let hit = lanes.lanes()[1].hit(at, to, reach);
        place(&lanes, 1, at, &hit, 10_000)
    }

    #[test]
    fn a_place_is_a_sentence_or_two() {
        assert_eq!(
            said(3_000_000, 0, 0),
            "Thread-1: waiting for the lock for 5.06 ms, from 100 µs to 5.16 ms."
        );
        assert_eq!(
            said(5_100_000, 0, 1_000),
            "Thread-1 asked MainThread to let go of the lock, at 5.10 ms. \
             Thread-1: waiting for the lock for 5.06 ms, from 100 µs to 5.16 ms."
        );
        assert!(said(5_160_000, 0, 10).starts_with(
            "Thread-1 took the lock from MainThread, which had been asked to let go, at 5.16 ms, \
             10.0 µs later."
        ));
        assert_eq!(said(1_000, 0, 0), "Thread-1 has not started yet.");
        assert_eq!(said(8_500_000, 0, 0), "Thread-1 has ended.");
    }

    #[test]
    fn a_selection_is_some_facts() {
        let selection = Selection::of(&lanes(), 0, 6_000_000);
        let facts = lock(&selection);
        assert_eq!(facts[0], ("Length", "6.00 ms".to_owned()));
        assert_eq!(facts[1], ("Switches", "1 forced, 0 voluntary".to_owned()));
        assert!(facts.contains(&("Forced hand-over, median", "10.0 µs".to_owned())));
        assert!(facts.contains(&("Nobody held the lock", "10.0 µs, under 1 %".to_owned())));
    }

    #[test]
    fn next_to_nothing_is_not_nothing() {
        let seen = [(0, 9), (1, 1_000), (999, 1_000), (9, 9), (1, 2), (0, 0)];
        let seen = seen.map(|(part, whole)| percent(part, whole));
        assert_eq!(
            seen,
            ["0 %", "under 1 %", "over 99 %", "100 %", "50 %", "0 %"]
        );
    }
}
