//! Programs beside what CPython 3.13 compiles them to: `record.py` has written that.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use compiler::{Code, Const, Span, Unit, compile, dis};

fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut programs: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    programs.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    programs.sort();
    programs
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the file is there")
}

/// Fails with the first line that differs in each program.
fn check(folder: &str, extension: &str, made: impl Fn(&str) -> String) {
    let mut wrong = String::new();
    for program in programs(folder) {
        let mut expected = read(&program.with_extension(extension));
        let mut found = made(&read(&program));
        if extension == "dis" {
            (expected, found) = (
                without_name_numbers(&expected),
                without_name_numbers(&found),
            );
        }
        if found.trim_end() == expected.trim_end() {
            continue;
        }
        let mut lines = expected.lines().zip(found.lines());
        let differ = lines.find(|(expected, found)| expected != found);
        let (expected, found) = differ.unwrap_or(("another number of lines", ""));
        let name = program.display();
        let _ = writeln!(wrong, "{name}\n  CPython {expected}\n  here    {found}");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Without the numbers of names: they depend on code that isn't there any more.
fn without_name_numbers(text: &str) -> String {
    let names = ["_NAME", "_GLOBAL", "_ATTR", "IMPORT_FROM", "_GLOBALS"];
    let mut short = String::new();
    for line in text.lines() {
        let mut words: Vec<&str> = line.split(' ').collect();
        let at = words
            .iter()
            .position(|word| names.iter().any(|name| word.ends_with(name)));
        if let Some(at) = at {
            let number = words.iter().skip(at + 1).position(|word| !word.is_empty());
            words.drain(at + 1..number.map_or(at + 1, |number| at + number + 2));
        }
        let _ = writeln!(short, "{}", words.join(" "));
    }
    short
}

#[test]
fn the_bytecode_is_cpythons() {
    check("dis", "dis", |source| match compile(source, "main.py") {
        Ok(unit) => dis(&unit, &unit.codes[0]),
        Err(error) => error.to_string(),
    });
}

/// Line and column in bytes.
fn place(source: &str, offset: u32) -> String {
    let before = &source[..offset as usize];
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    format!("{line}:{column}")
}

fn tuple(names: &[String]) -> String {
    match names {
        [name] => format!("('{name}',)"),
        names => {
            let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
            format!("({})", quoted.join(", "))
        }
    }
}

fn summary(unit: &Unit, code: &Code, text: &mut String) {
    let flags = code.flags;
    let bits = [
        (flags.optimized, 0x3),
        (flags.varargs, 0x4),
        (flags.varkeywords, 0x8),
        (flags.nested, 0x10),
        (flags.generator, 0x20),
        (flags.coroutine, 0x80),
        (flags.async_generator, 0x200),
    ];
    let bits: u32 = bits
        .iter()
        .filter(|(set, _)| *set)
        .map(|(_, bit)| bit)
        .sum();
    let _ = writeln!(text, "{} {bits:#x}", code.qualname);
    let _ = writeln!(
        text,
        "  parameters ({}, {}, {}) stack {} line {}",
        code.argcount, code.posonly, code.kwonly, code.stack, code.first_line
    );
    let own = &code.locals[..code.first_free];
    let is_cell = |slot: usize| code.cells.contains(&(slot as u32));
    // CPython lists a cell among the variables when it is one at the same time.
    let variables = own.len() - trailing_cells(code);
    let mut cells: Vec<String> = (0..own.len())
        .filter(|slot| is_cell(*slot))
        .map(|slot| own[slot].clone())
        .collect();
    cells.dedup();
    let _ = writeln!(
        text,
        "  variables {} cells {} free {}",
        tuple(&own[..variables]),
        tuple(&cells),
        tuple(&code.locals[code.first_free..])
    );
    let places: Vec<String> = code
        .spans
        .iter()
        .map(|span| match span {
            span if *span == Span::NONE => "-".into(),
            span => {
                let (start, end) = (
                    place(&unit.source, span.start),
                    place(&unit.source, span.end),
                );
                format!("{start}-{end}")
            }
        })
        .collect();
    let _ = writeln!(text, "  {}", places.join(" "));
    for value in &code.consts {
        if let Const::Code(index) = value {
            summary(unit, &unit.codes[*index as usize], text);
        }
    }
}

/// Slots at the end that are cells and nothing else: no instruction loads or stores them directly.
fn trailing_cells(code: &Code) -> usize {
    use compiler::Op;
    let parameters = code.argcount
        + code.kwonly
        + usize::from(code.flags.varargs)
        + usize::from(code.flags.varkeywords);
    let direct = |slot: usize| {
        code.ops.iter().any(|op| match op {
            Op::LoadFastAndClear(of) | Op::StoreFast(of) => *of as usize == slot,
            _ => false,
        })
    };
    let slots = (parameters..code.first_free).rev();
    slots
        .take_while(|slot| code.cells.contains(&(*slot as u32)) && !direct(*slot))
        .count()
}

#[test]
fn names_flags_and_places_are_cpythons() {
    check("dis", "codes", |source| match compile(source, "main.py") {
        Ok(unit) => {
            let mut text = String::new();
            summary(&unit, &unit.codes[0], &mut text);
            text
        }
        Err(error) => error.to_string(),
    });
}

#[test]
fn errors_are_cpythons() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors.txt");
    let text = read(&file);
    let mut wrong = String::new();
    for block in text.split("#### source\n").skip(1) {
        let (source, expected) = block.split_once("#### error\n").expect("both are there");
        let found = match compile(source, "main.py") {
            Ok(_) => "nothing".into(),
            Err(error) => error.to_string(),
        };
        if found.trim_end() != expected.trim_end() {
            let _ = writeln!(wrong, "{source}--- CPython\n{expected}--- here\n{found}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
