//! Made-up reports for tests.

use proptest::prelude::*;
use protocol::{
    CoreCount, Cores, Environment, Outcome, Passage, Preset, Program, Report, RunReport, Settings,
    Side, Sweep, SweepPoint, SweptSetting, Switches, Way, WayReport,
};

use super::SideView;

/// A run that finished after so many seconds.
pub fn run(way: Way, passage: Passage, outcome: Outcome, wall_seconds: f64) -> RunReport {
    let cores = match passage {
        Passage::Virtual => Cores::Virtual(2),
        Passage::Threads | Passage::Single => Cores::Real,
    };
    RunReport {
        outcome,
        exit_status: u8::from(outcome != Outcome::Finished),
        wall_seconds,
        ..RunReport::refused(
            Settings {
                cores,
                ..Settings::of(way.preset(Preset::Python314))
            },
            passage,
        )
    }
}

/// A way's runs.
pub fn way(way: Way, runs: Vec<RunReport>) -> WayReport {
    let finished = runs.iter().filter(|run| run.outcome == Outcome::Finished);
    WayReport {
        way,
        preset: way.preset(Preset::Python314),
        best_seconds: finished.map(RunReport::seconds).min_by(f64::total_cmp),
        runs,
    }
}

/// A way on real threads, all of whose runs finished.
pub fn finished(of: Way, seconds: &[f64]) -> WayReport {
    let runs = seconds.iter();
    let runs = runs.map(|&s| run(of, Passage::Threads, Outcome::Finished, s));
    way(of, runs.collect())
}

/// Ways on real threads with these answers.
pub fn with_answers(of: &[(Way, &[&str])]) -> Vec<WayReport> {
    of.iter()
        .map(|(way, answers)| {
            let mut report = finished(*way, &vec![1.0; answers.len()]);
            for (run, answer) in report.runs.iter_mut().zip(*answers) {
                run.answer = Some((*answer).to_owned());
            }
            report
        })
        .collect()
}

/// Two threads on two processors.
pub fn side(ways: Vec<WayReport>) -> Side {
    Side {
        preset: Preset::Python314,
        cores: CoreCount::Real(2),
        threads: 2,
        count: 25_000_000,
        repeats: 3,
        switch_interval: Settings::SWITCH_INTERVAL,
        seed: 0,
        ways,
    }
}

/// The same, to be drawn with the rows that it has.
pub fn side_view(ways: Vec<WayReport>) -> SideView {
    SideView {
        title: String::new(),
        passage: Passage::Threads,
        rows: ways.iter().map(|report| report.way).collect(),
        side: side(ways),
    }
}

/// A value with the seconds of each way's runs.
pub type Swept<'a> = (f64, &'a [(Way, &'a [f64])]);

/// A sweep on real processors.
pub fn sweep(over: SweptSetting, points: &[Swept]) -> Sweep {
    let point = |(value, ways): &Swept| SweepPoint {
        value: *value,
        ways: ways
            .iter()
            .map(|(way, seconds)| finished(*way, seconds))
            .collect(),
    };
    Sweep {
        over,
        cores: CoreCount::Real(4),
        points: points.iter().map(point).collect(),
    }
}

/// A whole report with a bit of everything.
pub fn report() -> Report {
    let mut gil = finished(Way::Gil, &[1.04, 1.1, 1.06]);
    for run in &mut gil.runs {
        run.switches = Switches {
            forced: 200,
            voluntary: 3,
        };
        run.answer = Some("50000000".to_owned());
    }
    let scaling: &[Swept] = &[
        (1.0, &[(Way::FreeThreaded, &[1.0])]),
        (2.0, &[(Way::FreeThreaded, &[0.52])]),
    ];
    let beside = run(Way::Gil, Passage::Virtual, Outcome::Finished, 1.9);
    Report {
        version: protocol::VERSION,
        figure: "cpu-bound".to_owned(),
        side: side(vec![
            finished(Way::Sequential, &[1.0, 1.02, 0.99]),
            gil,
            finished(Way::FreeThreaded, &[0.53, 0.55, 0.54]),
        ]),
        others: vec![Side {
            cores: CoreCount::Virtual(2),
            ..side(vec![way(Way::Gil, vec![beside])])
        }],
        sweeps: vec![sweep(SweptSetting::Threads, scaling)],
        programs: vec![Program {
            file: "threads.py".to_owned(),
            source: "answer = 50_000_000\n".to_owned(),
        }],
        environment: Environment {
            browser: "Firefox 153".to_owned(),
            user_agent: "Mozilla/5.0".to_owned(),
            logical_processors: 2,
            isolated: true,
            timer_seconds: None,
            hidden_meanwhile: false,
        },
    }
}

/// Any time, also those that nothing can take.
pub fn any_seconds() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..10.0,
        1 => any::<f64>(),
        1 => Just(0.0),
        1 => Just(f64::MAX),
        1 => Just(f64::MIN_POSITIVE),
    ]
}

/// Any way, with any runs.
pub fn any_ways() -> impl Strategy<Value = Vec<WayReport>> {
    let outcome = prop::sample::select(vec![
        Outcome::Finished,
        Outcome::Finished,
        Outcome::Raised,
        Outcome::Cancelled,
    ]);
    let run_of = (
        outcome,
        any_seconds(),
        any::<[u64; 2]>(),
        prop::option::of("[0-9-]{0,3}"),
    );
    let runs = prop::collection::vec(run_of, 0..4);
    let one = (prop::sample::select(Way::ALL.to_vec()), runs);
    let ways = prop::collection::vec(one, 0..5);
    ways.prop_map(|ways| {
        let ways = ways.into_iter().map(|(of, runs)| {
            let runs = runs
                .into_iter()
                .map(|(outcome, seconds, switches, answer)| RunReport {
                    answer,
                    switches: Switches {
                        forced: switches[0],
                        voluntary: switches[1],
                    },
                    ..run(of, Passage::Threads, outcome, seconds)
                });
            way(of, runs.collect())
        });
        ways.collect()
    })
}
