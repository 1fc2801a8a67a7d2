//! Python source text → CPython 3.13's bytecode.
//!
//! A program goes through this list downwards:
//!
//! - [`syntax`]: source text → syntax tree (`ruff_python_parser`).
//! - [`mistakes`]: or what CPython would say about it.
//! - [`scope`]: the symbol table: which name is whose.
//! - [`fold`]: what is known before the program runs.
//! - [`compile`]: the tree → [`Unit`], one [`Code`] for each function, class body and the module.
//! - [`dis`]: what `dis.dis` prints of it.
//!
//! Nothing here runs anything, and no object of the interpreter is known here.

mod code;
mod compile;
mod dis;
mod error;
mod fold;
mod mistakes;
mod names;
mod scope;
mod source;
mod syntax;

pub use code::{
    Awaited, Binary, Code, Compare, Const, Conversion, Flags, FunctionAttribute, Handler,
    Intrinsic1, Intrinsic2, Op, Operator, Span, Subject, Unit,
};
pub use compile::{compile, compile_expression};
pub use dis::{dis, named, words};
pub use error::{CompileError, ErrorKind};
