//! The machines of both generations, side by side through random operations, against what the
//! history of those operations says they must be.
#![cfg(not(any(loom, shuttle)))]

use std::collections::BTreeMap;
use std::time::Duration;

use gil::{DEFAULT_INTERVAL, NewState, OldState, Patience, Released, Taken, ThreadId};
use proptest::prelude::*;

/// More than enough for one to hold, one to ask, one to barge in, and one to be asked next.
const THREADS: u32 = 5;

#[derive(Clone, Debug)]
enum Operation {
    /// A thread tries to take the lock, whether or not it has waited.
    TryTake(ThreadId),
    /// A thread that does not hold the lock begins to wait, or begins another interval.
    Wait(ThreadId),
    /// The interval of a waiter passes.
    TimeOut(ThreadId),
    /// Whoever holds the lock lets go.
    Release,
    SetInterval(Duration),
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let thread = || (0..THREADS).prop_map(ThreadId);
    let operation = prop_oneof![
        4 => thread().prop_map(Operation::TryTake),
        3 => thread().prop_map(Operation::Wait),
        4 => thread().prop_map(Operation::TimeOut),
        3 => Just(Operation::Release),
        1 => (0..5000u64).prop_map(|nanos| Operation::SetInterval(Duration::from_nanos(nanos))),
    ];
    prop::collection::vec(operation, 0..300)
}

/// What has happened. Everything that a machine must know follows from it.
#[derive(Debug, Default)]
struct History {
    /// Who has taken the lock, in order.
    takes: Vec<ThreadId>,
    held: bool,
    /// Whether anybody's interval has passed in vain since the last take.
    asked: bool,
    /// For each waiter, how many takes there had been when it began.
    waits: BTreeMap<ThreadId, usize>,
}

impl History {
    fn last_holder(&self) -> Option<ThreadId> {
        self.takes.last().copied()
    }

    fn holder(&self) -> Option<ThreadId> {
        self.last_holder().filter(|_| self.held)
    }

    fn switches(&self) -> u64 {
        let firsts = u64::from(!self.takes.is_empty());
        let changes = self.takes.windows(2).filter(|pair| pair[0] != pair[1]);
        firsts + changes.count() as u64
    }

    /// Whether nobody has taken the lock since then but who had it last already.
    fn stood_still_since(&self, takes: usize) -> bool {
        let before = takes.checked_sub(1).map(|last| self.takes[last]);
        self.takes[takes..]
            .iter()
            .all(|&taker| Some(taker) == before)
    }
}

struct Machines {
    new: NewState,
    old: OldState,
    patience: BTreeMap<ThreadId, Patience>,
    history: History,
}

impl Machines {
    fn new() -> Self {
        Self {
            new: NewState::new(DEFAULT_INTERVAL),
            old: OldState::new(),
            patience: BTreeMap::new(),
            history: History::default(),
        }
    }

    fn apply(&mut self, operation: &Operation) {
        match *operation {
            Operation::TryTake(me) => self.try_take(me),
            Operation::Wait(me) if self.history.holder() != Some(me) => self.wait(me),
            Operation::TimeOut(me) => self.time_out(me),
            Operation::Release => self.release(),
            Operation::SetInterval(interval) => {
                self.new.set_interval(interval);
                assert_eq!(self.new.interval(), interval.max(Duration::from_micros(1)));
            }
            Operation::Wait(_) => {}
        }
    }

    fn try_take(&mut self, me: ThreadId) {
        // Whoever comes to a free lock gets it, no matter who waits.
        let expected = (!self.history.held).then(|| {
            let from = self.history.last_holder().filter(|&last| last != me);
            let switched = self.history.last_holder() != Some(me);
            Taken { switched, from }
        });
        assert_eq!(self.new.try_take(me), expected);
        assert_eq!(self.old.try_take(me), expected);
        if expected.is_some() {
            self.history.takes.push(me);
            self.history.held = true;
            self.patience.remove(&me);
            if self.history.waits.remove(&me).is_some() {
                self.old.end_wait();
            }
        }
    }

    fn wait(&mut self, me: ThreadId) {
        self.patience.insert(me, self.new.begin_wait());
        let began = self.history.takes.len();
        // Under the old lock it has only one wait, however often it is woken in vain.
        if self.history.waits.insert(me, began).is_none() {
            self.old.begin_wait();
        }
    }

    fn time_out(&mut self, me: ThreadId) {
        let (Some(&patience), Some(&began)) = (self.patience.get(&me), self.history.waits.get(&me))
        else {
            return;
        };
        let counts = self.history.stood_still_since(began);
        let asked = self.history.holder().filter(|_| counts);
        assert_eq!(self.new.interval_passed(patience), asked);
        assert_ne!(asked, Some(me), "a waiter asked itself");
        self.history.asked |= asked.is_some();
    }

    fn release(&mut self) {
        let Some(me) = self.history.holder() else {
            return;
        };
        let forced = std::mem::take(&mut self.history.asked);
        assert_eq!(self.new.release(me), Released { forced });
        let somebody_waits = !self.history.waits.is_empty();
        assert_eq!(self.old.release(me), somebody_waits);
        self.history.held = false;
    }

    fn check(&self) {
        let history = &self.history;
        assert_eq!(self.new.is_locked(), history.held);
        assert_eq!(self.old.is_locked(), history.held);
        assert_eq!(self.new.last_holder(), history.last_holder());
        assert_eq!(self.old.last_holder(), history.last_holder());
        assert_eq!(self.new.switch_number(), history.switches());
        assert_eq!(self.old.switch_number(), history.switches());
        assert_eq!(self.old.waiters() as usize, history.waits.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        // What fails is printed at its shortest; that belongs into a unit test, not a file.
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_machines_follow_from_their_history(operations in operations()) {
        let mut machines = Machines::new();
        machines.check();
        for operation in &operations {
            machines.apply(operation);
            machines.check();
        }
    }
}
