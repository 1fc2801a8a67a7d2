//! Trunk and wasm-bindgen, each of one exact version, in a folder that all checkouts share.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, Context, Failure, Result};

/// The variable that names the shared folder.
const FOLDER: &str = "GIL_PLAYGROUND_TOOLS";

const TRUNK: Tool = Tool {
    package: "trunk",
    program: "trunk",
    version: "0.21.14",
    // Newer releases of what it depends on do not all build with it.
    locked: true,
    usually: "5 minutes",
};

const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: WASM_BINDGEN_VERSION,
    // Its lock file names a release that cannot be had everywhere.
    locked: false,
    usually: "2 minutes",
};

/// The version of the program, and so of the library in the workspace's `Cargo.toml`.
pub const WASM_BINDGEN_VERSION: &str = "0.2.130";

struct Tool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    locked: bool,
    usually: &'static str,
}

/// The tools, found.
#[derive(Debug)]
pub struct Tools {
    /// The program `trunk`.
    pub trunk: PathBuf,
    /// The program `wasm-bindgen`.
    pub wasm_bindgen: PathBuf,
}

impl Tools {
    /// Looks for the tools in the shared folder, and puts there what is missing.
    ///
    /// # Errors
    /// When one is missing and cannot be installed.
    pub fn find() -> Result<Self> {
        let shared = shared_folder()?;
        Ok(Self {
            trunk: TRUNK.find(&shared)?,
            wasm_bindgen: WASM_BINDGEN.find(&shared)?,
        })
    }
}

impl Tool {
    fn find(&self, shared: &Path) -> Result<PathBuf> {
        let home = shared.join(format!("{}-{}", self.program, self.version));
        let program = home.join("bin").join(self.program);
        // The folder gets its name when all is in it.
        if program.exists() {
            return Ok(program);
        }
        fs::create_dir_all(shared).context(|| format!("Cannot make {}", shared.display()))?;
        let _lock = lock(&shared.join("lock"))?;
        if program.exists() {
            return Ok(program);
        }
        let unfinished = shared.join(format!("{}-{}.unfinished", self.program, self.version));
        match self.elsewhere() {
            // Copied, because the folder it is in may hold a `cargo` that must not come first.
            Some(found) => {
                remove(&unfinished)?;
                copy(&found, &unfinished.join("bin"), self.program)?;
            }
            None => self.install(shared, &unfinished)?,
        }
        // A folder without the program can only be the rest of somebody's cleaning.
        remove(&home)?;
        fs::rename(&unfinished, &home).context(|| format!("Cannot make {}", home.display()))?;
        Ok(program)
    }

    /// The same version where people have their programs.
    fn elsewhere(&self) -> Option<PathBuf> {
        let installed = in_home(".cargo/bin").ok()?.join(self.program);
        on_path(&[self.program])
            .into_iter()
            .chain([installed])
            .find(|program| {
                step::quietly(Command::new(program).arg("--version"))
                    .is_ok_and(|said| version_in(&said, self.program) == Some(self.version))
            })
    }

    fn install(&self, shared: &Path, unfinished: &Path) -> Result<()> {
        let does = format!("installs {} {}, once", self.package, self.version);
        step::part(self.program, &does, self.usually, || {
            // Kept until the end, so that an interrupted installation goes on where it was.
            let target = unfinished.join("target");
            let mut cargo = native_cargo();
            cargo
                .args(["install", "--version", self.version])
                .arg("--root")
                .arg(unfinished)
                .arg("--target-dir")
                .arg(&target)
                .arg(self.package)
                // This workspace's own settings are not the tool's.
                .current_dir(shared);
            if self.locked {
                cargo.arg("--locked");
            }
            step::run(&mut cargo)?;
            remove(&target)
        })
    }
}

fn copy(from: &Path, folder: &Path, name: &str) -> Result<()> {
    let cannot = || format!("Cannot copy {} to {}", from.display(), folder.display());
    fs::create_dir_all(folder).context(cannot)?;
    fs::copy(from, folder.join(name)).map(drop).context(cannot)
}

/// Removes a folder, if it is there.
///
/// # Errors
/// When it is there and stays.
pub fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context(|| format!("Cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Lets one program at a time install, until the file is dropped.
fn lock(file: &Path) -> Result<File> {
    let cannot = || format!("Cannot lock {}", file.display());
    let lock = File::create(file).context(cannot)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            step::say("waiting for another checkout that is installing tools…");
            lock.lock().context(cannot)?;
        }
        Err(TryLockError::Error(error)) => Err(error).context(cannot)?,
    }
    Ok(lock)
}

/// The version in what a program says of itself, like `trunk 0.21.14`.
fn version_in<'a>(said: &'a str, program: &str) -> Option<&'a str> {
    let mut words = said.split_whitespace();
    (words.next()? == program).then(|| words.next())?
}

fn shared_folder() -> Result<PathBuf> {
    let named = |name| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = named(FOLDER) {
        // Cargo runs elsewhere while it installs.
        return std::path::absolute(&folder)
            .context(|| format!("{FOLDER} is {}", folder.display()));
    }
    let cache = match named("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => in_home(".cache")?,
    };
    Ok(cache.join("gil-playground"))
}

/// A folder of the person who runs this, like `~/.cache`.
fn in_home(folder: &str) -> Result<PathBuf> {
    let home = env::home_dir().ok_or_else(|| {
        Failure::new("Nobody's home folder is known here: set HOME, or GIL_PLAYGROUND_TOOLS.")
    })?;
    Ok(home.join(folder))
}

/// The native compiler's `cargo`: the one that was typed.
pub fn native_cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The first of some programs that is on `PATH`.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(version_in("trunk 0.21.14\n", "trunk"), Some("0.21.14"));
        assert_eq!(
            version_in("wasm-bindgen 0.2.130 (abcdef012)", "wasm-bindgen"),
            Some("0.2.130")
        );
        assert_eq!(version_in("trunk", "trunk"), None);
        assert_eq!(version_in("", "trunk"), None);
        assert_eq!(version_in("trunks 0.21.14", "trunk"), None);
    }

    #[test]
    fn the_workspace_pins_the_same_wasm_bindgen() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("the workspace has a manifest");
        let pin = format!("wasm-bindgen = \"={WASM_BINDGEN_VERSION}\"");
        assert!(manifest.contains(&pin), "{pin}");
    }

    #[test]
    fn an_unfinished_tool_is_not_taken_for_one() {
        let shared = tempfile::tempdir().expect("a folder");
        let tool = Tool {
            package: "no-package",
            program: "gil-playground-no-program",
            version: "1.0.0",
            locked: false,
            usually: "no time",
        };
        let name = "gil-playground-no-program-1.0.0";
        let unfinished = shared.path().join(format!("{name}.unfinished/bin"));
        fs::create_dir_all(&unfinished).expect("a folder");
        fs::write(unfinished.join(tool.program), "").expect("a file");
        assert!(!shared.path().join(name).exists());

        let finished = shared.path().join(name).join("bin");
        fs::create_dir_all(&finished).expect("a folder");
        fs::write(finished.join(tool.program), "").expect("a file");
        let found = tool.find(shared.path()).expect("it is there");
        assert_eq!(found, finished.join(tool.program));
    }
}
