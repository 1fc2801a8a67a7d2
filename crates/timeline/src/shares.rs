//! How much of its life each thread spent on what.

use protocol::{Ledger, LockEvent};

use crate::order;
use crate::spans::{Doing, Span, spans};

/// Where a thread's time went, in nanoseconds, and how often it was switched to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Running with the lock.
    pub holding: u64,
    /// Running without one.
    pub running: u64,
    /// Able to run, but without a core.
    pub ready: u64,
    /// Waiting for the lock.
    pub waiting: u64,
    /// Waiting for something else.
    pub blocked: u64,
    /// How often it took the lock after another thread.
    pub switches: u64,
}

impl Shares {
    /// From the thread's start to its end, or for as long as it is known: nanoseconds.
    pub fn lifetime(&self) -> u64 {
        // OK because these are lengths of spans that do not overlap.
        self.holding + self.running + self.ready + self.waiting + self.blocked
    }

    fn add(&mut self, span: &Span) {
        let share = match span.doing {
            Doing::Holding => &mut self.holding,
            Doing::Running => &mut self.running,
            Doing::Ready => &mut self.ready,
            Doing::Waiting => &mut self.waiting,
            Doing::Blocked(_) => &mut self.blocked,
        };
        *share += span.end - span.start;
    }
}

/// Where each thread's time went, by its index in [`Ledger::threads`]: the sums of its
/// [`spans()`], as far as these go.
pub fn shares(ledger: &Ledger) -> Vec<Shares> {
    let mut shares: Vec<Shares> = spans(ledger)
        .iter()
        .map(|spans| {
            let mut shares = Shares::default();
            spans.iter().for_each(|span| shares.add(span));
            shares
        })
        .collect();
    for event in order::in_order(ledger).iter() {
        if let LockEvent::Acquire { from: Some(from) } = event.what
            && from != event.thread
        {
            shares[event.thread as usize].switches += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    #[test]
    fn each_kind_of_time_has_its_share() {
        let shares = shares(&samples::forced_switch());
        assert_eq!(
            shares,
            [
                Shares {
                    holding: 7_100,
                    waiting: 1_900,
                    switches: 1,
                    ..Shares::default()
                },
                Shares {
                    waiting: 5_010,
                    holding: 890,
                    running: 10,
                    blocked: 2_990,
                    switches: 1,
                    ..Shares::default()
                },
            ]
        );
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_lifetime(ledger in samples::valid()) {
            let shares = shares(&ledger);
            for (thread, shares) in shares.iter().enumerate() {
                let (start, end) = samples::life(&ledger, thread);
                prop_assert_eq!(shares.lifetime(), end - start);
            }
            let switches = crate::switches(&ledger);
            prop_assert_eq!(
                shares.iter().map(|shares| shares.switches).sum::<u64>(),
                switches.forced + switches.voluntary
            );
        }

        #[test]
        fn no_ledger_is_too_much(ledger in samples::any_at_all()) {
            for shares in shares(&ledger) {
                shares.lifetime();
            }
        }
    }
}
