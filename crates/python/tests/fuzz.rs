//! Programs from `tests/programs` with some tokens deleted, doubled, exchanged or taken from elsewhere: no source
//! panics, uses up the stack, or does anything that takes long and cannot be stopped.
//!
//! A few hundred programs are a test. To look for longer, say how many seconds and where to begin:
//! `FUZZ_SECONDS=600 FUZZ_SEED=7 cargo test -p python --test fuzz`. What is found lies in the target folder's
//! `tmp/fuzz.py` if the process dies, and is printed otherwise; it becomes a test in `limits.rs`.

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use python::{
    Answer, CheckPoints, Costs, ErrorKind, Meter, Pause, Request, Thread, Version, World, compile,
};

#[global_allocator]
static ALLOCATOR: python::Counted = python::Counted;

/// What a program may take. A browser has less, but there the limits of single objects are lower, too.
const MEMORY: usize = 256 << 20;
/// The stack of a worker in a browser.
const STACK: usize = 1 << 20;
/// How many times a program is stopped before it has shown enough.
const FUEL: u32 = 5_000;
/// Nothing may take longer between two stops, however slow and busy the machine is.
const LONGEST: Duration = Duration::from_secs(30);

/// xorshift: any fixed sequence will do.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

fn programs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder of programs") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            programs(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
}

/// Words, numbers, blanks, and everything else by itself.
fn tokens(source: &str) -> Vec<String> {
    let kind = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '_' | '0'..='9' => 1,
        ' ' => 2,
        _ => 0,
    };
    let mut tokens: Vec<String> = Vec::new();
    let mut last = 0;
    for character in source.chars() {
        let this = kind(character);
        match tokens.last_mut() {
            Some(token) if this == last && this != 0 => token.push(character),
            _ => tokens.push(character.to_string()),
        }
        last = this;
    }
    tokens
}

const NASTY: [&str; 30] = [
    "0",
    "-1",
    "1e308",
    "10**30",
    "2**64",
    "'\\0'",
    "b'\\xff'",
    "None",
    "[]",
    "{}",
    "()",
    "...",
    "self",
    "*",
    "**",
    "lambda: 0",
    "yield",
    "await ",
    "super()",
    "type",
    "object",
    "__class__",
    "__dict__",
    "float('nan')",
    "slice(None, None, -1)",
    "NotImplemented",
    "Exception",
    "raise",
    "del ",
    "\n",
];

fn mutated(corpus: &[Vec<String>], chance: &mut Chance) -> String {
    let mut tokens = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(6) {
        let len = tokens.len();
        let (at, other) = (chance.below(len), chance.below(len));
        let elsewhere = &corpus[chance.below(corpus.len())];
        let from = chance.below(elsewhere.len());
        match chance.below(8) {
            _ if tokens.is_empty() => {}
            0 => drop(tokens.remove(at)),
            1 => tokens.swap(at, other),
            2 => tokens.insert(at, tokens[other].clone()),
            3 => tokens[at] = tokens[other].clone(),
            4 => tokens[at] = elsewhere[from].clone(),
            5 => tokens[at] = NASTY[chance.below(NASTY.len())].into(),
            6 => {
                let until = (from + chance.below(20)).min(elsewhere.len());
                drop(tokens.splice(at..at, elsewhere[from..until].iter().cloned()));
            }
            _ => {
                let until = (at + chance.below(20)).min(len);
                drop(tokens.drain(at..until));
            }
        }
    }
    tokens.concat()
}

fn answer(request: &Request) -> Answer {
    match request {
        Request::WallClock | Request::PerfCounter | Request::SwitchInterval => {
            Answer::Seconds(0.005)
        }
        Request::CheckInterval => Answer::Int(100),
        Request::Acquire { .. } => Answer::Truth(false),
        Request::Start(_) => Answer::Raise {
            kind: ErrorKind::RuntimeError,
            message: "can't start new thread".into(),
        },
        _ => Answer::Done,
    }
}

fn run(source: &str, way: usize) {
    let Ok(program) = compile(source, "main.py") else {
        return;
    };
    let mut thread = Thread::main(&World::new(program, Version::new(3, 13, 0), way == 1));
    // Stopped now and then in the middle of everything, or at each check point.
    let mut meter = (way == 2).then(|| Meter::new(CheckPoints::Ticks, &Costs::PYTHON_313));
    let breaker = AtomicU32::new(1);
    for fuel in 0..FUEL {
        if fuel == FUEL - 500 {
            thread.interrupt();
        }
        let pause = match &mut meter {
            Some(meter) => {
                (meter.limit, meter.ticks) = (meter.clock + 100_000, 3);
                thread.run_metered(&breaker, meter, None)
            }
            None => thread.run(&breaker),
        };
        match pause {
            Pause::CheckPoint | Pause::Limit => {}
            Pause::Ask(request) => {
                while thread.is_native() {
                    thread.run_native(&AtomicU32::new(0));
                }
                thread.answer(answer(&request));
            }
            Pause::Finished | Pause::Raised(_) => break,
        }
    }
}

#[test]
fn changed_programs_never_panic() {
    let number = |name| {
        env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let seconds = number("FUZZ_SECONDS");
    let seed = number("FUZZ_SEED").unwrap_or(0);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let mut paths = Vec::new();
    programs(&folder, &mut paths);
    paths.sort();
    let corpus: Vec<Vec<String>> = paths
        .iter()
        .map(|path| tokens(&fs::read_to_string(path).expect("a program")))
        .filter(|tokens| !tokens.is_empty())
        .collect();
    python::limit_memory(MEMORY);
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz.py");
    let (begin, told) = channel();
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let work = move || {
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ (seed << 17));
        let mut failed = 0;
        for count in 0_usize.. {
            let more = until.map_or(count < 400, |until| Instant::now() < until);
            if !more {
                break;
            }
            let source = mutated(&corpus, &mut chance);
            // For whoever finds a dead process.
            fs::write(&kept, &source).expect("a file");
            begin.send(source.clone()).expect("somebody listens");
            if catch_unwind(AssertUnwindSafe(|| run(&source, count % 3))).is_err() {
                println!("== panicked ({}):\n{source}\n", count % 3);
                failed += 1;
            }
        }
        assert_eq!(failed, 0, "programs panicked");
    };
    let builder = std::thread::Builder::new().stack_size(STACK);
    let worker = builder.spawn(work).expect("a thread");
    let mut last = String::new();
    loop {
        match told.recv_timeout(LONGEST) {
            Ok(source) => last = source,
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("takes too long:\n{last}"),
        }
    }
    worker.join().expect("no panic");
}
