//! `_core`: what the prelude and the library need of the interpreter.

use num_traits::ToPrimitive;

use crate::asynchronous::{pause, unwrapped};
use crate::builtins::{dict_inside, function, inside};
use crate::dict::Dict;
use crate::ends::Ending;
use crate::error::{Fault, Outcome};
use crate::exception::{self, Place, Raised, raised};
use crate::format;
use crate::function::{Args, Function, FunctionRest, Native, Reply, Then};
use crate::generator::{Generator, Stage, State};
use crate::hash;
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::library::{self, Import};
use crate::list;
use crate::number;
use crate::object::{Guarded, Ref};
use crate::thread::Caller;
use crate::value::Value;
use crate::world::CODES;

/// Its functions.
pub(crate) static FUNCTIONS: &[Native] = &[
    function("sort", |args, _| {
        let [Value::List(keys), Value::List(items), reverse] = args.positional else {
            return Err(wrong());
        };
        let (mut sorted, all) = (keys.items(), items.items());
        if sorted.len() != all.len() {
            return Ok(Value::bool(false).into());
        }
        // Pairs of a key and a place: equal keys stay in the order of their places.
        match list::sort_by_keys(&mut sorted, all, reverse.truth()) {
            Ok(all) => {
                drop(items.with(|items| std::mem::replace(items, all)));
                drop(keys.with(|keys| std::mem::replace(keys, sorted)));
                Ok(Value::bool(true).into())
            }
            Err(fault) if fault.is_in_python() => Ok(Value::bool(false).into()),
            Err(fault) => Err(fault),
        }
    }),
    function("keys_with", |args, _| {
        let [table, Value::Int(hash)] = args.positional else {
            return Err(wrong());
        };
        let keys = match inside(table) {
            Value::Dict(dict) => dict.with(|table| table.candidates(*hash)),
            Value::Set(set) => set.with(|table| table.candidates(*hash)),
            _ => return Err(wrong()),
        };
        Ok(Value::list(keys).into())
    }),
    function("entry", |args, _| {
        let [table, key, Value::Int(hash)] = args.positional else {
            return Err(wrong());
        };
        let found = match dict_inside(table) {
            Some(dict) => dict.with(|table| table.same(*hash, key).cloned()),
            None => None,
        };
        Ok(found.unwrap_or(Value::None).into())
    }),
    function("put", |args, _| {
        let [table, key, Value::Int(hash), value] = args.positional else {
            return Err(wrong());
        };
        match inside(table) {
            Value::Dict(dict) => {
                let old = dict.with(|table| match table.same_mut(*hash, key) {
                    Some(place) => Ok(std::mem::replace(place, value.clone())),
                    None => table
                        .push(*hash, key.clone(), value.clone())
                        .map(|()| Value::Null),
                })?;
                drop(old);
            }
            Value::Set(set) => set.with(|table| match table.has_same(*hash, key) {
                true => Ok(()),
                false => table.push(*hash, key.clone()),
            })?,
            _ => return Err(wrong()),
        }
        Ok(Value::None.into())
    }),
    function("remove", |args, _| {
        let [table, key, Value::Int(hash)] = args.positional else {
            return Err(wrong());
        };
        let removed = match inside(table) {
            Value::Dict(dict) => dict.with(|table| table.remove_same(*hash, key)),
            Value::Set(set) => set.with(|table| table.remove_same(*hash, key)),
            _ => return Err(wrong()),
        };
        Ok(removed.unwrap_or(Value::None).into())
    }),
    function("thread", |_, caller| {
        let address = std::sync::Arc::as_ptr(caller.thread).addr();
        Ok(Value::Int(address as i64).into())
    }),
    // listing(code) -> list of (line, whether there is a check point, name, argument)
    function("listing", |args, caller| match args.positional {
        [Value::Code(code)] => {
            Ok(Value::list(crate::disassemble::listing(caller.world, code.get())).into())
        }
        _ => Err(wrong()),
    }),
    // format_exception(exception, limit=None, chain=True): what it looks like, with its traceback.
    function("format_exception", |args, caller| match args.positional {
        [exception @ Value::Object(_), ..] if crate::traceback::takes_python(exception) => {
            Err(Fault::in_python())
        }
        [exception @ Value::Object(_), rest @ ..] => {
            let limit = rest
                .first()
                .and_then(|limit| number::number(limit)?.big()?.to_i64());
            let chain = rest.get(1).is_none_or(Value::truth);
            let text = crate::traceback::format_exception(caller.world, exception, limit, chain);
            Ok(Value::text(text).into())
        }
        _ => Err(wrong()),
    }),
    function("cores", |_, caller| {
        Ok(Value::Int(caller.world.cores().into()).into())
    }),
    function("run_body", |args, _| {
        let [body @ Value::Function(_), namespace] = args.positional else {
            return Err(wrong());
        };
        Ok(Reply::Call(
            body.clone(),
            vec![namespace.clone()],
            Then::ClassBody,
        ))
    }),
    function("new_class", |args, caller| {
        let [
            Value::Class(meta),
            Value::Str(name),
            Value::Tuple(bases),
            namespace,
        ] = args.positional
        else {
            return Err(wrong());
        };
        let Some(namespace) = dict_inside(namespace) else {
            return Err(wrong());
        };
        let class = crate::builtins::new_class(
            caller.world,
            &name.text,
            &bases.0,
            &namespace,
            Some(meta.clone()),
        )?;
        Ok(Value::Class(class).into())
    }),
    // What `str()` of an exception has given.
    function("said", |args, _| {
        let [exception, Value::Str(text)] = args.positional else {
            return Err(wrong());
        };
        if let Some(raised) = raised(exception) {
            raised.with(|raised| raised.said = Some(text.text.as_str().into()));
        }
        Ok(Value::None.into())
    }),
    // Where an exception went through, the innermost place first: code, instruction, line.
    function("places_of", |args, caller| {
        let [exception] = args.positional else {
            return Err(wrong());
        };
        let places = raised(exception).map(|raised| raised.with(|raised| raised.places.clone()));
        Ok(shown_places(caller, places.unwrap_or_default().into_iter()))
    }),
    // callers(count): where the innermost functions are that run now, as above.
    function("callers", |args, caller| {
        let [Value::Int(count)] = args.positional else {
            return Err(wrong());
        };
        let places = caller.frames.iter().rev().filter_map(|frame| {
            Some(Place {
                code: frame.code?,
                op: frame.pc.saturating_sub(1) as u32,
            })
        });
        Ok(shown_places(caller, places.take(*count as usize)))
    }),
    // excerpt(code, instruction): its source lines, with carets below them.
    function("excerpt", |args, caller| {
        let [Value::Code(code), Value::Int(op)] = args.positional else {
            return Err(wrong());
        };
        let place = Place {
            code: code.get(),
            op: (*op / 2) as u32,
        };
        Ok(Value::text(crate::traceback::excerpt_at(caller.world, place)).into())
    }),
    // A generator as an instance of another class of iterators.
    function("typed", |args, _| {
        let [Value::Generator(generator), Value::Class(class)] = args.positional else {
            return Err(wrong());
        };
        let ended = State {
            stage: Stage::Ended,
            pc: 0,
            values: Vec::new(),
            top: 0,
            handled: Value::Null,
        };
        let state = generator
            .state
            .with(|state| std::mem::replace(state, ended));
        let generator = Generator {
            kind: class.kind,
            name: generator.name.clone(),
            qualname: generator.qualname.clone(),
            code: generator.code,
            state: Guarded::new(state),
        };
        Ok(Value::Generator(Ref::new(generator)).into())
    }),
    // One step of any kind of generator.
    function("resume", |args, _| match args.positional {
        [generator, value] => Ok(Reply::Resume(generator.clone(), value.clone(), Then::Push)),
        _ => Err(wrong()),
    }),
    function("throw", |args, _| match args.positional {
        [generator, exception] => Ok(Reply::Throw(
            generator.clone(),
            exception.clone(),
            Then::Push,
        )),
        _ => Err(wrong()),
    }),
    function("step_class", |_, caller| {
        Ok(Value::Class(caller.world.class(Kind::AsyncStep).clone()).into())
    }),
    // What an asynchronous generator has yielded; the default if it is something that it awaits.
    function("unwrapped", |args, _| match args.positional {
        [step, default] => Ok(unwrapped(step).unwrap_or_else(|| default.clone()).into()),
        _ => Err(wrong()),
    }),
    // ending(function, *args): calls that when it is freed.
    function("ending", |args, caller| match args.positional {
        [function, rest @ ..] => {
            let ending = Payload::Ending(Ending::new(function.clone(), rest.to_vec()));
            let class = caller.world.class(Kind::Ending).clone();
            Ok(Value::Object(Ref::new(Instance::new(class, ending))).into())
        }
        _ => Err(wrong()),
    }),
    // What yields None once when it is awaited.
    function("bare_yield", |_, _| Ok(pause().into())),
    // on_interrupt(function or None): what an interrupt calls in the main thread while that runs, instead of raising
    // KeyboardInterrupt there; gives what it was.
    function("on_interrupt", |args, caller| match args.positional {
        [function] => Ok(caller.world.on_interrupt(function.clone()).into()),
        _ => Err(wrong()),
    }),
    // abandoned(generators): of a list of asynchronous generators those that nobody else refers to. They and those that
    // have ended are taken out.
    function("abandoned", |args, _| match args.positional {
        [Value::List(list)] => {
            let is_left = |value: &Value| match value {
                Value::Generator(generator) => generator.is_only(),
                _ => false,
            };
            let (mut found, mut ended) = (Vec::new(), Vec::new());
            list.with(|items| {
                for value in std::mem::take(items) {
                    let waits = match &value {
                        Value::Generator(generator) => generator
                            .state
                            .with(|state| (state.stage.waits(), state.stage == Stage::Ended)),
                        _ => (false, true),
                    };
                    match waits {
                        (_, true) => ended.push(value),
                        (true, _) if is_left(&value) => found.push(value),
                        _ => items.push(value),
                    }
                }
            });
            Ok(Value::list(found).into())
        }
        _ => Err(wrong()),
    }),
    // An instance of a class that derives from one of the language's own.
    function("derived_from", |args, _| {
        let [Value::Class(class), value] = args.positional else {
            return Err(wrong());
        };
        let payload = match value {
            Value::Object(object) => match &object.payload {
                Payload::Base(base) => Payload::Base(base.clone()),
                Payload::Deque(items, most) => {
                    Payload::Deque(Guarded::new(items.with(|items| items.clone())), *most)
                }
                Payload::DefaultDict(dict, factory) => Payload::DefaultDict(
                    dict.clone(),
                    Guarded::new(factory.with(|factory| factory.clone())),
                ),
                _ => return Err(wrong()),
            },
            value => Payload::Base(value.clone()),
        };
        Ok(Value::Object(Ref::new(Instance::new(class.clone(), payload))).into())
    }),
    // Code that is made while the program runs.
    function("compile", |args, caller| {
        let [Value::Str(source), Value::Str(file), Value::Str(mode)] = args.positional else {
            return Err(wrong());
        };
        let is_expression = &*mode.text == "eval";
        let compile = if is_expression {
            compiler::compile_expression
        } else {
            compiler::compile
        };
        let unit =
            compile(&source.text, &file.text).map_err(|error| exception::syntax_error(&error))?;
        match caller.world.load_as(unit, false, is_expression) {
            Some(unit) => Ok(Value::code(unit as u32 * CODES).into()),
            None => Err(Fault::unsupported("compiling this many texts")),
        }
    }),
    // A function of a unit's body; its globals are its own.
    function("function_of", |args, caller| {
        let [Value::Code(code)] = args.positional else {
            return Err(wrong());
        };
        let qualname = caller
            .world
            .code(code.get())
            .map_or(Value::Null, |ready| ready.qualname.clone());
        let rest = FunctionRest {
            qualname,
            ..FunctionRest::default()
        };
        let function = Function {
            code: code.get(),
            closure: Vec::new(),
            rest: Guarded::new(rest),
        };
        Ok(Value::Function(Ref::new(function)).into())
    }),
    // A module's names, or those that a body knows.
    function("names_of", |args, caller| {
        let world = caller.world;
        let pairs = match args.positional {
            [Value::Module(module)] => world.names_in(module),
            [Value::Code(code)] => {
                let globals = world
                    .unit_of(code.get())
                    .map_or(&[][..], |unit| &unit.globals);
                globals
                    .iter()
                    .map(|global| (global.name, global.get()))
                    .collect()
            }
            _ => return Err(wrong()),
        };
        let pairs = pairs
            .into_iter()
            .filter(|(_, value)| !matches!(value, Value::Null));
        let pairs = pairs.map(|(name, value)| (Value::text(&*world.symbols.name(name)), value));
        Ok(Value::Dict(Ref::new(Dict::new(pairs)?)).into())
    }),
    // Sets those of a body: what the dict doesn't have is unbound.
    function("set_names", |args, caller| {
        let [Value::Code(code), names] = args.positional else {
            return Err(wrong());
        };
        let Some(names) = dict_inside(names) else {
            return Err(wrong());
        };
        let world = caller.world;
        for global in world
            .unit_of(code.get())
            .map_or(&[][..], |unit| &unit.globals)
        {
            let name = Value::text(&*world.symbols.name(global.name));
            global.set(names.get(&name)?.unwrap_or_default());
        }
        Ok(Value::None.into())
    }),
    // A module, and the function of its body if that hasn't run.
    function("find_module", |args, caller| {
        let [Value::Str(name)] = args.positional else {
            return Err(wrong());
        };
        Ok(match library::import(caller.world, &name.text, None)? {
            Some(Import::Done(module)) => Value::tuple(vec![Value::Module(module), Value::None]),
            Some(Import::Run(module, code)) => {
                Value::tuple(vec![Value::Module(module), Value::code(code)])
            }
            Some(Import::Wait) | None => {
                return Err(super::no_module(&name.text, name.text.contains('.')));
            }
        }
        .into())
    }),
    function("fields", |args, _| match args.positional {
        [Value::Str(template)] => Ok(format::fields(&template.text)?.into()),
        _ => Err(wrong()),
    }),
    function("percents", |args, _| match args.positional {
        [Value::Str(template)] => Ok(format::percents(&template.text).into()),
        _ => Err(wrong()),
    }),
    // The bits of a float, in 8 or 4 bytes, and back.
    function("bits", |args, _| match args.positional {
        // What tells NaNs apart here is nobody's business.
        [Value::Float(value), Value::Int(size)] if value.get().is_nan() => {
            let sign = i64::from(value.get().is_sign_negative());
            let (nan, digits) = if *size == 8 {
                (0x7ff8 << 48, 63)
            } else {
                (0x7fc0 << 16, 31)
            };
            Ok(number::int((i128::from(sign) << digits | nan).into()).into())
        }
        [Value::Float(value), Value::Int(8)] => {
            Ok(number::int(value.get().to_bits().into()).into())
        }
        [Value::Float(value), _] => Ok(Value::Int((value.get() as f32).to_bits().into()).into()),
        _ => Err(wrong()),
    }),
    function("of_bits", |args, _| {
        let [bits, Value::Int(size)] = args.positional else {
            return Err(wrong());
        };
        let bits = number::number(bits)
            .and_then(number::Number::big)
            .and_then(|bits| bits.to_u64());
        let bits = bits.unwrap_or(0);
        let value = if *size == 8 {
            f64::from_bits(bits)
        } else {
            f32::from_bits(bits as u32).into()
        };
        Ok(Value::float(value).into())
    }),
    function("suggest", |args, _| {
        let [Value::Str(name), known] = args.positional else {
            return Err(wrong());
        };
        let known = crate::iterate::collect(known)?;
        let known = known.iter().filter_map(Value::as_str);
        let meant = crate::traceback::suggestion(&name.text, known);
        Ok(meant.map_or(Value::None, Value::text).into())
    }),
    function("derived_group", derived_group),
    function("hash_key", |args, _| match args.positional {
        [key] => Ok(Value::Int(hash::of(key)?).into()),
        _ => Err(wrong()),
    }),
];

/// A group with other members and the same message, notes, cause and context.
fn derived_group(args: Args, _: &crate::thread::Caller) -> Outcome<Reply> {
    let [Value::Object(group), exceptions] = args.positional else {
        return Err(wrong());
    };
    let value = Value::Object(group.clone());
    let Some(old) = raised(&value) else {
        return Err(wrong());
    };
    let members = Value::tuple(crate::iterate::collect(exceptions)?);
    let new = old.with(|old| {
        let message = match &old.args {
            Value::Tuple(args) => args.0.first().cloned().unwrap_or(Value::None),
            _ => Value::None,
        };
        let mut new = Raised::new(vec![message, exceptions.clone()]);
        new.cause = old.cause.clone();
        new.context = old.context.clone();
        new.suppress = old.suppress;
        new.places.clone_from(&old.places);
        new.exceptions = members;
        new
    });
    let instance = Instance::new(group.class.clone(), Payload::Exception(Guarded::new(new)));
    Ok(Value::Object(Ref::new(instance)).into())
}

fn wrong() -> Box<Fault> {
    Fault::type_error("the library calls its core with the wrong arguments")
}

/// For each place the code, the instruction and the line.
fn shown_places(caller: &Caller, places: impl Iterator<Item = Place>) -> Reply {
    let shown = places.map(|place| {
        let span = caller
            .world
            .code(place.code)
            .and_then(|ready| ready.code.spans.get(place.op as usize));
        let line = span
            .zip(caller.world.unit_of(place.code))
            .map_or(0, |(span, unit)| {
                crate::traceback::line_of(&unit.source, span.start)
            });
        let [op, line] = [place.op * 2, line].map(|number| Value::Int(number.into()));
        Value::tuple(vec![Value::code(place.code), op, line])
    });
    Value::list(shown.collect()).into()
}
