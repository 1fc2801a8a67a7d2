//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Error, Parser};
use protocol::{Cores, MAX_VIRTUAL_CORES, Preset, Settings, StepWindow};

use crate::failure::Failure;

pub(crate) const VERSION: &str = concat!("gilpy ", env!("CARGO_PKG_VERSION"), "\n");

pub(crate) const HELP: &str = "\
Runs a Python program behind the Global Interpreter Lock, or without it.

Usage: gilpy [OPTIONS] FILE

  FILE                  the Python program; - reads standard input

What it runs on
  --preset NAME         which Python: 2.7, 3.9, 3.13, 3.14 (unless told otherwise) or 3.14t,
                        which has no lock
  --cores real|N        the machine's own cores (unless told otherwise), or 1 to 64 virtual
                        ones with a time of their own
  --single              one real thread takes turns for all, as a page without shared memory does
  --switch-interval S   seconds, to begin with; unless told otherwise 0.005. Python 2.7 counts
                        ticks instead, 3.14t has nothing to switch
  --memory MB           a program that wants more gets a MemoryError; unless told otherwise 2000
  --real-httpbin        ask httpbin.org for https://httpbin.org/delay/N; unless told so, a slow
                        service on this machine answers that
  --seed K              what chance on virtual cores begins with, unless told otherwise 0:
                        the same seed, the same run

What to keep of it
  --summary             print to standard error where the time went
  --report FILE         write everything that was measured, as JSON, every event around the lock
                        included
  --steps N             keep in the report how virtual cores come to the first N hand-overs of the
                        lock, bytecode by bytecode
  --trace FILE          write the events for ui.perfetto.dev and the Firefox Profiler

  --help                print this
  --version             print gilpy's version

Exit status: 0, or 1 if the program cannot be compiled, its main thread ends with an uncaught
exception, or its threads wait for each other for ever; 2 if gilpy cannot do what it is asked to;
141 if nobody reads the output any more.
";

/// What is asked for.
#[derive(Debug)]
pub(crate) enum Command {
    Run(Arguments),
    Help,
    Version,
}

/// A program, what to run it on, and what to keep of it.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) program: Source,
    pub(crate) settings: Settings,
    pub(crate) single: bool,
    /// Whether httpbin.org itself is asked for its delays.
    pub(crate) real_httpbin: bool,
    /// How many bytes the program may take.
    pub(crate) memory: usize,
    pub(crate) steps: Option<StepWindow>,
    pub(crate) report: Option<PathBuf>,
    pub(crate) trace: Option<PathBuf>,
    pub(crate) summary: bool,
}

/// Where the program is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

pub(crate) fn parse(mut parser: Parser) -> Result<Command, Failure> {
    let mut program = None;
    let mut settings = Settings::of(Preset::Python314);
    let mut single = false;
    let mut real_httpbin = false;
    let mut memory = 2000 * MEGABYTE;
    let mut summary = false;
    let mut steps = None;
    let (mut report, mut trace) = (None, None);
    while let Some(argument) = parser.next().map_err(in_words)? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("version") | Arg::Short('V') => return Ok(Command::Version),
            Arg::Long("preset") => settings.preset = preset(&value(&mut parser)?)?,
            Arg::Long("cores") => settings.cores = cores(&value(&mut parser)?)?,
            Arg::Long("switch-interval") => {
                settings.switch_interval = switch_interval(&value(&mut parser)?)?;
            }
            Arg::Long("seed") => settings.seed = seed(&value(&mut parser)?)?,
            Arg::Long("memory") => memory = bytes(&value(&mut parser)?)?,
            Arg::Long("single") => single = true,
            Arg::Long("real-httpbin") => real_httpbin = true,
            Arg::Long("steps") => steps = Some(step_window(&value(&mut parser)?)?),
            Arg::Long("summary") => summary = true,
            Arg::Long("report") => report = Some(path(&mut parser)?),
            Arg::Long("trace") => trace = Some(path(&mut parser)?),
            Arg::Value(file) if program.is_none() => program = Some(source(file)),
            Arg::Value(extra) => {
                return Err(Failure::of_usage(format!(
                    "There is one program to run, and {extra:?} is one argument too many."
                )));
            }
            Arg::Short(_) | Arg::Long(_) => return Err(in_words(argument.unexpected())),
        }
    }
    let Some(program) = program else {
        return Err(Failure::of_usage("Which program? FILE is missing."));
    };
    if single && settings.cores != Cores::Real {
        return Err(Failure::of_usage(
            "One real thread has no virtual cores: give either --single or --cores N.",
        ));
    }
    if steps.is_some() && settings.cores == Cores::Real {
        return Err(Failure::of_usage(
            "Only virtual cores can be watched step by step: give --cores N with --steps.",
        ));
    }
    if steps.is_some() && report.is_none() {
        return Err(Failure::of_usage(
            "The steps are a part of the report: give --report FILE with --steps.",
        ));
    }
    Ok(Command::Run(Arguments {
        program,
        settings,
        single,
        real_httpbin,
        memory,
        steps,
        report,
        trace,
        summary,
    }))
}

fn source(file: OsString) -> Source {
    if file == "-" {
        Source::Stdin
    } else {
        Source::File(file.into())
    }
}

fn preset(name: &str) -> Result<Preset, Failure> {
    Preset::named(name).ok_or_else(|| {
        let [all @ .., last] = Preset::ALL.map(Preset::name);
        let all = all.join(", ");
        Failure::of_usage(format!(
            "There is no preset {name:?}; there are {all} and {last}."
        ))
    })
}

fn cores(text: &str) -> Result<Cores, Failure> {
    if text == "real" {
        return Ok(Cores::Real);
    }
    match text.parse() {
        Ok(cores @ 1..=MAX_VIRTUAL_CORES) => Ok(Cores::Virtual(cores)),
        _ => Err(Failure::of_usage(format!(
            "--cores takes \"real\" or a number from 1 to {MAX_VIRTUAL_CORES}, not {text:?}."
        ))),
    }
}

const MEGABYTE: usize = 1_000_000;

fn bytes(text: &str) -> Result<usize, Failure> {
    let megabytes = text.parse().ok().filter(|&megabytes| megabytes > 0);
    megabytes
        .and_then(|megabytes: usize| megabytes.checked_mul(MEGABYTE))
        .ok_or_else(|| {
            Failure::of_usage(format!(
                "--memory takes a number of megabytes from 1 on, not {text:?}."
            ))
        })
}

fn switch_interval(text: &str) -> Result<f64, Failure> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => Ok(seconds),
        _ => Err(Failure::of_usage(format!(
            "--switch-interval takes a positive number of seconds, not {text:?}."
        ))),
    }
}

/// How many bytecodes are kept before and after an event: some rounds of a short loop.
const AROUND: u32 = 16;

fn step_window(text: &str) -> Result<StepWindow, Failure> {
    match text.parse() {
        Ok(hand_overs @ 1..) => Ok(StepWindow {
            hand_overs,
            around: AROUND,
        }),
        _ => Err(Failure::of_usage(format!(
            "--steps takes a number of hand-overs from 1 on, not {text:?}."
        ))),
    }
}

fn seed(text: &str) -> Result<u32, Failure> {
    text.parse().map_err(|_| {
        Failure::of_usage(format!(
            "--seed takes a whole number from 0 to 2**32 - 1, not {text:?}."
        ))
    })
}

fn value(parser: &mut Parser) -> Result<String, Failure> {
    let value = parser.value().map_err(in_words)?;
    // What is not Unicode is none of the values either, and their errors show it.
    Ok(value.to_string_lossy().into_owned())
}

fn path(parser: &mut Parser) -> Result<PathBuf, Failure> {
    parser.value().map(PathBuf::from).map_err(in_words)
}

/// What a person typed is quoted and escaped everywhere: then one sentence is one line.
fn in_words(error: Error) -> Failure {
    Failure::of_usage(match error {
        Error::UnexpectedOption(option) => format!("There is no option {option:?}."),
        Error::MissingValue { option } => {
            format!(
                "{} needs a value.",
                option.as_deref().unwrap_or("An option")
            )
        }
        Error::UnexpectedValue { option, value } => {
            format!("{option} takes no value: leave out {value:?}.")
        }
        other => format!("The command line cannot be read: {:?}.", other.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Command, Failure> {
        parse(Parser::from_args(arguments))
    }

    fn arguments(arguments: &[&str]) -> Arguments {
        match parsed(arguments) {
            Ok(Command::Run(arguments)) => arguments,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_alone_runs_as_python_would() {
        let arguments = arguments(&["x.py"]);
        assert_eq!(arguments.program, Source::File("x.py".into()));
        assert_eq!(arguments.settings, Settings::of(Preset::Python314));
        assert!(!arguments.single && !arguments.summary);
        assert_eq!((arguments.report, arguments.trace), (None, None));
    }

    #[test]
    fn every_option_arrives() {
        let all = arguments(&[
            "--preset=2.7",
            "--cores",
            "64",
            "-",
            "--switch-interval",
            "1e-3",
            "--seed=4294967295",
            "--report",
            "r.json",
            "--trace=t.json",
            "--steps=3",
            "--memory=64",
            "--summary",
        ]);
        assert_eq!(all.program, Source::Stdin);
        assert_eq!(
            all.settings,
            Settings {
                preset: Preset::Python27,
                cores: Cores::Virtual(64),
                switch_interval: 0.001,
                seed: u32::MAX,
            }
        );
        assert_eq!(all.memory, 64_000_000);
        assert_eq!(all.report, Some("r.json".into()));
        assert_eq!(all.trace, Some("t.json".into()));
        let steps = all.steps.map(|window| window.hand_overs);
        assert_eq!(steps, Some(3));
        assert!(all.summary);
        assert!(arguments(&["--single", "--cores=real", "x.py"]).single);
        let after = arguments(&["--", "--help"]);
        assert_eq!(after.program, Source::File("--help".into()));
    }

    #[test]
    fn steps_are_for_virtual_cores_and_reports() {
        for (wrong, word) in [
            (&["--steps=1", "--report=r", "x.py"][..], "--cores"),
            (&["--steps=1", "--report=r", "--single", "x.py"], "--cores"),
            (&["--steps=1", "--cores=2", "x.py"], "--report"),
            (&["--steps=0", "--cores=2", "x.py"], "from 1 on"),
            (&["--steps=-1", "--cores=2", "x.py"], "from 1 on"),
        ] {
            let failure = parsed(wrong).unwrap_err().to_string();
            assert!(failure.contains(word), "{wrong:?}: {failure}");
        }
    }

    #[test]
    fn the_help_names_every_preset() {
        for preset in Preset::ALL {
            assert!(HELP.contains(preset.name()), "{preset:?}");
        }
        assert!(HELP.contains(&format!("1 to {MAX_VIRTUAL_CORES} virtual")));
    }
}
