//! Node.js with browsers to drive: what tests and benchmarks of the site run in.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Failure, Result};
use crate::tools::on_path;
use crate::{debian, npm};

/// A browser that tests need.
struct Browser {
    /// As people call it.
    title: &'static str,
    /// What its program may be called.
    names: &'static [&'static str],
    /// The variable that names it, for tests and for people who have another one.
    variable: &'static str,
    /// Debian’s package.
    package: &'static str,
}

const CHROMIUM: Browser = Browser {
    title: "Chromium",
    names: &["chromium", "chromium-browser", "google-chrome"],
    variable: "CHROMIUM",
    package: "chromium",
};

const FIREFOX: Browser = Browser {
    title: "Firefox",
    names: &["firefox-esr", "firefox"],
    variable: "FIREFOX",
    package: "firefox-esr",
};

/// `node`, told through its environment where the site and Chromium are.
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
    node.env(CHROMIUM.variable, CHROMIUM.find()?)
        .env("DIST", dist)
        .current_dir(root);
    Ok(node)
}

/// The same, for tests that look at the site in Firefox, too.
///
/// # Errors
/// As of [`node`], and when Firefox is missing and cannot be installed.
pub fn node_with_firefox(root: &Path) -> Result<Command> {
    let mut node = node(root)?;
    node.env(FIREFOX.variable, FIREFOX.find()?);
    Ok(node)
}

impl Browser {
    /// Its program: the one that is named, or one on PATH, or one that is installed now.
    fn find(&self) -> Result<PathBuf> {
        let Self {
            title, variable, ..
        } = self;
        if let Some(named) = std::env::var_os(variable).filter(|named| !named.is_empty()) {
            let named = PathBuf::from(named);
            if named.is_file() {
                return Ok(named);
            }
            return Err(Failure::new(format!(
                "{variable} is {}, where no file is: set it to the browser's program, or not at all.",
                named.display()
            )));
        }
        if let Some(found) = on_path(self.names) {
            return Ok(found);
        }
        debian::install(self.package, &[self.package], "1 minute").map_err(|failure| {
            Failure::new(format!(
                "There is no {title}. {failure}\nInstall one, or name it in {variable}."
            ))
        })?;
        on_path(self.names)
            .ok_or_else(|| Failure::new(format!("{title} was installed, but is not on PATH.")))
    }
}
