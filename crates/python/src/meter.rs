//! How far a thread may run, and what it uses up on the way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use compiler::Op;

use crate::cost::{self, Costs};
use crate::native::{Native, Work};
use crate::refcounts::Borrow;
use crate::value::Value;

/// Where a thread looks at its eval breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckPoints {
    /// On function entry, backward jumps and behind calls of builtins: CPython since 3.10.
    BackEdges,
    /// Before nearly every bytecode: CPython 3.2 to 3.9. Behind a few, such as `LOAD_FAST`, it
    /// goes on without a look (`FAST_DISPATCH` in `Python/ceval.c`).
    EveryOpcode,
    /// Whenever the ticks are used up, of which nearly every bytecode takes one: CPython before
    /// 3.2. It stops there without having been asked.
    Ticks,
}

/// What a thread runs on when it is measured: virtual time, and the check points of older
/// versions. See [`Thread::run_metered`](crate::Thread::run_metered).
#[derive(Debug)]
pub struct Meter {
    check_points: CheckPoints,
    costs: &'static Costs,
    /// The thread's virtual time in picoseconds. Each bytecode adds what it costs.
    pub clock: u64,
    /// No bytecode begins when `clock` has reached this.
    pub limit: u64,
    /// No bytecode that others may notice, or that may notice others, begins when `clock` is past
    /// this: so that those of threads without a lock happen in the order of their virtual times.
    pub horizon: u64,
    /// With [`CheckPoints::Ticks`]: how many are left. Below zero at the check point.
    pub ticks: i32,
    /// How many bytecodes there have been.
    pub bytecodes: u64,
    /// Set by the bytecode before: it is one behind which CPython looks before it goes on.
    looks: bool,
}

/// Which cores have a copy of which global, for threads without a lock: what one core has changed
/// costs another one time to get at.
#[derive(Debug)]
pub struct Sharing {
    lines: Vec<Line>,
    /// What decides how long a core keeps a cache line that others want. Never 0.
    chance: u64,
    /// Whose turn it is: a core, 0 to 63.
    pub core: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// A bit for each core that has a valid copy.
    copies: u64,
    /// When it has arrived where it was last sent. One core gets it at a time.
    free_at: u64,
}

impl Meter {
    /// A meter at time zero, without a limit.
    pub fn new(check_points: CheckPoints, costs: &'static Costs) -> Meter {
        Meter {
            check_points,
            costs,
            clock: 0,
            limit: u64::MAX,
            horizon: u64::MAX,
            ticks: i32::MAX,
            bytecodes: 0,
            looks: false,
        }
    }
}

impl Sharing {
    /// Nothing was touched so far. Chance begins with the seed.
    pub fn new(seed: u64) -> Sharing {
        Sharing {
            lines: Vec::new(),
            chance: (seed << 1) | 1,
            core: 0,
        }
    }

    /// For how long a core keeps a cache line: half to one and a half times the average.
    fn hold(&mut self) -> u64 {
        // Marsaglia's xorshift64: it need not be good, only not in step with anything.
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        cost::LINE_HOLD / 2 + self.chance % cost::LINE_HOLD
    }

    /// The time at which a core that begins at `clock` has read or written a global.
    fn touch(&mut self, slot: u32, store: bool, clock: u64) -> u64 {
        let slot = slot as usize;
        if self.lines.len() <= slot {
            self.lines.resize(slot + 1, Line::default());
        }
        let Some(line) = self.lines.get_mut(slot) else {
            return clock;
        };
        let me = 1 << (self.core & 63);
        let (has, cost) = if store {
            (
                line.copies & !me == 0 && line.copies != 0,
                cost::TRANSFER_STORE,
            )
        } else {
            (line.copies & me != 0, cost::TRANSFER_LOAD)
        };
        // Nobody has had it yet: it comes from memory, once.
        let first = line.copies == 0;
        line.copies = if store { me } else { line.copies | me };
        if has || first {
            return clock;
        }
        line.free_at = line.free_at.max(clock) + cost;
        line.free_at
    }
}

/// Where a cache line is that several cores change all the time, faster than it gets from one to the next:
/// a core that has it keeps it for a while, then the one that asked next has it.
#[derive(Debug, Default)]
pub(crate) struct CacheLine {
    /// The core that asked for it last, and when it is there.
    last: Option<(u32, u64)>,
    /// When it leaves or left each other core.
    leaves: Vec<u64>,
}

impl CacheLine {
    /// When a core has the line that wants it at `clock`: at once, or later.
    fn ask(&mut self, sharing: &mut Sharing, clock: u64) -> u64 {
        let me = sharing.core;
        let Some((last, arrives)) = self.last else {
            self.last = Some((me, clock));
            return clock;
        };
        if last == me {
            return clock.max(arrives);
        }
        if self.leaves.get(me as usize).is_some_and(|&at| clock < at) {
            return clock;
        }
        let leaves = clock.max(arrives.saturating_add(sharing.hold()));
        let place = last as usize;
        if self.leaves.len() <= place {
            self.leaves.resize(place + 1, 0);
        }
        if let Some(slot) = self.leaves.get_mut(place) {
            *slot = leaves;
        }
        let arrives = leaves.saturating_add(cost::LINE_TRANSFER);
        self.last = Some((me, arrives));
        arrives
    }
}

/// What to do before a bytecode, or after a piece of native code.
pub(crate) enum Before {
    /// It may run.
    Go,
    /// It must not, yet: [`Pause::Limit`](crate::Pause::Limit).
    Limit,
    /// It is behind a check point at which somebody waits.
    CheckPoint,
}

/// What the run loop asks between bytecodes. With [`Unmetered`] nothing is left of it.
pub(crate) trait Steps: Pace {
    /// Whether nobody minds when several bytecodes are done as one.
    const FUSES: bool;

    fn before(&mut self, op: Op) -> Before;
}

/// What longer work is paid for with.
pub(crate) trait Pace {
    /// A native function is about to be called, with all its arguments.
    fn call(&mut self, called: &Value, args: &[Value]);

    /// A bytecode is about to go through its operands.
    fn operands(&mut self, op: Op, a: &Value, b: &Value);

    /// Native code goes on: to its end, or until there is a reason to come back.
    fn native(&mut self, native: &mut Native, eval_breaker: &AtomicU32) -> Before;

    /// What has been done took so many picoseconds.
    fn pay(&mut self, cost: u64);
}

pub(crate) struct Unmetered;

impl Steps for Unmetered {
    const FUSES: bool = true;

    #[inline(always)]
    fn before(&mut self, _: Op) -> Before {
        Before::Go
    }
}

impl Pace for Unmetered {
    fn call(&mut self, _: &Value, _: &[Value]) {}

    fn operands(&mut self, _: Op, _: &Value, _: &Value) {}

    fn native(&mut self, native: &mut Native, eval_breaker: &AtomicU32) -> Before {
        loop {
            let is_over = match native {
                Native::Borrow(borrow) => {
                    borrow.run_piece();
                    borrow.is_over()
                }
                Native::Work(work) => {
                    work.piece();
                    work.is_over()
                }
            };
            if is_over {
                return Before::Go;
            }
            // Relaxed for the reasons given at `breaks`.
            if eval_breaker.load(Ordering::Relaxed) != 0 {
                return Before::CheckPoint;
            }
        }
    }

    fn pay(&mut self, _: u64) {}
}

pub(crate) struct Metered<'a> {
    pub(crate) meter: &'a mut Meter,
    pub(crate) eval_breaker: &'a AtomicU32,
    pub(crate) sharing: Option<&'a mut Sharing>,
}

impl Steps for Metered<'_> {
    const FUSES: bool = false;

    #[inline(always)]
    fn before(&mut self, op: Op) -> Before {
        let meter = &mut *self.meter;
        if meter.clock >= meter.limit || (meter.clock > meter.horizon && is_shared(op)) {
            return Before::Limit;
        }
        if meter.looks && meter.check_points != CheckPoints::BackEdges {
            // Whatever comes of it, the bytecode itself is next: no check point twice.
            meter.looks = false;
            let stop = match meter.check_points {
                CheckPoints::BackEdges => false,
                // Relaxed for the reasons given at `breaks`.
                CheckPoints::EveryOpcode => self.eval_breaker.load(Ordering::Relaxed) != 0,
                CheckPoints::Ticks => {
                    meter.ticks = meter.ticks.saturating_sub(1);
                    meter.ticks < 0
                }
            };
            if stop {
                return Before::CheckPoint;
            }
        }
        meter.looks = !cost::is_fast(op);
        meter.clock += u64::from(meter.costs.of(op));
        meter.bytecodes += 1;
        if let Some(sharing) = &mut self.sharing {
            match op {
                Op::LoadName(slot) | Op::LoadGlobal(slot) | Op::LoadGlobalNull(slot) => {
                    meter.clock = sharing.touch(slot, false, meter.clock);
                }
                Op::StoreName(slot) | Op::StoreGlobal(slot) => {
                    meter.clock = sharing.touch(slot, true, meter.clock);
                }
                _ => {}
            }
        }
        Before::Go
    }
}

impl Pace for Metered<'_> {
    fn call(&mut self, called: &Value, args: &[Value]) {
        self.meter.clock += self.meter.costs.of_call(called, args);
    }

    fn operands(&mut self, op: Op, a: &Value, b: &Value) {
        self.meter.clock += self.meter.costs.of_operands(op, a, b);
    }

    fn native(&mut self, native: &mut Native, eval_breaker: &AtomicU32) -> Before {
        match native {
            Native::Borrow(borrow) => self.borrow(borrow, eval_breaker),
            Native::Work(work) => self.work(&mut **work, eval_breaker),
        }
    }

    fn pay(&mut self, cost: u64) {
        self.meter.clock += cost;
    }
}

impl Metered<'_> {
    /// Each access is a step of its own, in the order of virtual times.
    fn borrow(&mut self, borrow: &mut Borrow, eval_breaker: &AtomicU32) -> Before {
        let meter = &mut *self.meter;
        let object = Arc::clone(borrow.object());
        let mut line = object.line();
        while !borrow.is_over() {
            if let Some(sharing) = &mut self.sharing {
                meter.clock = line.ask(sharing, meter.clock);
            }
            if meter.clock >= meter.limit || meter.clock > meter.horizon {
                return stopped(eval_breaker);
            }
            meter.clock += borrow.step();
        }
        Before::Go
    }

    /// Nobody sees how far it is, so a piece may end behind the limit.
    fn work(&mut self, work: &mut dyn Work, eval_breaker: &AtomicU32) -> Before {
        while !work.is_over() {
            if self.meter.clock >= self.meter.limit {
                return stopped(eval_breaker);
            }
            self.meter.clock += work.piece();
        }
        Before::Go
    }
}

/// Native code has come to its limit.
fn stopped(eval_breaker: &AtomicU32) -> Before {
    // Relaxed for the reasons given at `breaks`.
    match eval_breaker.load(Ordering::Relaxed) {
        0 => Before::Limit,
        _ => Before::CheckPoint,
    }
}

/// Whether the bytecode may touch what other threads can see. Values themselves don't change, lists
/// apart; and a list that a `for` goes through is rarely one that others change.
fn is_shared(op: Op) -> bool {
    matches!(
        op,
        Op::LoadName(_)
            | Op::StoreName(_)
            | Op::LoadGlobal(_)
            | Op::LoadGlobalNull(_)
            | Op::StoreGlobal(_)
            | Op::DeleteName(_)
            | Op::DeleteGlobal(_)
            | Op::LoadDeref(_)
            | Op::StoreDeref(_)
            | Op::LoadAttr(_)
            | Op::LoadMethod(_)
            | Op::StoreAttr(_)
            | Op::DeleteAttr(_)
            | Op::BinarySubscr
            | Op::DeleteSubscr
            | Op::StoreSlice
            | Op::DictUpdate(_)
            | Op::SetUpdate(_)
            | Op::UnpackEx(..)
            | Op::Send(_)
            | Op::CallFunctionEx(_)
            | Op::StoreSubscr
            | Op::BinarySlice
            | Op::ContainsOp(_)
            | Op::ListExtend(_)
            | Op::UnpackSequence(_)
            | Op::Call(_)
            | Op::CallKw(_)
            | Op::CallTarget
            | Op::BeforeWith
            | Op::WithExceptStart
    )
}
