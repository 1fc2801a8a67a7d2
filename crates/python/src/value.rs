//! Python's objects as a thread holds them: 16 bytes each, numbers inline, the rest behind a counted
//! reference.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use compact_str::CompactString;
use num_bigint::BigInt;

use crate::class::Class;
use crate::dict::Dict;
use crate::function::{Bound, Cell, Function, Native, Role};
use crate::generator::Generator;
use crate::instance::{Instance, Payload};
use crate::iterate::{Iter, RangeIter};
use crate::kind::Kind;
use crate::list::List;
use crate::module::Module;
use crate::object::{Fixed, Guarded, Own, Ref, Shared};
use crate::set::Set;
use crate::symbols::Symbol;

/// A Python object, or `Null`: an unbound name, an empty stack slot.
///
/// Two words, the first one nothing but the tag: with a payload in the tag's word a value would be written in
/// pieces and read as a whole soon after, which processors are slow at.
#[derive(Debug, Default)]
#[repr(u64)]
pub(crate) enum Value {
    #[default]
    Null,
    None,
    Bool(Truth),
    Int(i64),
    Float(Real),
    Ellipsis,
    NotImplemented,
    /// A function's code, by its number in the world.
    Code(Number),
    /// A function, a method or a class method written in Rust.
    Native(Fixed<Native>),
    /// The state of a `for` over a range. It lives on one frame's stack only, so it needs no lock.
    RangeIter(Own<RangeIter>),
    // From here on references, which are counted: `object` counts them without asking which it is.
    /// An int that doesn't fit an `i64`; one that fits is always `Int`.
    Big(Ref<Big>),
    Str(Ref<Text>),
    Bytes(Ref<Bytes>),
    ByteArray(Ref<ByteArray>),
    List(Ref<List>),
    Tuple(Ref<Tuple>),
    Dict(Ref<Dict>),
    /// A set or a frozenset.
    Set(Ref<Set>),
    Range(Ref<Range>),
    Slice(Ref<Slice>),
    Function(Ref<Function>),
    /// A method together with its receiver.
    Bound(Ref<Bound>),
    Class(Ref<Class>),
    /// An instance of a class written in Python, an exception, and what has a class of its own in a module.
    Object(Ref<Instance>),
    Module(Ref<Module>),
    Cell(Ref<Cell>),
    Generator(Ref<Generator>),
    Iter(Ref<Iter>),
}

/// A bool as wide as an int.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Truth {
    False,
    True,
}

/// A float that travels as its bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Real(u64);

impl Truth {
    #[inline(always)]
    pub(crate) fn get(self) -> bool {
        self == Truth::True
    }
}

impl From<Truth> for i64 {
    #[inline(always)]
    fn from(truth: Truth) -> i64 {
        truth as i64
    }
}

impl Real {
    #[inline(always)]
    pub(crate) const fn new(value: f64) -> Real {
        Real(value.to_bits())
    }

    #[inline(always)]
    pub(crate) fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// A code's number in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(u64);

impl Number {
    pub(crate) fn get(self) -> u32 {
        // It was made of one.
        self.0 as u32
    }
}

/// A large int.
#[derive(Debug)]
pub(crate) struct Big(pub(crate) BigInt);

/// A str and the number of its code points.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) text: CompactString,
    pub(crate) chars: usize,
    /// `hash(text)`, once somebody wanted it; 0 before.
    pub(crate) hash: AtomicI64,
}

/// `bytes`.
#[derive(Debug)]
pub(crate) struct Bytes(pub(crate) Box<[u8]>);

/// `bytearray`.
#[derive(Debug)]
pub(crate) struct ByteArray(pub(crate) Guarded<Vec<u8>>);

/// A tuple, and its fields if it is more than a plain one.
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

impl Value {
    #[inline(always)]
    pub(crate) const fn bool(value: bool) -> Value {
        Value::Bool(if value { Truth::True } else { Truth::False })
    }

    #[inline(always)]
    pub(crate) const fn float(value: f64) -> Value {
        Value::Float(Real::new(value))
    }

    /// The same number; `Null` for everything else.
    #[inline(always)]
    pub(crate) fn number(&self) -> Value {
        match *self {
            Value::Int(value) => Value::Int(value),
            Value::Float(value) => Value::Float(value),
            _ => Value::Null,
        }
    }

    pub(crate) fn native(native: &'static Native) -> Value {
        Value::Native(Fixed::new(native))
    }

    pub(crate) fn code(number: u32) -> Value {
        Value::Code(Number(number.into()))
    }

    pub(crate) fn text(text: impl Into<CompactString>) -> Value {
        let text = text.into();
        let chars = text.chars().count();
        Value::str(text, chars)
    }

    /// Text of so many characters.
    #[inline]
    pub(crate) fn str(text: CompactString, chars: usize) -> Value {
        let hash = AtomicI64::new(0);
        Value::Str(Ref::new(Text { text, chars, hash }))
    }

    pub(crate) fn bytes(bytes: impl Into<Box<[u8]>>) -> Value {
        Value::Bytes(Ref::new(Bytes(bytes.into())))
    }

    pub(crate) fn list(items: Vec<Value>) -> Value {
        Value::List(Ref::new(List::new(items)))
    }

    pub(crate) fn tuple(items: Vec<Value>) -> Value {
        Value::Tuple(Ref::new(Tuple(items, None)))
    }

    pub(crate) fn big(value: BigInt) -> Value {
        Value::Big(Ref::new(Big(value)))
    }

    /// Its class, if that is one of the language's own; of an instance what it is inside.
    #[inline]
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Value::Null | Value::None => Kind::NoneType,
            Value::Bool(_) => Kind::Bool,
            Value::Int(_) | Value::Big(_) => Kind::Int,
            Value::Float(_) => Kind::Float,
            Value::Ellipsis => Kind::Ellipsis,
            Value::NotImplemented => Kind::NotImplementedType,
            Value::Str(_) => Kind::Str,
            Value::Bytes(_) => Kind::Bytes,
            Value::ByteArray(_) => Kind::ByteArray,
            Value::List(_) => Kind::List,
            Value::Tuple(_) => Kind::Tuple,
            Value::Dict(_) => Kind::Dict,
            Value::Set(set) if set.is_frozen() => Kind::FrozenSet,
            Value::Set(_) => Kind::Set,
            Value::Range(_) => Kind::Range,
            Value::Slice(_) => Kind::Slice,
            Value::Function(_) => Kind::Function,
            Value::Native(native) => match native.role {
                Role::Method(_) => Kind::MethodDescriptor,
                _ => Kind::NativeFunction,
            },
            Value::Bound(bound) => match bound.function {
                Value::Native(_) => Kind::NativeFunction,
                _ => Kind::Method,
            },
            Value::Class(_) => Kind::Type,
            Value::Object(object) => object.class.kind,
            Value::Module(_) => Kind::Module,
            Value::Cell(_) => Kind::Cell,
            Value::Generator(generator) => generator.kind,
            Value::Iter(iter) => iter.kind(),
            Value::RangeIter(_) => Kind::RangeIterator,
            Value::Code(_) => Kind::Code,
        }
    }

    /// What messages call its class.
    pub(crate) fn type_name(&self) -> Arc<str> {
        match self {
            Value::Object(object) => match object.class.own(Symbol::MODULE) {
                // CPython has it in C, and there a class's name has its module's.
                Some(Value::Str(module)) if ["datetime", "numpy"].contains(&&*module.text) => {
                    format!("{}.{}", module.text, object.class.name()).into()
                }
                _ => object.class.name(),
            },
            Value::Class(class) => class
                .meta
                .as_ref()
                .map_or("type".into(), |meta| meta.name()),
            Value::Tuple(tuple) => tuple.1.map_or("tuple", |fields| fields.class).into(),
            value => value.kind().name().into(),
        }
    }

    /// Truth as `bool(value)` sees it, without the methods of classes written in Python.
    pub(crate) fn truth(&self) -> bool {
        match self {
            Value::Null | Value::None => false,
            Value::Bool(value) => value.get(),
            Value::Int(value) => *value != 0,
            Value::Float(value) => value.get() != 0.0,
            Value::Str(text) => text.chars != 0,
            Value::Bytes(bytes) => !bytes.0.is_empty(),
            Value::ByteArray(bytes) => bytes.0.with(|bytes| !bytes.is_empty()),
            Value::List(list) => list.len() != 0,
            Value::Tuple(tuple) => !tuple.0.is_empty(),
            Value::Dict(dict) => dict.len() != 0,
            Value::Set(set) => set.len() != 0,
            Value::Range(range) => range.len != 0,
            Value::Object(object) => match &object.payload {
                Payload::Base(base) => base.truth(),
                Payload::DefaultDict(dict, _) | Payload::View(dict) => dict.len() != 0,
                Payload::Deque(items, _) => items.with(|items| !items.is_empty()),
                _ => true,
            },
            _ => true,
        }
    }

    /// The text of a str.
    #[inline]
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(&text.text),
            _ => None,
        }
    }

    /// Lets other threads see the value, and all that can be reached from it. Only for threads without an
    /// interpreter lock; see `object`.
    pub(crate) fn share(&self) {
        // Not recursive, since lists can be nested deeply.
        let mut found = Vec::new();
        self.share_itself(&mut |value| found.push(value.clone()));
        while let Some(value) = found.pop() {
            value.share_itself(&mut |value| found.push(value.clone()));
        }
    }

    fn share_itself(&self, visit: &mut dyn FnMut(&Value)) {
        let mut visit = |value: &Value| {
            if value.is_private() {
                visit(value);
            }
        };
        let visit = &mut visit;
        match self {
            Value::Big(it) => it.share(visit),
            Value::Str(it) => it.share(visit),
            Value::Bytes(it) => it.share(visit),
            Value::ByteArray(it) => it.share(visit),
            Value::List(it) => it.share(visit),
            Value::Tuple(it) => it.share(visit),
            Value::Dict(it) => it.share(visit),
            Value::Set(it) => it.share(visit),
            Value::Range(it) => it.share(visit),
            Value::Slice(it) => it.share(visit),
            Value::Function(it) => it.share(visit),
            Value::Bound(it) => it.share(visit),
            Value::Class(it) => it.share(visit),
            Value::Object(it) => it.share(visit),
            Value::Module(it) => it.share(visit),
            Value::Cell(it) => it.share(visit),
            Value::Generator(it) => it.share(visit),
            Value::Iter(it) => it.share(visit),
            Value::Null
            | Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Ellipsis
            | Value::NotImplemented
            | Value::Native(_)
            | Value::RangeIter(_)
            | Value::Code(_) => {}
        }
    }

    /// Whether it is an object that no other thread can see.
    pub(crate) fn is_private(&self) -> bool {
        match self {
            Value::Big(it) => !it.is_shared(),
            Value::Str(it) => !it.is_shared(),
            Value::Bytes(it) => !it.is_shared(),
            Value::ByteArray(it) => !it.is_shared(),
            Value::List(it) => !it.is_shared(),
            Value::Tuple(it) => !it.is_shared(),
            Value::Dict(it) => !it.is_shared(),
            Value::Set(it) => !it.is_shared(),
            Value::Range(it) => !it.is_shared(),
            Value::Slice(it) => !it.is_shared(),
            Value::Function(it) => !it.is_shared(),
            Value::Bound(it) => !it.is_shared(),
            Value::Class(it) => !it.is_shared(),
            Value::Object(it) => !it.is_shared(),
            Value::Module(it) => !it.is_shared(),
            Value::Cell(it) => !it.is_shared(),
            Value::Generator(it) => !it.is_shared(),
            Value::Iter(it) => !it.is_shared(),
            _ => false,
        }
    }

    /// Whether both are the same object, as `is` sees it.
    pub(crate) fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.0 == b.0,
            (Value::Native(a), Value::Native(b)) => std::ptr::eq(a.get(), b.get()),
            (Value::Code(a), Value::Code(b)) => a == b,
            (Value::Str(a), Value::Str(b)) => a.is(b) || a.text == b.text,
            _ => match (self.address(), other.address()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        }
    }

    /// Where its object is, if it is one behind a reference.
    pub(crate) fn address(&self) -> Option<usize> {
        Some(match self {
            Value::Big(it) => it.address(),
            Value::Str(it) => it.address(),
            Value::Bytes(it) => it.address(),
            Value::ByteArray(it) => it.address(),
            Value::List(it) => it.address(),
            Value::Tuple(it) => it.address(),
            Value::Dict(it) => it.address(),
            Value::Set(it) => it.address(),
            Value::Range(it) => it.address(),
            Value::Slice(it) => it.address(),
            Value::Function(it) => it.address(),
            Value::Bound(it) => it.address(),
            Value::Class(it) => it.address(),
            Value::Object(it) => it.address(),
            Value::Module(it) => it.address(),
            Value::Cell(it) => it.address(),
            Value::Generator(it) => it.address(),
            Value::Iter(it) => it.address(),
            _ => return None,
        })
    }
}

/// What holds no other values.
macro_rules! holds_nothing {
    ($($kind:ty),*) => { $(
        impl Shared for $kind {
            fn share(&self, _: &mut dyn FnMut(&Value)) {}
        }
    )* };
}

holds_nothing!(Big, Text, Bytes, Range);

impl Shared for ByteArray {
    fn share(&self, _: &mut dyn FnMut(&Value)) {
        self.0.share();
    }
}

impl Shared for Tuple {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.iter().for_each(visit);
    }
}

impl Shared for Slice {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        [&self.start, &self.stop, &self.step]
            .into_iter()
            .for_each(visit);
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
    fn deep_nests_are_freed_and_shared_without_recursion() {
        for shared in [false, true] {
            let mut value = Value::None;
            for depth in 0..300_000 {
                value = if depth % 2 == 0 {
                    Value::list(vec![value])
                } else {
                    Value::tuple(vec![value])
                };
            }
            if shared {
                value.share();
            }
            drop(value);
        }
    }
}
