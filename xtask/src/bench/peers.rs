//! `bench python`: the interpreter beside others, by `tests/browser/bench-python.mjs`.

use std::path::Path;
use std::process::Command;

use super::gilpy;
use super::python::{self, Python};
use crate::compiler::Need;
use crate::npm;
use crate::options_of;
use crate::step::{self, Failure, Result};
use crate::{browser, site};

/// Beside whom the interpreter can be measured, and where it can.
const PEERS: [&str; 6] = [
    "native",
    "chromium",
    "cpythons",
    "pyodide",
    "micropython",
    "brython",
];
/// Those that need no browser.
const OUTSIDE: [&str; 2] = ["native", "cpythons"];

/// What to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Of the peers, none for all.
    pub only: Vec<String>,
    /// Of the programs, none for all.
    pub programs: Vec<String>,
    /// The best of how many.
    pub rounds: u32,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            programs: Vec::new(),
            rounds: 5,
        }
    }
}

impl Wanted {
    /// Reads the options. The error is a sentence.
    pub fn read(options: &[&str]) -> std::result::Result<Self, String> {
        let mut wanted = Self::default();
        for (option, value) in options_of(&["--only", "--program", "--rounds"], options)? {
            match option {
                "--only" if !PEERS.contains(&value) => {
                    return Err(format!("There is no {value:?} among {}.", PEERS.join(", ")));
                }
                "--only" => wanted.only.push(value.to_owned()),
                "--program" => wanted.programs.push(value.to_owned()),
                _ => {
                    let rounds = value.parse().ok().filter(|rounds| *rounds > 0);
                    wanted.rounds =
                        rounds.ok_or_else(|| format!("{value:?} is no number of rounds."))?;
                }
            }
        }
        Ok(wanted)
    }

    fn has(&self, peer: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == peer)
    }
}

/// Measures the interpreter beside CPython 3.13 and others; if all are wanted, the result is written
/// down in `docs/benchmarks.md`.
///
/// # Errors
/// When something cannot be built or started, or there is no CPython 3.13.
pub fn python(root: &Path, wanted: &Wanted) -> Result<()> {
    let (reference, others): (Vec<Python>, Vec<Python>) = python::all()?
        .into_iter()
        .filter(|python| python.version.numbers >= (3, 6, 0))
        .partition(|python| {
            python.version.numbers.0 == 3
                && python.version.numbers.1 == 13
                && !python.version.free_threaded
        });
    let Some(reference) = reference.last() else {
        return Err(Failure::new(
            "There is no CPython 3.13 to compare with: name one in PYTHON.",
        ));
    };
    let pythons: Vec<_> = [reference]
        .into_iter()
        .chain(&others)
        .map(|python| python.program().to_string_lossy().into_owned())
        .collect();
    let outside = |peer: &&str| OUTSIDE.contains(peer);
    let mut node = if PEERS.iter().any(|peer| wanted.has(peer) && !outside(peer)) {
        if wanted.has("chromium") {
            site::build(root, Need::Build, None)?;
        }
        browser::node(root)?
    } else {
        npm::Packages::find(root)?;
        let mut node = Command::new("node");
        node.current_dir(root);
        node
    };
    if wanted.has("native") {
        node.env("GILPY", gilpy(root)?);
    }
    node.arg("tests/browser/bench-python.mjs")
        .env("PYTHONS", pythons.join(","))
        .env("ONLY", wanted.only.join(","))
        .env("PROGRAMS", wanted.programs.join(","))
        .env("ROUNDS", wanted.rounds.to_string())
        .env("TABLE", root.join("docs/benchmarks.md"));
    step::part(
        "bench",
        "measures; leave the machine alone",
        "10 minutes for all",
        || step::run(&mut node),
    )
}
