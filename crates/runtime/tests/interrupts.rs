//! A `KeyboardInterrupt` from outside: the main thread raises it, whatever it does or waits for.

#[allow(
    dead_code,
    reason = "all programs here go on until they are interrupted"
)]
mod common;
#[path = "common/way.rs"]
mod way;

use std::thread::sleep;
use std::time::Duration;

use protocol::{Outcome, Preset, RunReport, Stream};
use runtime::NativeHost;

use common::{start, text};
use way::{WAYS, Way, options};

/// Runs a program until it has printed this, interrupts it, and so on; gives all that it printed.
fn interrupted(
    way: Way,
    preset: Preset,
    source: &str,
    when: &[&str],
) -> (RunReport, String, String) {
    let source = format!("import threading, time\n{source}");
    let (run, report) = start(NativeHost::new(), &source, &options(way, preset));
    let mut output = run.take_output();
    for when in when {
        while !text(&output, Stream::Stdout).contains(when) {
            sleep(Duration::from_millis(1));
            output.extend(run.take_output());
        }
        // Let it get to where it waits.
        sleep(Duration::from_millis(20));
        run.interrupt();
    }
    let report = report.recv_timeout(Duration::from_secs(30));
    let report = report.unwrap_or_else(|_| panic!("{way:?}, {preset:?} does not end: {source}"));
    output.extend(run.take_output());
    (
        report,
        text(&output, Stream::Stdout),
        text(&output, Stream::Stderr),
    )
}

/// Something that goes on, beside which nobody waits for ever.
const BUSY: &str = "
def work():
    while True:
        pass
busy = threading.Thread(target=work, daemon=True)
busy.start()
lock = threading.Lock()
lock.acquire()
";

const WAITS: [&str; 6] = [
    "while True: pass",
    "while True: time.sleep(1000)",
    "busy.join()",
    "lock.acquire()",
    "lock.acquire(timeout=1000)",
    "threading.Event().wait()",
];

#[test]
fn finally_runs_wherever_it_waits() {
    for way in WAYS {
        for preset in [
            Preset::Python27,
            Preset::Python39,
            Preset::Python314,
            Preset::Python314t,
        ] {
            for wait in WAITS {
                if matches!(way, Way::Virtual(_)) && wait.contains("1000") {
                    // There it is over at once.
                    continue;
                }
                let source = format!(
                    "{BUSY}\ntry:\n    print('ready')\n    {wait}\nfinally:\n    print('finally')\n"
                );
                let (report, out, err) = interrupted(way, preset, &source, &["ready"]);
                let about = format!("{way:?}, {preset:?}, {wait}: {err}");
                assert_eq!(out, "ready\nfinally\n", "{about}");
                assert!(err.ends_with("\nKeyboardInterrupt\n"), "{about}");
                assert_eq!(
                    (report.outcome, report.exit_status),
                    (Outcome::Cancelled, 130),
                    "{about}"
                );
            }
        }
    }
}

#[test]
fn native_work_is_cut_short() {
    // A minute's work, if it came to its end.
    let source = "
import numpy
rows = numpy.ones((3000, 3000), int)
try:
    print('ready')
    rows @ rows
except KeyboardInterrupt:
    print('caught', rows.sum())
";
    for way in WAYS {
        for preset in [Preset::Python314, Preset::Python314t] {
            let (report, out, err) = interrupted(way, preset, source, &["ready"]);
            assert_eq!(out, "ready\ncaught 9000000\n", "{way:?}, {preset:?}: {err}");
            assert_eq!(report.outcome, Outcome::Finished, "{way:?}, {preset:?}");
        }
    }
}

#[test]
fn it_can_be_caught() {
    let source = "
try:
    print('ready')
    while True:
        pass
except KeyboardInterrupt as caught:
    print(repr(caught), caught.args)
";
    for way in WAYS {
        let (report, out, err) = interrupted(way, Preset::Python314, source, &["ready"]);
        assert_eq!(
            (&*out, &*err),
            ("ready\nKeyboardInterrupt() ()\n", ""),
            "{way:?}"
        );
        assert_eq!(
            (report.outcome, report.exit_status),
            (Outcome::Finished, 0),
            "{way:?}"
        );
    }
}

#[test]
fn a_thread_can_be_told_to_stop() {
    let source = "
import sys
stop = False
def work():
    while not stop:
        pass
    print('stopped')
t = threading.Thread(target=work)
t.start()
try:
    print('ready')
    t.join()
except KeyboardInterrupt:
    stop = True
    t.join()
    sys.exit('interrupted')
";
    for way in WAYS {
        let (report, out, err) = interrupted(way, Preset::Python314t, source, &["ready"]);
        assert_eq!(
            (&*out, &*err),
            ("ready\nstopped\n", "interrupted\n"),
            "{way:?}"
        );
        assert_eq!(report.exit_status, 1, "{way:?}");
    }
}

#[test]
fn the_second_time_it_ends() {
    let source = "
print('ready')
while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        print('not now')
";
    for way in WAYS {
        let (report, out, err) = interrupted(way, Preset::Python314, source, &["ready", "not now"]);
        assert_eq!((&*out, &*err), ("ready\nnot now\n", ""), "{way:?}");
        assert_eq!(
            (report.outcome, report.exit_status),
            (Outcome::Cancelled, 130),
            "{way:?}"
        );
    }
}

#[test]
fn a_main_thread_that_is_over_takes_the_others_with_it() {
    let source = "
def work():
    time.sleep(0.01)
    print('ready')
    while True:
        pass
threading.Thread(target=work).start()
";
    for way in WAYS {
        let (report, out, err) = interrupted(way, Preset::Python314, source, &["ready"]);
        assert_eq!((&*out, &*err), ("ready\n", ""), "{way:?}");
        assert_eq!(
            (report.outcome, report.exit_status),
            (Outcome::Cancelled, 130),
            "{way:?}"
        );
    }
}

#[test]
fn asyncio_cancels_its_main_task_first() {
    for wait in [
        "await asyncio.sleep(1000)",
        "await asyncio.Event().wait()",
        "while True: await asyncio.sleep(0)",
    ] {
        let source = format!(
            "{BUSY}
import asyncio
async def other():
    try:
        await asyncio.Event().wait()
    finally:
        print('other ends')
async def main():
    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    try:
        print('ready')
        {wait}
    except asyncio.CancelledError as error:
        print(repr(error))
        await asyncio.sleep(0)
        raise
    finally:
        print('finally')
asyncio.run(main())
"
        );
        for way in WAYS {
            if matches!(way, Way::Virtual(_)) && wait.contains("1000") {
                // There it is over at once.
                continue;
            }
            for preset in [Preset::Python313, Preset::Python314t] {
                let (report, out, err) = interrupted(way, preset, &source, &["ready"]);
                let about = format!("{way:?}, {preset:?}, {wait}: {out}{err}");
                let wanted = "ready\nCancelledError()\nfinally\nother ends\n";
                assert_eq!(out, wanted, "{about}");
                assert!(err.ends_with("\nKeyboardInterrupt\n"), "{about}");
                assert_eq!(report.exit_status, 130, "{about}");
            }
        }
    }
}
