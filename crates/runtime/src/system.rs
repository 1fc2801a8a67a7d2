//! The operating system of virtual cores: who gets one, and how long waking up takes.

use std::collections::VecDeque;

use python::processes::{Call, Origin};

/// Virtual time and lengths of it: picoseconds.
pub(crate) type Picos = u64;

pub(crate) const NANO: Picos = 1_000;
pub(crate) const MICRO: Picos = 1_000 * NANO;
pub(crate) const MILLI: Picos = 1_000 * MICRO;

/// What the system takes its time for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Latencies {
    /// How much later than asked for a timer rings, at least and at most (`PR_SET_TIMERSLACK` in
    /// prctl(2)).
    pub(crate) timer_slack: (Picos, Picos),
    /// One timer in so many is later than that: by up to its own length, and at most by the second
    /// number. Something else had the core. 0: none is.
    pub(crate) disturbance: (u64, Picos),
    /// From being woken to running, at least and at most, after a sleep so long that the core
    /// has gone to sleep as well.
    pub(crate) wake_up: (Picos, Picos),
    /// The same after a sleep of less than `short`.
    pub(crate) short_wake_up: (Picos, Picos),
    pub(crate) short: Picos,
    /// What a core loses when it goes from one thread to another.
    pub(crate) context_switch: Picos,
    /// Taking a free lock, or letting go of one that nobody waits for.
    pub(crate) lock: Picos,
    /// Taking a lock that a thread on another core had: what that one has worked with (the
    /// interpreter's state, reference counts, free lists) has to come over.
    pub(crate) cold: Picos,
    /// Waking a thread that waits (`FUTEX_WAKE`), for the one who does it.
    pub(crate) wake_call: Picos,
    /// The same when the one who waits is not asleep, or not any more.
    pub(crate) futile_wake_call: Picos,
    /// Going to sleep (`FUTEX_WAIT`), at least and at most.
    pub(crate) sleep_call: (Picos, Picos),
    /// Starting a thread, for the one who does it.
    pub(crate) start_call: Picos,
    /// What the system does for processes.
    pub(crate) process: ProcessCosts,
    /// How long a thread may keep its core when a woken one wants it.
    pub(crate) granularity: Picos,
    /// How long it may keep it when others want it all the time.
    pub(crate) time_slice: Picos,
}

impl Latencies {
    /// Linux on x86-64. The slack is around the system's own constant of 50 µs; the rest is such that
    /// what was measured with CPython 2.7 and 3.6 to 3.13 on a 2-core machine comes out: slices of the switch
    /// interval and 0.07 to 0.11 ms, of which there are only 173 to 183 a second at 5 ms, so that some
    /// must be longer; 0.068 ms for a timed wait of 1 µs, 0.039 ms for a
    /// thread's start and end, and the battle for the lock before 3.2: two threads take 2 times as
    /// long as one after the other at a check interval of 100, 6 times at 10.
    pub(crate) const LINUX: Self = Self {
        timer_slack: (30 * MICRO, 80 * MICRO),
        disturbance: (6, 8 * MILLI),
        wake_up: (14 * MICRO, 30 * MICRO),
        short_wake_up: (3 * MICRO, 5 * MICRO),
        short: 100 * MICRO,
        context_switch: 1_500 * NANO,
        lock: 25 * NANO,
        cold: 1_200 * NANO,
        wake_call: 1_500 * NANO,
        futile_wake_call: 80 * NANO,
        sleep_call: (1_000 * NANO, 3_000 * NANO),
        start_call: 15 * MICRO,
        process: ProcessCosts::LINUX,
        granularity: 750 * MICRO,
        time_slice: 3 * MILLI,
    };

    /// No system at all: whoever is woken runs when the one before it has had the core this long.
    pub(crate) const fn none(granularity: Picos) -> Self {
        Self {
            timer_slack: (0, 0),
            disturbance: (0, 0),
            wake_up: (0, 0),
            short_wake_up: (0, 0),
            short: 0,
            context_switch: 0,
            lock: 0,
            cold: 0,
            wake_call: 0,
            futile_wake_call: 0,
            sleep_call: (0, 0),
            start_call: 0,
            process: ProcessCosts::NONE,
            granularity,
            time_slice: 5 * MILLI,
        }
    }
}

/// What calls cost that processes make, besides the bytecodes around them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProcessCosts {
    /// How long starting one takes for the one who does it, and until the new one runs.
    fork: (Picos, Picos),
    spawn: (Picos, Picos),
    forkserver: (Picos, Picos),
    interpreter: (Picos, Picos),
    /// A message, at each side, and each of its bytes.
    message: Picos,
    message_byte: Picos,
    /// A semaphore that is free, a number in shared memory.
    semaphore: Picos,
    memory: Picos,
}

impl ProcessCosts {
    /// CPython 3.13 on Linux on x86-64: a process is there and over after 1.2 ms by fork, 6.6 by a server, 26 if it
    /// is spawned, and a subinterpreter after 5.3; a function that does nothing is through a pool after 82 µs, a byte
    /// through a pipe and back after 24, a million of them after 0.37 ms.
    const LINUX: Self = Self {
        fork: (550 * MICRO, MILLI),
        spawn: (600 * MICRO, 25 * MILLI),
        forkserver: (300 * MICRO, 6 * MILLI),
        interpreter: (5 * MILLI, 5 * MILLI),
        message: 14 * MICRO,
        message_byte: 320,
        semaphore: 150 * NANO,
        memory: 60 * NANO,
    };

    const NONE: Self = Self {
        fork: (0, 0),
        spawn: (0, 0),
        forkserver: (0, 0),
        interpreter: (0, 0),
        message: 0,
        message_byte: 0,
        semaphore: 0,
        memory: 0,
    };

    /// For the one who begins an interpreter, and until that runs.
    pub(crate) fn of_beginning(&self, origin: Origin) -> (Picos, Picos) {
        match origin {
            Origin::Main => (0, 0),
            Origin::Fork => self.fork,
            Origin::Spawn => self.spawn,
            Origin::ForkServer => self.forkserver,
            Origin::Interpreter => self.interpreter,
        }
    }

    /// For a call, waiting not included.
    pub(crate) fn of(&self, call: &Call) -> Picos {
        match call {
            Call::Send { data, .. } => {
                self.message + self.message_byte.saturating_mul(data.len() as u64)
            }
            Call::Receive { .. } | Call::Pipe | Call::Ready { .. } => self.message,
            Call::Acquire { .. } | Call::Release(_) | Call::SemaphoreValue(_) => self.semaphore,
            Call::Load { .. } | Call::Store { .. } => self.memory,
            Call::Begin(_) | Call::Current => 0,
            _ => self.semaphore,
        }
    }
}

/// A thread, as the system knows it.
pub(crate) type TaskId = usize;

/// Cores, and the threads that wait for one.
#[derive(Debug)]
pub(crate) struct System {
    pub(crate) latencies: Latencies,
    cores: Vec<Core>,
    /// Threads that were woken and found no idle core: they come first.
    woken: VecDeque<TaskId>,
    /// Threads whose core was taken away.
    preempted: VecDeque<TaskId>,
    random: Random,
}

#[derive(Clone, Copy, Debug, Default)]
struct Core {
    task: Option<TaskId>,
    /// Who had it last: a thread that comes back finds its caches warm.
    last: Option<TaskId>,
    since: Picos,
    /// Counts its changes, so that an old deadline is known as one.
    turn: u32,
}

/// A deadline for the thread on a core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    pub(crate) core: usize,
    turn: u32,
}

impl System {
    pub(crate) fn new(cores: usize, latencies: Latencies, seed: u64) -> Self {
        Self {
            latencies,
            cores: vec![Core::default(); cores],
            woken: VecDeque::new(),
            preempted: VecDeque::new(),
            random: Random(seed),
        }
    }

    /// How long a thread needs to wake up that slept for `slept`.
    pub(crate) fn wake_up(&mut self, slept: Picos) -> Picos {
        self.within(if slept < self.latencies.short {
            self.latencies.short_wake_up
        } else {
            self.latencies.wake_up
        })
    }

    /// How long a thread needs to fall asleep.
    pub(crate) fn sleep_call(&mut self) -> Picos {
        self.within(self.latencies.sleep_call)
    }

    /// Which of those who wait at a condition variable a signal wakes: any of them. POSIX promises
    /// no order, and how long a thread waits beside several others in CPython is distributed as if
    /// there were none.
    pub(crate) fn pick(&mut self, waiters: &mut Vec<TaskId>) -> Option<TaskId> {
        let last = waiters.len().checked_sub(1)?;
        let picked = self.random.below(last as u64 + 1) as usize;
        Some(waiters.swap_remove(picked))
    }

    /// How late a timer of this length rings.
    pub(crate) fn lateness(&mut self, length: Picos) -> Picos {
        let slack = self.within(self.latencies.timer_slack);
        let (odds, most) = self.latencies.disturbance;
        if odds == 0 || self.random.below(odds) > 0 {
            return slack;
        }
        slack + self.random.below(most.min(length) + 1)
    }

    fn within(&mut self, (least, most): (Picos, Picos)) -> Picos {
        least + self.random.below(most - least + 1)
    }

    /// A woken thread wants a core: an idle one, if possible the one that it had. If there is
    /// none, it waits in the queue.
    pub(crate) fn idle_core(&mut self, task: TaskId) -> Option<usize> {
        let idle = |core: &Core| core.task.is_none();
        let own = |core: &Core| idle(core) && core.last == Some(task);
        let found = self.cores.iter().position(own);
        let found = found.or_else(|| self.cores.iter().position(idle));
        if found.is_none() {
            self.woken.push_back(task);
        }
        found
    }

    /// Gives the core to a thread and says how long the change takes.
    pub(crate) fn occupy(&mut self, core: usize, task: TaskId, now: Picos) -> Picos {
        let Some(core) = self.cores.get_mut(core) else {
            return 0;
        };
        let change = core.last.is_some_and(|last| last != task);
        *core = Core {
            task: Some(task),
            last: Some(task),
            since: now,
            turn: core.turn.wrapping_add(1),
        };
        if change {
            self.latencies.context_switch
        } else {
            0
        }
    }

    /// The thread on a core needs it no longer. Says who is next, if anybody waits.
    pub(crate) fn vacate(&mut self, core: usize) -> Option<TaskId> {
        let core = self.cores.get_mut(core)?;
        core.task = None;
        core.turn = core.turn.wrapping_add(1);
        self.woken
            .pop_front()
            .or_else(|| self.preempted.pop_front())
    }

    /// When a woken thread that waits for a core may take one from another thread, and which.
    pub(crate) fn next_for_woken(&self, now: Picos) -> Option<(Picos, Deadline)> {
        let busy = self.cores.iter().enumerate();
        let (index, core) = busy.min_by_key(|(_, core)| core.since)?;
        let at = now.max(core.since + self.latencies.granularity);
        let turn = core.turn;
        Some((at, Deadline { core: index, turn }))
    }

    /// When the thread that has just got a core must share it: only if others want it.
    pub(crate) fn end_of_slice(&self, core: usize, now: Picos) -> Option<(Picos, Deadline)> {
        if self.woken.is_empty() && self.preempted.is_empty() {
            return None;
        }
        let turn = self.cores.get(core)?.turn;
        let slice = if self.woken.is_empty() {
            self.latencies.time_slice
        } else {
            self.latencies.granularity
        };
        Some((now + slice, Deadline { core, turn }))
    }

    /// A thread waits for no core any more.
    pub(crate) fn forget(&mut self, task: TaskId) {
        self.woken.retain(|&other| other != task);
        self.preempted.retain(|&other| other != task);
    }

    /// A deadline has come: if it still counts, and somebody waits, the thread on the core has to
    /// go to the end of the queue. Says who that is.
    pub(crate) fn preempt(&mut self, deadline: Deadline) -> Option<TaskId> {
        let core = self.cores.get(deadline.core)?;
        if core.turn != deadline.turn || (self.woken.is_empty() && self.preempted.is_empty()) {
            return None;
        }
        let task = core.task?;
        self.preempted.push_back(task);
        Some(task)
    }
}

/// Chance that is the same each time: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
struct Random(u64);

impl Random {
    /// A number from 0 to `bound - 1`.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // The upper half of the product: as even as 64 bits are.
        ((u128::from(mixed) * u128::from(bound)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_woken_thread_gets_the_core_that_it_had() {
        let mut system = System::new(2, Latencies::LINUX, 0);
        assert_eq!(system.idle_core(7), Some(0));
        assert_eq!(system.occupy(0, 7, 0), 0, "nobody had it before");
        assert_eq!(system.idle_core(8), Some(1));
        system.occupy(1, 8, 0);
        assert_eq!(system.vacate(0), None);
        assert_eq!(system.vacate(1), None);
        assert_eq!(system.idle_core(8), Some(1));
        assert_eq!(system.occupy(1, 8, 5), 0);
        assert_eq!(system.idle_core(9), Some(0));
        assert!(system.occupy(0, 9, 5) > 0, "another thread's caches");
    }

    #[test]
    fn a_woken_thread_takes_the_core_that_one_has_had_longest() {
        let mut system = System::new(2, Latencies::LINUX, 0);
        system.occupy(0, 1, 10 * MILLI);
        system.occupy(1, 2, 4 * MILLI);
        assert_eq!(system.idle_core(3), None);
        let (at, deadline) = system.next_for_woken(11 * MILLI).expect("a core");
        assert_eq!((at, deadline.core), (11 * MILLI, 1));
        assert_eq!(system.preempt(deadline), Some(2));
        assert_eq!(system.vacate(1), Some(3), "woken before preempted");
        system.occupy(1, 3, at);
        assert_eq!(system.preempt(deadline), None, "an old deadline");
        let (at, deadline) = system.end_of_slice(1, at).expect("2 waits");
        assert_eq!(at, 14 * MILLI);
        assert_eq!(system.preempt(deadline), Some(3));
        assert_eq!(system.vacate(1), Some(2));
    }

    #[test]
    fn chance_is_even_and_repeats_itself() {
        let mut counts = [0; 8];
        let mut random = Random(42);
        for _ in 0..8000 {
            counts[random.below(8) as usize] += 1;
        }
        assert!(counts.iter().all(|n| (850..1150).contains(n)), "{counts:?}");
        let (mut a, mut b) = (Random(1), Random(1));
        assert!((0..100).all(|_| a.below(1000) == b.below(1000)));
        assert_eq!(Random(3).below(1), 0);
    }
}
