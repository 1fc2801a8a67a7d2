//! Running the program and passing on what it prints.

use std::io::{self, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use protocol::{Chunk, Program, RunReport, Stream};
use runtime::{NativeHost, Options, Refused, Run};

/// How often the output is fetched: often enough that it seems to come at once.
const POLL: Duration = Duration::from_millis(10);

/// What came of a program.
#[derive(Debug)]
pub(crate) struct Execution {
    pub(crate) report: RunReport,
    /// How long the run really took, also if its own time was virtual.
    pub(crate) took: Duration,
    /// Why its standard output could not be passed on; then the run was cancelled.
    pub(crate) output: io::Result<()>,
}

impl Execution {
    /// A program that was not even started.
    pub(crate) fn refused(report: RunReport) -> Self {
        Self {
            report,
            took: Duration::ZERO,
            output: Ok(()),
        }
    }
}

/// Runs a program to its end. Its output goes to standard output and standard error as it comes.
pub(crate) fn execute(program: &Program, options: &Options) -> Result<Execution, Refused> {
    let (done, ended) = channel();
    let started = Instant::now();
    let run = Run::start(NativeHost::new(), program, options, move |report| {
        // OK because the other end is dropped only after this has arrived.
        let _ = done.send((report, started.elapsed()));
    })?;
    let mut output = Ok(());
    let (report, took) = loop {
        let ending = ended.recv_timeout(POLL);
        // After the report is there, so that nothing is left behind.
        let passed_on = pass_on(&run.take_output(), output.is_ok());
        if let Err(error) = passed_on {
            run.cancel();
            output = Err(error);
        }
        match ending {
            Ok(ending) => break ending,
            Err(RecvTimeoutError::Timeout) => {}
            // Only a panic drops the sender unused, and the hook in `main` ends that.
            Err(RecvTimeoutError::Disconnected) => unreachable!("a run ends with a report"),
        }
    };
    Ok(Execution {
        report,
        took,
        output,
    })
}

/// Writes chunks where they belong, in their order. Fails only if standard output does; without
/// standard error there is nobody to tell.
fn pass_on(chunks: &[Chunk], stdout_is_open: bool) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    let mut stderr = io::stderr().lock();
    let mut written = Ok(());
    for Chunk { stream, text, .. } in chunks {
        match stream {
            Stream::Stdout if stdout_is_open && written.is_ok() => {
                // At once, so that the two streams keep their order on a terminal.
                written = stdout
                    .write_all(text.as_bytes())
                    .and_then(|()| stdout.flush());
            }
            Stream::Stdout => {}
            Stream::Stderr | Stream::Note => {
                let _ = stderr.write_all(text.as_bytes());
            }
        }
    }
    written
}
