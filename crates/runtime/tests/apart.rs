//! Processes with a memory of their own: each has a runtime of its own that asks the run's by bytes. Threads stand for
//! the workers that browsers have for that.

// With a host of its own, and on real threads only.
#[allow(dead_code)]
mod common;
#[allow(dead_code)]
#[path = "common/way.rs"]
mod way;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use protocol::{Chunk, LockEvent, Outcome, Preset, RunReport, Stream};
use runtime::{
    Address, Completion, Desk, Host, Job, NativeHost, NoThread, Options, Root, Run, ThreadState,
    live, live_on,
};

use common::{start, text};
use way::{Way, options};

/// Where the eval breakers of all processes are: what is an address in a worker's memory is a place in here.
type Breakers = Arc<Mutex<Vec<Weak<ThreadState>>>>;

/// The host of the run.
#[derive(Clone)]
struct Home {
    native: Arc<NativeHost>,
    breakers: Breakers,
    /// Whether processes break down before they have done anything.
    breaks: bool,
}

thread_local! {
    static DESK: RefCell<Option<Desk<Home>>> = const { RefCell::new(None) };
}

impl Host for Home {
    const APART: bool = true;

    fn now(&self) -> Duration {
        self.native.now()
    }

    fn wall_clock(&self) -> f64 {
        self.native.wall_clock()
    }

    fn room(&self) -> usize {
        self.native.room()
    }

    fn spawn(&self, job: Job) -> Result<(), NoThread> {
        self.native.spawn(job)
    }

    fn fetch(&self, address: Address, completion: Completion) {
        self.native.fetch(address, completion);
    }

    fn later(&self, after: Duration, then: Job) {
        self.native.later(after, then);
    }

    fn spawn_apart(&self, desk: Desk<Self>, job: Option<u32>) -> Result<(), NoThread> {
        let away = Away {
            home: self.clone(),
            root: Arc::new(Line(Arc::clone(&self.breakers))),
        };
        if self.breaks {
            return self
                .native
                .spawn(Box::new(move || desk.crash("it trapped")));
        }
        self.native.spawn(Box::new(move || {
            DESK.set(Some(desk));
            match job {
                None => live(away),
                Some(job) => live_on(job),
            }
            DESK.take();
        }))
    }

    fn poke(&self, _process: u32, breaker: u32, bits: u32) {
        let breakers = self.breakers.lock().unwrap_or_else(PoisonError::into_inner);
        let state = breakers.get(breaker as usize).and_then(Weak::upgrade);
        state.expect("it lives still").request(bits);
    }
}

/// The host of a process.
struct Away {
    home: Home,
    root: Arc<dyn Root>,
}

impl Host for Away {
    const APART: bool = true;

    fn now(&self) -> Duration {
        self.home.now()
    }

    fn wall_clock(&self) -> f64 {
        self.home.wall_clock()
    }

    fn room(&self) -> usize {
        0
    }

    fn spawn(&self, _: Job) -> Result<(), NoThread> {
        panic!("threads of a process are begun through the root");
    }

    fn fetch(&self, _: Address, _: Completion) {
        panic!("what a process asks the network goes through the root");
    }

    fn later(&self, _: Duration, _: Job) {
        panic!("what a process asks the network goes through the root");
    }

    fn root(&self) -> Option<&Arc<dyn Root>> {
        Some(&self.root)
    }
}

/// The root, from a process: only numbers and bytes go there and come back.
struct Line(Breakers);

impl Root for Line {
    fn ask(&self, question: &[u8]) -> Vec<u8> {
        DESK.with_borrow(|desk| desk.as_ref().expect("a desk").ask(question))
    }

    fn tell(&self, word: u32, number: u32, value: f64) -> f64 {
        DESK.with_borrow(|desk| desk.as_ref().expect("a desk").tell(word, number, value))
    }

    fn breaker(&self, state: &Arc<ThreadState>) -> u32 {
        let mut breakers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        breakers.push(Arc::downgrade(state));
        breakers.len() as u32 - 1
    }
}

fn home() -> Home {
    Home {
        native: Arc::new(NativeHost::new()),
        breakers: Arc::default(),
        breaks: false,
    }
}

fn begin(source: &str, options: &Options) -> (Run<Home>, Receiver<RunReport>) {
    start(home(), source, options)
}

/// Runs a program to its end, and passes on what its processes are asked for.
fn run(source: &str, options: &Options) -> (RunReport, Vec<Chunk>) {
    let (run, report) = begin(source, options);
    let started = Instant::now();
    let mut output = Vec::new();
    loop {
        run.relay();
        output.extend(run.take_output());
        match report.recv_timeout(Duration::from_millis(1)) {
            Ok(report) => {
                output.extend(run.take_output());
                return (report, output);
            }
            Err(RecvTimeoutError::Timeout) if started.elapsed() < Duration::from_secs(60) => {}
            Err(error) => panic!("{error}: {}", text(&output, Stream::Stderr)),
        }
    }
}

fn real(preset: Preset) -> Options {
    options(Way::Threads, preset)
}

/// The recorded programs of a folder.
fn programs(folder: &str) -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let entries = fs::read_dir(all.join(folder)).expect("a folder of programs");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut programs: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect();
    programs.sort();
    programs
}

#[test]
fn recorded_programs_print_the_same() {
    for path in [programs("multiprocessing"), programs("interpreters")].concat() {
        let source = fs::read_to_string(&path).expect("a program");
        let expected = fs::read_to_string(path.with_extension("out")).expect("an output");
        let (_, output) = run(&source, &real(Preset::Python314));
        let (out, err) = (text(&output, Stream::Stdout), text(&output, Stream::Stderr));
        assert_eq!(out, expected, "{}: {err}", path.display());
    }
}

#[test]
fn a_process_counts_beside_the_program_and_is_reported() {
    let source = "\
import _processes as p, threading
def count():
    for _ in range(200_000):
        pass
def child():
    thread = threading.Thread(target=count, name='inner')
    thread.start()
    count()
    thread.join()
    print('counted')
    raise SystemExit(3)
pid = p.fork(child, 'Process-1')
count()
print(p.join((pid,), None) == pid, p.status(pid))
";
    let (report, output) = run(source, &real(Preset::Python314));
    assert_eq!(text(&output, Stream::Stdout), "counted\nTrue 3\n");
    assert_eq!(report.outcome, Outcome::Finished);
    let names: Vec<_> = report.threads.iter().map(|thread| &*thread.name).collect();
    assert_eq!(names, ["MainThread", "Process-1", "Process-1 · inner"]);
    let homes: Vec<_> = report
        .threads
        .iter()
        .map(|thread| thread.interpreter)
        .collect();
    assert_eq!(homes, [0, 1, 1]);
    assert_eq!(report.interpreters[1].status, Some(3));
    let ledger = report.ledger.expect("a ledger");
    assert_eq!(ledger.homes, [0, 1, 1]);
    for thread in 0..3 {
        let mut events = ledger.events.iter().filter(|event| event.thread == thread);
        assert_eq!(
            events.next().map(|event| event.what),
            Some(LockEvent::Start)
        );
        assert_eq!(
            events.next_back().map(|event| event.what),
            Some(LockEvent::End)
        );
        assert!(report.threads[thread as usize].running_seconds > 0.0);
    }
}

#[test]
fn who_is_terminated_ends_whatever_it_does() {
    let source = "\
import _processes as p, threading, time
def busy():
    while True:
        pass
def sleeping():
    time.sleep(1000)
def waiting():
    p.receive(p.pipe(), None)
def locked():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
for number, child in enumerate((busy, sleeping, waiting, locked)):
    pid = p.fork(child, child.__name__)
    time.sleep(0.05)
    p.terminate(pid, 9 + number)
    p.join((pid,), None)
    print(child.__name__, p.status(pid))
";
    let (_, output) = run(source, &real(Preset::Python314));
    let expected = "busy -9\nsleeping -10\nwaiting -11\nlocked -12\n";
    assert_eq!(text(&output, Stream::Stdout), expected);
}

#[test]
fn what_they_ask_the_network_is_answered() {
    let source = "\
import multiprocessing, threading, urllib.request
def ask(seconds):
    with urllib.request.urlopen(f'/api/delay/{seconds}') as response:
        return response.status
def many(count):
    import _http
    lock = threading.Lock()
    lock.acquire()
    for number in range(count):
        exchange = _http.begin('GET', '/api/delay/0.05', [], None, None, 0)
        _http.notify(exchange, lock)
    done = []
    while len(done) < count:
        assert lock.acquire(timeout=30)
        done += _http.take_finished(lock)
    given_up = _http.begin('GET', '/api/delay/100', [], None, None, 0)
    return [_http.outcome(exchange)[0] for exchange in done]
with multiprocessing.get_context('fork').Pool(2) as pool:
    print(pool.map(ask, [0.1, 0.2, 0.1]))
    print(pool.map(many, [3, 2]))
";
    let (_, output) = run(source, &real(Preset::Python313));
    assert_eq!(text(&output, Stream::Stderr), "");
    let expected = "[200, 200, 200]\n[[200, 200, 200], [200, 200]]\n";
    assert_eq!(text(&output, Stream::Stdout), expected);
}

#[test]
fn who_breaks_down_takes_nobody_along() {
    let source = "\
import _processes as p
pipe = p.pipe()
pid = p.fork(lambda: None, 'Process-1')
p.close(pipe, True)
try:
    p.receive(pipe, None)
except EOFError:
    print('closed')
print(p.join((pid,), None) == pid, p.status(pid))
";
    let home = Home {
        breaks: true,
        ..home()
    };
    let (run, report) = start(home, source, &real(Preset::Python314));
    let report = report.recv_timeout(Duration::from_secs(60));
    let report = report.expect("it ends");
    let output = run.take_output();
    assert_eq!(text(&output, Stream::Stdout), "closed\nTrue -11\n");
    let told = "Fatal Python error: Process-1 broke down: it trapped\n";
    assert_eq!(text(&output, Stream::Stderr), told);
    assert_eq!(report.outcome, Outcome::Finished);
    assert_eq!(report.interpreters[1].status, Some(-11));
}

#[test]
fn a_cancelled_run_takes_its_processes_along() {
    let source = "\
import _processes as p
def child():
    print('begun')
    while True:
        pass
pids = tuple(p.fork(child, 'Process') for _ in range(3))
p.join(pids, None)
";
    let (run, report) = begin(source, &real(Preset::Python314));
    let mut begun = String::new();
    while begun.matches("begun").count() < 3 {
        begun += &text(&run.take_output(), Stream::Stdout);
        thread::sleep(Duration::from_millis(1));
    }
    run.cancel();
    let started = Instant::now();
    loop {
        run.relay();
        match report.recv_timeout(Duration::from_millis(1)) {
            Ok(report) => {
                assert_eq!(report.outcome, Outcome::Cancelled);
                return;
            }
            Err(error) => assert!(started.elapsed() < Duration::from_secs(60), "{error}"),
        }
    }
}

#[test]
fn an_interrupt_reaches_them() {
    let source = "\
import _processes as p
def child():
    print('begun')
    try:
        while True:
            pass
    finally:
        print('child leaves')
pid = p.fork(child, 'Process-1')
try:
    p.join((pid,), None)
finally:
    p.join((pid,), None)
    print('program leaves')
";
    let (run, report) = begin(source, &real(Preset::Python314));
    let mut out = String::new();
    while !out.contains("begun") {
        out += &text(&run.take_output(), Stream::Stdout);
        thread::sleep(Duration::from_millis(1));
    }
    run.interrupt();
    let started = Instant::now();
    let report = loop {
        run.relay();
        match report.recv_timeout(Duration::from_millis(1)) {
            Ok(report) => break report,
            Err(error) => assert!(started.elapsed() < Duration::from_secs(60), "{error}"),
        }
    };
    out += &text(&run.take_output(), Stream::Stdout);
    assert_eq!(out, "begun\nchild leaves\nprogram leaves\n");
    assert_eq!(report.outcome, Outcome::Cancelled);
}
