//! Some moments of a run on virtual cores, bytecode by bytecode, while they are recorded.
//!
//! A thread that is watched executes one bytecode at a time, which it does not notice: its meter's
//! limit is what makes the difference, and behind a limit it goes on where it was. What it executed is
//! kept in a ring until it is known whether something happens nearby.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use protocol::{
    Instruction, Listing, LockEvent, LockView, Moment, Place, Step, StepWindow, Steps,
    ThreadActivity, ThreadView,
};
use python::{Meter, Pause, Sharing, Thread, ThreadObject};

use crate::shared::activity_after;
use crate::system::Picos;

/// What has been recorded so far.
pub(crate) struct Recording {
    window: StepWindow,
    listings: Vec<Listing>,
    tracks: Vec<Track>,
    entries: Vec<Entry>,
    /// When something happened, in order. Each track follows at its own pace.
    happened: Vec<Picos>,
    /// How many entries are moments.
    moments: usize,
    /// Of how many threads they tell.
    views: usize,
    bytecodes: u64,
    hand_overs: u32,
    /// The last hand-over has been: who has the lock now, and how many bytecodes it has left.
    closing: Option<(u32, u64)>,
    is_over: bool,
    cut_short: bool,
}

/// A thread, as far as it is watched.
struct Track {
    object: Arc<ThreadObject>,
    /// Executed, but something may still happen before it: a thread may be ahead of the others.
    fresh: VecDeque<Bytecode>,
    /// The last few, before which nothing happened nearby.
    ring: VecDeque<Bytecode>,
    /// How many there were before those.
    skipped: Option<(u64, Bytecode)>,
    /// How many are recorded whatever comes.
    countdown: u32,
    /// How much of what happened it has got to.
    followed: usize,
}

/// A bytecode that was executed.
#[derive(Clone, Copy)]
struct Bytecode {
    at: Picos,
    place: Place,
    next: Option<Place>,
    /// What it left of the ticks.
    ticks: i32,
}

struct Entry {
    at: Picos,
    thread: u32,
    what: What,
}

enum What {
    /// `None` if it is only one of so many that are counted.
    Bytecode(Bytecode, Option<u64>),
    Step(Step),
    Joined,
    Core(Option<u32>),
    DropRequest(bool),
    Lock(LockView),
}

impl Recording {
    pub(crate) fn new(window: StepWindow, listings: Vec<python::Listing>) -> Self {
        // More would never be kept, and is not kept until then.
        let around = window.around.min(StepWindow::MOST as u32);
        Self {
            window: StepWindow { around, ..window },
            listings: listings.into_iter().map(listing).collect(),
            tracks: Vec::new(),
            entries: Vec::new(),
            happened: Vec::new(),
            moments: 0,
            views: 0,
            bytecodes: 0,
            hand_overs: 0,
            closing: None,
            is_over: false,
            cut_short: false,
        }
    }

    /// Whether there is nothing more to record.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over
    }

    /// There is another thread. They come in the order of their numbers.
    pub(crate) fn join(&mut self, at: Picos, object: &Arc<ThreadObject>) {
        let thread = self.tracks.len() as u32;
        self.tracks.push(Track {
            object: Arc::clone(object),
            fresh: VecDeque::new(),
            ring: VecDeque::new(),
            skipped: None,
            countdown: 0,
            followed: self.happened.len(),
        });
        self.push(at, thread, What::Joined);
    }

    /// Runs the thread as [`Thread::run_metered`] does, one bytecode after the other, and keeps
    /// them. Nothing else happens before `next`.
    pub(crate) fn run(
        &mut self,
        id: u32,
        thread: &mut Thread,
        eval_breaker: &AtomicU32,
        meter: &mut Meter,
        mut sharing: Option<&mut Sharing>,
        next: Picos,
    ) -> Pause {
        let limit = meter.limit;
        let mut place = thread.place();
        while !self.is_over {
            let before = meter.bytecodes;
            meter.limit = limit.min(meter.clock.saturating_add(1));
            let pause = thread.run_metered(eval_breaker, meter, sharing.as_deref_mut());
            let executed = meter.bytecodes - before;
            let following = thread.place();
            self.executed(id, executed, place, following, meter, next);
            place = following;
            if !matches!(pause, Pause::Limit) || executed == 0 || meter.clock >= limit {
                return pause;
            }
        }
        meter.limit = limit;
        thread.run_metered(eval_breaker, meter, sharing)
    }

    /// The thread has executed so many bytecodes from a place on: more than one if the first ones take
    /// no time, and those do not jump.
    fn executed(
        &mut self,
        thread: u32,
        count: u64,
        from: Option<python::Place>,
        next: Option<python::Place>,
        meter: &Meter,
        horizon: Picos,
    ) {
        self.bytecodes += count;
        let Some(track) = self.tracks.get_mut(thread as usize) else {
            return;
        };
        // Outside of the program, in the library or before its function, a thread is in no listing.
        if let Some(from) = from {
            let mut place = in_report(from);
            for left in (0..count).rev() {
                let following = Place {
                    instruction: place.instruction.saturating_add(1),
                    ..place
                };
                track.fresh.push_back(Bytecode {
                    at: meter.clock,
                    place,
                    next: if left == 0 {
                        next.map(in_report)
                    } else {
                        Some(following)
                    },
                    ticks: meter.ticks,
                });
                place = following;
            }
        }
        self.settle(thread, horizon);
        if let Some((closing, left)) = &mut self.closing
            && *closing == thread
        {
            *left = left.saturating_sub(count);
            self.is_over |= *left == 0;
        }
        if self.bytecodes >= StepWindow::MOST_BYTECODES {
            self.cut();
        }
    }

    /// Something happened.
    pub(crate) fn event(&mut self, at: Picos, thread: u32, what: LockEvent) {
        self.step(at, thread, Step::Lock(what));
        if self.is_over {
            return;
        }
        match what {
            LockEvent::Acquire { from } => {
                self.hand_overs += u32::from(from.is_some());
                if self.hand_overs >= self.window.hand_overs && self.closing.is_none() {
                    self.closing = Some((thread, self.window.around.into()));
                    self.is_over = self.window.around == 0;
                }
            }
            LockEvent::Release { .. } => {
                self.is_over = self.closing.is_some_and(|(closing, _)| closing == thread);
            }
            _ => {}
        }
    }

    /// The thread looked at the lock in vain.
    pub(crate) fn denied(&mut self, at: Picos, thread: u32) {
        self.step(at, thread, Step::Denied);
    }

    /// The thread sleeps until the lock is free, or until another one has had it.
    pub(crate) fn asleep(&mut self, at: Picos, thread: u32) {
        self.step(at, thread, Step::Asleep);
    }

    fn step(&mut self, at: Picos, thread: u32, step: Step) {
        if self.is_over {
            return;
        }
        self.push(at, thread, What::Step(step));
        let place = self.happened.partition_point(|&earlier| earlier <= at);
        self.happened.insert(place, at);
    }

    // What belongs to the step before it, if it happens at the same time; also to the last one.

    pub(crate) fn core(&mut self, at: Picos, thread: u32, core: Option<usize>) {
        self.push(at, thread, What::Core(core.map(|core| core as u32)));
    }

    pub(crate) fn drop_request(&mut self, at: Picos, thread: u32, is_set: bool) {
        self.push(at, thread, What::DropRequest(is_set));
    }

    pub(crate) fn lock(&mut self, at: Picos, thread: u32, lock: LockView) {
        self.views += lock.waiters.len() + lock.made_way.len();
        self.push(at, thread, What::Lock(lock));
    }

    fn push(&mut self, at: Picos, thread: u32, what: What) {
        if matches!(what, What::Bytecode(..) | What::Step(_)) {
            self.moments += 1;
            self.views += self.tracks.len();
        }
        self.entries.push(Entry { at, thread, what });
        // What is no moment changes something that one tells of; many in a row are rare.
        let room = self.entries.len() < 8 * StepWindow::MOST
            && self.moments < StepWindow::MOST
            && self.views < StepWindow::MOST_VIEWS;
        if !room {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.cut_short |= !self.is_over;
        self.is_over = true;
    }

    /// Decides on the bytecodes before which nothing can happen any more.
    fn settle(&mut self, thread: u32, horizon: Picos) {
        loop {
            let Some(track) = self.tracks.get_mut(thread as usize) else {
                return;
            };
            let due = track
                .fresh
                .front()
                .filter(|bytecode| bytecode.at <= horizon);
            let happened = self.happened.get(track.followed);
            match (due.copied(), happened) {
                // In its own turn a bytecode comes first: what it leads to is at its end.
                (Some(bytecode), happened) if happened.is_none_or(|&at| bytecode.at <= at) => {
                    track.fresh.pop_front();
                    if track.countdown > 0 {
                        track.countdown -= 1;
                        self.keep(thread, bytecode);
                        continue;
                    }
                    track.ring.push_back(bytecode);
                    if track.ring.len() > self.window.around as usize
                        && let Some(oldest) = track.ring.pop_front()
                    {
                        let (count, _) = track.skipped.unwrap_or((0, oldest));
                        track.skipped = Some((count + 1, oldest));
                    }
                }
                // Nothing more comes before what happened: what it executes next is later, or it has
                // come to the end of all.
                (due, Some(_)) if due.is_some() || horizon == Picos::MAX => {
                    track.followed += 1;
                    track.countdown = self.window.around;
                    for bytecode in mem::take(&mut track.ring) {
                        self.keep(thread, bytecode);
                    }
                }
                _ => return,
            }
        }
    }

    fn keep(&mut self, thread: u32, bytecode: Bytecode) {
        let track = self.tracks.get_mut(thread as usize);
        let skipped = track.and_then(|track| track.skipped.take());
        if let Some((count, last)) = skipped {
            self.push(last.at, thread, What::Bytecode(last, Some(count)));
        }
        self.push(bytecode.at, thread, What::Bytecode(bytecode, None));
    }

    /// What was recorded, as people look at it.
    pub(crate) fn finish(mut self) -> Steps {
        for thread in 0..self.tracks.len() {
            self.settle(thread as u32, Picos::MAX);
        }
        // At the same time, what was executed comes before what it led to.
        self.entries
            .sort_by_key(|entry| (entry.at, !matches!(entry.what, What::Bytecode(..))));
        let mut told = Told::default();
        for entry in self.entries {
            if told.moments.len() >= StepWindow::MOST || told.views >= StepWindow::MOST_VIEWS {
                self.cut_short = true;
                told.last = None;
                break;
            }
            told.tell(entry);
        }
        told.close();
        Steps {
            threads: self.tracks.iter().map(|t| t.object.name()).collect(),
            listings: self.listings,
            moments: told.moments,
            cut_short: self.cut_short,
        }
    }
}

/// Makes moments of entries: how things are after each.
#[derive(Default)]
struct Told {
    moments: Vec<Moment>,
    /// A step whose consequences may still come.
    last: Option<(Picos, u32, Step)>,
    lock: Option<LockView>,
    threads: Vec<ThreadView>,
    /// Of how many threads the moments tell.
    views: usize,
}

impl Told {
    fn tell(&mut self, Entry { at, thread, what }: Entry) {
        let step = match &what {
            What::Bytecode(bytecode, None) => Some(Step::Bytecode(bytecode.place)),
            What::Bytecode(_, Some(count)) => Some(Step::Bytecodes(*count)),
            What::Step(step) => Some(*step),
            _ => None,
        };
        if step.is_some() || self.last.is_some_and(|(last, ..)| last != at) {
            self.close();
        }
        if let Some(step) = step {
            self.last = Some((at, thread, step));
        }
        self.apply(thread as usize, what);
    }

    fn apply(&mut self, thread: usize, what: What) {
        let starting = ThreadView {
            activity: ThreadActivity::Starting,
            drop_request: false,
            next: None,
            core: None,
        };
        if self.threads.len() <= thread {
            self.threads.resize(thread + 1, starting);
        }
        let Some(view) = self.threads.get_mut(thread) else {
            return;
        };
        match what {
            What::Bytecode(bytecode, _) => {
                view.next = bytecode.next;
                let ticks = self.lock.as_mut().and_then(|lock| lock.ticks.as_mut());
                if let Some(ticks) = ticks {
                    *ticks = bytecode.ticks;
                }
            }
            What::Step(Step::Lock(event)) => {
                view.activity = activity_after(event).unwrap_or(view.activity);
            }
            What::Step(_) | What::Joined => {}
            What::Core(core) => view.core = core,
            What::DropRequest(is_set) => view.drop_request = is_set,
            What::Lock(lock) => self.lock = Some(lock),
        }
    }

    fn close(&mut self) {
        if let Some((at, thread, step)) = self.last.take() {
            let asleep = |lock: &LockView| lock.waiters.len() + lock.made_way.len();
            self.views += self.threads.len() + self.lock.as_ref().map_or(0, asleep);
            self.moments.push(Moment {
                at,
                thread,
                step,
                lock: self.lock.clone(),
                threads: self.threads.clone(),
            });
        }
    }
}

fn in_report(place: python::Place) -> Place {
    Place {
        listing: place.listing as u32,
        instruction: place.instruction as u32,
    }
}

fn listing(listing: python::Listing) -> Listing {
    let instructions = listing.instructions.into_iter();
    Listing {
        name: listing.name,
        file: listing.file,
        instructions: instructions
            .map(|instruction| Instruction {
                name: instruction.name.to_owned(),
                argument: instruction.argument,
                line: instruction.line,
                check_point: instruction.check_point,
            })
            .collect(),
    }
}
