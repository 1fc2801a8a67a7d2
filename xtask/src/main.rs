//! Everything a person types: `cargo xtask serve`, `build`, `test`, `bench`, `record`.
//!
//! The site needs two wasm builds with different flags, a standard library compiled from source
//! and three tools of exact versions. All of that is found or installed here, so that a fresh
//! checkout needs one command.

mod article;
mod bench;
mod browser;
mod compiler;
mod constants;
mod debian;
mod engine;
mod finish;
mod headers;
mod names;
mod npm;
#[path = "../../crates/python/pack.rs"]
mod pack;
mod page;
mod record;
mod serve;
mod site;
mod split;
mod step;
mod test;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::step::Result;

const USAGE: &str = "\
cargo xtask serve [--port 8080]     build the site, serve it on 127.0.0.1
            [--plain]               without any header, as the simplest hosts do
cargo xtask build [--address URL]   build the site into dist/, for whatever place, or for this one
cargo xtask test [--only STEP]...   run what CI runs, or only the named steps:
                                    format, lint, lint-wasm, test, model, build, budget,
                                    browser
cargo xtask bench                   measure the counting loop beside CPython's
cargo xtask bench lock              measure what the lock does beside CPython's
cargo xtask bench python            measure the interpreter beside others, into docs/benchmarks.md
            [--only PEER]...        beside some only, and print it: native, chromium, cpythons,
                                    pyodide, micropython, brython
            [--program NAME]...     some of tests/bench only
            [--rounds 5]            the best of how many
cargo xtask record                  record from CPython what tests/programs print
cargo xtask split                   see which functions of the engine the page's programs need first,
                                    into xtask/needed.txt
cargo xtask help                    print this

Environment
  GIL_PLAYGROUND_COMPILER   rustup or debian: where the compiler of the wasm comes from;
                            unset: whichever is there, else whichever can be installed
  GIL_PLAYGROUND_TOOLS      folder for trunk and wasm-bindgen;
                            unset: $XDG_CACHE_HOME/gil-playground or ~/.cache/gil-playground
  CHROMIUM                  the browser for `test` and `bench`; unset: found on PATH
  FIREFOX                   the other one for `test`; unset: found on PATH
  PYTHON                    the CPython for `bench`, or several for `bench lock`, with : between;
                            unset: python3.13 or python3 on PATH, or all of python2.7 and python3.*
  GIL_PLAYGROUND_PYTHON     the CPython 3.13 for `record`; unset: python3.13 on PATH
";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Serve { port: u16, sends: serve::Sends },
    Build { address: Option<String> },
    Test { only: Vec<test::Step> },
    Bench,
    BenchLock,
    BenchPython(bench::Wanted),
    Record,
    Split,
    Help,
}

/// Reads the arguments, without the program's own name. The error is a sentence.
fn parse(arguments: &[&str]) -> std::result::Result<Command, String> {
    match arguments {
        [] | ["help" | "--help" | "-h"] => Ok(Command::Help),
        ["serve", options @ ..] => {
            let (plain, options): (Vec<_>, Vec<_>) =
                options.iter().partition(|option| **option == "--plain");
            let sends = if plain.is_empty() {
                serve::Sends::Headers
            } else {
                serve::Sends::FilesOnly
            };
            let mut port = serve::DEFAULT_PORT;
            for value in values_of("--port", &options)? {
                port = value
                    .parse()
                    .map_err(|_| format!("{value:?} is no port: give a number up to 65535."))?;
            }
            Ok(Command::Serve { port, sends })
        }
        ["build", options @ ..] => {
            let typed = values_of("--address", options)?;
            let address = typed.last().map(|typed| finish::address(typed));
            Ok(Command::Build {
                address: address.transpose()?,
            })
        }
        ["test", options @ ..] => {
            let only = values_of("--only", options)?
                .into_iter()
                .map(|value| {
                    test::Step::named(value).ok_or_else(|| format!("There is no step {value:?}."))
                })
                .collect::<std::result::Result<_, _>>()?;
            Ok(Command::Test { only })
        }
        ["bench"] => Ok(Command::Bench),
        ["bench", "lock"] => Ok(Command::BenchLock),
        ["bench", "python", options @ ..] => bench::Wanted::read(options).map(Command::BenchPython),
        ["bench", extra, ..] => Err(format!("`bench` takes no {extra:?}.")),
        ["record"] => Ok(Command::Record),
        ["split"] => Ok(Command::Split),
        ["split", extra, ..] => Err(format!("`split` takes no {extra:?}.")),
        ["record", extra, ..] => Err(format!("`record` takes no {extra:?}.")),
        [unknown, ..] => Err(format!("There is no command {unknown:?}.")),
    }
}

/// The values of an option that may be repeated, written `--name value` or `--name=value`, and
/// the only one allowed.
fn values_of<'a>(name: &str, options: &[&'a str]) -> std::result::Result<Vec<&'a str>, String> {
    let values = options_of(&[name], options)?.into_iter();
    Ok(values.map(|(_, value)| value).collect())
}

/// Options with their values; only those with these names are allowed.
fn options_of<'n, 'a>(
    names: &[&'n str],
    options: &[&'a str],
) -> std::result::Result<Vec<(&'n str, &'a str)>, String> {
    let mut values = Vec::new();
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        let (typed, inline) = match option.split_once('=') {
            Some((typed, value)) => (typed, Some(value)),
            None => (*option, None),
        };
        let name = names.iter().find(|name| **name == typed);
        let name = name.ok_or_else(|| format!("There is no option {option:?} here."))?;
        let value = inline.or_else(|| rest.next().copied());
        values.push((
            *name,
            value.ok_or_else(|| format!("{name} needs a value."))?,
        ));
    }
    Ok(values)
}

/// The folder of the workspace. Cargo says it at run time; the compiled-in one serves whoever
/// starts the binary by hand.
fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package
        .parent()
        .map_or_else(|| package.clone(), PathBuf::from)
}

fn carry_out(command: Command) -> Result<()> {
    let root = root();
    match command {
        Command::Serve { port, sends } => {
            // Before the long build: a port in use should be told at once.
            let listener = serve::listen(port)?;
            site::build(&root, compiler::Need::Build, None)?;
            serve::serve(listener, &root.join("dist"), sends)
        }
        Command::Build { address } => site::build(&root, compiler::Need::Build, address.as_deref()),
        Command::Test { only } => test::test(&root, &only),
        Command::Bench => bench::counting(&root),
        Command::BenchLock => bench::lock(&root),
        Command::BenchPython(wanted) => bench::python(&root, &wanted),
        Command::Record => record::record(&root),
        Command::Split => split::record(&root),
        Command::Help => {
            print!("{USAGE}");
            Ok(())
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match parse(&arguments) {
        Ok(command) => match carry_out(command) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                eprintln!("\n{failure}");
                ExitCode::FAILURE
            }
        },
        Err(sentence) => {
            eprintln!("{sentence}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read() {
        assert_eq!(parse(&[]), Ok(Command::Help));
        assert_eq!(parse(&["help"]), Ok(Command::Help));
        assert_eq!(parse(&["build"]), Ok(Command::Build { address: None }));
        assert_eq!(
            parse(&["build", "--address", "https://example.org/gil"]),
            Ok(Command::Build {
                address: Some("https://example.org/gil/".to_owned())
            })
        );
        assert_eq!(parse(&["bench"]), Ok(Command::Bench));
        assert_eq!(parse(&["bench", "lock"]), Ok(Command::BenchLock));
        let mut wanted = bench::Wanted::default();
        assert_eq!(
            parse(&["bench", "python"]),
            Ok(Command::BenchPython(wanted.clone()))
        );
        wanted.only = vec!["native".to_owned(), "pyodide".to_owned()];
        wanted.rounds = 2;
        let options = ["--only", "native", "--rounds=2", "--only=pyodide"];
        assert_eq!(
            parse(&[&["bench", "python"][..], &options].concat()),
            Ok(Command::BenchPython(wanted))
        );
        assert_eq!(parse(&["record"]), Ok(Command::Record));
        assert_eq!(parse(&["split"]), Ok(Command::Split));
        for (arguments, port, sends) in [
            (&["serve"][..], 8080, serve::Sends::Headers),
            (&["serve", "--port", "9000"], 9000, serve::Sends::Headers),
            (&["serve", "--port=9000"], 9000, serve::Sends::Headers),
            (&["serve", "--plain"], 8080, serve::Sends::FilesOnly),
            (
                &["serve", "--plain", "--port=1"],
                1,
                serve::Sends::FilesOnly,
            ),
        ] {
            assert_eq!(parse(arguments), Ok(Command::Serve { port, sends }));
        }
        assert_eq!(
            parse(&["test", "--only", "lint", "--only=build"]),
            Ok(Command::Test {
                only: vec![test::Step::Lint, test::Step::Build]
            })
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (arguments, named) in [
            (&["bild"][..], "bild"),
            (&["serve", "--port", "http"], "http"),
            (&["serve", "--port", "65536"], "65536"),
            (&["serve", "--port"], "--port"),
            (&["serve", "--prot", "1"], "--prot"),
            (&["build", "--fast"], "--fast"),
            (&["build", "--address", "example.org"], "example.org"),
            (&["bench", "loop"], "loop"),
            (&["bench", "python", "--only", "pypy"], "pypy"),
            (&["bench", "python", "--rounds", "many"], "many"),
            (&["record", "all"], "all"),
            (&["test", "--only", "everything"], "everything"),
        ] {
            let sentence = parse(arguments).expect_err("a mistake");
            assert!(sentence.contains(named), "{sentence}");
        }
    }

    #[test]
    fn usage_names_every_step() {
        for step in test::Step::ALL {
            assert!(USAGE.contains(step.name()), "{}", step.name());
        }
    }
}
