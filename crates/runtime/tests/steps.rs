//! Steps on virtual cores: a recorded run is the same run, and what is recorded fits together.

mod common;

use std::fs;
use std::path::Path;

use protocol::{
    Cores, LockEvent, Moment, Outcome, Preset, ReleaseCause, RunReport, Settings, Step, StepWindow,
    Steps, Stream, ThreadActivity,
};
use runtime::Options;

use common::{run, text};

/// Two threads that count.
const INSIDE: &str = include_str!("../../../programs/inside.py");

const SLEEPERS: &str = "
import threading, time
def work(n):
    for _ in range(4):
        time.sleep(n / 100_000)
        sum(range(20_000))
        x = [i for i in range(50)]
threads = [threading.Thread(target=work, args=(i,)) for i in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(0.0001)
c = 0
while c < 2_000:
    c += 1
";

const SHARED: &str = "
import threading
c = 0
def add(n):
    global c
    for _ in range(n):
        c += 1
def fails(n):
    add(n)
    return 1 // (c - c)
for target in (add, fails, fails, print):
    threading.Thread(target=target, args=(800,)).start()
add(500)
nothing
";

const STARTS: &str = "
import threading
def one():
    pass
for i in range(150):
    threading.Thread(target=one).start()
";

const FOR_EVER: &str = "
import threading
main = threading.current_thread()
def wait():
    main.join()
thread = threading.Thread(target=wait)
thread.start()
thread.join()
";

fn options(preset: Preset, cores: u32, seed: u32) -> Options {
    Options {
        with_ledger: true,
        ..Options::new(Settings {
            cores: Cores::Virtual(cores),
            switch_interval: 0.000_2,
            seed,
            ..Settings::of(preset)
        })
    }
}

fn window(hand_overs: u32, around: u32) -> Option<StepWindow> {
    Some(StepWindow { hand_overs, around })
}

fn recorded(source: &str, options: &Options, window: Option<StepWindow>) -> (RunReport, Steps) {
    let options = Options {
        steps: window,
        ..*options
    };
    let (mut report, _) = run(source, &options);
    let steps = report.steps.take().expect("they were asked for");
    (report, steps)
}

#[test]
fn a_recorded_run_is_the_same_run() {
    let inside = INSIDE.replace("200_000", "20_000");
    for source in [&inside, SLEEPERS, SHARED, STARTS, FOR_EVER] {
        for preset in Preset::ALL {
            for (cores, seed) in [(1, 1), (2, 0), (3, 7), (64, 3)] {
                let options = options(preset, cores, seed);
                let about = format!("{preset:?} on {cores}, {seed}: {source}");
                let (report, output) = run(source, &options);
                assert_eq!(report.steps, None);
                for (hand_overs, around) in [(u32::MAX, 3), (4, 20), (1, 0)] {
                    let window = window(hand_overs, around);
                    let with = Options {
                        steps: window,
                        ..options
                    };
                    let (mut again, printed) = run(source, &with);
                    let steps = again.steps.take().expect("they were asked for");
                    assert!(again == report, "{about}");
                    assert_eq!(printed, output, "{about}");
                    fit_together(&steps, around, preset, cores, &about);
                }
            }
        }
    }
}

/// What must hold of all steps.
fn fit_together(steps: &Steps, around: u32, preset: Preset, cores: u32, about: &str) {
    assert!(steps.moments.len() <= StepWindow::MOST);
    let mut before: Option<&Moment> = None;
    for moment in &steps.moments {
        let about = format!("{moment:?} after {before:?}: {about}");
        let thread = moment.thread as usize;
        assert!(
            before.is_none_or(|before| before.at <= moment.at),
            "{about}"
        );
        assert!(moment.threads.len() <= steps.threads.len(), "{about}");
        let me = &moment.threads[thread];
        let holder = moment.lock.as_ref().and_then(|lock| lock.holder);
        match moment.step {
            Step::Bytecode(place) => {
                let listing = &steps.listings[place.listing as usize];
                let _ = &listing.instructions[place.instruction as usize];
                let expected = before.and_then(|before| before.threads.get(thread)?.next);
                // None: it was outside its function, or has just begun.
                assert!(expected.is_none_or(|next| next == place), "{about}");
            }
            Step::Bytecodes(count) => assert!(count > 0, "{about}"),
            Step::Lock(LockEvent::Acquire { .. }) => {
                let free = before.and_then(|before| before.lock.as_ref()?.holder);
                assert_eq!(free, None, "{about}");
                assert_eq!(holder, Some(moment.thread), "{about}");
                assert_eq!(me.activity, ThreadActivity::Running, "{about}");
            }
            Step::Lock(LockEvent::Release { .. }) if preset.has_gil() => {
                assert_eq!(holder, None, "{about}");
                assert!(!me.drop_request, "{about}");
            }
            Step::Lock(LockEvent::DropRequest { holder: asked }) => {
                assert_eq!(holder, Some(asked), "{about}");
                assert!(moment.threads[asked as usize].drop_request, "{about}");
            }
            Step::Lock(_) => {}
            Step::Denied => assert!(preset == Preset::Python27 && holder.is_some(), "{about}"),
            Step::Asleep => {
                let lock = moment.lock.as_ref().expect("there is a lock");
                let waits = lock.waiters.iter().any(|w| w.thread == moment.thread);
                let made_way = lock.made_way.contains(&moment.thread);
                assert!(waits != made_way, "{about}");
                assert_eq!(me.core, None, "{about}");
                assert_eq!(me.activity, ThreadActivity::Waiting, "{about}");
            }
        }
        if preset.has_gil() && matches!(moment.step, Step::Bytecode(_) | Step::Bytecodes(_)) {
            assert_eq!(holder, Some(moment.thread), "{about}");
        }
        let mut taken: Vec<_> = moment.threads.iter().filter_map(|t| t.core).collect();
        taken.sort_unstable();
        assert!(taken.windows(2).all(|two| two[0] != two[1]), "{about}");
        assert!(taken.last().is_none_or(|&last| last < cores), "{about}");
        before = Some(moment);
    }
    // What is counted is not near to anything that happens.
    let happens =
        |moment: &&Moment| matches!(moment.step, Step::Lock(_) | Step::Denied | Step::Asleep);
    for (index, moment) in steps.moments.iter().enumerate() {
        if !matches!(moment.step, Step::Bytecodes(_)) {
            continue;
        }
        let near = |moments: &mut dyn Iterator<Item = &Moment>| {
            let mut happened = false;
            let until = moments.take_while(|m| {
                happened = happens(m);
                !happened
            });
            let own = until.filter(|m| m.thread == moment.thread).count();
            happened.then_some(own)
        };
        let own_before = near(&mut steps.moments[..index].iter().rev());
        let own_after = near(&mut steps.moments[index + 1..].iter());
        let about = format!("{index} {moment:?}: {about}");
        assert!(
            own_before.is_none_or(|own| own == around as usize),
            "{own_before:?} {about}"
        );
        assert!(
            own_after.is_none_or(|own| own == around as usize),
            "{own_after:?} {about}"
        );
    }
}

#[test]
fn every_bytecode_is_recorded_or_counted() {
    // What is executed outside of the program: the library's own, which `import threading` runs, and that
    // two threads get to their function and come back from it.
    let outside = |preset, count| {
        let source = INSIDE.replace("200_000", count);
        let (report, steps) = recorded(&source, &options(preset, 2, 0), window(u32::MAX, 5));
        assert!(!steps.cut_short);
        let told = steps.moments.iter().map(|moment| match moment.step {
            Step::Bytecode(_) => 1,
            Step::Bytecodes(count) => count,
            _ => 0,
        });
        report.bytecodes - told.sum::<u64>()
    };
    for preset in [Preset::Python39, Preset::Python314, Preset::Python314t] {
        let few = outside(preset, "2_000");
        assert_eq!(few, outside(preset, "4_000"), "{preset:?}");
        assert!((4..4_000).contains(&few), "{preset:?}: {few}");
    }
}

/// The steps of `thread` from a moment on, without bytecodes.
fn events(moments: &[Moment]) -> Vec<(u32, Step)> {
    let events = moments.iter().map(|m| (m.thread, m.step));
    events
        .filter(|(_, step)| !matches!(step, Step::Bytecode(_) | Step::Bytecodes(_)))
        .collect()
}

#[test]
fn a_hand_over_since_3_2() {
    let (_, steps) = recorded(INSIDE, &options(Preset::Python314, 2, 0), window(9, 8));
    assert!(!steps.cut_short);
    // One that was asked for, between the two that count.
    let forced = Step::Lock(LockEvent::Release {
        cause: ReleaseCause::Forced,
    });
    let released = steps
        .moments
        .iter()
        .position(|m| m.step == forced && m.lock.as_ref().is_some_and(|l| l.waiters.is_empty()))
        .expect("a release on request");
    let release = &steps.moments[released];
    let old = release.thread;
    let asked = steps.moments[..released]
        .iter()
        .rposition(|m| m.step == Step::Lock(LockEvent::TimeOut))
        .expect("a time-out");
    let new = steps.moments[asked].thread;
    let taken = released
        + steps.moments[released..]
            .iter()
            .position(|m| matches!(m.step, Step::Lock(LockEvent::Acquire { .. })))
            .expect("a successor");
    assert_eq!(
        events(&steps.moments[asked..=taken]),
        [
            (new, Step::Lock(LockEvent::TimeOut)),
            (new, Step::Lock(LockEvent::DropRequest { holder: old })),
            (new, Step::Asleep),
            (old, forced),
            (old, Step::Lock(LockEvent::Request)),
            (old, Step::Asleep),
            (new, Step::Lock(LockEvent::Acquire { from: Some(old) })),
        ]
    );
    // The waiter's patience had ended, not long before.
    let patience = steps.moments[..asked]
        .iter()
        .rev()
        .find_map(|m| {
            let waiters = &m.lock.as_ref()?.waiters;
            waiters.iter().find(|w| w.thread == new)?.patience_until
        })
        .expect("it waited");
    let late = steps.moments[asked].at - patience;
    assert!((30_000_000..9_000_000_000).contains(&late), "{late}");
    // The holder lets go at its next check point, which is a jump back, and not before.
    let last = steps.moments[..released].last().expect("a bytecode");
    let Step::Bytecode(place) = last.step else {
        panic!("{last:?}")
    };
    let listing = &steps.listings[place.listing as usize];
    let instruction = &listing.instructions[place.instruction as usize];
    assert_eq!(instruction.name, "JUMP_BACKWARD");
    assert!(instruction.check_point);
    assert_eq!((last.thread, last.at), (old, release.at));
    assert!(last.threads[old as usize].drop_request);
    let executed = steps.moments[asked + 2..released - 1].iter();
    let places = executed.filter_map(|moment| match moment.step {
        Step::Bytecode(place) => Some(place),
        _ => None,
    });
    // The first one had begun before it was asked.
    for place in places.skip(1) {
        let listing = &steps.listings[place.listing as usize];
        assert!(!listing.instructions[place.instruction as usize].check_point);
    }
    // It sleeps until its successor has the lock.
    let lock = |at: usize| steps.moments[at].lock.clone().expect("there is one");
    assert_eq!(lock(taken - 1).made_way, [old]);
    assert_eq!(lock(taken - 1).last_holder, Some(old));
    assert!(lock(taken).made_way.is_empty());
    assert_eq!(lock(taken).holder, Some(new));
    assert_eq!(lock(taken).switch_number, lock(released).switch_number + 1);
    // The window ends some bytecodes behind the last of nine hand-overs.
    let switches = steps
        .moments
        .iter()
        .filter(|m| matches!(m.step, Step::Lock(LockEvent::Acquire { from: Some(_) })));
    assert_eq!(switches.count(), 9);
    assert!(matches!(
        steps.moments.last().map(|m| m.step),
        Some(Step::Bytecode(_))
    ));
}

#[test]
fn the_battle_for_the_lock_before_3_2() {
    for interval in [10, 100] {
        let source = format!("import sys\nsys.setcheckinterval({interval})\n{INSIDE}");
        let (_, steps) = recorded(&source, &options(Preset::Python27, 2, 0), window(9, 6));
        assert!(!steps.cut_short, "{}", steps.moments.len());
        // A release that wakes somebody, who comes too late.
        let mut lost = 0;
        for (index, pair) in steps.moments.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            let (Some(was), Some(is)) = (&before.lock, &after.lock) else {
                continue;
            };
            let ticks = Step::Lock(LockEvent::Release {
                cause: ReleaseCause::Ticks,
            });
            let [waiter] = was.waiters[..] else { continue };
            if after.step != ticks || !is.waiters.is_empty() {
                continue;
            }
            assert_eq!(is.ticks, Some(interval));
            assert_eq!(waiter.patience_until, None);
            let next = events(&steps.moments[index + 2..]);
            if next.first() != Some(&(after.thread, Step::Lock(LockEvent::Acquire { from: None })))
            {
                continue;
            }
            let woken = next.iter().find(|(thread, _)| *thread == waiter.thread);
            if woken.is_some_and(|(_, step)| *step == Step::Denied) {
                lost += 1;
            }
        }
        assert!(lost > 0, "every {interval} ticks");
        // The ticks go down to the release.
        for moment in &steps.moments {
            let ticks = moment.lock.as_ref().and_then(|lock| lock.ticks);
            assert!(
                ticks.is_none_or(|ticks| (-1..=100).contains(&ticks)),
                "{moment:?}"
            );
        }
    }
}

#[test]
fn without_a_lock_threads_run_at_the_same_time() {
    let source = INSIDE.replace("200_000", "20_000");
    let (_, steps) = recorded(&source, &options(Preset::Python314t, 4, 0), window(3, 30));
    assert!(!steps.cut_short);
    assert!(steps.moments.iter().all(|moment| moment.lock.is_none()));
    // Bytecodes of two threads, taking turns.
    let turns = steps.moments.windows(3).filter(|three| {
        let bytecodes = three.iter().all(|m| matches!(m.step, Step::Bytecode(_)));
        bytecodes && three[0].thread == three[2].thread && three[0].thread != three[1].thread
    });
    assert!(turns.count() > 5);
    let running = |moment: &&Moment| {
        let running = moment
            .threads
            .iter()
            .filter(|t| t.activity == ThreadActivity::Running);
        running.count() > 1
    };
    assert!(steps.moments.iter().filter(running).count() > 20);
}

#[test]
fn too_much_is_cut_short() {
    let many = STARTS.replace("150", "3_000");
    let options = options(Preset::Python314, 64, 0);
    let (report, steps) = recorded(&many, &options, window(u32::MAX, u32::MAX));
    assert_eq!(report.outcome, Outcome::Finished);
    assert!(steps.cut_short);
    let views = steps.moments.iter().map(|m| m.threads.len());
    assert!(views.sum::<usize>() <= StepWindow::MOST_VIEWS + 3_000);
    let alone = "x = 0\nwhile x < 4_000_000:\n    x += 1\n";
    let (_, steps) = recorded(alone, &options, window(1, 5));
    assert!(steps.cut_short, "there is never a hand-over");
    assert!(steps.moments.len() < 20);
}

#[test]
fn steps_of_programs_that_fail_fit_together() {
    let options = options(Preset::Python314, 2, 0);
    let with = Options {
        steps: window(u32::MAX, 4),
        ..options
    };
    let (mut report, output) = run(SHARED, &with);
    let printed = text(&output, Stream::Stderr);
    assert!(printed.contains("NameError") && printed.contains("ZeroDivisionError"));
    let steps = report.steps.take().expect("they were asked for");
    let last = steps.moments.last().expect("some");
    assert!(
        last.threads
            .iter()
            .all(|t| t.activity == ThreadActivity::Ended)
    );
    assert!(
        last.threads
            .iter()
            .all(|t| t.next.is_none() && !t.drop_request)
    );
    assert_eq!(last.step, Step::Lock(LockEvent::End));
    // Whatever else a program does.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs/errors");
    for entry in fs::read_dir(folder).expect("the folder of programs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let source = fs::read_to_string(&path).expect("a program");
            if python::compile(&source, "main.py").is_ok() {
                let (_, steps) = recorded(&source, &options, window(2, 4));
                fit_together(&steps, 4, Preset::Python314, 2, &path.to_string_lossy());
            }
        }
    }
}

#[test]
fn only_virtual_cores_are_watched() {
    for single in [true, false] {
        let options = Options {
            single,
            steps: window(1, 1),
            ..Options::new(Settings::of(Preset::Python314))
        };
        assert_eq!(run("x = 1", &options).0.steps, None);
    }
}
