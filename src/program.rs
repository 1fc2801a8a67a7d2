//! The Python programs of the figure.

use protocol::{Program, Way};

use crate::settings::grouped;

/// One of the two programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The work, piece after piece, in the main thread.
    Sequential,
    /// The work in threads.
    Threads,
}

impl Source {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Sequential, Self::Threads];

    /// The program that a way runs.
    pub fn of(way: Way) -> Self {
        match way {
            Way::Sequential => Self::Sequential,
            _ => Self::Threads,
        }
    }

    /// What tracebacks call it.
    pub fn file(self) -> &'static str {
        match self {
            Self::Sequential => "sequential.py",
            Self::Threads => "threads.py",
        }
    }

    fn original(self) -> &'static str {
        match self {
            Self::Sequential => include_str!("../programs/sequential.py"),
            Self::Threads => include_str!("../programs/threads.py"),
        }
    }
}

/// Both programs, as the reader left them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    sequential: Text,
    threads: Text,
}

/// A program's text, and the text that it had before the reader asked for the original.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Text {
    now: String,
    before_reset: Option<String>,
}

impl Text {
    fn original(source: Source) -> Self {
        Self {
            now: source.original().to_owned(),
            before_reset: None,
        }
    }
}

impl Default for Sources {
    fn default() -> Self {
        Self {
            sequential: Text::original(Source::Sequential),
            threads: Text::original(Source::Threads),
        }
    }
}

impl Sources {
    /// A program's text.
    pub fn text(&self, source: Source) -> &str {
        match source {
            Source::Sequential => &self.sequential.now,
            Source::Threads => &self.threads.now,
        }
    }

    /// The reader changed a program. What a reset had put aside is forgotten then.
    pub fn edit(&mut self, source: Source, text: String) {
        *self.of(source) = Text {
            now: text,
            before_reset: None,
        };
    }

    /// Puts the reader's changes to a program aside; a second reset brings them back.
    pub fn reset(&mut self, source: Source) {
        let text = self.of(source);
        *text = match text.before_reset.take() {
            Some(now) => Text {
                now,
                before_reset: None,
            },
            None => Text {
                before_reset: Some(std::mem::take(&mut text.now)),
                ..Text::original(source)
            },
        };
    }

    /// Whether a reset would bring the reader's changes back.
    pub fn is_reset(&self, source: Source) -> bool {
        let text = match source {
            Source::Sequential => &self.sequential,
            Source::Threads => &self.threads,
        };
        text.before_reset.is_some()
    }

    fn of(&mut self, source: Source) -> &mut Text {
        match source {
            Source::Sequential => &mut self.sequential,
            Source::Threads => &mut self.threads,
        }
    }

    /// The program for a way, ready to be sent.
    pub fn program(&self, way: Way) -> Program {
        let source = Source::of(way);
        Program {
            file: source.file().to_owned(),
            source: self.text(source).to_owned(),
        }
    }

    /// Writes a value into the line `NAME = …` of both programs. A program that the reader has
    /// rid of that line stays as it is; [`Sources::without`] tells the page to say so.
    pub fn set_constant(&mut self, name: &str, value: u64) {
        for source in Source::ALL {
            let text = &mut self.of(source).now;
            if let Some((start, end)) = constant_line(text, name) {
                text.replace_range(start..end, &format!("{name} = {}", grouped(value, '_')));
            }
        }
    }

    /// The first of these names that a program has no line `NAME = …` for.
    pub fn without<'a>(&self, source: Source, names: &[&'a str]) -> Option<&'a str> {
        let text = self.text(source);
        let mut names = names.iter();
        names
            .find(|name| constant_line(text, name).is_none())
            .copied()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_written_into_both_programs() {
        let mut sources = Sources::default();
        sources.set_constant("COUNT", 1_234_567);
        for source in Source::ALL {
            let text = sources.text(source);
            assert_eq!(text.matches("COUNT = 1_234_567\n").count(), 1, "{text}");
            assert_eq!(sources.without(source, &["THREADS", "COUNT"]), None);
        }
    }

    #[test]
    fn a_reset_can_be_undone_until_the_next_change() {
        let mut sources = Sources::default();
        sources.edit(Source::Threads, "mine".to_owned());
        sources.reset(Source::Threads);
        assert!(sources.is_reset(Source::Threads));
        assert_ne!(sources.text(Source::Threads), "mine");
        sources.reset(Source::Threads);
        assert_eq!(sources.text(Source::Threads), "mine");
        sources.reset(Source::Threads);
        sources.edit(Source::Threads, "other".to_owned());
        assert!(!sources.is_reset(Source::Threads));
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
        let mut sources = Sources::default();
        sources.edit(Source::Threads, "THREADS = 1\n".to_owned());
        assert_eq!(
            sources.without(Source::Threads, &["THREADS", "COUNT"]),
            Some("COUNT")
        );
        sources.set_constant("COUNT", 5);
        assert_eq!(sources.text(Source::Threads), "THREADS = 1\n");
    }
}
