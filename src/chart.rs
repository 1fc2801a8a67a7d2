//! The bar chart's layout: from reports to lengths and words, no drawing.

use protocol::{Outcome, Way, WayReport};

/// The ways of counting.
pub const COUNTING: [Way; 3] = [Way::Sequential, Way::Gil, Way::FreeThreaded];
/// Those of them behind the lock.
pub const WITH_LOCK: [Way; 2] = [Way::Sequential, Way::Gil];

/// A row of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The way.
    pub way: Way,
    /// Its timing; `None` if there is none (yet).
    pub bar: Option<Bar>,
    /// Whether its program raised.
    pub raised: bool,
}

/// A measured bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The best time, in seconds.
    pub seconds: f64,
    /// The worst one.
    pub worst: f64,
    /// Length of the bar, as a share of the chart's width.
    pub length: f64,
    /// Where each single timing stands, as a share of the chart's width, in the order of the runs.
    pub dots: Vec<f64>,
    /// How many times faster than one after the other; `None` as long as that is unknown.
    pub speed_up: Option<f64>,
}

/// One row a way, in the order of [`COUNTING`]. The longest single timing fills the width.
pub fn rows(measured: &[WayReport]) -> Vec<Row> {
    let longest = measured
        .iter()
        .flat_map(finished)
        .fold(f64::MIN_POSITIVE, f64::max);
    let find = |way: Way| measured.iter().find(|report| report.way == way);
    let sequential = find(Way::Sequential).and_then(|report| report.best_seconds);
    COUNTING
        .map(|way| {
            let report = find(way);
            let bar = report.and_then(|report| {
                let seconds = report.best_seconds?;
                Some(Bar {
                    seconds,
                    worst: finished(report).fold(seconds, f64::max),
                    length: seconds / longest,
                    dots: finished(report).map(|seconds| seconds / longest).collect(),
                    speed_up: sequential.map(|sequential| sequential / seconds),
                })
            });
            Row {
                way,
                bar,
                raised: report
                    .is_some_and(|r| r.runs.iter().any(|run| run.outcome == Outcome::Raised)),
            }
        })
        .into()
}

/// Where a thread's time went, as shares of the run's wall time.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The thread's Python name.
    pub name: String,
    /// Executing bytecode.
    pub running: f64,
    /// Waiting for the lock.
    pub waiting: f64,
    /// Waiting for something else.
    pub blocked: f64,
}

/// Where the time of each thread went in the fastest run of a way.
pub fn shares(measured: &[WayReport], way: Way) -> Vec<Shares> {
    let report = measured.iter().find(|report| report.way == way);
    let fastest = report.and_then(|report| {
        let best = report.best_seconds?;
        let mut runs = report.runs.iter();
        runs.find(|run| run.outcome == Outcome::Finished && run.wall_seconds == best)
    });
    let Some(run) = fastest else {
        return Vec::new();
    };
    // A run too short for the browser's timer has no shares that mean anything.
    let share = |seconds: f64| (seconds / run.wall_seconds).clamp(0.0, 1.0);
    let threads = run.threads.iter().map(|thread| Shares {
        name: thread.name.clone(),
        running: share(thread.running_seconds),
        waiting: share(thread.waiting_seconds),
        blocked: share(thread.blocked_seconds),
    });
    if run.wall_seconds > 0.0 {
        threads.collect()
    } else {
        Vec::new()
    }
}

fn finished(report: &WayReport) -> impl Iterator<Item = f64> {
    let runs = report.runs.iter();
    runs.filter(|run| run.outcome == Outcome::Finished)
        .map(|run| run.wall_seconds)
}

/// A way's name for people.
pub fn label(way: Way) -> &'static str {
    match way {
        Way::Sequential => "One after the other",
        Way::Gil => "Threads behind the lock",
        Way::FreeThreaded => "Threads without the lock",
        Way::Unguarded => "No protection",
        Way::Locked => "A lock of its own",
        Way::Atomic => "Atomic",
        Way::Biased => "Biased (PEP 703)",
    }
}

/// A time for people: three digits, with its unit.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 0.001 => format!("{:.0} µs", s * 1e6),
        s if s < 1.0 => format!("{} ms", three_digits(s * 1e3)),
        s => format!("{} s", three_digits(s)),
    }
}

fn three_digits(value: f64) -> String {
    // The bounds are where rounding would show a fourth digit.
    let decimals = match value {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use protocol::{Passage, RunReport, Settings, ThreadReport};

    use super::*;

    fn report(way: Way, runs: &[(Outcome, f64)]) -> WayReport {
        let runs: Vec<_> = runs
            .iter()
            .map(|&(outcome, wall_seconds)| RunReport {
                outcome,
                wall_seconds,
                ..RunReport::refused(
                    Settings::of(way.preset(protocol::Preset::Python314)),
                    Passage::Threads,
                )
            })
            .collect();
        WayReport {
            way,
            preset: way.preset(protocol::Preset::Python314),
            best_seconds: runs
                .iter()
                .filter(|run| run.outcome == Outcome::Finished)
                .map(|run| run.wall_seconds)
                .min_by(f64::total_cmp),
            runs,
        }
    }

    #[test]
    fn the_longest_timing_fills_the_width() {
        use Outcome::Finished;
        let rows = rows(&[
            report(Way::Sequential, &[(Finished, 2.0), (Finished, 4.0)]),
            report(Way::FreeThreaded, &[(Finished, 1.0)]),
        ]);
        let sequential = rows[0].bar.as_ref().unwrap();
        assert_eq!((sequential.length, sequential.worst), (0.5, 4.0));
        assert_eq!(sequential.dots, [0.5, 1.0]);
        assert_eq!(rows[1].bar, None);
        let free = rows[2].bar.as_ref().unwrap();
        assert_eq!((free.length, free.speed_up), (0.25, Some(2.0)));
    }

    #[test]
    fn what_did_not_finish_has_no_bar() {
        let rows = rows(&[report(
            Way::Gil,
            &[(Outcome::Raised, 0.1), (Outcome::Cancelled, 0.2)],
        )]);
        assert_eq!(rows[1].bar, None);
        assert!(rows[1].raised && !rows[0].raised);
    }

    #[test]
    fn without_one_after_the_other_there_is_no_speed_up() {
        let rows = rows(&[report(Way::Gil, &[(Outcome::Finished, 0.1)])]);
        assert_eq!(rows[1].bar.as_ref().unwrap().speed_up, None);
    }

    #[test]
    fn shares_are_those_of_the_fastest_finished_run() {
        use Outcome::{Cancelled, Finished};
        let mut gil = report(
            Way::Gil,
            &[(Cancelled, 0.5), (Finished, 4.0), (Finished, 2.0)],
        );
        gil.runs[2].threads.push(ThreadReport {
            name: "counter 1".into(),
            running_seconds: 1.0,
            ready_seconds: 0.0,
            waiting_seconds: 0.5,
            blocked_seconds: 0.0,
        });
        let shares = shares(&[gil], Way::Gil);
        assert_eq!(
            shares,
            [Shares {
                name: "counter 1".into(),
                running: 0.5,
                waiting: 0.25,
                blocked: 0.0
            }]
        );
        assert_eq!(super::shares(&[], Way::Gil), []);
    }

    #[test]
    fn times_have_three_digits_and_a_unit() {
        for (value, text) in [
            (0.000_042, "42 µs"),
            (0.001_234, "1.23 ms"),
            (0.0456, "45.6 ms"),
            (0.4567, "457 ms"),
            (1.234, "1.23 s"),
            (9.999, "10.0 s"),
            (59.96, "60.0 s"),
            (123.4, "123 s"),
        ] {
            assert_eq!(seconds(value), text);
        }
    }
}
