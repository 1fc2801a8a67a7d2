//! Whatever the source is, compiling it neither panics nor hangs, and what comes out is sound.

use std::path::Path;
use std::time::Instant;

use compiler::{Code, Const, Op, Span, Subject, Unit, compile, dis};

/// A small generator of numbers: the same ones each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dis");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|x| x == "py"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("the file is there"))
        .collect()
}

/// All that an interpreter relies on.
fn check(unit: &Unit) {
    for code in &unit.codes {
        check_code(unit, code);
    }
    let shown = dis(unit, &unit.codes[0]);
    assert!(shown.contains("RESUME"));
}

fn check_code(unit: &Unit, code: &Code) {
    let count = code.ops.len() as u32;
    assert_eq!(code.ops.len(), code.spans.len());
    assert!(code.first_free <= code.locals.len());
    assert!(code.ops.last().is_some_and(|op| op.ends_block()));
    for (index, op) in code.ops.iter().enumerate() {
        if let Some(target) = op.target() {
            assert!(target < count, "{op:?}");
            let backward = matches!(op, Op::JumpBackward(_) | Op::JumpBackwardNoInterrupt(_));
            assert_eq!(target <= index as u32, backward, "{op:?} at {index}");
        }
        let (locals, consts) = (code.locals.len() as u32, code.consts.len() as u32);
        match op.subject() {
            Subject::Local(slot) => assert!(slot < locals),
            Subject::Locals(a, b) => assert!(u32::from(a.max(b)) < locals),
            Subject::Const(index) => assert!(index < consts),
            Subject::Global(slot) => assert!((slot as usize) < unit.globals.len()),
            Subject::Name(name) => assert!((name as usize) < unit.names.len()),
            Subject::Count(_) | Subject::Other => {}
        }
        if let Op::ForIter(target) = *op {
            assert_eq!(code.ops[target as usize - 2], Op::EndFor);
            assert_eq!(code.ops[target as usize - 1], Op::PopTop);
        }
    }
    for span in &code.spans {
        if *span != Span::NONE {
            assert!(
                unit.source
                    .get(span.start as usize..span.end as usize)
                    .is_some()
            );
        }
    }
    let mut end = 0;
    for handler in &code.exceptions {
        assert!(end <= handler.start && handler.start < handler.end);
        assert!(handler.end <= count && handler.target < count);
        end = handler.end;
    }
    for value in &code.consts {
        if let Const::Code(index) = value {
            assert!((*index as usize) < unit.codes.len());
        }
    }
    check_stack(code);
}

/// The stack has one depth at each instruction, on all ways to it, and is never deeper than was said.
fn check_stack(code: &Code) {
    let mut depths: Vec<Option<i64>> = vec![None; code.ops.len()];
    let mut todo = vec![(0usize, 0i64)];
    for handler in &code.exceptions {
        let pushed = 1 + i64::from(handler.push_lasti);
        todo.push((handler.target as usize, i64::from(handler.depth) + pushed));
    }
    while let Some((index, depth)) = todo.pop() {
        assert!(
            (0..=code.stack as i64).contains(&depth),
            "depth {depth} of {}",
            code.stack
        );
        if let Some(known) = depths[index] {
            assert_eq!(known, depth, "at {index} of {}", code.name);
            continue;
        }
        depths[index] = Some(depth);
        let op = code.ops[index];
        let after = depth + op.effect();
        if let Some(target) = op.target() {
            let there = if matches!(op, Op::ForIter(_)) {
                depth - 1
            } else {
                after
            };
            todo.push((target as usize, there));
        }
        if !op.ends_block() {
            todo.push((index + 1, after));
        }
    }
}

#[test]
fn what_is_compiled_is_sound() {
    for source in sources() {
        let unit = compile(&source, "main.py").expect("CPython compiles it");
        check(&unit);
    }
}

#[test]
fn the_programs_of_all_tests_compile() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                let source = std::fs::read_to_string(&path).expect("the file is there");
                let errors = std::fs::read_to_string(path.with_extension("err"));
                match compile(&source, "main.py") {
                    Ok(unit) => check(&unit),
                    // CPython refuses it in the same words.
                    Err(error) if error.kind() != "NotImplementedError" => {
                        let expected = errors.unwrap_or_default();
                        assert_eq!(error.to_string(), expected.trim_end(), "{}", path.display());
                    }
                    Err(error) => assert!(
                        path.components()
                            .any(|part| part.as_os_str() == "unsupported"),
                        "{}: {error}",
                        path.display()
                    ),
                }
                count += 1;
            }
        }
    }
    assert!(count > 100);
}

#[test]
fn no_source_makes_it_panic() {
    let sources = sources();
    let mut random = Random(1);
    let pieces = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "=",
        ":=",
        "*",
        "**",
        "\n",
        "\n    ",
        "\t",
        "'",
        "\"",
        "'''",
        "f'",
        "f'{",
        "!r",
        "#",
        "\\",
        ";",
        "@",
        ".",
        "...",
        "->",
        "0",
        "1e",
        "0x",
        "é",
        "\u{feff}",
        "if ",
        "else",
        "def f(",
        "class C",
        "lambda",
        "yield ",
        "await ",
        "async ",
        "for x in ",
        "while ",
        "try:",
        "except*",
        "except ",
        "finally:",
        "with ",
        "match x:\n    case ",
        "case ",
        "return ",
        "nonlocal x",
        "global x",
        "del ",
        "import ",
        "from . import *",
        "type X = ",
        "not ",
        "in ",
        "is ",
        "__debug__",
        "super()",
        "__class__",
        "x",
        "None",
        "_",
        "$",
        "?",
    ];
    for _ in 0..4000 {
        let mut source: Vec<char> = sources[random.below(sources.len())].chars().collect();
        for _ in 0..=random.below(4) {
            let at = random.below(source.len() + 1);
            match random.below(4) {
                0 => {
                    let end = (at + random.below(12)).min(source.len());
                    source.drain(at..end);
                }
                1 => {
                    let piece = pieces[random.below(pieces.len())];
                    source.splice(at..at, piece.chars());
                }
                2 => {
                    let from = random.below(source.len() + 1);
                    let to = (from + random.below(40)).min(source.len());
                    let copy: Vec<char> = source[from..to].to_vec();
                    source.splice(at..at, copy);
                }
                _ => source.truncate(at),
            }
        }
        let source: String = source.into_iter().collect();
        match std::panic::catch_unwind(|| compile(&source, "main.py").map(|unit| check(&unit))) {
            Ok(_) => {}
            Err(_) => panic!("it panicked:\n{source}"),
        }
    }
}

#[test]
fn nothing_takes_long() {
    let nested = |head: &str, body: &str, count: usize| {
        let mut source = String::new();
        for depth in 0..count {
            source += &format!("{}{head}\n", " ".repeat(depth));
        }
        source + &" ".repeat(count) + body + "\n"
    };
    let mut finally = String::new();
    for depth in 0..18 {
        let indent = " ".repeat(depth);
        finally += &format!("{indent}try: a\n{indent}finally:\n");
    }
    finally += &format!("{}b\n", " ".repeat(18));
    let names = |count: usize| {
        let names: Vec<String> = (0..count).map(|index| format!("a{index}")).collect();
        names.join(",")
    };
    let sources = [
        finally,
        nested("if x:", "y", 98),
        nested("def f():", "return x", 98),
        nested("class C:", "x = __class__", 90),
        nested("for x in y:", "break", 21),
        nested("while x:", "continue", 20),
        format!("match x:\n case [{}]: pass\n", names(20_000)),
        format!("match x:\n case {}: pass\n", vec!["[a, b]"; 5000].join("|")),
        format!("{} = x\n", names(40_000)),
        format!(
            "def f():\n {} = x\n return lambda: [{}]\n",
            names(15_000),
            names(15_000)
        ),
        format!("x = [{}]\n", "1,".repeat(100_000)),
        format!("x = {}1\n", "-".repeat(290)),
        format!("x = {}1\n", "not ".repeat(290)),
        format!("x = {}1\n", "1 + ".repeat(290)),
        format!("x = {}\n", "(".repeat(150) + &")".repeat(150)),
        format!("x = {}\n", "[".repeat(199) + &"]".repeat(199)),
        format!("x = {}1{}\n", "(1,".repeat(140), ")".repeat(140)),
        format!("x = {}1\n", "lambda: ".repeat(140)),
        format!("x = {}1{}\n", "[".repeat(90), " for x in y]".repeat(90)),
        format!("x = {}1{}\n", "(".repeat(90), " for x in y)".repeat(90)),
        format!("x = f'{}1{}'\n", "{x:".repeat(60), "}".repeat(60)),
        "while x: pass\n".repeat(15_000),
        "try: a\nexcept E as e: b\n".repeat(9000),
        format!("def f():\n{}", "  with a: return b\n".repeat(12_000)),
        format!("if x: pass\n{}", "elif y: z\n".repeat(20_000)),
        "x = y if z else w\n".repeat(13_000),
        format!("def f({}): pass\n", names(990)),
        format!("f({})\n", names(30_000).replace(',', "=1,") + "=1"),
        "x = 1 << 100000, 2 ** 100000, 'a' * 1000000\n".into(),
        format!("x = 0x{}\n", "f".repeat(200_000)),
        "\n".repeat(250_000),
        "\\\n".repeat(120_000),
        "#".repeat(250_000),
        "(".repeat(250_000),
        "'".repeat(250_000),
        "f'{".repeat(80_000),
    ];
    for source in sources {
        let start = Instant::now();
        let compiled = compile(&source, "main.py");
        let took = start.elapsed();
        let head: String = source.chars().take(40).collect();
        assert!(took.as_secs() < 20, "{took:?}: {head}");
        if let Ok(unit) = compiled {
            check(&unit);
        }
    }
}
