//! `_time`: clocks, and waiting. The library has the rest of `time`.

use std::time::Duration;

use crate::builtins::function;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::number::{Number, number};
use crate::thread::Request;
use crate::value::Value;

/// `threading.TIMEOUT_MAX`: so many seconds are the longest time.
pub(crate) const LONGEST: f64 = 9_223_372_036.0;

/// Its functions.
pub(crate) static FUNCTIONS: &[Native] = &[
    function("time", |args, _| clock(args, "time", Request::WallClock)),
    function("perf_counter", |args, _| {
        clock(args, "perf_counter", Request::PerfCounter)
    }),
    function("monotonic", |args, _| {
        clock(args, "monotonic", Request::PerfCounter)
    }),
    function("process_time", |args, _| {
        clock(args, "process_time", Request::PerfCounter)
    }),
    function("thread_time", |args, _| {
        clock(args, "thread_time", Request::PerfCounter)
    }),
    function("sleep", |args, _| {
        args.no_keywords("sleep")?;
        match args.positional {
            [length] => Ok(Reply::Ask(Request::Sleep(sleep_length(length)?))),
            given => Err(Fault::type_error(format!(
                "time.sleep() takes exactly one argument ({} given)",
                given.len()
            ))),
        }
    }),
];

fn clock(args: Args, name: &str, request: Request) -> Outcome<Reply> {
    args.no_keywords(name)?;
    match args.positional.len() {
        0 => Ok(Reply::Ask(request)),
        given => Err(Fault::type_error(format!(
            "time.{name}() takes no arguments ({given} given)"
        ))),
    }
}

fn sleep_length(value: &Value) -> Outcome<Duration> {
    Duration::try_from_secs_f64(seconds(value)?)
        .map_err(|_| Fault::value_error("sleep length must be non-negative"))
}

/// A length of time in seconds (`_PyTime_FromSecondsObject` in `Python/pytime.c`).
pub(crate) fn seconds(value: &Value) -> Outcome<f64> {
    let seconds = match number(value) {
        Some(Number::Float(seconds)) if seconds.is_nan() => {
            return Err(Fault::value_error("Invalid value NaN (not a number)"));
        }
        Some(seconds) => seconds.float().unwrap_or(f64::INFINITY),
        None => return Err(crate::call::not_an_integer(&value.type_name())),
    };
    // CPython counts nanoseconds in 64 bits.
    if seconds.abs() > LONGEST {
        return Err(Fault::overflow(match number(value) {
            Some(Number::Float(_)) => "timestamp out of range for platform time_t",
            _ => "timestamp too large to convert to C PyTime_t",
        }));
    }
    Ok(seconds)
}
