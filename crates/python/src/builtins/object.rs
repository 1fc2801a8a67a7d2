//! `object`: what every class has (`Objects/typeobject.c`).

use crate::attribute::{self, Attribute};
use crate::builtins::arguments::{at, class, given, none, one, two};
use crate::builtins::functions::{attribute_name, call, directory, fetched, setting_done};
use crate::builtins::{class_method, method, special};
use crate::class::Class;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply, Role, Then};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::object::Ref;
use crate::symbols::Symbol;
use crate::text;
use crate::thread::Caller;
use crate::value::Value;

/// Its methods.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Object, "__new__", |args, _| {
        let (class, rest) = class(args, "object")?;
        let count = rest.positional.len() + rest.names.len();
        if count > 0 {
            if !is_native(class, Symbol::NEW) {
                return Err(Fault::type_error(
                    "object.__new__() takes exactly one argument (the type to instantiate)",
                ));
            }
            refuse_more(class)?;
        }
        if !matches!(class.kind, Kind::Object) {
            let (name, base) = (class.name(), class.kind.name());
            return Err(Fault::type_error(format!(
                "object.__new__({name}) is not safe, use {base}.__new__()"
            )));
        }
        refuse_abstract(class)?;
        Ok(Value::Object(Ref::new(Instance::new(class.clone(), Payload::Plain))).into())
    }),
    object_method("__init__", |args, caller| {
        let rest = args.rest();
        if rest.positional.len() + rest.names.len() > 0 {
            let class = caller.world.class_of(at(args.positional, 0));
            if is_native(class, Symbol::INIT) {
                refuse_more(class)?;
            } else {
                return Err(Fault::type_error(
                    "object.__init__() takes exactly one argument (the instance to initialize)",
                ));
            }
        }
        Ok(Value::None.into())
    }),
    class_method(Kind::Object, "__init_subclass__", |args, _| {
        let (class, rest) = class(args, "object")?;
        none(rest, &format!("{}.__init_subclass__", class.name()))?;
        Ok(Value::None.into())
    }),
    class_method(Kind::Object, "__subclasshook__", |_, _| {
        Ok(Value::NotImplemented.into())
    }),
    object_method("__getattribute__", |args, caller| {
        let (object, name) = (
            at(args.positional, 0),
            one(args.rest(), "__getattribute__")?,
        );
        let name = attribute_name(caller.world, name)?;
        let found = match object {
            Value::Object(instance) => attribute::of_instance(caller.world, instance, name),
            object => attribute::find(caller.world, object, name),
        };
        match found {
            Attribute::Missing => Err(attribute::missing(caller.world, object, name)),
            found => fetched(caller.world, object, name, found),
        }
    }),
    object_method("__setattr__", |args, caller| {
        let (name, value) = two(args.rest(), "object.__setattr__")?;
        set(caller, at(args.positional, 0), name, value.clone())
    }),
    object_method("__delattr__", |args, caller| {
        let name = one(args.rest(), "object.__delattr__")?;
        set(caller, at(args.positional, 0), name, Value::Null)
    }),
    object_method("__dir__", |args, caller| {
        directory(caller.world, at(args.positional, 0))
    }),
    object_method("__repr__", |args, caller| {
        Ok(Value::text(default_repr(caller, at(args.positional, 0))).into())
    }),
    object_method("__str__", |args, caller| {
        string(caller, at(args.positional, 0))
    }),
    object_method("__format__", |args, caller| {
        let (value, spec) = (
            at(args.positional, 0),
            one(args.rest(), "object.__format__")?,
        );
        if spec.truth() {
            let kind = value.type_name();
            return Err(Fault::type_error(format!(
                "unsupported format string passed to {kind}.__format__"
            )));
        }
        match super::functions::in_words(caller.world, value) {
            Some(reply) => Ok(reply),
            None => Ok(text::display(value)?.into()),
        }
    }),
    object_method("__hash__", |args, _| {
        let address = at(args.positional, 0).address().unwrap_or_default();
        // Objects lie at multiples of 8 at least.
        Ok(Value::Int((address as i64).rotate_right(4)).into())
    }),
    object_method("__eq__", |args, _| {
        let other = one(args.rest(), "__eq__")?;
        let same = at(args.positional, 0).is(other);
        Ok(if same {
            Value::bool(true)
        } else {
            Value::NotImplemented
        }
        .into())
    }),
    object_method("__ne__", |args, caller| {
        let (value, other) = (at(args.positional, 0), one(args.rest(), "__ne__")?);
        match special(caller.world, value, Symbol::EQ) {
            Some(_) => Err(Fault::in_python()),
            None if value.is(other) => Ok(Value::bool(false).into()),
            None => Ok(Value::NotImplemented.into()),
        }
    }),
    object_method("__getstate__", |_, _| Err(Fault::in_python())),
    object_method("__reduce__", |_, _| Err(Fault::in_python())),
    object_method("__reduce_ex__", |_, _| Err(Fault::in_python())),
    object_method("__lt__", unordered),
    object_method("__le__", unordered),
    object_method("__gt__", unordered),
    object_method("__ge__", unordered),
];

/// Of what there is only one.
pub(crate) const SINGLETON: &[Native] = &[
    class_method(Kind::NoneType, "__new__", |args, _| {
        let (class, rest) = class(args, "NoneType")?;
        none(rest, "NoneType")?;
        Ok(match class.kind {
            Kind::Ellipsis => Value::Ellipsis,
            Kind::NotImplementedType => Value::NotImplemented,
            _ => Value::None,
        }
        .into())
    }),
    object_method("__bool__", |args, _| {
        Ok(Value::bool(at(args.positional, 0).truth()).into())
    }),
];

const fn object_method(name: &'static str, run: super::Run) -> Native {
    method(Kind::Object, name, run)
}

fn unordered(args: Args, _: &Caller) -> Outcome<Reply> {
    given(args, "comparison", 2, 2)?;
    Ok(Value::NotImplemented.into())
}

fn is_native(class: &Class, name: Symbol) -> bool {
    matches!(class.find(name), None | Some(Value::Native(_)))
}

/// Arguments that neither `object.__new__` nor `object.__init__` takes are an error, unless the other one of
/// them is the class's own.
fn refuse_more(class: &Class) -> Outcome<()> {
    let is_objects = |name| {
        let found = class.find(name);
        matches!(found, Some(Value::Native(native))
            if matches!(native.role, Role::Method(Kind::Object) | Role::ClassMethod(Kind::Object)))
    };
    let (new, init) = (is_objects(Symbol::NEW), is_objects(Symbol::INIT));
    if new && init {
        return Err(Fault::type_error(format!(
            "{}() takes no arguments",
            class.name()
        )));
    }
    Ok(())
}

/// A class that leaves methods abstract has no instances.
pub(crate) fn refuse_abstract(class: &Class) -> Outcome<()> {
    let missing = match class.own(Symbol::ABSTRACT) {
        Some(Value::Tuple(names)) => names.0.clone(),
        Some(Value::Set(names)) => names.items(),
        _ => return Ok(()),
    };
    let mut names: Vec<String> = missing
        .iter()
        .filter_map(Value::as_str)
        .map(|name| format!("'{name}'"))
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let (name, names) = (class.name(), names.join(", "));
    Err(Fault::type_error(format!(
        "Can't instantiate abstract class {name} without an implementation for abstract \
         method{plural} {names}"
    )))
}

/// `<module.Class object at 0x…>`.
fn default_repr(caller: &Caller, value: &Value) -> String {
    let class = text::class_name(caller.world.class_of(value));
    let place = crate::builtins::functions::identity(value);
    format!("<{class} object at {place:#x}>")
}

/// `object.__str__`: what `repr` says.
pub(crate) fn string(caller: &Caller, value: &Value) -> Outcome<Reply> {
    match special(caller.world, value, Symbol::REPR) {
        Some(method) => call(method, &[value], Then::Text(Symbol::REPR)),
        None => Ok(Value::text(text::repr(value)?).into()),
    }
}

fn set(caller: &Caller, object: &Value, name: &Value, value: Value) -> Outcome<Reply> {
    let symbol = attribute_name(caller.world, name)?;
    let setting = match object {
        Value::Object(instance) => {
            attribute::set_plain(caller.world, instance, symbol, value.clone())?
        }
        Value::Class(class) => {
            attribute::set_in_class(caller.world, class, symbol, value)?;
            return Ok(Value::None.into());
        }
        object => attribute::set(caller.world, object, symbol, value.clone())?,
    };
    Ok(setting_done(setting, object, name, value))
}
