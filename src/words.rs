//! What a figure says in sentences.

use protocol::{CoreCount, Outcome, Passage, Report, Side, SweptSetting, Way, WayReport};
use timeline::units;

use crate::charts::label;
use crate::figures::Figure;
use crate::plan::{Ability, Purpose, Turn};
use crate::settings::interval_text;
use crate::state::Stage;

/// The stage's name in `data-state`.
pub fn state_name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Idle => "idle",
        Stage::Waiting | Stage::Starting => "starting",
        Stage::Running(_) => "running",
        Stage::Done => "done",
        Stage::Cancelled => "cancelled",
        Stage::Failed(_) => "failed",
    }
}

/// What happens just now, perhaps beside somebody else’s report.
pub fn status(stage: &Stage, is_imported: bool) -> String {
    match stage {
        Stage::Idle if is_imported => "Nothing has run on this machine yet.".to_owned(),
        Stage::Idle => "Nothing has run yet.".to_owned(),
        Stage::Waiting => {
            "Waiting: another figure is being measured, here or in another tab …".to_owned()
        }
        Stage::Starting => "Starting the engine …".to_owned(),
        Stage::Running(running) => format!("{} …", turn(&running.turn)),
        Stage::Done => "Done.".to_owned(),
        Stage::Cancelled => "Cancelled. What was measured before stays.".to_owned(),
        Stage::Failed(message) => message.clone(),
    }
}

/// How much of a long work is left.
pub fn time_left(stage: &Stage) -> Option<String> {
    let Stage::Running(running) = stage else {
        return None;
    };
    let done = format!("{} of {} runs", running.done, running.of);
    Some(match running.seconds_left {
        Some(seconds) if seconds >= 90.0 => {
            format!("{done}, about {:.0} minutes left", seconds / 60.0)
        }
        Some(seconds) => format!("{done}, about {} s left", seconds.ceil().max(1.0)),
        None => done,
    })
}

/// Which run.
pub fn turn(turn: &Turn) -> String {
    let of = match turn.purpose {
        Purpose::Side(0) => String::new(),
        Purpose::Side(_) => ", the other side".to_owned(),
        Purpose::Point { over, value } => match over {
            SweptSetting::Threads if value == 1.0 => ", 1 thread".to_owned(),
            SweptSetting::Threads => format!(", {value} threads"),
            // OK because it is one of ours: a whole number of microseconds.
            SweptSetting::SwitchInterval => {
                format!(
                    ", {} switch interval",
                    interval_text((value * 1e6).round() as u64)
                )
            }
        },
    };
    format!(
        "{}{of}, run {} of {}",
        label(turn.way),
        turn.repeat,
        turn.repeats
    )
}

/// What a side's settings are, in a line.
pub fn side_title(figure: Figure, side: &Side) -> String {
    let interval = interval_text((side.switch_interval * 1e6).round() as u64);
    let (threads, count) = (side.threads, units::count(side.count));
    let work = match figure {
        Figure::IoBound => format!("{threads} × {count} ms"),
        Figure::Convoy => format!("{count} requests"),
        Figure::CCode => format!("{threads} × pieces of {count} bytes"),
        _ => format!("{threads} × {count}"),
    };
    format!(
        "Python {}, {work}, {}",
        side.preset.name(),
        interval.replace(' ', "\u{a0}"),
    )
}

/// What the lock did to the program, as far as it was measured.
pub fn verdict(report: &Report) -> String {
    let side = &report.side;
    let mut sentences = match Figure::named(&report.figure) {
        Some(Figure::Convoy) => convoy(side),
        Some(Figure::CCode) => report.sides().flat_map(pieces).collect(),
        _ => work_shared(side),
    };
    sentences.extend(price(report));
    if let Some(switches) = switches(side) {
        sentences.push(switches);
    }
    if let CoreCount::Real(processors) = side.cores
        && is_about_computing(report)
        && side.threads > processors
    {
        sentences.push(format!(
            "There are more threads than the {processors} processors that the browser reports, so \
             they share them."
        ));
    }
    if report.environment.hidden_meanwhile {
        sentences.push(
            "The page was out of sight meanwhile, and browsers slow hidden pages down: run it \
             again to be sure."
                .to_owned(),
        );
    }
    sentences.join(" ")
}

/// Whether its threads want processors, not only to wait.
fn is_about_computing(report: &Report) -> bool {
    !matches!(
        Figure::named(&report.figure),
        Some(Figure::IoBound | Figure::Convoy)
    )
}

/// What became of the same work in threads, in tasks, and where each has a lock of its own.
fn work_shared(side: &Side) -> Vec<String> {
    let best = |way| best(side, way);
    let mut sentences = Vec::new();
    let threads = match side.threads {
        1 => "one thread".to_owned(),
        n => format!("{n} threads"),
    };
    if let (Some(sequential), Some(gil)) = (best(Way::Sequential), best(Way::Gil)) {
        sentences.push(format!(
            "Behind the lock, {threads} took {:.2} times as long as the same work one after the \
             other.",
            gil / sequential
        ));
    }
    if let (Some(sequential), Some(free)) = (best(Way::Sequential), best(Way::FreeThreaded)) {
        let speed_up = sequential / free;
        sentences.push(if speed_up >= 1.0 {
            format!("Without it, they were {speed_up:.2} times as fast.")
        } else {
            format!("Without it, they took {:.2} times as long.", 1.0 / speed_up)
        });
    }
    if let (Some(sequential), Some(tasks)) = (best(Way::Sequential), best(Way::Asyncio)) {
        sentences.push(format!(
            "With asyncio, one thread took {:.2} times as long.",
            tasks / sequential
        ));
    }
    let apart = [
        (Way::Processes, "Processes"),
        (Way::Subinterpreters, "Subinterpreters"),
    ];
    for (way, name) in apart {
        if let (Some(sequential), Some(own)) = (best(Way::Sequential), best(way)) {
            let times = if own <= sequential {
                format!("were {:.2} times as fast", sequential / own)
            } else {
                format!("took {:.2} times as long", own / sequential)
            };
            sentences.push(format!("{name}, their start included, {times}."));
        }
    }
    sentences
}

/// What busy threads did to those who wait.
fn convoy(side: &Side) -> Vec<String> {
    let quiet = best(side, Way::Quiet);
    let beside = [
        (Way::BesideOne, "one busy thread"),
        (Way::BesideTwo, "two"),
        (Way::BesideFour, "four"),
    ];
    let slower = beside.iter().filter_map(|(way, name)| {
        let times = best(side, *way)? / quiet?;
        Some(format!("beside {name} {times:.1} times"))
    });
    let slower: Vec<_> = slower.collect();
    let served = |way: Way| {
        let way = side.ways.iter().find(|measured| measured.way == way)?;
        way.runs.iter().rev().find_map(|run| run.served)
    };
    let mut sentences = Vec::new();
    if !slower.is_empty() {
        sentences.push(format!(
            "A request took {} as long as beside nobody.",
            slower.join(", ")
        ));
    }
    if let (Some(quiet), Some(four)) = (served(Way::Quiet), served(Way::BesideFour)) {
        sentences.push(format!(
            "Instead of {} requests a second the handler answered {}.",
            units::rate(quiet.throughput),
            units::rate(four.throughput)
        ));
    }
    sentences
}

/// Whether threads helped with pieces of this size.
fn pieces(side: &Side) -> Option<String> {
    let threads = [Way::Gil, Way::FreeThreaded];
    let threads = threads.into_iter().find_map(|way| best(side, way))?;
    Some(format!(
        "Pieces of {}: threads were {:.2} times as fast.",
        units::counted(side.count, "byte", "bytes"),
        best(side, Way::Sequential)? / threads
    ))
}

/// The best time of a way, if one can divide by it.
fn best(side: &Side, way: Way) -> Option<f64> {
    let way = side.ways.iter().find(|measured| measured.way == way)?;
    way.best_seconds.filter(|seconds| *seconds > 0.0)
}

/// What reference counts cost, which only virtual cores can show: in WebAssembly each access to
/// shared memory is as dear as an atomic one.
fn price(report: &Report) -> Option<String> {
    let side = report
        .sides()
        .find(|side| matches!(side.cores, CoreCount::Virtual(_)))?;
    let best = |way| best(side, way);
    let unguarded = best(Way::Unguarded)?;
    Some(format!(
        "On virtual cores, with what CPython’s counts cost on x86-64, atomic counts took {:.1} \
         times as long as unguarded ones, a lock each {:.1} times, biased ones {:.1} times. Real \
         threads in WebAssembly cannot show that: there each access to shared memory is as dear as \
         an atomic one.",
        best(Way::Atomic)? / unguarded,
        best(Way::Locked)? / unguarded,
        best(Way::Biased)? / unguarded
    ))
}

/// How often the lock changed hands.
fn switches(side: &Side) -> Option<String> {
    let gil = side.ways.iter().find(|way| way.way == Way::Gil)?;
    let run = gil
        .runs
        .iter()
        .rfind(|run| run.outcome == Outcome::Finished)?;
    let switches = run.switches.forced + run.switches.voluntary;
    if side.threads < 2 || run.wall_seconds <= 0.0 {
        return None;
    }
    Some(format!(
        "The lock changed hands {} times, {:.0} times a second.",
        units::count(switches),
        switches as f64 / run.wall_seconds
    ))
}

/// What was measured, and on what.
pub fn conditions(report: &Report) -> String {
    let environment = &report.environment;
    let side = &report.side;
    let measured = match passage_of(&side.ways) {
        Passage::Virtual => "Simulated just now",
        _ => "Measured just now",
    };
    let runs = match side.repeats {
        1 => "one run each".to_owned(),
        n => format!("{n} runs each"),
    };
    let on = match (passage_of(&side.ways), side.cores) {
        (Passage::Threads, _) => "in real Web Workers".to_owned(),
        (Passage::Single, _) => "by one Web Worker in turns".to_owned(),
        (Passage::Virtual, CoreCount::Virtual(1)) => {
            "on one virtual core, by a Web Worker".to_owned()
        }
        (Passage::Virtual, CoreCount::Virtual(cores) | CoreCount::Real(cores)) => {
            format!("on {cores} virtual cores, by a Web Worker")
        }
    };
    let figure = Figure::named(&report.figure).unwrap_or(Figure::OneLock);
    let work = figure.work(side.threads, side.count);
    let interval = interval_text((side.switch_interval * 1e6).round() as u64);
    format!(
        "{measured}: Python {}, {work}, switch interval {interval}, {runs}, {on} \
         of {} on a machine that reports {} logical processor{}; cross-origin isolated: {}; timer \
         resolution: {}{}.",
        side.preset.name(),
        environment.browser,
        environment.logical_processors,
        if environment.logical_processors == 1 {
            ""
        } else {
            "s"
        },
        if environment.isolated { "yes" } else { "no" },
        match environment.timer_seconds {
            Some(seconds) => units::time(seconds),
            None => "unknown".to_owned(),
        },
        if has_simulated_network(report) {
            "; network simulated"
        } else {
            ""
        },
    )
}

/// Whether any program got simulated answers from a network.
fn has_simulated_network(report: &Report) -> bool {
    let mut ways = report.sides().flat_map(|side| &side.ways);
    ways.any(|way| way.runs.iter().any(|run| run.simulated_network))
}

/// How time passed for these.
pub fn passage_of(ways: &[WayReport]) -> Passage {
    let first = ways.iter().flat_map(|way| &way.runs).next();
    first.map_or(Passage::Threads, |run| run.passage)
}

/// What can be run here, and what that means: a sentence for people. `reason` is what the tier was
/// decided for.
pub fn ability(ability: Ability, reason: &str) -> Option<(&'static str, &'static str)> {
    let lost = match ability {
        Ability::Threads => return None,
        Ability::Single => {
            "No two threads can run at the same time here. What has a lock is measured on one Web \
             Worker that takes turns for all threads; the rest runs on virtual cores, in simulated \
             time."
        }
        Ability::Virtual => {
            "This frame is sandboxed, so nothing can be measured here: programs run on virtual \
             cores, in simulated time."
        }
    };
    let why = match reason {
        "insecure" => {
            "Threads need shared memory, and browsers give it only to pages that came over HTTPS or \
             from this machine (localhost)."
        }
        "storage-blocked" => {
            "Threads need shared memory. A page inside another one can get it with a service worker, \
             which this browser does not allow here: it blocks the storage of other sites."
        }
        "frame" => {
            "Threads need shared memory, and this browser gives it to a page inside another page \
             only if both ask for it."
        }
        "no-service-worker" => {
            "Threads need shared memory, which the page has to be isolated for. The server does not \
             ask for that, and this browser allows no service worker that would do it."
        }
        "no-shared-memory" => {
            "Threads need shared WebAssembly memory, which this browser does not have, or has \
             switched off."
        }
        "sandbox" => {
            "The page around this one keeps it in a sandbox, without an origin of its own."
        }
        _ => {
            "Threads need shared memory, which browsers give only to pages that are cross-origin \
             isolated. This one is not."
        }
    };
    Some((lost, why))
}

#[cfg(test)]
mod tests {
    use protocol::{Environment, Preset, RunReport, Settings, Switches, VERSION};

    use super::*;

    fn report(threads: u32, times: &[(Way, f64)]) -> Report {
        let ways = times.iter().map(|&(way, wall_seconds)| WayReport {
            way,
            preset: way.preset(Preset::Python314),
            best_seconds: Some(wall_seconds),
            runs: vec![RunReport {
                outcome: Outcome::Finished,
                wall_seconds,
                switches: Switches {
                    forced: 200,
                    voluntary: 3,
                },
                ..RunReport::refused(Settings::of(Preset::Python314), Passage::Threads)
            }],
        });
        Report {
            version: VERSION,
            figure: "cpu-bound".into(),
            side: Side {
                preset: Preset::Python314,
                cores: CoreCount::Real(2),
                threads,
                count: 25_000_000,
                repeats: 1,
                switch_interval: 0.005,
                seed: 0,
                ways: ways.collect(),
            },
            others: Vec::new(),
            sweeps: Vec::new(),
            programs: Vec::new(),
            environment: Environment {
                browser: "Chromium 156".into(),
                user_agent: String::new(),
                logical_processors: 2,
                isolated: true,
                timer_seconds: Some(5e-6),
                hidden_meanwhile: false,
            },
        }
    }

    #[test]
    fn the_verdict_is_about_what_was_measured() {
        let all = report(
            2,
            &[
                (Way::Sequential, 1.0),
                (Way::Gil, 1.05),
                (Way::FreeThreaded, 0.5),
            ],
        );
        assert_eq!(
            verdict(&all),
            "Behind the lock, 2 threads took 1.05 times as long as the same work one after the \
             other. Without it, they were 2.00 times as fast. The lock changed hands 203 times, \
             193 times a second."
        );
        assert_eq!(verdict(&report(1, &[(Way::Gil, 1.0)])), "");
        let apart = report(
            2,
            &[
                (Way::Sequential, 1.0),
                (Way::Processes, 0.8),
                (Way::Subinterpreters, 2.0),
            ],
        );
        assert_eq!(
            verdict(&apart),
            "Processes, their start included, were 1.25 times as fast. Subinterpreters, their start \
             included, took 2.00 times as long."
        );
    }

    #[test]
    fn slower_is_not_called_faster() {
        let slower = report(4, &[(Way::Sequential, 1.0), (Way::FreeThreaded, 2.0)]);
        let verdict = verdict(&slower);
        assert!(verdict.starts_with("Without it, they took 2.00 times as long."));
        assert!(verdict.contains("more threads than the 2 processors"));
    }

    #[test]
    fn the_conditions_name_machine_and_browser() {
        let text = conditions(&report(2, &[(Way::Gil, 1.0)]));
        for part in [
            "25,000,000 each",
            "one run",
            "Chromium 156",
            "2 logical processors",
            "isolated: yes",
            "5.00 µs",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("network"), "{text}");
    }

    #[test]
    fn a_simulated_network_is_called_so() {
        let mut report = report(2, &[(Way::Gil, 1.0)]);
        for run in report.side.ways.iter_mut().flat_map(|way| &mut way.runs) {
            run.simulated_network = true;
        }
        let text = conditions(&report);
        assert!(text.ends_with("; network simulated."), "{text}");
    }

    #[test]
    fn every_run_has_a_name() {
        let point = |over, value| Turn {
            purpose: Purpose::Point { over, value },
            way: Way::Gil,
            repeat: 1,
            repeats: 3,
        };
        let interval = turn(&point(SweptSetting::SwitchInterval, 1e-6));
        assert_eq!(
            interval,
            "Threads behind the lock, 1 µs switch interval, run 1 of 3"
        );
        let threads = turn(&point(SweptSetting::Threads, 4.0));
        assert_eq!(threads, "Threads behind the lock, 4 threads, run 1 of 3");
    }

    #[test]
    fn where_less_can_be_run_it_is_told_why() {
        assert_eq!(ability(Ability::Threads, ""), None);
        for reason in [
            "insecure",
            "storage-blocked",
            "frame",
            "sandbox",
            "unheard-of",
        ] {
            assert!(ability(Ability::Single, reason).is_some());
            assert!(ability(Ability::Virtual, reason).is_some());
        }
    }
}
