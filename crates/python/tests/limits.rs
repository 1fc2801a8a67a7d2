//! What is too deep, too large or too long is refused: no source panics, hangs, uses up the stack, or takes more
//! memory than there is.

use std::sync::atomic::AtomicU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use python::{Answer, Pause, Thread, Version, World, compile};

const PYTHON: Version = Version::new(3, 13, 0);

#[global_allocator]
static ALLOCATOR: python::Counted = python::Counted;

/// What a program may take. A browser has as much, but smaller single objects, too.
const MEMORY: usize = 256 << 20;
/// The stack of a worker in a browser.
const STACK: usize = 1 << 20;
/// Nothing may take longer between two check points, even unoptimised and on a busy machine.
const LONGEST: Duration = Duration::from_secs(30);

/// Memory is counted for the whole process, so one program runs at a time.
static TURN: Mutex<()> = Mutex::new(());

/// Compiles and runs for a while.
fn survives(source: String) -> String {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    python::limit_memory(MEMORY);
    let run = move || {
        let mut last = Instant::now();
        let program = match compile(&source, "main.py") {
            Ok(program) => program,
            Err(error) => return error.to_string(),
        };
        let mut thread = Thread::main(&World::new(program, PYTHON, false));
        let breaker = AtomicU32::new(1);
        let end = loop {
            let pause = thread.run(&breaker);
            let took = last.elapsed();
            assert!(took < LONGEST, "{took:?} without a check point");
            last += took;
            match pause {
                Pause::CheckPoint => {}
                Pause::Ask(_) => thread.answer(Answer::Done),
                Pause::Finished => break "finished".into(),
                Pause::Raised(exception) => break exception.to_string(),
                Pause::Limit => unreachable!("there is no meter"),
            }
        };
        drop(thread);
        assert!(
            last.elapsed() < LONGEST,
            "freeing took {:?}",
            last.elapsed()
        );
        end
    };
    let thread = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(run)
        .expect("a thread");
    thread.join().expect("no panic")
}

#[test]
fn deep_sources_are_errors() {
    let ends_with = |source: String, end: &str| {
        let text = survives(source);
        assert!(text.ends_with(end), "{text}");
    };
    let too_deep = "an expression nested this deeply is not supported here (line 1, column 1)";
    ends_with(
        "(".repeat(10_000) + &")".repeat(10_000),
        "SyntaxError: too many nested parentheses",
    );
    ends_with(
        "[".repeat(10_000),
        "SyntaxError: too many nested parentheses",
    );
    ends_with("x = ".to_string() + &"-".repeat(5_000) + "1", too_deep);
    ends_with("x = 1".to_string() + &" + 1".repeat(5_000), too_deep);
    ends_with(
        "x = 1".to_string() + &" if 1 else 1".repeat(5_000),
        too_deep,
    );
    ends_with("x = ".to_string() + &"not ".repeat(5_000) + "1", too_deep);
    ends_with("x = x".to_string() + &".a".repeat(5_000), too_deep);
    ends_with("x = x".to_string() + &"()".repeat(5_000), too_deep);
    ends_with(
        "x = ".to_string() + &"lambda: ".repeat(5_000) + "1",
        too_deep,
    );
    ends_with(
        "x = ".to_string() + &"f'{".repeat(5_000),
        "SyntaxError: too many nested parentheses",
    );
    let indented: String = (0..200)
        .map(|depth| " ".repeat(depth) + "if 1:\n")
        .collect();
    ends_with(indented, "IndentationError: too many levels of indentation");
    ends_with(
        "x = ".to_string() + &"(".repeat(199) + "1" + &")".repeat(199),
        "finished",
    );
    ends_with("x = 1".to_string() + &" + 1".repeat(250), "finished");
    ends_with(
        "x = ".to_string() + &"9".repeat(5_000),
        "to avoid decimal conversion limits.",
    );
}

#[test]
fn large_results_are_errors() {
    for source in [
        "x = 'a' * 10**9",
        "x = [0] * 10**9",
        "x = (0,) * 10**9",
        "x = b'a' * 10**9",
        "x = bytearray(10**9)",
        "x = 'a'.center(10**9)",
        "x = list(range(10**12))",
        "x = list(zip(range(10**9), range(10**9)))",
        "x = dict(enumerate(range(10**9)))",
        "x = f'{1:1000000000}'",
        "x = '%1000000000d' % 1",
        "s = 'a' * 30000000\nx = f'{s}{s}{s}{s}{s}{s}{s}{s}{s}'",
        "s = 'a' * 30000000\nx = s.join([s] * 5)",
        "s = 'a' * 30000000\nx = s.join([''] * 10**6)",
        "x = ('a,' * 10000000).split(',')",
        "x = ('a,' * 10000000).rsplit(',')",
        "x = ('a\\n' * 10000000).splitlines()",
        "x = 7\nwhile True:\n    x *= x",
        "x = 'a'\nwhile True:\n    x += x",
        "x = b'a'\nwhile True:\n    x += x",
        "x = [1]\nwhile True:\n    x += x",
    ] {
        let text = survives(source.into());
        assert!(text.ends_with("MemoryError"), "{source}: {text}");
    }
}

#[test]
fn a_refused_object_takes_no_memory() {
    let source = "for make in (lambda: 'a' * 10**9, lambda: [0] * 10**8, lambda: bytes(10**9), lambda: '%0900000000d' % 1):
    try:
        make()
        raise SystemExit('there was room')
    except MemoryError:
        pass
x = 'a' * 10**8
";
    assert_eq!(survives(source.into()), "finished");
}

#[test]
fn deep_values_are_errors_or_no_matter() {
    let nest = |begin: &str, inside: &str, operation: &str| {
        format!(
            "x = {begin}\ny = {begin}\nfor i in range(20000):\n    x, y = {inside}\n{operation}"
        )
    };
    let lists = "[x], [y]";
    let sets = "frozenset([x]), frozenset([y])";
    let both = "frozenset([((x,),)]), frozenset([((y,),)])";
    let tuples = "(x,), (y,)";
    for (source, end) in [
        (
            nest("[]", lists, "repr(x)"),
            "while getting the repr of an object",
        ),
        (nest("[]", lists, "x == y"), "in comparison"),
        (nest("frozenset()", sets, "x == y"), "in comparison"),
        (nest("frozenset()", both, "x == y"), "in comparison"),
        (nest("frozenset()", sets, "{x: 1, y: 2}"), "in comparison"),
        (
            nest("()", tuples, "hash(x)"),
            "maximum recursion depth exceeded",
        ),
        (nest("int", tuples, "isinstance('', x)"), "finished"),
        (nest("int", tuples, "issubclass(str, x)"), "finished"),
        (
            nest("KeyError", tuples, "try: 1 / 0\nexcept x: pass"),
            "ZeroDivisionError: division by zero",
        ),
    ] {
        let text = survives(source.clone());
        assert!(text.ends_with(end), "{source}: {text}");
    }
}

#[test]
fn long_operations_are_errors() {
    let nest = |begin: &str, inside: &str, operation: &str| {
        format!("x = {begin}\ny = {begin}\nfor i in range(60):\n    x, y = {inside}\n{operation}")
    };
    let lists = "[x, x], [y, y]";
    let tuples = "(x, x), (y, y)";
    let sets = "frozenset([x, (x,)]), frozenset([y, (y,)])";
    for source in [
        nest("[]", lists, "x == y"),
        nest("[]", lists, "x in [y]"),
        nest("[]", lists, "[x].count(y)"),
        nest("[]", lists, "repr(x)"),
        nest("()", tuples, "x < y"),
        nest("()", tuples, "hash(x)"),
        nest("{}", "{1: x, 2: x}, {1: y, 2: y}", "x == y"),
        nest("frozenset()", sets, "x == y"),
        nest("int", tuples, "isinstance('', x)"),
        nest("int", tuples, "issubclass(str, x)"),
        nest("KeyError", tuples, "try: 1 / 0\nexcept x: pass"),
        "s = 'a' * 20000000\nsorted([s + 'b', s + 'a'] * 1000)".into(),
        "sum([3 ** 100000] * 10 ** 6)".into(),
        "import math\nmath.gcd(3 ** 300000, 5 ** 300000)".into(),
        "z = enumerate(range(10 ** 15))\nfor i in range(40):\n    z = zip(z, z)".into(),
    ] {
        let text = survives(source.clone());
        let unsupported =
            text.contains("NotImplementedError: ") && text.ends_with(" is not supported here");
        assert!(unsupported, "{source}: {text}");
    }
}

#[test]
fn what_may_be_long_is_quick() {
    for source in [
        "s = 'a' * 1000000\ns.strip('b' * 1000000 + 'a')",
        "s = b'a' * 1000000\ns.strip(b'b' * 1000000 + b'a')",
        "s = 'a' * 1000000\ns.find('a' * 500000 + 'b')",
        "s = b'a' * 1000000\ns.find(b'a' * 500000 + b'b')",
        "s = b'a' * 1000000\ns.replace(b'b' + b'a' * 500000, b'')",
        "1.5 in range(10 ** 15)",
        "sum(range(10 ** 15))",
    ] {
        assert_eq!(survives(source.into()), "finished", "{source}");
    }
    let additions = "x = 1\ny = ".to_string() + &"x + (".repeat(140) + "x" + &")".repeat(140);
    assert_eq!(survives(additions), "finished");
}

#[test]
fn long_bytes_are_found_where_short_ones_would_be() {
    let source = r#"
part = b"ab" * 40 + b"c"
hay = b"ab" * 100 + b"c" + part + b"abab" + part + part[1:]
first = 201 - len(part)
assert hay.find(part) == hay.index(part) == first, hay.find(part)
assert hay.find(part, first + 1) == 201, hay.find(part, first + 1)
assert hay.rfind(part) == 201 + len(part) + 4
assert hay.find(part + b"d") == hay.rfind(part + b"d") == -1
assert hay.count(part) == 3 and part in hay
assert hay.replace(part, b"") == b"ab" * 60 + b"abab" + part[1:]
assert hay.split(part) == [b"ab" * 60, b"", b"abab", part[1:]]
assert (b"x" * 99).rfind(b"x" * 70) == 29 and (b"x" * 99).find(b"x" * 70) == 0
assert (b"x" * 69).find(b"x" * 70) == -1
"#;
    assert_eq!(survives(source.into()), "finished");
}

#[test]
fn large_sources_compile_in_time_or_not_at_all() {
    let names = |count: usize, between: &str| {
        let names: Vec<String> = (0..count).map(|index| format!("v{index}")).collect();
        names.join(between)
    };
    for (source, end) in [
        (format!("{}1", "x = ".repeat(100_000)), "(line 1, column 1)"),
        (
            format!("def f(x):\n    {} = x", names(30_000, ",")),
            "finished",
        ),
        (
            format!("f({}=1)", names(20_000, "=1,")),
            "NameError: name 'f' is not defined",
        ),
        (
            format!("def f({}): pass", names(20_000, ",")),
            "a function with this many parameters is not supported here (line 1, column 6)",
        ),
        (
            format!(
                "def f(n):\n    {} = range(20000)\n    return f(n)\nf(1)",
                names(20_000, ",")
            ),
            "MemoryError",
        ),
        (
            format!(
                "def f(): return g(); {}\ndef g(): return f()\nf()",
                names(20_000, ";")
            ),
            "maximum recursion depth exceeded",
        ),
    ] {
        let text = survives(source);
        assert!(
            text.ends_with(end),
            "{end}: {}",
            &text[text.len().saturating_sub(300)..]
        );
    }
}

#[test]
fn regular_expressions_come_to_an_end() {
    let steps = "a regular expression that takes this many steps is not supported here";
    for (source, end) in [
        // Without a way back it takes no time at all.
        ("re.search('(?:a*)*b', 'a' * 100_000)", "finished"),
        ("re.search('(a+)+$', 'a' * 60 + 'b')", "finished"),
        ("re.search('(?=(a|a)*b)', 'a' * 60)", "finished"),
        (r"re.search(r'(a+)*\1b', 'a' * 60)", steps),
        (r"re.fullmatch(r'(?:(a|b|ab)*)\1x', 'ab' * 5_000)", steps),
        // Each of these searches looks at all that is left.
        ("re.findall('a.*b|a', 'a' * 20_000)", "finished"),
        (r"re.findall(r'(?=a)\w*b|a', 'aé' * 500)", "finished"),
        ("re.sub('', '-', 'é' * 2_000)", "finished"),
        (
            "re.search('((((a{20}){20}){20}){20}){20}', 'a')",
            "too large at position 1",
        ),
        (
            r"re.search(r'\w{5000}', 'a')",
            "a regular expression that is this large is not supported here",
        ),
        (
            "re.search('(' * 60 + ')' * 60, 'a')",
            "parentheses nested too deeply at position 51",
        ),
        (
            "re.search('(?:a|b){1000}', 'ab' * 2_000_000)",
            "a text this long for a regular expression like this is not supported here",
        ),
        (
            "re.search('(?=a)*', 'a')",
            "a look-around that is repeated is not supported here",
        ),
        (
            "re.search('(a?){2}', 'a')",
            "a regular expression that repeats a group that may be empty is not supported here",
        ),
        (
            "re.search('(?(1)b|c)(a)', 'a')",
            "a regular expression that asks for a group further on is not supported here",
        ),
        (
            "re.search('(?=(a))(a|b)*', 'a')",
            "that has groups in a look-around and in a repetition is not supported here",
        ),
        (
            r"re.search(r'\w', 'm\u00b2')",
            "on a text with the character '²' is not supported here",
        ),
    ] {
        let text = survives(format!("import re\n{source}"));
        assert!(text.ends_with(end), "{source}: {text}");
    }
}
