//! Packs the library that is written in Python.

mod pack;

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=pack.rs");
    println!("cargo::rerun-if-changed=lib");
    let packed = pack::pack(Path::new("lib"))?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo gives no folder"))?;
    for (name, text) in [
        ("core", packed.core),
        ("more", packed.more),
        ("names", packed.names.join(" ")),
    ] {
        fs::write(Path::new(&out).join(name), text)?;
    }
    Ok(())
}
