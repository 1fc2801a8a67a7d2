//! Two short runs, told by hand, for the tests of this folder.

use protocol::{
    BlockCause, Instruction, Listing, LockEvent, LockView, Moment, Place, ReleaseCause, Step,
    Steps, ThreadActivity, ThreadView, Waiter,
};

const MICRO: u64 = 1_000_000;
const MILLI: u64 = 1_000 * MICRO;

/// A run that is told moment by moment.
pub struct Story {
    pub steps: Steps,
    now: Moment,
}

impl Story {
    /// The main thread waits for two others; the first of them has the lock.
    pub fn begin(ticks: Option<i32>) -> Self {
        let line = |name: &str, argument: &str, line: u32, check_point: bool| Instruction {
            name: name.to_owned(),
            argument: argument.to_owned(),
            line,
            check_point,
        };
        let view = |activity: ThreadActivity, core: Option<u32>| ThreadView {
            activity,
            drop_request: false,
            next: Some(place(2)),
            core,
        };
        Self {
            steps: Steps {
                threads: ["MainThread", "Thread-1", "Thread-2"]
                    .map(str::to_owned)
                    .into(),
                listings: vec![Listing {
                    name: "count".to_owned(),
                    file: "main.py".to_owned(),
                    instructions: vec![
                        line("RESUME", "", 1, true),
                        line("FOR_ITER", "to 7", 2, false),
                        line("STORE_FAST", "_", 2, false),
                        line("LOAD_FAST", "x", 3, false),
                        line("LOAD_CONST", "1", 3, false),
                        line("BINARY_OP", "+=", 3, false),
                        line("STORE_FAST", "x", 3, false),
                        line("JUMP_BACKWARD", "to 1", 3, true),
                    ],
                }],
                moments: Vec::new(),
                cut_short: false,
            },
            now: Moment {
                at: 0,
                thread: 0,
                step: Step::Bytecodes(1),
                lock: Some(LockView {
                    holder: Some(1),
                    last_holder: Some(1),
                    switch_number: u64::from(ticks.is_none()),
                    ticks,
                    ..LockView::default()
                }),
                threads: vec![
                    view(ThreadActivity::Blocked, None),
                    view(ThreadActivity::Running, Some(0)),
                    view(ThreadActivity::Waiting, Some(1)),
                ],
            },
        }
    }

    /// What happens next, and what it changes.
    pub fn then(
        &mut self,
        at: u64,
        thread: u32,
        step: Step,
        change: impl FnOnce(&mut LockView, &mut [ThreadView]),
    ) {
        let now = &mut self.now;
        (now.at, now.thread, now.step) = (at, thread, step);
        change(now.lock.get_or_insert_default(), now.threads.as_mut_slice());
        self.steps.moments.push(now.clone());
    }

    pub fn event(
        &mut self,
        at: u64,
        thread: u32,
        event: LockEvent,
        change: impl FnOnce(&mut LockView, &mut [ThreadView]),
    ) {
        self.then(at, thread, Step::Lock(event), change);
    }
}

pub fn place(instruction: u32) -> Place {
    Place {
        listing: 0,
        instruction,
    }
}

/// A hand-over with the lock since 3.2.
pub fn hand_over() -> Steps {
    let mut story = Story::begin(None);
    story.event(0, 2, LockEvent::Request, |_, _| {});
    story.then(200, 2, Step::Asleep, |lock, threads| {
        threads[2].core = None;
        lock.waiters.push(Waiter {
            thread: 2,
            patience_until: Some(200 + 5 * MILLI),
        });
    });
    story.then(4_000, 1, Step::Bytecode(place(7)), |_, threads| {
        threads[1].next = Some(place(1));
    });
    story.then(5 * MILLI, 1, Step::Bytecodes(171_428), |_, _| {});
    let woken = 5 * MILLI + 50 * MICRO;
    story.event(woken, 2, LockEvent::TimeOut, |lock, threads| {
        lock.waiters.clear();
        threads[2].core = Some(1);
    });
    let asks = LockEvent::DropRequest { holder: 1 };
    story.event(woken, 2, asks, |_, threads| threads[1].drop_request = true);
    story.then(woken + 100, 2, Step::Asleep, |lock, threads| {
        threads[2].core = None;
        lock.waiters.push(Waiter {
            thread: 2,
            patience_until: Some(woken + 100 + 5 * MILLI),
        });
    });
    story.then(woken + 2_000, 1, Step::Bytecode(place(6)), |_, threads| {
        threads[1].next = Some(place(7));
    });
    story.then(woken + 4_000, 1, Step::Bytecode(place(7)), |_, threads| {
        threads[1].next = Some(place(1));
    });
    let asked = LockEvent::Release {
        cause: ReleaseCause::Forced,
    };
    story.event(woken + 4_000, 1, asked, |lock, threads| {
        lock.holder = None;
        lock.waiters.clear();
        threads[1].drop_request = false;
        threads[1].activity = ThreadActivity::Waiting;
    });
    story.event(woken + 4_000, 1, LockEvent::Request, |_, _| {});
    story.then(woken + 5_000, 1, Step::Asleep, |lock, threads| {
        lock.made_way.push(1);
        threads[1].core = None;
    });
    let takes = LockEvent::Acquire { from: Some(1) };
    story.event(woken + 50 * MICRO, 2, takes, |lock, threads| {
        (lock.holder, lock.last_holder, lock.switch_number) = (Some(2), Some(2), 2);
        lock.made_way.clear();
        threads[2].activity = ThreadActivity::Running;
        threads[2].core = Some(1);
    });
    story.steps
}

/// A round of the signalling battle with the lock before 3.2, and a hand-over by sleeping.
pub fn battle() -> Steps {
    let mut story = Story::begin(Some(100));
    story.then(0, 2, Step::Denied, |_, _| {});
    story.then(100, 2, Step::Asleep, |lock, threads| {
        threads[2].core = None;
        lock.waiters.push(Waiter {
            thread: 2,
            patience_until: None,
        });
    });
    story.then(900, 1, Step::Bytecode(place(6)), |lock, _| {
        lock.ticks = Some(1)
    });
    let lets_go = |cause: ReleaseCause| LockEvent::Release { cause };
    story.event(1_000, 1, lets_go(ReleaseCause::Ticks), |lock, threads| {
        (lock.holder, lock.ticks) = (None, Some(100));
        lock.waiters.clear();
        threads[1].activity = ThreadActivity::Waiting;
    });
    story.event(1_000, 1, LockEvent::Request, |_, _| {});
    let takes = LockEvent::Acquire { from: None };
    story.event(1_200, 1, takes, |lock, threads| {
        lock.holder = Some(1);
        threads[1].activity = ThreadActivity::Running;
    });
    story.then(9_000, 2, Step::Denied, |_, threads| {
        threads[2].core = Some(1)
    });
    story.then(9_100, 2, Step::Asleep, |lock, threads| {
        threads[2].core = None;
        lock.waiters.push(Waiter {
            thread: 2,
            patience_until: None,
        });
    });
    story.event(20_000, 1, lets_go(ReleaseCause::Blocking), |lock, _| {
        lock.holder = None;
        lock.waiters.clear();
    });
    let sleeps = LockEvent::Block {
        cause: BlockCause::Sleep,
    };
    story.event(20_100, 1, sleeps, |_, threads| {
        threads[1].activity = ThreadActivity::Blocked;
        threads[1].core = None;
    });
    let takes = LockEvent::Acquire { from: Some(1) };
    story.event(29_000, 2, takes, |lock, threads| {
        (lock.holder, lock.last_holder) = (Some(2), Some(2));
        threads[2].activity = ThreadActivity::Running;
        threads[2].core = Some(1);
    });
    story.event(40_000, 1, LockEvent::Wake, |_, threads| {
        threads[1].activity = ThreadActivity::Waiting;
        threads[1].core = Some(0);
    });
    story.event(40_000, 1, LockEvent::Request, |_, _| {});
    story.steps
}
