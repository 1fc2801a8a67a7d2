//! Drives one Python thread on a real thread: check points, hand-overs, blocking operations.

use std::sync::Arc;

use gil::{DROP_REQUEST, ThreadId};
use protocol::{Stream, ThreadActivity};
use python::{Answer, ErrorKind, Exception, Pause, Request, Thread};

use crate::host::Host;
use crate::member::{Member, Phase};
use crate::run::Shared;

/// Eval breaker: the run was cancelled.
pub(crate) const CANCEL: u32 = 1 << 1;
/// Eval breaker: somebody would like to know how far the loops are.
pub(crate) const SAMPLE: u32 = 1 << 2;

/// How a thread came to its end.
pub(crate) enum End {
    Finished,
    Raised(Exception),
    Cancelled,
}

/// Runs a Python thread from its first bytecode to its end. When this returns, the thread has
/// let go of the lock and everybody who waited for its end has been told.
pub(crate) fn drive<H: Host>(shared: &Arc<Shared<H>>, member: &Arc<Member>, mut thread: Thread) {
    let driver = Driver { shared, member };
    driver.take_lock();
    member.enter_phase(Phase::Started);
    let end = driver.run_to_the_end(&mut thread);
    if let End::Raised(exception) = &end {
        driver.report_exception(exception);
    }
    shared.note_end(&end);
    if driver.is_main() {
        driver.blocking(|| shared.wait_for_the_others(member));
    }
    // The frames go while the lock is still held, as everything that a thread does.
    drop(thread);
    member.object.mark_finished();
    driver.leave();
}

struct Driver<'a, H> {
    shared: &'a Arc<Shared<H>>,
    member: &'a Arc<Member>,
}

impl<H: Host> Driver<'_, H> {
    fn run_to_the_end(&self, thread: &mut Thread) -> End {
        loop {
            match thread.run(self.member.state.eval_breaker()) {
                Pause::CheckPoint => self.look_at_requests(thread),
                Pause::Ask(request) => {
                    let answer = self.fulfil(request);
                    thread.answer(answer);
                }
                Pause::Finished => return End::Finished,
                Pause::Raised(exception) => return End::Raised(exception),
            }
            // At each pause and not only when the CANCEL bit is set, since a thread that was
            // blocked comes from no check point.
            if self.shared.is_cancelled() {
                return End::Cancelled;
            }
        }
    }

    /// At a check point somebody wanted something.
    fn look_at_requests(&self, thread: &Thread) {
        let state = &self.member.state;
        let requests = state.requests();
        if requests & SAMPLE != 0 {
            state.clear(SAMPLE);
            self.member.publish_loops(thread.loop_progress());
        }
        if requests & DROP_REQUEST != 0 && requests & CANCEL == 0 {
            self.turn_to(ThreadActivity::Waiting);
            self.release_lock();
            self.take_lock();
        }
    }

    /// Does what the interpreter cannot do by itself.
    fn fulfil(&self, request: Request) -> Answer {
        match request {
            Request::Write { text } => {
                let name = self.member.object.name();
                self.shared.output.write(&name, Stream::Stdout, &text);
                Answer::Done
            }
            Request::WallClock => Answer::Seconds(self.shared.host.wall_clock()),
            Request::PerfCounter => Answer::Seconds(self.shared.elapsed().as_secs_f64()),
            Request::Sleep(duration) => {
                self.blocking(|| {
                    // Nothing ends a sleep but its time and a cancelled run: this thread cannot
                    // reach its own end while it sleeps.
                    self.wait(self.member, Phase::Ended, Some(duration));
                });
                Answer::Done
            }
            Request::Start(object) => match Shared::start_thread(self.shared, object) {
                Ok(started) => {
                    // As `Thread.start()` does: it returns when the new thread has begun, which
                    // under a lock means that the new thread has had it.
                    self.blocking(|| self.wait(&started, Phase::Started, None));
                    Answer::Done
                }
                Err(message) => Answer::Raise {
                    kind: ErrorKind::RuntimeError,
                    message: message.to_owned(),
                },
            },
            Request::Join { thread, timeout } => {
                if let Some(joined) = self.shared.member_of(&thread) {
                    self.blocking(|| self.wait(&joined, Phase::Ended, timeout));
                }
                Answer::Done
            }
        }
    }

    /// Does something that blocks: lets go of the lock before, takes it again after.
    fn blocking(&self, block: impl FnOnce()) {
        self.turn_to(ThreadActivity::Blocked);
        self.release_lock();
        block();
        self.take_lock();
    }

    fn wait(&self, member: &Member, phase: Phase, timeout: Option<std::time::Duration>) {
        member.wait_for(
            phase,
            timeout,
            || self.shared.host.now(),
            || self.shared.is_cancelled(),
        );
    }

    fn release_lock(&self) {
        if let Some(lock) = &self.shared.lock
            && lock.release(&self.member.state).forced
        {
            self.shared.note_forced_switch();
        }
    }

    fn take_lock(&self) {
        if let Some(lock) = &self.shared.lock {
            self.turn_to(ThreadActivity::Waiting);
            lock.take(&self.member.state);
        }
        self.turn_to(ThreadActivity::Running);
    }

    /// The thread's last act. The order matters: who waits for this thread may start another
    /// one in its place at once, so its place must be free before its end is announced.
    fn leave(&self) {
        self.turn_to(ThreadActivity::Ended);
        if let Some(lock) = &self.shared.lock {
            lock.release_finally(&self.member.state);
        }
        self.shared.free_place();
        self.member.enter_phase(Phase::Ended);
        self.shared.forget(self.member);
    }

    /// The main thread is the first one.
    fn is_main(&self) -> bool {
        self.member.state.id() == ThreadId(0)
    }

    fn turn_to(&self, activity: ThreadActivity) {
        self.member.times.turn_to(activity, self.shared.host.now());
    }

    /// Prints an uncaught exception, in a thread the way `threading.excepthook` does.
    fn report_exception(&self, exception: &Exception) {
        let name = self.member.object.name();
        let text = if self.is_main() {
            format!("{exception}\n")
        } else {
            format!("Exception in thread {name}:\n{exception}\n")
        };
        self.shared.output.write(&name, Stream::Stderr, &text);
    }
}
