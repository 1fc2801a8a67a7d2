//! dict: constructor and methods (`Objects/dictobject.c`), and those of its views.

use crate::builtins::arguments::{at, class, given, none, one, receiver, wrong_receiver};
use crate::builtins::{class_method, dict_inside, in_library, inside, made, method, special};
use crate::dict::Dict;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply, Role};
use crate::hash;
use crate::iterate;
use crate::kind::Kind;
use crate::object::Ref;
use crate::set::Set;
use crate::symbols::Symbol;
use crate::thread::Caller;
use crate::value::Value;
use crate::view;

/// Its methods.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Dict, "__new__", |args, caller| {
        let (class, args) = class(args, "dict")?;
        let dict = Ref::new(Dict::default());
        if !class.is_python {
            update(caller, &dict, args, "dict")?;
        }
        Ok(made(class, Value::Dict(dict)))
    }),
    dict_method("__init__", |args, caller| {
        let (dict, rest) = this(args)?;
        fill(caller, &dict, args, rest, "__init__")
    }),
    dict_method("update", |args, caller| {
        let (dict, rest) = this(args)?;
        fill(caller, &dict, args, rest, "update")
    }),
    dict_method("clear", |args, _| {
        let (dict, args) = this(args)?;
        none(args, "dict.clear")?;
        drop(dict.take());
        Ok(Value::None.into())
    }),
    dict_method("copy", |args, _| {
        let (dict, args) = this(args)?;
        none(args, "dict.copy")?;
        Ok(Value::Dict(Ref::new(dict.copy())).into())
    }),
    class_method(Kind::Dict, "fromkeys", |args, _| {
        let (class, args) = class(args, "dict")?;
        let args = given(args, "dict.fromkeys", 1, 2)?;
        if class.is_python {
            return Err(Fault::in_python());
        }
        let value = match at(args, 1) {
            Value::Null => Value::None,
            value => value.clone(),
        };
        let keys = iterate::collect(at(args, 0))?;
        let dict = Dict::new(keys.into_iter().map(|key| (key, value.clone())))?;
        Ok(Value::Dict(Ref::new(dict)).into())
    }),
    dict_method("get", |args, _| {
        let (dict, args) = this(args)?;
        let args = given(args, "dict.get", 1, 2)?;
        let found = dict.get(at(args, 0))?;
        Ok(found
            .or_else(|| args.get(1).cloned())
            .unwrap_or(Value::None)
            .into())
    })
    .at_once(|args| match args {
        [
            Value::Dict(dict),
            key @ (Value::Int(_) | Value::Str(_)),
            default,
        ] => Some(dict.get(key).ok()?.unwrap_or_else(|| default.clone())),
        _ => None,
    }),
    dict_method("setdefault", |args, _| {
        let (dict, args) = this(args)?;
        let args = given(args, "dict.setdefault", 1, 2)?;
        let default = args.get(1).cloned().unwrap_or(Value::None);
        Ok(set_default(&dict, at(args, 0), default)?.into())
    }),
    dict_method("pop", |args, _| {
        let (dict, args) = this(args)?;
        let args = given(args, "dict.pop", 1, 2)?;
        match (dict.remove(at(args, 0))?, args.get(1)) {
            (Some(value), _) => Ok(value.into()),
            (None, Some(default)) => Ok(default.clone().into()),
            (None, None) => Err(Fault::key(at(args, 0).clone())),
        }
    }),
    dict_method("popitem", |args, _| {
        let (dict, args) = this(args)?;
        none(args, "dict.popitem")?;
        match dict.with(|table| table.pop(true)) {
            Some((key, value)) => Ok(Value::tuple(vec![key, value]).into()),
            None => Err(Fault::key(Value::text("popitem(): dictionary is empty"))),
        }
    }),
    dict_method("keys", |args, caller| {
        show(args, caller, "dict.keys", Kind::DictKeys)
    }),
    dict_method("values", |args, caller| {
        show(args, caller, "dict.values", Kind::DictValues)
    }),
    dict_method("items", |args, caller| {
        show(args, caller, "dict.items", Kind::DictItems)
    }),
];

/// Methods of `dict.keys()` and `dict.items()`.
pub(crate) const VIEWS: &[Native] = &[method(Kind::Object, "isdisjoint", |args, _| {
    let own = Set::of(iterate::collect(at(args.positional, 0))?, false)?;
    for item in iterate::collect(one(args.rest(), "isdisjoint")?)? {
        if own.contains(&item)? {
            return Ok(Value::bool(false).into());
        }
    }
    Ok(Value::bool(true).into())
})];

const fn dict_method(name: &'static str, run: super::Run) -> Native {
    method(Kind::Dict, name, run)
}

fn this(args: Args) -> Outcome<(Ref<Dict>, Args)> {
    match receiver(args) {
        (Value::Dict(dict), rest) => Ok((dict, rest)),
        _ => Err(wrong_receiver()),
    }
}

/// The value of a key, which is put in if it isn't there: as a whole.
pub(crate) fn set_default(dict: &Ref<Dict>, key: &Value, default: Value) -> Outcome<Value> {
    let hash = hash::of(key)?;
    if dict.is_shared() {
        key.share();
        default.share();
    }
    dict.with(|table| match table.get(hash, key)? {
        Some(found) => Ok(found.clone()),
        None => table
            .push(hash, key.clone(), default.clone())
            .map(|()| default.clone()),
    })
}

fn show(args: Args, caller: &Caller, name: &str, kind: Kind) -> Outcome<Reply> {
    let (dict, args) = this(args)?;
    none(args, name)?;
    Ok(view::new(caller.world, dict, kind).into())
}

/// `dict.update`. What has been taken from an iterator is not lost when it turns out to take Python.
fn fill(caller: &Caller, dict: &Ref<Dict>, all: Args, args: Args, name: &str) -> Outcome<Reply> {
    let called = if name == "update" { "update" } else { "dict" };
    let collected = match args.positional {
        [items @ Value::Iter(_)] => Some(Value::list(iterate::collect(items)?)),
        _ => None,
    };
    let Some(items) = collected else {
        update(caller, dict, args, called)?;
        return Ok(Value::None.into());
    };
    let again = [items.clone()];
    let again = Args {
        positional: &again,
        ..args
    };
    match update(caller, dict, again, called) {
        Err(fault) if fault.is_in_python() && args.names.is_empty() => {
            let args = vec![at(all.positional, 0).clone(), items];
            in_library(caller, name, Role::Method(Kind::Dict), args)
        }
        done => done.map(|()| Value::None.into()),
    }
}

/// Puts what a mapping or pairs have into a dict, and keyword arguments.
pub(crate) fn update(caller: &Caller, dict: &Ref<Dict>, args: Args, name: &str) -> Outcome<()> {
    let positional = Args {
        names: &[],
        keywords: &[],
        ..args
    };
    if let [other] = given(positional, name, 0, 1)? {
        match dict_inside(other) {
            Some(_) if special(caller.world, other, Symbol::KEYS).is_some() => {
                return Err(Fault::in_python());
            }
            Some(other) if other.is(dict) => {}
            Some(other) => dict.merge(&other)?,
            None if special(caller.world, other, Symbol::KEYS).is_some() => {
                return Err(Fault::in_python());
            }
            None => {
                for (key, value) in pairs(other)? {
                    dict.set(key, value)?;
                }
            }
        }
    }
    for (name, value) in args.names.iter().zip(args.keywords) {
        dict.set(name.clone(), value.clone())?;
    }
    Ok(())
}

/// The pairs that an iterable gives.
fn pairs(other: &Value) -> Outcome<Vec<(Value, Value)>> {
    let items = iterate::collect(&inside(other))?;
    let mut pairs = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let parts = match iterate::collect(item) {
            Err(fault) if fault.kind == ErrorKind::TypeError => {
                return Err(Fault::type_error(format!(
                    "cannot convert dictionary update sequence element #{place} to a sequence"
                )));
            }
            parts => parts?,
        };
        match <[Value; 2]>::try_from(parts) {
            Ok([key, value]) => pairs.push((key, value)),
            Err(parts) => {
                let length = parts.len();
                return Err(Fault::value_error(format!(
                    "dictionary update sequence element #{place} has length {length}; 2 is required"
                )));
            }
        }
    }
    Ok(pairs)
}
