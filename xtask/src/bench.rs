//! `bench`: the counting loop beside an installed CPython's.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use crate::compiler::Need;
use crate::step::{self, Failure, Result};
use crate::tools::on_path;
use crate::{browser, site};

/// Builds the site and measures it in Chromium, in turns with CPython.
///
/// # Errors
/// When the site cannot be built, or there is no Python or no browser.
pub fn bench(root: &Path) -> Result<()> {
    let python = python()?;
    site::build(root, Need::Build)?;
    let mut node = browser::node(root)?;
    node.arg("tests/browser/bench.mjs").env("PYTHON", python);
    step::part(
        "bench",
        "measures; leave the machine alone",
        "1 minute",
        || step::run(&mut node),
    )
}

/// The CPython to compare with: the one that was named, else the one that the figures in the
/// README are about, else any.
fn python() -> Result<OsString> {
    let named = env::var_os("PYTHON").filter(|named| !named.is_empty());
    named
        .or_else(|| on_path(&["python3.13", "python3"]).map(Into::into))
        .ok_or_else(|| Failure::new("There is no python3 to compare with: name one in PYTHON."))
}
