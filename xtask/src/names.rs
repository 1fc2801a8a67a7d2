//! Shortens the names by which a module and the script that wasm-bindgen made for it call each other. Each of them
//! has a hash in it, twice: no compression makes that shorter, and nobody reads it.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::step::{Context, Failure, Result};

/// Shortens them in two files.
///
/// # Errors
/// When a file cannot be read or written, or is not what it should be.
pub fn shorten_files(wasm: &Path, script: &Path) -> Result<()> {
    let module = fs::read(wasm).context(|| format!("Cannot read {}", wasm.display()))?;
    let text =
        fs::read_to_string(script).context(|| format!("Cannot read {}", script.display()))?;
    let (module, text) = shorten(&module, &text)?;
    fs::write(wasm, module).context(|| format!("Cannot write {}", wasm.display()))?;
    fs::write(script, text).context(|| format!("Cannot write {}", script.display()))
}

/// Shortens them in a module and its script.
///
/// # Errors
/// When the module is not one.
pub fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let names = short_names(wasm, script)?;
    let short = |name| names.get(name).map_or(name, String::as_str);
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(said)?;
        match &payload {
            Payload::ImportSection(reader) => {
                let mut section = ImportSection::new();
                for import in reader.clone().into_imports() {
                    let import = import.map_err(said)?;
                    let kind = RoundtripReencoder.entity_type(import.ty).map_err(said)?;
                    section.import(import.module, short(import.name), kind);
                }
                module.section(&section);
            }
            Payload::ExportSection(reader) => {
                let mut section = ExportSection::new();
                for export in reader.clone() {
                    let export = export.map_err(said)?;
                    let kind = RoundtripReencoder.export_kind(export.kind).map_err(said)?;
                    section.export(short(export.name), kind, export.index);
                }
                module.section(&section);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let data = &wasm[range];
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    let words = words(script).map(short).collect();
    Ok((module.finish(), words))
}

/// The hashed names of what the module imports and exports, and a short one for each, which the script has not yet.
fn short_names(wasm: &[u8], script: &str) -> Result<HashMap<String, String>> {
    let mut long = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(said)? {
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    long.insert(import.map_err(said)?.name);
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    long.insert(export.map_err(said)?.name);
                }
            }
            _ => {}
        }
    }
    let taken: BTreeSet<&str> = words(script).collect();
    let mut free = (0..)
        .map(|number| format!("_{number:x}"))
        .filter(|name| !taken.contains(&**name));
    let hashed = long.into_iter().filter(|name| is_hashed(name));
    Ok(hashed
        .filter_map(|name| Some((name.to_owned(), free.next()?)))
        .collect())
}

/// Whether a hash of 64 bits is a part of it.
fn is_hashed(name: &str) -> bool {
    let is_hash =
        |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split('_').any(is_hash)
}

/// The identifiers of a script, and what is between them.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    let mut rest = script;
    std::iter::from_fn(move || {
        let is_word = is_part(rest.chars().next()?);
        let end = rest.find(|letter| is_part(letter) != is_word);
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(word)
    })
}

fn said(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("Cannot shorten the names of a module: {error}"))
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, Function, FunctionSection, TypeSection,
    };

    use super::*;

    #[test]
    fn module_and_script_have_the_same_short_names() {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        let log = "__wbg_log_0123456789abcdef";
        imports.import("./x.js", log, EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export("run", ExportKind::Func, 1);
        exports.export("invoke_fedcba9876543210", ExportKind::Func, 1);
        let mut code = CodeSection::new();
        let mut nothing = Function::new([]);
        nothing.instructions().end();
        code.function(&nothing);
        module.section(&types).section(&imports).section(&functions);
        module.section(&exports).section(&code);
        let wasm = module.finish();

        let script =
            format!("const _0 = {{ {log}: f, {log}2: g }};\nrun(); invoke_fedcba9876543210();");
        let (wasm, script) = shorten(&wasm, &script).expect("a module");
        assert_eq!(
            script,
            format!("const _0 = {{ _1: f, {log}2: g }};\nrun(); _2();")
        );
        let names: Vec<String> = Parser::new(0)
            .parse_all(&wasm)
            .flat_map(|payload| match payload.expect("a section") {
                Payload::ImportSection(reader) => reader
                    .into_imports()
                    .map(|import| import.expect("an import").name.to_owned())
                    .collect(),
                Payload::ExportSection(reader) => reader
                    .into_iter()
                    .map(|export| export.expect("an export").name.to_owned())
                    .collect(),
                _ => Vec::new(),
            })
            .collect();
        assert_eq!(names, ["_1", "run", "_2"]);
    }
}
