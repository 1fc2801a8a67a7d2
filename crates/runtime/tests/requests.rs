//! What the HTTP libraries make of answers and of none, against a server on the loopback interface. In
//! `clients` are programs beside what the real libraries print for them: urllib of CPython 3.13, requests 2.34,
//! httpx 0.28 and aiohttp 3.14.

#[path = "common/answers.rs"]
mod answers;
mod common;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use protocol::{Preset, Settings, Stream};
use runtime::Options;

/// The server, and a port where nobody is.
struct Ports {
    live: u16,
    dead: u16,
}

impl Ports {
    fn new() -> Ports {
        Ports {
            live: answers::start(),
            dead: answers::dead_port(),
        }
    }

    /// A program that knows them as `BASE` and `DEAD`.
    fn given_to(&self, program: &str) -> String {
        let address = |port| format!("'http://127.0.0.1:{port}'");
        let (live, dead) = (address(self.live), address(self.dead));
        format!("BASE, DEAD = {live}, {dead}\n{program}")
    }

    /// A text that is the same whatever ports they are.
    fn left_out(&self, text: &str) -> String {
        text.replace(&self.live.to_string(), "LIVE")
            .replace(&self.dead.to_string(), "DEAD")
    }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/clients")
        .join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).expect("a file of the repository")
}

fn is_as_recorded(name: &str) {
    let ports = Ports::new();
    let program = ports.given_to(&read(&format!("{name}.py")));
    let (report, output) = common::run(&program, &Options::new(Settings::of(Preset::Python313)));
    let written = |stream| ports.left_out(&common::text(&output, stream));
    assert_eq!(written(Stream::Stderr), "");
    let (printed, expected) = (written(Stream::Stdout), read(&format!("{name}.out")));
    for (printed, expected) in printed.lines().zip(expected.lines()) {
        assert_eq!(printed, expected);
    }
    assert_eq!(printed, expected);
    assert_eq!(report.exit_status, 0);
}

const PROGRAMS: [&str; 7] = [
    "urllib",
    "requests",
    "httpx",
    "httpx_async",
    "aiohttp",
    "names",
    "offline",
];

#[test]
fn urllib() {
    is_as_recorded("urllib");
}

#[test]
fn requests() {
    is_as_recorded("requests");
}

#[test]
fn httpx() {
    is_as_recorded("httpx");
}

#[test]
fn httpx_for_tasks() {
    is_as_recorded("httpx_async");
}

#[test]
fn aiohttp() {
    is_as_recorded("aiohttp");
}

#[test]
fn names_of_no_host() {
    is_as_recorded("names");
}

#[test]
fn what_needs_no_network() {
    is_as_recorded("offline");
}

/// Writes what the real libraries print: with `GIL_PLAYGROUND_PYTHON` a CPython 3.13 that has them.
#[test]
#[ignore = "needs the real libraries"]
fn record() {
    let python =
        env::var_os("GIL_PLAYGROUND_PYTHON").expect("GIL_PLAYGROUND_PYTHON names a CPython");
    for name in PROGRAMS {
        let ports = Ports::new();
        let program = ports.given_to(&read(&format!("{name}.py")));
        let mut command = Command::new(&python);
        // The programs' own names are not to come before the libraries'.
        let output = command
            .args(["-I", "-c", &program])
            .output()
            .expect("it runs");
        let text = |bytes: &[u8]| ports.left_out(&String::from_utf8_lossy(bytes));
        assert!(output.status.success(), "{name}: {}", text(&output.stderr));
        fs::write(path(&format!("{name}.out")), text(&output.stdout)).expect("it can be written");
    }
}
