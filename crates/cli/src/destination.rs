//! The files that are kept of a run.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use protocol::RunReport;

use crate::arguments::Source;
use crate::failure::Failure;

/// A file that is open and will be written when the run is over.
#[derive(Debug)]
pub(crate) struct Destination {
    path: PathBuf,
    file: File,
}

impl Destination {
    /// Opens the file, or creates it. What is in it stays until there is something new.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|error| {
                Failure::new(format!(
                    "{path:?} cannot be written: {error}; nothing was run."
                ))
            })?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    /// The whole report, for programs and for people.
    pub(crate) fn write_report(self, report: &RunReport) -> Result<(), Failure> {
        self.write(|out| {
            serde_json::to_writer_pretty(&mut *out, report)?;
            out.write_all(b"\n")
        })
    }

    /// The report's ledger as a trace.
    pub(crate) fn write_trace(self, report: &RunReport, title: &str) -> Result<(), Failure> {
        let ledger = report.ledger.clone().unwrap_or_default();
        let trace = timeline::chrome_trace(&ledger, title);
        self.write(|out| out.write_all(trace.as_bytes()))
    }

    fn write(
        self,
        content: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let Self { path, file } = self;
        let written = || {
            // Pipes and devices have nothing to cut off.
            if file.metadata()?.is_file() {
                file.set_len(0)?;
            }
            let mut out = BufWriter::new(&file);
            content(&mut out)?;
            out.flush()
        };
        written().map_err(|error: io::Error| {
            Failure::new(format!(
                "{path:?} is not complete, since it could not be written: {error}."
            ))
        })
    }
}

/// Two files in one would be neither, and a report in the program's place would be the end of it.
pub(crate) fn must_differ(
    path: &Path,
    program: &Source,
    others: &[Destination],
) -> Result<(), Failure> {
    if let Source::File(program) = program
        && is_same_file(path, program)
    {
        return Err(Failure::new(format!(
            "{path:?} is the program itself: name another file to write to."
        )));
    }
    if others.iter().any(|other| is_same_file(path, &other.path)) {
        return Err(Failure::new(format!(
            "{path:?} cannot be both report and trace: name two files."
        )));
    }
    Ok(())
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    // What is no file, as /dev/null, may be named twice; what is not there is not the same.
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b && a.is_file(),
        _ => false,
    }
}
