//! The compiler of the wasm: Rust 1.96 with the source of its standard library.
//!
//! The engine's threads need a standard library compiled with atomics, which nobody ships, so
//! its source must be there and must belong to the compiler. Two places have that: rustup, and
//! the packages with which Debian 12 builds its browsers.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian;
use crate::step::{self, Failure, Result};

const VERSION: &str = "1.96.0";
const TARGET: &str = "wasm32-unknown-unknown";
/// The variable that names the place to take the compiler from.
const CHOICE: &str = "GIL_PLAYGROUND_COMPILER";

/// No messages of panics and no places for them.
pub const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

const RUSTUP_INSTALL: [&str; 10] = [
    "toolchain",
    "install",
    VERSION,
    "--no-self-update",
    "--profile",
    "minimal",
    "--component",
    "rust-src,clippy",
    "--target",
    TARGET,
];
const DEBIAN_PACKAGES: [&str; 6] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "rust-web-clippy",
    "lld-22",
];

/// What the compiler must be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Build.
    Build,
    /// Build, and check with clippy.
    Lint,
}

/// Which standard library a build links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardLibrary {
    /// The one that came with the compiler, if one did: Debian ships none for wasm.
    Shipped,
    /// One compiled together with the crate, for size, and with panics that stop at once: what they would
    /// say is not in it.
    Small,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Rustup,
    Debian,
}

/// A compiler that was looked at and found complete.
#[derive(Debug)]
pub struct Compiler {
    place: Place,
    /// The folder with its `cargo` and `rustc`.
    programs: PathBuf,
}

impl Compiler {
    /// Looks for a complete compiler and, where there is none, tries to install one.
    ///
    /// # Errors
    /// When there is none and none can be installed; the sentence names the commands that would.
    pub fn find(need: Need) -> Result<Self> {
        let places = match env::var(CHOICE).as_deref() {
            Err(_) | Ok("") => &[Place::Rustup, Place::Debian][..],
            Ok("rustup") => &[Place::Rustup],
            Ok("debian") => &[Place::Debian],
            Ok(other) => {
                return Err(Failure::new(format!(
                    "{CHOICE} is {other:?}: set it to `rustup` or `debian`, or not at all."
                )));
            }
        };
        if let Some(found) = places.iter().find_map(|place| place.look(need)) {
            return Ok(found);
        }
        let mut tried = String::new();
        for place in places {
            if let Err(failure) = place.install() {
                tried += &format!("\n{failure}\n");
            } else if let Some(installed) = place.look(need) {
                return Ok(installed);
            } else {
                tried += &format!("\n{} installed something incomplete.\n", place.name());
            }
        }
        Err(Failure::new(format!(
            "There is no Rust {VERSION} with the source of its standard library. Install it with\n  \
             rustup {}\nor, on Debian 12, as root:\n  apt-get install {}\n\
             What was tried:\n{tried}",
            RUSTUP_INSTALL.join(" "),
            DEBIAN_PACKAGES.join(" "),
        )))
    }

    /// A program of this compiler, `cargo` say, that builds for wasm.
    pub fn program(&self, name: &str, library: StandardLibrary) -> Command {
        let mut command = Command::new(self.programs.join(name));
        self.prepare(&mut command, library, None);
        command
    }

    /// Makes a program that starts `cargo` itself use this compiler, and find what lies in the
    /// folder `first` before anything else.
    pub fn prepare(&self, command: &mut Command, library: StandardLibrary, first: Option<&Path>) {
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_of_another_build) {
                command.env_remove(name);
            }
        }
        let folders = first.into_iter().chain([self.programs.as_path()]);
        command
            .env("PATH", path_with(folders))
            .env("CARGO", self.programs.join("cargo"))
            .env("RUSTC", self.programs.join("rustc"))
            .env("RUSTDOC", self.programs.join("rustdoc"));
        if self.place == Place::Rustup {
            // For what calls rustup's proxies all the same.
            command.env("RUSTUP_TOOLCHAIN", VERSION);
        }
        if library != StandardLibrary::Shipped || self.place == Place::Debian {
            // A stable compiler builds its library only if told to act as an unstable one.
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        }
        if library == StandardLibrary::Small {
            command
                .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL);
        }
    }

    /// Where it comes from, for a person.
    pub fn name(&self) -> &'static str {
        self.place.name()
    }
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Rustup => "rustup's Rust",
            Self::Debian => "Debian's Rust",
        }
    }

    /// The compiler, if all of it is there.
    fn look(self, need: Need) -> Option<Compiler> {
        let (programs, sysroot) = match self {
            Self::Rustup => {
                let rustc = step::quietly(
                    Command::new("rustup")
                        .args(["which", "--toolchain", VERSION, "rustc"])
                        .env("RUSTUP_AUTO_INSTALL", "0"),
                )
                .ok()?;
                let programs = Path::new(rustc.trim()).parent()?.to_path_buf();
                let sysroot = programs.parent()?.to_path_buf();
                (programs, sysroot)
            }
            Self::Debian => (PathBuf::from("/usr/bin"), PathBuf::from("/usr")),
        };
        let rustlib = sysroot.join("lib/rustlib");
        let mut needed = vec![
            programs.join("cargo"),
            rustlib.join("src/rust/library/Cargo.lock"),
        ];
        match self {
            Self::Rustup => needed.push(rustlib.join(TARGET).join("lib")),
            Self::Debian => needed.push(programs.join("rust-lld")),
        }
        if need == Need::Lint {
            needed.push(programs.join("cargo-clippy"));
            needed.push(programs.join("clippy-driver"));
        }
        if !needed.iter().all(|path| path.exists()) {
            return None;
        }
        let compiler = Compiler {
            place: self,
            programs,
        };
        // What is called /usr/bin/rustc may be an older one, or rustup's own door to another.
        let ask = |question| {
            step::quietly(
                compiler
                    .program("rustc", StandardLibrary::Shipped)
                    .args(question),
            )
            .ok()
        };
        let version = ask(&["--version"][..])?;
        let its_sysroot = ask(&["--print", "sysroot"][..])?;
        // Resolved, because a folder on the way may be a link.
        let is_here =
            fs::canonicalize(its_sysroot.trim()).ok()? == fs::canonicalize(&sysroot).ok()?;
        (is_wanted(&version) && is_here).then_some(compiler)
    }

    fn install(self) -> Result<()> {
        match self {
            Self::Rustup => {
                if step::quietly(Command::new("rustup").arg("--version")).is_err() {
                    return Err(Failure::new("There is no rustup."));
                }
                let does = format!("asks rustup for Rust {VERSION}, once");
                step::part("compiler", &does, "1 minute", || {
                    // Where rustup cannot download it should say so soon.
                    let mut rustup = Command::new("rustup");
                    rustup
                        .args(RUSTUP_INSTALL)
                        .env("RUSTUP_MAX_RETRIES", "1")
                        .env_remove("RUST_BACKTRACE");
                    step::quietly(&mut rustup).map(drop)
                })
            }
            Self::Debian => debian::install("compiler", &DEBIAN_PACKAGES, "2 minutes"),
        }
    }
}

/// Whether a line like `rustc 1.96.0 (… )` names a compiler that is new enough. Debian moves its
/// packages on with its browsers, and builds with newer ones are no different.
fn is_wanted(version: &str) -> bool {
    fn numbers(version: &str) -> Option<(u32, u32)> {
        let mut numbers = version.split('.').map(|part| part.parse().ok());
        Some((numbers.next()??, numbers.next()??))
    }
    let Some(found) = version.split_whitespace().nth(1) else {
        return false;
    };
    numbers(found) >= numbers(VERSION) && numbers(found).is_some()
}

/// Whether a variable was meant for the native compiler that runs this program, or for builds in
/// general, and would disturb one for wasm. Cargo and rustup hand theirs down to what they start.
fn is_of_another_build(name: &str) -> bool {
    matches!(
        name,
        "RUSTUP_TOOLCHAIN"
            | "CARGO"
            | "RUSTC"
            | "RUSTDOC"
            | "RUSTC_BOOTSTRAP"
            | "RUSTFLAGS"
            | "CARGO_ENCODED_RUSTFLAGS"
            | "CARGO_BUILD_RUSTFLAGS"
            | "CARGO_BUILD_TARGET"
            | "CARGO_BUILD_TARGET_DIR"
            | "CARGO_TARGET_DIR"
            | "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS"
            | "LD_LIBRARY_PATH"
            | "DYLD_FALLBACK_LIBRARY_PATH"
    ) || ["CARGO_UNSTABLE_", "CARGO_PKG_", "CARGO_MANIFEST_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// `PATH` with folders put before all others.
fn path_with<'a>(folders: impl Iterator<Item = &'a Path>) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = folders
        .map(Path::to_path_buf)
        .chain(env::split_paths(&path))
        .collect();
    // It fails only for a folder with the separator in its name, which no PATH can name.
    env::join_paths(all).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_enough_compilers_are_wanted() {
        assert!(is_wanted("rustc 1.96.0 (abcdef012 2026-05-25)\n"));
        assert!(is_wanted("rustc 1.96.0 (built from a source tarball)"));
        assert!(is_wanted("rustc 1.102.3"));
        assert!(!is_wanted("rustc 1.95.0 (59807616e 2026-04-14)"));
        assert!(!is_wanted("rustc 0.99.0"));
        assert!(!is_wanted("rustc"));
        assert!(!is_wanted("rustc new"));
    }

    #[test]
    fn the_native_compiler_does_not_leak() {
        for name in [
            "RUSTUP_TOOLCHAIN",
            "RUSTC",
            "LD_LIBRARY_PATH",
            "CARGO_PKG_NAME",
        ] {
            assert!(is_of_another_build(name), "{name}");
        }
        for name in ["PATH", "HOME", "CARGO_HOME", "RUSTC_WRAPPER", "CI"] {
            assert!(!is_of_another_build(name), "{name}");
        }
    }

    #[test]
    fn given_folders_come_first_on_the_path() {
        let path = path_with([Path::new("/first"), Path::new("/second")].into_iter());
        let folders: Vec<PathBuf> = env::split_paths(&path).take(2).collect();
        assert_eq!(folders, [Path::new("/first"), Path::new("/second")]);
    }
}
