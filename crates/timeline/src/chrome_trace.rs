//! The ledger as a file that trace viewers open.

use std::fmt::{self, Write};

use protocol::{BlockCause, Ledger, LockEvent};

use crate::lock::hand_overs;
use crate::order;
use crate::spans::{Doing, Span, spans};

/// The ledger in the Chrome Trace Event Format, as JSON: for <https://ui.perfetto.dev> and the
/// Firefox Profiler. `title` names the process.
///
/// Each thread is a track with its [`spans()`], on which time-outs and drop requests are marked,
/// and an arrow leads from each letting go of the lock to the taking by the next thread. If events
/// were dropped, a mark at the end says so, and so does `otherData`.
pub fn chrome_trace(ledger: &Ledger, title: &str) -> String {
    let mut json = String::new();
    // OK because writing to a string does not fail.
    let _ = write_trace(&mut json, ledger, title);
    json
}

/// There is one process, and its main thread has the same number, as on Linux: viewers show such
/// a thread first.
const PROCESS: u32 = 1;

/// What is drawn at one time on one track.
struct Mark {
    /// Nanoseconds.
    at: u64,
    thread: u32,
    kind: Kind,
}

/// In the order in which marks of the same time have to come: Perfetto ties the end of an arrow to
/// what began last on its track, and takes what has no duration for something that began, too.
enum Kind {
    TimeOut,
    DropRequest {
        holder: u32,
    },
    Span(Span),
    /// The number of the arrow that ends here.
    ArrowEnd(usize),
    /// The number of the arrow that begins here.
    ArrowStart(usize),
}

impl Kind {
    fn rank(&self) -> u8 {
        match self {
            Self::TimeOut => 0,
            Self::DropRequest { .. } => 1,
            Self::Span(_) => 2,
            Self::ArrowEnd(_) => 3,
            Self::ArrowStart(_) => 4,
        }
    }
}

fn write_trace(out: &mut String, ledger: &Ledger, title: &str) -> fmt::Result {
    // The events come first: some versions of Perfetto stop at a key that they do not know.
    write!(
        out,
        "{{\"traceEvents\":[\n{{{},\"name\":\"process_name\",\"args\":{{\"name\":{}}}}}",
        metadata(1),
        quoted(title)
    )?;
    for (index, name) in ledger.threads.iter().enumerate() {
        let about = metadata(index + 1);
        write!(
            out,
            ",\n{{{about},\"name\":\"thread_name\",\"args\":{{\"name\":{}}}}}",
            quoted(name)
        )?;
        write!(
            out,
            ",\n{{{about},\"name\":\"thread_sort_index\",\"args\":{{\"sort_index\":{index}}}}}"
        )?;
    }
    for mark in marks(ledger) {
        write_mark(out, ledger, &mark)?;
    }
    let warning = (ledger.dropped > 0).then(|| quoted(&dropped(ledger)));
    if let Some(warning) = &warning {
        let end = Micros(order::end(ledger, &order::in_order(ledger)));
        write!(
            out,
            ",\n{{\"pid\":{PROCESS},\"tid\":1,\"ts\":{end},\"cat\":\"gil\",\"ph\":\"i\",\"s\":\"g\",\"name\":{warning}}}"
        )?;
    }
    write!(
        out,
        "\n],\n\"displayTimeUnit\":\"ms\",\n\"otherData\":{{\"title\":{}",
        quoted(title)
    )?;
    if let Some(warning) = &warning {
        let dropped = ledger.dropped;
        write!(out, ",\"droppedEvents\":{dropped},\"warning\":{warning}")?;
    }
    out.write_str("}}\n")
}

/// What an event that names a track begins with.
fn metadata(track: usize) -> String {
    format!(r#""ph":"M","pid":{PROCESS},"tid":{track}"#)
}

/// All that is drawn, in the order of time.
fn marks(ledger: &Ledger) -> Vec<Mark> {
    let spans = spans(ledger);
    let mut marks = Vec::new();
    for (thread, spans) in (0_u32..).zip(&spans) {
        marks.extend(spans.iter().map(|&span| Mark {
            at: span.start,
            thread,
            kind: Kind::Span(span),
        }));
    }
    for event in order::in_order(ledger).iter() {
        let kind = match event.what {
            LockEvent::TimeOut => Kind::TimeOut,
            LockEvent::DropRequest { holder } => Kind::DropRequest { holder },
            _ => continue,
        };
        marks.push(Mark {
            at: event.at,
            thread: event.thread,
            kind,
        });
    }
    for (number, hand_over) in hand_overs(ledger).iter().enumerate() {
        // An arrow that does not lead from within a span into a span is not drawn, and spans
        // begin at their start but are over at their end.
        let Some(last_moment) = hand_over.released.checked_sub(1) else {
            continue;
        };
        let from = &spans[hand_over.from as usize];
        let to = &spans[hand_over.to as usize];
        if !holds(from, last_moment) || !holds(to, hand_over.acquired) {
            continue;
        }
        marks.push(Mark {
            at: last_moment,
            thread: hand_over.from,
            kind: Kind::ArrowStart(number),
        });
        marks.push(Mark {
            at: hand_over.acquired,
            thread: hand_over.to,
            kind: Kind::ArrowEnd(number),
        });
    }
    marks.sort_by_key(|mark| (mark.at, mark.kind.rank()));
    marks
}

/// Whether the thread of these spans is in one of holding at that time.
fn holds(spans: &[Span], at: u64) -> bool {
    let after = spans.partition_point(|span| span.end <= at);
    let span = spans.get(after);
    span.is_some_and(|span| span.start <= at && span.doing == Doing::Holding)
}

fn write_mark(out: &mut String, ledger: &Ledger, mark: &Mark) -> fmt::Result {
    let track = u64::from(mark.thread) + 1;
    let at = Micros(mark.at);
    write!(
        out,
        ",\n{{\"pid\":{PROCESS},\"tid\":{track},\"ts\":{at},\"cat\":\"gil\",\"ph\":"
    )?;
    match &mark.kind {
        Kind::TimeOut => out.write_str(r#""i","s":"t","name":"time-out"}"#),
        Kind::DropRequest { holder } => {
            let holder = ledger.threads.get(*holder as usize);
            // Under this name the Firefox Profiler shows it, too.
            let detail = quoted(&format!(
                "to {}",
                holder.map_or("an unknown thread", String::as_str)
            ));
            write!(
                out,
                r#""i","s":"t","name":"drop request","args":{{"detail":{detail}}}}}"#
            )
        }
        Kind::Span(span) => {
            let length = Micros(span.end - span.start);
            let name = name(span.doing);
            write!(out, r#""X","dur":{length},"name":"{name}"}}"#)
        }
        Kind::ArrowStart(number) => write!(out, r#""s","id":{number},"name":"hand-over"}}"#),
        Kind::ArrowEnd(number) => write!(out, r#""f","bp":"e","id":{number},"name":"hand-over"}}"#),
    }
}

fn name(doing: Doing) -> &'static str {
    match doing {
        Doing::Holding => "holding the GIL",
        Doing::Running => "running",
        Doing::Ready => "ready: no core",
        Doing::Waiting => "waiting for the GIL",
        Doing::Blocked(BlockCause::Sleep) => "blocked: sleep",
        Doing::Blocked(BlockCause::Join) => "blocked: join",
        Doing::Blocked(BlockCause::Native) => "native code without the GIL",
        Doing::Blocked(BlockCause::Start) => "blocked: start of a thread",
        Doing::Blocked(BlockCause::Lock) => "blocked: lock",
        Doing::Blocked(BlockCause::Network) => "blocked: network",
        Doing::Blocked(BlockCause::Process) => "blocked: another process",
    }
}

fn dropped(ledger: &Ledger) -> String {
    format!(
        "There was no room for {} further events: where a track is empty towards the end, its \
         thread was not necessarily idle",
        ledger.dropped
    )
}

/// A JSON string. Its control characters are spaces: no name needs them, and some versions of
/// Perfetto cannot read `\u…`.
fn quoted(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    serde_json::to_string(&text).expect("any text can be written as JSON")
}

/// Nanoseconds, written as the format wants them: in microseconds.
struct Micros(u64);

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 / 1_000)?;
        match self.0 % 1_000 {
            0 => return Ok(()),
            rest => write!(f, ".{rest:03}")?,
        }
        // Perfetto reads an `f64`, multiplies it by 1,000 and cuts off the rest. Where this would
        // be a nanosecond too little, two spans might overlap, and it would drop the second. With
        // half a nanosecond more it is right.
        let read = self.0 as f64 / 1_000.0 * 1_000.0;
        if (read as u64) < self.0 {
            f.write_str("5")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::samples;

    /// The events of a trace, but for those that only name things.
    fn events(trace: &str) -> Vec<Value> {
        let trace: Value = serde_json::from_str(trace).unwrap();
        let events = trace["traceEvents"].as_array().unwrap();
        let (names, events): (Vec<_>, Vec<_>) =
            events.iter().cloned().partition(|event| event["ph"] == "M");
        assert!(names.iter().all(|name| !name["args"].is_null()));
        events
    }

    /// As Perfetto reads them.
    fn nanoseconds(micros: &Value) -> i64 {
        (micros.as_f64().unwrap() * 1_000.0) as i64
    }

    /// What viewers expect of every trace.
    fn check(trace: &str) -> Result<(), TestCaseError> {
        let mut now = 0;
        // By track: when its last span ends, and whether that is one of holding.
        let mut tracks: HashMap<i64, (i64, bool)> = HashMap::new();
        // By arrow: when it begins and when it ends.
        let mut arrows: HashMap<i64, [Option<i64>; 2]> = HashMap::new();
        for event in events(trace) {
            let at = nanoseconds(&event["ts"]);
            prop_assert!(now <= at, "{event}");
            now = at;
            prop_assert_eq!(event["pid"].as_i64(), Some(1));
            let track = event["tid"].as_i64().unwrap();
            prop_assert!(track >= 1);
            let track = tracks.entry(track).or_default();
            match event["ph"].as_str().unwrap() {
                "X" => {
                    prop_assert!(track.0 <= at, "they overlap: {event}");
                    let length = nanoseconds(&event["dur"]);
                    prop_assert!(length > 0);
                    *track = (at + length, event["name"] == "holding the GIL");
                }
                "i" => prop_assert!(event["s"] == "t" || event["s"] == "g"),
                end @ ("s" | "f") => {
                    prop_assert!(at < track.0 && track.1, "not from and to holdings: {event}");
                    let arrow = arrows.entry(event["id"].as_i64().unwrap()).or_default();
                    let end = &mut arrow[usize::from(end == "f")];
                    prop_assert_eq!(end.replace(at), None, "ids are unique");
                }
                other => prop_assert!(false, "{other}"),
            }
        }
        for arrow in arrows.values() {
            prop_assert!(arrow[0].is_some() && arrow[0] < arrow[1], "{arrow:?}");
        }
        Ok(())
    }

    #[test]
    fn a_forced_switch_is_two_spans_a_mark_and_an_arrow() {
        let trace = chrome_trace(&samples::forced_switch(), "two threads");
        check(&trace).unwrap();
        let seen: Vec<String> = events(&trace)
            .iter()
            .map(|event| {
                let [ph, name] = ["ph", "name"].map(|key| event[key].as_str().unwrap());
                format!("{} {ph} {name} {}", event["tid"], event["ts"])
            })
            .collect();
        assert_eq!(
            seen,
            [
                "1 X holding the GIL 0",
                "2 X waiting for the GIL 0.1",
                "2 i time-out 5.05",
                "2 i drop request 5.05",
                "1 s hand-over 5.099",
                "1 X waiting for the GIL 5.1",
                "2 X holding the GIL 5.11",
                "2 f hand-over 5.11",
                "2 s hand-over 5.999",
                "2 X running 6",
                "2 X blocked: sleep 6.01",
                "1 X holding the GIL 7",
                "1 f hand-over 7",
            ]
        );
    }

    #[test]
    fn process_and_threads_have_their_names_and_order() {
        let mut ledger = samples::forced_switch();
        ledger.threads[1] = "a \"thread\"\n\u{1b}".into();
        let trace: Value = serde_json::from_str(&chrome_trace(&ledger, "5 ms")).unwrap();
        assert_eq!(trace["otherData"], serde_json::json!({"title": "5 ms"}));
        assert_eq!(trace["displayTimeUnit"], "ms");
        let names: Vec<_> = trace["traceEvents"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|event| event["ph"] == "M")
            .map(|event| (event["tid"].as_u64().unwrap(), event["args"].clone()))
            .collect();
        assert_eq!(
            names,
            [
                (1, serde_json::json!({"name": "5 ms"})),
                (1, serde_json::json!({"name": "MainThread"})),
                (1, serde_json::json!({"sort_index": 0})),
                (2, serde_json::json!({"name": "a \"thread\"  "})),
                (2, serde_json::json!({"sort_index": 1})),
            ]
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut ledger = samples::forced_switch();
        ledger.dropped = 12;
        let trace = chrome_trace(&ledger, "");
        let last = events(&trace).pop().unwrap();
        assert_eq!((&last["ph"], &last["ts"]), (&"i".into(), &9.into()));
        assert_eq!(last["s"], "g");
        assert!(last["name"].as_str().unwrap().contains("12 further events"));
        let trace: Value = serde_json::from_str(&trace).unwrap();
        assert_eq!(trace["otherData"]["droppedEvents"], 12);
    }

    #[test]
    fn times_are_written_in_microseconds() {
        let written = [0, 7, 1_000, 5_100_020, u64::MAX].map(|at| Micros(at).to_string());
        assert_eq!(
            written,
            ["0", "0.007", "1", "5100.020", "18446744073709551.615"]
        );
    }

    proptest! {
        #[test]
        fn times_are_read_exactly(at in 0..1_u64 << 50) {
            let written = serde_json::from_str(&Micros(at).to_string()).unwrap();
            prop_assert_eq!(nanoseconds(&written), at as i64);
        }

        #[test]
        fn a_run_is_a_trace_in_form(ledger in samples::valid()) {
            check(&chrome_trace(&ledger, "a run"))?;
        }

        #[test]
        fn any_ledger_is_a_trace_in_form(mut ledger in samples::any_at_all()) {
            let trace = chrome_trace(&ledger, "any");
            prop_assert!(serde_json::from_str::<Value>(&trace).is_ok());
            // The check reads times as `f64`, which has room for so many nanoseconds only.
            ledger.events.retain(|event| event.at < 1 << 50);
            ledger.until = ledger.until.min(1 << 50);
            check(&chrome_trace(&ledger, "any"))?;
        }
    }
}
