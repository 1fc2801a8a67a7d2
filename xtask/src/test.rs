//! `test`: everything CI runs, in order, until something fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::compiler::{Compiler, Need};
use crate::engine::Variant;
use crate::step::{self, Context, Failure, Result};
use crate::tools::native_cargo;
use crate::{browser, engine, page, site};

/// A step of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// How the code is laid out.
    Format,
    /// Clippy on what runs natively.
    Lint,
    /// Clippy on what runs in a browser.
    LintWasm,
    /// The native tests.
    Test,
    /// The locks and the reference counts, in all orders that threads may run in.
    Model,
    /// The site.
    Build,
    /// How much there is to load.
    Budget,
    /// The site, in browsers.
    Browser,
}

impl Step {
    /// All of them, in the order in which they run: the quick ones first.
    pub const ALL: [Self; 8] = [
        Self::Format,
        Self::Lint,
        Self::LintWasm,
        Self::Test,
        Self::Model,
        Self::Build,
        Self::Budget,
        Self::Browser,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::LintWasm => "lint-wasm",
            Self::Test => "test",
            Self::Model => "model",
            Self::Build => "build",
            Self::Budget => "budget",
            Self::Browser => "browser",
        }
    }

    /// The step of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// What it does, and how long that usually takes on two cores.
    fn about(self) -> (&'static str, &'static str) {
        match self {
            Self::Format => ("rustfmt, check only", "1 second"),
            Self::Lint => ("clippy for the native code", "1 minute the first time"),
            Self::LintWasm => ("clippy for page and engine", "2 minutes the first time"),
            Self::Test => ("the native tests", "2 minutes the first time"),
            Self::Model => (
                "locks and counts in every order",
                "2 minutes the first time",
            ),
            Self::Build => ("the release build into dist/", "4 minutes the first time"),
            Self::Budget => ("what a reader loads, compressed", "10 seconds"),
            Self::Browser => ("the site in Chromium and Firefox", "10 minutes"),
        }
    }

    fn run(self, root: &Path) -> Result<()> {
        match self {
            Self::Format => native(root, &["fmt", "--all", "--check"])
                .map_err(|failure| Failure::new(format!("{failure} Run `cargo fmt --all`."))),
            Self::Lint => {
                let lint = ["clippy", "--workspace", "--all-targets", "--"];
                native(root, &[&lint[..], &["-D", "warnings"]].concat())
            }
            Self::LintWasm => lint_wasm(root),
            Self::Test => native(root, &["test", "--workspace"]),
            Self::Model => model(root),
            Self::Build => site::build(root, Need::Lint, None),
            Self::Budget => budget(root),
            Self::Browser => in_browser(root),
        }
    }
}

/// Runs the steps, or only some of them, until one fails, and says how long each took.
///
/// # Errors
/// What made a step fail.
pub fn test(root: &Path, only: &[Step]) -> Result<()> {
    let wanted = |step: &Step| only.is_empty() || only.contains(step);
    let steps: Vec<Step> = Step::ALL.into_iter().filter(wanted).collect();
    let mut seconds = Vec::new();
    let mut failure = None;
    for step in &steps {
        let (does, usually) = step.about();
        println!("\n== {}: {does} (usually {usually})", step.name());
        let start = Instant::now();
        let result = step.run(root);
        let took = start.elapsed().as_secs_f64();
        println!("== {}: {took:.1} s", step.name());
        seconds.push(took);
        if let Err(cause) = result {
            failure = Some((step, cause));
            break;
        }
    }
    println!("\n{}", table(&steps, &seconds, failure.is_some()));
    match failure {
        None => Ok(()),
        Some((step, cause)) => Err(Failure::new(format!(
            "The step `{name}` failed. {cause}\nTo run it alone: cargo xtask test --only {name}",
            name = step.name()
        ))),
    }
}

/// A line a step. `seconds` has those that ran, of which the last may have failed.
fn table(steps: &[Step], seconds: &[f64], failed: bool) -> String {
    let mut table = String::new();
    for (index, step) in steps.iter().enumerate() {
        let row = match seconds.get(index) {
            None => format!("{:<10} {:>7}    not run\n", step.name(), "–"),
            Some(took) => {
                let is_last = index + 1 == seconds.len();
                let end = if failed && is_last {
                    "FAILED"
                } else {
                    "passed"
                };
                format!("{:<10} {took:>7.1} s  {end}\n", step.name())
            }
        };
        table += &row;
    }
    let total: f64 = seconds.iter().sum();
    table + &format!("{:<10} {total:>7.1} s\n", "all")
}

fn native(root: &Path, arguments: &[&str]) -> Result<()> {
    step::run(native_cargo().args(arguments).current_dir(root))
}

/// Under loom and under shuttle. Each replaces the primitives below the locks and the counts by a
/// `--cfg`, which every crate is compiled with: nothing in the usual target folder is of use to them.
fn model(root: &Path) -> Result<()> {
    for checker in ["loom", "shuttle"] {
        let mut cargo = native_cargo();
        cargo
            .args(["test", "-p", "gil", "-p", "refcount"])
            .args(["--release", "--test", checker])
            .env("RUSTFLAGS", format!("--cfg {checker}"))
            // Would be obeyed instead, and nothing be tested.
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_TARGET_DIR", root.join("target/model"))
            .current_dir(root);
        step::run(&mut cargo)?;
    }
    Ok(())
}

/// Not through `cargo clippy`: cargo looks for the program `cargo-clippy` in the person's own
/// folder first, and finds that of another compiler.
fn lint_wasm(root: &Path) -> Result<()> {
    let compiler = Compiler::find(Need::Lint)?;
    let page = page::cargo(root, &compiler, "cargo-clippy", "clippy");
    let engines = Variant::BOTH
        .map(|variant| engine::cargo(root, &compiler, "cargo-clippy", "clippy", variant));
    for mut clippy in [page].into_iter().chain(engines) {
        step::run(clippy.args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// Node.js can compress as hosts do.
fn budget(root: &Path) -> Result<()> {
    step::run(
        Command::new("node")
            .arg(root.join("tests/budget.mjs"))
            .arg(root.join("dist")),
    )
}

fn in_browser(root: &Path) -> Result<()> {
    // One file after the other: several browsers at once would measure each other.
    for test in tests_in(&root.join("tests/browser"))? {
        let mut node = browser::node_with_firefox(root)?;
        step::run(node.args(["--test", "--test-reporter=spec"]).arg(test))?;
    }
    Ok(())
}

/// The test files.
fn tests_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).context(|| format!("Cannot read {}", folder.display()))?;
    let mut tests: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.to_string_lossy();
            name.ends_with(".test.mjs") || name.ends_with(".test.js")
        })
        .collect();
    tests.sort();
    if tests.is_empty() {
        return Err(Failure::new(format!(
            "There are no tests in {}: name them like start.test.mjs.",
            folder.display()
        )));
    }
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_known_by_their_names() {
        for step in Step::ALL {
            assert_eq!(Step::named(step.name()), Some(step));
        }
        assert_eq!(Step::named("all"), None);
    }

    #[test]
    fn the_table_tells_what_ran() {
        let steps = [Step::Format, Step::Lint, Step::Test];
        let all = table(&steps, &[0.5, 60.0, 30.25], false);
        assert_eq!(all.matches("passed").count(), 3, "{all}");
        assert!(all.contains("90.8 s"), "{all}");
        let some = table(&steps, &[0.5, 60.0], true);
        let ends: Vec<&str> = some
            .lines()
            .filter_map(|line| line.split_whitespace().last())
            .collect();
        assert_eq!(ends, ["passed", "FAILED", "run", "s"], "{some}");
    }

    #[test]
    fn only_tests_are_run_as_tests() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(tests_in(folder.path()).is_err());
        for name in ["b.test.mjs", "a.test.js", "server.mjs", "notes.md"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        let found = tests_in(folder.path()).expect("tests");
        let names: Vec<_> = found.iter().filter_map(|path| path.file_name()).collect();
        assert_eq!(names, ["a.test.js", "b.test.mjs"]);
    }
}
