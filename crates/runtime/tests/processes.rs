//! Processes: interpreters beside the program's own, and what they have in common.

mod common;
#[path = "common/way.rs"]
mod way;

use std::time::Duration;

use protocol::{BlockCause, LockEvent, Outcome, Preset, RunReport, Stream};
use runtime::NativeHost;

use common::{run, start, text};
use way::{WAYS, Way, options};

/// What a program prints, the same on all ways and with every lock.
fn prints(source: &str, expected: &str) {
    for preset in [Preset::Python314, Preset::Python314t, Preset::Python27] {
        for way in WAYS {
            let (report, output) = run(source, &options(way, preset));
            let written = text(&output, Stream::Stdout);
            let errors = text(&output, Stream::Stderr);
            assert_eq!(written, expected, "{way:?}, {preset:?}: {errors}");
            assert_eq!(
                report.outcome,
                Outcome::Finished,
                "{way:?}, {preset:?}: {errors}"
            );
        }
    }
}

#[test]
fn a_fork_has_a_copy_of_everything() {
    prints(
        include_str!("programs/fork.py"),
        include_str!("programs/fork.out"),
    );
}

#[test]
fn messages_ends_and_semaphores() {
    prints(
        "\
import _processes as p
pipe = p.pipe()
def child():
    p.close(pipe, False)
    for number in range(3):
        p.send(pipe, bytes([number]))
    raise SystemExit(7)
pid = p.fork(child, 'Process-1')
p.close(pipe, True)
while True:
    try:
        print(p.receive(pipe, None))
    except EOFError:
        break
print(p.join((pid,), None) == pid, p.status(pid))
p.open(pipe, True)
p.close(pipe, False)
try:
    p.send(pipe, b'x')
except BrokenPipeError as error:
    print(error)
p.close(pipe, True)
try:
    p.send(pipe, b'x')
except OSError as error:
    print(error)
s = p.semaphore(1, 1)
print(p.acquire(s, 0), p.acquire(s, 0), p.acquire(s, 0.01), p.semaphore_value(s))
p.release(s)
try:
    p.release(s)
except ValueError as error:
    print(error)
print(p.receive(p.pipe(), 0.01), p.ready((p.pipe(),), 0))
try:
    p.status(77)
except ProcessLookupError as error:
    print(error)
m = p.memory(16)
p.store(m, 8, 'd', 0.5)
p.store(m, 0, 'q', -2)
p.store_bytes(m, 4, b'ab')
print(p.load(m, 8, 'd'), p.load(m, 0, 'i'), p.load(m, 0, 'Q'), p.load_bytes(m, 3, 4))
",
        "\
b'\\x00'
b'\\x01'
b'\\x02'
True 7
[Errno 32] Broken pipe
[Errno 9] Bad file descriptor
True False False 0
semaphore or lock released too many times
None ()
[Errno 3] No such process
0.5 -2 18446570771779158014 b'\\xffab\\xff'
",
    );
}

#[test]
fn a_fresh_one_has_not_run_the_program() {
    for kind in ["spawn", "forkserver", "interpreter"] {
        prints(
            &format!(
                "\
import _processes as p, sys
pipe = p.pipe()
ran = []
def work(payload):
    me, parent, kind = p.current()
    p.send(int(payload), repr((kind, __name__, ran, 'text' in globals())).encode())
if __name__ == '__main__':
    ran.append(1)
    text = 'x'
    pid = p.spawn('{kind}', '__mp_main__', 'work', str(pipe).encode(), 'Process-1', ((pipe, True),))
    p.close(pipe, True)
    print(p.receive(pipe, None).decode())
    p.join((pid,), None)
    print(p.status(pid))
"
            ),
            &format!("('{kind}', '__mp_main__', [], False)\n0\n"),
        );
    }
}

#[test]
fn who_is_terminated_has_that_for_its_status() {
    prints(
        "\
import _processes as p, time, threading
def child():
    threading.Thread(target=time.sleep, args=(100,)).start()
    while True:
        pass
def waits():
    p.receive(p.pipe(), None)
pids = [p.fork(child, 'a'), p.fork(waits, 'b'), p.fork(lambda: p.terminate(p.current()[0], 9), 'c')]
for pid in pids[:2]:
    time.sleep(0.01)
    print(p.status(pid), p.join((pid,), 0.0))
    p.terminate(pid, 15)
for pid in pids:
    p.join((pid,), None)
    print(p.status(pid))
",
        "None None\nNone None\n-15\n-15\n-9\n",
    );
}

#[test]
fn what_a_terminated_one_has_waited_for_wakes_nobody_else() {
    for way in [Way::Virtual(1), Way::Virtual(3)] {
        let source = "\
import _processes as p, requests, threading, time
pid = p.fork(lambda: requests.get('/api/delay/1'), 'Process-1')
time.sleep(0.5)
p.terminate(pid, 15)
p.join((pid,), None)
start = time.perf_counter()
thread = threading.Thread(target=time.sleep, args=(5,))
thread.start()
thread.join()
print(p.status(pid), round(time.perf_counter() - start))
";
        let (report, output) = run(source, &options(way, Preset::Python314));
        let errors = text(&output, Stream::Stderr);
        assert_eq!(report.outcome, Outcome::Finished, "{way:?}: {errors}");
        assert_eq!(text(&output, Stream::Stdout), "-15 5\n", "{way:?}");
    }
}

#[test]
fn whoever_is_left_at_the_end_is_terminated() {
    for way in WAYS {
        let source = "\
import _processes as p
def child():
    while True:
        pass
p.fork(child, 'Process-1')
p.fork(lambda: p.receive(p.pipe(), None), 'Process-2')
";
        let (report, _) = run(source, &options(way, Preset::Python314));
        assert_eq!(report.outcome, Outcome::Finished, "{way:?}");
        let told: Vec<_> = report
            .interpreters
            .iter()
            .map(|one| (one.name.as_str(), one.origin.as_str(), one.status))
            .collect();
        let expected = [
            ("MainProcess", "main", Some(0)),
            ("Process-1", "fork", Some(-15)),
            ("Process-2", "fork", Some(-15)),
        ];
        assert_eq!(told, expected, "{way:?}");
    }
}

#[test]
fn what_is_raised_is_printed_and_the_status_one() {
    for way in WAYS {
        let source = "\
import _processes as p
def child():
    raise ValueError('spam')
pid = p.fork(child, 'Process-1')
p.join((pid,), None)
print(p.status(pid))
";
        let (report, output) = run(source, &options(way, Preset::Python314));
        assert_eq!(text(&output, Stream::Stdout), "1\n", "{way:?}");
        let errors = text(&output, Stream::Stderr);
        assert!(errors.ends_with("ValueError: spam\n"), "{way:?}: {errors}");
        assert_eq!(report.exit_status, 0, "{way:?}");
    }
}

#[test]
fn cancelling_ends_all_of_them() {
    for way in WAYS {
        let source = "\
import _processes as p
def child():
    while True:
        pass
pids = [p.fork(child, 'a'), p.fork(lambda: p.join((1000,), None), 'b')]
print('there')
p.join(tuple(pids), None)
";
        let (run, report) = start(NativeHost::new(), source, &options(way, Preset::Python314));
        while text(&run.take_output(), Stream::Stdout).is_empty() {
            std::thread::sleep(Duration::from_millis(1));
        }
        run.cancel();
        let report = report
            .recv_timeout(Duration::from_secs(20))
            .unwrap_or_else(|_| panic!("{way:?} goes on"));
        assert_eq!(report.outcome, Outcome::Cancelled, "{way:?}");
    }
}

#[test]
fn an_interrupt_reaches_all_main_threads() {
    for way in WAYS {
        let source = "\
import _processes as p, time
pipe = p.pipe()
def child():
    try:
        p.send(pipe, b'there')
        time.sleep(1000)
    except KeyboardInterrupt:
        raise SystemExit(3)
pid = p.fork(child, 'a')
try:
    print(p.receive(pipe, None).decode())
    while True:
        time.sleep(0.01)
except KeyboardInterrupt:
    p.join((pid,), None)
    print(p.status(pid))
";
        let (run, report) = start(NativeHost::new(), source, &options(way, Preset::Python314));
        let mut written = String::new();
        while written.is_empty() {
            std::thread::sleep(Duration::from_millis(1));
            written += &text(&run.take_output(), Stream::Stdout);
        }
        run.interrupt();
        let ended = report.recv_timeout(Duration::from_secs(20));
        assert!(ended.is_ok(), "{way:?} goes on");
        written += &text(&run.take_output(), Stream::Stdout);
        assert_eq!(written, "there\n3\n", "{way:?}");
    }
}

#[test]
fn processes_that_wait_for_each_other_are_found_out() {
    let source = "\
import _processes as p
a, b = p.pipe(), p.pipe()
def child():
    p.receive(a, None)
p.fork(child, 'Process-1')
p.receive(b, None)
";
    let (report, output) = run(source, &options(Way::Virtual(2), Preset::Python314));
    assert_eq!(report.outcome, Outcome::Cancelled);
    let note = text(&output, Stream::Note);
    assert!(
        note.starts_with("All threads wait for each other"),
        "{note}"
    );
}

/// Two processes on virtual cores, each with two threads that count.
const TWO_LOCKS: &str = "\
import _processes as p, threading
def count():
    n = 1000000
    while n:
        n -= 1
def work():
    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
pid = p.fork(work, 'Process-1')
work()
p.join((pid,), None)
";

fn two_locks(cores: u32) -> RunReport {
    run(TWO_LOCKS, &options(Way::Virtual(cores), Preset::Python314)).0
}

#[test]
fn each_process_has_a_lock_of_its_own() {
    let report = two_locks(2);
    let ledger = report.ledger.as_ref().expect("a ledger");
    assert_eq!(ledger.interpreters, ["MainProcess", "Process-1"]);
    assert!(ledger.threads.contains(&"Process-1".to_owned()));
    let labelled = |name: &&String| name.starts_with("Process-1 · Thread-1 (count)");
    assert_eq!(ledger.threads.iter().filter(labelled).count(), 1);
    let mut holders = [None; 2];
    let mut both = 0;
    for event in &ledger.events {
        let home = ledger.interpreter(event.thread);
        let holder = &mut holders[home as usize];
        match event.what {
            LockEvent::Acquire { from } => {
                assert_eq!(*holder, None, "one at a time: {event:?}");
                *holder = Some(event.thread);
                let same = from.is_none_or(|from| ledger.interpreter(from) == home);
                assert!(same, "from another lock: {event:?}");
            }
            LockEvent::Release { .. } => assert_eq!(holder.take(), Some(event.thread)),
            LockEvent::DropRequest { holder } => assert_eq!(ledger.interpreter(holder), home),
            _ => {}
        }
        both += usize::from(holders.iter().all(Option::is_some));
    }
    assert!(both > 20, "both are held at the same time");
    let joins = LockEvent::Block {
        cause: BlockCause::Process,
    };
    assert!(ledger.events.iter().any(|event| event.what == joins));
    let homes: Vec<u32> = report
        .threads
        .iter()
        .map(|thread| thread.interpreter)
        .collect();
    assert_eq!(homes, ledger.homes);
}

#[test]
fn two_processes_are_twice_as_fast_on_two_virtual_cores() {
    let (one, two) = (two_locks(1).wall_seconds, two_locks(2).wall_seconds);
    let ratio = one / two;
    assert!((1.9..=2.05).contains(&ratio), "{ratio}");
}

#[test]
fn virtual_time_is_the_same_each_time() {
    assert_eq!(two_locks(2).ledger, two_locks(2).ledger);
}

#[test]
fn what_is_registered_for_the_end_runs_in_each_process() {
    prints(
        "\
import _processes as p, threading
def end():
    print('end of', p.current()[2])
def inner():
    print('inner')
def outer():
    inner()
threading._register_atexit(end)
p.join((p.fork(outer, 'Process-1'),), None)
",
        "inner\nend of fork\nend of main\n",
    );
}

#[test]
fn a_pool_that_nobody_shuts_down_ends_with_the_program() {
    prints(
        "\
import threading
from concurrent.futures import ThreadPoolExecutor
threading._register_atexit(lambda: print('first'))
pool = ThreadPoolExecutor(2)
pool.submit(lambda: None).result()
print('main')
",
        "main\nfirst\n",
    );
}

#[test]
fn nothing_is_left_and_the_next_run_starts_clean() {
    let leaves = "\
import multiprocessing, os, threading, time
def die():
    os._exit(3)
queue = multiprocessing.Queue()
queue.put('nobody takes it')
pool = multiprocessing.Pool(2)
pool.apply_async(time.sleep, (1000,))
pool.apply_async(die)
multiprocessing.Process(target=time.sleep, args=(1000,), daemon=True).start()
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
queue.cancel_join_thread()
print('left')
";
    let fresh = "\
import multiprocessing, os, threading
print(multiprocessing.active_children(), threading.active_count(), os.getpid())
process = multiprocessing.Process(target=print, args=('there',))
process.start()
process.join()
print(process.name, process.pid, process.exitcode, multiprocessing.active_children())
";
    for way in WAYS {
        let ran = |source| {
            let (report, output) = run(source, &options(way, Preset::Python314));
            let errors = text(&output, Stream::Stderr);
            assert_eq!(report.outcome, Outcome::Finished, "{way:?}: {errors}");
            let mut all = report.interpreters.iter();
            assert!(all.all(|one| one.status.is_some()), "{way:?}");
            text(&output, Stream::Stdout)
        };
        let before = ran(fresh);
        assert!(
            before.starts_with("[] 1 1000\nthere\n"),
            "{way:?}: {before}"
        );
        assert_eq!(ran(leaves), "left\n", "{way:?}");
        assert_eq!(ran(fresh), before, "{way:?}");
    }
}
