//! What threads do with the locks. The model checkers try out in which order they can do it.
//!
//! A scenario fails by an assertion, or by a deadlock, which the checkers find themselves.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool as UnseenBool, AtomicU64 as UnseenU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gil::{DROP_REQUEST, NewLock, OldLock, Released, ThreadId, ThreadState, Ticker, Witness};
#[cfg(loom)]
use loom::{sync as primitives, thread};
#[cfg(shuttle)]
use shuttle::{sync as primitives, thread};

use primitives::atomic::{AtomicBool, AtomicU32};

/// So many threads, from beginning to end.
pub type Scenario = fn(u32, &Arc<Seen>);

/// Eval breaker: the run was cancelled.
const CANCEL: u32 = 2;

/// How often each thread counts, at a check point each time.
const COUNTS: u32 = 2;

/// What happens in some order of the threads, and must, or the scenario shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// A thread let go at a check point because it had been asked to.
    Forced,
    /// A thread let go to do something that blocks, and had been asked to.
    AskedBeforeBlocking,
    /// A thread took up again what it had just let go of.
    Retaken,
    /// A thread ended that had been asked to let go.
    EndedAsked,
    /// A thread got the lock and found its run cancelled, before or while it waited.
    CancelledAtOnce,
    /// A thread found its run cancelled when it had counted already.
    CancelledCounting,
}

/// The events so far, in all orders that were tried. The checkers do not see it.
#[derive(Debug, Default)]
pub struct Seen(Mutex<BTreeSet<Event>>);

impl Seen {
    fn note(&self, event: Event) {
        self.events().insert(event);
    }

    pub fn assert_all(&self, events: &[Event]) {
        for event in events {
            assert!(self.events().contains(event), "never seen: {event:?}");
        }
    }

    /// A scenario that fails may poison the mutex. That is not what it should complain of.
    fn events(&self) -> MutexGuard<'_, BTreeSet<Event>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number that two holders at once would get wrong: another may come in between load and store,
/// and a relaxed load may miss what it does not happen after.
#[derive(Debug)]
struct Counter(AtomicU32);

impl Counter {
    fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    fn add_one(&self) {
        let seen = self.0.load(Ordering::Relaxed);
        self.0.store(seen + 1, Ordering::Relaxed);
    }

    fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A run under the new lock.
struct NewRun {
    lock: NewLock,
    threads: Vec<primitives::Arc<ThreadState>>,
    /// Who has been asked to let go and has not yet, as the witnesses tell it.
    asked: Vec<UnseenBool>,
    cancelled: AtomicBool,
    counter: Counter,
    seen: Arc<Seen>,
}

impl Witness for NewRun {
    fn timed_out(&self, asked: Option<ThreadId>) {
        if let Some(ThreadId(holder)) = asked {
            let requests = self.threads[holder as usize].requests();
            assert_ne!(requests & DROP_REQUEST, 0, "thread {holder} is not told");
            self.asked[holder as usize].store(true, Ordering::Relaxed);
        }
    }
}

impl NewRun {
    fn new(threads: u32, seen: &Arc<Seen>) -> Arc<Self> {
        Arc::new(Self {
            lock: NewLock::new(Duration::from_millis(5)),
            threads: thread_states(threads),
            asked: (0..threads).map(|_| UnseenBool::new(false)).collect(),
            cancelled: AtomicBool::new(false),
            counter: Counter::new(),
            seen: Arc::clone(seen),
        })
    }

    fn take(&self, me: u32) -> gil::Taken {
        let taken = self.lock.take(&self.threads[me as usize], self);
        assert_ne!(taken.from, Some(ThreadId(me)), "from itself");
        taken
    }

    /// Lets go, and takes the lock again.
    fn release_and_take(&self, me: u32) -> Released {
        let released = self.lock.release(&self.threads[me as usize]);
        self.check_request(me, released);
        let taken = self.take(me);
        if released.forced {
            assert!(taken.switched, "nobody else has had the lock meanwhile");
        } else if !taken.switched {
            self.seen.note(Event::Retaken);
        }
        released
    }

    fn release_finally(&self, me: u32) {
        let released = self.lock.release_finally(&self.threads[me as usize]);
        self.check_request(me, released);
        if released.forced {
            self.seen.note(Event::EndedAsked);
        }
    }

    fn check_request(&self, me: u32, released: Released) {
        // Nobody can ask between the release and this: a thread that has let go is not asked.
        let asked = self.asked[me as usize].swap(false, Ordering::Relaxed);
        assert_eq!(
            released.forced, asked,
            "what the waiters asked of thread {me}"
        );
    }

    /// What the interpreter does each time round. Says whether the run was cancelled.
    fn check_point(&self, me: u32) -> bool {
        let requests = self.threads[me as usize].requests();
        // The flag may lag behind the bit; the bit stays, so a later check point sees both.
        if requests & CANCEL != 0 && self.cancelled.load(Ordering::Relaxed) {
            return true;
        }
        if requests & DROP_REQUEST != 0 {
            assert!(self.release_and_take(me).forced, "asked, but not by force");
            self.seen.note(Event::Forced);
        }
        false
    }

    /// A thread from its beginning to its end.
    fn interpret(&self, me: u32) {
        self.take(me);
        for counted in 0..COUNTS {
            if self.check_point(me) {
                self.seen.note(match counted {
                    0 => Event::CancelledAtOnce,
                    _ => Event::CancelledCounting,
                });
                break;
            }
            self.counter.add_one();
        }
        self.release_finally(me);
    }

    /// A thread that reads a file, say, between its counts.
    fn block(&self, me: u32) {
        self.take(me);
        for _ in 1..COUNTS {
            self.counter.add_one();
            if self.release_and_take(me).forced {
                self.seen.note(Event::AskedBeforeBlocking);
            }
        }
        self.counter.add_one();
        self.release_finally(me);
    }

    /// A thread that is thrown out of the middle of it, asked or not.
    fn throw(&self, me: u32) {
        self.take(me);
        self.counter.add_one();
        self.release_finally(me);
    }
}

/// Threads count to their ends, each asked to let go whenever another's interval passes.
pub fn switching(threads: u32, seen: &Arc<Seen>) {
    let run = NewRun::new(threads, seen);
    all(threads, &run, NewRun::interpret);
    assert_eq!(run.counter.get(), threads * COUNTS);
}

/// Threads let go of the lock of their own accord, and take it again.
pub fn blocking(threads: u32, seen: &Arc<Seen>) {
    let run = NewRun::new(threads, seen);
    all(threads, &run, NewRun::block);
    assert_eq!(run.counter.get(), threads * COUNTS);
}

/// One thread ends by an exception, where it is, while the others wait or count.
pub fn exception(threads: u32, seen: &Arc<Seen>) {
    let run = NewRun::new(threads, seen);
    all(threads, &run, |run, me| match me {
        0 => run.throw(me),
        _ => run.interpret(me),
    });
    assert_eq!(run.counter.get(), 1 + (threads - 1) * COUNTS);
}

/// The run is cancelled from outside, whatever its threads are doing. All of them end.
pub fn cancelling(threads: u32, seen: &Arc<Seen>) {
    let run = NewRun::new(threads, seen);
    let workers: Vec<_> = (0..threads)
        .map(|me| {
            let run = Arc::clone(&run);
            thread::spawn(move || run.interpret(me))
        })
        .collect();
    run.cancelled.store(true, Ordering::Relaxed);
    for state in &run.threads {
        state.request(CANCEL);
    }
    for worker in workers {
        worker.join().expect("a thread of the run");
    }
    assert!(run.counter.get() <= threads * COUNTS);
    for state in &run.threads {
        assert_ne!(state.requests() & CANCEL, 0, "a request got lost");
    }
}

/// A run under the old lock.
struct OldRun {
    lock: OldLock,
    ticker: Ticker,
    threads: Vec<primitives::Arc<ThreadState>>,
    counter: Counter,
    switches: UnseenU64,
    seen: Arc<Seen>,
}

impl OldRun {
    fn new(threads: u32, seen: &Arc<Seen>) -> Arc<Self> {
        Arc::new(Self {
            lock: OldLock::new(),
            ticker: Ticker::new(),
            threads: thread_states(threads),
            counter: Counter::new(),
            switches: UnseenU64::new(0),
            seen: Arc::clone(seen),
        })
    }

    fn count(&self, me: u32) {
        let state = &self.threads[me as usize];
        let taken = self.lock.take(state);
        if taken.switched {
            self.switches.fetch_add(1, Ordering::Relaxed);
        } else {
            self.seen.note(Event::Retaken);
        }
        self.counter.add_one();
        self.ticker.set_left(self.ticker.left() - 1);
        self.lock.release(state);
    }
}

/// Threads count under the old lock, which each lets go of and takes again.
pub fn old(threads: u32, seen: &Arc<Seen>) {
    let run = OldRun::new(threads, seen);
    all(threads, &run, |run, me| {
        for _ in 0..COUNTS {
            run.count(me);
        }
    });
    let counts = threads * COUNTS;
    assert_eq!(run.counter.get(), counts);
    assert_eq!(run.ticker.left(), -(counts as i32), "ticks were lost");
    assert_eq!(
        run.lock.switch_number(),
        run.switches.load(Ordering::Relaxed)
    );
}

/// The first thread of the run is this one.
fn all<R: Send + Sync + 'static>(threads: u32, run: &Arc<R>, does: fn(&R, u32)) {
    let others: Vec<_> = (1..threads)
        .map(|me| {
            let run = Arc::clone(run);
            thread::spawn(move || does(&run, me))
        })
        .collect();
    does(run, 0);
    for other in others {
        other.join().expect("a thread of the run");
    }
}

fn thread_states(threads: u32) -> Vec<primitives::Arc<ThreadState>> {
    (0..threads)
        .map(|id| primitives::Arc::new(ThreadState::new(ThreadId(id))))
        .collect()
}
