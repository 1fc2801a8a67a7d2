//! `gilpy`: runs a Python program from the command line with the playground's own runtime.
//!
//! - `arguments` is what can be asked for, `program` and `destination` the files that are read
//!   and written, `failure` what is said when one of these is wrong.
//! - `execution` runs the program and passes its output on.
//! - `summary` tells in words what was measured.

mod arguments;
mod destination;
mod execution;
mod failure;
mod program;
mod summary;

use std::fmt::Display;
use std::io::{self, Write};
use std::panic;
use std::process::{self, ExitCode};

use protocol::RunReport;
use runtime::{Options, Refused};

use crate::arguments::{Arguments, Command, HELP, VERSION};
use crate::destination::Destination;
use crate::execution::Execution;
use crate::failure::Failure;

/// gilpy itself could not do what it was asked to. CPython uses this status, too, for a command line
/// that it does not understand and a file that it cannot open.
const FAILED: u8 = 2;
/// Whoever read the output went away. It is what a shell says of a tool that was ended by SIGPIPE
/// (128 + 13), so that a script that allows for the one allows for the other.
const BROKEN_PIPE: u8 = 141;

/// For how many events around the lock there is room: minutes even of a busy lock, in 16 MiB.
const LEDGER_ROOM: usize = 1 << 20;

#[global_allocator]
static ALLOCATOR: runtime::Counted = runtime::Counted;

fn main() -> ExitCode {
    exit_after_panics();
    let done = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(Command::Run(arguments)) => run(&arguments),
        Ok(Command::Help) => print(HELP),
        Ok(Command::Version) => print(VERSION),
        Err(failure) => Err(failure),
    };
    done.unwrap_or_else(|failure| {
        complain(failure);
        FAILED.into()
    })
}

/// A panic in a thread of the runtime would leave the others waiting for the lock for ever.
fn exit_after_panics() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        print(info);
        process::exit(101);
    }));
}

fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let program = program::read(&arguments.program)?;
    // Before the run, so that a path with a typing error does not cost an hour of measuring.
    let mut to_keep = Vec::new();
    for path in [&arguments.report, &arguments.trace].into_iter().flatten() {
        destination::must_differ(path, &arguments.program, &to_keep)?;
        to_keep.push(Destination::open(path)?);
    }
    let mut to_keep = to_keep.into_iter();
    let report_to = arguments.report.as_ref().and_then(|_| to_keep.next());
    let trace_to = to_keep.next();

    let options = Options {
        single: arguments.single,
        rewrite_httpbin: !arguments.real_httpbin,
        ledger_room: LEDGER_ROOM,
        with_ledger: report_to.is_some() || trace_to.is_some(),
        steps: arguments.steps,
        output_limit: usize::MAX,
        ..Options::new(arguments.settings)
    };
    runtime::limit_memory(arguments.memory);
    let execution = match execution::execute(&program, &options) {
        Ok(execution) => execution,
        Err(refused @ Refused::NotCompiled(_)) => {
            say(refused);
            Execution::refused(RunReport::refused(options.settings, options.passage()))
        }
        Err(refused) => return Err(Failure::new(refused)),
    };

    let report = &execution.report;
    if arguments.summary {
        say(summary::summary(report, execution.took).trim_end());
    }
    let title = format!("{}: {}", program.file, summary::ran_on(report));
    let kept = [
        report_to.map(|to| to.write_report(report)),
        trace_to.map(|to| to.write_trace(report, &title)),
    ];
    // The one that fails does not cost the other one.
    let mut failed = false;
    for failure in kept.into_iter().flatten().filter_map(Result::err) {
        complain(failure);
        failed = true;
    }
    match &execution.output {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(BROKEN_PIPE.into()),
        Err(error) => {
            return Err(Failure::new(format!(
                "The program was stopped because its output could not be written: {error}."
            )));
        }
        Ok(()) if failed => return Ok(FAILED.into()),
        Ok(()) => {}
    }
    Ok(report.exit_status.into())
}

/// Prints what was asked for and nothing else.
fn print(text: &str) -> Result<ExitCode, Failure> {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(BROKEN_PIPE.into()),
        Err(error) => Err(Failure::new(format!("It could not be printed: {error}."))),
    }
}

fn complain(failure: Failure) {
    say(format_args!("gilpy: {failure}"));
}

/// A line to standard error. If even that is closed, there is nobody left to tell.
fn say(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}
