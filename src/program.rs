//! The Python program of a figure, as the reader left it.

use protocol::Way;
use timeline::units;

use crate::figures::Figure;

/// A figure’s program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    figure: Figure,
    now: String,
    /// The text that it had before the reader asked for the original.
    before_reset: Option<String>,
}

impl Program {
    /// How long a program may be that comes with an address or a message: in bytes.
    pub const LONGEST: usize = 100_000;

    /// The program as it comes with the figure.
    pub fn of(figure: Figure) -> Self {
        Self {
            figure,
            now: figure.program().to_owned(),
            before_reset: None,
        }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.now
    }

    /// The reader changed it. What a reset had put aside is forgotten then.
    pub fn edit(&mut self, text: String) {
        self.now = text;
        self.before_reset = None;
    }

    /// Puts the reader’s changes aside; a second reset brings them back.
    pub fn reset(&mut self) {
        let original = self.figure.program().to_owned();
        match self.before_reset.take() {
            Some(before) => self.now = before,
            None => self.before_reset = Some(std::mem::replace(&mut self.now, original)),
        }
    }

    /// Whether a reset would bring the reader’s changes back.
    pub fn is_reset(&self) -> bool {
        self.before_reset.is_some()
    }

    /// Whether it is the figure’s own, whatever its constants are.
    pub fn is_original(&self) -> bool {
        let plain = |text: &str| {
            let mut text = text.to_owned();
            for name in self.figure.constants() {
                set(&mut text, name, "0");
            }
            text
        };
        plain(&self.now) == plain(self.figure.program())
    }

    /// Writes a value into the line `NAME = …`. A program that the reader has rid of that line stays
    /// as it is; [`Program::without`] tells the page to say so.
    pub fn set_constant(&mut self, name: &str, value: u64) {
        set(&mut self.now, name, &units::count(value).replace(',', "_"));
    }

    /// The first of these names that it has no line `NAME = …` for.
    pub fn without<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        let mut names = names.iter();
        names
            .find(|name| constant_line(&self.now, name).is_none())
            .copied()
    }

    /// The lines in which the ways differ and which the program lacks.
    pub fn without_switch(&self, ways: &[Way]) -> Option<&'static str> {
        let switches = ways.iter().filter_map(|&way| self.figure.switch(way));
        let names: Vec<_> = switches.map(|switch| switch.name).collect();
        self.without(&names)
    }

    /// The program for a way, ready to be sent.
    pub fn for_way(&self, way: Way, threads: u32, count: u64) -> protocol::Program {
        let mut source = self.now.clone();
        if self.figure.threads_label().is_some() {
            set(&mut source, "THREADS", &threads.to_string());
        }
        set(&mut source, "COUNT", &units::count(count).replace(',', "_"));
        if let Some(switch) = self.figure.switch(way) {
            set(&mut source, switch.name, switch.value);
        }
        protocol::Program {
            file: self.figure.file().to_owned(),
            source,
        }
    }
}

/// Replaces what is behind `NAME =`, if there is such a line.
fn set(text: &mut String, name: &str, value: &str) {
    if let Some((start, end)) = constant_line(text, name) {
        text.replace_range(start..end, &format!("{name} = {value}"));
    }
}

/// Where the first line `NAME = …` starts and ends.
fn constant_line(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let rest = content.strip_prefix(name).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with('=') && !rest.starts_with("==")) {
            return Some((start, start + content.len()));
        }
        start += line.len();
    }
    None
}

/// The line that a traceback or a message of this playground points at: the last one that is in
/// this file, since that is where it happened.
pub fn error_line(file: &str, output: &str) -> Option<u32> {
    let in_traceback = format!("File \"{file}\", line ");
    let (_, rest) = output.rsplit_once(&in_traceback)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_has_its_own_line() {
        let program = Program::of(Figure::CpuBound);
        let sequential = program.for_way(Way::Sequential, 4, 1_234_567).source;
        for line in ["THREADS = 4", "COUNT = 1_234_567", "HOW = \"in a row\""] {
            assert_eq!(
                sequential.lines().filter(|l| *l == line).count(),
                1,
                "{line}"
            );
        }
        let threads = program.for_way(Way::FreeThreaded, 4, 1).source;
        assert!(threads.contains("\nHOW = \"threads\"\n"));
        let processes = program.for_way(Way::Processes, 4, 1).source;
        assert!(processes.contains("\nHOW = \"processes\"\n"));
        let one_lock = Program::of(Figure::OneLock);
        let threads = one_lock.for_way(Way::Gil, 4, 1).source;
        assert!(threads.contains("\nIN_THREADS = True\n"));
        let refcounts = Program::of(Figure::Refcounts);
        let biased = refcounts.for_way(Way::Biased, 2, 1).source;
        assert!(biased.contains("\nObject = refcounts.Biased\n"), "{biased}");
    }

    #[test]
    fn a_reset_can_be_undone_until_the_next_change() {
        let mut program = Program::of(Figure::OneLock);
        program.edit("mine".to_owned());
        program.reset();
        assert!(program.is_reset() && program.is_original());
        program.reset();
        assert_eq!(program.text(), "mine");
        program.reset();
        program.edit("other".to_owned());
        assert!(!program.is_reset());
    }

    #[test]
    fn constants_do_not_make_another_program() {
        let mut program = Program::of(Figure::OneLock);
        program.set_constant("COUNT", 7);
        assert!(program.is_original());
        program.edit(program.text().replace("x += 1", "x += 2"));
        assert!(!program.is_original());
    }

    #[test]
    fn only_an_assignment_is_a_constant() {
        assert_eq!(
            constant_line("COUNTER = 1\nCOUNT == 2\nCOUNT=3", "COUNT"),
            Some((23, 30))
        );
        assert_eq!(constant_line("  COUNT = 3", "COUNT"), None);
        assert_eq!(constant_line("COUNT = 1\r\nx", "COUNT"), Some((0, 9)));
    }

    #[test]
    fn a_missing_constant_is_named() {
        let mut program = Program::of(Figure::OneLock);
        program.edit("THREADS = 1\n".to_owned());
        assert_eq!(program.without(&["THREADS", "COUNT"]), Some("COUNT"));
        assert_eq!(program.without_switch(&[Way::Gil]), Some("IN_THREADS"));
        program.set_constant("COUNT", 5);
        assert_eq!(program.text(), "THREADS = 1\n");
    }

    #[test]
    fn errors_point_at_the_innermost_line_of_the_program() {
        let traceback = "Traceback (most recent call last):\n  File \"a.py\", line 12, in <module>\n  \
                         File \"a.py\", line 3, in f\nZeroDivisionError: division by zero\n";
        assert_eq!(error_line("a.py", traceback), Some(3));
        assert_eq!(error_line("b.py", traceback), None);
        assert_eq!(error_line("a.py", "File \"a.py\", line x"), None);
    }
}
