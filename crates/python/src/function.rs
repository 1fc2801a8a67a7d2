//! What can be called: functions of the program, functions written in Rust, methods with their receivers.

use crate::error::{Fault, Outcome};
use crate::generator::Generator;
use crate::kind::Kind;
use crate::native;
use crate::object::{Guarded, Ref, Shared};
use crate::sink::Sink;
use crate::symbols::Symbol;
use crate::thread::{Caller, Request};
use crate::value::{Tuple, Value};

/// A `def` or a `lambda` that was executed.
#[derive(Debug)]
pub(crate) struct Function {
    /// Its code's number in the world.
    pub(crate) code: u32,
    /// `__closure__`: cells.
    pub(crate) closure: Vec<Ref<Cell>>,
    /// What programs can change, and rarely do.
    pub(crate) rest: Guarded<FunctionRest>,
}

/// What a function has besides its code.
#[derive(Clone, Debug, Default)]
pub(crate) struct FunctionRest {
    /// `__defaults__`, or `Null`.
    pub(crate) defaults: Option<Ref<Tuple>>,
    /// `__kwdefaults__`, or `Null`.
    pub(crate) keyword_defaults: Value,
    pub(crate) annotations: Value,
    pub(crate) name: Value,
    pub(crate) qualname: Value,
    pub(crate) doc: Value,
    pub(crate) module: Value,
    /// `__dict__`: a dict, once it is needed.
    pub(crate) dict: Value,
}

/// A variable that functions inside one another share.
#[derive(Debug)]
pub(crate) struct Cell(Guarded<Value>);

/// A method together with its receiver.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) receiver: Value,
    /// A function, or something else that can be called with the receiver first.
    pub(crate) function: Value,
}

/// What a native function makes of plain arguments, if that is all there is to it.
pub(crate) type AtOnce = fn(&[Value]) -> Option<Value>;

/// A function, a method or a constructor written in Rust.
#[derive(Debug)]
pub(crate) struct Native {
    pub(crate) name: &'static str,
    /// How it came to its place, and so what it is called with.
    pub(crate) role: Role,
    pub(crate) run: fn(Args, &Caller) -> Outcome<Reply>,
    /// The same for plain arguments where there is nothing to it: no error, no call; else `None`, and `run` is
    /// asked.
    pub(crate) at_once: Option<AtOnce>,
}

impl Native {
    /// The same function, with a short way.
    pub(crate) const fn at_once(mut self, short: fn(&[Value]) -> Option<Value>) -> Native {
        self.at_once = Some(short);
        self
    }
}

/// How a [`Native`] came to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Of a module, or builtin.
    Function,
    /// Of a class: the receiver is its first argument.
    Method(Kind),
    /// Of a class: the class is its first argument.
    ClassMethod(Kind),
    /// Of a class, and gets nothing of it.
    StaticMethod,
}

/// Arguments as `CALL` and `CALL_KW` leave them on the stack.
#[derive(Clone, Copy)]
pub(crate) struct Args<'a> {
    pub(crate) positional: &'a [Value],
    /// Names of the keyword arguments, each a str, in the order of `keywords`.
    pub(crate) names: &'a [Value],
    pub(crate) keywords: &'a [Value],
}

/// What a native function gives back.
pub(crate) enum Reply {
    /// Its result.
    Value(Value),
    /// What the host has to do for it; the answer is the result.
    Ask(Request),
    /// What needs no lock. Its result is the result.
    Native(native::Native),
    /// A call whose result is the result, after `then`.
    Call(Value, Vec<Value>, Then),
    /// A generator that goes on: with a value, and what becomes of what it yields or returns.
    Resume(Value, Value, Then),
    /// A generator whose items go into a sink, and what that has got so far.
    Feed(Ref<Generator>, Sink, [Value; 2]),
    /// A generator in which an exception is raised.
    Throw(Value, Value, Then),
}

/// What becomes of the result of a call that the interpreter itself has made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Then {
    /// It is pushed.
    #[default]
    Push,
    /// It is pushed, and NULL above it: what is called comes without a receiver.
    PushNull,
    /// Its two items are pushed, the first one below.
    Pair,
    /// It is dropped.
    Drop,
    /// It must be `None`; the new instance, in the callee's slot, is what is pushed.
    Init,
    /// It must be a bool, which is pushed; perhaps the other one.
    Truth(bool),
    /// Its truth is pushed; perhaps the other one (`__contains__`).
    Contains(bool),
    /// It must be a str, which is pushed: `__str__`, `__repr__`, `__format__`.
    Text(Symbol),
    /// It must be an int, which is pushed: `__len__`, `__hash__`, `__index__`.
    Length,
    Hash,
    Index(Symbol),
    /// It must be an iterator, which is pushed.
    Iterator,
    /// It replaces the two operands below, or `NotImplemented` has the next method asked: so many were.
    Operator(u8),
    /// An item of a `for`: pushed. At the end the iterator goes, and the code goes on there.
    For(u32),
    /// `SEND`: what is yielded is pushed; what is returned, too, and the code goes on there.
    Send(u32),
    /// An item goes into what a native function makes, which lies in the two slots below the generator's.
    Feed(Sink),
    /// `next(generator)`: what is returned becomes `StopIteration`.
    Next,
    /// `generator.close()`: it must not yield any more.
    Close,
    /// `throw` into the generator that this one waits for: what it yields is yielded again.
    Delegate,
    /// It is dropped: a module's body has run, and whoever waits for the module may have it.
    Import,
    /// The namespace in the slot below becomes the class's.
    ClassBody,
    /// The value in the stack so many down is replaced, and the instruction tried again.
    Again(u32),
    /// What `raise` is given: an exception is raised.
    Raise,
}

impl Function {
    pub(crate) fn defaults(&self) -> Option<Ref<Tuple>> {
        self.rest.with(|rest| rest.defaults.clone())
    }
}

impl Cell {
    pub(crate) fn new(value: Value) -> Cell {
        Cell(Guarded::new(value))
    }

    #[inline]
    pub(crate) fn get(&self) -> Value {
        self.0.with(|value| value.clone())
    }

    #[inline]
    pub(crate) fn set(&self, value: Value) -> Value {
        if self.0.is_shared() {
            value.share();
        }
        // Given back, so that it is freed outside of the lock.
        self.0.with(|old| std::mem::replace(old, value))
    }
}

impl<'a> Args<'a> {
    pub(crate) fn positional(positional: &'a [Value]) -> Args<'a> {
        Args {
            positional,
            names: &[],
            keywords: &[],
        }
    }

    /// Names and values of the keyword arguments.
    pub(crate) fn named(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let names = self
            .names
            .iter()
            .map(|name| name.as_str().unwrap_or_default());
        names.zip(self.keywords)
    }

    /// The same without the first argument: a method's receiver.
    pub(crate) fn rest(self) -> Args<'a> {
        Args {
            positional: self.positional.get(1..).unwrap_or_default(),
            ..self
        }
    }

    pub(crate) fn no_keywords(self, name: &str) -> Outcome<()> {
        if self.names.is_empty() {
            Ok(())
        } else {
            Err(Fault::type_error(format!(
                "{name}() takes no keyword arguments"
            )))
        }
    }
}

impl From<Value> for Reply {
    fn from(value: Value) -> Reply {
        Reply::Value(value)
    }
}

impl Shared for Function {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        for cell in &self.closure {
            visit(&Value::Cell(cell.clone()));
        }
        self.rest.share();
        self.rest.with(|rest| {
            if let Some(defaults) = &rest.defaults {
                visit(&Value::Tuple(defaults.clone()));
            }
            let values = [
                &rest.keyword_defaults,
                &rest.annotations,
                &rest.name,
                &rest.qualname,
                &rest.doc,
                &rest.module,
                &rest.dict,
            ];
            values.into_iter().for_each(visit);
        });
    }
}

impl Shared for Cell {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.share();
        self.0.with(|value| visit(value));
    }
}

impl Shared for Bound {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.receiver);
        visit(&self.function);
    }
}
