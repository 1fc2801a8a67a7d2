//! The ledger while it is written: every event around the lock, in buffers made before the run.
//!
//! All buffers are cut from one allocation. A thread takes a buffer when it begins and another one
//! when that is full, by counting up one number; only it writes there. So recording needs no lock
//! and no allocation, and everybody may read at any time: all of it, or what is new.
//!
//! What is new is to come in the order of all events, though a thread may be about to write one
//! down whose place in that order it has taken already. Nobody is asked: every place is settled
//! sooner or later, by an event, by one that there was no room for, or by being given up. When as
//! many are settled as have been taken, there is nothing more to come between them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use protocol::{LedgerEvent, LockEvent};

/// Events a buffer holds. A program may have hundreds of threads, each of which needs one.
const BUFFER: usize = 128;

/// The ledger of a run.
#[derive(Debug)]
pub(crate) struct Recorder {
    buffers: Box<[Buffer]>,
    /// How many of them have been taken.
    taken: AtomicUsize,
    places: Places,
    dropped: AtomicU64,
}

/// In cache lines of their own, since all threads count them up.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Places {
    /// The number of the next event: their order, also where clocks are too coarse to tell.
    next: AtomicU32,
    /// How many numbers were taken for events that did not happen.
    given_up: AtomicU32,
}

#[derive(Debug)]
struct Buffer {
    owner: AtomicU32,
    /// How many slots are filled.
    filled: AtomicUsize,
    slots: [Slot; BUFFER],
}

/// An event: when, and its number (upper half) with its code (lower half).
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

/// An event's place in the order of all events: to be recorded or given up.
#[derive(Debug)]
#[must_use]
pub(crate) struct Ticket(u32);

/// How far somebody has read a run's ledger. It belongs to that run.
#[derive(Debug, Default)]
pub struct LedgerCursor {
    /// How many buffers have been seen.
    buffers: usize,
    /// Those that may be written to still, and how many of their events have been read.
    open: Vec<(usize, usize)>,
    /// What has been read and not handed out: numbers, and in which slots the events are.
    waiting: BinaryHeap<Reverse<(u32, usize)>>,
    /// How many events have been read.
    read: u64,
    /// All numbers below this one are settled, and the events have been read.
    settled: u32,
    /// How many threads the events are of that have been handed out.
    pub(crate) threads: usize,
    /// Until when the ledger has been handed out: nanoseconds.
    pub(crate) until: u64,
}

impl LedgerCursor {
    /// Whether there was more than was handed out.
    pub(crate) fn is_behind(&self) -> bool {
        !self.waiting.is_empty()
    }
}

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
            places: Places::default(),
            dropped: AtomicU64::new(0),
        }
    }

    /// A place in the order of events, for one that is recorded at once or later, or given up.
    pub(crate) fn ticket(&self) -> Ticket {
        if self.buffers.is_empty() {
            return Ticket(0);
        }
        // Relaxed: that a release's ticket comes before the next holder's is the lock's doing,
        // which orders what happens before its release before what happens after the taking.
        Ticket(self.places.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Gives up a place: what it was for did not happen.
    pub(crate) fn give_up(&self, _: Ticket) {
        if !self.buffers.is_empty() {
            // Release: who counts it also knows that the place had been taken.
            self.places.given_up.fetch_add(1, Ordering::Release);
        }
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
            // Release: as for a place that is given up.
            self.dropped.fetch_add(1, Ordering::Release);
            return;
        };
        let filled = buffer.filled.load(Ordering::Relaxed);
        if let Some(Slot(when, packed)) = buffer.slots.get(filled) {
            when.store(at, Ordering::Relaxed);
            let number_and_code = u64::from(ticket) << 32 | u64::from(what.code());
            packed.store(number_and_code, Ordering::Relaxed);
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
        // Acquire: pairs with the release in `record`.
        self.dropped.load(Ordering::Acquire)
    }

    /// All events so far, in their order.
    pub(crate) fn events(&self) -> Vec<LedgerEvent> {
        let mut events = Vec::new();
        // A buffer that is taken just now is empty or is read the next time.
        for buffer in self.buffers.iter().take(self.taken.load(Ordering::Relaxed)) {
            // Acquire: pairs with the release in `record`.
            let filled = buffer.filled.load(Ordering::Acquire);
            let thread = buffer.owner.load(Ordering::Relaxed);
            for slot in buffer.slots.iter().take(filled) {
                events.extend(slot.event(thread).map(|event| (slot.number(), event)));
            }
        }
        events.sort_unstable_by_key(|&(number, _)| number);
        events.into_iter().map(|(_, event)| event).collect()
    }

    /// The next events for this reader, at most so many. All that come one after the other in this
    /// way are [`Recorder::events`], in that order.
    ///
    /// Takes time for what is new and for the threads that go on, not for what has been read.
    pub(crate) fn news(&self, cursor: &mut LedgerCursor, most: usize) -> Vec<LedgerEvent> {
        // Acquire, and before the places are read: those that are counted here are among them.
        let given_up = self.places.given_up.load(Ordering::Acquire);
        let missing = self.dropped().wrapping_add(given_up.into());
        // Relaxed: not older than what has been counted and what was read in earlier calls.
        let taken = self.places.next.load(Ordering::Relaxed);
        let later = self.read_on(cursor, taken);
        // As many as places, modulo what a place's number can tell: so none of these is open, and
        // all that became events have been read.
        let below = cursor.read.wrapping_sub(later).wrapping_add(missing);
        if below as u32 == taken {
            cursor.settled = cursor.settled.max(taken);
        }
        let mut events = Vec::new();
        while events.len() < most
            && let Some(&Reverse((number, place))) = cursor.waiting.peek()
            // Also the next one, behind which nothing is missing.
            && number <= cursor.settled
        {
            cursor.waiting.pop();
            cursor.settled = cursor.settled.max(number.wrapping_add(1));
            let buffer = self.buffers.get(place / BUFFER);
            let event = buffer.and_then(|buffer| {
                let thread = buffer.owner.load(Ordering::Relaxed);
                buffer.slots.get(place % BUFFER)?.event(thread)
            });
            events.extend(event);
        }
        events
    }

    /// Reads what has been written since the last time. Says how many events of it are not among
    /// the first `taken` ones.
    fn read_on(&self, cursor: &mut LedgerCursor, taken: u32) -> u64 {
        let buffers = self.taken.load(Ordering::Relaxed);
        cursor
            .open
            .extend((cursor.buffers..buffers).map(|index| (index, 0)));
        cursor.buffers = buffers;
        let LedgerCursor {
            open,
            waiting,
            read,
            ..
        } = cursor;
        let mut later = 0;
        open.retain_mut(|(index, already)| {
            let Some(buffer) = self.buffers.get(*index) else {
                return false;
            };
            // Acquire: pairs with the release in `record`.
            let filled = buffer.filled.load(Ordering::Acquire);
            let mut has_ended = false;
            let new = buffer.slots.get(*already..filled).unwrap_or_default();
            for (place, slot) in (*already..).zip(new) {
                let number = slot.number();
                waiting.push(Reverse((number, *index * BUFFER + place)));
                *read += 1;
                later += u64::from(number >= taken);
                has_ended |= slot.is_end();
            }
            *already = filled;
            // A thread that has ended writes no more, and one whose buffer is full writes elsewhere.
            filled < BUFFER && !has_ended
        });
        later
    }
}

impl Slot {
    // Relaxed in all of them: who has seen the buffer's length sees what is in it.

    fn number(&self) -> u32 {
        (self.1.load(Ordering::Relaxed) >> 32) as u32
    }

    fn event(&self, thread: u32) -> Option<LedgerEvent> {
        Some(LedgerEvent {
            at: self.0.load(Ordering::Relaxed),
            thread,
            what: LockEvent::of_code(self.1.load(Ordering::Relaxed) as u32)?,
        })
    }

    fn is_end(&self) -> bool {
        self.1.load(Ordering::Relaxed) as u32 == LockEvent::End.code()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    use protocol::ReleaseCause;

    #[test]
    fn events_come_back_as_they_were_recorded() {
        let recorder = Recorder::new(1000);
        let pen = Pen::new();
        let what = LockEvent::DropRequest { holder: 70_000 };
        for at in 0..300 {
            recorder.record(recorder.ticket(), &pen, 9, at, what);
        }
        let expected = (0..300).map(|at| LedgerEvent {
            at,
            thread: 9,
            what,
        });
        assert_eq!(recorder.events(), expected.collect::<Vec<_>>());
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

    /// The times of what is new.
    fn times(recorder: &Recorder, cursor: &mut LedgerCursor, most: usize) -> Vec<u64> {
        let news = recorder.news(cursor, most);
        news.iter().map(|event| event.at).collect()
    }

    #[test]
    fn news_wait_for_a_place_that_is_taken() {
        let recorder = Recorder::new(3 * BUFFER);
        let (a, b) = (Pen::new(), Pen::new());
        let mut cursor = LedgerCursor::default();
        recorder.record(recorder.ticket(), &a, 0, 1, LockEvent::Request);
        let early = recorder.ticket();
        recorder.record(recorder.ticket(), &b, 1, 3, LockEvent::Request);
        assert_eq!(times(&recorder, &mut cursor, 9), [1]);
        assert!(cursor.is_behind());
        assert!(times(&recorder, &mut cursor, 9).is_empty());
        recorder.record(early, &a, 0, 2, LockEvent::Request);
        assert_eq!(times(&recorder, &mut cursor, 9), [2, 3]);
        assert!(!cursor.is_behind());

        let early = recorder.ticket();
        recorder.record(recorder.ticket(), &b, 1, 4, LockEvent::Request);
        assert!(times(&recorder, &mut cursor, 9).is_empty());
        recorder.give_up(early);
        assert_eq!(times(&recorder, &mut cursor, 9), [4]);
    }

    #[test]
    fn news_come_in_parts_and_change_nothing() {
        let recorder = Recorder::new(3 * BUFFER);
        let pen = Pen::new();
        let mut cursor = LedgerCursor::default();
        for at in 0..400 {
            if at % 5 == 0 {
                recorder.give_up(recorder.ticket());
            }
            recorder.record(recorder.ticket(), &pen, 0, at, LockEvent::Request);
        }
        let before = format!("{recorder:?}");
        assert!(times(&recorder, &mut cursor, 0).is_empty());
        let rest = 3 * BUFFER as u64;
        for from in (0..rest).step_by(100) {
            let expected: Vec<_> = (from..rest.min(from + 100)).collect();
            assert_eq!(times(&recorder, &mut cursor, 100), expected);
        }
        assert!(times(&recorder, &mut cursor, 100).is_empty());
        assert_eq!(format!("{recorder:?}"), before);

        let mut none = LedgerCursor::default();
        assert_eq!(Recorder::new(0).news(&mut none, 9), []);
    }

    #[test]
    fn threads_that_have_ended_are_not_looked_at_again() {
        let recorder = Recorder::new(50 * BUFFER);
        let mut cursor = LedgerCursor::default();
        for id in 0..40 {
            let pen = Pen::new();
            recorder.record(recorder.ticket(), &pen, id, 1, LockEvent::Start);
            let _ = recorder.news(&mut cursor, 9);
            assert_eq!(cursor.open.len(), 1);
            recorder.record(recorder.ticket(), &pen, id, 2, LockEvent::End);
        }
        let _ = recorder.news(&mut cursor, 9);
        assert_eq!(cursor.open, []);
    }

    #[test]
    fn news_of_threads_that_write_are_the_ledger() {
        // There is not room for all.
        let recorder = Recorder::new(9_000);
        let mut cursor = LedgerCursor::default();
        let mut events = Vec::new();
        thread::scope(|scope| {
            let writers = [0, 1, 2, 3].map(|id| {
                let recorder = &recorder;
                scope.spawn(move || {
                    let pen = Pen::new();
                    for at in 0..4_000 {
                        let late = recorder.ticket();
                        if at % 3 == id {
                            recorder.give_up(late);
                            continue;
                        }
                        // As if other things were done meanwhile, so that others come first.
                        thread::yield_now();
                        recorder.record(late, &pen, id as u32, at, LockEvent::Request);
                    }
                })
            });
            while !writers.iter().all(|writer| writer.is_finished()) {
                events.extend(recorder.news(&mut cursor, 50));
            }
        });
        loop {
            let news = recorder.news(&mut cursor, 1000);
            if news.is_empty() {
                break;
            }
            events.extend(news);
        }
        assert!(recorder.dropped() > 0);
        assert!(events == recorder.events(), "nothing lost, in order");
    }
}
