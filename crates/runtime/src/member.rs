//! A thread of a run, as others see it: its gate, its times, how far it is.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::{ThreadId, ThreadState};
use protocol::{ThreadActivity, ThreadProgress, ThreadReport};
use python::ThreadObject;
use python::processes::Reply;

use crate::apart::{Question, Root, Word};
use crate::interpreter::Interpreter;
use crate::ledger::Pen;

/// A Python thread of a run, shared by the thread itself, those who wait for it, and the run.
pub(crate) struct Member {
    pub(crate) interpreter: Arc<Interpreter>,
    pub(crate) object: Arc<ThreadObject>,
    is_main: bool,
    /// What the kernel has answered while it waited.
    mail: Mutex<Option<Reply>>,
    pub(crate) state: Arc<ThreadState>,
    gate: Mutex<Phase>,
    /// How often the bell has been rung. Changed with the gate held.
    rung: AtomicU32,
    /// Of a thread in another memory: the process that has it, and its eval breaker there, as long as it lives.
    apart: Option<u32>,
    breaker: Mutex<Option<u32>>,
    /// Where the bell is, if this is not the memory of the run.
    root: Option<Arc<dyn Root>>,
    bell: Condvar,
    pub(crate) times: Times,
    pub(crate) pen: Pen,
    /// The `f64` bits of [`python::Thread::loop_progress`]; NaN for none.
    loops: AtomicU64,
}

/// How far a thread's life has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Asked for.
    New,
    /// It has begun, and has had the lock at least once.
    Started,
    /// It has ended.
    Ended,
}

impl Member {
    pub(crate) fn new(
        id: ThreadId,
        interpreter: Arc<Interpreter>,
        object: Arc<ThreadObject>,
        is_main: bool,
    ) -> Self {
        Self {
            rung: AtomicU32::new(0),
            apart: None,
            breaker: Mutex::default(),
            root: None,
            interpreter,
            object,
            is_main,
            mail: Mutex::default(),
            state: Arc::new(ThreadState::new(id)),
            gate: Mutex::new(Phase::New),
            bell: Condvar::new(),
            times: Times::default(),
            pen: Pen::new(),
            loops: AtomicU64::new(f64::NAN.to_bits()),
        }
    }

    /// The same of a thread in the memory of another process.
    pub(crate) fn far(self, process: u32) -> Self {
        Self {
            apart: Some(process),
            ..self
        }
    }

    /// The same of a thread here, if the run is elsewhere.
    pub(crate) fn known_at(self, root: Option<&Arc<dyn Root>>) -> Self {
        Self {
            root: root.cloned(),
            ..self
        }
    }

    /// The process that has the memory in which it lives, if that is another one.
    pub(crate) fn apart(&self) -> Option<u32> {
        self.apart
    }

    pub(crate) fn set_breaker(&self, breaker: Option<u32>) {
        *self.breaker() = breaker;
    }

    /// Passes on what it was asked for, while it lives: `poke` gets its eval breaker and the bits.
    pub(crate) fn relay(&self, poke: impl FnOnce(u32, u32)) {
        let breaker = self.breaker();
        let bits = self.state.requests();
        if let (Some(breaker), true) = (*breaker, bits != 0) {
            self.state.clear(bits);
            poke(breaker, bits);
        }
    }

    fn breaker(&self) -> MutexGuard<'_, Option<u32>> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is the main thread of its interpreter.
    pub(crate) fn is_main(&self) -> bool {
        self.is_main
    }

    /// What it is called where threads of all interpreters are told of.
    pub(crate) fn label(&self) -> String {
        let name = self.object.name();
        match (self.interpreter.is_first(), self.is_main) {
            (true, _) => name,
            (false, true) => self.interpreter.name.clone(),
            (false, false) => format!("{} · {name}", self.interpreter.name),
        }
    }

    /// The kernel has answered.
    pub(crate) fn deliver(&self, reply: Reply) {
        *self.mail() = Some(reply);
        self.ring();
    }

    pub(crate) fn has_mail(&self) -> bool {
        if let Some(root) = &self.root {
            return root.say(Word::HasMail, 0, 0.0) != 0.0;
        }
        self.mail().is_some()
    }

    pub(crate) fn take_mail(&self) -> Option<Reply> {
        if let Some(root) = &self.root {
            return root.ask_for(&Question::Mail).flatten();
        }
        self.mail().take()
    }

    fn mail(&self) -> MutexGuard<'_, Option<Reply>> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn enter_phase(&self, phase: Phase) {
        let mut gate = self.gate();
        // One that was declared ended because its process has broken down may say yet that it has begun.
        *gate = phase.max(*gate);
        drop(gate);
        match &self.root {
            Some(root) => {
                let ended = f64::from(u8::from(phase == Phase::Ended));
                root.say(Word::Enter, self.state.id().0, ended);
            }
            None => self.ring(),
        }
    }

    pub(crate) fn has_reached(&self, phase: Phase) -> bool {
        *self.gate() >= phase
    }

    /// Wakes everybody who waits here, to look again.
    pub(crate) fn ring(&self) {
        if let Some(root) = &self.root {
            root.say(Word::Ring, self.state.id().0, 0.0);
            return;
        }
        // Holding the gate for a moment closes the gap between a waiter's look at its condition
        // and its falling asleep: a bell rung in between would be missed.
        let gate = self.gate();
        // Relaxed, also below: the gate orders it.
        self.rung.fetch_add(1, Ordering::Relaxed);
        drop(gate);
        self.bell.notify_all();
    }

    /// How often the bell has been rung.
    pub(crate) fn rung(&self) -> u32 {
        let _gate = self.gate();
        self.rung.load(Ordering::Relaxed)
    }

    /// Waits until the bell has been rung since it had been so often, or the time is over; it may also end before.
    pub(crate) fn wait_for_bell(&self, rung: u32, timeout: Option<Duration>) {
        let gate = self.gate();
        if self.rung.load(Ordering::Relaxed) != rung {
            return;
        }
        match timeout {
            Some(timeout) => drop(self.bell.wait_timeout(gate, timeout)),
            None => drop(self.bell.wait(gate)),
        }
    }

    /// [`Member::wait_until`] where the bell is at the root.
    fn wait_at(
        &self,
        root: &dyn Root,
        is_there: impl Fn(Phase) -> bool,
        deadline: Option<Duration>,
        now: impl Fn() -> Duration,
        give_up: impl Fn() -> bool,
    ) -> bool {
        loop {
            // What rings after this look at the bell ends the waiting at once.
            let rung = root.say(Word::Watch, self.state.id().0, 0.0);
            let phase = *self.gate();
            if is_there(phase) {
                return true;
            }
            let left = deadline.map(|deadline| deadline.saturating_sub(now()));
            if give_up() || left == Some(Duration::ZERO) {
                return false;
            }
            let left = left.map_or(-1.0, |left| left.as_secs_f64());
            root.say(Word::Wait, rung as u32, left);
        }
    }

    /// Waits until `is_there` says so of this thread's phase, `give_up` says so, or `timeout` is over;
    /// both look again whenever the bell is rung. `now` is the host's clock. Says whether it is there.
    pub(crate) fn wait_until(
        &self,
        is_there: impl Fn(Phase) -> bool,
        timeout: Option<Duration>,
        now: impl Fn() -> Duration,
        give_up: impl Fn() -> bool,
    ) -> bool {
        let deadline = timeout.and_then(|timeout| now().checked_add(timeout));
        if let Some(root) = &self.root {
            return self.wait_at(&**root, is_there, deadline, now, give_up);
        }
        let mut gate = self.gate();
        while !is_there(*gate) {
            if give_up() {
                return false;
            }
            gate = match deadline {
                None => self.bell.wait(gate).unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.saturating_sub(now());
                    if left.is_zero() {
                        return false;
                    }
                    // A browser's timed wait takes at most i64::MAX nanoseconds; waking up once
                    // an hour to look again costs nothing.
                    let left = left.min(Duration::from_secs(3600));
                    self.bell
                        .wait_timeout(gate, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
        }
        true
    }

    /// Notes how far the thread's loops are.
    pub(crate) fn publish_loops(&self, loops: Option<f64>) {
        if let Some(root) = &self.root {
            root.say(Word::Loops, 0, loops.unwrap_or(f64::NAN));
            return;
        }
        // Relaxed: a number for a progress bar, on which nothing else depends.
        self.loops
            .store(loops.unwrap_or(f64::NAN).to_bits(), Ordering::Relaxed);
    }

    pub(crate) fn progress(&self) -> ThreadProgress {
        let loops = f64::from_bits(self.loops.load(Ordering::Relaxed));
        ThreadProgress {
            name: self.label(),
            activity: self.times.activity(),
            loops: (!loops.is_nan()).then_some(loops),
        }
    }

    pub(crate) fn report(&self) -> ThreadReport {
        ThreadReport {
            name: self.label(),
            interpreter: self.interpreter.number,
            running_seconds: self.times.running.seconds(),
            ready_seconds: self.times.ready.seconds(),
            waiting_seconds: self.times.waiting.seconds(),
            blocked_seconds: self.times.blocked.seconds(),
        }
    }

    fn gate(&self) -> MutexGuard<'_, Phase> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a thread's time went. Only the thread itself writes, at its transitions; others read
/// at any time and may see one transition's parts half done, which a progress display survives.
/// The report reads after the thread's end, of which it learns through the gate's mutex.
#[derive(Debug, Default)]
pub(crate) struct Times {
    activity: AtomicU8,
    since: Nanos,
    running: Nanos,
    ready: Nanos,
    waiting: Nanos,
    blocked: Nanos,
}

impl Times {
    /// The thread turns to another activity at `now`; the time since the last turn goes to the
    /// account of what it did until then.
    pub(crate) fn turn_to(&self, activity: ThreadActivity, now: Duration) {
        let spent = now.saturating_sub(self.since.get());
        match self.activity() {
            ThreadActivity::Running => self.running.add(spent),
            ThreadActivity::Ready => self.ready.add(spent),
            ThreadActivity::Waiting => self.waiting.add(spent),
            ThreadActivity::Blocked => self.blocked.add(spent),
            // Before it begins and after its end a thread has no time of its own.
            ThreadActivity::Starting | ThreadActivity::Ended => {}
        }
        self.since.set(now);
        let code = ACTIVITIES.iter().position(|&a| a == activity).unwrap_or(0);
        self.activity.store(code as u8, Ordering::Relaxed);
    }

    fn activity(&self) -> ThreadActivity {
        ACTIVITIES[usize::from(self.activity.load(Ordering::Relaxed))]
    }
}

/// The codes of the activities in [`Times`]; a new thread starts with code 0.
const ACTIVITIES: [ThreadActivity; 6] = [
    ThreadActivity::Starting,
    ThreadActivity::Running,
    ThreadActivity::Ready,
    ThreadActivity::Waiting,
    ThreadActivity::Blocked,
    ThreadActivity::Ended,
];

/// A duration that one thread writes and others may read. Relaxed throughout: see [`Times`].
#[derive(Debug, Default)]
struct Nanos(AtomicU64);

impl Nanos {
    fn get(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }

    fn set(&self, value: Duration) {
        // 2^64 ns are 584 years.
        self.0.store(value.as_nanos() as u64, Ordering::Relaxed);
    }

    fn add(&self, more: Duration) {
        self.set(self.get() + more);
    }

    fn seconds(&self) -> f64 {
        self.get().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_add_up_to_the_lifetime() {
        let times = Times::default();
        let ms = Duration::from_millis;
        times.turn_to(ThreadActivity::Waiting, ms(10));
        times.turn_to(ThreadActivity::Running, ms(13));
        times.turn_to(ThreadActivity::Blocked, ms(20));
        times.turn_to(ThreadActivity::Waiting, ms(50));
        times.turn_to(ThreadActivity::Running, ms(55));
        times.turn_to(ThreadActivity::Ended, ms(56));
        times.turn_to(ThreadActivity::Ended, ms(99));
        assert_eq!(times.waiting.get(), ms(8));
        assert_eq!(times.running.get(), ms(8));
        assert_eq!(times.blocked.get(), ms(30));
        assert_eq!(times.activity(), ThreadActivity::Ended);
    }
}
