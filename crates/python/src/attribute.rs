//! `value.name`: where an attribute is looked for, and what becomes of what is found.

use std::sync::Arc;

use compiler::{Op, Subject};

use crate::class::Class;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::exception;
use crate::function::{Bound, Role};
use crate::generator::{Generator, Stage, State};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::object::Ref;
use crate::symbols::Symbol;
use crate::value::Value;
use crate::world::{CODES, World};

/// What was found under a name.
#[derive(Clone, Debug)]
pub(crate) enum Attribute {
    Value(Value),
    /// Something to be called with the receiver as first argument.
    Method(Value),
    /// A function to be called with the receiver: it gives the value.
    Getter(Value),
    /// `descriptor.__get__(receiver, class)` gives the value: the method and the descriptor.
    Descriptor(Value, Value),
    /// `__getattribute__` or `__getattr__` has to be asked, with the name.
    Hook(Value),
    Missing,
}

/// What setting an attribute takes.
pub(crate) enum Setting {
    Done,
    /// A function to be called with the receiver and the value.
    Setter(Value),
    /// `descriptor.__set__(receiver, value)`.
    Descriptor(Value, Value),
    /// `__setattr__` or `__delattr__` has to be called, with the name (and the value).
    Hook(Value),
}

/// Looks an attribute up as `object.__getattribute__` and `type.__getattribute__` do.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn find(world: &World, value: &Value, name: Symbol) -> Attribute {
    match value {
        Value::Object(object) if matches!(object.payload, Payload::Super(..)) => {
            of_super(world, object, name)
        }
        Value::Object(object) => {
            if object.class.hooks.getattribute
                && let Some(hook) = object.class.find(Symbol::GETATTRIBUTE)
                && !matches!(hook, Value::Native(_))
            {
                return Attribute::Hook(hook);
            }
            let found = of_instance(world, object, name);
            if matches!(found, Attribute::Missing) && object.class.hooks.getattr {
                return object
                    .class
                    .find(Symbol::GETATTR)
                    .map_or(Attribute::Missing, Attribute::Hook);
            }
            found
        }
        Value::Class(class) => of_class(world, class, name),
        Value::Module(module) => match world.module_attribute(module, name) {
            Some(value) => Attribute::Value(value),
            None if name == Symbol::NAME => Attribute::Value(Value::text(&*module.name)),
            None if name == Symbol::DICT => {
                names_of(world, module).map_or(Attribute::Missing, Attribute::Value)
            }
            None if name == Symbol::DOC => Attribute::Value(Value::None),
            None => match world.module_attribute(module, Symbol::GETATTR) {
                Some(hook) => Attribute::Hook(hook),
                None => Attribute::Missing,
            },
        },
        value => {
            if let Some(own) = own(world, value, name) {
                return Attribute::Value(own);
            }
            let class = world.class(value.kind());
            match class.find(name) {
                Some(found) => bind(world, found, class),
                None => common(world, value, name),
            }
        }
    }
}

/// What `__getattr__` is called with: a module's gets the name only.
pub(crate) fn hook_args(world: &World, object: Value, name: Symbol) -> Vec<Value> {
    let name = Value::text(&*world.symbols.name(name));
    match object {
        Value::Module(_) => vec![name],
        object => vec![object, name],
    }
}

/// A module's names, as they are now.
fn names_of(world: &World, module: &crate::module::Module) -> Option<Value> {
    let pairs = world.names_in(module).into_iter();
    let pairs = pairs.map(|(name, value)| (Value::text(&*world.symbols.name(name)), value));
    Some(Value::Dict(Ref::new(crate::dict::Dict::new(pairs).ok()?)))
}

/// Of `super()`, with its receiver bound.
fn of_super(world: &World, object: &Ref<Instance>, name: Symbol) -> Attribute {
    let Payload::Super(start, receiver, order) = &object.payload else {
        return Attribute::Missing;
    };
    let found = order
        .find_behind(start, name)
        .filter(|_| name != Symbol::CLASS);
    let Some(found) = found else {
        return of_instance(world, object, name);
    };
    let is_class = matches!(receiver, Value::Class(class) if class.is(order));
    match bind(world, found, order) {
        Attribute::Method(function) if is_class => Attribute::Value(function),
        Attribute::Method(function) => Attribute::Value(bound(receiver.clone(), function)),
        Attribute::Getter(getter) => Attribute::Getter(bound_getter(world, receiver, getter)),
        found => found,
    }
}

/// A property's function as it is called for the object behind `super()`.
fn bound_getter(world: &World, receiver: &Value, getter: Value) -> Value {
    match world.library("of_super", Role::Function) {
        Some(function) => bound(Value::tuple(vec![getter, receiver.clone()]), function),
        None => getter,
    }
}

/// Of an instance, without the hooks of its class.
pub(crate) fn of_instance(world: &World, object: &Ref<Instance>, name: Symbol) -> Attribute {
    let in_class = object.class.find(name);
    if let Some(found) = &in_class
        && is_data(found)
    {
        return bind(world, found.clone(), &object.class);
    }
    // Most have it in a slot, and need no text.
    if let Some(found) = object.class.slot(name).and_then(|slot| object.at(slot)) {
        return Attribute::Value(found);
    }
    if let Some(found) = object.get(name, &world.symbols.name(name)) {
        return Attribute::Value(found);
    }
    if let Some(found) = in_class {
        return bind(world, found, &object.class);
    }
    let value = Value::Object(object.clone());
    if let Some(own) = own(world, &value, name) {
        return Attribute::Value(own);
    }
    if let Payload::Base(base) = &object.payload
        && let Some(own) = self::own(world, base, name)
    {
        return Attribute::Value(own);
    }
    common(world, &value, name)
}

/// Whether something in a class goes before what an instance has itself.
fn is_data(found: &Value) -> bool {
    match found {
        Value::Object(object) => match &object.payload {
            Payload::Property(_) => true,
            Payload::Plain if object.class.is_python => {
                object.class.find(Symbol::SET).is_some()
                    || object.class.find(Symbol::DELETE).is_some()
            }
            _ => false,
        },
        _ => false,
    }
}

/// What is found in a class, as an instance of it has it.
pub(crate) fn bind(world: &World, found: Value, class: &Ref<Class>) -> Attribute {
    match &found {
        Value::Function(_) => Attribute::Method(found),
        Value::Native(native) => match native.role {
            Role::Method(_) => Attribute::Method(found),
            Role::ClassMethod(_) if native.name == "__new__" => Attribute::Value(found),
            Role::ClassMethod(_) => Attribute::Value(bound(Value::Class(class.clone()), found)),
            Role::Function | Role::StaticMethod => Attribute::Value(found),
        },
        Value::Object(object) => match &object.payload {
            Payload::Property([getter, ..]) => match getter {
                Value::None => match world.library("no_getter", Role::Function) {
                    Some(hook) => Attribute::Hook(hook),
                    None => Attribute::Missing,
                },
                getter => Attribute::Getter(getter.clone()),
            },
            Payload::StaticMethod(function) => Attribute::Value(function.clone()),
            Payload::ClassMethod(function) => {
                Attribute::Value(bound(Value::Class(class.clone()), function.clone()))
            }
            Payload::Plain if object.class.is_python => match object.class.find(Symbol::GET) {
                Some(get) => Attribute::Descriptor(get, found),
                None => Attribute::Value(found),
            },
            _ => Attribute::Value(found),
        },
        _ => Attribute::Value(found),
    }
}

/// Of a class: what its own class says goes first if it insists, then what it and its ancestors have.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
fn of_class(world: &World, class: &Ref<Class>, name: Symbol) -> Attribute {
    let meta = class
        .meta
        .as_ref()
        .unwrap_or_else(|| world.class(Kind::Type));
    let in_meta = meta.find(name);
    if let Some(found) = &in_meta
        && is_data(found)
    {
        return bind(world, found.clone(), meta);
    }
    if let Some(own) = class_own(world, class, name) {
        return Attribute::Value(own);
    }
    if let Some(found) = class.find(name) {
        // What an instance would bind stays as it is.
        let is_plain = match &found {
            Value::Function(_) => true,
            Value::Native(native) => matches!(native.role, Role::Method(_)),
            Value::Object(object) => matches!(object.payload, Payload::Property(_)),
            _ => false,
        };
        if is_plain {
            return Attribute::Value(found);
        }
        return bind(world, found, class);
    }
    if let Some(found) = in_meta {
        return bind(world, found, meta);
    }
    match meta.find(Symbol::GETATTR) {
        Some(hook) if meta.hooks.getattr => Attribute::Hook(hook),
        _ => Attribute::Missing,
    }
}

/// What the language says about classes.
fn class_own(world: &World, class: &Ref<Class>, name: Symbol) -> Option<Value> {
    let classes = |classes: &[Ref<Class>]| classes.iter().cloned().map(Value::Class).collect();
    Some(match name {
        Symbol::NAME => Value::text(&*class.name()),
        Symbol::QUALNAME if !class.is_python => Value::text(&*class.name()),
        Symbol::MODULE if !class.is_python => Value::text(module_of(class.kind)),
        Symbol::DOC if class.own(name).is_none() => Value::None,
        name if &*world.symbols.name(name) == "__base__" => class
            .bases
            .first()
            .cloned()
            .map_or(Value::None, Value::Class),
        Symbol::BASES => Value::tuple(classes(&class.bases)),
        Symbol::MRO => {
            let mut order = vec![class.clone()];
            order.extend(class.ancestors.iter().cloned());
            Value::tuple(classes(&order))
        }
        Symbol::CLASS => Value::Class(
            class
                .meta
                .clone()
                .unwrap_or_else(|| world.class(Kind::Type).clone()),
        ),
        Symbol::DICT => {
            let pairs = class.attributes.with(|attributes| {
                let pairs = attributes.iter();
                pairs
                    .map(|(name, value)| (name, value.clone()))
                    .collect::<Vec<_>>()
            });
            let pairs = pairs
                .into_iter()
                .map(|(name, value)| (Value::text(&*world.symbols.name(name)), value));
            // Names are texts, which have native hashes.
            Value::Dict(Ref::new(crate::dict::Dict::new(pairs).ok()?))
        }
        _ => return None,
    })
}

/// Where a class of the language's own says it is from.
pub(crate) fn module_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Thread => "threading",
        Kind::Lock | Kind::RLock => "_thread",
        Kind::Exchange => "_http",
        Kind::Deque | Kind::DefaultDict => "collections",
        Kind::Unguarded | Kind::Locked | Kind::Atomic | Kind::Biased => "refcounts",
        _ => "builtins",
    }
}

/// What every object has.
fn common(world: &World, value: &Value, name: Symbol) -> Attribute {
    match name {
        Symbol::CLASS => Attribute::Value(Value::Class(world.class_of(value).clone())),
        Symbol::DOC => Attribute::Value(Value::None),
        Symbol::DICT => match value {
            Value::Object(object) if !object.class.is_closed => {
                let names = |symbol| world.symbols.name(symbol);
                Attribute::Value(Value::Dict(object.dict(&names)))
            }
            _ => Attribute::Missing,
        },
        _ => Attribute::Missing,
    }
}

/// What values of the language's own classes have besides methods.
fn own(world: &World, value: &Value, name: Symbol) -> Option<Value> {
    match value {
        Value::Function(function) => {
            let text = |of: fn(&compiler::Code) -> &str| {
                let code = world.code(function.code);
                Value::text(code.map_or("", |code| of(&code.code)))
            };
            let or = |value: Value, other: Value| match value {
                Value::Null => other,
                value => value,
            };
            let rest = function.rest.with(|rest| rest.clone());
            Some(match name {
                Symbol::NAME => or(rest.name, text(|code| &code.name)),
                Symbol::QUALNAME => or(rest.qualname, text(|code| &code.qualname)),
                Symbol::MODULE => {
                    let module = world.module_of((function.code / CODES) as usize);
                    or(
                        rest.module,
                        Value::text(module.as_ref().map_or("__main__", |module| &*module.name)),
                    )
                }
                Symbol::DOC => or(rest.doc, {
                    let code = world.code(function.code)?;
                    let doc = code.code.doc.and_then(|doc| code.consts.get(doc as usize));
                    doc.cloned().unwrap_or(Value::None)
                }),
                Symbol::DEFAULTS => rest.defaults.map_or(Value::None, Value::Tuple),
                Symbol::KWDEFAULTS => or(rest.keyword_defaults, Value::None),
                Symbol::ANNOTATIONS => match rest.annotations {
                    Value::Null => {
                        let dict = Value::Dict(Ref::new(crate::dict::Dict::default()));
                        if function.rest.is_shared() {
                            dict.share();
                        }
                        function.rest.with(|rest| rest.annotations = dict.clone());
                        dict
                    }
                    annotations => annotations,
                },
                name if &*world.symbols.name(name) == "__globals__" => {
                    let module = world.module_of((function.code / CODES) as usize)?;
                    names_of(world, &module)?
                }
                Symbol::TYPE_PARAMS => Value::tuple(Vec::new()),
                Symbol::CODE => Value::code(function.code),
                Symbol::CLOSURE if function.closure.is_empty() => Value::None,
                Symbol::CLOSURE => {
                    Value::tuple(function.closure.iter().cloned().map(Value::Cell).collect())
                }
                Symbol::DICT => match rest.dict {
                    Value::Null => {
                        let dict = Value::Dict(Ref::new(crate::dict::Dict::default()));
                        if function.rest.is_shared() {
                            dict.share();
                        }
                        function.rest.with(|rest| {
                            if matches!(rest.dict, Value::Null) {
                                rest.dict = dict;
                            }
                            rest.dict.clone()
                        })
                    }
                    dict => dict,
                },
                _ => match rest.dict {
                    Value::Dict(dict) => dict
                        .get(&Value::text(&*world.symbols.name(name)))
                        .ok()
                        .flatten()?,
                    _ => return None,
                },
            })
            .filter(|value| !matches!(value, Value::Null))
        }
        Value::Native(native) => match name {
            Symbol::NAME | Symbol::QUALNAME => Some(Value::text(native.name)),
            Symbol::MODULE => Some(Value::text("builtins")),
            _ => None,
        },
        Value::Bound(bound) => match name {
            Symbol::SELF => Some(bound.receiver.clone()),
            Symbol::FUNC => Some(bound.function.clone()),
            name => match find(world, &bound.function, name) {
                Attribute::Value(value) => Some(value),
                _ => None,
            },
        },
        Value::Tuple(tuple) => tuple.field(&world.symbols.name(name)),
        Value::Code(code) => {
            let unit = world.unit_of(code.get())?;
            let ready = world.code(code.get())?;
            let code = &ready.code;
            let cells = |is_wanted: &dyn Fn(usize) -> bool| {
                let locals = code.locals.iter().enumerate();
                let found = locals.filter(|(slot, _)| is_wanted(*slot));
                Value::tuple(found.map(|(_, name)| Value::text(&**name)).collect())
            };
            let is_cell = |slot: usize| {
                code.ops
                    .iter()
                    .any(|op| matches!(op, Op::MakeCell(cell) if *cell as usize == slot))
            };
            Some(match &*world.symbols.name(name) {
                "co_name" => Value::text(&*code.name),
                "co_qualname" => Value::text(&*code.qualname),
                "co_argcount" => Value::Int(code.argcount as i64),
                "co_posonlyargcount" => Value::Int(code.posonly as i64),
                "co_kwonlyargcount" => Value::Int(code.kwonly as i64),
                "co_nlocals" => Value::Int(code.first_free.min(code.locals.len()) as i64),
                "co_stacksize" => Value::Int(code.stack as i64),
                "co_firstlineno" => Value::Int(code.first_line.into()),
                "co_filename" => Value::text(&*unit.file),
                "co_consts" => Value::tuple(ready.consts.clone()),
                "co_flags" => {
                    let flags = code.flags;
                    let bits = [
                        (flags.optimized, 3),
                        (flags.varargs, 4),
                        (flags.varkeywords, 8),
                        (flags.generator, 0x20),
                        (flags.coroutine, 0x80),
                        (flags.async_generator, 0x200),
                    ];
                    Value::Int(
                        bits.iter()
                            .filter(|(is_set, _)| *is_set)
                            .map(|(_, bit)| bit)
                            .sum(),
                    )
                }
                // What is only a cell comes behind the variables that have a slot.
                "co_varnames" => {
                    cells(&|slot| slot < code.first_free && (slot < ready.params || !is_cell(slot)))
                }
                "co_cellvars" => cells(&is_cell),
                "co_freevars" => cells(&|slot| slot >= code.first_free),
                "co_names" => {
                    let mut names: Vec<Symbol> = Vec::new();
                    for op in &code.ops {
                        let name = match op.subject() {
                            Subject::Global(slot) => {
                                unit.globals.get(slot as usize).map(|global| global.name)
                            }
                            Subject::Name(name) => unit.names.get(name as usize).copied(),
                            _ => None,
                        };
                        names.extend(name.filter(|name| !names.contains(name)));
                    }
                    let names = names
                        .into_iter()
                        .map(|name| Value::text(&*world.symbols.name(name)));
                    Value::tuple(names.collect())
                }
                _ => return None,
            })
        }
        Value::Cell(cell) => (&*world.symbols.name(name) == "cell_contents").then(|| cell.get()),
        Value::Generator(generator) => match name {
            Symbol::NAME => Some(generator.name.clone()),
            Symbol::QUALNAME => Some(generator.qualname.clone()),
            name => of_generator(world, generator, &world.symbols.name(name)),
        },
        Value::Range(range) => Some(Value::Int(match &*world.symbols.name(name) {
            "start" => range.start,
            "stop" => range.stop,
            "step" => range.step,
            _ => return None,
        })),
        Value::Slice(slice) => Some(match &*world.symbols.name(name) {
            "start" => slice.start.clone(),
            "stop" => slice.stop.clone(),
            "step" => slice.step.clone(),
            _ => return None,
        }),
        Value::Int(_) | Value::Bool(_) | Value::Big(_) | Value::Float(_) => {
            match &*world.symbols.name(name) {
                "real" => Some(value.clone()),
                "imag" if matches!(value, Value::Float(_)) => Some(Value::float(0.0)),
                "imag" => Some(Value::Int(0)),
                "numerator" if !matches!(value, Value::Float(_)) => Some(value.clone()),
                "denominator" if !matches!(value, Value::Float(_)) => Some(Value::Int(1)),
                _ => None,
            }
        }
        Value::Object(object) => match &object.payload {
            Payload::Exception(_) if name == Symbol::TRACEBACK => Some(trace_of(world, value)),
            Payload::Exception(raised) => of_exception(world, object, raised, name),
            Payload::Property([getter, setter, deleter, doc]) => {
                Some(match &*world.symbols.name(name) {
                    "fget" => getter.clone(),
                    "fset" => setter.clone(),
                    "fdel" => deleter.clone(),
                    "__doc__" => doc.clone(),
                    _ => return None,
                })
            }
            Payload::StaticMethod(function) | Payload::ClassMethod(function) => match name {
                Symbol::FUNC | Symbol::WRAPPED => Some(function.clone()),
                _ => None,
            },
            Payload::Thread(thread) => Some(match &*world.symbols.name(name) {
                "name" => Value::text(thread.name()),
                "daemon" => Value::bool(thread.is_daemon()),
                "_target" => match thread.call().target {
                    Value::Null => Value::None,
                    target => target,
                },
                "_args" => Value::tuple(thread.call().args),
                "_kwargs" => {
                    let pairs = crate::dict::Dict::new(thread.call().keywords).unwrap_or_default();
                    Value::Dict(Ref::new(pairs))
                }
                "ident" | "native_id" if thread.is_new() => Value::None,
                "ident" | "native_id" => Value::Int(thread.ident() as i64),
                _ => return None,
            }),
            Payload::Deque(_, most) if &*world.symbols.name(name) == "maxlen" => {
                Some(most.map_or(Value::None, |most| Value::Int(most as i64)))
            }
            Payload::DefaultDict(_, factory) if &*world.symbols.name(name) == "default_factory" => {
                Some(factory.with(|factory| factory.clone()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `gi_running` and such.
fn of_generator(world: &World, generator: &Generator, name: &str) -> Option<Value> {
    let prefix = match generator.kind {
        Kind::Generator => "gi_",
        Kind::Coroutine => "cr_",
        Kind::AsyncGenerator => "ag_",
        _ => return None,
    };
    let name = name.strip_prefix(prefix)?;
    generator.state.with(|state| {
        Some(match name {
            "running" => Value::bool(state.stage == Stage::Runs),
            "suspended" => Value::bool(state.stage.waits()),
            "yieldfrom" | "await" => state.delegate(world, generator.code).unwrap_or(Value::None),
            "code" => Value::code(generator.code),
            "frame" if state.stage == Stage::Ended => Value::None,
            "frame" => frame_of(world, generator.code, state),
            _ => return None,
        })
    })
}

/// What shows a generator's frame to programs.
fn frame_of(world: &World, code: u32, state: &State) -> Value {
    let (Some(Value::Class(class)), Some(ready), Some(unit)) = (
        world.library("frame", Role::Function),
        world.code(code),
        world.unit_of(code),
    ) else {
        return Value::None;
    };
    let frame = Instance::new(class, Payload::Plain);
    let set = |name: &str, value: Value| {
        frame.set(world.symbols.of(name), name, value, &|symbol| {
            world.symbols.name(symbol)
        });
    };
    let line = match ready.code.spans.get(state.pc.saturating_sub(1)) {
        Some(span) if state.stage != Stage::New => {
            crate::traceback::line_of(&unit.source, span.start)
        }
        _ => ready.code.first_line,
    };
    set("f_code", Value::code(code));
    set("f_lineno", Value::Int(line.into()));
    let pairs = ready
        .code
        .locals
        .iter()
        .zip(state.values.iter().take(state.top))
        .filter_map(|(name, value)| {
            let value = match value {
                Value::Cell(cell) => cell.get(),
                value => value.clone(),
            };
            (!matches!(value, Value::Null)).then(|| (Value::text(&**name), value))
        });
    let locals = crate::dict::Dict::new(pairs).unwrap_or_default();
    set("f_locals", Value::Dict(Ref::new(locals)));
    Value::Object(Ref::new(frame))
}

/// `__traceback__`: a view of where an exception went through so far.
pub(crate) fn trace_of(world: &World, exception: &Value) -> Value {
    let depth =
        exception::raised(exception).map_or(0, |raised| raised.with(|raised| raised.places.len()));
    let Some(Value::Class(class)) = world.library("traceback", Role::Function) else {
        return Value::None;
    };
    if depth == 0 {
        return Value::None;
    }
    let trace = Instance::new(class, Payload::Plain);
    for (name, value) in [
        ("_exception", exception.clone()),
        ("_depth", Value::Int(depth as i64)),
    ] {
        trace.set(world.symbols.of(name), name, value, &|symbol| {
            world.symbols.name(symbol)
        });
    }
    Value::Object(Ref::new(trace))
}

/// Sets it: to that of another exception, or to nothing.
pub(crate) fn set_trace(world: &World, exception: &Value, trace: &Value) -> Outcome<()> {
    let Some(raised) = exception::raised(exception) else {
        return Ok(());
    };
    let places = match trace {
        Value::None => Vec::new(),
        Value::Object(trace) => {
            let part = |name| trace.get(world.symbols.of(name), name);
            match (part("_exception"), part("_depth")) {
                (Some(of), Some(Value::Int(depth))) => {
                    let places = exception::raised(&of).map(|of| of.with(|of| of.places.clone()));
                    let mut places = places.unwrap_or_default();
                    places.truncate(depth as usize);
                    places
                }
                _ => {
                    return Err(Fault::type_error(
                        "__traceback__ must be a traceback or None",
                    ));
                }
            }
        }
        _ => {
            return Err(Fault::type_error(
                "__traceback__ must be a traceback or None",
            ));
        }
    };
    raised.with(|raised| raised.places = places);
    Ok(())
}

fn of_exception(
    world: &World,
    object: &Instance,
    raised: &crate::object::Guarded<exception::Raised>,
    name: Symbol,
) -> Option<Value> {
    let or_none = |value: &Value| match value {
        Value::Null => Value::None,
        value => value.clone(),
    };
    let kind = object.class.kind;
    let first = |raised: &exception::Raised| match &raised.args {
        Value::Tuple(args) => args.0.first().cloned(),
        _ => None,
    };
    raised.with(|raised| {
        Some(match name {
            // The file's name is no part of them.
            Symbol::ARGS if kind.is_a(Kind::OSError) => match &raised.args {
                Value::Tuple(args) if (3..=5).contains(&args.0.len()) => {
                    Value::tuple(args.0.iter().take(2).cloned().collect())
                }
                args => args.clone(),
            },
            Symbol::ARGS => raised.args.clone(),
            Symbol::CAUSE => or_none(&raised.cause),
            Symbol::CONTEXT => or_none(&raised.context),
            Symbol::SUPPRESS_CONTEXT => Value::bool(raised.suppress),
            Symbol::VALUE if kind == Kind::StopIteration => first(raised).unwrap_or(Value::None),
            Symbol::CODE_ATTRIBUTE if kind == Kind::SystemExit => match &raised.args {
                Value::Tuple(args) if args.0.len() > 1 => raised.args.clone(),
                _ => first(raised).unwrap_or(Value::None),
            },
            Symbol::EXCEPTIONS if !matches!(raised.exceptions, Value::Null) => {
                raised.exceptions.clone()
            }
            Symbol::MESSAGE if !matches!(raised.exceptions, Value::Null) => first(raised)?,
            Symbol::NAME_ATTRIBUTE
                if kind.is_a(Kind::NameError)
                    || kind.is_a(Kind::AttributeError)
                    || kind.is_a(Kind::ImportError) =>
            {
                match &raised.missing {
                    // What it was to be imported from.
                    Some((_, Value::Module(module))) if kind.is_a(Kind::ImportError) => {
                        Value::text(&*module.name)
                    }
                    Some((name, _)) => Value::text(&**name),
                    None => Value::None,
                }
            }
            Symbol::OBJ if kind.is_a(Kind::AttributeError) => match &raised.missing {
                Some((_, of)) => of.clone(),
                None => Value::None,
            },
            name => part_of(kind, &world.symbols.name(name), &raised.args)?,
        })
    })
}

/// An attribute that an exception takes from its arguments.
fn part_of(kind: Kind, name: &str, args: &Value) -> Option<Value> {
    let Value::Tuple(args) = args else {
        return None;
    };
    let args = &args.0;
    let item = |args: &[Value], place: usize| args.get(place).cloned().unwrap_or(Value::None);
    let among = |names: &[&str]| names.iter().position(|known| *known == name);
    if kind.is_a(Kind::OSError) {
        let place = among(&["errno", "strerror", "filename", "", "filename2"])?;
        let is_given = (2..=5).contains(&args.len());
        return Some(if is_given {
            item(args, place)
        } else {
            Value::None
        });
    }
    if kind.is_a(Kind::SyntaxError) {
        let place = match args.get(1) {
            Some(Value::Tuple(place)) => &place.0[..],
            _ => &[],
        };
        return match name {
            "msg" => Some(item(args, 0)),
            "print_file_and_line" => Some(Value::None),
            _ => among(&[
                "filename",
                "lineno",
                "offset",
                "text",
                "end_lineno",
                "end_offset",
            ])
            .map(|at| item(place, at)),
        };
    }
    if kind.is_a(Kind::ImportError) {
        return match name {
            "msg" => Some(if args.len() == 1 {
                item(args, 0)
            } else {
                Value::None
            }),
            "path" | "name_from" => Some(Value::None),
            _ => None,
        };
    }
    if kind.is_a(Kind::UnicodeError) && args.len() == 5 {
        return among(&["encoding", "object", "start", "end", "reason"]).map(|at| item(args, at));
    }
    None
}

/// A method with its receiver.
pub(crate) fn bound(receiver: Value, function: Value) -> Value {
    Value::Bound(Ref::new(Bound { receiver, function }))
}

/// The `AttributeError` for a name that isn't there.
#[cold]
pub(crate) fn missing(world: &World, value: &Value, name: Symbol) -> Box<Fault> {
    let text = world.symbols.name(name);
    let message = match value {
        Value::Module(module) => format!("module '{}' has no attribute '{text}'", module.name),
        Value::Class(class) => {
            format!("type object '{}' has no attribute '{text}'", class.name())
        }
        value => format!("'{}' object has no attribute '{text}'", value.type_name()),
    };
    Fault::missing(ErrorKind::AttributeError, message, &text, value.clone())
}

/// `value.name = new`, or `del value.name` for `Null`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn set(world: &World, value: &Value, name: Symbol, new: Value) -> Outcome<Setting> {
    let deletes = matches!(new, Value::Null);
    match value {
        Value::Object(object) => {
            let hooks = object.class.hooks;
            if if deletes {
                hooks.delattr
            } else {
                hooks.setattr
            } {
                let hook = if deletes {
                    Symbol::DELATTR
                } else {
                    Symbol::SETATTR
                };
                if let Some(hook) = object.class.find(hook)
                    && !matches!(hook, Value::Native(native) if native.name.ends_with("attr__"))
                {
                    return Ok(Setting::Hook(hook));
                }
            }
            set_plain(world, object, name, new)
        }
        Value::Class(class) => {
            let meta = class
                .meta
                .as_ref()
                .unwrap_or_else(|| world.class(Kind::Type));
            if meta.hooks.setattr
                && !deletes
                && let Some(hook) = meta.find(Symbol::SETATTR)
            {
                return Ok(Setting::Hook(hook));
            }
            set_in_class(world, class, name, new).map(|()| Setting::Done)
        }
        Value::Module(module) => {
            let in_code = module
                .unit
                .is_some_and(|unit| world.set_global(unit, name, new.clone()));
            if !in_code {
                if module.attributes.is_shared() {
                    new.share();
                }
                let old = module.attributes.with(|attributes| match new {
                    Value::Null => attributes.remove(name),
                    new => Some(attributes.set(name, new)),
                });
                if old.is_none() {
                    return Err(missing(world, value, name));
                }
            }
            Ok(Setting::Done)
        }
        Value::Function(function) => {
            if function.rest.is_shared() {
                new.share();
            }
            let defaults = match &new {
                Value::Tuple(tuple) => Some(tuple.clone()),
                _ => None,
            };
            let known = function.rest.with(|rest| {
                let slot = match name {
                    Symbol::NAME => &mut rest.name,
                    Symbol::QUALNAME => &mut rest.qualname,
                    Symbol::MODULE => &mut rest.module,
                    Symbol::DOC => &mut rest.doc,
                    Symbol::ANNOTATIONS => &mut rest.annotations,
                    Symbol::KWDEFAULTS => &mut rest.keyword_defaults,
                    Symbol::DEFAULTS => {
                        rest.defaults = defaults;
                        return true;
                    }
                    Symbol::DICT => &mut rest.dict,
                    _ => return false,
                };
                *slot = new.clone();
                true
            });
            if !known {
                let dict = own(world, value, Symbol::DICT);
                let text = Value::text(&*world.symbols.name(name));
                match dict {
                    Some(Value::Dict(dict)) if deletes => {
                        if dict.remove(&text)?.is_none() {
                            return Err(missing(world, value, name));
                        }
                    }
                    Some(Value::Dict(dict)) => dict.set(text, new)?,
                    _ => return Err(missing(world, value, name)),
                }
            }
            Ok(Setting::Done)
        }
        Value::Cell(cell) if &*world.symbols.name(name) == "cell_contents" => {
            drop(cell.set(new));
            Ok(Setting::Done)
        }
        value => {
            let text = world.symbols.name(name);
            let class = world.class_of(value);
            let kind = class.name();
            if class.find(name).is_some() || own(world, value, name).is_some() {
                let message = match value {
                    Value::Range(_) | Value::Slice(_) => "readonly attribute".to_owned(),
                    _ => format!("'{kind}' object attribute '{text}' is read-only"),
                };
                return Err(Fault::missing(
                    ErrorKind::AttributeError,
                    message,
                    &text,
                    value.clone(),
                ));
            }
            let message = if deletes {
                format!("'{kind}' object has no attribute '{text}'")
            } else {
                format!(
                    "'{kind}' object has no attribute '{text}' and no __dict__ for setting new \
                     attributes"
                )
            };
            Err(Fault::missing(
                ErrorKind::AttributeError,
                message,
                &text,
                value.clone(),
            ))
        }
    }
}

/// `object.__setattr__` and `object.__delattr__`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn set_plain(
    world: &World,
    object: &Ref<Instance>,
    name: Symbol,
    new: Value,
) -> Outcome<Setting> {
    let deletes = matches!(new, Value::Null);
    let value = || Value::Object(object.clone());
    if let Some(found) = object.class.find(name)
        && let Value::Object(descriptor) = &found
    {
        match &descriptor.payload {
            Payload::Property([_, setter, deleter, _]) => {
                let function = if deletes { deleter } else { setter };
                if matches!(function, Value::None) {
                    let what = if deletes { "deleter" } else { "setter" };
                    let (text, kind) = (world.symbols.name(name), object.class.name());
                    return Err(Fault::new(
                        ErrorKind::AttributeError,
                        format!("property '{text}' of '{kind}' object has no {what}"),
                    ));
                }
                return Ok(Setting::Setter(function.clone()));
            }
            Payload::Plain if descriptor.class.is_python => {
                let hook = if deletes { Symbol::DELETE } else { Symbol::SET };
                if let Some(hook) = descriptor.class.find(hook) {
                    return Ok(Setting::Descriptor(hook, found));
                }
            }
            _ => {}
        }
    }
    if let Payload::Exception(raised) = &object.payload {
        if name == Symbol::TRACEBACK {
            return set_trace(world, &value(), &new).map(|()| Setting::Done);
        }
        if raised.is_shared() {
            new.share();
        }
        let known = raised.with(|raised| {
            match name {
                Symbol::ARGS => raised.args = new.clone(),
                Symbol::CAUSE => {
                    raised.cause = new.clone();
                    raised.suppress = true;
                }
                Symbol::CONTEXT => raised.context = new.clone(),
                Symbol::SUPPRESS_CONTEXT => raised.suppress = new.truth(),
                _ => return false,
            }
            true
        });
        if known {
            return Ok(Setting::Done);
        }
    }
    if let Payload::Thread(thread) = &object.payload {
        let text = world.symbols.name(name);
        match (&*text, &new) {
            ("name", Value::Str(new)) => {
                thread.set_name(&new.text);
                return Ok(Setting::Done);
            }
            ("daemon", new) => {
                if !thread.is_new() {
                    return Err(Fault::new(
                        ErrorKind::RuntimeError,
                        "cannot set daemon status of active thread",
                    ));
                }
                thread.set_daemon(new.truth());
                return Ok(Setting::Done);
            }
            _ => {}
        }
    }
    let text: Arc<str> = if deletes || object.class.is_closed || object.class.slot(name).is_none() {
        world.symbols.name(name)
    } else {
        Arc::default()
    };
    if deletes {
        return if object.remove(name, &text) {
            Ok(Setting::Done)
        } else {
            Err(missing(world, &value(), name))
        };
    }
    if object.class.is_closed && object.class.slot(name).is_none() {
        let kind = object.class.name();
        let message = format!(
            "'{kind}' object has no attribute '{text}' and no __dict__ for setting new attributes"
        );
        return Err(Fault::missing(
            ErrorKind::AttributeError,
            message,
            &text,
            value(),
        ));
    }
    let slot = object.class.slot(name);
    let new = match slot {
        Some(slot) => match object.put(slot, new) {
            Ok(()) => return Ok(Setting::Done),
            Err(new) => new,
        },
        None => new,
    };
    object.set(name, &world.symbols.name(name), new, &|symbol| {
        world.symbols.name(symbol)
    });
    // There may be a slot now that hides what the class has.
    world.epoch.advance();
    Ok(Setting::Done)
}

/// `Class.name = new`.
pub(crate) fn set_in_class(
    world: &World,
    class: &Ref<Class>,
    name: Symbol,
    new: Value,
) -> Outcome<()> {
    if !class.is_python {
        let (text, kind) = (world.symbols.name(name), class.name());
        return Err(Fault::type_error(format!(
            "cannot set '{text}' attribute of immutable type '{kind}'"
        )));
    }
    if class.attributes.is_shared() {
        new.share();
    }
    if let (Symbol::NAME, Value::Str(text)) = (name, &new) {
        class.name.with(|name| *name = text.text.clone().into());
        return Ok(());
    }
    let plain = crate::thread::is_plain(&new);
    let old = class.attributes.with(|attributes| match new {
        Value::Null => attributes.remove(name),
        new => Some(attributes.set(name, new)),
    });
    // What is remembered of a class survives when plain data is replaced by plain data.
    if !(plain && old.as_ref().is_some_and(crate::thread::is_plain)) {
        world.epoch.advance();
    }
    match old {
        Some(_) => Ok(()),
        None => Err(missing(world, &Value::Class(class.clone()), name)),
    }
}
