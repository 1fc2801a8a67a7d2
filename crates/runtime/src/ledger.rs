//! The ledger while it is written: every event around the lock, in buffers made before the run.
//!
//! All buffers are cut from one allocation. A thread takes a buffer when it begins and another one
//! when that is full, by counting up one number; only it writes there. So recording needs no lock
//! and no allocation, and everybody may read at any time.

use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use protocol::{BlockCause, LedgerEvent, LockEvent, ReleaseCause};

/// Events a buffer holds. A program may have hundreds of threads, each of which needs one.
const BUFFER: usize = 128;

/// The ledger of a run.
#[derive(Debug)]
pub(crate) struct Recorder {
    buffers: Box<[Buffer]>,
    /// How many of them have been taken.
    taken: AtomicUsize,
    /// The number of the next event: their order, also where clocks are too coarse to tell.
    next: Next,
    dropped: AtomicU64,
}

/// In cache lines of its own, since all threads count it up.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Next(AtomicU32);

#[derive(Debug)]
struct Buffer {
    owner: AtomicU32,
    /// How many slots are filled.
    filled: AtomicUsize,
    slots: [Slot; BUFFER],
}

/// An event: when, and its number, kind, cause and other thread packed together.
#[derive(Debug)]
struct Slot(AtomicU64, AtomicU64);

/// A thread's place in the ledger: the buffer it writes to. Only the thread itself changes it.
#[derive(Debug)]
pub(crate) struct Pen(AtomicUsize);

/// No buffer yet.
const NONE: usize = usize::MAX;
/// There is none left.
const DRY: usize = usize::MAX - 1;

impl Pen {
    pub(crate) fn new() -> Self {
        Self(AtomicUsize::new(NONE))
    }
}

/// An event's place in the order of all events.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket(u32);

impl Recorder {
    /// A ledger with room for about so many events.
    pub(crate) fn new(room: usize) -> Self {
        let buffer = |_| Buffer {
            owner: AtomicU32::new(0),
            filled: AtomicUsize::new(0),
            slots: [const { Slot(AtomicU64::new(0), AtomicU64::new(0)) }; BUFFER],
        };
        Self {
            buffers: (0..room.div_ceil(BUFFER)).map(buffer).collect(),
            taken: AtomicUsize::new(0),
            next: Next::default(),
            dropped: AtomicU64::new(0),
        }
    }

    /// A place in the order of events, for one that is recorded at once, later or not at all.
    pub(crate) fn ticket(&self) -> Ticket {
        if self.buffers.is_empty() {
            return Ticket(0);
        }
        // Relaxed: that a release's ticket comes before the next holder's is the lock's doing,
        // which orders what happens before its release before what happens after the taking.
        Ticket(self.next.0.fetch_add(1, Ordering::Relaxed))
    }

    /// Records what has happened to `thread`, which must be the one that calls.
    pub(crate) fn record(
        &self,
        Ticket(ticket): Ticket,
        pen: &Pen,
        thread: u32,
        at: u64,
        what: LockEvent,
    ) {
        if self.buffers.is_empty() {
            // Nobody wants one, so nothing is missing.
            return;
        }
        // Relaxed: only this thread writes its pen and its buffer's length.
        let mut index = pen.0.load(Ordering::Relaxed);
        let full = |buffer: &Buffer| buffer.filled.load(Ordering::Relaxed) == BUFFER;
        if index == NONE || self.buffers.get(index).is_some_and(full) {
            index = self.take_buffer(thread);
            pen.0.store(index, Ordering::Relaxed);
        }
        let Some(buffer) = self.buffers.get(index) else {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        };
        let filled = buffer.filled.load(Ordering::Relaxed);
        if let Some(Slot(when, packed)) = buffer.slots.get(filled) {
            when.store(at, Ordering::Relaxed);
            packed.store(pack(ticket, what), Ordering::Relaxed);
            // Release: who sees the new length sees the event, and the buffer's owner.
            buffer.filled.store(filled + 1, Ordering::Release);
        }
    }

    fn take_buffer(&self, thread: u32) -> usize {
        let take = |taken: usize| (taken < self.buffers.len()).then_some(taken + 1);
        // Relaxed: the number alone decides whose buffer it is; what is in it has `filled`.
        match self
            .taken
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
        {
            Ok(index) => {
                if let Some(buffer) = self.buffers.get(index) {
                    buffer.owner.store(thread, Ordering::Relaxed);
                }
                index
            }
            Err(_) => DRY,
        }
    }

    /// How many events there was no room for.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// All events so far, in their order.
    pub(crate) fn events(&self) -> Vec<LedgerEvent> {
        let mut events = Vec::new();
        // A buffer that is taken just now is empty or is read the next time.
        for buffer in self.buffers.iter().take(self.taken.load(Ordering::Relaxed)) {
            // Acquire: pairs with the release in `record`.
            let filled = buffer.filled.load(Ordering::Acquire);
            let thread = buffer.owner.load(Ordering::Relaxed);
            for Slot(when, packed) in buffer.slots.iter().take(filled) {
                let packed = packed.load(Ordering::Relaxed);
                if let Some(what) = unpack(packed) {
                    let at = when.load(Ordering::Relaxed);
                    events.push((packed >> 32, LedgerEvent { at, thread, what }));
                }
            }
        }
        events.sort_unstable_by_key(|&(ticket, _)| ticket);
        events.into_iter().map(|(_, event)| event).collect()
    }
}

/// 32 bits for the number, 24 for another thread, 8 for kind and cause. Threads beyond the 16
/// millionth are all called that; no ledger has room for so many.
fn pack(ticket: u32, what: LockEvent) -> u64 {
    const NOBODY: u32 = MANY;
    let (kind, other) = match what {
        LockEvent::Start => (0, NOBODY),
        LockEvent::Request => (1, NOBODY),
        LockEvent::TimeOut => (2, NOBODY),
        LockEvent::DropRequest { holder } => (3, holder),
        LockEvent::Acquire { from: None } => (4, NOBODY),
        LockEvent::Acquire { from: Some(from) } => (5, from),
        LockEvent::Release { cause } => (
            match cause {
                ReleaseCause::Forced => 6,
                ReleaseCause::Ticks => 7,
                ReleaseCause::Blocking => 8,
                ReleaseCause::Ended => 9,
            },
            NOBODY,
        ),
        LockEvent::Block { cause } => (
            match cause {
                BlockCause::Sleep => 10,
                BlockCause::Join => 11,
                BlockCause::Start => 12,
            },
            NOBODY,
        ),
        LockEvent::Wake => (13, NOBODY),
        LockEvent::Preempt => (14, NOBODY),
        LockEvent::Dispatch => (15, NOBODY),
        LockEvent::End => (16, NOBODY),
    };
    u64::from(ticket) << 32 | u64::from(other.min(MANY)) << 8 | kind
}

const MANY: u32 = (1 << 24) - 1;

fn unpack(packed: u64) -> Option<LockEvent> {
    let other = (packed >> 8) as u32 & MANY;
    let release = |cause| LockEvent::Release { cause };
    let block = |cause| LockEvent::Block { cause };
    Some(match packed & 0xff {
        0 => LockEvent::Start,
        1 => LockEvent::Request,
        2 => LockEvent::TimeOut,
        3 => LockEvent::DropRequest { holder: other },
        4 => LockEvent::Acquire { from: None },
        5 => LockEvent::Acquire { from: Some(other) },
        6 => release(ReleaseCause::Forced),
        7 => release(ReleaseCause::Ticks),
        8 => release(ReleaseCause::Blocking),
        9 => release(ReleaseCause::Ended),
        10 => block(BlockCause::Sleep),
        11 => block(BlockCause::Join),
        12 => block(BlockCause::Start),
        13 => LockEvent::Wake,
        14 => LockEvent::Preempt,
        15 => LockEvent::Dispatch,
        16 => LockEvent::End,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn events_come_back_as_they_were_recorded() {
        let all = [
            LockEvent::Start,
            LockEvent::Request,
            LockEvent::TimeOut,
            LockEvent::DropRequest { holder: 70_000 },
            LockEvent::Acquire { from: None },
            LockEvent::Acquire { from: Some(3) },
            LockEvent::Release {
                cause: ReleaseCause::Forced,
            },
            LockEvent::Release {
                cause: ReleaseCause::Ticks,
            },
            LockEvent::Release {
                cause: ReleaseCause::Blocking,
            },
            LockEvent::Block {
                cause: BlockCause::Sleep,
            },
            LockEvent::Block {
                cause: BlockCause::Join,
            },
            LockEvent::Block {
                cause: BlockCause::Start,
            },
            LockEvent::Wake,
            LockEvent::Preempt,
            LockEvent::Dispatch,
            LockEvent::Release {
                cause: ReleaseCause::Ended,
            },
            LockEvent::End,
        ];
        let recorder = Recorder::new(1000);
        let pen = Pen::new();
        for (at, &what) in all.iter().enumerate() {
            recorder.record(recorder.ticket(), &pen, 9, at as u64, what);
        }
        let read: Vec<_> = recorder.events();
        let expected = all.iter().enumerate().map(|(at, &what)| LedgerEvent {
            at: at as u64,
            thread: 9,
            what,
        });
        assert_eq!(read, expected.collect::<Vec<_>>());
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let recorder = Recorder::new(2 * BUFFER);
        let (a, b) = (Pen::new(), Pen::new());
        recorder.record(recorder.ticket(), &a, 0, 1, LockEvent::Start);
        for at in 0..3 * BUFFER as u64 {
            recorder.record(recorder.ticket(), &b, 1, at, LockEvent::Request);
        }
        recorder.record(recorder.ticket(), &a, 0, 2, LockEvent::End);
        assert_eq!(
            recorder.events().len(),
            2 + BUFFER,
            "a has its buffer still"
        );
        assert_eq!(recorder.dropped(), 2 * BUFFER as u64);
        assert_eq!(Recorder::new(0).events(), []);
    }

    #[test]
    fn a_place_taken_earlier_decides_the_order() {
        let recorder = Recorder::new(2 * BUFFER);
        let (a, b) = (Pen::new(), Pen::new());
        let early = recorder.ticket();
        recorder.record(
            recorder.ticket(),
            &b,
            1,
            5,
            LockEvent::Acquire { from: Some(0) },
        );
        let release = LockEvent::Release {
            cause: ReleaseCause::Ticks,
        };
        recorder.record(early, &a, 0, 7, release);
        assert_eq!(recorder.events()[0].what, release);
    }

    #[test]
    fn threads_write_while_others_read() {
        let recorder = Recorder::new(100_000);
        thread::scope(|scope| {
            for id in 0..4 {
                let recorder = &recorder;
                scope.spawn(move || {
                    let pen = Pen::new();
                    for at in 0..10_000 {
                        recorder.record(
                            recorder.ticket(),
                            &pen,
                            id,
                            at,
                            LockEvent::DropRequest { holder: id },
                        );
                    }
                });
            }
            let mut seen = 0;
            while seen < 40_000 {
                let events = recorder.events();
                assert!(events.len() >= seen, "nothing is lost again");
                seen = events.len();
                let mut last = [None; 4];
                for event in events {
                    let LockEvent::DropRequest { holder } = event.what else {
                        panic!("nobody wrote {event:?}");
                    };
                    assert_eq!(holder, event.thread);
                    let last = &mut last[event.thread as usize];
                    assert!(*last < Some(event.at), "each in its own order");
                    *last = Some(event.at);
                }
            }
        });
        assert_eq!(recorder.dropped(), 0);
    }
}
