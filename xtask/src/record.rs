//! `record`: what the programs below `tests/programs` print and how they fail, as CPython itself has it.
//!
//! A program `x.py` has its output in `x.out`, what it writes to the standard error (mostly a traceback)
//! in `x.err`, which is missing where that is nothing, and its exit status in `x.status`, which is
//! missing where `x.err` tells: 1 if there is one, else 0.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::step::{self, Context, Failure, Result, say};
use crate::tools::on_path;

/// The variable that names the CPython.
const VARIABLE: &str = "GIL_PLAYGROUND_PYTHON";

/// The version whose output is in the repository.
const VERSION: &str = "3.13.0";

/// The name under which every program runs, since tracebacks have it.
const NAME: &str = "main.py";

/// Folders whose files are not this CPython's: other versions', and our interpreter's own words.
const LEFT_ALONE: [&str; 4] = ["2.7", "3.9", "3.14", "unsupported"];

/// The folder of what only a CPython with numpy can say.
const NUMPY: &str = "numpy";

/// The slowest program takes CPython a minute (it sums a billion numbers, which is nothing here); one that
/// takes this long waits for something that never comes.
const LONGEST: Duration = Duration::from_secs(600);

/// Runs every program below `tests/programs` and writes beside it what CPython made of it.
///
/// # Errors
/// When there is no CPython 3.13, a file cannot be read or written, or a program does not end.
pub fn record(root: &Path) -> Result<()> {
    let python = python()?;
    let place = root.join("target/record");
    fs::create_dir_all(&place).context(|| format!("Cannot make {}", place.display()))?;
    // CPython prints the path without links.
    let place = fs::canonicalize(&place).context(|| format!("Cannot find {}", place.display()))?;
    let mut programs = programs(&root.join("tests/programs"))?;
    if step::quietly(Command::new(&python).args(["-E", "-s", "-c", "import numpy"])).is_err() {
        say("This CPython has no numpy: what was recorded with it stays as it is.");
        programs.retain(|program| !wants_numpy(program));
    }
    let mut changed = 0;
    for program in &programs {
        let recorded = run(&python, &place, program)?;
        if recorded.write_beside(program)? {
            changed += 1;
            say(&format!("changed: {}", program.display()));
        }
    }
    say(&format!(
        "{changed} of {} programs changed.",
        programs.len()
    ));
    Ok(())
}

/// What CPython made of a program.
#[derive(Debug, PartialEq, Eq)]
struct Recorded {
    out: String,
    err: String,
    status: i32,
}

impl Recorded {
    /// The files beside a program: how each ends, and what is in it if it is to be there.
    fn files(self) -> [(&'static str, Option<String>); 3] {
        let told = i32::from(!self.err.is_empty());
        let status = (self.status != told).then(|| format!("{}\n", self.status));
        let err = (!self.err.is_empty()).then_some(self.err);
        [("out", Some(self.out)), ("err", err), ("status", status)]
    }

    /// Makes the files beside a program so, and says whether they were different.
    fn write_beside(self, program: &Path) -> Result<bool> {
        let mut changed = false;
        for (extension, wanted) in self.files() {
            let path = program.with_extension(extension);
            let there = path.exists().then(|| fs::read_to_string(&path));
            let there = there
                .transpose()
                .context(|| format!("Cannot read {}", path.display()))?;
            if there == wanted {
                continue;
            }
            changed = true;
            match wanted {
                Some(text) => fs::write(&path, text),
                None => fs::remove_file(&path),
            }
            .context(|| format!("Cannot change {}", path.display()))?;
        }
        Ok(changed)
    }
}

/// Runs a program under the name that tracebacks are to have, in a folder where nothing else can be
/// imported from.
fn run(python: &Path, place: &Path, program: &Path) -> Result<Recorded> {
    let main = place.join(NAME);
    let [out, err] = ["out", "err"].map(|extension| main.with_extension(extension));
    let create =
        |path: &Path| File::create(path).context(|| format!("Cannot write {}", path.display()));
    fs::copy(program, &main).context(|| format!("Cannot copy {}", program.display()))?;
    let mut child = Command::new(python)
        // Neither the variables nor the language of whoever runs this change what is recorded.
        .args(["-E", "-s", "-X", "utf8", NAME])
        .env("NO_COLOR", "1")
        .current_dir(place)
        .stdin(Stdio::null())
        .stdout(create(&out)?)
        .stderr(create(&err)?)
        .spawn()
        .context(|| format!("Cannot start {}", python.display()))?;
    let doing = || format!("Cannot wait for {}", program.display());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().context(doing)? {
            break status;
        }
        if start.elapsed() > LONGEST {
            child.kill().and_then(|()| child.wait()).context(doing)?;
            return Err(Failure::new(format!(
                "{} did not end within {} s. Make it end by itself.",
                program.display(),
                LONGEST.as_secs()
            )));
        }
        thread::sleep(Duration::from_millis(2));
    };
    let read = |path: &Path| {
        fs::read_to_string(path)
            .context(|| format!("Cannot read what {} printed", program.display()))
            .map(|text| as_recorded(&text, &main))
    };
    Ok(Recorded {
        out: read(&out)?,
        err: read(&err)?,
        status: status.code().ok_or_else(|| {
            Failure::new(format!(
                "{} was ended by a signal: {status}.",
                program.display()
            ))
        })?,
    })
}

/// What was printed, with tracebacks as they would be if CPython's own library were not written in
/// Python: the program's file by its plain name, no frames of other files.
fn as_recorded(printed: &str, main: &Path) -> String {
    // Also where a warning or the representation of a task names a place.
    let main = main.display();
    let plain = printed
        .replace(&format!("File \"{main}\""), &format!("File \"{NAME}\""))
        .replace(&format!("{main}:"), &format!("{NAME}:"));
    let mut kept = String::with_capacity(plain.len());
    // How far a frame that is left out is indented: its source and its carets are so further.
    let mut left_out: Option<&str> = None;
    for line in plain.split_inclusive('\n') {
        let source = |indent| line.strip_prefix(indent).map(|rest| rest.starts_with("  "));
        if left_out.and_then(source) == Some(true) {
            continue;
        }
        left_out = frame(line)
            .filter(|(_, file)| Path::new(file).is_absolute() || file.starts_with("<frozen "))
            .map(|(indent, _)| indent);
        if left_out.is_none() {
            kept.push_str(line);
        }
    }
    kept
}

/// The first line of a frame in a traceback: what stands before it, and the name of its file. Within
/// an exception group, bars stand before it as well.
fn frame(line: &str) -> Option<(&str, &str)> {
    let (indent, rest) = line.split_once("File \"")?;
    let (file, rest) = rest.split_once('"')?;
    let is_frame = indent.ends_with("  ")
        && indent.chars().all(|mark| " |".contains(mark))
        && rest.starts_with(", line ");
    is_frame.then_some((indent, file))
}

/// All programs below a folder that this CPython speaks for, in the order of their names.
fn programs(folder: &Path) -> Result<Vec<PathBuf>> {
    let doing = || format!("Cannot read {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).context(doing)? {
        let path = entry.context(doing)?.path();
        let name = path.file_name().and_then(OsStr::to_str);
        if path.is_dir() {
            if !name.is_some_and(|name| LEFT_ALONE.contains(&name)) {
                found.extend(programs(&path)?);
            }
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the program is in the folder of those that do.
fn wants_numpy(program: &Path) -> bool {
    program.iter().any(|part| part == NUMPY)
}

/// The CPython that was named, or the one on `PATH`.
fn python() -> Result<PathBuf> {
    let named = env::var_os(VARIABLE)
        .filter(|named| !named.is_empty())
        .map(PathBuf::from);
    let found = named.or_else(|| on_path(&["python3.13"]));
    // Some are only there to say that they are not.
    let version = found.as_deref().and_then(version);
    let (Some(python), Some(version)) = (found, version) else {
        return Err(Failure::new(format!(
            "There is no CPython 3.13 with the lock to record from: install it, or name its program in \
             {VARIABLE}."
        )));
    };
    if version != VERSION {
        say(&format!(
            "The files were recorded with {VERSION}, and this is {version}: look at what changes."
        ));
    }
    Ok(python)
}

fn version(python: &Path) -> Option<String> {
    const ASK: &str = "\
import platform, sys
lock = getattr(sys, '_is_gil_enabled', lambda: True)()
print(platform.python_implementation(), int(lock), '%d.%d.%d' % sys.version_info[:3])
";
    let said = step::quietly(Command::new(python).args(["-E", "-c", ASK])).ok()?;
    usable(&said).map(str::to_owned)
}

/// The version of a Python that says what it is, if it is one to record from.
fn usable(said: &str) -> Option<&str> {
    let version = said.trim_end().strip_prefix("CPython 1 ")?;
    version.starts_with("3.13.").then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main() -> PathBuf {
        env::temp_dir().join(NAME)
    }

    #[test]
    fn the_program_has_its_plain_name() {
        let printed = format!("  File \"{}\", line 1\n    x =\n", main().display());
        let wanted = "  File \"main.py\", line 1\n    x =\n";
        assert_eq!(as_recorded(&printed, &main()), wanted);
    }

    #[test]
    fn frames_of_the_library_are_left_out() {
        let library = env::temp_dir().join("threading.py");
        let library = library.display();
        let printed = format!(
            "Traceback (most recent call last):\n  \
               File \"main.py\", line 6, in <module>\n    t.start()\n    ~~~~~~~^^\n  \
               File \"{library}\", line 9, in start\n    raise RuntimeError\n  \
               File \"<frozen abc>\", line 1, in f\n  \
               File \"<string>\", line 1, in <module>\n\
             RuntimeError: no\n"
        );
        let wanted = "Traceback (most recent call last):\n  \
            File \"main.py\", line 6, in <module>\n    t.start()\n    ~~~~~~~^^\n  \
            File \"<string>\", line 1, in <module>\n\
            RuntimeError: no\n";
        assert_eq!(as_recorded(&printed, &main()), wanted);
    }

    #[test]
    fn frames_of_the_library_are_left_out_of_groups() {
        let library = env::temp_dir().join("queue.py");
        let printed = format!(
            "    | Traceback (most recent call last):\n    |   \
               File \"{}\", line 9, in get\n    |     raise Empty\n    |     ^^^^^\n    \
             | Empty\n",
            library.display()
        );
        let wanted = "    | Traceback (most recent call last):\n    | Empty\n";
        assert_eq!(as_recorded(&printed, &main()), wanted);
    }

    #[test]
    fn other_output_stays() {
        for printed in [
            "",
            "no end of line",
            "  \n\n",
            "File \"/a\", line 1\n",
            "  File \"/a\"\n",
        ] {
            assert_eq!(as_recorded(printed, &main()), printed);
        }
    }

    #[test]
    fn places_have_the_plain_name() {
        let main = Path::new("/somewhere/main.py");
        let printed = "/somewhere/main.py:3: RuntimeWarning: x\n<Task coro=<f() running at /somewhere/main.py:7>>\n";
        let plain = "main.py:3: RuntimeWarning: x\n<Task coro=<f() running at main.py:7>>\n";
        assert_eq!(as_recorded(printed, main), plain);
    }

    #[test]
    fn a_file_is_there_only_if_it_says_something() {
        let files = |err: &str, status| {
            let recorded = Recorded {
                out: String::new(),
                err: err.to_owned(),
                status,
            };
            recorded.files().map(|(_, text)| text)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(files("", 0), [some(""), None, None]);
        assert_eq!(files("E\n", 1), [some(""), some("E\n"), None]);
        assert_eq!(files("", 3), [some(""), None, some("3\n")]);
        assert_eq!(files("E\n", 0), [some(""), some("E\n"), some("0\n")]);
    }

    #[test]
    fn writing_again_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("x.py");
        let write = |err: &str| {
            let recorded = Recorded {
                out: "1\n".to_owned(),
                err: err.to_owned(),
                status: 1,
            };
            recorded.write_beside(&program).unwrap()
        };
        assert!(write("E\n") && !write("E\n"));
        assert!(write("") && !write(""));
        assert!(!folder.path().join("x.err").exists());
        assert!(folder.path().join("x.status").exists());
    }

    #[test]
    fn other_versions_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b", "a/3.9", "a", "unsupported"] {
            let folder = folder.path().join(name);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("x.py"), "").unwrap();
            fs::write(folder.join("x.out"), "").unwrap();
        }
        let found = programs(folder.path()).unwrap();
        assert_eq!(
            found,
            ["a/x.py", "b/x.py"].map(|name| folder.path().join(name))
        );
    }

    #[test]
    fn numpy_is_wanted_by_a_folder() {
        assert!(wants_numpy(Path::new("tests/programs/numpy/text.py")));
        assert!(!wants_numpy(Path::new("tests/programs/text/numpy.py")));
    }

    #[test]
    fn only_the_right_python_is_used() {
        assert_eq!(usable("CPython 1 3.13.5\n"), Some("3.13.5"));
        for said in ["", "CPython 0 3.13.0", "CPython 1 3.1.0", "PyPy 1 3.13.0"] {
            assert_eq!(usable(said), None, "{said}");
        }
    }
}
