//! Threads as values: where they pause, and what they tell.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use python::{
    Answer, CheckPoints, Costs, ErrorKind, Meter, Pause, Request, Sharing, Thread, Version, World,
    compile,
};

const PYTHON: Version = Version::new(3, 13, 0);

fn start(source: &str) -> Thread {
    let program = compile(source, "main.py").unwrap_or_else(|error| panic!("{error}"));
    Thread::main(&World::new(program, PYTHON, false))
}

/// Runs to the end and counts the check points at which the thread came back.
fn pauses(source: &str) -> usize {
    let mut thread = start(source);
    let breaker = AtomicU32::new(1);
    let mut count = 0;
    loop {
        match thread.run(&breaker) {
            Pause::CheckPoint => count += 1,
            Pause::Ask(_) => thread.answer(Answer::Seconds(0.0)),
            Pause::Finished => return count,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn check_points_are_where_cpython_has_them() {
    // RESUME of the module, and the call of range().
    let base = pauses("for _ in range(0):\n    pass\n");
    assert_eq!(base, 2);
    assert_eq!(pauses("for _ in range(10):\n    pass\n"), base + 10);
    // The test at the bottom leaves the loop without jumping back.
    assert_eq!(pauses("i = 0\nwhile i < 7:\n    i += 1\n"), 1 + 6);
    // Each call of a function has its RESUME; its return is no check point.
    assert_eq!(pauses("def f():\n    return 1\nx = f() + f()\n"), 1 + 2);
    // Behind a builtin's call, also when the host had to do it.
    assert_eq!(pauses("x = int(1)\nprint(x)\n"), 1 + 2);
    assert_eq!(pauses("x = 1 + 2\ny = x * 3\n"), 1);
}

/// Runs to the end, a meter at hand, and counts the check points.
fn metered_pauses(source: &str, meter: &mut Meter, ticks: i32) -> usize {
    let mut thread = start(source);
    // With ticks CPython stops by itself and asks nobody.
    let breaker = AtomicU32::new(u32::from(ticks == 0));
    meter.ticks = ticks;
    let mut count = 0;
    loop {
        match thread.run_metered(&breaker, meter, None) {
            Pause::CheckPoint => {
                count += 1;
                meter.ticks = ticks;
            }
            Pause::Limit => meter.limit += 1_000_000,
            Pause::Ask(_) => thread.answer(Answer::Seconds(0.0)),
            Pause::Finished => return count,
            Pause::Raised(exception) => panic!("{exception}"),
        }
    }
}

/// 1000 times around.
const LOOP: &str =
    "def f(n):\n    x = 0\n    for _ in range(n):\n        x += 1\n    return x\nf(1000)\n";

#[test]
fn older_versions_look_more_often() {
    let pauses = |check_points| metered_pauses(LOOP, &mut meter(check_points), 0);
    let (loops, opcodes) = (
        pauses(CheckPoints::BackEdges),
        pauses(CheckPoints::EveryOpcode),
    );
    assert!((1000..1010).contains(&loops), "{loops}");
    // Behind FOR_ITER, BINARY_OP and JUMP_BACKWARD; the loads and stores of locals look nowhere.
    assert!((3000..=4100).contains(&opcodes), "{opcodes}");
}

#[test]
fn ticks_count_down_to_a_check_point_without_a_request() {
    let pauses = |ticks| metered_pauses(LOOP, &mut meter(CheckPoints::Ticks), ticks);
    let (hundred, ten) = (pauses(100), pauses(10));
    assert!((15..=45).contains(&hundred), "{hundred}");
    assert!(
        (8 * hundred..=10 * hundred).contains(&ten),
        "{ten} against {hundred}"
    );
}

fn meter(check_points: CheckPoints) -> Meter {
    Meter::new(check_points, &Costs::PYTHON_313)
}

#[test]
fn a_meter_stops_at_its_limit_and_goes_on_where_it_was() {
    let mut whole = meter(CheckPoints::BackEdges);
    let mut steps = meter(CheckPoints::BackEdges);
    steps.limit = 1;
    let source = LOOP;
    let mut thread = start(source);
    let idle = AtomicU32::new(0);
    assert!(matches!(
        thread.run_metered(&idle, &mut whole, None),
        Pause::Finished
    ));
    let mut thread = start(source);
    let mut pauses = 0;
    while let Pause::Limit = thread.run_metered(&idle, &mut steps, None) {
        pauses += 1;
        steps.limit = steps.clock + 1;
    }
    assert_eq!(
        (whole.clock, whole.bytecodes),
        (steps.clock, steps.bytecodes)
    );
    assert_eq!(pauses, whole.bytecodes - 1, "one bytecode at a time");
    assert!(whole.bytecodes > 7000);
}

#[test]
fn behind_the_horizon_only_what_is_ones_own_goes_on() {
    let mut meter = meter(CheckPoints::BackEdges);
    let source = "def f(n):\n    x = 0\n    for _ in range(n):\n        x += 1\n    return x\nf(1000)\nc = 1\n";
    let mut thread = start(source);
    let idle = AtomicU32::new(0);
    meter.horizon = 0;
    let mut at = Vec::new();
    while let Pause::Limit = thread.run_metered(&idle, &mut meter, None) {
        at.push(meter.bytecodes);
        meter.horizon = meter.clock;
    }
    // f is stored, loaded and called, range is loaded and called, c is stored.
    assert!((4..=10).contains(&at.len()), "{at:?}");
    let longest = at.windows(2).map(|pair| pair[1] - pair[0]).max();
    assert!(longest > Some(7000), "the loop is nobody else's: {at:?}");
}

#[test]
fn what_another_core_has_changed_costs_time() {
    let run = |source: &str, cores: u32| {
        let program = compile(source, "main.py").unwrap_or_else(|error| panic!("{error}"));
        let world = World::new(program, PYTHON, false);
        let mut meter = meter(CheckPoints::BackEdges);
        let mut sharing = Sharing::new(0);
        let idle = AtomicU32::new(0);
        let mut thread = Thread::main(&world);
        meter.limit = 1;
        // The same thread, moved from core to core after each bytecode.
        while let Pause::Limit = thread.run_metered(&idle, &mut meter, Some(&mut sharing)) {
            sharing.core = (sharing.core + 1) % cores;
            meter.limit = meter.clock + 1;
        }
        meter.clock
    };
    let shared = "c = 0\nfor i in range(1000):\n    c += 1\n";
    assert!(run(shared, 2) > 5 * run(shared, 1));
    assert_eq!(
        run(LOOP, 2).max(run(LOOP, 1) + 5_000_000),
        run(LOOP, 1) + 5_000_000
    );
}

#[test]
fn an_update_of_a_global_is_lost_only_with_a_check_point_inside() {
    let lost = |statement: &str| {
        let source = format!(
            "c = 0\ndef work(n):\n    global c\n    for _ in range(n):\n        {statement}\n"
        );
        let program = compile(
            &(source
                + "import threading\na = threading.Thread(target=work, args=(100,))\nb = threading.Thread(target=work, args=(100,))\na.start()\nb.start()\na.join()\nprint(c)\n"),
            "main.py",
        );
        let world = World::new(program.expect("a program"), PYTHON, false);
        let (idle, busy) = (AtomicU32::new(0), AtomicU32::new(1));
        let mut main = Thread::main(&world);
        let mut threads = Vec::new();
        loop {
            match main.run(&idle) {
                Pause::Ask(Request::Start(object)) => threads.push(Thread::spawn(&world, object)),
                // Both take turns, a switch at every check point.
                Pause::Ask(Request::Join { .. }) => {
                    while !threads.is_empty() {
                        threads.retain_mut(|thread| !matches!(thread.run(&busy), Pause::Finished));
                    }
                }
                Pause::Ask(Request::Write { text, .. }) => {
                    return 200 - text.trim().parse::<i64>().expect("a number");
                }
                other => panic!("{other:?}"),
            }
            main.answer(Answer::Done);
        }
    };
    assert_eq!(lost("c += 1"), 0);
    assert!(lost("c += int(1)") > 50);
}

#[test]
fn progress_counts_nested_loops() {
    let mut thread = start("for i in range(4):\n    for j in range(10):\n        pass\n");
    assert_eq!(thread.loop_progress(), None);
    let breaker = AtomicU32::new(1);
    let mut last = 0.0;
    while !matches!(thread.run(&breaker), Pause::Finished) {
        let progress = thread.loop_progress().unwrap_or(last);
        assert!((last..=1.0).contains(&progress), "{progress} after {last}");
        last = progress;
    }
    assert_eq!(last, 1.0);
}

#[test]
fn a_failed_start_can_be_tried_again() {
    let mut thread = start("import threading\nt = threading.Thread(target=print)\nt.start()\n");
    let breaker = AtomicU32::new(0);
    let Pause::Ask(Request::Start(object)) = thread.run(&breaker) else {
        panic!("no start")
    };
    assert_eq!(object.name(), "Thread-1 (print)");
    assert_eq!(thread.line(), Some(3));
    thread.answer(Answer::Raise {
        kind: ErrorKind::RuntimeError,
        message: "can't start new thread".into(),
    });
    let Pause::Raised(exception) = thread.run(&breaker) else {
        panic!("no exception")
    };
    assert_eq!(
        (exception.kind(), exception.message()),
        ("RuntimeError", "can't start new thread")
    );
    let text = "Traceback (most recent call last):\n  File \"main.py\", line 3, in <module>\n    t.start()\n    ~~~~~~~^^\nRuntimeError: can't start new thread";
    assert_eq!(exception.to_string(), text);
}

#[test]
fn what_has_ended_is_told_by_its_own_thread() {
    let lost =
        "async def lost():\n    pass\ndef fail(coroutine):\n    raise ValueError\nfail(lost())\n";
    let breaker = AtomicU32::new(0);
    let mut first = start(lost);
    assert!(matches!(first.run(&breaker), Pause::Raised(_)));
    // Another program on the same thread of the machine.
    let mut second = start("async def own():\n    pass\nown()\n");
    let breaker = AtomicU32::new(0);
    let mut told = String::new();
    loop {
        match second.run(&breaker) {
            Pause::Ask(Request::Write { text, .. }) => {
                told += &text;
                second.answer(Answer::Done);
            }
            Pause::Finished => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(told.contains("'own' was never awaited"), "{told}");
    assert!(!told.contains("lost"), "{told}");
}

#[test]
fn types_travel_between_threads() {
    fn shared<T: Send + Sync>() {}
    fn moved<T: Send>() {}
    shared::<World>();
    shared::<python::Unit>();
    shared::<python::ThreadObject>();
    moved::<Thread>();
    moved::<Pause>();
}

#[test]
fn parallel_threads_share_lists_safely() {
    let source = "l = []\nc = 0\ndef work(n):\n    global c\n    for i in range(n):\n        l.append(i)\n        c += 1\n        l[0] = l\n        l == l\n";
    let program = compile(
        &(source.to_string()
            + "import threading\nfor _ in range(4):\n    threading.Thread(target=work, args=(300,)).start()\nprint(len(l))\n"),
        "main.py",
    );
    let world = World::new(program.expect("a program"), PYTHON, true);
    let breaker = AtomicU32::new(0);
    let mut main = Thread::main(&world);
    let mut running = Vec::new();
    loop {
        match main.run(&breaker) {
            Pause::Ask(Request::Start(object)) => {
                let mut thread = Thread::spawn(&world, object);
                running.push(std::thread::spawn(move || {
                    assert!(matches!(thread.run(&AtomicU32::new(0)), Pause::Finished))
                }));
            }
            Pause::Ask(Request::Write { text, .. }) => {
                assert!(!text.is_empty());
            }
            Pause::Finished => break,
            other => panic!("{other:?}"),
        }
        main.answer(Answer::Done);
    }
    for thread in running {
        thread.join().expect("no panic");
    }
    drop(main);
    assert_eq!(Arc::strong_count(&world), 1);
}

#[test]
fn random_sources_never_panic() {
    let words = [
        "def",
        "f",
        "(",
        ")",
        ":",
        "\n",
        "    ",
        "x",
        "=",
        "+=",
        "1",
        "2.5",
        "'s'",
        "[",
        "]",
        ",",
        "for",
        "in",
        "range",
        "while",
        "if",
        "else",
        "elif",
        "return",
        "break",
        "continue",
        "global",
        "and",
        "not",
        "or",
        "*",
        "**",
        "-",
        "/",
        "//",
        "%",
        "<<",
        "f'{",
        "}'",
        "!r",
        ":>5",
        "import",
        "time",
        "threading",
        "from",
        ".",
        "append",
        "is",
        "None",
        "lambda",
        "class",
        "\"",
        "\\",
        "\t",
        "é",
        "\0",
        "#",
        ";",
        "@",
        "<",
        "==",
        "print",
        "len",
        "str",
        "int",
        "0x",
        "1e",
    ];
    // xorshift: any fixed sequence will do.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    for _ in 0..3_000 {
        let count = next(40);
        let source: String = (0..count)
            .map(|_| words[next(words.len())].to_string() + if next(3) == 0 { " " } else { "" })
            .collect();
        if let Ok(program) = compile(&source, "main.py") {
            let mut thread = Thread::main(&World::new(program, PYTHON, false));
            let breaker = AtomicU32::new(1);
            for _ in 0..200 {
                match thread.run(&breaker) {
                    Pause::CheckPoint => {}
                    Pause::Ask(_) => thread.answer(Answer::Done),
                    Pause::Finished | Pause::Raised(_) | Pause::Limit => break,
                }
            }
        }
    }
}

#[test]
fn what_is_missing_is_named_with_its_place() {
    let error = compile("x = 1\ny = 2j\n", "main.py").expect_err("complex numbers aren't there");
    assert_eq!(error.kind(), "NotImplementedError");
    assert_eq!((error.line(), error.column()), (2, 5));
    let text = "  File \"main.py\", line 2\n    y = 2j\n        ^^\nNotImplementedError: a complex number is not supported here (line 2, column 5)";
    assert_eq!(error.to_string(), text);
}
