//! Locks of the program's own: `threading.Lock` and `RLock`, on every way to let time pass.

mod common;
#[path = "common/way.rs"]
mod way;

use std::thread::sleep;
use std::time::{Duration, Instant};

use protocol::{BlockCause, Chunk, LockEvent, Outcome, Preset, RunReport, Stream};
use runtime::{NativeHost, Options};

use common::{run, start, text};
use way::{WAYS, Way};

/// With a switch interval that is short beside these programs.
fn options(way: Way, preset: Preset) -> Options {
    let mut options = way::options(way, preset);
    options.settings.switch_interval = 0.0002;
    options
}

/// Runs a program on each way and each Python; it must end well and print this.
fn each_prints(source: &str, expected: &str) {
    for way in WAYS {
        for preset in Preset::ALL {
            let (report, output) = run(source, &options(way, preset));
            let told = text(&output, Stream::Stderr);
            assert_eq!(
                text(&output, Stream::Stdout),
                expected,
                "{way:?} {preset:?}: {told}"
            );
            assert_eq!(report.outcome, Outcome::Finished, "{way:?} {preset:?}");
        }
    }
}

/// When threads began to wait for a lock, and when they had waited: nanoseconds.
fn waits(report: &RunReport) -> Vec<(u64, u64)> {
    let Some(ledger) = &report.ledger else {
        return Vec::new();
    };
    let is_lock = |what| {
        let cause = BlockCause::Lock;
        what == LockEvent::Block { cause }
    };
    let blocks = ledger.events.iter().filter(|event| is_lock(event.what));
    blocks
        .map(|block| {
            let wake = ledger.events.iter().find(|event| {
                event.thread == block.thread
                    && event.at >= block.at
                    && event.what == LockEvent::Wake
            });
            (block.at, wake.expect("it was woken").at)
        })
        .collect()
}

#[test]
fn a_counter_behind_a_lock_loses_nothing() {
    // Between the load and the store is a call, so that without the lock all of them lose updates.
    let source = "
import threading
lock = threading.Lock()
c = 0
def count():
    global c
    for _ in range(3000):
        with lock:
            c += int(1)
        lock.acquire()
        c += int(1)
        lock.release()
threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(c, lock.locked())
";
    each_prints(source, "24000 False\n");
}

#[test]
fn two_threads_pass_a_token_with_two_locks() {
    let source = "
import threading
mine, yours = threading.Lock(), threading.Lock()
yours.acquire()
passed = []
def play(name, first, second):
    for i in range(300):
        first.acquire()
        passed.append(name)
        second.release()
threads = [
    threading.Thread(target=play, args=('a', mine, yours)),
    threading.Thread(target=play, args=('b', yours, mine)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(''.join(passed) == 'ab' * 300)
";
    each_prints(source, "True\n");
}

#[test]
fn a_wait_with_a_time_out_gives_up() {
    let source = "
import threading, time
lock = threading.Lock()
lock.acquire()
results = []
def wait():
    start = time.perf_counter()
    results.append(lock.acquire(timeout=0.05))
    results.append(0.05 <= time.perf_counter() - start < 1)
    results.append(lock.acquire(False))
    results.append(lock.acquire(timeout=0))
    results.append(lock.acquire(timeout=50))
    results.append(time.perf_counter() - start < 40)
thread = threading.Thread(target=wait)
thread.start()
while len(results) < 4:
    time.sleep(0.01)
lock.release()
thread.join()
print(results, lock.locked())
";
    each_prints(source, "[False, True, False, False, True, True] True\n");
}

#[test]
fn an_rlock_can_be_taken_again_by_its_owner_only() {
    let source = "
import threading, time
lock = threading.RLock()
results = []
def other():
    results.append(lock.acquire(False))
    try:
        lock.release()
    except RuntimeError as error:
        results.append(str(error))
    with lock:
        results.append(lock._is_owned())
with lock:
    with lock:
        lock.acquire()
        thread = threading.Thread(target=other)
        thread.start()
        # Both of its attempts fall into the time that the lock is held.
        while len(results) < 2:
            time.sleep(0.001)
        lock.release()
        results.append(lock._is_owned())
    results.append('out')
thread.join()
print(results.count('out'), len(results), results[-1], lock._is_owned())
print(lock.acquire(), lock.acquire())
lock.release()
lock.release()
print(lock._is_owned())
";
    each_prints(source, "1 5 True False\nTrue True\nFalse\n");
}

#[test]
fn on_virtual_cores_a_wait_is_as_long_as_the_lock_is_held() {
    let source = "
import threading, time
lock = threading.Lock()
lock.acquire()
def wait():
    start = time.perf_counter()
    with lock:
        print(f'{time.perf_counter() - start:.9f}')
thread = threading.Thread(target=wait)
thread.start()
time.sleep(0.1)
lock.release()
thread.join()
";
    for preset in Preset::ALL {
        for cores in [1, 2] {
            let options = options(Way::Virtual(cores), preset);
            let (report, output) = run(source, &options);
            let printed = text(&output, Stream::Stdout);
            let waited: f64 = printed.trim().parse().expect("a number");
            // The sleep, whose timer may be late, and the wake-up.
            assert!(
                (0.1..0.109).contains(&waited),
                "{preset:?} {cores}: {waited}"
            );
            let waits = waits(&report);
            assert_eq!(waits.len(), 1, "{preset:?} {cores}");
            let (from, until) = waits[0];
            let in_ledger = (until - from) as f64 / 1e9;
            assert!(
                (waited - in_ledger).abs() < 1e-4,
                "{preset:?} {cores}: {waited} {in_ledger}"
            );
            assert!(report.threads[1].blocked_seconds >= 0.0999, "{report:?}");
            let (_, again) = run(source, &options);
            assert_eq!(
                printed,
                text(&again, Stream::Stdout),
                "it is the same each time"
            );
        }
    }
}

#[test]
fn on_virtual_cores_those_that_wait_come_in_their_order() {
    let source = "
import threading, time
lock = threading.Lock()
order = []
def wait(n):
    with lock:
        order.append(n)
        time.sleep(0.001)
lock.acquire()
threads = [threading.Thread(target=wait, args=(n,)) for n in range(6)]
for thread in threads:
    thread.start()
    time.sleep(0.001)
lock.release()
for thread in threads:
    thread.join()
print(order)
";
    for way in [Way::Single, Way::Virtual(1), Way::Virtual(4)] {
        for preset in Preset::ALL {
            let (_, output) = run(source, &options(way, preset));
            let printed = text(&output, Stream::Stdout);
            assert_eq!(printed, "[0, 1, 2, 3, 4, 5]\n", "{way:?} {preset:?}");
        }
    }
}

#[test]
fn who_waits_lets_go_of_the_interpreter() {
    let source = "
import threading, time
lock = threading.Lock()
lock.acquire()
def wait():
    lock.acquire()
thread = threading.Thread(target=wait)
thread.start()
time.sleep(0.02)
x = 0
for _ in range(100_000):
    x += 1
lock.release()
thread.join()
";
    for way in WAYS {
        for preset in Preset::ALL {
            let (report, _) = run(source, &options(way, preset));
            let waiting = &report.threads[1];
            assert!(
                waiting.blocked_seconds >= 0.019,
                "{way:?} {preset:?} {waiting:?}"
            );
            assert_eq!(waits(&report).len(), 1, "{way:?} {preset:?}");
        }
    }
}

#[test]
fn a_lock_that_nobody_else_wants_does_not_leave_the_interpreter() {
    let source = "
import threading
lock, again = threading.Lock(), threading.RLock()
for _ in range(1000):
    with lock, again, again:
        lock.acquire(False)
";
    for way in WAYS {
        let (report, _) = run(source, &options(way, Preset::Python314));
        assert_eq!(waits(&report), [], "{way:?}");
        let ledger = report.ledger.expect("it was asked for");
        assert!(ledger.events.len() < 12, "{way:?}: {:?}", ledger.events);
    }
}

#[test]
fn no_wake_up_is_lost() {
    // Some give up just when they could have the lock; the others must still get it.
    let source = "
import threading
lock = threading.Lock()
again = threading.RLock()
done = []
def hurry(n):
    for i in range(400):
        if lock.acquire(timeout=0.00001 * (i % 7)):
            lock.release()
        with again:
            with again:
                pass
    done.append(n)
def insist(n):
    for i in range(400):
        with lock:
            with again:
                pass
    done.append(n)
threads = [threading.Thread(target=f, args=(n,)) for n in range(3) for f in (hurry, insist)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(done))
";
    each_prints(source, "[0, 0, 1, 1, 2, 2]\n");
}

const DEADLOCK: &str = "
import threading, time
a, b = threading.Lock(), threading.Lock()
def cross(first, second):
    with first:
        time.sleep(0.05)
        with second:
            print('never')
threading.Thread(target=cross, args=(a, b)).start()
threading.Thread(target=cross, args=(b, a)).start()
";

#[test]
fn a_deadlock_is_told_where_time_would_stand_still() {
    for way in [Way::Single, Way::Virtual(1), Way::Virtual(2)] {
        for preset in Preset::ALL {
            let (report, output) = run(DEADLOCK, &options(way, preset));
            assert_eq!(report.outcome, Outcome::Cancelled, "{way:?} {preset:?}");
            assert_eq!(text(&output, Stream::Stdout), "");
            let note = text(&output, Stream::Note);
            assert!(
                note.starts_with("All threads wait for each other"),
                "{note}"
            );
        }
    }
}

#[test]
fn a_deadlock_can_be_cancelled() {
    for preset in Preset::ALL {
        let (run, report) = start(NativeHost::new(), DEADLOCK, &options(Way::Threads, preset));
        assert!(
            report.recv_timeout(Duration::from_millis(150)).is_err(),
            "{preset:?}: Python hangs here"
        );
        run.cancel();
        let report = report
            .recv_timeout(Duration::from_secs(10))
            .expect("it ends");
        assert_eq!(report.outcome, Outcome::Cancelled);
    }
}

#[test]
fn a_cancelled_program_ends_soon_while_its_threads_wait_for_locks() {
    let source = "
import threading
lock = threading.Lock()
lock.acquire()
def wait():
    lock.acquire(timeout=3600)
for _ in range(3):
    threading.Thread(target=wait).start()
while True:
    pass
";
    for way in WAYS {
        for preset in Preset::ALL {
            let (run, report) = start(NativeHost::new(), source, &options(way, preset));
            sleep(Duration::from_millis(30));
            let asked = Instant::now();
            run.cancel();
            let report = report
                .recv_timeout(Duration::from_secs(10))
                .expect("it ends");
            assert_eq!(report.outcome, Outcome::Cancelled, "{way:?} {preset:?}");
            assert!(
                asked.elapsed() < Duration::from_secs(2),
                "{way:?} {preset:?}"
            );
        }
    }
}

fn ends_with_daemons(source: &str) -> Vec<(RunReport, Vec<Chunk>)> {
    let mut all = Vec::new();
    for way in WAYS {
        for preset in Preset::ALL {
            let (report, output) = run(source, &options(way, preset));
            let told = text(&output, Stream::Stderr) + &text(&output, Stream::Note);
            assert_eq!(told, "", "{way:?} {preset:?}");
            assert_eq!((report.outcome, report.exit_status), (Outcome::Finished, 0));
            assert!(report.wall_seconds < 10.0, "{way:?} {preset:?}");
            let ledger = report.ledger.as_ref().expect("it was asked for");
            let ends = ledger
                .events
                .iter()
                .filter(|event| event.what == LockEvent::End);
            assert_eq!(ends.count(), report.threads.len(), "{way:?} {preset:?}");
            all.push((report, output));
        }
    }
    all
}

#[test]
fn daemons_end_with_the_program() {
    let all = ends_with_daemons(
        "
import threading, time
lock = threading.Lock()
lock.acquire()
def spin():
    while True:
        pass
def nap():
    time.sleep(3600)
    print('never')
def wait():
    lock.acquire()
    print('never')
for target in (spin, nap, wait):
    threading.Thread(target=target, daemon=True).start()
def work():
    time.sleep(0.02)
    print('worked', threading.current_thread().daemon)
threading.Thread(target=work).start()
print('main')
",
    );
    for (report, output) in all {
        assert_eq!(text(&output, Stream::Stdout), "main\nworked False\n");
        assert_eq!(report.threads.len(), 5);
    }
}

#[test]
fn a_program_without_other_threads_does_not_wait_for_its_daemon() {
    ends_with_daemons(
        "
import threading
def spin():
    while True:
        pass
threading.Thread(target=spin, daemon=True).start()
",
    );
}

#[test]
fn errors_are_told_in_pythons_words() {
    let source = "
import threading
lock, again = threading.Lock(), threading.RLock()
def told(call):
    try:
        print(call())
    except Exception as error:
        print(f'{type(error).__name__}: {error}')
told(lambda: lock.release())
told(lambda: again.release())
told(lambda: lock.acquire(False, 1))
told(lambda: lock.acquire(True, -2))
told(lambda: lock.acquire(timeout=10**10))
told(lambda: lock.acquire(timeout=1e10))
told(lambda: lock.acquire(timeout=None))
told(lambda: lock.acquire(timeout=float('nan')))
told(lambda: lock.acquire(wait=1))
told(lambda: lock.acquire(1, 2, 3))
told(lambda: lock.locked(1))
told(lambda: threading.Lock(1))
told(lambda: lock.acquire(False, -1))
told(lambda: lock.acquire(blocking=0))
told(lambda: lock.acquire(timeout=0.0001))
told(lambda: threading.TIMEOUT_MAX)
told(lambda: threading.ThreadError)
";
    let expected = "RuntimeError: release unlocked lock
RuntimeError: cannot release un-acquired lock
ValueError: can't specify a timeout for a non-blocking call
ValueError: timeout value must be a non-negative number
OverflowError: timestamp too large to convert to C PyTime_t
OverflowError: timestamp out of range for platform time_t
TypeError: 'NoneType' object cannot be interpreted as an integer
ValueError: Invalid value NaN (not a number)
TypeError: acquire() got an unexpected keyword argument 'wait'
TypeError: acquire() takes at most 2 arguments (3 given)
TypeError: lock.locked() takes no arguments (1 given)
TypeError: lock expected 0 arguments, got 1
True
False
False
9223372036.0
<class 'RuntimeError'>
";
    let (_, output) = run(source, &options(Way::Threads, Preset::Python314));
    assert_eq!(text(&output, Stream::Stdout), expected);
}

#[test]
fn what_is_made_of_locks_works_on_every_way() {
    let source = "
import threading, queue
items = queue.Queue(2)
seen = []
event = threading.Event()
barrier = threading.Barrier(3)
semaphore = threading.Semaphore(2)
def produce():
    barrier.wait()
    for n in range(50):
        items.put(n)
    items.put(None)
def consume():
    barrier.wait()
    while (item := items.get()) is not None:
        with semaphore:
            seen.append(item)
    event.set()
threads = [threading.Thread(target=produce), threading.Thread(target=consume)]
for thread in threads:
    thread.start()
barrier.wait()
print(event.wait(), sum(seen), event.wait(0.001))
for thread in threads:
    thread.join()
condition = threading.Condition()
with condition:
    print(condition.wait(0.01))
timer = threading.Timer(0.01, print, ('timer',))
timer.start()
timer.join()
print(threading.active_count(), len(threading.enumerate()), threading.get_ident() == threading.main_thread().ident)
";
    each_prints(source, "True 1225 True\nFalse\ntimer\n1 1 True\n");
}
