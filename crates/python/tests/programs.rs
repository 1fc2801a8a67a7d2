//! Every program below `tests/programs` that needs no second thread prints what CPython 3.13 printed
//! (`.out`, `.err`) and ends with its status (`.status`, see CONTRIBUTING.md); those below `sys/2.7` and
//! `sys/3.9` are what these versions printed. Texts in `unsupported/` are this interpreter's own.

use std::collections::VecDeque;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

use python::{
    Answer, CheckPoints, Costs, Meter, Output, Pause, Request, Thread, Version, World, compile,
};

/// What came of a program.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    stdout: String,
    stderr: String,
    status: i32,
}

/// When every run begins: in July 2026, in seconds since 1970.
const STARTED: f64 = 1.783e9;

/// A host with one thread. Clocks tick by themselves.
struct Host {
    done: Done,
    seconds: f64,
    /// `sys.setswitchinterval`.
    micros: u64,
    /// `sys.setcheckinterval`.
    ticks: i32,
}

impl Host {
    /// Says whether one thread was enough.
    fn run(&mut self, mut thread: Thread, way: Way) -> bool {
        let breaker = AtomicU32::new(way.breaker);
        let meter = |check_points| Meter::new(check_points, &Costs::PYTHON_313);
        let mut meter = way.halting.map(meter);
        loop {
            let pause = match &mut meter {
                None => thread.run(&breaker),
                Some(meter) => {
                    (meter.limit, meter.ticks) = (meter.clock + 1, 0);
                    thread.run_metered(&breaker, meter, None)
                }
            };
            let answer = match pause {
                Pause::CheckPoint | Pause::Limit => continue,
                Pause::Finished => return true,
                Pause::Raised(exception) => {
                    let exit = exception.exit();
                    self.done.status = exit.map_or(1, |(status, _)| status);
                    let text = exit.map_or(Some(exception.to_string()), |(_, text)| {
                        text.map(str::to_owned)
                    });
                    self.done.stderr += &text.map_or(String::new(), |text| text + "\n");
                    return true;
                }
                Pause::Ask(request) => self.answer(request),
            };
            let Some(answer) = answer else {
                return false;
            };
            thread.answer(answer);
        }
    }

    fn answer(&mut self, request: Request) -> Option<Answer> {
        self.seconds += 0.001;
        Some(match request {
            Request::Write { text, to } => {
                match to {
                    Output::Stdout => self.done.stdout += &text,
                    Output::Stderr => self.done.stderr += &text,
                }
                Answer::Done
            }
            Request::WallClock => Answer::Seconds(STARTED + self.seconds),
            Request::PerfCounter => Answer::Seconds(self.seconds),
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
            // Nobody else is there.
            Request::Acquire { timeout, .. } => {
                self.seconds += timeout?.as_secs_f64();
                Answer::Truth(false)
            }
            Request::AllowThreads | Request::Wake(_) | Request::Abandon(_) => Answer::Done,
            // There is no network either.
            Request::Begin(exchange) => Answer::Begun(exchange),
            Request::Await { .. } => Answer::Truth(false),
            Request::Start(_) | Request::Join { .. } | Request::Process(_) => return None,
        })
    }
}

#[derive(Clone, Copy)]
struct Way {
    /// The eval breaker: never or always set.
    breaker: u32,
    /// Stop at everything that a thread can be made to stop at.
    halting: Option<CheckPoints>,
}

/// `None` if one thread is not enough.
fn run(source: &str, version: Version, way: Way) -> Option<Done> {
    let mut host = Host {
        done: Done::default(),
        seconds: 0.0,
        micros: 5000,
        ticks: 100,
    };
    match compile(source, "main.py") {
        Ok(program) => {
            let world = World::new(program, version, false);
            host.run(Thread::main(&world), way).then_some(host.done)
        }
        Err(error) => Some(Done {
            stderr: format!("{error}\n"),
            status: 1,
            ..host.done
        }),
    }
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
        Some("3.14") => Version::new(3, 14, 0),
        _ => Version::new(3, 13, 0),
    }
}

/// What was recorded.
fn recorded(path: &Path) -> Done {
    let read = |extension| fs::read_to_string(path.with_extension(extension)).ok();
    let stderr = read("err").unwrap_or_default();
    let status = read("status").and_then(|text| text.trim().parse().ok());
    Done {
        stdout: read("out").unwrap_or_default(),
        status: status.unwrap_or(i32::from(!stderr.is_empty())),
        stderr,
    }
}

/// What is wrong with a program, if anything is.
fn difference(path: &Path, way: Way) -> Option<String> {
    let source = fs::read_to_string(path).expect("a program");
    // A panic is one program's failure, and is told with its name.
    let Ok(done) = catch_unwind(AssertUnwindSafe(|| run(&source, version(path), way))) else {
        return Some("it panicked".into());
    };
    let (done, wanted) = (done?, recorded(path));
    if done == wanted {
        return None;
    }
    let mut wrong = String::new();
    for (what, wanted, got) in [
        ("output", wanted.stdout, done.stdout),
        ("errors", wanted.stderr, done.stderr),
        ("status", wanted.status.to_string(), done.status.to_string()),
    ] {
        if got != wanted {
            wrong += &format!("-- {what} of CPython:\n{wanted}\n-- here:\n{got}\n");
        }
    }
    Some(wrong)
}

fn compare(way: Way) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let programs = programs(&folder);
    let count = programs.len();
    assert!(count > 300, "only {count} programs in {}", folder.display());
    let (next, failed) = (Mutex::new(VecDeque::from(programs)), Mutex::new(Vec::new()));
    let work = || {
        while let Some(path) = { next.lock().expect("the programs").pop_front() } {
            if let Some(wrong) = difference(&path, way) {
                failed.lock().expect("the failures").push((path, wrong));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(work);
        }
    });
    let mut failed = failed.into_inner().expect("the failures");
    failed.sort();
    for (path, wrong) in &failed {
        println!("== {}\n{wrong}", path.display());
    }
    let names: Vec<_> = failed
        .iter()
        .filter_map(|(path, _)| path.strip_prefix(&folder).ok())
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {count} programs differ: {names:#?}",
        failed.len()
    );
}

#[test]
fn programs_behave_as_in_cpython() {
    compare(Way {
        breaker: 0,
        halting: None,
    });
}

#[test]
fn pausing_at_every_check_point_changes_nothing() {
    compare(Way {
        breaker: 1,
        halting: None,
    });
}

#[test]
fn stopping_at_every_bytecode_changes_nothing() {
    for (breaker, check_points) in [(1, CheckPoints::EveryOpcode), (0, CheckPoints::Ticks)] {
        compare(Way {
            breaker,
            halting: Some(check_points),
        });
    }
}
