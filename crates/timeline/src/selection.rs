//! Statistics of a stretch of time.

use protocol::{Distribution, Switches};

use crate::distribution::distribution;
use crate::lanes::{Lane, Lanes};
use crate::shares::Shares;

/// What happened in a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// How long it is, in nanoseconds.
    pub length: u64,
    /// For each thread, where its time went, and how often it was switched to.
    pub threads: Vec<Shares>,
    /// How often the lock passed from one thread to another.
    pub switches: Switches,
    /// How long the lock was held in one go, of the slices that lie wholly within.
    pub slices: Distribution,
    /// How long nobody held the lock when it was handed over on request.
    pub hand_overs: Distribution,
    /// How long nobody held the lock in all, in nanoseconds; `None` where there is none, or where
    /// events were dropped, so that nobody knows.
    pub unheld: Option<u64>,
}

impl Selection {
    /// Of the time from one moment to another, in nanoseconds since the start of the run.
    pub fn of(lanes: &Lanes, from: u64, to: u64) -> Self {
        let to = to.min(lanes.until());
        let from = from.min(to);
        let mut switches = Switches::default();
        let threads = lanes.lanes().iter().map(|lane| {
            let [holding, running, ready, waiting, blocked] = lane.times(from, to);
            Shares {
                holding,
                running,
                ready,
                waiting,
                blocked,
                switches: count(lane, from, to, &mut switches),
            }
        });
        let threads = threads.collect();
        let mut held = Vec::new();
        let mut slices = Vec::new();
        for slice in lanes.slices() {
            let (start, end) = (slice.start.max(from), slice.end.min(to));
            if start < end {
                held.push((start, end));
            }
            if slice.start >= from && slice.end <= to && slice.end < lanes.until() {
                slices.push(slice.end - slice.start);
            }
        }
        let hand_overs = lanes.history.hand_overs.iter();
        let hand_overs = hand_overs
            .filter(|each| each.forced && each.released >= from && each.acquired < to)
            .map(|each| each.acquired - each.released);
        let is_known = lanes.has_lock() && lanes.dropped() == 0;
        Self {
            length: to - from,
            threads,
            switches,
            slices: distribution(slices),
            hand_overs: distribution(hand_overs.collect()),
            unheld: is_known.then(|| to - from - together(held)),
        }
    }
}

/// How long stretches of time are together. They may overlap where clocks disagree.
fn together(mut stretches: Vec<(u64, u64)>) -> u64 {
    stretches.sort_unstable();
    let mut sum = 0;
    let mut until = 0;
    for (start, end) in stretches {
        // OK because none of this was counted before.
        sum += end.saturating_sub(start.max(until));
        until = until.max(end);
    }
    sum
}

/// Counts a thread’s switches, gives their number, and adds them to those of all threads.
fn count(lane: &Lane, from: u64, to: u64, all: &mut Switches) -> u64 {
    let take_overs = lane.take_overs();
    let first = take_overs.partition_point(|each| each.at < from);
    let end = take_overs.partition_point(|each| each.at < to);
    let within = take_overs.get(first..end).unwrap_or_default();
    let forced = within.iter().filter(|each| each.forced).count();
    all.forced += forced as u64;
    all.voluntary += (within.len() - forced) as u64;
    within.len() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;
    use crate::{lock_report, shares, switches};

    #[test]
    fn of_a_forced_switch() {
        let lanes = Lanes::of(&samples::forced_switch());
        let selection = Selection::of(&lanes, 5_000, 6_500);
        assert_eq!(selection.length, 1_500);
        assert_eq!(
            (selection.switches.forced, selection.switches.voluntary),
            (1, 0)
        );
        assert_eq!(selection.threads[0].holding, 100);
        assert_eq!(selection.threads[1].holding, 890);
        assert_eq!(selection.threads[1].switches, 1);
        assert_eq!((selection.slices.count, selection.slices.max), (1, 8.9e-7));
        assert_eq!(selection.hand_overs.median, 1e-8);
        assert_eq!(
            selection.unheld,
            Some(510),
            "10 of the hand-over, 500 of the sleep"
        );
    }

    #[test]
    fn what_overlaps_counts_once() {
        assert_eq!(together(vec![(8, 9), (0, 5), (3, 6), (4, 5)]), 7);
        assert_eq!(together(vec![(0, u64::MAX), (0, 1)]), u64::MAX);
    }

    proptest! {
        #[test]
        fn of_everything_it_says_what_the_report_says(ledger in samples::valid()) {
            let lanes = Lanes::of(&ledger);
            // The end of a valid ledger comes after its last event.
            let selection = Selection::of(&lanes, 0, lanes.until());
            prop_assert_eq!(&selection.threads, &shares(&ledger));
            prop_assert_eq!(selection.switches, switches(&ledger));
            prop_assert_eq!(selection.slices, lock_report(&ledger).slices);
            prop_assert_eq!(selection.hand_overs, lock_report(&ledger).hand_overs);
        }

        #[test]
        fn anything_can_be_selected(
            ledger in samples::any_at_all(),
            from in prop_oneof![0..100_u64, any::<u64>()],
            to in prop_oneof![0..100_u64, any::<u64>()],
        ) {
            let selection = Selection::of(&Lanes::of(&ledger), from, to);
            prop_assert!(selection.unheld.is_none_or(|unheld| unheld <= selection.length));
        }
    }
}
