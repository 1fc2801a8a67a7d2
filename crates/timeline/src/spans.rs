//! What each thread did, from when to when.

use protocol::{BlockCause, Ledger, LockEvent, ReleaseCause};

use crate::order;

/// A stretch of time in which a thread did one thing. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From when: nanoseconds since the start of the run.
    pub start: u64,
    /// Until when: nanoseconds since the start of the run.
    pub end: u64,
    /// What it did.
    pub doing: Doing,
}

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It holds the lock, and runs.
    Holding,
    /// It runs without a lock.
    Running,
    /// It would run, with the lock or without one, but has no core.
    Ready,
    /// It waits for the lock. Also from a forced letting go until it wants the lock again: all
    /// the while it waits for its successor to take it.
    Waiting,
    /// It waits for something else.
    Blocked(BlockCause),
}

/// What a thread does, but for what it waits for: what is drawn alike and summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It holds the lock, and runs.
    Holding,
    /// It runs without a lock.
    Running,
    /// It would run, but has no core.
    Ready,
    /// It waits for the lock.
    Waiting,
    /// It waits for something else.
    Blocked,
}

impl Kind {
    /// All of them, in the order in which they are drawn above each other.
    pub const ALL: [Self; 5] = [
        Self::Holding,
        Self::Running,
        Self::Ready,
        Self::Waiting,
        Self::Blocked,
    ];

    /// What legends and tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holding => "holding the lock",
            Self::Running => "running without the lock",
            Self::Ready => "ready, but without a core",
            Self::Waiting => "waiting for the lock",
            Self::Blocked => "blocked",
        }
    }
}

impl Doing {
    /// Which kind it is of.
    pub fn kind(self) -> Kind {
        match self {
            Self::Holding => Kind::Holding,
            Self::Running => Kind::Running,
            Self::Ready => Kind::Ready,
            Self::Waiting => Kind::Waiting,
            Self::Blocked(_) => Kind::Blocked,
        }
    }
}

/// What each thread did, by its index in [`Ledger::threads`]. A thread's spans are in the order of
/// time and without gaps, from its first event to its end; neighbours differ.
///
/// A thread that has not ended does what it did last until [`Ledger::until`]. Not so if events
/// were dropped: then nothing is known of it after its last event, and its spans end there. Nor is
/// there a span of a thread before the first event that says what it does.
pub fn spans(ledger: &Ledger) -> Vec<Vec<Span>> {
    let mut tracks = vec![Track::default(); ledger.threads.len()];
    let events = order::in_order(ledger);
    for event in events.iter() {
        tracks[event.thread as usize].follow(event.at, event.what);
    }
    let end = order::end(ledger, &events);
    let complete = ledger.dropped == 0;
    tracks
        .into_iter()
        .map(|track| {
            let known_until = if complete { end } else { track.last_event };
            track.finish(known_until)
        })
        .collect()
}

/// One thread, on the way through its events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Track {
    /// Those that are over.
    pub(crate) spans: Vec<Span>,
    /// What it does, or would do if it had a core; `None` before its start and after its end.
    activity: Option<Doing>,
    /// Whether its core was given to another thread.
    preempted: bool,
    /// When the span that is open now began.
    since: u64,
    pub(crate) last_event: u64,
}

impl Track {
    pub(crate) fn follow(&mut self, at: u64, what: LockEvent) {
        self.last_event = at;
        let (mut activity, mut preempted) = (self.activity, self.preempted);
        match what {
            LockEvent::Start | LockEvent::Wake => activity = Some(Doing::Running),
            LockEvent::Request => activity = Some(Doing::Waiting),
            LockEvent::Acquire { .. } => activity = Some(Doing::Holding),
            LockEvent::Release { cause } => {
                activity = Some(match cause {
                    ReleaseCause::Forced | ReleaseCause::Ticks => Doing::Waiting,
                    // What is left to do before it blocks or ends, it does without the lock.
                    ReleaseCause::Blocking | ReleaseCause::Ended => Doing::Running,
                });
            }
            LockEvent::Block { cause } => activity = Some(Doing::Blocked(cause)),
            LockEvent::Preempt => preempted = true,
            LockEvent::Dispatch => preempted = false,
            LockEvent::End => (activity, preempted) = (None, false),
            LockEvent::TimeOut | LockEvent::DropRequest { .. } => {}
        }
        if (activity, preempted) != (self.activity, self.preempted) {
            self.close(at);
            self.activity = activity;
            self.preempted = preempted;
        }
    }

    /// What is to be seen of it.
    fn doing(&self) -> Option<Doing> {
        match self.activity {
            // Only who would run lacks a core.
            Some(Doing::Holding | Doing::Running) if self.preempted => Some(Doing::Ready),
            activity => activity,
        }
    }

    /// Ends the open span, if there is one.
    fn close(&mut self, at: u64) {
        let start = std::mem::replace(&mut self.since, at);
        self.add(start, at);
    }

    /// The open span as it would be if it ended then.
    pub(crate) fn close_for_now(&mut self, at: u64) {
        self.add(self.since, at);
    }

    fn add(&mut self, start: u64, at: u64) {
        let Some(doing) = self.doing() else { return };
        if start >= at {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if last.end == start && last.doing == doing => last.end = at,
            _ => self.spans.push(Span {
                start,
                end: at,
                doing,
            }),
        }
    }

    fn finish(mut self, known_until: u64) -> Vec<Span> {
        self.close(known_until);
        self.spans
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::LockEvent::*;

    use super::*;
    use crate::samples::{self, BLOCKING, FORCED, SLEEP, TICKS, ledger, own, switch};

    fn seen(ledger: &Ledger, thread: usize) -> Vec<(u64, u64, Doing)> {
        spans(ledger)[thread]
            .iter()
            .map(|span| (span.start, span.end, span.doing))
            .collect()
    }

    #[test]
    fn two_threads_take_turns() {
        let ledger = samples::forced_switch();
        assert_eq!(
            seen(&ledger, 0),
            [
                (0, 5_100, Doing::Holding),
                (5_100, 7_000, Doing::Waiting),
                (7_000, 9_000, Doing::Holding),
            ]
        );
        assert_eq!(
            seen(&ledger, 1),
            [
                (100, 5_110, Doing::Waiting),
                (5_110, 6_000, Doing::Holding),
                (6_000, 6_010, Doing::Running),
                (6_010, 9_000, Doing::Blocked(BlockCause::Sleep)),
            ]
        );
    }

    #[test]
    fn a_retake_at_once_does_not_interrupt_the_holding() {
        let ledger = ledger(
            100,
            &[
                (0, 0, Start),
                (0, 0, Request),
                (0, 0, own()),
                (10, 0, TICKS),
                (10, 0, Request),
                (10, 0, own()),
                (20, 0, TICKS),
                (20, 0, Request),
                (23, 0, own()),
            ],
        );
        assert_eq!(
            seen(&ledger, 0),
            [
                (0, 20, Doing::Holding),
                (20, 23, Doing::Waiting),
                (23, 100, Doing::Holding),
            ]
        );
    }

    #[test]
    fn without_a_lock_threads_run() {
        let ledger = ledger(
            30,
            &[
                (0, 0, Start),
                (2, 1, Start),
                (
                    5,
                    0,
                    Block {
                        cause: BlockCause::Join,
                    },
                ),
                (20, 1, End),
                (21, 0, Wake),
                (25, 0, End),
            ],
        );
        assert_eq!(
            seen(&ledger, 0),
            [
                (0, 5, Doing::Running),
                (5, 21, Doing::Blocked(BlockCause::Join)),
                (21, 25, Doing::Running),
            ]
        );
        assert_eq!(seen(&ledger, 1), [(2, 20, Doing::Running)]);
    }

    #[test]
    fn a_preempted_thread_goes_on_with_what_it_did() {
        let ledger = ledger(
            60,
            &[
                (0, 0, Start),
                (0, 0, Request),
                (0, 0, own()),
                (10, 0, Preempt),
                (20, 0, Dispatch),
                (30, 0, Preempt),
                (35, 0, BLOCKING),
                (35, 0, SLEEP),
                (40, 0, Dispatch),
                (50, 0, Wake),
            ],
        );
        assert_eq!(
            seen(&ledger, 0),
            [
                (0, 10, Doing::Holding),
                (10, 20, Doing::Ready),
                (20, 30, Doing::Holding),
                (30, 35, Doing::Ready),
                (35, 50, Doing::Blocked(BlockCause::Sleep)),
                (50, 60, Doing::Running),
            ]
        );
    }

    #[test]
    fn a_woken_thread_without_a_core_is_ready() {
        let ledger = ledger(
            40,
            &[
                (0, 0, Start),
                (10, 0, SLEEP),
                (20, 0, Wake),
                (20, 0, Preempt),
                (30, 0, Dispatch),
                (35, 0, End),
            ],
        );
        assert_eq!(
            seen(&ledger, 0),
            [
                (0, 10, Doing::Running),
                (10, 20, Doing::Blocked(BlockCause::Sleep)),
                (20, 30, Doing::Ready),
                (30, 35, Doing::Running),
            ]
        );
    }

    #[test]
    fn nothing_is_made_up_where_events_were_dropped() {
        let mut ledger = ledger(
            1_000,
            &[
                (0, 0, Start),
                (0, 0, Request),
                (0, 0, own()),
                (5, 1, Start),
                (5, 1, Request),
                (15, 1, TimeOut),
                (18, 0, FORCED),
            ],
        );
        ledger.dropped = 1;
        assert_eq!(seen(&ledger, 0), [(0, 18, Doing::Holding)]);
        assert_eq!(seen(&ledger, 1), [(5, 15, Doing::Waiting)]);
    }

    #[test]
    fn a_ledger_is_not_over_before_its_last_event() {
        let ledger = ledger(10, &[(0, 0, Start), (20, 1, Start)]);
        assert_eq!(seen(&ledger, 0), [(0, 20, Doing::Running)]);
        assert_eq!(seen(&ledger, 1), []);
    }

    #[test]
    fn strangers_are_left_out_and_no_time_goes_back() {
        let ledger = ledger(
            9,
            &[
                (2, 0, Start),
                (3, 70, Start),
                (4, 0, switch(70)),
                (1, 0, FORCED),
                (7, 0, End),
            ],
        );
        assert_eq!(
            seen(&ledger, 0),
            [(2, 4, Doing::Running), (4, 7, Doing::Waiting)]
        );
    }

    /// True of the spans of every ledger.
    fn check_form(spans: &[Span]) -> Result<(), TestCaseError> {
        for span in spans {
            prop_assert!(span.start < span.end, "{span:?}");
        }
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{pair:?}");
            prop_assert!(
                pair[0].end < pair[1].start || pair[0].doing != pair[1].doing,
                "{pair:?}"
            );
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn spans_tile_a_life(ledger in samples::valid()) {
            for (thread, spans) in spans(&ledger).iter().enumerate() {
                check_form(spans)?;
                for pair in spans.windows(2) {
                    prop_assert_eq!(pair[0].end, pair[1].start);
                }
                let (start, end) = samples::life(&ledger, thread);
                if start < end {
                    prop_assert_eq!(spans.first().map(|span| span.start), Some(start));
                    prop_assert_eq!(spans.last().map(|span| span.end), Some(end));
                } else {
                    prop_assert!(spans.is_empty());
                }
            }
        }

        #[test]
        fn one_thread_holds_the_lock_at_a_time(ledger in samples::valid()) {
            let mut holding: Vec<Span> = spans(&ledger)
                .into_iter()
                .flatten()
                .filter(|span| span.doing == Doing::Holding)
                .collect();
            holding.sort_by_key(|span| span.start);
            for pair in holding.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "{pair:?}");
            }
        }

        #[test]
        fn any_ledger_gives_spans_in_form(ledger in samples::any_at_all()) {
            for spans in spans(&ledger) {
                check_form(&spans)?;
            }
        }
    }
}
