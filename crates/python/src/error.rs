//! Exceptions as they are raised, and as the host sees them.

use std::fmt;

/// The exception classes a program of this slice can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each is the class of Python's of the same name"
)]
pub enum ErrorKind {
    AttributeError,
    ImportError,
    IndentationError,
    IndexError,
    MemoryError,
    ModuleNotFoundError,
    NameError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TabError,
    TypeError,
    UnboundLocalError,
    ValueError,
    ZeroDivisionError,
}

impl ErrorKind {
    /// The class's name.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::AttributeError => "AttributeError",
            ErrorKind::ImportError => "ImportError",
            ErrorKind::IndentationError => "IndentationError",
            ErrorKind::IndexError => "IndexError",
            ErrorKind::MemoryError => "MemoryError",
            ErrorKind::ModuleNotFoundError => "ModuleNotFoundError",
            ErrorKind::NameError => "NameError",
            ErrorKind::NotImplementedError => "NotImplementedError",
            ErrorKind::OverflowError => "OverflowError",
            ErrorKind::RecursionError => "RecursionError",
            ErrorKind::RuntimeError => "RuntimeError",
            ErrorKind::SyntaxError => "SyntaxError",
            ErrorKind::TabError => "TabError",
            ErrorKind::TypeError => "TypeError",
            ErrorKind::UnboundLocalError => "UnboundLocalError",
            ErrorKind::ValueError => "ValueError",
            ErrorKind::ZeroDivisionError => "ZeroDivisionError",
        }
    }
}

/// An exception on its way out of an operation, before anyone knows where it happened.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// Whether the message still wants " (line …, column …)" behind it: what CPython has and we don't.
    pub(crate) located: bool,
    /// The name that wasn't found, with those an object has, for a suggestion.
    pub(crate) wrong_name: Option<(Box<str>, &'static [&'static str])>,
}

/// Boxed, so that the good case stays small.
pub(crate) type Outcome<T> = Result<T, Box<Fault>>;

impl Fault {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Box<Fault> {
        Box::new(Fault {
            kind,
            message: message.into(),
            located: false,
            wrong_name: None,
        })
    }

    /// CPython can do it, this interpreter can't.
    #[cold]
    pub(crate) fn unsupported(what: impl fmt::Display) -> Box<Fault> {
        Box::new(Fault {
            kind: ErrorKind::NotImplementedError,
            message: format!("{what} is not supported here"),
            located: true,
            wrong_name: None,
        })
    }

    pub(crate) fn type_error(message: impl Into<String>) -> Box<Fault> {
        Fault::new(ErrorKind::TypeError, message)
    }

    pub(crate) fn value_error(message: impl Into<String>) -> Box<Fault> {
        Fault::new(ErrorKind::ValueError, message)
    }

    pub(crate) fn overflow(message: impl Into<String>) -> Box<Fault> {
        Fault::new(ErrorKind::OverflowError, message)
    }

    pub(crate) fn memory() -> Box<Fault> {
        Fault::new(ErrorKind::MemoryError, "")
    }
}

/// An exception nothing caught. `Display` gives the whole text that CPython writes to stderr, without
/// the last line feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// The suggestion CPython adds when printing, such as `. Did you mean: 'print'?`.
    pub(crate) hint: String,
    pub(crate) trace: String,
}

impl Exception {
    /// The class's name, such as `NameError`.
    pub fn kind(&self) -> &str {
        self.kind.name()
    }

    /// What `str(exception)` gives.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}{}", self.trace, self.kind.name())?;
        if self.message.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}{}", self.message, self.hint)
        }
    }
}

impl std::error::Error for Exception {}

/// Why a source text isn't a program. `Display` gives the whole text that CPython writes to stderr,
/// without the last line feed.
#[derive(Clone, Debug, PartialEq)]
pub struct CompileError {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) text: String,
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
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for CompileError {}
