//! Every program below `tests/programs` prints what CPython 3.13 printed (`.out`) and fails as it failed
//! (`.err`). Texts in `unsupported/` are this interpreter's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use python::{Answer, Pause, Request, Thread, World};

/// A host with one thread: a started thread runs at once and to its end. Clocks tick by themselves.
#[derive(Default)]
struct Host {
    stdout: String,
    seconds: f64,
}

impl Host {
    fn run(
        &mut self,
        world: &Arc<World>,
        mut thread: Thread,
        breaker: &AtomicU32,
    ) -> Result<(), String> {
        let result = loop {
            let answer = match thread.run(breaker) {
                Pause::CheckPoint => continue,
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
            Request::Join { .. } => Answer::Done,
        }
    }
}

fn run(source: &str, breaker: u32) -> (String, String) {
    let mut host = Host::default();
    let result = match python::compile(source, "main.py") {
        Ok(program) => {
            let world = World::new(program);
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

/// All programs, with the eval breaker never or always set.
fn compare(breaker: u32) {
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
        let (stdout, stderr) = run(&source, breaker);
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
    compare(0);
}

#[test]
fn pausing_at_every_check_point_changes_nothing() {
    compare(1);
}
