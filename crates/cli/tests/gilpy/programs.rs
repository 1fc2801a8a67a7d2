//! Every program below `tests/programs` prints from here, too, what CPython printed for it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Done, Folder};

fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(programs(&path));
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The preset whose output was recorded, if a program is about one version.
fn preset(program: &Path) -> Option<&str> {
    let folder = program.parent()?.file_name()?.to_str()?;
    ["2.7", "3.9", "3.13", "3.14"]
        .contains(&folder)
        .then_some(folder)
}

/// What was recorded of a program, see CONTRIBUTING.md.
fn recorded(program: &Path) -> Done {
    let read = |extension| fs::read_to_string(program.with_extension(extension)).ok();
    let stderr = read("err").unwrap_or_default();
    let status = read("status").map(|text| text.trim().parse().unwrap());
    Done {
        status: Some(status.unwrap_or(i32::from(!stderr.is_empty()))),
        stdout: read("out").unwrap_or_default(),
        stderr,
    }
}

fn compare(name: &str, newest: &str, way: &str) {
    let folder = Folder::new(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let programs = programs(&root);
    let count = programs.len();
    assert!(count > 300, "only {count} programs");
    let mut failed = Vec::new();
    for path in &programs {
        fs::copy(path, folder.0.join("main.py")).unwrap();
        let preset = preset(path).unwrap_or(newest);
        let done = folder.gilpy(&format!("main.py --preset {preset} {way}"));
        let expected = recorded(path);
        if done != expected {
            println!("{}: {done:#?} instead of {expected:#?}", path.display());
            failed.push(path.strip_prefix(&root).unwrap());
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {count} programs differ: {failed:#?}",
        failed.len()
    );
}

#[test]
fn on_real_threads() {
    compare("on_real_threads", "3.13", "");
}

#[test]
fn on_real_threads_without_a_lock() {
    compare("on_real_threads_without_a_lock", "3.14t", "");
}

#[test]
fn on_virtual_cores() {
    compare("on_virtual_cores", "3.13", "--cores 2");
}

#[test]
fn on_virtual_cores_without_a_lock() {
    compare("on_virtual_cores_without_a_lock", "3.14t", "--cores 2");
}

#[test]
fn taking_turns() {
    compare("taking_turns", "3.13", "--single");
}
