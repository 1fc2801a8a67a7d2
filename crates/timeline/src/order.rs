//! A ledger's events as everything here reads them: in order, each of a thread with a name.

use std::borrow::Cow;

use protocol::{Ledger, LedgerEvent};

/// The events in the ledger's own order, without those of unknown threads. That order is the truth:
/// clocks of different threads may disagree by some microseconds. Only for one thread time must
/// not go back; where it does, in a ledger that nobody recorded, it stands still.
pub(crate) fn in_order(ledger: &Ledger) -> Cow<'_, [LedgerEvent]> {
    let mut last = vec![0; ledger.threads.len()];
    let mut is_fine = |event: &LedgerEvent| match last.get_mut(event.thread as usize) {
        Some(last) => std::mem::replace(last, event.at) <= event.at,
        None => false,
    };
    if ledger.events.iter().all(&mut is_fine) {
        return Cow::Borrowed(&ledger.events);
    }
    let mut order = Order::default();
    order.name(ledger.threads.len());
    let events = ledger.events.iter().filter_map(|&event| order.admit(event));
    Cow::Owned(events.collect())
}

/// Brings events into this form as they come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    /// By thread: the time of its last event.
    last: Vec<u64>,
}

impl Order {
    /// From now on, so many threads have a name.
    pub(crate) fn name(&mut self, threads: usize) {
        if self.last.len() < threads {
            self.last.resize(threads, 0);
        }
    }

    /// The event as it is to be read; `None` if it is of an unknown thread.
    pub(crate) fn admit(&mut self, event: LedgerEvent) -> Option<LedgerEvent> {
        let last = self.last.get_mut(event.thread as usize)?;
        *last = event.at.max(*last);
        Some(LedgerEvent { at: *last, ..event })
    }
}

/// When the ledger ends: nanoseconds since its start. Not before its last event, whatever it
/// says itself.
pub(crate) fn end(ledger: &Ledger, in_order: &[LedgerEvent]) -> u64 {
    let last = in_order.iter().map(|event| event.at).max();
    last.map_or(ledger.until, |last| last.max(ledger.until))
}
