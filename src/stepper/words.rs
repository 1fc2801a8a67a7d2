//! What just happened and why, in sentences.

use protocol::{BlockCause, Instruction, LockEvent, Place, ReleaseCause, Step};
use timeline::units;

use super::scene::{Doing, Scene, cut};
use super::time::Picos;
use super::walk::is_event;

/// How many characters of a bytecode's name or argument are written.
const LONGEST_CODE: usize = 28;

/// What just happened and why. `old_lock` is the lock before 3.2.
pub fn sentence(scene: Scene<'_>, old_lock: bool) -> String {
    let told = Told { scene, old_lock };
    let what = match scene.moment.step {
        Step::Bytecode(place) => told.bytecode(place),
        Step::Bytecodes(count) => told.bytecodes(count),
        Step::Lock(event) => told.event(event),
        Step::Denied => told.denied(),
        Step::Asleep => told.asleep(),
    };
    match told.woken() {
        Some(woken) => format!("{what} {woken}"),
        None => what,
    }
}

/// What just happened, in a few words.
pub fn title(scene: Scene<'_>) -> String {
    let what = match scene.moment.step {
        Step::Bytecode(place) => match scene.instruction(place) {
            Some(instruction) => code(&instruction.name),
            None => "a bytecode".to_owned(),
        },
        Step::Bytecodes(count) => counted(count),
        Step::Lock(event) => match event {
            LockEvent::Start => "begins",
            LockEvent::Request => "wants the lock",
            LockEvent::TimeOut => "has waited for its interval",
            LockEvent::DropRequest { .. } => "asks the holder to let go",
            LockEvent::Acquire { .. } => "takes the lock",
            LockEvent::Release { .. } => "lets go of the lock",
            LockEvent::Block { .. } => "begins to wait for something else",
            LockEvent::Wake => "wakes",
            LockEvent::Preempt => "loses its core",
            LockEvent::Dispatch => "has a core",
            LockEvent::End => "has ended",
        }
        .to_owned(),
        Step::Denied => "finds the lock taken".to_owned(),
        Step::Asleep => "goes to sleep".to_owned(),
    };
    format!("{}: {what}", scene.name(scene.moment.thread))
}

/// What a thread does, in a few words.
pub fn doing(doing: Doing) -> String {
    match doing {
        Doing::Starting => "has not begun",
        Doing::Holding { on_core: true } => "runs, with the lock",
        Doing::Holding { on_core: false } => "has the lock, but no core",
        Doing::Running => "runs, without the lock",
        Doing::Ready => "could go on, but has no core",
        Doing::Asleep { left: None } => "asleep until the lock is free",
        Doing::Asleep { left: Some(left) } => {
            return format!("asleep, {} of patience left", left.length());
        }
        Doing::MakingWay => "makes way for somebody else",
        Doing::Wanting { awake: true } => "wants the lock",
        Doing::Wanting { awake: false } => "is waking up, to look for the lock",
        Doing::Blocked(Some(BlockCause::Sleep)) => "sleeps: time.sleep()",
        Doing::Blocked(Some(BlockCause::Join)) => "waits for another’s end",
        Doing::Blocked(Some(BlockCause::Start)) => "waits for another’s start",
        Doing::Blocked(Some(BlockCause::Native)) => "runs native code, without the lock",
        Doing::Blocked(Some(BlockCause::Lock)) => "waits for a lock of the program’s own",
        Doing::Blocked(Some(BlockCause::Network)) => "waits for the network",
        Doing::Blocked(Some(BlockCause::Process)) => "waits for another process",
        Doing::Blocked(None) => "waits for something else",
        Doing::Ended => "has ended",
    }
    .to_owned()
}

/// A bytecode's name or argument, cut if it is very long.
pub fn code(text: &str) -> String {
    cut(text, LONGEST_CODE)
}

/// `1 bytecode`, `171,428 bytecodes`.
pub fn counted(count: u64) -> String {
    match count {
        1 => "1 bytecode".to_owned(),
        _ => format!("{} bytecodes", units::count(count)),
    }
}

struct Told<'a> {
    scene: Scene<'a>,
    old_lock: bool,
}

impl Told<'_> {
    /// Whose step it is.
    fn thread(&self) -> u32 {
        self.scene.moment.thread
    }

    fn me(&self) -> String {
        self.scene.name(self.thread())
    }

    /// What the same thread does next.
    fn next_own(&self) -> Option<Step> {
        self.next_of(self.thread())
    }

    fn next_of(&self, thread: u32) -> Option<Step> {
        let mut own = self.scene.later().filter(|m| m.thread == thread);
        own.next().map(|moment| moment.step)
    }

    fn bytecode(&self, place: Place) -> String {
        let me = self.me();
        let Some(instruction) = self.scene.instruction(place) else {
            return format!("{me} executes a bytecode.");
        };
        let argument = match instruction.argument.as_str() {
            "" => String::new(),
            argument => format!(" ({})", code(argument)),
        };
        let executes = format!("{me} executes {}{argument}.", code(&instruction.name));
        match self.looks(instruction) {
            Some(looks) => format!("{executes} {looks}"),
            None => executes,
        }
    }

    /// What the thread has to do with requests at a bytecode.
    fn looks(&self, instruction: &Instruction) -> Option<String> {
        let lock = self.scene.lock()?;
        if self.old_lock {
            return lock.ticks.filter(|&left| left >= 0).map(|left| match left {
                1 => "1 tick is left.".to_owned(),
                _ => format!("{left} ticks are left."),
            });
        }
        let asked = self.scene.thread(self.thread())?.drop_request;
        match (instruction.check_point, asked) {
            (true, true) => Some(match self.next_own() {
                Some(Step::Bytecode(_) | Step::Bytecodes(_)) => {
                    "It is a check point, but the drop request came too late for it.".to_owned()
                }
                _ => "It is a check point, and there is a drop request.".to_owned(),
            }),
            (true, false) => Some("A check point: no drop request, so it goes on.".to_owned()),
            (false, true) => Some(
                "It does not see the drop request yet: this bytecode is no check point.".to_owned(),
            ),
            (false, false) => None,
        }
    }

    fn bytecodes(&self, count: u64) -> String {
        let executes = format!("{} executes {}", self.me(), counted(count));
        // Of the time that has passed, the moment before may know.
        let before = self.scene.before().map(|before| before.moment.at);
        let passed = before.map(|at| Picos(self.scene.moment.at.saturating_sub(at)));
        match passed.filter(|passed| passed.0 > 0) {
            Some(passed) => format!(
                "{executes}. That takes {}, and nothing happens around the lock.",
                passed.length()
            ),
            None => format!("{executes}, and nothing happens around the lock."),
        }
    }

    fn event(&self, event: LockEvent) -> String {
        match event {
            LockEvent::Start => self.start(),
            LockEvent::Request => self.request(),
            LockEvent::TimeOut => self.time_out(),
            LockEvent::DropRequest { holder } => self.drop_request(holder),
            LockEvent::Acquire { from } => self.acquire(from),
            LockEvent::Release { cause } => self.release(cause),
            LockEvent::Block { cause } => self.block(cause),
            LockEvent::Wake => self.wake(),
            LockEvent::Preempt => self.preempt(),
            LockEvent::Dispatch => self.dispatch(),
            LockEvent::End => format!("{} has ended.", self.me()),
        }
    }

    /// The thread looked whether the lock is free, and it was not.
    fn denied(&self) -> String {
        let me = self.me();
        let holder = self
            .scene
            .holder()
            .filter(|&holder| holder != self.thread());
        let holder = match holder {
            Some(holder) => self.scene.name(holder),
            None => "somebody else".to_owned(),
        };
        let mut own = self.scene.earlier().filter(|m| m.thread == self.thread());
        let last = own.find(|moment| is_event(&moment.step));
        if last.is_some_and(|moment| moment.step == Step::Asleep) {
            format!("{me} has woken up, and finds that {holder} has taken the lock again.")
        } else {
            format!("{me} finds that {holder} has the lock.")
        }
    }

    fn asleep(&self) -> String {
        let me = self.me();
        if self.scene.makes_way(self.thread()) {
            return format!(
                "{me} sleeps until somebody else has the lock (forced switching): who was made to \
                 let go must not take it straight back."
            );
        }
        let own = self.scene.earlier().filter(|m| m.thread == self.thread());
        let again = own
            .take_while(|m| m.step != Step::Lock(LockEvent::Request))
            .any(|moment| moment.step == Step::Asleep);
        let back = if again { "back " } else { "" };
        match self.scene.interval() {
            Some(interval) if !self.old_lock => format!(
                "{me} goes {back}to sleep, until the lock is free or a whole switch interval ({}) has \
                 passed.",
                interval.length()
            ),
            _ => format!("{me} goes {back}to sleep, until the lock is free."),
        }
    }

    fn start(&self) -> String {
        let me = self.me();
        match self.scene.lock() {
            Some(_) => format!("{me} begins. Before its first bytecode it needs the lock."),
            None => format!("{me} begins. There is no lock to wait for."),
        }
    }

    fn request(&self) -> String {
        let me = self.me();
        let own = self.scene.earlier_events();
        let last = own
            .filter(|(who, _)| *who == self.thread())
            .map(|(_, event)| event)
            .next();
        match last {
            Some(LockEvent::Release {
                cause: ReleaseCause::Forced,
            }) => {
                if self.scene.lock().and_then(|lock| lock.last_holder) == Some(self.thread()) {
                    format!(
                        "{me} wants the lock back, but first waits until somebody else has it \
                         (forced switching)."
                    )
                } else {
                    format!("{me} wants the lock back. Somebody else has had it already.")
                }
            }
            Some(LockEvent::Release {
                cause: ReleaseCause::Ticks,
            }) => format!("{me} at once asks for the lock again. Nothing makes it wait."),
            _ => match self.scene.holder() {
                Some(holder) if holder != self.thread() => {
                    format!(
                        "{me} wants the lock, which {} holds.",
                        self.scene.name(holder)
                    )
                }
                _ => format!("{me} wants the lock, which is free."),
            },
        }
    }

    fn whole_interval(&self) -> String {
        match self.scene.interval() {
            Some(interval) => format!("a whole switch interval ({})", interval.length()),
            None => "a whole switch interval".to_owned(),
        }
    }

    fn time_out(&self) -> String {
        let me = self.me();
        let waited = format!("{me} has waited for {}", self.whole_interval());
        match self.next_own() {
            Some(Step::Lock(LockEvent::DropRequest { holder })) => format!(
                "{waited}, and {} has had the lock all the time.",
                self.scene.name(holder)
            ),
            Some(Step::Lock(LockEvent::Acquire { .. })) => {
                format!("{waited}, and now the lock is free.")
            }
            Some(_) => format!(
                "{waited}, but the lock has changed hands meanwhile: that does not count, and its \
                 patience begins anew."
            ),
            None => format!("{waited}."),
        }
    }

    fn drop_request(&self, holder: u32) -> String {
        let (me, holder_name) = (self.me(), self.scene.name(holder));
        let before = self.scene.before();
        let had_one = before
            .and_then(|before| before.thread(holder))
            .is_some_and(|view| view.drop_request);
        let waited = self.whole_interval();
        if had_one {
            format!("{me} has waited for {waited}, too: {holder_name} has a drop request already.")
        } else {
            format!(
                "{me} has waited for {waited} and nothing changed: it leaves a drop request with \
                 {holder_name}."
            )
        }
    }

    fn acquire(&self, from: Option<u32>) -> String {
        let me = self.me();
        let Some(from) = from.filter(|&from| from != self.thread()) else {
            return self.acquire_again();
        };
        let waited = self.waited();
        let switch = match self.scene.lock().map(|lock| lock.switch_number) {
            Some(number @ 1..) => format!("switch number {}", units::count(number)),
            _ => "a switch".to_owned(),
        };
        let asker = self.asker(from).filter(|&asker| asker != self.thread());
        let barged = match asker {
            Some(asker) => format!(
                " {} had asked for it, but {me} was quicker: there is no order.",
                self.scene.name(asker)
            ),
            None => String::new(),
        };
        format!(
            "{me} takes the lock{waited}. {} had it before: {switch}.{barged}",
            self.scene.name(from)
        )
    }

    /// Takes a lock that nobody else has had since.
    fn acquire_again(&self) -> String {
        let me = self.me();
        if self.scene.last_release(self.thread()) != Some(ReleaseCause::Ticks) {
            let again = self.scene.before().and_then(|before| before.lock());
            return match again.and_then(|lock| lock.last_holder) {
                Some(last) if last == self.thread() => {
                    format!("{me} takes the lock, which nobody else has had meanwhile: no switch.")
                }
                _ => format!("{me} takes the lock, which was free."),
            };
        }
        let waking = self.waking();
        match waking.as_slice() {
            [] => format!("{me} has the lock again before anybody else could take it."),
            [only] => {
                let who = self.scene.name(*only);
                // It may come just when the lock is free the next time.
                let in_vain = if self.next_of(*only) == Some(Step::Denied) {
                    ", and will find it taken"
                } else {
                    ""
                };
                format!("{me} has the lock again. {who} is only waking up{in_vain}.")
            }
            several => format!(
                "{me} has the lock again. {} threads are only waking up.",
                several.len()
            ),
        }
    }

    /// The other threads that were woken and have not got the lock.
    fn waking(&self) -> Vec<u32> {
        // OK because there never are 2^32 threads.
        let all = 0..self.scene.moment.threads.len() as u32;
        all.filter(|&thread| {
            thread != self.thread() && matches!(self.scene.doing(thread), Doing::Wanting { .. })
        })
        .collect()
    }

    /// How long this thread has waited for the lock that it takes now.
    fn waited(&self) -> String {
        let request = self.scene.earlier().find(|moment| {
            moment.thread == self.thread() && moment.step == Step::Lock(LockEvent::Request)
        });
        let waited = request.map(|moment| self.scene.moment.at.saturating_sub(moment.at));
        match waited {
            Some(waited @ 1..) => format!(" after {}", Picos(waited).length()),
            _ => String::new(),
        }
    }

    /// Who was the first to ask `holder` to let go of the lock that it held last.
    fn asker(&self, holder: u32) -> Option<u32> {
        let since = self
            .scene
            .earlier_events()
            .take_while(|(_, event)| !matches!(event, LockEvent::Acquire { .. }));
        let askers = since.filter_map(|(who, event)| match event {
            LockEvent::DropRequest { holder: asked } if asked == holder => Some(who),
            _ => None,
        });
        askers.last()
    }

    fn release(&self, cause: ReleaseCause) -> String {
        let me = self.me();
        match cause {
            ReleaseCause::Forced => {
                let request = match self.asker(self.thread()) {
                    Some(asker) => format!("{}’s request", self.scene.name(asker)),
                    None => "the request".to_owned(),
                };
                let place = match self.check_point() {
                    Some(place) => format!("its check point, {place},"),
                    None => "its check point".to_owned(),
                };
                format!("{me} finds {request} at {place} and lets go.")
            }
            ReleaseCause::Ticks => {
                let ticks = match self.scene.check_interval() {
                    Some(1) => "1 tick is".to_owned(),
                    Some(ticks) => format!("{ticks} ticks are"),
                    None => "The ticks are".to_owned(),
                };
                format!("{ticks} used up: {me} lets go, only to ask for the lock again at once.")
            }
            ReleaseCause::Blocking => {
                let blocks = match self.next_own() {
                    Some(Step::Lock(LockEvent::Block { cause })) => Some(cause),
                    _ => None,
                };
                format!(
                    "{me} is about to {}, so it lets go without being asked.",
                    waits(blocks)
                )
            }
            ReleaseCause::Ended => {
                format!("{me} has come to its end and lets go of the lock for good.")
            }
        }
    }

    /// The bytecode at which this thread has just looked at its eval breaker.
    fn check_point(&self) -> Option<String> {
        let executed = self.scene.last_executed(self.thread())?;
        let instruction = self.scene.instruction(executed)?;
        instruction.check_point.then(|| code(&instruction.name))
    }

    fn block(&self, cause: BlockCause) -> String {
        let me = self.me();
        let begins = match cause {
            BlockCause::Sleep => format!("{me} sleeps (time.sleep())."),
            BlockCause::Join => format!("{me} waits until other threads have ended."),
            BlockCause::Start => {
                format!("{me} waits until the thread that it has started has begun.")
            }
            BlockCause::Native => format!("{me} executes native code."),
            BlockCause::Lock => format!("{me} waits for a lock of the program’s own."),
            BlockCause::Network => format!("{me} waits for an answer from the network."),
            BlockCause::Process => format!("{me} waits for another process."),
        };
        match (self.scene.lock(), cause) {
            (Some(_), BlockCause::Lock) => {
                format!("{begins} The interpreter’s lock is not needed for that.")
            }
            (Some(_), _) => format!("{begins} The lock is not needed for that."),
            (None, _) => begins,
        }
    }

    fn wake(&self) -> String {
        let me = self.me();
        let needs = match self.scene.lock() {
            Some(_) => " To go on, it needs the lock.",
            None => "",
        };
        match self.scene.blocked_for(self.thread()) {
            Some(BlockCause::Sleep) => format!("{me} has slept long enough.{needs}"),
            Some(BlockCause::Join) => {
                format!("{me} has waited for the end of other threads; it has come.{needs}")
            }
            Some(BlockCause::Start) => {
                format!("The thread that {me} has started has begun.{needs}")
            }
            Some(BlockCause::Native) => format!("{me} is done with the native code.{needs}"),
            Some(BlockCause::Lock) => {
                let needs = needs.replace("the lock", "the interpreter’s lock");
                format!("{me} has waited for a lock of the program’s own.{needs}")
            }
            Some(BlockCause::Network) => {
                format!("{me} has waited for the network; the answer is there.{needs}")
            }
            Some(BlockCause::Process) => {
                format!("{me} has waited for another process.{needs}")
            }
            None => format!("What {me} waited for is there.{needs}"),
        }
    }

    fn preempt(&self) -> String {
        let me = self.me();
        let gives = format!("The system gives {me}’s core to another thread.");
        if self.scene.holder() == Some(self.thread()) {
            format!("{gives} {me} keeps the lock meanwhile, so nobody executes bytecode.")
        } else {
            gives
        }
    }

    fn dispatch(&self) -> String {
        let core = self.scene.thread(self.thread()).and_then(|view| view.core);
        match core {
            Some(core) => format!("{} has a core again: core {core}.", self.me()),
            None => format!("{} has a core again.", self.me()),
        }
    }

    /// Who was woken since the moment before.
    fn woken(&self) -> Option<String> {
        let before = self.scene.before()?;
        let lock = before.lock()?;
        let slept = lock.waiters.iter().map(|waiter| waiter.thread);
        let slept = slept.chain(lock.made_way.iter().copied());
        let is_woken = |&thread: &u32| {
            thread != self.thread() && !self.scene.sleeps(thread) && !self.scene.makes_way(thread)
        };
        let woken: Vec<u32> = slept.filter(is_woken).collect();
        let is_release = matches!(
            self.scene.moment.step,
            Step::Lock(LockEvent::Release { .. })
        );
        match woken.as_slice() {
            [] => None,
            [only] => {
                let is_over = |until: Picos| until.0 <= self.scene.moment.at;
                let by_timer = !is_release && before.patience_until(*only).is_some_and(is_over);
                let who = self.scene.name(*only);
                Some(if by_timer {
                    format!("{who}’s interval has passed meanwhile; it is waking up.")
                } else {
                    format!("{who} is woken.")
                })
            }
            several => Some(format!("{} threads are woken.", several.len())),
        }
    }
}

fn waits(cause: Option<BlockCause>) -> &'static str {
    match cause {
        Some(BlockCause::Sleep) => "sleep",
        Some(BlockCause::Join) => "wait for the end of other threads",
        Some(BlockCause::Start) => "wait for the start of another thread",
        Some(BlockCause::Native) => "execute native code",
        Some(BlockCause::Lock) => "wait for a lock of the program’s own",
        Some(BlockCause::Network) => "wait for the network",
        Some(BlockCause::Process) => "wait for another process",
        None => "wait for something else",
    }
}

#[cfg(test)]
mod tests {
    use protocol::{Steps, ThreadActivity, Waiter};

    use super::super::sample::{Story, battle, hand_over, place};
    use super::*;

    fn said(steps: &Steps, index: usize, old_lock: bool) -> String {
        let scene = Scene::at(steps, index).unwrap();
        sentence(scene, old_lock).replace('\u{a0}', " ")
    }

    /// What the last moment of a story says.
    fn last(story: &Story, old_lock: bool) -> String {
        said(&story.steps, story.steps.moments.len() - 1, old_lock)
    }

    fn assert_told(steps: &Steps, old_lock: bool, expected: &[&str]) {
        for (index, text) in expected.iter().enumerate() {
            assert_eq!(said(steps, index, old_lock), *text, "moment {index}");
        }
        assert_eq!(steps.moments.len(), expected.len());
    }

    #[test]
    fn a_hand_over_is_told_from_wish_to_switch() {
        assert_told(
            &hand_over(),
            false,
            &[
                "Thread-2 wants the lock, which Thread-1 holds.",
                "Thread-2 goes to sleep, until the lock is free or a whole switch interval (5 ms) \
                 has passed.",
                "Thread-1 executes JUMP_BACKWARD (to 1). A check point: no drop request, so it goes \
                 on.",
                "Thread-1 executes 171,428 bytecodes. That takes 5 ms, and nothing happens around \
                 the lock.",
                "Thread-2 has waited for a whole switch interval (5 ms), and Thread-1 has had the \
                 lock all the time.",
                "Thread-2 has waited for a whole switch interval (5 ms) and nothing changed: it \
                 leaves a drop request with Thread-1.",
                "Thread-2 goes back to sleep, until the lock is free or a whole switch interval \
                 (5 ms) has passed.",
                "Thread-1 executes STORE_FAST (x). It does not see the drop request yet: this \
                 bytecode is no check point.",
                "Thread-1 executes JUMP_BACKWARD (to 1). It is a check point, and there is a drop \
                 request.",
                "Thread-1 finds Thread-2’s request at its check point, JUMP_BACKWARD, and lets go. \
                 Thread-2 is woken.",
                "Thread-1 wants the lock back, but first waits until somebody else has it (forced \
                 switching).",
                "Thread-1 sleeps until somebody else has the lock (forced switching): who was made \
                 to let go must not take it straight back.",
                "Thread-2 takes the lock after 5.1 ms. Thread-1 had it before: switch number 2. \
                 Thread-1 is woken.",
            ],
        );
    }

    #[test]
    fn the_battle_is_told_from_both_sides() {
        assert_told(
            &battle(),
            true,
            &[
                "Thread-2 finds that Thread-1 has the lock.",
                "Thread-2 goes to sleep, until the lock is free.",
                "Thread-1 executes STORE_FAST (x). 1 tick is left.",
                "100 ticks are used up: Thread-1 lets go, only to ask for the lock again at once. \
                 Thread-2 is woken.",
                "Thread-1 at once asks for the lock again. Nothing makes it wait.",
                "Thread-1 has the lock again. Thread-2 is only waking up, and will find it taken.",
                "Thread-2 has woken up, and finds that Thread-1 has taken the lock again.",
                "Thread-2 goes back to sleep, until the lock is free.",
                "Thread-1 is about to sleep, so it lets go without being asked. Thread-2 is woken.",
                "Thread-1 sleeps (time.sleep()). The lock is not needed for that.",
                "Thread-2 takes the lock. Thread-1 had it before: a switch.",
                "Thread-1 has slept long enough. To go on, it needs the lock.",
                "Thread-1 wants the lock, which Thread-2 holds.",
            ],
        );
    }

    #[test]
    fn beginnings_ends_and_cores() {
        for (event, text) in [
            (
                LockEvent::Start,
                "Thread-1 begins. Before its first bytecode it needs the lock.",
            ),
            (
                LockEvent::Preempt,
                "The system gives Thread-1’s core to another thread. Thread-1 keeps the lock \
                 meanwhile, so nobody executes bytecode.",
            ),
            (LockEvent::Dispatch, "Thread-1 has a core again: core 0."),
            (LockEvent::End, "Thread-1 has ended."),
            (
                LockEvent::Release {
                    cause: ReleaseCause::Ended,
                },
                "Thread-1 has come to its end and lets go of the lock for good.",
            ),
            (
                LockEvent::Release {
                    cause: ReleaseCause::Blocking,
                },
                "Thread-1 is about to wait for something else, so it lets go without being asked.",
            ),
            (
                LockEvent::Release {
                    cause: ReleaseCause::Forced,
                },
                "Thread-1 finds the request at its check point and lets go.",
            ),
            (
                LockEvent::Wake,
                "What Thread-1 waited for is there. To go on, it needs the lock.",
            ),
            (
                LockEvent::Acquire { from: None },
                "Thread-1 takes the lock, which was free.",
            ),
        ] {
            let mut story = Story::begin(None);
            story.event(7, 1, event, |_, _| {});
            assert_eq!(last(&story, false), text);
        }
    }

    #[test]
    fn what_a_thread_waits_for_and_waited_for() {
        for (cause, begins, is_over) in [
            (
                BlockCause::Join,
                "Thread-1 waits until other threads have ended. The lock is not needed for that.",
                "Thread-1 has waited for the end of other threads; it has come. To go on, it needs \
                 the lock.",
            ),
            (
                BlockCause::Start,
                "Thread-1 waits until the thread that it has started has begun. The lock is not \
                 needed for that.",
                "The thread that Thread-1 has started has begun. To go on, it needs the lock.",
            ),
        ] {
            let mut story = Story::begin(None);
            story.event(1, 1, LockEvent::Block { cause }, |lock, threads| {
                lock.holder = None;
                threads[1].activity = ThreadActivity::Blocked;
            });
            assert_eq!(last(&story, false), begins);
            story.event(2, 1, LockEvent::Wake, |_, _| {});
            assert_eq!(last(&story, false), is_over);
        }
    }

    #[test]
    fn a_time_out_does_not_count_after_a_switch() {
        let mut story = Story::begin(None);
        story.event(1, 2, LockEvent::TimeOut, |_, _| {});
        story.then(2, 2, Step::Asleep, |_, _| {});
        story.event(3, 2, LockEvent::Request, |_, _| {});
        assert_eq!(
            said(&story.steps, 0, false),
            "Thread-2 has waited for a whole switch interval, but the lock has changed hands \
             meanwhile: that does not count, and its patience begins anew."
        );
    }

    #[test]
    fn who_asks_need_not_be_who_gets_it() {
        let mut story = Story::begin(None);
        let asks = LockEvent::DropRequest { holder: 1 };
        story.event(1, 0, asks, |_, threads| threads[1].drop_request = true);
        story.event(2, 2, asks, |_, _| {});
        assert_eq!(
            last(&story, false),
            "Thread-2 has waited for a whole switch interval, too: Thread-1 has a drop request \
             already."
        );
        let takes = LockEvent::Acquire { from: Some(1) };
        story.event(3, 2, takes, |lock, _| lock.switch_number = 9);
        assert_eq!(
            last(&story, false),
            "Thread-2 takes the lock. Thread-1 had it before: switch number 9. MainThread had asked \
             for it, but Thread-2 was quicker: there is no order."
        );
    }

    #[test]
    fn a_request_may_come_too_late_for_a_check_point() {
        let mut story = Story::begin(None);
        story.then(1, 1, Step::Bytecode(place(7)), |_, threads| {
            threads[1].drop_request = true;
        });
        story.then(2, 1, Step::Bytecode(place(1)), |_, _| {});
        assert_eq!(
            said(&story.steps, 0, false),
            "Thread-1 executes JUMP_BACKWARD (to 1). It is a check point, but the drop request came \
             too late for it."
        );
    }

    #[test]
    fn a_lock_that_nobody_else_has_had_is_no_switch() {
        let mut story = Story::begin(None);
        let lets_go = LockEvent::Release {
            cause: ReleaseCause::Blocking,
        };
        story.event(1, 1, lets_go, |lock, _| lock.holder = None);
        story.event(2, 1, LockEvent::Acquire { from: None }, |_, _| {});
        assert_eq!(
            last(&story, false),
            "Thread-1 takes the lock, which nobody else has had meanwhile: no switch."
        );
    }

    #[test]
    fn a_timer_wakes_without_being_signalled() {
        let mut story = Story::begin(None);
        story.then(1, 2, Step::Asleep, |lock, _| {
            lock.waiters.push(Waiter {
                thread: 2,
                patience_until: Some(5),
            });
        });
        story.then(9, 1, Step::Bytecode(place(3)), |lock, _| {
            lock.waiters.clear();
        });
        assert_eq!(
            last(&story, false),
            "Thread-1 executes LOAD_FAST (x). Thread-2’s interval has passed meanwhile; it is waking \
             up."
        );
    }

    #[test]
    fn without_a_lock_nothing_is_said_about_one() {
        let mut story = Story::begin(None);
        story.event(1, 1, LockEvent::Start, |_, _| {});
        story.then(2, 1, Step::Bytecode(place(7)), |_, _| {});
        for moment in &mut story.steps.moments {
            moment.lock = None;
        }
        assert_told(
            &story.steps,
            false,
            &[
                "Thread-1 begins. There is no lock to wait for.",
                "Thread-1 executes JUMP_BACKWARD (to 1).",
            ],
        );
    }

    #[test]
    fn every_moment_has_a_title() {
        let titles = |steps: &Steps| -> Vec<_> {
            let scenes = (0..steps.moments.len()).filter_map(|index| Scene::at(steps, index));
            scenes.map(title).collect()
        };
        let titles = titles(&hand_over());
        assert_eq!(titles[1], "Thread-2: goes to sleep");
        assert_eq!(titles[3], "Thread-1: 171,428 bytecodes");
        assert_eq!(titles[5], "Thread-2: asks the holder to let go");
        assert_eq!(titles[8], "Thread-1: JUMP_BACKWARD");
    }
}
