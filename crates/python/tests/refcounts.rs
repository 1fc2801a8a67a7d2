//! `import refcounts`: what it refuses, in the words that CPython has for such things.

use std::sync::atomic::AtomicU32;

use python::{Answer, Pause, Request, Thread, Version, World, compile};

/// Runs a program and gives what it printed, or the last line of its traceback.
fn run(source: &str) -> String {
    let program = match compile(source, "main.py") {
        Ok(program) => program,
        Err(error) => return error.to_string(),
    };
    let mut thread = Thread::main(&World::new(program, Version::new(3, 13, 0), false));
    let breaker = AtomicU32::new(0);
    let mut printed = String::new();
    loop {
        match thread.run(&breaker) {
            Pause::Ask(Request::Write { text, .. }) => {
                printed += &text;
                thread.answer(Answer::Done);
            }
            Pause::Ask(Request::AllowThreads) => {
                assert!(thread.is_native());
                thread.run_native(&breaker);
                assert!(!thread.is_native());
            }
            Pause::Finished => return printed,
            Pause::Raised(exception) => {
                return format!("{}: {}", exception.kind(), exception.message());
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn one_thread_is_always_right() {
    for kind in ["Unguarded", "Locked", "Atomic", "Biased"] {
        let source = format!(
            "from refcounts import {kind}
x = {kind}()
y = x
y.borrow(250_000)
print(x.count(), x.borrow(0), x is y, x == {kind}(), {kind})"
        );
        let expected = format!("1 None True False <class 'refcounts.{kind}'>\n");
        assert_eq!(run(&source), expected);
    }
}

#[test]
fn wrong_arguments_are_refused() {
    for (wrong, why) in [
        (
            "x.borrow()",
            "TypeError: Atomic.borrow() takes exactly one argument (0 given)",
        ),
        (
            "x.borrow(1, 2)",
            "TypeError: Atomic.borrow() takes exactly one argument (2 given)",
        ),
        (
            "x.borrow(n=1)",
            "TypeError: Atomic.borrow() takes no keyword arguments",
        ),
        (
            "x.borrow(1.0)",
            "TypeError: 'float' object cannot be interpreted as an integer",
        ),
        (
            "x.borrow('1')",
            "TypeError: 'str' object cannot be interpreted as an integer",
        ),
        (
            "x.borrow(-1)",
            "ValueError: n must be a non-negative integer",
        ),
        (
            "x.count(1)",
            "TypeError: Atomic.count() takes no arguments (1 given)",
        ),
        (
            "refcounts.Atomic(1)",
            "TypeError: Atomic() takes no arguments",
        ),
        (
            "refcounts.Atomic(n=1)",
            "TypeError: Atomic() takes no arguments",
        ),
        (
            "x.lend(1)",
            "AttributeError: 'Atomic' object has no attribute 'lend'",
        ),
        (
            "refcounts.Plain()",
            "AttributeError: module 'refcounts' has no attribute 'Plain'",
        ),
        ("Atomic()", "NameError: name 'Atomic' is not defined"),
    ] {
        let source = format!("import refcounts\nx = refcounts.Atomic()\n{wrong}");
        assert_eq!(run(&source), why, "{wrong}");
    }
}
