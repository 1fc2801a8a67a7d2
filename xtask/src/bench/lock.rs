//! `bench lock`: what CPython's lock does and what this one does, the same programs in turns.

use std::env;
use std::fs;
use std::path::Path;
use std::process;
use std::thread::available_parallelism;

use super::gilpy;
use super::machine::{Cores, condition};
use super::program::Said;
use super::python::{self, Python};
use super::scenario::{Quantity, SCENARIOS, Scenario};
use super::subject::{PRESETS, Place, Preset, Subject};
use super::table::{cell, table};
use crate::compiler::Need;
use crate::step::{self, Context, Result};
use crate::tools::{self, native_cargo};
use crate::{browser, site};

const ROUNDS: usize = 3;
/// As many virtual ones as there can be.
const MOST_CORES: usize = 64;

/// Measures the lock: beside every installed CPython, by itself, and in Chromium.
///
/// # Errors
/// When something cannot be built, started or run to its end.
pub fn lock(root: &Path) -> Result<()> {
    let pythons = python::all()?;
    if pythons.is_empty() {
        step::say(
            "There is no CPython to compare with: only what is made here is measured. Name others \
             in PYTHON.",
        );
    }
    site::build(root, Need::Build, None)?;
    let place = Place {
        root,
        gilpy: gilpy(root)?,
        folder: env::temp_dir().join(format!("gil-playground-bench-{}", process::id())),
    };
    let mut natively = native_cargo();
    natively
        .args(["bench", "-p", "runtime", "--bench", "lock"])
        .current_dir(root);
    // Built now, so that nothing is built while something is measured.
    step::run(natively.arg("--no-run"))?;
    fs::create_dir_all(&place.folder)
        .context(|| format!("Cannot make {}", place.folder.display()))?;
    let measured = step::part(
        "bench",
        "measures; leave the machine alone",
        "2 minutes, and 20 seconds for each CPython",
        || all(&place, &pythons),
    );
    tools::remove(&place.folder)?;
    measured
}

fn all(place: &Place, pythons: &[Python]) -> Result<()> {
    let before = Cores::of_two_processes(place)?;
    let tables = side_by_side(place, pythons)?;
    let between = Cores::of_two_processes(place)?;
    println!("\n{tables}{}", condition(before, between));

    let mut natively = native_cargo();
    natively
        .args(["bench", "--quiet", "-p", "runtime", "--bench", "lock"])
        .current_dir(place.root);
    step::run(&mut natively)?;
    let mut node = browser::node(place.root)?;
    node.arg("tests/browser/bench-lock.mjs")
        .env("GILPY", &place.gilpy);
    step::run(&mut node)?;
    let after = Cores::of_two_processes(place)?;
    println!("\n{}", condition(between, after));
    Ok(())
}

/// A line of every table: a CPython and the preset that is nearest to it, or a preset that is
/// nearest to none.
struct Row {
    python: Option<usize>,
    preset: Preset,
}

fn rows(pythons: &[Python]) -> Vec<Row> {
    let with_python = pythons.iter().enumerate().map(|(index, python)| Row {
        python: Some(index),
        preset: Preset::nearest(python.version),
    });
    let mut rows: Vec<Row> = with_python.collect();
    for preset in PRESETS {
        if !rows.iter().any(|row| row.preset == preset) {
            rows.push(Row {
                python: None,
                preset,
            });
        }
    }
    rows
}

/// What everybody said to a scenario, in each round.
#[derive(Default)]
struct Answers {
    /// By CPython.
    pythons: Vec<Vec<Said>>,
    /// By preset, as those below.
    real: Vec<Vec<Said>>,
    on_virtual_cores: Vec<Vec<Said>>,
}

fn side_by_side(place: &Place, pythons: &[Python]) -> Result<String> {
    let cores = available_parallelism()
        .map_or(1, usize::from)
        .min(MOST_CORES);
    let mut all: Vec<Answers> = SCENARIOS
        .iter()
        .map(|_| Answers {
            pythons: vec![Vec::new(); pythons.len()],
            real: vec![Vec::new(); PRESETS.len()],
            on_virtual_cores: vec![Vec::new(); PRESETS.len()],
        })
        .collect();
    for round in 1..=ROUNDS {
        for (scenario, answers) in SCENARIOS.iter().zip(&mut all) {
            step::say(&format!("round {round} of {ROUNDS}: {}", scenario.name));
            for (python, answers) in pythons.iter().zip(&mut answers.pythons) {
                ask(Subject::Python(python), scenario, place, answers)?;
            }
            for (preset, answers) in PRESETS.into_iter().zip(&mut answers.real) {
                ask(Subject::Real(preset), scenario, place, answers)?;
            }
            // The same each time.
            if round == 1 {
                for (preset, answers) in PRESETS.into_iter().zip(&mut answers.on_virtual_cores) {
                    ask(Subject::Virtual(preset, cores), scenario, place, answers)?;
                }
            }
        }
    }
    let head = [
        "CPython".to_owned(),
        "there".to_owned(),
        "preset".to_owned(),
        "real threads".to_owned(),
        format!("{cores} virtual cores"),
    ];
    let tables = SCENARIOS.iter().zip(&all).flat_map(|(scenario, answers)| {
        let head = &head;
        scenario.quantities.iter().map(move |quantity| {
            let rows = lines(quantity, scenario, answers, pythons);
            format!("{}\n\n{}\n", quantity.title, table(head, &rows))
        })
    });
    Ok(tables.collect::<String>()
        + &format!(
            "Medians of {ROUNDS} rounds, in turns (least to most); virtual cores once, since they \
             give the same each time. Presets stand beside every CPython that they are near to.\n"
        ))
}

fn ask(
    subject: Subject,
    scenario: &Scenario,
    place: &Place,
    answers: &mut Vec<Said>,
) -> Result<()> {
    if scenario.pace.fits(subject.lock()) {
        answers.push(subject.run(scenario, place)?);
    }
    Ok(())
}

fn lines(
    quantity: &Quantity,
    scenario: &Scenario,
    answers: &Answers,
    pythons: &[Python],
) -> Vec<Vec<String>> {
    let told = |answers: Option<&Vec<Said>>| {
        let answers = answers.map_or(&[][..], Vec::as_slice);
        let values: Vec<f64> = answers.iter().filter_map(quantity.of).collect();
        cell(&values, quantity.decimals)
    };
    let fitting = rows(pythons)
        .into_iter()
        .filter(|row| scenario.pace.fits(row.preset.lock));
    fitting
        .map(|Row { python, preset }| {
            let here = PRESETS.iter().position(|other| *other == preset);
            let version = python.and_then(|index| pythons.get(index));
            vec![
                version.map_or_else(|| "–".to_owned(), |python| python.version.name()),
                told(python.and_then(|index| answers.pythons.get(index))),
                preset.name.to_owned(),
                told(here.and_then(|index| answers.real.get(index))),
                told(here.and_then(|index| answers.on_virtual_cores.get(index))),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_cpython_every_preset_has_a_row() {
        let rows = rows(&[]);
        assert_eq!(rows.len(), PRESETS.len());
        assert!(rows.iter().all(|row| row.python.is_none()));
    }
}
