//! What happened around the lock, event by event.

use serde::{Deserialize, Serialize};

/// Every event of a run, in the order in which they happened. The clocks of different threads may
/// disagree by some microseconds, so that a later event of another thread may have an earlier time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The names of the threads; an event's `thread` is an index into them.
    pub threads: Vec<String>,
    /// What happened.
    pub events: Vec<LedgerEvent>,
    /// How many further events there were no more room for. If it is not zero, then from some
    /// moment on the ledger is silent about some threads or all.
    pub dropped: u64,
    /// When the ledger was read or the run ended: nanoseconds since its start.
    pub until: u64,
}

/// Some events in a row, as they travel from engine to page: as objects, a hundred thousand of them
/// would keep the page's thread busy for a noticeable time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerPart {
    /// The names of all threads so far.
    pub threads: Vec<String>,
    /// The events, 16 bytes each.
    #[serde(with = "serde_bytes")]
    pub events: Vec<u8>,
    /// [`Ledger::dropped`] so far.
    pub dropped: u64,
    /// [`Ledger::until`] so far.
    pub until: u64,
}

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEvent {
    /// When: nanoseconds since the start of the run.
    pub at: u64,
    /// Whose: an index into [`Ledger::threads`].
    pub thread: u32,
    /// What.
    #[serde(flatten)]
    pub what: LockEvent,
}

/// What happened to a thread.
///
/// With a lock a thread's life is `Start Request Acquire … Release End`; each `Release` is
/// followed by a `Request` (when it was made to let go), by `Block … Wake Request`, or by `End`.
/// Between `Request` and `Acquire` it waits, with any number of `TimeOut`s, each followed by a
/// `DropRequest` if it counted. Without a lock there are only `Start`, `Block`, `Wake` and `End`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum LockEvent {
    /// The thread begins.
    Start,
    /// It wants the lock.
    Request,
    /// It has waited for a whole switch interval.
    TimeOut,
    /// The time-out counted, since the lock had not changed hands meanwhile: the holder was asked
    /// to let go.
    DropRequest {
        /// Who was asked.
        holder: u32,
    },
    /// It has the lock.
    Acquire {
        /// Who had it before, if that was another thread: then this was a switch.
        from: Option<u32>,
    },
    /// It lets go of the lock.
    Release {
        /// Why.
        cause: ReleaseCause,
    },
    /// It begins to wait for something other than the lock.
    Block {
        /// For what.
        cause: BlockCause,
    },
    /// What it waited for is there.
    Wake,
    /// The system's scheduler gave its core to another thread (virtual cores only).
    Preempt,
    /// It has a core again (virtual cores only).
    Dispatch,
    /// It has ended.
    End,
}

/// Why a thread let go of the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseCause {
    /// It was asked to (a drop request).
    Forced,
    /// Its ticks were used up (the lock before 3.2 only).
    Ticks,
    /// It is about to block.
    Blocking,
    /// It ends.
    Ended,
}

/// What a thread waits for, other than the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockCause {
    /// `time.sleep()`.
    Sleep,
    /// `Thread.join()`, and the main thread's wait for the others at its end.
    Join,
    /// `Thread.start()`, which returns when the new thread has begun.
    Start,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_flat_object() {
        let event = LedgerEvent {
            at: 5_100_000,
            thread: 2,
            what: LockEvent::Release {
                cause: ReleaseCause::Forced,
            },
        };
        let json = serde_json::to_value(event).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"at": 5_100_000, "thread": 2, "event": "release", "cause": "forced"})
        );
        assert_eq!(serde_json::from_value::<LedgerEvent>(json).unwrap(), event);
    }
}
