//! Node.js with a Chromium to drive: what tests and benchmarks of the site run in.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Failure, Result};
use crate::tools::on_path;
use crate::{debian, npm};

/// `node`, told through its environment where the site and the browser are.
///
/// # Errors
/// When there is no built site, or Node.js, its packages or Chromium are missing and cannot be
/// installed.
pub fn node(root: &Path) -> Result<Command> {
    let dist = root.join("dist");
    if !dist.join("index.html").exists() {
        return Err(Failure::new(
            "There is no dist/index.html to look at: run `cargo xtask build` first.",
        ));
    }
    npm::Packages::find(root)?;
    let mut node = Command::new("node");
    node.env("CHROMIUM", chromium()?)
        .env("DIST", dist)
        .current_dir(root);
    Ok(node)
}

fn chromium() -> Result<PathBuf> {
    const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        if named.is_file() {
            return Ok(named);
        }
        return Err(Failure::new(format!(
            "CHROMIUM is {}, where no file is: set it to the browser's program, or not at all.",
            named.display()
        )));
    }
    if let Some(found) = on_path(&NAMES) {
        return Ok(found);
    }
    debian::install("chromium", &["chromium"], "1 minute").map_err(|failure| {
        Failure::new(format!(
            "There is no Chromium. {failure}\nInstall one, or name it in CHROMIUM."
        ))
    })?;
    on_path(&NAMES).ok_or_else(|| Failure::new("Chromium was installed, but is not on PATH."))
}
