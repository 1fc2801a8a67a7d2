//! Python's objects: 16 bytes each, numbers inline, the rest behind a thin counted pointer.

use std::mem;
use std::sync::Arc;

use num_bigint::BigInt;

use crate::builtins::{Builtin, Method};
use crate::iterate::{Iter, RangeIter};
use crate::list::List;
use crate::modules::{Module, ThreadObject};
use crate::refcounts::Counted;

/// A Python object, or `Null`: an unbound name, an empty stack slot.
///
/// Aligned to its size, so that none lies across two cache lines.
#[derive(Clone, Debug, Default)]
#[repr(align(16))]
pub(crate) enum Value {
    #[default]
    Null,
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// An int that doesn't fit an `i64`; one that fits is always `Int`.
    Big(Arc<BigInt>),
    Str(Arc<Text>),
    List(Arc<List>),
    Tuple(Arc<Tuple>),
    Range(Arc<Range>),
    Slice(Arc<Slice>),
    Function(Arc<Function>),
    Builtin(Builtin),
    /// A method found but not bound: its receiver is the next slot of the stack.
    Method(Method),
    Bound(Arc<Bound>),
    Module(Module),
    Thread(Arc<ThreadObject>),
    Counted(Arc<Counted>),
    Iter(Arc<Iter>),
    /// The state of a `for` over a range. It lives on one frame's stack only, so it needs no lock.
    RangeIter(Box<RangeIter>),
}

/// A str and the number of its code points.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) text: Box<str>,
    pub(crate) chars: usize,
}

/// An immutable sequence, and what makes it more than a plain tuple.
#[derive(Debug)]
pub(crate) struct Tuple(pub(crate) Vec<Value>, pub(crate) Option<&'static Fields>);

/// A tuple's own class, whose items have names (`structseq` in CPython).
#[derive(Debug)]
pub(crate) struct Fields {
    pub(crate) class: &'static str,
    pub(crate) names: &'static [&'static str],
}

impl Tuple {
    /// The item of that name.
    pub(crate) fn field(&self, name: &str) -> Option<Value> {
        let index = self.1?.names.iter().position(|&field| field == name)?;
        self.0.get(index).cloned()
    }
}

/// `range(start, stop, step)` with its length worked out.
#[derive(Debug)]
pub(crate) struct Range {
    pub(crate) start: i64,
    pub(crate) stop: i64,
    pub(crate) step: i64,
    pub(crate) len: u64,
}

/// `start:stop:step` inside brackets.
#[derive(Debug)]
pub(crate) struct Slice {
    pub(crate) start: Value,
    pub(crate) stop: Value,
    pub(crate) step: Value,
}

/// A `def` that was executed: which code, and the defaults of its last parameters.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) code: u32,
    pub(crate) name: Arc<str>,
    pub(crate) defaults: Vec<Value>,
}

/// A method together with its receiver, as in `push = numbers.append`.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) receiver: Value,
    pub(crate) method: Method,
}

impl Value {
    pub(crate) fn text(text: impl Into<Box<str>>) -> Value {
        let text = text.into();
        let chars = text.chars().count();
        Value::Str(Arc::new(Text { text, chars }))
    }

    pub(crate) fn list(items: Vec<Value>) -> Value {
        Value::List(Arc::new(List::new(items)))
    }

    pub(crate) fn tuple(items: Vec<Value>) -> Value {
        Value::Tuple(Arc::new(Tuple(items, None)))
    }

    /// `type(value).__name__`.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Value::Null | Value::None => "NoneType",
            Value::Bool(_) => "bool",
            Value::Int(_) | Value::Big(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) => "str",
            Value::List(_) => "list",
            Value::Tuple(tuple) => tuple.1.map_or("tuple", |fields| fields.class),
            Value::Range(_) => "range",
            Value::Slice(_) => "slice",
            Value::Function(_) => "function",
            Value::Builtin(builtin) if builtin.is_type() => "type",
            Value::Builtin(Builtin::CurrentThread | Builtin::MainThread) => "function",
            Value::Bound(bound) if matches!(bound.receiver, Value::Thread(_)) => "method",
            Value::Builtin(_) | Value::Method(_) | Value::Bound(_) => "builtin_function_or_method",
            Value::Module(_) => "module",
            Value::Thread(_) => "Thread",
            Value::Counted(object) => object.class().name(),
            Value::Iter(iter) => iter.type_name(),
            Value::RangeIter(_) => "range_iterator",
        }
    }

    /// Truth as `bool(value)` sees it.
    pub(crate) fn truth(&self) -> bool {
        match self {
            Value::Null | Value::None => false,
            Value::Bool(value) => *value,
            Value::Int(value) => *value != 0,
            Value::Float(value) => *value != 0.0,
            Value::Str(text) => text.chars != 0,
            Value::List(list) => list.len() != 0,
            Value::Tuple(tuple) => !tuple.0.is_empty(),
            Value::Range(range) => range.len != 0,
            _ => true,
        }
    }
}

/// Frees values without recursion, however deeply they are nested: what a dying container holds is
/// moved to a list of work first, so its own drop finds nothing left.
pub(crate) fn release(mut work: Vec<Value>) {
    while let Some(value) = work.pop() {
        match value {
            Value::List(list) => {
                if let Some(list) = Arc::into_inner(list) {
                    work.append(&mut list.take());
                }
            }
            Value::Tuple(tuple) => {
                if let Some(mut tuple) = Arc::into_inner(tuple) {
                    work.append(&mut tuple.0);
                }
            }
            Value::Function(function) => {
                if let Some(mut function) = Arc::into_inner(function) {
                    work.append(&mut function.defaults);
                }
            }
            Value::Bound(bound) => {
                if let Some(mut bound) = Arc::into_inner(bound) {
                    work.push(mem::take(&mut bound.receiver));
                }
            }
            Value::Thread(thread) => {
                if let Some(mut thread) = Arc::into_inner(thread) {
                    work.append(&mut thread.take());
                }
            }
            Value::Iter(iter) => {
                if let Some(iter) = Arc::into_inner(iter) {
                    work.append(&mut iter.take());
                }
            }
            _ => {}
        }
    }
}

/// Whether dropping the value may drop other containers in turn.
pub(crate) fn holds_values(value: &Value) -> bool {
    matches!(
        value,
        Value::List(_)
            | Value::Tuple(_)
            | Value::Function(_)
            | Value::Bound(_)
            | Value::Thread(_)
            | Value::Iter(_)
    )
}

impl Drop for Tuple {
    fn drop(&mut self) {
        if self.0.iter().any(holds_values) {
            release(mem::take(&mut self.0));
        }
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        if self.defaults.iter().any(holds_values) {
            release(mem::take(&mut self.defaults));
        }
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        if holds_values(&self.receiver) {
            release(vec![mem::take(&mut self.receiver)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_sixteen_bytes() {
        assert_eq!(size_of::<Value>(), 16);
    }

    #[test]
    fn deep_nests_are_freed_without_recursion() {
        let mut value = Value::None;
        for depth in 0..300_000 {
            value = if depth % 2 == 0 {
                Value::list(vec![value])
            } else {
                Value::tuple(vec![value])
            };
        }
        drop(value);
    }
}
