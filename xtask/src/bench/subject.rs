//! Who runs the programs: CPythons, and what this project makes of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::program::{Said, program};
use super::python::{Python, Version};
use super::scenario::{Pace, Scenario};
use crate::step::{self, Context, Result};

/// The lock of a Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Counts ticks.
    Old,
    /// Waits for switch intervals.
    New,
    /// There is none.
    None,
}

/// A Python that is made here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    pub name: &'static str,
    pub lock: Lock,
}

/// All of them, the oldest first.
pub const PRESETS: [Preset; 5] = [
    Preset::new("2.7", Lock::Old),
    Preset::new("3.9", Lock::New),
    Preset::new("3.13", Lock::New),
    Preset::new("3.14", Lock::New),
    Preset::new("3.14t", Lock::None),
];

impl Preset {
    const fn new(name: &'static str, lock: Lock) -> Self {
        Self { name, lock }
    }

    /// The one that is nearest to a CPython.
    pub fn nearest(version: Version) -> Self {
        let [old, every_opcode, back_edges, newest, free_threaded] = PRESETS;
        match version.numbers {
            _ if version.free_threaded => free_threaded,
            _ if version.counts_ticks() => old,
            (3, ..10, _) => every_opcode,
            (3, ..14, _) => back_edges,
            _ => newest,
        }
    }
}

/// Whoever runs a program.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    Python(&'a Python),
    /// On real threads.
    Real(Preset),
    /// On so many virtual cores.
    Virtual(Preset, usize),
}

/// Where everything is.
#[derive(Debug)]
pub struct Place<'a> {
    pub root: &'a Path,
    pub gilpy: PathBuf,
    /// For the programs as they are run.
    pub folder: PathBuf,
}

impl Subject<'_> {
    /// Its lock.
    pub fn lock(self) -> Lock {
        match self {
            Self::Python(python) => Preset::nearest(python.version).lock,
            Self::Real(preset) | Self::Virtual(preset, _) => preset.lock,
        }
    }

    /// Has it run a scenario's program.
    ///
    /// # Errors
    /// When it does not run to its end.
    pub fn run(self, scenario: &Scenario, place: &Place) -> Result<Said> {
        let mut constants = scenario.constants.to_vec();
        if let Some(counts) = scenario.counts {
            let count = match self {
                Self::Python(_) => counts.python,
                Self::Real(_) => counts.real,
                Self::Virtual(..) => counts.on_virtual_cores,
            };
            constants.push(("COUNT", count));
        }
        let program = program(place.root, scenario.program, &constants)?;
        let file = place.folder.join("main.py");
        let write = |program: String| {
            fs::write(&file, program).context(|| format!("Cannot write {}", file.display()))
        };
        let mut command = match self {
            Self::Python(python) => {
                write(python.version.prepared(&program, scenario.pace))?;
                python.command()
            }
            Self::Real(preset) => {
                write(scenario.pace.prepared(&program, false))?;
                here(place, preset, "real", scenario.pace)
            }
            Self::Virtual(preset, cores) => {
                write(scenario.pace.prepared(&program, false))?;
                here(place, preset, &cores.to_string(), scenario.pace)
            }
        };
        Said::read(&step::quietly(command.arg(&file))?)
    }
}

fn here(place: &Place, preset: Preset, cores: &str, pace: Pace) -> Command {
    let mut command = Command::new(&place.gilpy);
    command.args(["--preset", preset.name, "--cores", cores]);
    if let Pace::Interval(seconds) = pace {
        command.args(["--switch-interval", seconds]);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_has_a_nearest_preset() {
        for (numbers, free_threaded, nearest) in [
            ((2, 7, 18), false, "2.7"),
            ((3, 1, 5), false, "2.7"),
            ((3, 2, 0), false, "3.9"),
            ((3, 9, 18), false, "3.9"),
            ((3, 10, 0), false, "3.13"),
            ((3, 13, 9), false, "3.13"),
            ((3, 14, 0), false, "3.14"),
            ((3, 15, 0), false, "3.14"),
            ((4, 0, 0), false, "3.14"),
            ((3, 13, 0), true, "3.14t"),
        ] {
            let version = Version {
                numbers,
                free_threaded,
            };
            assert_eq!(Preset::nearest(version).name, nearest, "{version:?}");
        }
    }
}
