//! `bench`: what runs here beside an installed CPython.
//!
//! - [`counting`]: the counting loop in the page.
//! - [`python()`]: the interpreter, `peers`.
//! - [`lock()`]: the lock. `program` are the programs that everybody runs, `python` the CPythons that
//!   do, `subject` everybody who does, `scenario` what is asked of them, `table` how it is shown, and
//!   `machine` whether the machine is fit for it.

mod lock;
mod machine;
mod peers;
mod program;
mod python;
mod scenario;
mod subject;
mod table;

use std::env;
use std::path::{Path, PathBuf};

pub use lock::lock;
pub use peers::{Wanted, python};

use crate::compiler::Need;
use crate::step::{self, Failure, Result};
use crate::tools::native_cargo;
use crate::{browser, site};

/// Builds the site and measures it in Chromium, in turns with CPython.
///
/// # Errors
/// When the site cannot be built, or there is no Python or no browser.
pub fn counting(root: &Path) -> Result<()> {
    let python = python::one()?;
    site::build(root, Need::Build, None)?;
    let mut node = browser::node(root)?;
    node.arg("tests/browser/bench.mjs").env("PYTHON", python);
    step::part(
        "bench",
        "measures; leave the machine alone",
        "1 minute",
        || step::run(&mut node),
    )
}

/// Builds `gilpy` and says where it is.
fn gilpy(root: &Path) -> Result<PathBuf> {
    let mut cargo = native_cargo();
    cargo
        .args(["build", "--release", "-p", "cli", "--bin", "gilpy"])
        .current_dir(root);
    step::part("gilpy", "compiles it", "1 minute the first time", || {
        step::run(&mut cargo)
    })?;
    let target = env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
    let target = root.join(target.unwrap_or_else(|| "target".into()));
    let gilpy = target
        .join("release")
        .join(format!("gilpy{}", env::consts::EXE_SUFFIX));
    if gilpy.is_file() {
        return Ok(gilpy);
    }
    Err(Failure::new(format!(
        "gilpy was built, but {} is not there: name cargo's target folder in CARGO_TARGET_DIR.",
        gilpy.display()
    )))
}
