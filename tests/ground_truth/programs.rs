//! Runs one of the programs and reads what it says.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::RwLock;
use std::sync::mpsc::channel;
use std::time::Duration;

use protocol::{Cores, Outcome, Preset, Program, RunReport, Settings};
use runtime::{NativeHost, Options, Run};

use crate::source::replaced;

/// A program with some of its constants (`NAME = …`) or pieces of text replaced.
pub fn program(name: &str, pieces: &[(&str, &str)]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ground_truth/programs");
    let source = fs::read_to_string(folder.join(name)).expect("the program");
    pieces.iter().fold(source, |source, (what, by)| {
        replaced(&source, what, by).unwrap_or_else(|| {
            assert!(source.contains(what), "there is no {what} in {name}");
            source.replace(what, by)
        })
    })
}

/// What a run has shown.
pub struct Shown {
    /// What the program printed: a name and a number a line.
    said: HashMap<String, f64>,
    pub report: RunReport,
}

impl Shown {
    /// The number of that name.
    pub fn said(&self, name: &str) -> f64 {
        self.said[name]
    }

    /// How many times as long the threads took as the same work one after the other.
    pub fn ratio(&self) -> f64 {
        self.said("threads") / self.said("sequential")
    }

    /// How many locks were held at a time, on average.
    pub fn held(&self) -> f64 {
        let slices = self.report.lock.slices;
        slices.mean * slices.count as f64 / self.report.wall_seconds
    }

    pub fn forced_a_second(&self) -> f64 {
        self.report.switches.forced as f64 / self.report.wall_seconds
    }
}

pub fn on_virtual_cores(preset: Preset, cores: u32) -> Settings {
    Settings {
        cores: Cores::Virtual(cores),
        ..Settings::of(preset)
    }
}

pub fn every(switch_interval: f64, settings: Settings) -> Settings {
    Settings {
        switch_interval,
        ..settings
    }
}

/// Who runs programs at this moment.
static RUNNING: RwLock<()> = RwLock::new(());

/// Runs a program to its end. What is measured on real threads is measured with nothing else of these tests
/// beside it: who is handed the lock and finds each core taken waits for the machine, not for the lock.
pub fn run(source: &str, settings: Settings) -> Shown {
    let is_real = settings.cores == Cores::Real;
    let _alone = is_real.then(|| RUNNING.write());
    let _beside = (!is_real).then(|| RUNNING.read());
    let program = Program {
        file: "main.py".into(),
        source: source.into(),
    };
    let options = Options {
        with_ledger: true,
        ..Options::new(settings)
    };
    let (done, report) = channel();
    let run = Run::start(NativeHost::new(), &program, &options, move |report| {
        // A test that has given up does not listen any more.
        let _ = done.send(report);
    });
    let run = run.unwrap_or_else(|refused| panic!("{refused}"));
    let report = report
        .recv_timeout(Duration::from_secs(120))
        .expect("the program ends");
    let output = run.take_output();
    let output: String = output.iter().map(|chunk| chunk.text.as_str()).collect();
    assert_eq!(report.outcome, Outcome::Finished, "{output}");
    let said = output.lines().map(|line| {
        let (name, number) = line.split_once(' ').expect("a name and a number");
        (name.to_owned(), number.parse().expect("a number"))
    });
    Shown {
        said: said.collect(),
        report,
    }
}

/// Fails with what was expected and what was seen.
#[track_caller]
pub fn within(what: &str, value: f64, bounds: std::ops::RangeInclusive<f64>) {
    println!("{what}: {value:.4} (expected {bounds:?})");
    assert!(
        bounds.contains(&value),
        "{what}: {value} is not in {bounds:?}"
    );
}
