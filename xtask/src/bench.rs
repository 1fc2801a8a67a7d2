//! `bench`: what runs here beside an installed CPython.
//!
//! - [`counting`]: the counting loop in the page.
//! - [`lock()`]: the lock. `program` are the programs that everybody runs, `python` the CPythons that
//!   do, `subject` everybody who does, `scenario` what is asked of them, `table` how it is shown, and
//!   `machine` whether the machine is fit for it.

mod lock;
mod machine;
mod program;
mod python;
mod scenario;
mod subject;
mod table;

use std::path::Path;

pub use lock::lock;

use crate::compiler::Need;
use crate::step::{self, Result};
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
