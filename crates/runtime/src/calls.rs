//! What the interpreter asks of its host, as far as nobody has to wait for it.

use std::sync::Arc;
use std::time::Duration;

use protocol::Stream;
use python::{Answer, Exchange, LockObject, Output, Request, ThreadObject};

use crate::host::Host;
use crate::member::{Member, Phase};
use crate::shared::Shared;

/// What a thread has to let go of the lock for.
pub(crate) enum Blocking {
    Sleep(Duration),
    /// Start that thread, and wait until it has begun.
    Start(Arc<ThreadObject>),
    /// Wait for the end of that thread.
    Join(Arc<Member>, Option<Duration>),
    /// Take that lock of the program's as soon as it is free.
    Lock(Arc<LockObject>, Option<Duration>),
    /// Wait for the end of that exchange.
    Network(Arc<Exchange>, Option<Duration>),
}

impl<H: Host> Shared<H> {
    /// Answers at once, or says what there is to wait for. `now` is the thread's own time since
    /// the start of the run.
    pub(crate) fn fulfil(
        &self,
        member: &Member,
        request: Request,
        now: Duration,
    ) -> Result<Answer, Blocking> {
        Ok(match request {
            Request::Write { text, to } => {
                let name = member.label();
                let stream = match to {
                    Output::Stdout => Stream::Stdout,
                    Output::Stderr => Stream::Stderr,
                };
                self.write(&name, stream, &text);
                Answer::Done
            }
            Request::WallClock => Answer::Seconds(self.wall_clock(now)),
            Request::PerfCounter => Answer::Seconds(now.as_secs_f64()),
            Request::SwitchInterval => {
                // As in `sys_getswitchinterval_impl`: times 1e-6, which is not the same as
                // divided by 1e6.
                Answer::Seconds(1e-6 * member.interpreter.switch_interval.get() as f64)
            }
            Request::SetSwitchInterval(micros) => {
                member.interpreter.switch_interval.set(micros);
                Answer::Done
            }
            Request::CheckInterval => {
                Answer::Int(member.interpreter.ticker.check_interval().into())
            }
            Request::SetCheckInterval(ticks) => {
                member.interpreter.ticker.set_check_interval(ticks);
                Answer::Done
            }
            // The kernel's answer is the business of the way that time passes: it may take a while.
            Request::Process(_) => Answer::Done,
            // For those who keep the lock, or have none: it is no question.
            Request::AllowThreads => Answer::Done,
            // Who waits for what, the way that time passes knows, and has woken one.
            Request::Wake(_) | Request::Abandon(_) => Answer::Done,
            // It has begun it, too.
            Request::Begin(exchange) => Answer::Begun(exchange),
            Request::Await { exchange, timeout } => {
                return Err(Blocking::Network(exchange, timeout));
            }
            Request::Acquire { lock, timeout } => return Err(Blocking::Lock(lock, timeout)),
            Request::Sleep(length) => return Err(Blocking::Sleep(length)),
            Request::Start(object) => return Err(Blocking::Start(object)),
            Request::Join { thread, timeout } => match self.member_of(&thread) {
                // CPython keeps the lock, too, if the other one has ended already.
                Some(joined) if !joined.has_reached(Phase::Ended) => {
                    return Err(Blocking::Join(joined, timeout));
                }
                _ => Answer::Done,
            },
        })
    }
}
