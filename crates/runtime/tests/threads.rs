//! Programs on real threads, natively: what they print, how they end, where their time goes.

mod common;

use std::sync::mpsc::Receiver;
use std::thread::sleep;
use std::time::{Duration, Instant};

use protocol::{Chunk, Outcome, Preset, Program, RunReport, Settings, Stream, ThreadActivity};
use runtime::{Address, Completion, Host, Job, NativeHost, NoThread, Options, Run};

use common::text;

const EACH: [Preset; 5] = Preset::ALL;

fn start<H: Host>(host: H, source: &str, preset: Preset) -> (Run<H>, Receiver<RunReport>) {
    common::start(host, source, &Options::new(Settings::of(preset)))
}

fn run(source: &str, preset: Preset) -> (RunReport, Vec<Chunk>) {
    common::run(source, &Options::new(Settings::of(preset)))
}

const TWO_COUNTERS: &str = "
import threading
def count(n):
    x = 0
    for _ in range(n):
        x += 1
    print(threading.current_thread().name, x)
threads = []
for i in range(2):
    thread = threading.Thread(target=count, args=(5_000_000,))
    thread.start()
    threads.append(thread)
for thread in threads:
    thread.join()
print('both')
";

#[test]
fn two_threads_count_to_the_end() {
    for preset in EACH {
        let (report, output) = run(TWO_COUNTERS, preset);
        assert_eq!(report.outcome, Outcome::Finished);
        let text = text(&output, Stream::Stdout);
        let mut lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.pop(), Some("both"), "join waits for the end");
        lines.sort_unstable();
        assert_eq!(
            lines,
            ["Thread-1 (count) 5000000", "Thread-2 (count) 5000000"]
        );
        let names: Vec<_> = report.threads.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(
            names,
            ["MainThread", "Thread-1 (count)", "Thread-2 (count)"]
        );
    }
}

#[test]
fn behind_the_lock_one_thread_runs_at_a_time() {
    let (report, _) = run(TWO_COUNTERS, Preset::Python314);
    let running: f64 = report.threads.iter().map(|t| t.running_seconds).sum();
    assert!(running <= report.wall_seconds, "{report:?}");
    assert!(report.switches.forced >= 1, "{report:?}");
    assert!(
        report.threads[1].waiting_seconds > 0.0 && report.threads[2].waiting_seconds > 0.0,
        "{report:?}"
    );
}

#[test]
fn without_the_lock_nobody_waits_for_it() {
    let (report, _) = run(TWO_COUNTERS, Preset::Python314t);
    assert!(report.threads.iter().all(|t| t.waiting_seconds == 0.0));
    assert_eq!((report.switches.forced, report.switches.voluntary), (0, 0));
}

#[test]
fn times_add_up_to_no_more_than_the_run() {
    for preset in EACH {
        let (report, _) = run(TWO_COUNTERS, preset);
        for thread in &report.threads {
            let lifetime = thread.running_seconds + thread.waiting_seconds + thread.blocked_seconds;
            assert!(lifetime <= report.wall_seconds, "{report:?}");
            assert!(lifetime > 0.0, "{report:?}");
        }
        let main = &report.threads[0];
        assert!(main.blocked_seconds > main.running_seconds, "it joins");
    }
}

#[test]
fn threads_that_sleep_let_others_run() {
    // Five sleeps take as long as the longest, lock or no lock.
    let source = "
import threading, time
def nap():
    time.sleep(0.2)
for i in range(5):
    threading.Thread(target=nap).start()
";
    for preset in EACH {
        let (report, _) = run(source, preset);
        assert!(report.wall_seconds >= 0.2, "{report:?}");
        assert!(report.wall_seconds < 0.6, "{report:?}");
        for thread in &report.threads[1..] {
            assert!(thread.blocked_seconds >= 0.2, "{report:?}");
        }
    }
}

#[test]
fn the_run_lasts_until_the_last_thread_ends() {
    // The main thread does not join, and the thread starts another one at its end.
    let source = "
import threading, time
def second():
    time.sleep(0.05)
    print('second')
def first():
    time.sleep(0.05)
    threading.Thread(target=second).start()
threading.Thread(target=first).start()
print('main')
";
    for preset in EACH {
        let (report, output) = run(source, preset);
        assert_eq!(text(&output, Stream::Stdout), "main\nsecond\n");
        assert_eq!(report.threads.len(), 3);
    }
}

#[test]
fn a_join_with_a_time_out_gives_up() {
    let source = "
import threading, time
def nap():
    time.sleep(0.3)
t = threading.Thread(target=nap)
t.start()
t.join(0.01)
print(t.is_alive())
t.join()
print(t.is_alive())
";
    let (_, output) = run(source, Preset::Python314);
    assert_eq!(text(&output, Stream::Stdout), "True\nFalse\n");
}

#[test]
fn updates_without_a_check_point_in_between_are_never_lost_behind_the_lock() {
    // Since Python 3.10 nobody can take the lock between the load and the store of `c += 1`.
    let source = "
import threading
c = 0
def count():
    global c
    for _ in range(400_000):
        c += 1
threads = []
for i in range(4):
    t = threading.Thread(target=count)
    t.start()
    threads.append(t)
for t in threads:
    t.join()
print(c)
";
    let (report, output) = run(source, Preset::Python314);
    assert_eq!(text(&output, Stream::Stdout), "1600000\n");
    assert!(report.switches.forced + report.switches.voluntary >= 4);
    // Without the lock some may be lost, but nothing else happens.
    let (report, output) = run(source, Preset::Python314t);
    assert_eq!(report.outcome, Outcome::Finished);
    let c: u64 = text(&output, Stream::Stdout).trim().parse().unwrap();
    assert!((400_000..=1_600_000).contains(&c), "{c}");
}

#[test]
fn an_exception_ends_its_thread_and_is_told() {
    let source = "
import threading
def bad():
    return 1 / 0
t = threading.Thread(target=bad, name='worker')
t.start()
t.join()
print('main goes on')
";
    for preset in EACH {
        let (report, output) = run(source, preset);
        assert_eq!(report.outcome, Outcome::Raised);
        assert_eq!(text(&output, Stream::Stdout), "main goes on\n");
        let told = text(&output, Stream::Stderr);
        assert!(
            told.starts_with("Exception in thread worker:\nTraceback (most recent call last):\n"),
            "{told}"
        );
        assert!(
            told.ends_with("ZeroDivisionError: division by zero\n"),
            "{told}"
        );
    }
}

#[test]
fn an_exception_of_the_main_thread_lets_the_others_finish() {
    let source = "
import threading, time
def slow():
    time.sleep(0.1)
    print('done')
threading.Thread(target=slow).start()
nonsense
";
    let (report, output) = run(source, Preset::Python314);
    assert_eq!(report.outcome, Outcome::Raised);
    assert_eq!(text(&output, Stream::Stdout), "done\n");
    let told = text(&output, Stream::Stderr);
    assert!(told.starts_with("Traceback (most recent call last):\n"));
    assert!(told.ends_with("NameError: name 'nonsense' is not defined\n"));
}

#[test]
fn a_cancelled_program_ends_soon_whatever_it_does() {
    let busy = "while True:\n    pass\n";
    let asleep = "import time\ntime.sleep(3600)\n";
    let joining = "
import threading, time
def nap():
    time.sleep(3600)
def spin():
    while True:
        pass
for i in range(3):
    threading.Thread(target=spin).start()
t = threading.Thread(target=nap)
t.start()
t.join()
";
    for source in [busy, asleep, joining] {
        for preset in EACH {
            let (run, report) = start(NativeHost::new(), source, preset);
            sleep(Duration::from_millis(50));
            let asked = Instant::now();
            run.cancel();
            let report = report
                .recv_timeout(Duration::from_secs(10))
                .expect("it ends");
            assert_eq!(report.outcome, Outcome::Cancelled);
            // Milliseconds, unless the machine is very busy.
            assert!(asked.elapsed() < Duration::from_secs(1), "{source}");
        }
    }
}

#[test]
fn a_program_that_has_ended_cannot_be_cancelled() {
    let (run, report) = start(NativeHost::new(), "print(1)", Preset::Python314);
    let report = report.recv_timeout(Duration::from_secs(10)).unwrap();
    run.cancel();
    assert_eq!(report.outcome, Outcome::Finished);
    assert_eq!(text(&run.take_output(), Stream::Stdout), "1\n");
}

#[test]
fn progress_tells_how_far_the_loops_are() {
    let source = "for i in range(1_000_000_000):\n    pass\n";
    let (run, report) = start(NativeHost::new(), source, Preset::Python314);
    let mut seen = Vec::new();
    for _ in 0..20 {
        sleep(Duration::from_millis(10));
        let progress = run.progress();
        assert_eq!(progress.threads[0].name, "MainThread");
        seen.extend(progress.threads[0].loops);
    }
    assert_eq!(run.progress().threads[0].activity, ThreadActivity::Running);
    run.cancel();
    report.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(seen.len() > 10, "{seen:?}");
    assert!(
        seen.is_sorted() && seen[0] < *seen.last().unwrap(),
        "{seen:?}"
    );
    assert!(
        seen.iter().all(|done| (0.0..=1.0).contains(done)),
        "{seen:?}"
    );
}

/// A host with few threads, as the pool of a browser is.
struct Small(NativeHost);

impl Host for Small {
    fn now(&self) -> Duration {
        self.0.now()
    }
    fn wall_clock(&self) -> f64 {
        self.0.wall_clock()
    }
    fn room(&self) -> usize {
        3
    }
    fn spawn(&self, job: Job) -> Result<(), NoThread> {
        self.0.spawn(job)
    }
    fn fetch(&self, address: Address, completion: Completion) {
        self.0.fetch(address, completion);
    }
    fn later(&self, after: Duration, then: Job) {
        self.0.later(after, then);
    }
}

#[test]
fn more_threads_than_there_is_room_for_is_pythons_own_error() {
    let source = "
import threading, time
def nap():
    time.sleep(0.2)
for i in range(3):
    threading.Thread(target=nap).start()
    print(i)
";
    let (run, report) = start(Small(NativeHost::new()), source, Preset::Python314);
    let report = report.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(report.outcome, Outcome::Raised);
    assert_eq!(
        report.threads.len(),
        3,
        "the one that never began is not told of"
    );
    let output = run.take_output();
    assert_eq!(text(&output, Stream::Stdout), "0\n1\n");
    let told = text(&output, Stream::Stderr);
    assert!(
        told.ends_with("RuntimeError: can't start new thread\n"),
        "{told}"
    );
}

#[test]
fn who_has_been_joined_leaves_room_for_the_next() {
    let source = "
import threading
def nothing():
    pass
for i in range(200):
    a = threading.Thread(target=nothing)
    b = threading.Thread(target=nothing)
    a.start()
    b.start()
    a.join()
    b.join()
print('fine')
";
    for preset in EACH {
        let (run, report) = start(Small(NativeHost::new()), source, preset);
        let report = report.recv_timeout(Duration::from_secs(20)).unwrap();
        let output = run.take_output();
        assert_eq!(report.outcome, Outcome::Finished, "{output:?}");
        assert_eq!(text(&output, Stream::Stdout), "fine\n");
    }
}

#[test]
fn of_very_many_threads_the_first_are_told_of() {
    let source = "
import threading
def nothing():
    pass
for i in range(3000):
    t = threading.Thread(target=nothing)
    t.start()
    t.join()
t.join()
";
    let (run, report) = start(Small(NativeHost::new()), source, Preset::Python314);
    let report = report.recv_timeout(Duration::from_secs(60)).unwrap();
    assert_eq!(report.outcome, Outcome::Finished);
    assert_eq!((report.threads_started, report.threads.len()), (3001, 1000));
    assert_eq!(report.threads[999].name, "Thread-999 (nothing)");
    assert!(run.progress().threads.len() <= 16);
}

#[test]
fn clocks_go_forward() {
    let source = "
import time
a = time.perf_counter()
w = time.time()
time.sleep(0.05)
print(time.perf_counter() - a >= 0.05, time.time() - w >= 0.04, w > 1_700_000_000)
";
    let (_, output) = run(source, Preset::Python314);
    assert_eq!(text(&output, Stream::Stdout), "True True True\n");
}

#[test]
fn what_does_not_compile_is_refused_in_pythons_words() {
    let program = Program {
        file: "main.py".into(),
        source: "x = (1\n".into(),
    };
    let refused = Run::start(
        NativeHost::new(),
        &program,
        &Options::new(Settings::of(Preset::Python314)),
        |_| panic!("nothing ran, so nothing is reported"),
    );
    let Err(refused) = refused else {
        panic!("it was not refused")
    };
    let told = refused.to_string();
    assert!(told.contains("File \"main.py\", line 1"), "{told}");
    assert!(told.contains("SyntaxError: '(' was never closed"), "{told}");
}
