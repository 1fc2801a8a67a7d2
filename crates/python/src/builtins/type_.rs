//! `type`: the class of classes, and how classes are made (`Objects/typeobject.c`).

use crate::attributes::Attributes;
use crate::builtins::arguments::{at, class, given, none, one, receiver, wrong_receiver};
use crate::builtins::{class_method, inside, method, special};
use crate::class::{Class, Hooks, linearize};
use crate::dict::Dict;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native};
use crate::instance::{Instance, Payload};
use crate::iterate;
use crate::kind::Kind;
use crate::object::{Guarded, Ref};
use crate::symbols::Symbol;
use crate::text;
use crate::value::Value;
use crate::world::World;

/// Its methods.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Type, "__new__", |args, caller| {
        let (meta, rest) = class(args, "type")?;
        match rest.positional {
            [value] if rest.names.is_empty() && !meta.is_python => {
                Ok(Value::Class(caller.world.class_of(value).clone()).into())
            }
            [Value::Str(name), Value::Tuple(bases), namespace] => {
                let Value::Dict(namespace) = inside(namespace) else {
                    let kind = namespace.type_name();
                    return Err(Fault::type_error(format!(
                        "type.__new__() argument 3 must be dict, not {kind}"
                    )));
                };
                if !rest.names.is_empty() || tells(caller.world, &bases.0, &namespace) {
                    return Err(Fault::in_python());
                }
                let class = new_class(
                    caller.world,
                    &name.text,
                    &bases.0,
                    &namespace,
                    Some(meta.clone()),
                )?;
                Ok(Value::Class(class).into())
            }
            [first, second, _] => {
                let (place, wanted, wrong) = match first {
                    Value::Str(_) => (2, "tuple", second),
                    first => (1, "str", first),
                };
                let kind = wrong.type_name();
                Err(Fault::type_error(format!(
                    "type.__new__() argument {place} must be {wanted}, not {kind}"
                )))
            }
            _ => Err(Fault::type_error("type() takes 1 or 3 arguments")),
        }
    }),
    method(Kind::Type, "__init__", |args, _| {
        given(
            Args::positional(args.rest().positional),
            "type.__init__",
            0,
            3,
        )?;
        Ok(Value::None.into())
    }),
    // `__new__` and `__init__` one after the other.
    method(Kind::Type, "__call__", |_, _| Err(Fault::in_python())),
    class_method(Kind::Type, "__prepare__", |_, _| {
        Ok(Value::Dict(Ref::new(Dict::default())).into())
    }),
    method(Kind::Type, "__instancecheck__", |args, caller| {
        let (class, rest) = this(args)?;
        let value = one(rest, "type.__instancecheck__")?;
        Ok(Value::bool(caller.world.class_of(value).is_a(&class)).into())
    }),
    method(Kind::Type, "__subclasscheck__", |args, _| {
        let (class, rest) = this(args)?;
        match one(rest, "type.__subclasscheck__")? {
            Value::Class(other) => Ok(Value::bool(other.is_a(&class)).into()),
            _ => Err(Fault::type_error("issubclass() arg 1 must be a class")),
        }
    }),
    method(Kind::Type, "__repr__", |args, _| {
        let (class, _) = this(args)?;
        Ok(Value::text(format!("<class '{}'>", text::class_name(&class))).into())
    }),
    method(Kind::Type, "__subclasses__", |args, _| {
        let (class, rest) = this(args)?;
        none(rest, "type.__subclasses__")?;
        let derived = class.derived.with(|derived| derived.clone());
        Ok(Value::list(derived.into_iter().map(Value::Class).collect()).into())
    }),
    method(Kind::Type, "mro", |args, _| {
        let (class, rest) = this(args)?;
        none(rest, "type.mro")?;
        let order = std::iter::once(&class).chain(&class.ancestors);
        Ok(Value::list(order.cloned().map(Value::Class).collect()).into())
    }),
];

fn this(args: Args) -> Outcome<(Ref<Class>, Args)> {
    match receiver(args) {
        (Value::Class(class), rest) => Ok((class, rest)),
        _ => Err(wrong_receiver()),
    }
}

/// Whether somebody has to be told of a new class: what is in it, or those that it derives from.
fn tells(world: &World, bases: &[Value], namespace: &Dict) -> bool {
    let is_told = |(_, value): &(Value, Value)| special(world, value, Symbol::SET_NAME).is_some();
    let tells = |base: &Value| match base {
        Value::Class(base) => !matches!(
            base.find(Symbol::INIT_SUBCLASS),
            Some(Value::Native(_)) | None
        ),
        _ => false,
    };
    bases.iter().any(tells) || namespace.pairs().iter().any(is_told)
}

/// A class of that name with what is in its namespace. Nobody is told of it: see `__set_name__` and
/// `__init_subclass__`.
pub(crate) fn new_class(
    world: &World,
    name: &str,
    bases: &[Value],
    namespace: &Dict,
    meta: Option<Ref<Class>>,
) -> Outcome<Ref<Class>> {
    let bases = bases_of(world, bases)?;
    let meta = most_derived(world, meta, &bases)?;
    let kind = kind_of(&bases)?;
    let Some(ancestors) = linearize(&bases) else {
        let names: Vec<String> = bases.iter().map(|base| base.name().to_string()).collect();
        let names = names.join(", ");
        return Err(Fault::type_error(format!(
            "Cannot create a consistent method resolution order (MRO) for bases {names}"
        )));
    };
    let mut attributes = Attributes::default();
    let mut cell = None;
    let mut slots = None;
    for (key, value) in namespace.pairs() {
        let Some(key) = key.as_str() else {
            continue;
        };
        let symbol = world.symbols.of(key);
        let value = match (symbol, value) {
            (Symbol::INIT_SUBCLASS | Symbol::CLASS_GETITEM, function @ Value::Function(_)) => {
                let class = world.class(Kind::ClassMethod).clone();
                let payload = Payload::ClassMethod(function);
                Value::Object(Ref::new(Instance::new(class, payload)))
            }
            (Symbol::SLOTS, value) => {
                slots = Some(slot_names(world, name, namespace, &value)?);
                value
            }
            (_, Value::Cell(found)) if key == "__classcell__" => {
                cell = Some(found);
                continue;
            }
            (_, value) => value,
        };
        attributes.set(symbol, value);
    }
    let mut or_else = |name: Symbol, value: Value| {
        if attributes.get(name).is_none() {
            attributes.set(name, value);
        }
    };
    or_else(Symbol::QUALNAME, Value::text(name));
    or_else(Symbol::MODULE, Value::text("__main__"));
    or_else(Symbol::DOC, Value::None);
    if attributes.get(Symbol::EQ).is_some() && attributes.get(Symbol::HASH).is_none() {
        attributes.set(Symbol::HASH, Value::None);
    }
    let hook = |name: Symbol, inherited: fn(&Hooks) -> bool| {
        attributes.get(name).is_some() || ancestors.iter().any(|class| inherited(&class.hooks))
    };
    let hooks = Hooks {
        getattribute: hook(Symbol::GETATTRIBUTE, |hooks| hooks.getattribute),
        getattr: hook(Symbol::GETATTR, |hooks| hooks.getattr),
        setattr: hook(Symbol::SETATTR, |hooks| hooks.setattr),
        delattr: hook(Symbol::DELATTR, |hooks| hooks.delattr),
    };
    let is_closed = match &slots {
        Some(slots) => {
            let dict = slots.contains(&Symbol::DICT);
            !dict && bases.iter().all(|base| base.is_closed)
        }
        None => false,
    };
    let mut all = Vec::new();
    if is_closed
        && matches!(kind, Kind::Int | Kind::Bytes | Kind::Tuple)
        && slots.iter().flatten().count() > 0
    {
        let base = kind.name();
        return Err(Fault::type_error(format!(
            "nonempty __slots__ not supported for subtype of '{base}'"
        )));
    }
    for ancestor in ancestors.iter().rev() {
        let declared = ancestor.slots.with(|slots| {
            slots
                .iter()
                .take(ancestor.declared)
                .copied()
                .collect::<Vec<_>>()
        });
        all.extend(declared);
    }
    all.extend(
        slots
            .into_iter()
            .flatten()
            .filter(|slot| *slot != Symbol::DICT),
    );
    let mut seen = Vec::new();
    all.retain(|slot| {
        !seen.contains(slot) && {
            seen.push(*slot);
            true
        }
    });
    let class = Ref::new(Class {
        name: Guarded::new(name.into()),
        kind,
        is_python: true,
        bases,
        ancestors,
        meta,
        attributes: Guarded::new(attributes),
        declared: all.len(),
        slots: Guarded::new(all),
        derived: Guarded::default(),
        is_closed,
        hooks,
    });
    if let Some(cell) = cell {
        drop(cell.set(Value::Class(class.clone())));
    }
    for base in class
        .bases
        .iter()
        .filter(|base| base.kind != Kind::Object || base.is_python)
    {
        if base.derived.is_shared() {
            Value::Class(class.clone()).share();
        }
        base.derived.with(|derived| derived.push(class.clone()));
    }
    // Where another class was before nothing may be remembered of that one.
    world.epoch.advance();
    Ok(class)
}

fn bases_of(world: &World, given: &[Value]) -> Outcome<Vec<Ref<Class>>> {
    let mut bases: Vec<Ref<Class>> = Vec::with_capacity(given.len().max(1));
    for base in given {
        let Value::Class(base) = base else {
            return Err(Fault::type_error("bases must be types"));
        };
        if !base.is_python && !base.kind.is_base() {
            let name = base.name();
            return Err(Fault::type_error(format!(
                "type '{name}' is not an acceptable base type"
            )));
        }
        if bases.iter().any(|other| other.is(base)) {
            let name = base.name();
            return Err(Fault::type_error(format!("duplicate base class {name}")));
        }
        bases.push(base.clone());
    }
    if bases.is_empty() {
        bases.push(world.class(Kind::Object).clone());
    }
    Ok(bases)
}

/// The class of a new class: the one asked for, or the class of a base that derives from it; `None` is `type`.
fn most_derived(
    world: &World,
    wanted: Option<Ref<Class>>,
    bases: &[Ref<Class>],
) -> Outcome<Option<Ref<Class>>> {
    let mut meta = wanted.unwrap_or_else(|| world.class(Kind::Type).clone());
    for base in bases {
        let other = base
            .meta
            .as_ref()
            .unwrap_or_else(|| world.class(Kind::Type));
        if meta.is_a(other) {
            continue;
        }
        if !other.is_a(&meta) {
            return Err(Fault::type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass \
                 of the metaclasses of all its bases",
            ));
        }
        meta = other.clone();
    }
    Ok(meta.is_python.then_some(meta))
}

/// What instances are inside: what those of the bases are.
fn kind_of(bases: &[Ref<Class>]) -> Outcome<Kind> {
    let mut kind = Kind::Object;
    for base in bases {
        if base.kind.is_a(kind) {
            kind = base.kind;
        } else if !(kind.is_a(base.kind) || kind.is_exception() && base.kind.is_exception()) {
            return Err(Fault::type_error(
                "multiple bases have instance lay-out conflict",
            ));
        }
    }
    Ok(kind)
}

/// The names in `__slots__`; private ones as the compiler writes them.
fn slot_names(world: &World, class: &str, namespace: &Dict, slots: &Value) -> Outcome<Vec<Symbol>> {
    let names = match slots {
        Value::Str(_) => vec![slots.clone()],
        slots => iterate::collect(slots)?,
    };
    let mut symbols = Vec::with_capacity(names.len());
    for name in &names {
        let Value::Str(text) = name else {
            let kind = at(&names, 0).type_name();
            return Err(Fault::type_error(format!(
                "__slots__ items must be strings, not '{kind}'"
            )));
        };
        let text = &*text.text;
        if text == "__weakref__" {
            continue;
        }
        if namespace.get(name)?.is_some() {
            return Err(Fault::value_error(format!(
                "'{text}' in __slots__ conflicts with class variable"
            )));
        }
        let is_private = text.starts_with("__") && !text.ends_with("__");
        let mangled = format!("_{}{text}", class.trim_start_matches('_'));
        symbols.push(world.symbols.of(if is_private { &mangled } else { text }));
    }
    Ok(symbols)
}
