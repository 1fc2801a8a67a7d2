//! What a forked process gets: a copy of whatever a program has made, from all recorded programs.

mod common;
// On virtual cores only.
#[allow(dead_code)]
#[path = "common/way.rs"]
mod way;

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use protocol::{Preset, Stream};

use common::{run, text};
use way::{Way, options};

/// Before a program: at its end it forks, and the copy says what its globals are. Where objects say where
/// they are in memory, nothing can be compared; nor where processes say whose children they are.
const AT_THE_END: &str = "\
import threading as _t, _processes as _p; \
_told = lambda value: (lambda text: '' if any(word in text for word in ('0x', 'lambda', 'parent=')) else text)(repr(value)); \
_state = lambda: repr([(name, _told(value)) for name, value in list(globals().items()) if name[:1] != '_']); \
_t._register_atexit(lambda: _compare(_p.pipe()));\
_child = lambda pipe: (_p.send(pipe, _state().encode()) if len(_state()) < 60000 else _p.send(pipe, b''));\
_compare = lambda pipe: _same(_p.fork(lambda: _child(pipe), 'copy'), pipe);\
_same = lambda pid, pipe: (_p.close(pipe, True), print('@' + str(_p.receive(pipe, None).decode() in ('', _state()))));\
";

fn programs(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder of programs");
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            programs(&path, found);
        } else if path.extension().is_some_and(|end| end == "py") {
            found.push(path);
        }
    }
}

/// What the copy of a program's state said: that it is the same, or nothing where that could not be asked.
fn is_same_in_a_copy(path: &Path) -> bool {
    let source = fs::read_to_string(path).expect("a program");
    if python::compile(&source, "main.py").is_err() || source.contains("from __future__") {
        return false;
    }
    let source = format!("{AT_THE_END}\n{source}");
    let mut options = options(Way::Virtual(1), Preset::Python313);
    options.output_limit = 10 << 20;
    let (_, output) = run(&source, &options);
    let (out, err) = (text(&output, Stream::Stdout), text(&output, Stream::Stderr));
    let last = out.rsplit('@').next().unwrap_or_default().trim_end();
    assert!(
        !err.contains("the state of the process") && !out.ends_with("@False\n"),
        "{}: {last} {err}",
        path.display()
    );
    out.ends_with("@True\n")
}

#[test]
fn the_state_of_every_recorded_program_can_be_copied() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let mut all = Vec::new();
    programs(&folder, &mut all);
    all.sort();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let count = |first| {
        let share = all.iter().skip(first).step_by(cores);
        share.filter(|path| is_same_in_a_copy(path)).count()
    };
    let same: usize = thread::scope(|scope| {
        let counting: Vec<_> = (0..cores)
            .map(|first| scope.spawn(move || count(first)))
            .collect();
        let counted = counting.into_iter();
        counted.map(|count| count.join().expect("no failure")).sum()
    });
    assert!(
        same * 10 >= all.len() * 8,
        "{same} of {} say that they are the same",
        all.len()
    );
}
