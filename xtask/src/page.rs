//! The page: Trunk compiles it and puts everything into one folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::compiler::{Compiler, StandardLibrary};
use crate::finish;
use crate::names;
use crate::npm::Packages;
use crate::step::{self, Context, Failure, Result};
use crate::tools::{self, Tools};

/// Builds the page into `dist/`, along with all that is in `target/site/`. `address` is where it
/// will be, if that is known already.
///
/// # Errors
/// When a step of the build fails. `dist/` then is what it was before.
pub fn build(
    root: &Path,
    compiler: &Compiler,
    tools: &Tools,
    npm: &Packages,
    address: Option<&str>,
) -> Result<()> {
    // Not `dist/` itself: a site that is not optimised yet, or not whole, should not look like one.
    let fresh = root.join("target/page/dist");
    tools::remove(&fresh)?;
    let does = format!("compiles it with {}", compiler.name());
    step::part("page", &does, "2 to 3 minutes the first time", || {
        step::run(&mut trunk(root, compiler, tools, &fresh))
    })?;
    step::part("page", "wasm-opt", "10 seconds", || {
        let wasm = only_wasm(&fresh)?;
        npm.wasm_opt(&[], &wasm)?;
        names::shorten_files(&wasm, &script(&wasm)?)
    })?;
    finish::finish(&fresh, address)?;

    let dist = root.join("dist");
    tools::remove(&dist)?;
    fs::rename(&fresh, &dist).context(|| format!("Cannot make {}", dist.display()))
}

fn trunk(root: &Path, compiler: &Compiler, tools: &Tools, dist: &Path) -> Command {
    let mut trunk = Command::new(&tools.trunk);
    let bindgen = tools.wasm_bindgen.parent();
    // A tenth smaller than with the library that came with the compiler. Half of that are messages
    // of panics, which nobody would read: standard error leads nowhere in a page.
    compiler.prepare(&mut trunk, StandardLibrary::Small, bindgen);
    trunk
        .current_dir(root)
        .args(["build", "--config", "Trunk.toml", "--offline", "--dist"])
        .arg(dist)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env("CARGO_TARGET_DIR", root.join("target/page"))
        // It takes this for an option of its own and accepts only `true` and `false`.
        .env_remove("NO_COLOR");
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        trunk.args(["--color", "never"]);
    }
    trunk
}

/// A command of cargo for the page, as Trunk would give it.
pub fn cargo(root: &Path, compiler: &Compiler, program: &str, subcommand: &str) -> Command {
    let mut command = compiler.program(program, StandardLibrary::Shipped);
    command
        .current_dir(root)
        .args([subcommand, "--package", "gil-playground"])
        .args(["--profile", "page", "--target", "wasm32-unknown-unknown"])
        .arg("--target-dir")
        .arg(root.join("target/page"));
    command
}

/// The page's wasm: the only one beside `index.html`.
fn only_wasm(dist: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(dist).context(|| format!("Cannot read {}", dist.display()))?;
    let mut found = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "wasm"));
    match (found.next(), found.next()) {
        (Some(wasm), None) => Ok(wasm),
        _ => Err(Failure::new(format!(
            "Trunk left none or several wasm files in {}, not one: look at index.html for \
             `<link data-trunk rel=\"rust\">`.",
            dist.display()
        ))),
    }
}

/// The script that wasm-bindgen made for it: `page.js` beside `page_bg.wasm`.
fn script(wasm: &Path) -> Result<PathBuf> {
    let stem = wasm.file_stem().and_then(|stem| stem.to_str());
    let name = stem.and_then(|stem| stem.strip_suffix("_bg"));
    match name {
        Some(name) => Ok(wasm.with_file_name(format!("{name}.js"))),
        None => Err(Failure::new(format!(
            "Trunk names the page's wasm in another way: {}.",
            wasm.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_is_found_if_it_is_the_only_one() {
        let dist = tempfile::tempdir().expect("a folder");
        assert!(only_wasm(dist.path()).is_err());
        let wasm = dist.path().join("page-0123_bg.wasm");
        fs::write(&wasm, "").expect("a file");
        fs::write(dist.path().join("page-0123.js"), "").expect("a file");
        assert_eq!(only_wasm(dist.path()).expect("one"), wasm);
        fs::write(dist.path().join("other_bg.wasm"), "").expect("a file");
        assert!(only_wasm(dist.path()).is_err());
    }
}
