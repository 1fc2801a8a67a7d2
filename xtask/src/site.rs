//! What `build` does, in order.

use std::fs;
use std::path::Path;

use crate::compiler::{Compiler, Need};
use crate::split::Stays;
use crate::step::{self, Context, Result};
use crate::tools::Tools;
use crate::{article, engine, npm, page};

/// Leaves the whole site in `dist/`. `address` is where it will be, if that is known already.
///
/// # Errors
/// When something needed is missing and cannot be installed, or a build fails. `dist/` then is
/// what it was before.
pub fn build(root: &Path, need: Need, address: Option<&str>) -> Result<()> {
    build_with(root, need, address, &Stays::needed(root)?)
}

/// The same, with the engine split in this way.
///
/// # Errors
/// As of [`build`].
pub fn build_with(root: &Path, need: Need, address: Option<&str>, stays: &Stays) -> Result<()> {
    // Everything that may be missing is asked for first, so that it does not show after minutes.
    let compiler = Compiler::find(need)?;
    let tools = Tools::find()?;
    let npm = npm::Packages::find(root)?;

    let site = root.join("target/site");
    fs::create_dir_all(&site).context(|| format!("Cannot make {}", site.display()))?;
    let engine = engine::build(root, &compiler, &tools, &npm, stays)?;
    article::build(root, &engine)?;
    page::build(root, &compiler, &tools, &npm, address)?;

    let (files, bytes) = size(&root.join("dist"))?;
    step::say(&format!(
        "dist/: {files} files, {:.2} MB",
        bytes as f64 / 1e6
    ));
    Ok(())
}

/// How many files a folder holds, and how many bytes.
fn size(folder: &Path) -> Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    let cannot = || format!("Cannot read {}", folder.display());
    for entry in fs::read_dir(folder).context(cannot)? {
        let entry = entry.context(cannot)?;
        let metadata = entry.metadata().context(cannot)?;
        if metadata.is_dir() {
            let (more_files, more_bytes) = size(&entry.path())?;
            files += more_files;
            bytes += more_bytes;
        } else {
            files += 1;
            bytes += metadata.len();
        }
    }
    Ok((files, bytes))
}
