//! What happened around the lock, event by event.

use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Every event of a run, in the order in which they happened. The clocks of different threads may
/// disagree by some microseconds, so that a later event of another thread may have an earlier time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The names of the threads; an event's `thread` is an index into them.
    pub threads: Vec<String>,
    /// The names of the interpreters, the program's own first, if there was more than one: each has threads and a
    /// lock of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interpreters: Vec<String>,
    /// Of each thread the interpreter that it belongs to: an index into those; nothing if there is but one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub homes: Vec<u32>,
    /// What happened.
    pub events: Vec<LedgerEvent>,
    /// How many further events there were no more room for. If it is not zero, then from some
    /// moment on the ledger is silent about some threads or all.
    pub dropped: u64,
    /// When the ledger was read or the run ended: nanoseconds since its start.
    pub until: u64,
}

impl Ledger {
    /// The interpreter that a thread belongs to: 0 is the program's own.
    pub fn interpreter(&self, thread: u32) -> u32 {
        self.homes.get(thread as usize).copied().unwrap_or(0)
    }
}

/// Some events in a row, as they travel from engine to page: as objects, a hundred thousand of them
/// would keep the page's thread busy for a noticeable time.
///
/// An event takes 16 bytes; all numbers are little-endian and without a sign.
///
/// | bytes | what |
/// |---|---|
/// | 0 to 7 | [`LedgerEvent::at`] |
/// | 8 to 11 | [`LockEvent::code`]: kind and cause in byte 8, the other thread in 9 to 11 |
/// | 12 to 15 | [`LedgerEvent::thread`] |
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerPart {
    /// The names of all threads so far.
    pub threads: Vec<String>,
    /// [`Ledger::interpreters`] so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interpreters: Vec<String>,
    /// [`Ledger::homes`] so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub homes: Vec<u32>,
    /// The events, 16 bytes each.
    #[serde(with = "serde_bytes")]
    pub events: Vec<u8>,
    /// [`Ledger::dropped`] so far.
    pub dropped: u64,
    /// [`Ledger::until`] so far. What happened until then is in here or in an earlier part, except
    /// for what was just being written down.
    #[serde(with = "as_float")]
    pub until: u64,
}

impl LedgerPart {
    /// Bytes an event takes.
    pub const EVENT: usize = 16;

    /// Packs some events.
    pub fn pack(threads: Vec<String>, events: &[LedgerEvent], dropped: u64, until: u64) -> Self {
        let mut bytes = Vec::with_capacity(events.len() * Self::EVENT);
        for event in events {
            bytes.extend_from_slice(&event.at.to_le_bytes());
            bytes.extend_from_slice(&event.what.code().to_le_bytes());
            bytes.extend_from_slice(&event.thread.to_le_bytes());
        }
        Self {
            threads,
            interpreters: Vec::new(),
            homes: Vec::new(),
            events: bytes,
            dropped,
            until,
        }
    }

    /// The events again. Their threads are not compared with the names.
    pub fn unpack(&self) -> Result<Vec<LedgerEvent>, NotALedger> {
        let (events, rest) = self.events.as_chunks();
        if !rest.is_empty() {
            return Err(NotALedger::Length(self.events.len()));
        }
        let unpacked = events.iter().enumerate().map(|(number, event)| {
            let event = u128::from_le_bytes(*event);
            let what = LockEvent::of_code((event >> 64) as u32);
            Ok(LedgerEvent {
                at: event as u64,
                thread: (event >> 96) as u32,
                what: what.ok_or(NotALedger::Event(number))?,
            })
        });
        unpacked.collect()
    }

    /// A whole ledger, if this is one.
    pub fn into_ledger(self) -> Result<Ledger, NotALedger> {
        Ok(Ledger {
            events: self.unpack()?,
            threads: self.threads,
            interpreters: self.interpreters,
            homes: self.homes,
            dropped: self.dropped,
            until: self.until,
        })
    }
}

/// Why some bytes are no events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotALedger {
    /// So many bytes are no whole number of events.
    Length(usize),
    /// The event of this number, counted from 0, is none that there is.
    Event(usize),
}

impl fmt::Display for NotALedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(bytes) => write!(
                f,
                "A packed ledger has {} bytes for each event, and {bytes} bytes are no whole \
                 number of events.",
                LedgerPart::EVENT
            ),
            Self::Event(number) => write!(
                f,
                "Event {number} of a packed ledger is of a kind that does not exist."
            ),
        }
    }
}

impl Error for NotALedger {}

/// Whole numbers that JavaScript can tell apart end at 2^53. As nanoseconds those are 104 days, and
/// on virtual cores a program may sleep for longer. Then some nanoseconds do not matter.
mod as_float {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(*value as f64)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        f64::deserialize(from).map(|value| value as u64)
    }
}

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form")]
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
#[serde(tag = "event", rename_all = "kebab-case", try_from = "Form")]
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

/// What an event looks like when it is read. Derived for tagged enums and flattened structs, reading
/// would go through a general value, with code for each type in it: half as much again as all the rest
/// of the page.
#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    at: Option<u64>,
    #[serde(default)]
    thread: Option<u32>,
    event: Kind,
    #[serde(default)]
    cause: Option<Cause>,
    #[serde(default)]
    holder: Option<u32>,
    #[serde(default)]
    from: Option<u32>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Start,
    Request,
    TimeOut,
    DropRequest,
    Acquire,
    Release,
    Block,
    Wake,
    Preempt,
    Dispatch,
    End,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Cause {
    Forced,
    Ticks,
    Blocking,
    Ended,
    Sleep,
    Join,
    Start,
    Native,
    Lock,
    Network,
    Process,
}

impl TryFrom<Form> for LockEvent {
    type Error = &'static str;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        Ok(match form.event {
            Kind::Start => Self::Start,
            Kind::Request => Self::Request,
            Kind::TimeOut => Self::TimeOut,
            Kind::DropRequest => Self::DropRequest {
                holder: form.holder.ok_or("a drop request without a holder")?,
            },
            Kind::Acquire => Self::Acquire { from: form.from },
            Kind::Release => Self::Release {
                cause: match form.cause {
                    Some(Cause::Forced) => ReleaseCause::Forced,
                    Some(Cause::Ticks) => ReleaseCause::Ticks,
                    Some(Cause::Blocking) => ReleaseCause::Blocking,
                    Some(Cause::Ended) => ReleaseCause::Ended,
                    _ => return Err("a release without a cause"),
                },
            },
            Kind::Block => Self::Block {
                cause: match form.cause {
                    Some(Cause::Sleep) => BlockCause::Sleep,
                    Some(Cause::Join) => BlockCause::Join,
                    Some(Cause::Start) => BlockCause::Start,
                    Some(Cause::Native) => BlockCause::Native,
                    Some(Cause::Lock) => BlockCause::Lock,
                    Some(Cause::Network) => BlockCause::Network,
                    Some(Cause::Process) => BlockCause::Process,
                    _ => return Err("a block without a cause"),
                },
            },
            Kind::Wake => Self::Wake,
            Kind::Preempt => Self::Preempt,
            Kind::Dispatch => Self::Dispatch,
            Kind::End => Self::End,
        })
    }
}

impl TryFrom<Form> for LedgerEvent {
    type Error = &'static str;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        Ok(Self {
            at: form.at.ok_or("an event without a time")?,
            thread: form.thread.ok_or("an event without a thread")?,
            what: form.try_into()?,
        })
    }
}

impl LockEvent {
    /// Threads from this number on are all called that: the sixteen millionth. No ledger has room
    /// for so many.
    const LAST_THREAD: u32 = (1 << 24) - 1;

    /// The event in 32 bits: the lowest 8 are its kind and cause, those above are the other thread
    /// if there is one, else 0.
    ///
    /// | kind | event | other thread |
    /// |---|---|---|
    /// | 0 | `Start` | |
    /// | 1 | `Request` | |
    /// | 2 | `TimeOut` | |
    /// | 3 | `DropRequest` | the holder |
    /// | 4 | `Acquire`, nobody else having had it | |
    /// | 5 | `Acquire` | who had it before |
    /// | 6 | `Release`, forced | |
    /// | 7 | `Release`, ticks | |
    /// | 8 | `Release`, blocking | |
    /// | 9 | `Release`, ended | |
    /// | 10 | `Block`, sleep | |
    /// | 11 | `Block`, join | |
    /// | 12 | `Block`, start | |
    /// | 13 | `Block`, native | |
    /// | 14 | `Wake` | |
    /// | 15 | `Preempt` | |
    /// | 16 | `Dispatch` | |
    /// | 17 | `End` | |
    /// | 18 | `Block`, lock | |
    /// | 19 | `Block`, network | |
    /// | 20 | `Block`, process | |
    pub fn code(self) -> u32 {
        let with = |other: u32| other.min(Self::LAST_THREAD) << 8;
        match self {
            Self::Start => 0,
            Self::Request => 1,
            Self::TimeOut => 2,
            Self::DropRequest { holder } => 3 | with(holder),
            Self::Acquire { from: None } => 4,
            Self::Acquire { from: Some(from) } => 5 | with(from),
            Self::Release { cause } => match cause {
                ReleaseCause::Forced => 6,
                ReleaseCause::Ticks => 7,
                ReleaseCause::Blocking => 8,
                ReleaseCause::Ended => 9,
            },
            Self::Block { cause } => match cause {
                BlockCause::Sleep => 10,
                BlockCause::Join => 11,
                BlockCause::Start => 12,
                BlockCause::Native => 13,
                // Later than the others: kept ledgers are to mean what they meant.
                BlockCause::Lock => 18,
                BlockCause::Network => 19,
                BlockCause::Process => 20,
            },
            Self::Wake => 14,
            Self::Preempt => 15,
            Self::Dispatch => 16,
            Self::End => 17,
        }
    }

    /// The event that [`LockEvent::code`] gives this number, if there is one.
    pub fn of_code(code: u32) -> Option<Self> {
        let release = |cause| Self::Release { cause };
        let block = |cause| Self::Block { cause };
        let other = code >> 8;
        Some(match code & 0xff {
            3 => Self::DropRequest { holder: other },
            5 => Self::Acquire { from: Some(other) },
            _ if other != 0 => return None,
            0 => Self::Start,
            1 => Self::Request,
            2 => Self::TimeOut,
            4 => Self::Acquire { from: None },
            6 => release(ReleaseCause::Forced),
            7 => release(ReleaseCause::Ticks),
            8 => release(ReleaseCause::Blocking),
            9 => release(ReleaseCause::Ended),
            10 => block(BlockCause::Sleep),
            11 => block(BlockCause::Join),
            12 => block(BlockCause::Start),
            13 => block(BlockCause::Native),
            14 => Self::Wake,
            15 => Self::Preempt,
            16 => Self::Dispatch,
            17 => Self::End,
            18 => block(BlockCause::Lock),
            19 => block(BlockCause::Network),
            20 => block(BlockCause::Process),
            _ => return None,
        })
    }
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
    /// Nothing: it executes native code that needs no lock (`Py_BEGIN_ALLOW_THREADS`).
    Native,
    /// A lock of the program's own (`Lock.acquire()`), which another thread has.
    Lock,
    /// An answer from the network.
    Network,
    /// Another process: its end, a message of it, room for one to it, a semaphore that it has.
    Process,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every event that a code stands for.
    fn any_lock_event() -> impl Strategy<Value = LockEvent> {
        (0u32..=20, 0..=LockEvent::LAST_THREAD).prop_filter_map("no such code", |(kind, other)| {
            LockEvent::of_code(other << 8 | kind).or_else(|| LockEvent::of_code(kind))
        })
    }

    fn any_event() -> impl Strategy<Value = LedgerEvent> {
        let parts = (any::<u64>(), any::<u32>(), any_lock_event());
        parts.prop_map(|(at, thread, what)| LedgerEvent { at, thread, what })
    }

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

    #[test]
    fn an_event_is_sixteen_bytes() {
        let event = LedgerEvent {
            at: 0x0102_0304,
            thread: 9,
            what: LockEvent::DropRequest { holder: 0x0203 },
        };
        let part = LedgerPart::pack(vec!["MainThread".into()], &[event], 5, 7);
        let bytes = [4, 3, 2, 1, 0, 0, 0, 0, 3, 3, 2, 0, 9, 0, 0, 0];
        assert_eq!(part.events, bytes);
        assert_eq!((part.dropped, part.until), (5, 7));
    }

    #[test]
    fn there_are_twenty_one_kinds_of_event() {
        // The numbers are part of the form: who has kept a ledger reads it with them.
        let release = |cause| LockEvent::Release { cause };
        let block = |cause| LockEvent::Block { cause };
        let all = [
            LockEvent::Start,
            LockEvent::Request,
            LockEvent::TimeOut,
            LockEvent::DropRequest { holder: 0 },
            LockEvent::Acquire { from: None },
            LockEvent::Acquire { from: Some(0) },
            release(ReleaseCause::Forced),
            release(ReleaseCause::Ticks),
            release(ReleaseCause::Blocking),
            release(ReleaseCause::Ended),
            block(BlockCause::Sleep),
            block(BlockCause::Join),
            block(BlockCause::Start),
            block(BlockCause::Native),
            LockEvent::Wake,
            LockEvent::Preempt,
            LockEvent::Dispatch,
            LockEvent::End,
            block(BlockCause::Lock),
            block(BlockCause::Network),
            block(BlockCause::Process),
        ];
        for (code, what) in (0..).zip(all) {
            assert_eq!(what.code(), code);
            assert_eq!(LockEvent::of_code(code), Some(what));
        }
        assert_eq!(LockEvent::of_code(21), None);
    }

    #[test]
    fn threads_beyond_the_last_number_share_it() {
        let last = Some(LockEvent::LAST_THREAD);
        let code = LockEvent::Acquire {
            from: Some(1 << 24),
        }
        .code();
        let read = LockEvent::of_code(code);
        assert_eq!(read, Some(LockEvent::Acquire { from: last }));
    }

    #[test]
    fn foreign_bytes_are_told_of_in_sentences() {
        let part = |events| LedgerPart {
            events,
            ..LedgerPart::default()
        };
        assert_eq!(part(vec![]).unpack(), Ok(vec![]));
        let length = part(vec![0; 33]).unpack().unwrap_err();
        assert!(length.to_string().contains("33 bytes"), "{length}");
        let mut bytes = vec![0; 32];
        bytes[24] = 21;
        let kind = part(bytes).into_ledger().unwrap_err();
        assert_eq!(kind, NotALedger::Event(1));
        assert!(kind.to_string().starts_with("Event 1 "), "{kind}");
    }

    #[test]
    fn more_than_a_hundred_days_can_be_sent() {
        let part = LedgerPart::pack(vec![], &[], 0, 1 << 60);
        let json = serde_json::to_value(&part).unwrap();
        assert!(
            json["until"].is_f64(),
            "no whole number for JavaScript: {json}"
        );
        assert_eq!(serde_json::from_value::<LedgerPart>(json).unwrap(), part);
    }

    proptest! {
        #[test]
        fn every_event_comes_back(events in prop::collection::vec(any_event(), 0..50)) {
            let part = LedgerPart::pack(vec!["MainThread".into()], &events, 3, 4);
            prop_assert_eq!(part.events.len(), LedgerPart::EVENT * events.len());
            let json = serde_json::to_string(&part).unwrap();
            let sent: LedgerPart = serde_json::from_str(&json).unwrap();
            let ledger = sent.into_ledger().unwrap();
            prop_assert_eq!(ledger.events, events);
            prop_assert_eq!(ledger.threads, ["MainThread"]);
            prop_assert_eq!((ledger.dropped, ledger.until), (3, 4));
        }

        #[test]
        fn any_bytes_are_events_or_an_error(
            events in prop::collection::vec(any::<u8>(), 0..70),
            // Mostly such that the kinds are known ones.
            kind in 0u8..21,
        ) {
            let mut events = events;
            for event in events.chunks_exact_mut(LedgerPart::EVENT) {
                event[8] = kind;
            }
            let part = LedgerPart { events, ..LedgerPart::default() };
            if let Ok(unpacked) = part.unpack() {
                prop_assert_eq!(LedgerPart::pack(vec![], &unpacked, 0, 0), part);
            }
        }

        #[test]
        fn a_number_is_the_code_of_one_event_or_none(code: u32) {
            if let Some(what) = LockEvent::of_code(code) {
                prop_assert_eq!(what.code(), code);
            }
        }
    }
}
