//! What programs find without an import: functions and classes, and the methods of those classes.

pub(crate) mod arguments;
pub(crate) mod bytes;
pub(crate) mod collections;
mod dict;
pub(crate) mod dunders;
mod exception;
mod float;
mod functions;
mod generator;
mod int;
mod list;
pub(crate) mod object;
mod property;
mod range;
mod set;
mod str;
mod sum;
mod tuple;
mod type_;

pub(crate) use self::exception::new as new_exception;
pub(crate) use self::str::join;
pub(crate) use self::sum::{add_up, settled};
pub(crate) use self::type_::new_class;

use crate::class::Class;
use crate::dict::Dict;
use crate::ends;
use crate::error::Outcome;
use crate::function::{Args, Native, Reply, Role};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::locks;
use crate::modules::threading;
use crate::object::Ref;
use crate::refcounts;
use crate::symbols::Symbol;
use crate::sys;
use crate::thread::Caller;
use crate::value::Value;
use crate::world::World;

/// Methods and constructors, by the classes that have them.
const METHODS: &[(&[Kind], &[Native])] = &[
    (&[Kind::Object], object::METHODS),
    (
        &[Kind::NoneType, Kind::Ellipsis, Kind::NotImplementedType],
        object::SINGLETON,
    ),
    (&[Kind::Type], type_::METHODS),
    (&[Kind::Int], int::METHODS),
    (&[Kind::Bool], int::BOOL),
    (&[Kind::Float], float::METHODS),
    (&[Kind::Str], str::METHODS),
    (&[Kind::Bytes, Kind::ByteArray], bytes::COMMON),
    (&[Kind::Bytes], bytes::METHODS),
    (&[Kind::ByteArray], bytes::ARRAY),
    (&[Kind::List], list::METHODS),
    (&[Kind::Tuple], tuple::METHODS),
    (&[Kind::Dict], dict::METHODS),
    (&[Kind::DictKeys, Kind::DictItems], dict::VIEWS),
    (&[Kind::Set, Kind::FrozenSet], set::COMMON),
    (&[Kind::Set], set::METHODS),
    (&[Kind::FrozenSet], set::FROZEN),
    (&[Kind::Range], range::METHODS),
    (&[Kind::Slice], range::SLICE),
    (
        &[
            Kind::Function,
            Kind::NativeFunction,
            Kind::MethodDescriptor,
            Kind::Method,
        ],
        property::FUNCTION,
    ),
    (&[Kind::Property], property::PROPERTY),
    (&[Kind::StaticMethod], property::STATIC_METHOD),
    (&[Kind::ClassMethod], property::CLASS_METHOD),
    (&[Kind::Super], property::SUPER),
    (&[Kind::BaseException], exception::METHODS),
    (&[Kind::BaseExceptionGroup], exception::GROUP),
    (
        &[Kind::Generator, Kind::Coroutine, Kind::AsyncStep],
        generator::METHODS,
    ),
    (&[Kind::Generator, Kind::AsyncStep], generator::ITERATION),
    (&[Kind::Coroutine, Kind::AsyncStep], generator::COROUTINE),
    (&[Kind::AsyncGenerator], generator::ASYNC),
    (&[Kind::Deque], collections::DEQUE),
    (&[Kind::DefaultDict], collections::DEFAULT_DICT),
    (dunders::VALUES, dunders::COMPARED),
    (dunders::NUMBERS, dunders::ARITHMETIC),
    (dunders::NUMBERS, dunders::NUMBER),
    (&[Kind::Int], dunders::BITS),
    (&[Kind::Int], dunders::WHOLE),
    (
        &[
            Kind::Str,
            Kind::Bytes,
            Kind::ByteArray,
            Kind::List,
            Kind::Tuple,
        ],
        dunders::SEQUENCE,
    ),
    (&[Kind::Str], dunders::TEXT),
    (&[Kind::List, Kind::ByteArray], dunders::GROWING),
    (
        &[Kind::Set, Kind::FrozenSet, Kind::DictKeys, Kind::DictItems],
        dunders::SET,
    ),
    (&[Kind::Set], dunders::CHANGING),
    (&[Kind::Dict], dunders::DICT),
    (dunders::CONTAINERS, dunders::CONTAINER),
    (dunders::SUBSCRIPTED, dunders::SUBSCRIPT),
    (dunders::CHANGED, dunders::CHANGE),
    (dunders::REVERSIBLE, dunders::REVERSED),
    (dunders::ITERATORS, dunders::ITERATOR),
    (&[Kind::Thread], threading::METHODS),
    (&[Kind::TextIO], sys::STREAM),
    (&[Kind::Lock], locks::LOCK),
    (&[Kind::RLock], locks::RLOCK),
    (&[Kind::Ending], ends::METHODS),
    (&[Kind::Unguarded], &refcounts::METHODS[0]),
    (&[Kind::Locked], &refcounts::METHODS[1]),
    (&[Kind::Atomic], &refcounts::METHODS[2]),
    (&[Kind::Biased], &refcounts::METHODS[3]),
];

/// Puts all of them where programs find them.
pub(crate) fn install(world: &World) {
    let put = |kind: Kind, name: Symbol, value: Value| {
        world
            .class(kind)
            .attributes
            .with(|attributes| attributes.set(name, value));
    };
    for (kinds, natives) in METHODS {
        for (kind, native) in kinds
            .iter()
            .flat_map(|kind| natives.iter().map(move |native| (kind, native)))
        {
            put(*kind, world.symbols.of(native.name), Value::native(native));
        }
    }
    for kind in [
        Kind::List,
        Kind::Dict,
        Kind::Set,
        Kind::ByteArray,
        Kind::Deque,
    ] {
        put(kind, Symbol::HASH, Value::None);
    }
    world.builtins.with(|builtins| {
        for kind in Kind::ALL.iter().filter(|kind| kind.is_builtin()) {
            let class = Value::Class(world.class(*kind).clone());
            builtins.insert(world.symbols.of(kind.name()), class);
        }
        // What CPython calls by other names.
        for name in ["EnvironmentError", "IOError"] {
            let class = Value::Class(world.class(Kind::OSError).clone());
            builtins.insert(world.symbols.of(name), class);
        }
        for (kind, native) in functions::ITERATORS {
            put(*kind, Symbol::NEW, Value::native(native));
        }
        for native in functions::FUNCTIONS {
            builtins.insert(world.symbols.of(native.name), Value::native(native));
        }
        builtins.insert(world.symbols.of("NotImplemented"), Value::NotImplemented);
        builtins.insert(world.symbols.of("Ellipsis"), Value::Ellipsis);
        builtins.insert(world.symbols.of("__debug__"), Value::bool(true));
    });
}

/// What an instance of a class that derives from one of the language's own is inside; any other value itself.
pub(crate) fn inside(value: &Value) -> Value {
    match value {
        Value::Object(object) => match &object.payload {
            Payload::Base(base) => base.clone(),
            Payload::DefaultDict(dict, _) => Value::Dict(dict.clone()),
            _ => value.clone(),
        },
        value => value.clone(),
    }
}

/// The dict that a value is, or is inside.
pub(crate) fn dict_inside(value: &Value) -> Option<Ref<Dict>> {
    match inside(value) {
        Value::Dict(dict) => Some(dict),
        _ => None,
    }
}

/// What a constructor has made, as an instance of the class that it was called for.
pub(crate) fn made(class: &Ref<Class>, value: Value) -> Reply {
    if !class.is_python {
        return value.into();
    }
    let instance = Instance::new(class.clone(), Payload::Base(value));
    Value::Object(Ref::new(instance)).into()
}

/// A method that a class written in Python has for a value.
pub(crate) fn special(world: &World, value: &Value, name: Symbol) -> Option<Value> {
    match value {
        Value::Object(_) | Value::Class(_) => {
            let found = world.class_of(value).find(name)?;
            (!matches!(found, Value::Native(_) | Value::None)).then_some(found)
        }
        _ => None,
    }
}

/// Calls the library's own function, for what turned out to take Python on the way.
pub(crate) fn in_library(
    caller: &Caller,
    name: &str,
    role: Role,
    args: Vec<Value>,
) -> Outcome<Reply> {
    match caller.world.library(name, role) {
        Some(function) => Ok(Reply::Call(function, args, crate::function::Then::Push)),
        None => Err(crate::error::Fault::in_python()),
    }
}

/// A function without a class.
pub(crate) const fn function(name: &'static str, run: Run) -> Native {
    Native {
        name,
        role: Role::Function,
        run,
        at_once: None,
    }
}

/// A method: its receiver is its first argument, and of this class or one that derives from it.
pub(crate) const fn method(kind: Kind, name: &'static str, run: Run) -> Native {
    Native {
        name,
        role: Role::Method(kind),
        run,
        at_once: None,
    }
}

/// A class method: the class is its first argument. `__new__` is one, too.
pub(crate) const fn class_method(kind: Kind, name: &'static str, run: Run) -> Native {
    Native {
        name,
        role: Role::ClassMethod(kind),
        run,
        at_once: None,
    }
}

/// What a native function does.
pub(crate) type Run = fn(Args, &Caller) -> Outcome<Reply>;
