//! The packages from npm: `wasm-opt`, and what drives the browser in tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, Context, Failure, Result};

/// The oldest main version of Node.js that the packages work with.
const OLDEST_NODE: u32 = 20;

/// How wasm-opt makes both builds smaller. What it would share within a function or copy into others is left
/// as it is: that makes more of them alike, which compresses better (by 1 %), and nothing slower.
pub const OPTIMISATION: [&str; 3] = [
    "-Os",
    "--skip-pass=local-cse",
    "--skip-pass=inlining-optimizing",
];

/// What wasm-opt must know of both builds: what Rust turns on for wasm, and threads.
const FEATURES: [&str; 7] = [
    "--enable-threads",
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The installed packages.
#[derive(Debug)]
pub struct Packages {
    wasm_opt: PathBuf,
    lock: String,
}

impl Packages {
    /// Installs what `package-lock.json` names, if that is not what is installed.
    ///
    /// # Errors
    /// When Node.js is missing or too old, or npm fails.
    pub fn find(root: &Path) -> Result<Self> {
        let has = step::quietly(Command::new("node").arg("--version")).unwrap_or_default();
        if version_in(&has).is_none_or(|version| version < OLDEST_NODE) {
            let has = if has.is_empty() { "none" } else { has.trim() };
            return Err(Failure::new(format!(
                "Node.js {OLDEST_NODE} or newer is needed, and here is {has}. \
                 Install it, with npm, from https://nodejs.org or from your system's packages."
            )));
        }
        let lock_file = root.join("package-lock.json");
        let lock = fs::read_to_string(&lock_file)
            .context(|| format!("Cannot read {}", lock_file.display()))?;
        let modules = root.join("node_modules");
        // A copy of the lock file tells what is installed. `npm ci` begins by removing it along
        // with everything else, so an interrupted one is not taken for complete.
        let installed = modules.join(".installed-lock.json");
        if fs::read_to_string(&installed).ok().as_deref() != Some(lock.as_str()) {
            step::part("npm", "installs packages, once", "10 seconds", || {
                let mut npm = Command::new("npm");
                step::run(
                    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                        .current_dir(root),
                )
            })?;
            fs::write(&installed, &lock)
                .context(|| format!("Cannot write {}", installed.display()))?;
        }
        Ok(Self {
            wasm_opt: modules.join("binaryen/bin/wasm-opt"),
            lock,
        })
    }

    /// The lock file: it tells the versions of all packages.
    pub fn lock(&self) -> &str {
        &self.lock
    }

    /// Optimises a wasm file in place.
    ///
    /// # Errors
    /// When wasm-opt fails.
    pub fn wasm_opt(&self, options: &[&str], file: &Path) -> Result<()> {
        step::run(
            Command::new("node")
                .arg(&self.wasm_opt)
                .args(OPTIMISATION)
                .args(options)
                .args(FEATURES)
                .arg(file)
                .arg("-o")
                .arg(file),
        )
    }
}

/// The main version in what `node --version` says, like `v20.20.2`.
fn version_in(said: &str) -> Option<u32> {
    said.trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(version_in("v20.20.2\n"), Some(20));
        assert_eq!(version_in("v9.0.0"), Some(9));
        assert_eq!(version_in("20.20.2"), None);
        assert_eq!(version_in(""), None);
    }
}
