//! A moment and what lies round it. Steps may come from a file that somebody else wrote, so whatever
//! a moment refers to is looked up here, and may not be there.

use protocol::{
    BlockCause, Instruction, Listing, LockEvent, LockView, Moment, Place, ReleaseCause, Step,
    Steps, ThreadActivity, ThreadView,
};

use super::time::Picos;

/// How many threads are drawn: the first ones.
pub const SHOWN: usize = 8;
/// How many characters of a name are written.
const LONGEST_NAME: usize = 20;

/// A lock that nobody has taken yet.
static UNTOUCHED: LockView = LockView {
    holder: None,
    last_holder: None,
    switch_number: 0,
    waiters: Vec::new(),
    made_way: Vec::new(),
    ticks: None,
};

/// A moment of a run.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    steps: &'a Steps,
    index: usize,
    /// The moment itself.
    pub moment: &'a Moment,
}

/// What a thread does, as far as the lock is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It was asked for, but has not begun.
    Starting,
    /// It holds the lock, and executes bytecode if it has a core.
    Holding {
        /// Whether it has one.
        on_core: bool,
    },
    /// It has a core and no lock: there is none, or it is about to wait for something else.
    Running,
    /// It could go on, but has no core.
    Ready,
    /// It sleeps until the lock is free.
    Asleep {
        /// How long until its switch interval has passed; the lock before 3.2 has none.
        left: Option<Picos>,
    },
    /// It was made to let go, and may have the lock again once somebody else has had it.
    MakingWay,
    /// It wants the lock, and neither sleeps nor has it.
    Wanting {
        /// Whether it has a core to look on whether the lock is free; otherwise it is only waking up.
        awake: bool,
    },
    /// It waits for something other than the lock.
    Blocked(Option<BlockCause>),
    /// It has ended.
    Ended,
}

impl<'a> Scene<'a> {
    /// The moment with this number, if there is one.
    pub fn at(steps: &'a Steps, index: usize) -> Option<Self> {
        let moment = steps.moments.get(index)?;
        Some(Self {
            steps,
            index,
            moment,
        })
    }

    /// The moment before.
    pub fn before(self) -> Option<Self> {
        Self::at(self.steps, self.index.checked_sub(1)?)
    }

    /// What happened earlier, the latest first.
    pub fn earlier(self) -> impl Iterator<Item = &'a Moment> {
        self.steps.moments.iter().take(self.index).rev()
    }

    /// The events around the lock before this moment, with whose they were, the latest first.
    pub fn earlier_events(self) -> impl Iterator<Item = (u32, LockEvent)> {
        self.earlier().filter_map(event)
    }

    /// What happens later, the next first.
    pub fn later(self) -> impl Iterator<Item = &'a Moment> {
        self.steps.moments.iter().skip(self.index).skip(1)
    }

    /// A thread's name, cut if it is very long.
    pub fn name(self, thread: u32) -> String {
        match self.steps.threads.get(thread as usize) {
            Some(name) if !name.is_empty() => cut(name, LONGEST_NAME),
            _ => format!("thread {thread}"),
        }
    }

    /// The threads that are drawn, and how many more there are.
    pub fn threads(self) -> (std::ops::Range<u32>, usize) {
        let all = self.steps.threads.len();
        // OK because there are no more than `SHOWN`.
        (0..all.min(SHOWN) as u32, all.saturating_sub(SHOWN))
    }

    /// How a thread is after this moment.
    pub fn thread(self, thread: u32) -> Option<&'a ThreadView> {
        self.moment.threads.get(thread as usize)
    }

    /// The code that a place lies in.
    pub fn listing(self, place: Place) -> Option<&'a Listing> {
        self.steps.listings.get(place.listing as usize)
    }

    /// The bytecode at a place.
    pub fn instruction(self, place: Place) -> Option<&'a Instruction> {
        self.listing(place)?
            .instructions
            .get(place.instruction as usize)
    }

    /// The lock after this moment, if this run has one.
    pub fn lock(self) -> Option<&'a LockView> {
        let has_one = || {
            self.steps
                .moments
                .iter()
                .any(|moment| moment.lock.is_some())
        };
        match &self.moment.lock {
            None if has_one() => Some(&UNTOUCHED),
            lock => lock.as_ref(),
        }
    }

    /// Who holds the lock.
    pub fn holder(self) -> Option<u32> {
        self.lock()?.holder
    }

    /// Whether a thread sleeps until the lock is free.
    pub fn sleeps(self, thread: u32) -> bool {
        self.lock()
            .is_some_and(|lock| lock.waiters.iter().any(|waiter| waiter.thread == thread))
    }

    /// When the switch interval of a sleeping thread will have passed.
    pub fn patience_until(self, thread: u32) -> Option<Picos> {
        let mut waiters = self.lock()?.waiters.iter();
        let waiter = waiters.find(|waiter| waiter.thread == thread)?;
        waiter.patience_until.map(Picos)
    }

    /// Whether a thread sleeps until somebody else has had the lock.
    pub fn makes_way(self, thread: u32) -> bool {
        self.lock()
            .is_some_and(|lock| lock.made_way.contains(&thread))
    }

    /// What a thread does after this moment.
    pub fn doing(self, thread: u32) -> Doing {
        let Some(view) = self.thread(thread) else {
            return Doing::Starting;
        };
        let holds = self.holder() == Some(thread);
        match view.activity {
            ThreadActivity::Starting => Doing::Starting,
            ThreadActivity::Running | ThreadActivity::Ready if holds => Doing::Holding {
                on_core: view.activity == ThreadActivity::Running,
            },
            ThreadActivity::Running => Doing::Running,
            ThreadActivity::Ready => Doing::Ready,
            ThreadActivity::Waiting => self.waiting(thread),
            ThreadActivity::Blocked => Doing::Blocked(self.blocked_for(thread)),
            ThreadActivity::Ended => Doing::Ended,
        }
    }

    fn waiting(self, thread: u32) -> Doing {
        let waiters = self.lock().map_or(&[][..], |lock| &lock.waiters);
        if let Some(waiter) = waiters.iter().find(|waiter| waiter.thread == thread) {
            let left = |until: u64| Picos(until.saturating_sub(self.moment.at));
            return Doing::Asleep {
                left: waiter.patience_until.map(left),
            };
        }
        if self.makes_way(thread) {
            return Doing::MakingWay;
        }
        Doing::Wanting {
            awake: self.thread(thread).is_some_and(|view| view.core.is_some()),
        }
    }

    /// Why a thread let go of the lock when it last did, up to this moment.
    pub fn last_release(self, thread: u32) -> Option<ReleaseCause> {
        let mut releases = self.events_so_far().filter_map(|(who, event)| match event {
            LockEvent::Release { cause } if who == thread => Some(cause),
            _ => None,
        });
        releases.next()
    }

    /// What a thread waited for when it last waited for something other than the lock, up to this moment.
    pub fn blocked_for(self, thread: u32) -> Option<BlockCause> {
        let mut blocks = self.events_so_far().filter_map(|(who, event)| match event {
            LockEvent::Block { cause } if who == thread => Some(cause),
            _ => None,
        });
        blocks.next()
    }

    fn events_so_far(self) -> impl Iterator<Item = (u32, LockEvent)> {
        event(self.moment).into_iter().chain(self.earlier_events())
    }

    /// The bytecode that a thread executed last, up to this moment.
    pub fn last_executed(self, thread: u32) -> Option<Place> {
        let mut own = std::iter::once(self.moment)
            .chain(self.earlier())
            .filter(|moment| moment.thread == thread);
        own.find_map(|moment| match moment.step {
            Step::Bytecode(place) => Some(Some(place)),
            // Which one it was is not recorded.
            Step::Bytecodes(_) => Some(None),
            Step::Lock(_) | Step::Denied | Step::Asleep => None,
        })?
    }

    /// The switch interval: the longest that anybody was still willing to wait.
    pub fn interval(self) -> Option<Picos> {
        let left = self.steps.moments.iter().flat_map(|moment| {
            let waiters = moment.lock.iter().flat_map(|lock| &lock.waiters);
            waiters.filter_map(|waiter| waiter.patience_until?.checked_sub(moment.at))
        });
        left.max().filter(|&longest| longest > 0).map(Picos)
    }

    /// The ticks after which the lock before 3.2 is given up: the most that were ever left.
    pub fn check_interval(self) -> Option<i32> {
        let locks = self.steps.moments.iter().filter_map(|m| m.lock.as_ref());
        locks
            .filter_map(|lock| lock.ticks)
            .max()
            .filter(|&most| most > 0)
    }
}

fn event(moment: &Moment) -> Option<(u32, LockEvent)> {
    match moment.step {
        Step::Lock(event) => Some((moment.thread, event)),
        _ => None,
    }
}

/// The beginning of a text that may be long.
pub fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
