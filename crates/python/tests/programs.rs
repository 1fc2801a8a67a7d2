//! Every program below `tests/programs` prints what CPython 3.13 printed (`.out`) and fails as it failed
//! (`.err`); those below `sys/2.7` and `sys/3.9` are what these versions printed. Texts in `unsupported/`
//! are this interpreter's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use python::{Answer, CheckPoints, Costs, Meter, Pause, Request, Thread, Version, World};

/// A host with one thread: a started thread runs at once and to its end. Clocks tick by themselves.
#[derive(Default)]
struct Host {
    stdout: String,
    seconds: f64,
    /// `sys.setswitchinterval`.
    micros: u64,
    /// `sys.setcheckinterval`.
    ticks: i32,
    /// Stop at everything that a thread can be made to stop at.
    halting: Option<CheckPoints>,
}

impl Host {
    fn run(
        &mut self,
        world: &Arc<World>,
        mut thread: Thread,
        breaker: &AtomicU32,
    ) -> Result<(), String> {
        let meter = |check_points| Meter::new(check_points, &Costs::PYTHON_313);
        let mut meter = self.halting.map(meter);
        let result = loop {
            let pause = match &mut meter {
                None => thread.run(breaker),
                Some(meter) => {
                    (meter.limit, meter.ticks) = (meter.clock + 1, 0);
                    thread.run_metered(breaker, meter, None)
                }
            };
            let answer = match pause {
                Pause::CheckPoint | Pause::Limit => continue,
                Pause::Finished => break Ok(()),
                Pause::Raised(exception) => break Err(exception.to_string()),
                Pause::Ask(request) => self.answer(world, request, breaker),
            };
            thread.answer(answer);
        };
        thread.object().mark_finished();
        result
    }

    fn answer(&mut self, world: &Arc<World>, request: Request, breaker: &AtomicU32) -> Answer {
        self.seconds += 0.001;
        match request {
            Request::Write { text } => {
                self.stdout.push_str(&text);
                Answer::Done
            }
            Request::WallClock | Request::PerfCounter => Answer::Seconds(self.seconds),
            Request::SwitchInterval => Answer::Seconds(1e-6 * self.micros as f64),
            Request::SetSwitchInterval(micros) => {
                self.micros = micros;
                Answer::Done
            }
            Request::CheckInterval => Answer::Int(self.ticks.into()),
            Request::SetCheckInterval(ticks) => {
                self.ticks = ticks;
                Answer::Done
            }
            Request::Sleep(time) => {
                self.seconds += time.as_secs_f64();
                Answer::Done
            }
            Request::Start(object) => {
                let thread = Thread::spawn(world, object);
                self.run(world, thread, breaker)
                    .expect("no thread of these programs fails");
                Answer::Done
            }
            Request::Join { .. } | Request::AllowThreads => Answer::Done,
        }
    }
}

fn run(
    source: &str,
    version: Version,
    breaker: u32,
    halting: Option<CheckPoints>,
) -> (String, String) {
    let mut host = Host {
        micros: 5000,
        ticks: 100,
        halting,
        ..Host::default()
    };
    let result = match python::compile(source, "main.py") {
        Ok(program) => {
            let world = World::new(program, version);
            host.run(&world, Thread::main(&world), &AtomicU32::new(breaker))
        }
        Err(error) => Err(error.to_string()),
    };
    (
        host.stdout,
        result.err().map_or(String::new(), |text| text + "\n"),
    )
}

fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of programs") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(programs(&path));
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Which CPython a program's output was recorded with.
fn version(path: &Path) -> Version {
    let folder = path
        .parent()
        .and_then(|folder| folder.file_name()?.to_str());
    match folder {
        Some("2.7") => Version::new(2, 7, 18),
        Some("3.9") => Version::new(3, 9, 18),
        _ => Version::new(3, 13, 0),
    }
}

/// All programs, with the eval breaker never or always set.
fn compare(breaker: u32, halting: Option<CheckPoints>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let programs = programs(&folder);
    assert!(
        programs.len() > 60,
        "only {} programs in {}",
        programs.len(),
        folder.display()
    );
    let mut failed = Vec::new();
    for path in &programs {
        let source = fs::read_to_string(path).expect("a program");
        let (stdout, stderr) = run(&source, version(path), breaker, halting);
        for (extension, got) in [("out", stdout), ("err", stderr)] {
            let wanted = fs::read_to_string(path.with_extension(extension)).unwrap_or_default();
            if got != wanted {
                failed.push(format!(
                    "== {} .{extension}\n-- CPython:\n{wanted}-- here:\n{got}",
                    path.display()
                ));
            }
        }
    }
    let (count, all) = (failed.len(), programs.len());
    assert!(
        failed.is_empty(),
        "{}\n{count} differences in {all} programs",
        failed.join("\n")
    );
}

#[test]
fn programs_behave_as_in_cpython() {
    compare(0, None);
}

#[test]
fn pausing_at_every_check_point_changes_nothing() {
    compare(1, None);
}

#[test]
fn stopping_at_every_bytecode_changes_nothing() {
    compare(1, Some(CheckPoints::EveryOpcode));
    compare(0, Some(CheckPoints::Ticks));
}
