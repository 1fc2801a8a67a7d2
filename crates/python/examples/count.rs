//! Runs a Python file alone on this thread and tells how long it took: `count program.py`.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant, SystemTime};

use python::{Answer, Pause, Request, Thread, World};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("usage: count program.py")?;
    let program = python::compile(&std::fs::read_to_string(&file)?, &file)?;
    let world = World::new(program);
    let start = Instant::now();
    let ended = run(&world, Thread::main(&world), start);
    eprintln!("{:.6} s", start.elapsed().as_secs_f64());
    Ok(ended?)
}

/// Runs one thread to its end; the threads it starts run inside it, one after the other.
fn run(world: &Arc<World>, mut thread: Thread, start: Instant) -> Result<(), python::Exception> {
    let eval_breaker = AtomicU32::new(0);
    loop {
        let answer = match thread.run(&eval_breaker) {
            Pause::CheckPoint => continue,
            Pause::Finished => {
                thread.object().mark_finished();
                return Ok(());
            }
            Pause::Raised(exception) => {
                thread.object().mark_finished();
                return Err(exception);
            }
            Pause::Ask(Request::Write { text }) => {
                print!("{text}");
                Answer::Done
            }
            Pause::Ask(Request::WallClock) => {
                let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                Answer::Seconds(now.unwrap_or(Duration::ZERO).as_secs_f64())
            }
            Pause::Ask(Request::PerfCounter) => Answer::Seconds(start.elapsed().as_secs_f64()),
            Pause::Ask(Request::Sleep(time)) => {
                std::thread::sleep(time);
                Answer::Done
            }
            Pause::Ask(Request::Start(object)) => {
                if let Err(exception) = run(world, Thread::spawn(world, object), start) {
                    eprintln!("{exception}");
                }
                Answer::Done
            }
            Pause::Ask(Request::Join { .. }) => Answer::Done,
        };
        thread.answer(answer);
    }
}
