//! How the lock was held, waited for and passed on.

use protocol::{Ledger, LedgerEvent, LockEvent, LockReport, ReleaseCause, Switches};

use crate::distribution::distribution;
use crate::order;

/// One continuous holding of the lock: from taking it to letting go of it. A letting go because
/// the ticks were used up does not end it if the same thread has the lock next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Who held it: an index into [`Ledger::threads`].
    pub thread: u32,
    /// From when: nanoseconds since the start of the run.
    pub start: u64,
    /// Until when: nanoseconds since the start of the run.
    pub end: u64,
    /// Whether the holder let go because it was asked to.
    pub forced: bool,
}

/// The lock's way from one thread to another: a switch of which both ends are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// Who let go: an index into [`Ledger::threads`].
    pub from: u32,
    /// Who had it next: an index into [`Ledger::threads`].
    pub to: u32,
    /// When the one let go: nanoseconds since the start of the run.
    pub released: u64,
    /// When the other took it: nanoseconds since the start of the run.
    pub acquired: u64,
    /// Whether the holder let go because it was asked to.
    pub forced: bool,
}

/// How often the lock passed from one thread to another. A switch is forced if the thread that
/// had the lock before had let go on request. All others count as voluntary: also those after its
/// ticks were used up, since the lock before 3.2 forces nobody, and those of which the ledger does
/// not tell how the thread let go.
pub fn switches(ledger: &Ledger) -> Switches {
    History::of(ledger).switches()
}

/// How the lock was held and waited for. Holdings and waits that are not over at the end of the
/// ledger do not count, since their length is not known. Nor does a wait inside of a [`Slice`]:
/// between a letting go because the ticks were used up and a retaking before anybody else.
pub fn lock_report(ledger: &Ledger) -> LockReport {
    let history = History::of(ledger);
    // OK because ends do not come before starts: the events are in the order of time.
    let slices = history.slices.iter().map(|slice| slice.end - slice.start);
    let hand_overs = history
        .hand_overs
        .iter()
        .filter(|hand_over| hand_over.forced)
        .map(|hand_over| hand_over.acquired - hand_over.released);
    LockReport {
        slices: distribution(slices.collect()),
        hand_overs: distribution(hand_overs.collect()),
        waits: distribution(history.waits),
        dropped_events: ledger.dropped,
    }
}

/// All slices that are over at the end of the ledger, in the order of their starts.
pub fn slices(ledger: &Ledger) -> Vec<Slice> {
    History::of(ledger).slices
}

/// All hand-overs, in the order in which the lock was taken.
pub fn hand_overs(ledger: &Ledger) -> Vec<HandOver> {
    History::of(ledger).hand_overs
}

/// What the ledger tells about the lock.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    threads: Vec<Thread>,
    /// How many switches there were, whether both their ends are known or not.
    switches: u64,
    /// Those that are over, in the order in which that became known.
    pub(crate) slices: Vec<Slice>,
    pub(crate) hand_overs: Vec<HandOver>,
    /// Nanoseconds.
    waits: Vec<u64>,
}

/// One thread, on the way through the events.
#[derive(Clone, Debug, Default)]
struct Thread {
    /// When it wanted the lock, if it waits for it.
    requested: Option<u64>,
    /// When the slice that it is in began, if it holds the lock.
    held_since: Option<u64>,
    /// Its slice up to a letting go because of ticks, which goes on if it has the lock next.
    paused: Option<Slice>,
    /// When and why it let go, if nobody is known to have taken the lock since.
    released: Option<(u64, ReleaseCause)>,
}

impl History {
    fn of(ledger: &Ledger) -> Self {
        let mut history = Self::default();
        history.name(ledger.threads.len());
        for event in order::in_order(ledger).iter() {
            history.follow(event);
        }
        let paused = history.threads.iter_mut();
        let paused = paused.filter_map(|thread| thread.paused.take());
        history.slices.extend(paused);
        // Nearly so already: only paused slices came late. One that is over within a tick of the
        // clock comes before the next one, which may have begun in the same tick.
        history.slices.sort_by_key(|slice| (slice.start, slice.end));
        history
    }

    /// From now on, so many threads have a name.
    pub(crate) fn name(&mut self, threads: usize) {
        if self.threads.len() < threads {
            self.threads.resize(threads, Thread::default());
        }
    }

    /// Goes on by one event of a thread that has a name, in order.
    pub(crate) fn follow(&mut self, event: &LedgerEvent) {
        match event.what {
            LockEvent::Request => {
                self.threads[event.thread as usize].requested = Some(event.at);
            }
            LockEvent::Acquire { from } => {
                let from = from.filter(|&from| from != event.thread);
                if let Some(from) = from {
                    self.switched(from, event.thread, event.at);
                }
                self.acquired(event.thread, event.at, from.is_some());
            }
            LockEvent::Release { cause } => self.released(event.thread, event.at, cause),
            _ => {}
        }
    }

    /// The slices that may go on: of who holds the lock, and of who has used up its ticks and may
    /// have it back.
    pub(crate) fn unfinished(&self, until: u64) -> impl Iterator<Item = Slice> {
        (0..).zip(&self.threads).filter_map(move |(name, thread)| {
            let held = thread.held_since.map(|start| Slice {
                thread: name,
                start,
                end: until.max(start),
                forced: false,
            });
            held.or(thread.paused)
        })
    }

    fn switched(&mut self, from: u32, to: u32, at: u64) {
        self.switches += 1;
        let Some(previous) = self.threads.get_mut(from as usize) else {
            return;
        };
        if let Some((released, cause)) = previous.released.take() {
            self.hand_overs.push(HandOver {
                from,
                to,
                released,
                // The clocks of two threads may disagree by more than it took.
                acquired: at.max(released),
                forced: cause == ReleaseCause::Forced,
            });
        }
    }

    fn acquired(&mut self, name: u32, at: u64, switch: bool) {
        let thread = &mut self.threads[name as usize];
        let requested = thread.requested.take();
        let paused = thread.paused.take();
        thread.released = None;
        match paused {
            Some(slice) if !switch => thread.held_since = Some(slice.start),
            _ => {
                thread.held_since = Some(at);
                self.slices.extend(paused);
                self.waits.extend(requested.map(|requested| at - requested));
            }
        }
    }

    fn released(&mut self, name: u32, at: u64, cause: ReleaseCause) {
        let thread = &mut self.threads[name as usize];
        let forced = cause == ReleaseCause::Forced;
        if let Some(start) = thread.held_since.take() {
            let slice = Slice {
                thread: name,
                start,
                end: at,
                forced,
            };
            if cause == ReleaseCause::Ticks {
                thread.paused = Some(slice);
            } else {
                self.slices.push(slice);
            }
        }
        thread.released = Some((at, cause));
    }

    fn switches(&self) -> Switches {
        let forced = self.hand_overs.iter().filter(|hand_over| hand_over.forced);
        let forced = forced.count() as u64;
        Switches {
            forced,
            voluntary: self.switches - forced,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::LockEvent::*;

    use super::*;
    use crate::samples::{self, BLOCKING, ENDED, FORCED, SLEEP, TICKS, ledger, own, switch};

    fn slice(thread: u32, start: u64, end: u64, forced: bool) -> Slice {
        Slice {
            thread,
            start,
            end,
            forced,
        }
    }

    fn count(forced: u64, voluntary: u64) -> Switches {
        Switches { forced, voluntary }
    }

    #[test]
    fn a_forced_switch_and_a_voluntary_one() {
        let ledger = samples::forced_switch();
        assert_eq!(switches(&ledger), count(1, 1));
        // The last one is still held.
        assert_eq!(
            slices(&ledger),
            [slice(0, 0, 5_100, true), slice(1, 5_110, 6_000, false)]
        );
        let report = lock_report(&ledger);
        assert_eq!((report.slices.count, report.slices.max), (2, 5.1e-6));
        assert_eq!((report.hand_overs.count, report.hand_overs.max), (1, 1e-8));
        assert_eq!((report.waits.count, report.waits.max), (3, 5.01e-6));
        assert_eq!(report.waits.median, 1.89e-6, "from its next request on");
    }

    #[test]
    fn who_blocks_and_comes_back_begins_a_new_slice() {
        let ledger = ledger(
            50,
            &[
                (0, 0, Start),
                (0, 0, Request),
                (0, 0, own()),
                (10, 0, BLOCKING),
                (10, 0, SLEEP),
                (30, 0, Wake),
                (30, 0, Request),
                (30, 0, own()),
                (45, 0, ENDED),
                (45, 0, End),
            ],
        );
        assert_eq!(switches(&ledger), count(0, 0));
        assert_eq!(
            slices(&ledger),
            [slice(0, 0, 10, false), slice(0, 30, 45, false)]
        );
    }

    #[test]
    fn a_slice_outlasts_its_ticks_until_another_thread_has_the_lock() {
        let ledger = ledger(
            60,
            &[
                (0, 0, Request),
                (0, 0, own()),
                (5, 1, Request),
                (10, 0, TICKS),
                (10, 0, Request),
                (11, 0, own()),
                (20, 0, TICKS),
                (20, 0, Request),
                (22, 1, switch(0)),
                (30, 1, TICKS),
                (30, 1, Request),
                (33, 0, switch(1)),
                (40, 0, ENDED),
                (40, 0, End),
            ],
        );
        assert_eq!(switches(&ledger), count(0, 2));
        assert_eq!(
            slices(&ledger),
            [
                slice(0, 0, 20, false),
                slice(1, 22, 30, false),
                slice(0, 33, 40, false)
            ]
        );
        let report = lock_report(&ledger);
        assert_eq!(report.waits.count, 3, "not the one inside of a slice");
        assert_eq!(report.hand_overs.count, 0, "nobody was asked");
    }

    #[test]
    fn without_a_lock_all_is_zero() {
        let ledger = ledger(9, &[(0, 0, Start), (1, 1, Start), (5, 1, End), (7, 0, End)]);
        assert_eq!(switches(&ledger), Switches::default());
        assert_eq!(lock_report(&ledger), LockReport::default());
    }

    #[test]
    fn clocks_may_disagree_about_a_hand_over() {
        let ledger = ledger(
            90,
            &[
                (0, 1, Request),
                (0, 1, own()),
                (5, 0, Request),
                (50, 1, FORCED),
                (48, 0, switch(1)),
                (50, 1, Request),
            ],
        );
        assert_eq!(switches(&ledger), count(1, 0));
        assert_eq!(lock_report(&ledger).hand_overs.max, 0.0);
    }

    #[test]
    fn a_switch_whose_release_is_missing_still_counts() {
        let mut ledger = ledger(90, &[(0, 0, own()), (50, 1, switch(0)), (60, 0, FORCED)]);
        ledger.dropped = 3;
        assert_eq!(switches(&ledger), count(0, 1));
        assert_eq!(hand_overs(&ledger), []);
        assert_eq!(lock_report(&ledger).dropped_events, 3);
    }

    proptest! {
        #[test]
        fn slices_do_not_overlap(ledger in samples::valid()) {
            for pair in slices(&ledger).windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "{pair:?}");
            }
        }

        #[test]
        fn every_switch_of_a_whole_ledger_has_two_ends(ledger in samples::valid()) {
            let hand_overs = hand_overs(&ledger);
            let switches = switches(&ledger);
            prop_assert_eq!(hand_overs.len() as u64, switches.forced + switches.voluntary);
            for pair in hand_overs.windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
                prop_assert!(pair[0].acquired <= pair[1].released);
            }
        }

        #[test]
        fn no_ledger_is_too_much(ledger in samples::any_at_all()) {
            let switches = switches(&ledger);
            prop_assert!(hand_overs(&ledger).len() as u64 <= switches.forced + switches.voluntary);
            for slice in slices(&ledger) {
                prop_assert!(slice.start <= slice.end);
            }
            lock_report(&ledger);
        }
    }
}
