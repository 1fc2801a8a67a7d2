//! Installed CPythons.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::scenario::Pace;
use crate::step::{self, Failure, Result};
use crate::tools::on_path;

/// The newest one that is looked for.
const NEWEST: u32 = 30;

/// In words that all of them understand. The program's own path is asked for, too, because what is
/// on `PATH` may be somebody who looks for the right one at every start.
const ASK: &str = "\
import platform, sys, threading, time
free = not getattr(sys, '_is_gil_enabled', lambda: True)()
print('%s %d %d %d %d %s' % ((platform.python_implementation(),) + sys.version_info[:3] + (free, sys.executable)))
";

/// A version of Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    pub numbers: (u32, u32, u32),
    pub free_threaded: bool,
}

/// An installed CPython.
#[derive(Debug)]
pub struct Python {
    program: PathBuf,
    pub version: Version,
}

/// The CPython for the counting loop: the first one that was named, else the one that the figures in
/// the README are about, else any.
///
/// # Errors
/// When there is none.
pub fn one() -> Result<OsString> {
    named()
        .into_iter()
        .next()
        .or_else(|| on_path(&["python3.13", "python3"]))
        .map(Into::into)
        .ok_or_else(|| Failure::new("There is no python3 to compare with: name one in PYTHON."))
}

/// Those named in `PYTHON`, or all that are on `PATH`, the oldest first; of each version one.
///
/// # Errors
/// When one that was named is no CPython.
pub fn all() -> Result<Vec<Python>> {
    let named = named();
    let mut found = if named.is_empty() {
        let with_threads = (0..=NEWEST).map(|minor| format!("python3.{minor}"));
        let without_lock = (13..=NEWEST).map(|minor| format!("python3.{minor}t"));
        ["python2.7".to_owned(), "python3".to_owned()]
            .into_iter()
            .chain(with_threads)
            .chain(without_lock)
            .filter_map(|name| on_path(&[&name]))
            // Some are only there to say that they are not.
            .filter_map(|program| Python::ask(program).ok())
            .collect()
    } else {
        let asked = named.into_iter().map(Python::ask);
        asked.collect::<Result<Vec<_>>>()?
    };
    found.sort_by_key(|python| python.version);
    found.dedup_by_key(|python| python.version);
    Ok(found)
}

fn named() -> Vec<PathBuf> {
    let named = env::var_os("PYTHON").unwrap_or_default();
    env::split_paths(&named)
        .filter(|path| !path.as_os_str().is_empty())
        .collect()
}

impl Python {
    fn ask(program: PathBuf) -> Result<Self> {
        // What went wrong would be told with all of the question.
        let said = step::quietly(Command::new(&program).args(["-c", ASK])).unwrap_or_default();
        let (version, program) = read(&said).ok_or_else(|| {
            Failure::new(format!(
                "{} does not run as a CPython: name others in PYTHON, or none.",
                program.display()
            ))
        })?;
        Ok(Self { program, version })
    }

    /// Where it is.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// A command that runs what is in a file.
    pub fn command(&self) -> Command {
        Command::new(&self.program)
    }
}

fn read(said: &str) -> Option<(Version, PathBuf)> {
    let mut words = said.trim_end().splitn(6, ' ');
    if words.next()? != "CPython" {
        return None;
    }
    let mut number = || words.next()?.parse().ok();
    let numbers = (number()?, number()?, number()?);
    let version = Version {
        numbers,
        free_threaded: number()? == 1,
    };
    Some((version, words.next()?.into()))
}

impl Version {
    /// Whether it has the lock before 3.2, which counts ticks.
    pub fn counts_ticks(self) -> bool {
        self.numbers < (3, 2, 0)
    }

    /// How people write it.
    pub fn name(self) -> String {
        let (major, minor, micro) = self.numbers;
        let build = if self.free_threaded { "t" } else { "" };
        format!("{major}.{minor}.{micro}{build}")
    }

    /// A program as this version is to run it.
    pub fn prepared(self, program: &str, pace: Pace) -> String {
        // What 3 calls range is called xrange in 2, where range makes a list.
        let program = if self.numbers < (3, 0, 0) {
            program.replace("range(", "xrange(")
        } else {
            program.to_owned()
        };
        pace.prepared(&program, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let (version, program) = read("CPython 3 13 0 0 /a b/python\n").expect("an answer");
        assert_eq!(version.name(), "3.13.0");
        assert_eq!(program, PathBuf::from("/a b/python"));
        let (version, _) = read("CPython 3 14 2 1 /python\n").expect("an answer");
        assert_eq!(version.name(), "3.14.2t");
        assert!(read("PyPy 3 11 13 0 /pypy\n").is_none());
        assert!(read("").is_none());
    }

    #[test]
    fn versions_run_what_they_understand() {
        let version = |major, minor| Version {
            numbers: (major, minor, 0),
            free_threaded: false,
        };
        let program = "for _ in range(3):\n    pass\n";
        assert_eq!(
            version(2, 7).prepared(program, Pace::Ticks(10)),
            "import sys\nsys.setcheckinterval(10)\nfor _ in xrange(3):\n    pass\n"
        );
        assert_eq!(
            version(3, 6).prepared(program, Pace::Interval("0.001")),
            format!("import sys\nsys.setswitchinterval(0.001)\n{program}")
        );
        assert!(version(3, 1).counts_ticks() && !version(3, 2).counts_ticks());
    }
}
