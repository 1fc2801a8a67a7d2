//! How the library in Python is packed: for the interpreter by its build script, and for the site by
//! `xtask`, which includes this file.

use std::fs;
use std::io;
use std::path::Path;

/// What every program has and what nearly every one here imports. It comes with the engine, and nothing else of the
/// library is needed to import it; a page loads the others when a program first wants one of them.
const CORE: [&str; 4] = ["_prelude", "_runtime", "threading", "time"];

/// The library in two texts. In each, an empty line and a line `# name` stand before a module.
pub struct Packed {
    pub core: String,
    pub more: String,
    /// Of what is in `more`, the names before the first dot.
    pub names: Vec<String>,
}

/// Reads the library in a folder and packs it.
pub fn pack(folder: &Path) -> io::Result<Packed> {
    let mut modules = Vec::new();
    find(folder, "", &mut modules)?;
    modules.sort();
    let mut packed = Packed {
        core: String::new(),
        more: String::new(),
        names: Vec::new(),
    };
    for (name, source) in modules {
        let is_core = CORE.contains(&&*name);
        let text = if is_core {
            &mut packed.core
        } else {
            &mut packed.more
        };
        *text += &format!("\n# {name}\n");
        strip(&source, text);
        let top = name.split_once('.').map_or(&*name, |(top, _)| top);
        if !is_core && packed.names.last().is_none_or(|last| last != top) {
            packed.names.push(top.to_owned());
        }
    }
    Ok(packed)
}

fn find(folder: &Path, prefix: &str, modules: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            find(&path, &format!("{prefix}{stem}."), modules)?;
        } else if path.extension().is_some_and(|ending| ending == "py") {
            let name = match &*stem {
                "__init__" => prefix.trim_end_matches('.').to_owned(),
                stem => format!("{prefix}{stem}"),
            };
            modules.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// Leaves out what only readers need: comments that have a line for themselves, and three of four spaces
/// of indentation. No string of the library spans several lines.
fn strip(source: &str, text: &mut String) {
    for line in source.lines() {
        let code = line.trim_start();
        if !code.is_empty() && !code.starts_with('#') {
            let indent = line.len() - code.len();
            text.extend(std::iter::repeat_n(' ', indent.div_ceil(4)));
            *text += code;
            text.push('\n');
        }
    }
}
