//! Ledgers for tests: written by hand, valid by construction, and any at all.

use proptest::prelude::*;
use protocol::{BlockCause, Ledger, LedgerEvent, LockEvent, ReleaseCause};

pub(crate) const FORCED: LockEvent = LockEvent::Release {
    cause: ReleaseCause::Forced,
};
pub(crate) const TICKS: LockEvent = LockEvent::Release {
    cause: ReleaseCause::Ticks,
};
pub(crate) const BLOCKING: LockEvent = LockEvent::Release {
    cause: ReleaseCause::Blocking,
};
pub(crate) const ENDED: LockEvent = LockEvent::Release {
    cause: ReleaseCause::Ended,
};
pub(crate) const SLEEP: LockEvent = LockEvent::Block {
    cause: BlockCause::Sleep,
};

/// Takes the lock that nobody else has had meanwhile.
pub(crate) fn own() -> LockEvent {
    LockEvent::Acquire { from: None }
}

/// Takes the lock after another thread.
pub(crate) fn switch(from: u32) -> LockEvent {
    LockEvent::Acquire { from: Some(from) }
}

/// A ledger of two threads: times in nanoseconds, threads, events.
pub(crate) fn ledger(until: u64, events: &[(u64, u32, LockEvent)]) -> Ledger {
    Ledger {
        threads: vec!["MainThread".into(), "Thread-1".into()],
        events: events
            .iter()
            .map(|&(at, thread, what)| LedgerEvent { at, thread, what })
            .collect(),
        dropped: 0,
        until,
        ..Ledger::default()
    }
}

/// One thread is made to let go, the other sleeps and gives the lock back so.
pub(crate) fn forced_switch() -> Ledger {
    ledger(
        9_000,
        &[
            (0, 0, LockEvent::Start),
            (0, 0, LockEvent::Request),
            (0, 0, own()),
            (100, 1, LockEvent::Start),
            (100, 1, LockEvent::Request),
            (5_050, 1, LockEvent::TimeOut),
            (5_050, 1, LockEvent::DropRequest { holder: 0 }),
            (5_100, 0, FORCED),
            (5_110, 1, switch(0)),
            (5_110, 0, LockEvent::Request),
            (6_000, 1, BLOCKING),
            (6_010, 1, SLEEP),
            (7_000, 0, switch(1)),
        ],
    )
}

/// When a thread of a valid ledger began and ended, or the ledger ended; twice zero if it never
/// began.
pub(crate) fn life(ledger: &Ledger, thread: usize) -> (u64, u64) {
    let at = |what| {
        let mut events = ledger.events.iter();
        let event = events.find(|event| event.thread as usize == thread && event.what == what);
        event.map(|event| event.at)
    };
    at(LockEvent::Start).map_or((0, 0), |start| {
        (start, at(LockEvent::End).unwrap_or(ledger.until))
    })
}

/// Ledgers that a run could write: of the lock, of the one before 3.2, and of none.
pub(crate) fn valid() -> impl Strategy<Value = Ledger> {
    let step = (any::<prop::sample::Index>(), 0..8_u8, 0..4_u64);
    (0..3_u8, 1..5_usize, prop::collection::vec(step, 0..200)).prop_map(|(lock, threads, steps)| {
        let mut run = Run {
            lock: [Lock::New, Lock::Old, Lock::None][usize::from(lock)],
            now: 0,
            threads: vec![Thread::default(); threads],
            holder: None,
            last_holder: None,
            events: Vec::new(),
        };
        for (thread, choice, pause) in steps {
            run.now += pause;
            run.step(thread.index(threads), choice);
        }
        Ledger {
            threads: (0..threads)
                .map(|index| format!("Thread-{index}"))
                .collect(),
            events: run.events,
            dropped: 0,
            until: run.now + 1,
            ..Ledger::default()
        }
    })
}

/// Ledgers that no run would write.
pub(crate) fn any_at_all() -> impl Strategy<Value = Ledger> {
    let times = prop_oneof![9 => 0..100_u64, 1 => any::<u64>()];
    let threads = prop_oneof![9 => 0..5_u32, 1 => any::<u32>()];
    let what = (0..16_u8, 0..5_u32).prop_map(|(which, other)| match which {
        0 => LockEvent::Start,
        1 => LockEvent::Request,
        2 => LockEvent::TimeOut,
        3 => LockEvent::DropRequest { holder: other },
        4 => own(),
        5..8 => switch(other),
        8 => FORCED,
        9 => TICKS,
        10 => BLOCKING,
        11 => ENDED,
        12 => SLEEP,
        13 => LockEvent::Wake,
        14 => [LockEvent::Preempt, LockEvent::Dispatch][other as usize % 2],
        _ => LockEvent::End,
    });
    let events = (times.clone(), threads, what);
    (
        0..4_usize,
        prop::collection::vec(events, 0..100),
        0..2_u64,
        times,
    )
        .prop_map(|(threads, events, dropped, until)| Ledger {
            threads: (0..threads).map(|index| format!("\"{index}\"\n")).collect(),
            dropped,
            ..ledger(until, &events)
        })
}

#[derive(Clone, Copy, PartialEq)]
enum Lock {
    New,
    Old,
    None,
}

#[derive(Clone, Copy, Default)]
struct Thread {
    state: State,
    off_core: bool,
}

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    New,
    Running,
    /// Made to let go: waits for its successor.
    Yielding,
    Waiting,
    Blocked,
    Ended,
}

/// A run of threads that do what chance says.
struct Run {
    lock: Lock,
    now: u64,
    threads: Vec<Thread>,
    holder: Option<usize>,
    last_holder: Option<usize>,
    events: Vec<LedgerEvent>,
}

impl Run {
    fn log(&mut self, thread: usize, what: LockEvent) {
        self.events.push(LedgerEvent {
            at: self.now,
            thread: thread as u32,
            what,
        });
    }

    /// Something that this thread can do next, if it can do anything.
    fn step(&mut self, thread: usize, choice: u8) {
        if self.threads[thread].off_core {
            self.log(thread, LockEvent::Dispatch);
            self.threads[thread].off_core = false;
            return;
        }
        let next = match self.threads[thread].state {
            State::New => {
                self.log(thread, LockEvent::Start);
                self.run_on(thread)
            }
            State::Blocked => {
                self.log(thread, LockEvent::Wake);
                self.run_on(thread)
            }
            State::Yielding if self.last_holder == Some(thread) => State::Yielding,
            State::Yielding => self.run_on(thread),
            State::Waiting if self.holder.is_none() => {
                let from = self.last_holder.filter(|&last| last != thread);
                let from = from.map(|from| from as u32);
                self.log(thread, LockEvent::Acquire { from });
                self.holder = Some(thread);
                self.last_holder = Some(thread);
                State::Running
            }
            State::Waiting => {
                self.log(thread, LockEvent::TimeOut);
                let holder = self.holder.filter(|_| choice < 4);
                if let Some(holder) = holder.map(|holder| holder as u32) {
                    self.log(thread, LockEvent::DropRequest { holder });
                }
                State::Waiting
            }
            State::Running => match choice {
                0 => {
                    self.let_go(thread, ENDED);
                    self.log(thread, LockEvent::End);
                    State::Ended
                }
                1..3 => {
                    self.let_go(thread, BLOCKING);
                    self.log(thread, SLEEP);
                    State::Blocked
                }
                3 => {
                    self.log(thread, LockEvent::Preempt);
                    self.threads[thread].off_core = true;
                    State::Running
                }
                4.. if self.lock == Lock::New => {
                    self.let_go(thread, FORCED);
                    State::Yielding
                }
                4.. if self.lock == Lock::Old => {
                    self.let_go(thread, TICKS);
                    self.run_on(thread)
                }
                _ => State::Running,
            },
            State::Ended => State::Ended,
        };
        self.threads[thread].state = next;
    }

    /// Wants to run, for which it needs the lock if there is one.
    fn run_on(&mut self, thread: usize) -> State {
        if self.lock == Lock::None {
            return State::Running;
        }
        self.log(thread, LockEvent::Request);
        State::Waiting
    }

    fn let_go(&mut self, thread: usize, release: LockEvent) {
        if self.lock != Lock::None {
            self.log(thread, release);
            self.holder = None;
        }
    }
}
