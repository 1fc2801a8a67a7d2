//! property, staticmethod, classmethod, super, and what functions have as descriptors.

use crate::attribute::{self, bound};
use crate::builtins::arguments::{at, class, given, named, one, receiver, wrong_receiver};
use crate::builtins::functions::call;
use crate::builtins::{class_method, method};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply, Then};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::object::Ref;
use crate::symbols::Symbol;
use crate::value::Value;

/// Of property.
pub(crate) const PROPERTY: &[Native] = &[
    class_method(Kind::Property, "__new__", |args, caller| {
        let (class, args) = class(args, "property")?;
        let parts = named(args, "property", &["fget", "fset", "fdel", "doc"], 0)?;
        let mut parts = parts.map(|part| {
            if matches!(part, Value::Null) {
                Value::None
            } else {
                part
            }
        });
        let [getter, _, _, doc] = &mut parts;
        if let (Value::Function(_), Value::None) = (&*getter, &*doc)
            && let attribute::Attribute::Value(text) =
                attribute::find(caller.world, getter, Symbol::DOC)
        {
            *doc = text;
        }
        Ok(instance(class, Payload::Property(parts)))
    }),
    method(Kind::Property, "__init__", |_, _| Ok(Value::None.into())),
    method(Kind::Property, "getter", |args, _| {
        with_part(args, 0, "property.getter")
    }),
    method(Kind::Property, "setter", |args, _| {
        with_part(args, 1, "property.setter")
    }),
    method(Kind::Property, "deleter", |args, _| {
        with_part(args, 2, "property.deleter")
    }),
    method(Kind::Property, "__get__", |args, _| {
        let parts = parts(args)?;
        match (at(args.positional, 1), parts) {
            (Value::None | Value::Null, _) => Ok(at(args.positional, 0).clone().into()),
            (_, [Value::None, ..]) => Err(Fault::new(
                ErrorKind::AttributeError,
                "property has no getter",
            )),
            (object, [getter, ..]) => call(getter.clone(), &[object], Then::Push),
        }
    }),
    method(Kind::Property, "__set__", |args, _| {
        let parts = parts(args)?;
        match (args.positional, parts) {
            (_, [_, Value::None, ..]) => Err(Fault::new(
                ErrorKind::AttributeError,
                "property has no setter",
            )),
            ([_, object, value], [_, setter, ..]) => {
                call(setter.clone(), &[object, value], Then::Push)
            }
            _ => Err(wrong_receiver()),
        }
    }),
];

/// Of staticmethod.
pub(crate) const STATIC_METHOD: &[Native] = &[
    class_method(Kind::StaticMethod, "__new__", |args, _| {
        let (class, args) = class(args, "staticmethod")?;
        let function = one(args, "staticmethod")?.clone();
        Ok(instance(class, Payload::StaticMethod(function)))
    }),
    method(Kind::StaticMethod, "__get__", |args, _| {
        match payload(args)? {
            Payload::StaticMethod(function) => Ok(function.clone().into()),
            _ => Err(wrong_receiver()),
        }
    }),
];

/// Of classmethod.
pub(crate) const CLASS_METHOD: &[Native] = &[
    class_method(Kind::ClassMethod, "__new__", |args, _| {
        let (class, args) = class(args, "classmethod")?;
        let function = one(args, "classmethod")?.clone();
        Ok(instance(class, Payload::ClassMethod(function)))
    }),
    method(
        Kind::ClassMethod,
        "__get__",
        |args, caller| match payload(args)? {
            Payload::ClassMethod(function) => {
                let class = match (at(args.positional, 1), at(args.positional, 2)) {
                    (_, class @ Value::Class(_)) => class.clone(),
                    (object, _) => Value::Class(caller.world.class_of(object).clone()),
                };
                Ok(bound(class, function.clone()).into())
            }
            _ => Err(wrong_receiver()),
        },
    ),
];

/// Of super.
pub(crate) const SUPER: &[Native] = &[class_method(Kind::Super, "__new__", |args, caller| {
    let (class, args) = class(args, "super")?;
    let own;
    let given = match given(args, "super", 0, 2)? {
        [] => {
            own = <[Value; 2]>::from(caller.method()?);
            &own
        }
        given => given,
    };
    let (start, object) = match given {
        [Value::Class(start), object] => (start, object),
        [] | [Value::Class(_)] => return Err(Fault::unsupported("an unbound super()")),
        [other, ..] => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "super() argument 1 must be a type, not {kind}"
            )));
        }
    };
    let order = match object {
        Value::Class(object) if object.is_a(start) => object.clone(),
        object => caller.world.class_of(object).clone(),
    };
    if !order.is_a(start) {
        return Err(Fault::type_error(format!(
            "super(type, obj): obj ({} {}) is not an instance or subtype of type ({}).",
            if matches!(object, Value::Class(_)) {
                "type"
            } else {
                "instance of"
            },
            order.name(),
            start.name()
        )));
    }
    Ok(instance(
        class,
        Payload::Super(start.clone(), object.clone(), order),
    ))
})];

/// Of functions and methods.
pub(crate) const FUNCTION: &[Native] = &[
    method(Kind::Object, "__get__", |args, _| {
        let (function, rest) = receiver(args);
        match given(rest, "__get__", 1, 2)? {
            [Value::None, ..] => Ok(function.into()),
            [object, ..] if matches!(function, Value::Function(_)) => {
                Ok(bound(object.clone(), function).into())
            }
            _ => Ok(function.into()),
        }
    }),
    // Keyword arguments don't fit a reply.
    method(Kind::Object, "__call__", |args, _| {
        match args.positional.split_first() {
            Some((function, rest)) if args.names.is_empty() => {
                Ok(Reply::Call(function.clone(), rest.to_vec(), Then::Push))
            }
            _ => Err(Fault::in_python()),
        }
    }),
];

fn instance(class: &Ref<crate::class::Class>, payload: Payload) -> Reply {
    Value::Object(Ref::new(Instance::new(class.clone(), payload))).into()
}

fn payload<'a>(args: Args<'a>) -> Outcome<&'a Payload> {
    match args.positional.first() {
        Some(Value::Object(object)) => Ok(&object.payload),
        _ => Err(wrong_receiver()),
    }
}

fn parts<'a>(args: Args<'a>) -> Outcome<&'a [Value; 4]> {
    match payload(args)? {
        Payload::Property(parts) => Ok(parts),
        _ => Err(wrong_receiver()),
    }
}

/// The same property with another function in one place.
fn with_part(args: Args, place: usize, name: &str) -> Outcome<Reply> {
    let mut parts = parts(args)?.clone();
    let function = one(args.rest(), name)?;
    if let Some(part) = parts.get_mut(place) {
        *part = function.clone();
    }
    match args.positional.first() {
        Some(Value::Object(object)) => Ok(instance(&object.class, Payload::Property(parts))),
        _ => Err(wrong_receiver()),
    }
}
