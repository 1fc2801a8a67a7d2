//! The engine: a wasm with shared memory, another one for pages that cannot have that, the worker
//! that starts one of the two, and those parts of Python's library that are loaded later.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::compiler::{Compiler, SMALL, StandardLibrary};
use crate::names;
use crate::npm::{self, Packages};
use crate::pack;
use crate::split::{self, Stays};
use crate::step::{self, Context, Result};
use crate::tools::{self, Tools, WASM_BINDGEN_VERSION};

/// Since late 2025 the target feature alone leaves the memory private: that it is shared, and
/// that each thread can set up its own part of it, must be asked for.
const LINK_ARGUMENTS: [&str; 8] = [
    "--shared-memory",
    "--import-memory",
    // 256 MiB. Phones refuse large ones.
    "--max-memory=268435456",
    "--export=__heap_base",
    "--export=__wasm_init_tls",
    "--export=__tls_size",
    "--export=__tls_align",
    "--export=__tls_base",
];

/// The two ways to compile it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// With atomics and shared memory.
    Threads,
    /// As ordinary wasm.
    Single,
}

impl Variant {
    /// Both of them.
    pub const BOTH: [Self; 2] = [Self::Threads, Self::Single];

    fn name(self) -> &'static str {
        match self {
            Self::Threads => "threads",
            Self::Single => "single",
        }
    }

    /// What cargo makes of it, in a folder of its own: the flags differ.
    fn target(self, root: &Path) -> PathBuf {
        match self {
            Self::Threads => root.join("target/engine"),
            Self::Single => root.join("target/engine-single"),
        }
    }

    fn wasm(self, root: &Path) -> PathBuf {
        self.target(root)
            .join("wasm32-unknown-unknown/engine/engine.wasm")
    }
}

/// The finished engine.
#[derive(Debug)]
pub struct Engine {
    /// The worker's script, relative to the page.
    pub worker: String,
}

/// Builds the engine into `target/site/engine/HASH/`. The folder's name is made from all that
/// goes into it, so browsers may keep it for ever, and what is there need not be made again.
///
/// # Errors
/// When a step of the build fails.
pub fn build(
    root: &Path,
    compiler: &Compiler,
    tools: &Tools,
    npm: &Packages,
    stays: &Stays,
) -> Result<Engine> {
    let compiles = format!("compiles it with {}", compiler.name());
    step::part("engine", &compiles, "3 minutes the first time", || {
        for variant in Variant::BOTH {
            step::run(&mut cargo(root, compiler, "cargo", "build", variant))?;
        }
        Ok(())
    })?;

    let library = root.join("crates/python/lib");
    let library = pack::pack(&library)
        .context(|| format!("Cannot read {}", library.display()))?
        .more;
    let worker = root.join("www/engine-worker.js");
    // What processes need besides, in a browser.
    let processes = ["processes.js", "process-worker.js"].map(|name| root.join("www").join(name));
    let hash = hash(&[
        &read(&Variant::Threads.wasm(root))?,
        &read(&Variant::Single.wasm(root))?,
        &read(&worker)?,
        &read(&processes[0])?,
        &read(&processes[1])?,
        library.as_bytes(),
        npm.lock().as_bytes(),
        WASM_BINDGEN_VERSION.as_bytes(),
        npm::OPTIMISATION.join(" ").as_bytes(),
        stays.text().as_bytes(),
    ]);
    let engines = root.join("target/site/engine");
    let finished = engines.join(&hash);
    if !finished.exists() {
        let work = root.join("target/engine/bindings");
        tools::remove(&work)?;
        step::part("engine", "bindings, wasm-opt", "40 seconds", || {
            for variant in Variant::BOTH {
                let folder = work.join(variant.name());
                step::run(
                    Command::new(&tools.wasm_bindgen)
                        .args(["--target", "web", "--out-name", "engine", "--no-demangle"])
                        .arg("--out-dir")
                        .arg(&folder)
                        .arg(variant.wasm(root)),
                )?;
                let wasm = folder.join("engine_bg.wasm");
                npm.wasm_opt(&["--debuginfo"], &wasm)?;
                let split = split::split(&read(&wasm)?, &read(&variant.wasm(root))?, stays)?;
                let script = folder.join("engine.js");
                let loading = fs::read_to_string(&script)
                    .context(|| format!("Cannot read {}", script.display()))?;
                let loading = split::with_loader(&loading, &split.loader)?;
                let loading = split::as_function(&loading)?;
                let (first, loading) = names::shorten(&split.first, &loading)?;
                for (file, content) in [
                    (wasm, first),
                    (folder.join("rest.wasm"), split.rest),
                    (script, loading.into_bytes()),
                ] {
                    fs::write(&file, content)
                        .context(|| format!("Cannot write {}", file.display()))?;
                }
                if let Some(names) = split.names {
                    let file = folder.join("names.txt");
                    fs::write(&file, names)
                        .context(|| format!("Cannot write {}", file.display()))?;
                }
                // For editors only; nobody's browser reads them.
                for types in ["engine.d.ts", "engine_bg.wasm.d.ts"] {
                    fs::remove_file(folder.join(types))
                        .context(|| format!("Cannot remove {types}"))?;
                }
            }
            Ok(())
        })?;
        let cannot = || format!("Cannot put the engine into {}", finished.display());
        fs::copy(&worker, work.join("engine-worker.js")).context(cannot)?;
        for script in &processes {
            fs::copy(script, work.join(script.file_name().unwrap_or_default())).context(cannot)?;
        }
        fs::write(work.join("library.txt"), &library).context(cannot)?;
        // Older engines go, or the site would carry them along.
        tools::remove(&engines)?;
        fs::create_dir_all(&engines).context(cannot)?;
        fs::rename(&work, &finished).context(cannot)?;
    }
    Ok(Engine {
        worker: format!("engine/{hash}/engine-worker.js"),
    })
}

/// A command of cargo for the engine.
pub fn cargo(
    root: &Path,
    compiler: &Compiler,
    program: &str,
    subcommand: &str,
    variant: Variant,
) -> Command {
    let mut command = compiler.program(program, StandardLibrary::Small);
    // Where addresses are: the split needs it.
    let mut flags = format!("{SMALL} -C link-arg=--emit-relocs");
    if variant == Variant::Threads {
        // That the memory is shared must hold for the standard library as well.
        flags += " -C target-feature=+atomics,+bulk-memory,+mutable-globals";
        for argument in LINK_ARGUMENTS {
            flags += " -C link-arg=";
            flags += argument;
        }
    }
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags)
        .current_dir(root)
        .args([subcommand, "--package", "engine", "--profile", "engine"])
        .args(["--target", "wasm32-unknown-unknown"])
        .arg("--target-dir")
        .arg(variant.target(root));
    command
}

fn read(file: &PathBuf) -> Result<Vec<u8>> {
    fs::read(file).context(|| format!("Cannot read {}", file.display()))
}

/// A name for some contents: FNV-1a of 64 bits. It tells versions of one's own files apart, and
/// does not change with the compiler, as the standard library's hasher may.
pub fn hash(contents: &[&[u8]]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for content in contents {
        // With its length, so that moving bytes from one content to the next is a change.
        for byte in (content.len() as u64).to_le_bytes().iter().chain(*content) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stable() {
        // Worked out apart from this code: the first is FNV's start value, the second FNV-1a of
        // the length 1 in eight bytes and an "a".
        assert_eq!(hash(&[]), "cbf29ce484222325");
        assert_eq!(hash(&[b"a"]), "529a4ddc8ff56bbf");
    }

    #[test]
    fn names_tell_contents_apart() {
        let all = [
            hash(&[b"ab", b"c"]),
            hash(&[b"a", b"bc"]),
            hash(&[b"abc"]),
            hash(&[b"abc", b""]),
            hash(&[b"abd"]),
        ];
        for (index, one) in all.iter().enumerate() {
            assert_eq!(one.len(), 16);
            assert!(!all[index + 1..].contains(one), "{one}");
        }
    }
}
