//! What the figure says in sentences.

use protocol::{Passage, Report, Way};

use crate::browser::NotIsolated;
use crate::chart::{label, rows};
use crate::settings::grouped;
use crate::state::Stage;

/// The stage's name in `data-state`.
pub fn state_name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Idle => "idle",
        Stage::Starting => "starting",
        Stage::Running(_) => "running",
        Stage::Done => "done",
        Stage::Cancelled => "cancelled",
        Stage::Failed(_) => "failed",
    }
}

/// What happens just now.
pub fn status(stage: &Stage) -> String {
    match stage {
        Stage::Idle => "Nothing has run yet.".to_owned(),
        Stage::Starting => "Starting the engine …".to_owned(),
        Stage::Running(running) => {
            let turn = running.turn;
            format!(
                "{}, run {} of {} …",
                label(turn.way),
                turn.repeat,
                turn.repeats
            )
        }
        Stage::Done => "Done.".to_owned(),
        Stage::Cancelled => "Cancelled.".to_owned(),
        Stage::Failed(message) => message.clone(),
    }
}

/// What the lock did to the program, as far as it was measured.
pub fn verdict(report: &Report) -> String {
    let rows = rows(&report.side.ways);
    let speed_up = |way: Way| {
        let row = rows.iter().find(|row| row.way == way)?;
        row.bar.as_ref()?.speed_up
    };
    let threads = match report.side.threads {
        1 => "one thread".to_owned(),
        n => format!("{n} threads"),
    };
    let behind = speed_up(Way::Gil).map(|speed_up| {
        format!(
            "Behind the lock, {threads} took {:.2} times as long as the same work one after the \
             other.",
            1.0 / speed_up
        )
    });
    let without = speed_up(Way::FreeThreaded).map(|speed_up| {
        if speed_up >= 1.0 {
            format!("Without it, they were {speed_up:.2} times as fast.")
        } else {
            format!("Without it, they took {:.2} times as long.", 1.0 / speed_up)
        }
    });
    let crowded = (report.side.threads > report.environment.logical_processors).then(|| {
        format!(
            "There are more threads than the {} processors that the browser reports, so they \
             share them.",
            report.environment.logical_processors
        )
    });
    let hidden = report.environment.hidden_meanwhile.then(|| {
        "The page was out of sight meanwhile, and browsers slow hidden pages down: run it again \
         to be sure."
            .to_owned()
    });
    let sentences: Vec<_> = [behind, without, crowded, hidden]
        .into_iter()
        .flatten()
        .collect();
    sentences.join(" ")
}

/// What was measured, and on what.
pub fn conditions(report: &Report) -> String {
    let environment = &report.environment;
    let threads = match report.side.threads {
        1 => "1 thread counting".to_owned(),
        n => format!("{n} threads counting"),
    };
    let runs = match report.side.repeats {
        1 => "one run each".to_owned(),
        n => format!("the best of {n} runs each, every run a dot"),
    };
    let mut passages = report.side.ways.iter().flat_map(|way| &way.runs);
    let on = if passages.any(|run| run.passage == Passage::Single) {
        "by one Web Worker in turns"
    } else {
        "in real Web Workers"
    };
    format!(
        "Measured just now: {threads} to {}{}, {runs}, {on} of {} on a machine \
         that reports {} logical processor{}, cross-origin isolated: {}.",
        grouped(report.side.count, ','),
        if report.side.threads == 1 {
            ""
        } else {
            " each"
        },
        environment.browser,
        environment.logical_processors,
        if environment.logical_processors == 1 {
            ""
        } else {
            "s"
        },
        if environment.isolated { "yes" } else { "no" },
    )
}

/// Why there is no shared memory, and what helps.
pub fn no_shared_memory(reason: NotIsolated) -> (&'static str, &'static str) {
    let headers = "Whoever hosts the page can have its server send two headers with every file: \
                   “Cross-Origin-Opener-Policy: same-origin” and “Cross-Origin-Embedder-Policy: \
                   require-corp”. To try it on your own machine, “cargo xtask serve” does that.";
    match reason {
        NotIsolated::Insecure => (
            "Threads need shared memory, and browsers give it only to pages that came over HTTPS \
             or from this machine (localhost).",
            "Open the page over HTTPS.",
        ),
        NotIsolated::Framed => (
            "Threads need shared memory, and browsers give it to a page inside another page only \
             if both ask for it.",
            "Open the page in a tab of its own.",
        ),
        NotIsolated::NoHeaders => (
            "Threads need shared memory, and browsers give it only to pages that are cross-origin \
             isolated. This page is not, because its server does not ask for it.",
            headers,
        ),
        NotIsolated::NoSharedMemory => (
            "Threads need shared WebAssembly memory, which this browser does not have, or has \
             switched off.",
            "Open the page in a recent Chrome, Edge, Firefox or Safari.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use protocol::{
        CoreCount, Environment, Outcome, Preset, RunReport, Settings, Side, VERSION, WayReport,
    };

    use super::*;

    fn report(threads: u32, times: &[(Way, f64)]) -> Report {
        let ways = times.iter().map(|&(way, wall_seconds)| WayReport {
            way,
            preset: way.preset(protocol::Preset::Python314),
            best_seconds: Some(wall_seconds),
            runs: vec![RunReport {
                outcome: Outcome::Finished,
                wall_seconds,
                ..RunReport::refused(
                    Settings::of(way.preset(protocol::Preset::Python314)),
                    Passage::Threads,
                )
            }],
        });
        Report {
            version: VERSION,
            figure: String::new(),
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
             other. Without it, they were 2.00 times as fast."
        );
        assert_eq!(verdict(&report(2, &[(Way::Gil, 1.0)])), "");
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
            "yes",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
