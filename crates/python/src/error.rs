//! Exceptions on their way: inside the interpreter, and as the host sees them.

use std::fmt;

pub use crate::kind::Kind as ErrorKind;
use crate::value::Value;

/// An exception on its way out of an operation, before anyone knows where it happened.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// What the exception has besides its message.
    pub(crate) more: More,
}

/// What an exception has besides its message.
#[derive(Debug)]
pub(crate) enum More {
    Nothing,
    /// The name that wasn't found, and the object that doesn't have it.
    Name(Box<str>, Value),
    /// `args`, instead of the message alone.
    Args(Vec<Value>),
    /// It is there already.
    Raised(Value),
    /// None at all: the operation calls back into Python and must be done by the library's own function.
    InPython,
}

/// Boxed, so that the good case stays small.
pub(crate) type Outcome<T> = Result<T, Box<Fault>>;

impl Fault {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Box<Fault> {
        Box::new(Fault {
            kind,
            message: message.into(),
            more: More::Nothing,
        })
    }

    /// One with other arguments than a message.
    #[cold]
    pub(crate) fn with_args(kind: ErrorKind, args: Vec<Value>) -> Box<Fault> {
        Box::new(Fault {
            kind,
            message: String::new(),
            more: More::Args(args),
        })
    }

    /// An exception that Python has made.
    #[cold]
    pub(crate) fn raised(exception: Value) -> Box<Fault> {
        Box::new(Fault {
            kind: ErrorKind::BaseException,
            message: String::new(),
            more: More::Raised(exception),
        })
    }

    /// The operation needs what a class written in Python says: it has to be done over, in Python. Nothing
    /// has happened so far.
    #[cold]
    pub(crate) fn in_python() -> Box<Fault> {
        Box::new(Fault {
            kind: ErrorKind::SystemError,
            message: "an operation that calls back into Python has no way to do so".to_owned(),
            more: More::InPython,
        })
    }

    /// CPython can do it, this interpreter can't.
    #[cold]
    pub(crate) fn unsupported(what: impl fmt::Display) -> Box<Fault> {
        Box::new(Fault {
            kind: ErrorKind::NotImplementedError,
            message: format!("{what} is not supported here"),
            more: More::Nothing,
        })
    }

    /// A name that isn't there.
    #[cold]
    pub(crate) fn missing(
        kind: ErrorKind,
        message: impl Into<String>,
        name: &str,
        of: Value,
    ) -> Box<Fault> {
        let mut fault = Fault::new(kind, message);
        fault.more = More::Name(name.into(), of);
        fault
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

    pub(crate) fn key(key: Value) -> Box<Fault> {
        Fault::with_args(ErrorKind::KeyError, vec![key])
    }

    pub(crate) fn is_in_python(&self) -> bool {
        matches!(self.more, More::InPython)
    }
}

/// An exception nothing caught. `Display` gives the whole text that CPython writes to stderr, without
/// the last line feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    pub(crate) kind: String,
    pub(crate) message: String,
    pub(crate) text: String,
    /// What `sys.exit` was given, if it is that: an exit status, and what is printed instead of a
    /// traceback.
    pub(crate) exit: Option<(i32, Option<String>)>,
}

impl Exception {
    /// The class's name, such as `NameError`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What `str(exception)` gives.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The exit status, and what is to be printed, if this is a `SystemExit`.
    pub fn exit(&self) -> Option<(i32, Option<&str>)> {
        let (status, text) = self.exit.as_ref()?;
        Some((*status, text.as_deref()))
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Exception {}
