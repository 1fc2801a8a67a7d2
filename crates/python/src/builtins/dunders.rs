//! The special methods of the language's own classes, for those who call them by name or through `super()`.
//! Instructions do without them.

use compiler::{Binary, Compare, Operator};

use crate::builtins::arguments::{at, none, one, receiver, two, wrong_receiver};
use crate::builtins::{in_library, inside, method};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::format;
use crate::function::{Args, Native, Reply, Role, Then};
use crate::hash;
use crate::iterate;
use crate::kind::Kind;
use crate::number::{self, Number, number};
use crate::operators;
use crate::symbols::Symbol;
use crate::text;
use crate::thread::Caller;
use crate::value::Value;

/// Classes whose instances compare by what is in them.
pub(crate) const VALUES: &[Kind] = &[
    Kind::Int,
    Kind::Float,
    Kind::Str,
    Kind::Bytes,
    Kind::ByteArray,
    Kind::List,
    Kind::Tuple,
    Kind::Dict,
    Kind::Set,
    Kind::FrozenSet,
    Kind::Range,
    Kind::Slice,
    Kind::Deque,
];

/// Their methods.
pub(crate) const COMPARED: &[Native] = &[
    shared("__repr__", |args, _| {
        let (value, rest) = receiver(args);
        none(rest, "__repr__")?;
        Ok(Value::text(text::repr(&value)?).into())
    }),
    shared("__format__", |args, caller| {
        let (value, rest) = receiver(args);
        let Value::Str(spec) = inside(one(rest, "__format__")?) else {
            return Err(Fault::type_error("__format__() argument must be str"));
        };
        // A plain one is the text of the object itself.
        let whole = at(args.positional, 0);
        if spec.chars == 0
            && let Some(reply) = super::functions::in_words(caller.world, whole)
        {
            return Ok(reply);
        }
        Ok(format::format(&value, &spec.text)?.into())
    }),
    shared("__hash__", |args, _| {
        let (value, rest) = receiver(args);
        none(rest, "__hash__")?;
        Ok(Value::Int(hash::of(&value)?).into())
    }),
    shared("__eq__", |args, caller| compare(args, caller, Compare::Eq)),
    shared("__ne__", |args, caller| {
        compare(args, caller, Compare::NotEq)
    }),
    shared("__lt__", |args, caller| {
        compare(args, caller, Compare::Less)
    }),
    shared("__le__", |args, caller| {
        compare(args, caller, Compare::LessEq)
    }),
    shared("__gt__", |args, caller| {
        compare(args, caller, Compare::Greater)
    }),
    shared("__ge__", |args, caller| {
        compare(args, caller, Compare::GreaterEq)
    }),
];

macro_rules! operators {
    ($($name:literal $operator:ident $order:ident,)*) => {
        &[$(shared($name, |args, caller| {
            operate(args, caller, Operator::$operator, Order::$order)
        }),)*]
    };
}

/// How the operands of a method stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Plain,
    Reflected,
    InPlace,
}

/// Numbers.
pub(crate) const NUMBERS: &[Kind] = &[Kind::Int, Kind::Float];

/// Their operators.
pub(crate) const ARITHMETIC: &[Native] = operators! {
    "__add__" Add Plain, "__radd__" Add Reflected,
    "__sub__" Sub Plain, "__rsub__" Sub Reflected,
    "__mul__" Mul Plain, "__rmul__" Mul Reflected,
    "__truediv__" TrueDiv Plain, "__rtruediv__" TrueDiv Reflected,
    "__floordiv__" FloorDiv Plain, "__rfloordiv__" FloorDiv Reflected,
    "__mod__" Mod Plain, "__rmod__" Mod Reflected,
    "__pow__" Pow Plain, "__rpow__" Pow Reflected,
};

/// Operators on the bits of ints.
pub(crate) const BITS: &[Native] = operators! {
    "__lshift__" LeftShift Plain, "__rlshift__" LeftShift Reflected,
    "__rshift__" RightShift Plain, "__rrshift__" RightShift Reflected,
    "__and__" And Plain, "__rand__" And Reflected,
    "__or__" Or Plain, "__ror__" Or Reflected,
    "__xor__" Xor Plain, "__rxor__" Xor Reflected,
};

/// Of sequences.
pub(crate) const SEQUENCE: &[Native] = operators! {
    "__add__" Add Plain, "__mul__" Mul Plain, "__rmul__" Mul Reflected,
};

/// Of text.
pub(crate) const TEXT: &[Native] = &[
    shared("__mod__", |args, caller| {
        operate(args, caller, Operator::Mod, Order::Plain)
    }),
    shared("__str__", |args, _| Ok(receiver(args).0.into())),
];

/// Of lists and byte arrays.
pub(crate) const GROWING: &[Native] = operators! {
    "__iadd__" Add InPlace, "__imul__" Mul InPlace,
};

/// Of sets and what acts like them.
pub(crate) const SET: &[Native] = operators! {
    "__or__" Or Plain, "__ror__" Or Reflected,
    "__and__" And Plain, "__rand__" And Reflected,
    "__sub__" Sub Plain, "__rsub__" Sub Reflected,
    "__xor__" Xor Plain, "__rxor__" Xor Reflected,
};

/// Of dicts.
pub(crate) const DICT: &[Native] = operators! {
    "__or__" Or Plain, "__ror__" Or Reflected, "__ior__" Or InPlace,
};

/// Of sets that change.
pub(crate) const CHANGING: &[Native] = operators! {
    "__ior__" Or InPlace, "__iand__" And InPlace, "__isub__" Sub InPlace, "__ixor__" Xor InPlace,
};

/// What numbers have besides.
pub(crate) const NUMBER: &[Native] = &[
    shared("__neg__", |args, _| unary(args, '-')),
    shared("__pos__", |args, _| unary(args, '+')),
    shared("__abs__", |args, _| {
        numeric(args, |number, _| Ok(number::absolute(number)))
    }),
    shared("__bool__", |args, _| {
        Ok(Value::bool(receiver(args).0.truth()).into())
    }),
    shared("__float__", |args, _| {
        numeric(args, |number, _| Ok(Value::float(number.float()?)))
    }),
    shared("__int__", |args, _| {
        numeric(args, |number, value| rounded(number, value, f64::trunc))
    }),
    shared("__trunc__", |args, _| {
        numeric(args, |number, value| rounded(number, value, f64::trunc))
    }),
    shared("__floor__", |args, _| {
        numeric(args, |number, value| rounded(number, value, f64::floor))
    }),
    shared("__ceil__", |args, _| {
        numeric(args, |number, value| rounded(number, value, f64::ceil))
    }),
    shared("__round__", |args, caller| {
        let (value, rest) = receiver(args);
        super::functions::round(caller, &value, at(rest.positional, 0))
    }),
    shared("__divmod__", |args, _| divmod(args, false)),
    shared("__rdivmod__", |args, _| divmod(args, true)),
];

/// What ints have besides.
pub(crate) const WHOLE: &[Native] = &[
    shared("__index__", |args, _| {
        numeric(args, |number, value| rounded(number, value, f64::trunc))
    }),
    shared("__invert__", |args, _| unary(args, '~')),
];

/// Containers.
pub(crate) const CONTAINERS: &[Kind] = &[
    Kind::Str,
    Kind::Bytes,
    Kind::ByteArray,
    Kind::List,
    Kind::Tuple,
    Kind::Dict,
    Kind::Set,
    Kind::FrozenSet,
    Kind::Range,
    Kind::Deque,
    Kind::DictKeys,
    Kind::DictValues,
    Kind::DictItems,
];

/// Their methods.
pub(crate) const CONTAINER: &[Native] = &[
    shared("__len__", |args, _| {
        let (value, rest) = receiver(args);
        none(rest, "__len__")?;
        Ok(Value::Int(operators::length(&value)? as i64).into())
    }),
    shared("__iter__", |args, _| {
        let (value, rest) = receiver(args);
        none(rest, "__iter__")?;
        Ok(iterate::iter(&value)?.into())
    }),
    shared("__contains__", |args, caller| {
        let (value, rest) = receiver(args);
        let wanted = one(rest, "__contains__")?;
        let name = match value {
            Value::Dict(_) | Value::Set(_) => "table_contains",
            _ => "contains",
        };
        let found = operators::contains(&value, wanted).map(Value::bool);
        or_in_library(found, caller, name, args)
    }),
];

/// What has items at indices or under keys.
pub(crate) const SUBSCRIPTED: &[Kind] = &[
    Kind::Str,
    Kind::Bytes,
    Kind::ByteArray,
    Kind::List,
    Kind::Tuple,
    Kind::Dict,
    Kind::Range,
    Kind::Deque,
];

/// Its method.
pub(crate) const SUBSCRIPT: &[Native] = &[shared("__getitem__", |args, caller| {
    let (value, rest) = receiver(args);
    let key = one(rest, "__getitem__")?;
    if let Value::Dict(dict) = &value {
        let found = match dict.get(key) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => {
                let own = caller
                    .world
                    .class_of(at(args.positional, 0))
                    .find(Symbol::MISSING);
                match own {
                    Some(missing) => {
                        return Ok(Reply::Call(missing, args.positional.to_vec(), Then::Push));
                    }
                    None => Err(Fault::key(key.clone())),
                }
            }
            Err(fault) => Err(fault),
        };
        return or_in_library(found, caller, "dict_getitem", args);
    }
    or_in_library(operators::subscript(&value, key), caller, "getitem", args)
})];

/// Containers whose items can change.
pub(crate) const CHANGED: &[Kind] = &[Kind::ByteArray, Kind::List, Kind::Dict, Kind::Deque];

/// Their methods.
pub(crate) const CHANGE: &[Native] = &[
    shared("__setitem__", |args, caller| {
        let (value, rest) = receiver(args);
        let (key, item) = two(rest, "__setitem__")?;
        let name = if matches!(value, Value::Dict(_)) {
            "dict_setitem"
        } else {
            "setitem"
        };
        let done = operators::store_subscript(&value, key, item.clone());
        or_in_library(done.map(|()| Value::None), caller, name, args)
    }),
    shared("__delitem__", |args, caller| {
        let (value, rest) = receiver(args);
        let key = one(rest, "__delitem__")?;
        let name = if matches!(value, Value::Dict(_)) {
            "dict_delitem"
        } else {
            "delitem"
        };
        let done = operators::delete_subscript(&value, key);
        or_in_library(done.map(|()| Value::None), caller, name, args)
    }),
];

/// What can be gone through backwards.
pub(crate) const REVERSIBLE: &[Kind] = &[
    Kind::List,
    Kind::Dict,
    Kind::Range,
    Kind::Deque,
    Kind::DictKeys,
    Kind::DictValues,
    Kind::DictItems,
];

/// Its method.
pub(crate) const REVERSED: &[Native] = &[shared("__reversed__", |args, _| {
    let (value, rest) = receiver(args);
    none(rest, "__reversed__")?;
    iterate::reversed(&value)?
        .map(Reply::from)
        .ok_or_else(wrong_receiver)
})];

/// Iterators.
pub(crate) const ITERATORS: &[Kind] = &[
    Kind::ListIterator,
    Kind::ListReverseIterator,
    Kind::TupleIterator,
    Kind::StrIterator,
    Kind::StrAsciiIterator,
    Kind::BytesIterator,
    Kind::ByteArrayIterator,
    Kind::RangeIterator,
    Kind::DictKeyIterator,
    Kind::DictValueIterator,
    Kind::DictItemIterator,
    Kind::DictReverseKeyIterator,
    Kind::DequeIterator,
    Kind::DequeReverseIterator,
    Kind::SetIterator,
    Kind::Enumerate,
    Kind::Zip,
    Kind::Map,
    Kind::Filter,
    Kind::Reversed,
];

/// Their methods.
pub(crate) const ITERATOR: &[Native] = &[
    shared("__iter__", |args, _| {
        Ok(at(args.positional, 0).clone().into())
    }),
    shared("__next__", |args, _| match at(args.positional, 0) {
        generator @ Value::Generator(_) => {
            Ok(Reply::Resume(generator.clone(), Value::None, Then::Next))
        }
        Value::Iter(iter) => match iter.next()? {
            Some(item) => Ok(item.into()),
            None => Err(Fault::new(ErrorKind::StopIteration, "")),
        },
        _ => Err(wrong_receiver()),
    }),
    shared("__length_hint__", |args, _| match at(args.positional, 0) {
        Value::Iter(iter) => Ok(match iter.left() {
            Some(left) => Value::Int(left).into(),
            None => Value::NotImplemented.into(),
        }),
        _ => Err(wrong_receiver()),
    }),
];

const fn shared(name: &'static str, run: super::Run) -> Native {
    // Of several classes: each looks at its receiver itself.
    method(Kind::Object, name, run)
}

fn or_in_library(
    result: Outcome<Value>,
    caller: &Caller,
    function: &str,
    args: Args,
) -> Outcome<Reply> {
    match result {
        Err(fault) if fault.is_in_python() => {
            in_library(caller, function, Role::Function, args.positional.to_vec())
        }
        result => result.map(Reply::from),
    }
}

/// Whether values of two classes can be compared at all.
fn are_alike(a: &Value, b: &Value) -> bool {
    let group = |value: &Value| match value.kind() {
        Kind::Bool | Kind::Float => Kind::Int,
        Kind::FrozenSet | Kind::DictKeys | Kind::DictItems => Kind::Set,
        Kind::ByteArray => Kind::Bytes,
        Kind::DefaultDict => Kind::Dict,
        kind => kind,
    };
    group(a) == group(b)
}

fn compare(args: Args, caller: &Caller, compare: Compare) -> Outcome<Reply> {
    let (value, rest) = receiver(args);
    let other = inside(one(rest, "comparison")?);
    if !matches!(value, Value::Float(_)) && matches!(other, Value::Float(_)) {
        return Ok(Value::NotImplemented.into());
    }
    let is_equality = matches!(compare, Compare::Eq | Compare::NotEq);
    let ordered = !matches!(value, Value::Dict(_) | Value::Range(_));
    if !are_alike(&value, &other) || !(is_equality || ordered) {
        return Ok(Value::NotImplemented.into());
    }
    let result = operators::compare(compare, &value, &other).map(Value::bool);
    match result {
        Err(fault) if fault.is_in_python() => {
            let sign = Value::text(compare.sign());
            in_library(caller, "compare", Role::Function, vec![sign, value, other])
        }
        result => result.map(Reply::from),
    }
}

fn operate(args: Args, caller: &Caller, operator: Operator, order: Order) -> Outcome<Reply> {
    let (value, rest) = receiver(args);
    // `__pow__` may have a third one, which is not supported.
    let other = inside(at(rest.positional, 0));
    let in_place = order == Order::InPlace;
    if matches!(other, Value::Object(_)) && crate::view::of(&other).is_none() {
        return Ok(Value::NotImplemented.into());
    }
    if !matches!(value, Value::Float(_)) && matches!(other, Value::Float(_)) {
        // The float knows.
        return Ok(Value::NotImplemented.into());
    }
    let (a, b) = if order == Order::Reflected {
        (&other, &value)
    } else {
        (&value, &other)
    };
    let binary = Binary { operator, in_place };
    match operators::binary(binary, a, b) {
        Err(fault) if fault.is_in_python() => {
            let args = vec![Value::text(operator.sign()), a.clone(), b.clone()];
            in_library(caller, "binary", Role::Function, args)
        }
        Err(fault) if fault.kind == ErrorKind::TypeError && !are_alike(a, b) => {
            Ok(Value::NotImplemented.into())
        }
        // What has changed in place is the receiver itself.
        Ok(_) if in_place => Ok(at(args.positional, 0).clone().into()),
        result => result.map(Reply::from),
    }
}

fn unary(args: Args, sign: char) -> Outcome<Reply> {
    let (value, rest) = receiver(args);
    none(rest, "unary operator")?;
    Ok(operators::unary(sign, &value)?.into())
}

fn numeric(args: Args, then: fn(Number, &Value) -> Outcome<Value>) -> Outcome<Reply> {
    let (value, _) = receiver(args);
    match number(&value) {
        Some(number) => Ok(then(number, &value)?.into()),
        None => Err(wrong_receiver()),
    }
}

fn rounded(number: Number, value: &Value, round: fn(f64) -> f64) -> Outcome<Value> {
    match number {
        Number::Float(value) => super::int::of_float(round(value)),
        Number::Int(value) => Ok(Value::Int(value)),
        Number::Big(_) => Ok(value.clone()),
    }
}

fn divmod(args: Args, reflected: bool) -> Outcome<Reply> {
    let (value, rest) = receiver(args);
    let other = inside(one(rest, "__divmod__")?);
    let (a, b) = if reflected {
        (&other, &value)
    } else {
        (&value, &other)
    };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => {
            let (quotient, modulo) = number::divmod(a, b)?;
            Ok(Value::tuple(vec![quotient, modulo]).into())
        }
        _ => Ok(Value::NotImplemented.into()),
    }
}
