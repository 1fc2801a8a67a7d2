//! How long threads that came back from a sleep waited for the lock.

use protocol::{Distribution, Ledger, LockEvent};

use crate::distribution::distribution;
use crate::order;

/// For each thread, by its index in [`Ledger::threads`]: how long it took, in seconds, from each
/// time when what it had waited for was there to its next taking of the lock. A wake-up without
/// such a taking does not count, so without a lock there are none.
pub fn wake_ups(ledger: &Ledger) -> Vec<Distribution> {
    #[derive(Clone, Default)]
    struct Thread {
        woke: Option<u64>,
        lags: Vec<u64>,
    }
    let mut threads = vec![Thread::default(); ledger.threads.len()];
    for event in order::in_order(ledger).iter() {
        let thread = &mut threads[event.thread as usize];
        match event.what {
            LockEvent::Wake => thread.woke = Some(event.at),
            LockEvent::Acquire { .. } => {
                // OK because the events are in the order of time.
                let lag = thread.woke.take().map(|woke| event.at - woke);
                thread.lags.extend(lag);
            }
            LockEvent::Block { .. } | LockEvent::End => thread.woke = None,
            _ => {}
        }
    }
    threads
        .into_iter()
        .map(|thread| distribution(thread.lags))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::LockEvent::*;

    use super::*;
    use crate::samples::{self, SLEEP, ledger, switch};

    #[test]
    fn a_wake_up_counts_until_the_lock_is_there() {
        let ledger = ledger(
            20_000,
            &[
                (0, 1, SLEEP),
                (1_000, 1, Wake),
                (1_000, 1, Request),
                (4_000, 1, switch(0)),
                (5_000, 1, SLEEP),
                (6_000, 1, Wake),
                (6_000, 1, Request),
                (7_000, 1, switch(0)),
                (8_000, 1, switch(0)),
                (9_000, 1, Wake),
            ],
        );
        let wake_ups = wake_ups(&ledger);
        assert_eq!(wake_ups[0], Distribution::default());
        assert_eq!(wake_ups[1].count, 2);
        assert_eq!([wake_ups[1].min, wake_ups[1].max], [1e-6, 3e-6]);
    }

    #[test]
    fn without_a_lock_none_counts() {
        let ledger = ledger(
            9,
            &[(0, 0, SLEEP), (1, 0, Wake), (2, 0, SLEEP), (3, 0, End)],
        );
        assert_eq!(wake_ups(&ledger)[0].count, 0);
    }

    proptest! {
        #[test]
        fn no_ledger_is_too_much(ledger in samples::any_at_all()) {
            wake_ups(&ledger);
        }
    }
}
