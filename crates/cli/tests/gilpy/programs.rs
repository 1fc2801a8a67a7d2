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
    found
}

/// The preset whose output was recorded.
fn preset(program: &Path) -> &str {
    let folder = program
        .parent()
        .and_then(|folder| folder.file_name()?.to_str());
    folder
        .filter(|name| ["2.7", "3.9"].contains(name))
        .unwrap_or("3.13")
}

fn compare(name: &str, way: &str) {
    let folder = Folder::new(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let programs = programs(&root);
    assert!(programs.len() > 60, "only {} programs", programs.len());
    for path in programs {
        fs::copy(&path, folder.0.join("main.py")).unwrap();
        let recorded =
            |extension| fs::read_to_string(path.with_extension(extension)).unwrap_or_default();
        let stderr = recorded("err");
        let expected = Done {
            status: Some(i32::from(!stderr.is_empty())),
            stdout: recorded("out"),
            stderr,
        };
        let done = folder.gilpy(&format!("main.py --preset {} {way}", preset(&path)));
        assert_eq!(done, expected, "{}", path.display());
    }
}

#[test]
fn on_real_threads() {
    compare("on_real_threads", "");
}

#[test]
fn on_virtual_cores() {
    compare("on_virtual_cores", "--cores 2");
}

#[test]
fn taking_turns() {
    compare("taking_turns", "--single");
}
