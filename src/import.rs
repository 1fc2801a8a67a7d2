//! Reads a report that somebody else made. Nothing in it is trusted: what cannot be is refused with
//! a sentence, so that whatever is drawn afterwards is in bounds and free of contradictions.

use std::rc::Rc;

use protocol::{
    CoreCount, Cores, Distribution, Environment, Ledger, LockEvent, MAX_VIRTUAL_CORES, Outcome,
    Passage, Place, Preset, Report, RunReport, Side, Step, StepWindow, Steps, Sweep, SweptSetting,
    VERSION, Way, WayReport,
};
use serde::Deserialize;
use serde_json::error::Category;
use timeline::units;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// The longest report that is read, in bytes.
pub const LARGEST: usize = 20_000_000;

/// A report that somebody else made.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The report, in bounds.
    pub report: Rc<Report>,
    /// Whose machine it was, to be shown beside all that is drawn of it.
    pub from: String,
}

/// Reads the file that the reader chose or dropped.
///
/// # Errors
///
/// A sentence for people that says what is wrong with it.
pub async fn read_file(file: &File) -> Result<Imported, String> {
    if file.size() > LARGEST as f64 {
        return Err(too_large());
    }
    let text = JsFuture::from(file.text()).await;
    let text = text.ok().and_then(|text| text.as_string());
    read(&text.ok_or("The file could not be read.")?)
}

/// Reads a report’s JSON.
///
/// # Errors
///
/// A sentence for people that says what is wrong with it.
pub fn read(json: &str) -> Result<Imported, String> {
    /// The oldest form that can be read: what came later is not there, and need not be.
    const OLDEST: u32 = 3;

    /// What every version has, and nothing else should have.
    #[derive(Deserialize)]
    struct About {
        version: u32,
        #[serde(rename = "environment")]
        _environment: serde::de::IgnoredAny,
    }

    if json.len() > LARGEST {
        return Err(too_large());
    }
    // Some editors and browsers put a byte order mark before it.
    let json = json.trim_start_matches('\u{feff}');
    let About { version, .. } =
        serde_json::from_str(json).map_err(|error| match error.classify() {
            Category::Data => "This is no report of the GIL Playground.".to_owned(),
            _ => format!("This is no JSON, or only a part of it: {}.", told(&error)),
        })?;
    if version < OLDEST {
        return Err(format!(
            "This report was made by an older version of the page (its form is {version}, this page \
             reads {OLDEST} to {VERSION}). Measure it again to look at it here."
        ));
    }
    if version > VERSION {
        return Err(format!(
            "This report was made by a newer version of the page (its form is {version}, this page \
             reads {VERSION}). Reload the page and try again."
        ));
    }
    let mut report: Report =
        serde_json::from_str(json).map_err(|error| format!("This report is damaged: {error}."))?;
    check(&mut report).map_err(|what| format!("This report cannot be right: {what}."))?;
    let from = from(&report);
    Ok(Imported {
        report: Rc::new(report),
        from,
    })
}

/// What the parser says, which may quote the whole file.
fn told(error: &serde_json::Error) -> String {
    let mut text = error.to_string();
    shorten(&mut text, 200);
    text
}

fn too_large() -> String {
    let most = LARGEST / 1_000_000;
    format!("This is larger than any report that the page would write ({most} MB at most).")
}

/// Whose machine it was, and whether anything was measured on it.
fn from(report: &Report) -> String {
    let Environment {
        browser,
        logical_processors,
        ..
    } = &report.environment;
    let sides = report.sides();
    let points = report.sweeps.iter().flat_map(|sweep| &sweep.points);
    let ways = sides.flat_map(|side| &side.ways);
    let runs = ways
        .chain(points.flat_map(|point| &point.ways))
        .flat_map(|way| &way.runs);
    let passages: Vec<Passage> = runs.map(|run| run.passage).collect();
    let words = [
        (Passage::Threads, "real threads"),
        (Passage::Single, "one real thread in turns"),
        (Passage::Virtual, "simulated cores"),
    ];
    let words = words
        .iter()
        .filter(|(passage, _)| passages.contains(passage));
    let words: Vec<_> = words.map(|(_, word)| *word).collect();
    let processors = units::counted(
        (*logical_processors).into(),
        "logical processor",
        "logical processors",
    );
    let on = if words.is_empty() {
        "nothing ran".to_owned()
    } else {
        words.join(" and ")
    };
    format!("{browser} on a machine that reports {processors}; {on}")
}

/// What is wrong, as the end of a sentence.
type Checked = Result<(), String>;

fn check(report: &mut Report) -> Checked {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let figure = &report.figure;
    if figure.is_empty() || figure.len() > 40 || !figure.chars().all(known) {
        return Err("its figure has no name that the page could know".to_owned());
    }
    at_most(report.others.len(), 15, "sides beside the first")?;
    at_most(report.sweeps.len(), 8, "sweeps")?;
    at_most(report.programs.len(), 16, "programs")?;
    for side in report.sides_mut() {
        check_side(side)?;
    }
    for sweep in &mut report.sweeps {
        check_sweep(sweep)?;
    }
    at_most(crate::export::runs_mut(report).count(), 20_000, "runs")?;
    for program in &mut report.programs {
        shorten(&mut program.file, 100);
        at_most(program.source.len(), 1_000_000, "bytes in a program")?;
    }
    let environment = &mut report.environment;
    at_most(environment.logical_processors as usize, 4096, "processors")?;
    shorten(&mut environment.browser, 60);
    shorten(&mut environment.user_agent, 500);
    Ok(())
}

fn check_side(side: &mut Side) -> Checked {
    check_cores(side.cores)?;
    between(f64::from(side.threads), 1.0, 10_000.0, "threads")?;
    // So far JavaScript counts in whole numbers.
    between(side.count as f64, 0.0, 9_007_199_254_740_991.0, "the count")?;
    between(f64::from(side.repeats), 0.0, 1000.0, "repeats")?;
    check_interval(side.switch_interval)?;
    check_ways(&mut side.ways, side.cores)
}

fn check_sweep(sweep: &mut Sweep) -> Checked {
    check_cores(sweep.cores)?;
    at_most(sweep.points.len(), 256, "points in a sweep")?;
    for point in &mut sweep.points {
        match sweep.over {
            SweptSetting::Threads => {
                between(point.value, 1.0, 10_000.0, "a number of threads")?;
                if point.value.fract() != 0.0 {
                    return Err("a number of threads is no whole number".to_owned());
                }
            }
            SweptSetting::SwitchInterval => {
                between(point.value, 1e-9, 1e6, "a switch interval in seconds")?;
            }
        }
        check_ways(&mut point.ways, sweep.cores)?;
    }
    Ok(())
}

fn check_cores(cores: CoreCount) -> Checked {
    match cores {
        CoreCount::Real(number) => at_most(number as usize, 4096, "processors"),
        CoreCount::Virtual(number) => between(
            f64::from(number),
            1.0,
            f64::from(MAX_VIRTUAL_CORES),
            "virtual cores",
        ),
    }
}

fn check_interval(seconds: f64) -> Checked {
    between(seconds, 0.0, 1e6, "a switch interval in seconds")
}

fn check_ways(ways: &mut [WayReport], cores: CoreCount) -> Checked {
    at_most(ways.len(), 64, "ways")?;
    for (index, way) in ways.iter().enumerate() {
        if ways.iter().take(index).any(|other| other.way == way.way) {
            return Err(format!("it has “{}” twice", way.way.name()));
        }
    }
    let mut runs = ways.iter().flat_map(|way| &way.runs);
    if let Some(first) = runs.next()
        && runs.any(|run| run.passage != first.passage)
    {
        return Err("it mixes real and simulated runs".to_owned());
    }
    for WayReport {
        way,
        preset,
        best_seconds,
        runs,
    } in ways
    {
        at_most(runs.len(), 1000, "runs of one way")?;
        for run in runs.iter_mut() {
            check_run(run, *way, *preset, cores)?;
        }
        // What follows from the rest is not believed.
        let finished = runs.iter().filter(|run| run.outcome == Outcome::Finished);
        *best_seconds = finished.map(RunReport::seconds).min_by(f64::total_cmp);
    }
    Ok(())
}

fn check_run(run: &mut RunReport, way: Way, preset: Preset, cores: CoreCount) -> Checked {
    let is_virtual = run.passage == Passage::Virtual;
    let fits = match (run.settings.cores, cores) {
        (Cores::Virtual(number), CoreCount::Virtual(of)) => is_virtual && number == of,
        (Cores::Real, CoreCount::Real(_)) => !is_virtual,
        _ => false,
    };
    if !fits {
        return Err("it mixes real and simulated cores".to_owned());
    }
    if run.settings.preset != preset {
        return Err(format!("runs of “{}” ran on different Pythons", way.name()));
    }
    check_interval(run.settings.switch_interval)?;
    check_seconds(run.wall_seconds)?;
    if let Some(served) = run.served {
        for number in [served.median, served.p95, served.p99, served.worst] {
            check_seconds(number)?;
        }
        between(served.throughput, 0.0, 1e12, "requests a second")?;
    }
    at_most(run.threads_started as usize, 1_000_000, "threads in a run")?;
    at_most(run.threads.len(), 1000, "threads told of in a run")?;
    for thread in &mut run.threads {
        shorten(&mut thread.name, 200);
        for seconds in [
            thread.running_seconds,
            thread.ready_seconds,
            thread.waiting_seconds,
            thread.blocked_seconds,
        ] {
            check_seconds(seconds)?;
        }
    }
    at_most(run.interpreters.len(), 10_000, "interpreters in a run")?;
    for interpreter in &mut run.interpreters {
        shorten(&mut interpreter.name, 200);
        shorten(&mut interpreter.origin, 20);
    }
    for lengths in [run.lock.slices, run.lock.waits, run.lock.hand_overs] {
        let Distribution {
            count: _,
            min,
            median,
            p90,
            p99,
            max,
            mean,
        } = lengths;
        for seconds in [min, median, p90, p99, max, mean] {
            check_seconds(seconds)?;
        }
    }
    if let Some(answer) = &mut run.answer {
        shorten(answer, RunReport::LONGEST_ANSWER);
    }
    if let Some(ledger) = &mut run.ledger {
        check_ledger(ledger)?;
    }
    if let Some(steps) = &mut run.steps {
        check_steps(steps)?;
    }
    Ok(())
}

/// Thirty years: virtual time can be long.
const LONGEST_RUN: f64 = 1e9;

fn check_seconds(seconds: f64) -> Checked {
    between(seconds, 0.0, LONGEST_RUN, "a time in seconds")
}

fn check_ledger(ledger: &mut Ledger) -> Checked {
    at_most(ledger.threads.len(), 10_001, "threads in a ledger")?;
    ledger
        .threads
        .iter_mut()
        .for_each(|name| shorten(name, 200));
    let threads = ledger.threads.len();
    let interpreters = ledger.interpreters.len();
    at_most(interpreters, 10_000, "interpreters in a ledger")?;
    for name in &mut ledger.interpreters {
        shorten(name, 200);
    }
    let is_home = |home: &u32| (*home as usize) < interpreters;
    if ledger.homes.len() > threads || !ledger.homes.iter().all(is_home) {
        return Err("its ledger has interpreters that there are not".to_owned());
    }
    let is_known = |thread: u32| (thread as usize) < threads;
    // OK because the limit is far below what a u64 holds.
    let longest = LONGEST_RUN as u64 * 1_000_000_000;
    let fits = ledger.until <= longest
        && ledger.events.iter().all(|event| {
            let other = match event.what {
                LockEvent::DropRequest { holder } => Some(holder),
                LockEvent::Acquire { from } => from,
                _ => None,
            };
            event.at <= longest && is_known(event.thread) && other.is_none_or(is_known)
        });
    if fits {
        Ok(())
    } else {
        Err("its ledger has events of threads or times that there are not".to_owned())
    }
}

fn check_steps(steps: &mut Steps) -> Checked {
    at_most(steps.moments.len(), StepWindow::MOST, "steps")?;
    at_most(steps.threads.len(), 10_001, "threads in the steps")?;
    steps.threads.iter_mut().for_each(|name| shorten(name, 200));
    for listing in &mut steps.listings {
        shorten(&mut listing.name, 200);
        shorten(&mut listing.file, 200);
        for instruction in &mut listing.instructions {
            shorten(&mut instruction.name, 100);
            shorten(&mut instruction.argument, 200);
        }
    }
    let threads = steps.threads.len();
    let is_thread = |thread: &u32| (*thread as usize) < threads;
    let is_place = |place: &Place| {
        let listing = steps.listings.get(place.listing as usize);
        listing.is_some_and(|of| (place.instruction as usize) < of.instructions.len())
    };
    let fits = steps.moments.iter().all(|moment| {
        let of_step = match moment.step {
            Step::Bytecode(place) => is_place(&place),
            Step::Lock(LockEvent::DropRequest { holder }) => is_thread(&holder),
            Step::Lock(LockEvent::Acquire { from }) => from.iter().all(is_thread),
            Step::Bytecodes(_) | Step::Lock(_) | Step::Denied | Step::Asleep => true,
        };
        let of_lock = moment.lock.as_ref().is_none_or(|lock| {
            lock.holder.iter().chain(&lock.last_holder).all(is_thread)
                && lock.waiters.iter().all(|waiter| is_thread(&waiter.thread))
        });
        let of_threads = moment.threads.len() <= threads
            && moment
                .threads
                .iter()
                .all(|view| view.next.iter().all(is_place));
        is_thread(&moment.thread) && of_step && of_lock && of_threads
    });
    if fits {
        Ok(())
    } else {
        Err("its steps speak of threads or bytecodes that there are not".to_owned())
    }
}

fn at_most(number: usize, most: usize, what: &str) -> Checked {
    if number <= most {
        return Ok(());
    }
    let [number, most] = [number, most].map(|number| units::count(number as u64));
    Err(format!(
        "it has {number} {what}, where there are {most} at most"
    ))
}

fn between(value: f64, least: f64, most: f64, what: &str) -> Checked {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    // Otherwise the largest numbers would have three hundred digits.
    let written = match value.abs() {
        v if v == 0.0 || (1e-6..1e12).contains(&v) => value.to_string(),
        _ => format!("{value:e}"),
    };
    Err(format!("{what} cannot be {written}"))
}

/// Cuts a text that is shown in one line, and takes out what would not stay in it: controls, and
/// what changes the direction of what stands beside it.
fn shorten(text: &mut String, most: usize) {
    let stays = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.chars().count() > most || !text.chars().all(|c| stays(&c)) {
        *text = text.chars().filter(stays).take(most).collect();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::LedgerEvent;
    use serde_json::{Value, json};

    use super::*;
    use crate::charts::samples;

    fn sample() -> Report {
        let mut report = samples::report();
        let event = LedgerEvent {
            at: 5,
            thread: 0,
            what: LockEvent::Acquire { from: Some(1) },
        };
        report.side.ways[1].runs[0].ledger = Some(Ledger {
            threads: vec!["MainThread".to_owned(), "counter".to_owned()],
            events: vec![event],
            dropped: 0,
            until: 9,
            ..Ledger::default()
        });
        report
    }

    /// What is said of the sample with this value at this place.
    fn refused(pointer: &str, value: Value) -> String {
        let mut json = serde_json::to_value(sample()).unwrap();
        *json.pointer_mut(pointer).unwrap() = value;
        read(&json.to_string()).unwrap_err()
    }

    #[test]
    fn what_the_page_writes_it_reads() {
        let json = crate::export::json(&sample()).unwrap();
        let imported = read(&format!("\u{feff}{json}\n")).unwrap();
        assert_eq!(*imported.report, sample());
        assert_eq!(
            imported.from,
            "Firefox 153 on a machine that reports 2 logical processors; real threads and \
             simulated cores"
        );
    }

    #[test]
    fn what_is_no_report_is_called_so() {
        for text in ["", "<html>", "{\"version\": 4,", "nul"] {
            let said = read(text).unwrap_err();
            assert!(
                said.starts_with("This is no JSON, or only a part of it"),
                "{said}"
            );
        }
        for text in [
            "[]",
            "{}",
            "7",
            "{\"version\": 4}",
            "{\"version\": \"x\", \"environment\": 1}",
        ] {
            assert_eq!(
                read(text).unwrap_err(),
                "This is no report of the GIL Playground."
            );
        }
        assert!(
            read(&" ".repeat(LARGEST + 1))
                .unwrap_err()
                .contains("20 MB")
        );
    }

    #[test]
    fn other_versions_are_told_apart() {
        assert!(refused("/version", json!(2)).contains("an older version"));
        assert!(refused("/version", json!(99)).contains("a newer version"));
    }

    #[test]
    fn what_cannot_be_is_named() {
        for (pointer, value, said) in [
            (
                "/ways/0/runs/0/wall_seconds",
                json!(-1.0),
                "a time in seconds cannot be -1",
            ),
            (
                "/ways/0/runs/0/wall_seconds",
                json!(1e300),
                "a time in seconds cannot be 1",
            ),
            (
                "/ways/0/runs/0/wall_seconds",
                json!("1"),
                "damaged: invalid type: string",
            ),
            ("/ways/0/way", json!("gil"), "“gil” twice"),
            ("/ways/0/preset", json!("3.9"), "different Pythons"),
            (
                "/ways/0/runs/0/passage",
                json!("virtual"),
                "mixes real and simulated",
            ),
            (
                "/others/0/cores",
                json!({"real": 2}),
                "mixes real and simulated",
            ),
            (
                "/others/0/cores",
                json!({"virtual": 65}),
                "virtual cores cannot be 65",
            ),
            ("/threads", json!(0), "threads cannot be 0"),
            (
                "/switch_interval",
                json!(-0.1),
                "a switch interval in seconds cannot be -0.1",
            ),
            ("/sweeps/0/points/0/value", json!(1.5), "no whole number"),
            ("/figure", json!("<script>"), "its figure"),
            (
                "/environment/logical_processors",
                json!(1_000_000),
                "1,000,000 processors",
            ),
            (
                "/ways/1/runs/0/ledger/events/0/thread",
                json!(2),
                "its ledger",
            ),
            (
                "/ways/1/runs/0/ledger/events/0/at",
                json!(u64::MAX),
                "its ledger",
            ),
            ("/ways", json!(null), "damaged"),
        ] {
            let sentence = refused(pointer, value);
            assert!(sentence.contains(said), "{sentence}");
            assert!(sentence.ends_with('.'));
        }
        let run = serde_json::to_value(&sample().side.ways[0].runs[0]).unwrap();
        assert!(refused("/ways/0/runs", json!(vec![run; 1001])).contains("1,001 runs of one way"));
    }

    #[test]
    fn what_follows_from_the_runs_is_not_believed() {
        let mut json = serde_json::to_value(sample()).unwrap();
        json["ways"][0]["best_seconds"] = json!(1e-9);
        json["environment"]["browser"] = json!("Fire\u{202e}fox\n".repeat(50));
        let report = read(&json.to_string()).unwrap().report;
        assert_eq!(report.side.ways[0].best_seconds, Some(0.99));
        assert_eq!(report.environment.browser.len(), 60);
        assert!(!report.environment.browser.contains(['\u{202e}', '\n']));
    }

    /// All places in a JSON value.
    fn places(value: &Value, at: String, all: &mut Vec<String>) {
        match value {
            Value::Object(map) => map
                .iter()
                .for_each(|(key, value)| places(value, format!("{at}/{key}"), all)),
            Value::Array(list) => list
                .iter()
                .enumerate()
                .for_each(|(i, value)| places(value, format!("{at}/{i}"), all)),
            _ => {}
        }
        all.push(at);
    }

    fn anything() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (0_u32..100).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            prop::sample::select(vec![
                json!([]),
                json!({}),
                json!("virtual"),
                json!({"virtual": 2}),
                json!("gil"),
                json!("3.14t"),
                json!("raised")
            ]),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_changed_the_charts_can_be_drawn(
            changes in prop::collection::vec((any::<prop::sample::Index>(), anything()), 1..4),
        ) {
            let mut json = serde_json::to_value(sample()).unwrap();
            for (place, value) in changes {
                let mut all = Vec::new();
                places(&json, String::new(), &mut all);
                *json.pointer_mut(&all[place.index(all.len())]).unwrap() = value;
            }
            match read(&json.to_string()) {
                Err(sentence) => prop_assert!(sentence.ends_with('.') && (20..400).contains(&sentence.chars().count())),
                Ok(Imported {
        report,
        from,
    }) => {
                    prop_assert!(!from.contains('\n'));
                    // Once it is in bounds, it stays there. (Not to the last digit: the parser does
                    // not promise that.)
                    let again = crate::export::json(&report).unwrap();
                    prop_assert!(read(&again).is_ok());
                    prop_assert!(!crate::export::csv(&report).is_empty());
                    crate::charts::lay_out(&report);
                }
            }
        }

        #[test]
        fn any_text_is_answered_by_a_sentence(text in any::<String>()) {
            prop_assert!(read(&text).is_err_and(|sentence| sentence.ends_with('.')));
        }
    }
}
