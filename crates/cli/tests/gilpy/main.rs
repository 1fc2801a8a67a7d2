//! The command-line tool as it is used: arguments and files in; streams, files and an exit status
//! out.

#![expect(
    clippy::unwrap_used,
    reason = "all of this is tests, also the functions that are not marked as one"
)]

mod bad_input;
mod kept;
mod memory;
mod output;
mod programs;
mod waiting;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A program on several threads that print, sleep, look at clocks, wait with a time-out, and write
/// to one variable.
const MANY_THINGS: &str = "
import threading
import time
c = 0
def work(n, k):
    global c
    for i in range(n):
        c += 1
        if i % 500 == 0:
            time.sleep(0.0001 * k)
            print(threading.current_thread().name, i, c)
    print(time.perf_counter(), time.time())
threads = []
for i in range(6):
    t = threading.Thread(target=work, args=(2000, i))
    t.start()
    threads.append(t)
for t in threads:
    t.join(0.001)
print(time.perf_counter())
for t in threads:
    t.join()
print(c)
";

/// A folder for one test, in which gilpy runs.
struct Folder(PathBuf);

/// What came of a call of gilpy.
#[derive(Debug, PartialEq, Eq)]
struct Done {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Folder {
    /// An empty folder; its name must be that of the test.
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A folder with a program, `main.py`.
    fn with(name: &str, program: &str) -> Self {
        let folder = Self::new(name);
        folder.write("main.py", program);
        folder
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// A call with these arguments, divided by spaces.
    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gilpy"));
        command
            .current_dir(&self.0)
            .args(arguments.split_whitespace())
            .stdin(Stdio::null());
        command
    }

    fn gilpy(&self, arguments: &str) -> Done {
        Done::of(self.command(arguments).output().unwrap())
    }

    /// A call that gets something to read.
    fn gilpy_reading(&self, arguments: &str, input: &str) -> Done {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Taken, so that it is closed afterwards.
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        Done::of(child.wait_with_output().unwrap())
    }
}

impl Done {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
