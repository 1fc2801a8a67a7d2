//! Why a source text is no program.

use std::fmt;

use ruff_text_size::TextRange;

use crate::source::Lines;

/// The exception classes that compiling can raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each is the class of Python's of the same name"
)]
pub enum ErrorKind {
    IndentationError,
    NotImplementedError,
    SyntaxError,
    TabError,
}

impl ErrorKind {
    /// The class's name.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::IndentationError => "IndentationError",
            ErrorKind::NotImplementedError => "NotImplementedError",
            ErrorKind::SyntaxError => "SyntaxError",
            ErrorKind::TabError => "TabError",
        }
    }
}

/// Why a source text isn't a program. `Display` gives the whole text that CPython writes to stderr,
/// without the last line feed.
#[derive(Clone, Debug, PartialEq)]
pub struct CompileError {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) text: String,
    pub(crate) file: String,
    pub(crate) source_line: String,
    pub(crate) end: (u32, u32),
}

impl CompileError {
    /// The class's name, such as `SyntaxError`; `NotImplementedError` for what isn't supported here.
    pub fn kind(&self) -> &str {
        self.kind.name()
    }

    /// The last line without the class.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line in the source, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Column in code points, from 1.
    pub fn column(&self) -> u32 {
        self.column
    }

    /// Line and column (in code points) behind the end of the place, both from 1.
    pub fn end(&self) -> (u32, u32) {
        self.end
    }

    /// The name of the source.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line of the source.
    pub fn source_line(&self) -> &str {
        &self.source_line
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for CompileError {}

/// An error before anyone knows which file it is in. Boxed, so that the good case stays small.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) kind: ErrorKind,
    pub(crate) range: TextRange,
    pub(crate) message: String,
    /// Whether CPython marks the place in the line.
    pub(crate) carets: bool,
}

impl Problem {
    #[cold]
    pub(crate) fn new(range: TextRange, message: impl Into<String>) -> Box<Problem> {
        Box::new(Problem {
            kind: ErrorKind::SyntaxError,
            range,
            message: message.into(),
            carets: true,
        })
    }

    #[cold]
    pub(crate) fn indentation(range: TextRange, message: impl Into<String>) -> Box<Problem> {
        let mut problem = Problem::new(range, message);
        problem.kind = ErrorKind::IndentationError;
        problem
    }

    /// CPython can do it, this interpreter can't.
    #[cold]
    pub(crate) fn unsupported(range: TextRange, what: impl fmt::Display) -> Box<Problem> {
        let mut problem = Problem::new(range, format!("{what} is not supported here"));
        problem.kind = ErrorKind::NotImplementedError;
        problem
    }

    /// The error with its line and carets, as `traceback._format_syntax_error` shows it.
    #[cold]
    pub(crate) fn located(&self, source: &str, file: &str) -> CompileError {
        let lines = Lines::new(source);
        let (line, column) = lines.place(source, self.range.start().to_u32());
        let (last, last_column) = lines.place(source, self.range.end().to_u32());
        let text = lines.text(source, line);
        let blank = [' ', '\x0c'];
        let shown = text.trim_start_matches(blank);
        let cut = text.chars().count() - shown.chars().count();
        let from = (column as usize - 1).saturating_sub(cut);
        let to = if last == line {
            (last_column as usize - 1).saturating_sub(cut)
        } else {
            shown.chars().count()
        };
        let carets = "^".repeat(to.saturating_sub(from).max(1));
        // Tabs stay tabs.
        let indent: String = shown
            .chars()
            .map(|letter| if letter.is_whitespace() { letter } else { ' ' })
            .chain(std::iter::repeat(' '))
            .take(from)
            .collect();
        let name = self.kind.name();
        let mut message = self.message.clone();
        if self.kind == ErrorKind::NotImplementedError {
            message += &format!(" (line {line}, column {column})");
        }
        let text = if shown.is_empty() || !self.carets {
            format!("  File \"{file}\", line {line}\n    {shown}\n{name}: {message}")
        } else {
            format!(
                "  File \"{file}\", line {line}\n    {shown}\n    {indent}{carets}\n{name}: {message}"
            )
        };
        CompileError {
            kind: self.kind,
            message,
            line,
            column,
            end: (last, last_column),
            file: file.to_owned(),
            source_line: lines.text(source, line).to_owned(),
            text,
        }
    }
}

/// What a step of compiling gives, or why it can't.
pub(crate) type Outcome<T = ()> = Result<T, Box<Problem>>;
