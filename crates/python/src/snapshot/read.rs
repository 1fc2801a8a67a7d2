//! A world from bytes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use compiler::Unit;
use num_bigint::BigInt;

use crate::asynchronous;
use crate::attributes::Attributes;
use crate::class::{Class, Hooks};
use crate::dict::Dict;
use crate::exception::{Place, Raised};
use crate::function::{Bound, Cell, Function, FunctionRest};
use crate::generator::{Generator, Stage, State as GeneratorState};
use crate::hash;
use crate::instance::{Instance, Payload};
use crate::iterate::{Entries, Iter, RangeIter, State};
use crate::kind::Kind;
use crate::locks::LockObject;
use crate::module::Module;
use crate::modules::regex::Pattern;
use crate::native::{Common, Origin};
use crate::object::{Guarded, Own, Ref};
use crate::refcounts::Counted;
use crate::set::{Set, Table};
use crate::snapshot::bytes::In;
use crate::snapshot::natives::Home;
use crate::snapshot::{self as s, Inside, Shape};
use crate::symbols::{Symbol, Symbols};
use crate::sys::{self, Version};
use crate::thread::Output;
use crate::threads::{Call, ThreadObject};
use crate::value::{Big, ByteArray, Range, Slice, Tuple, Value};
use crate::world::World;

struct Reader<'a> {
    world: &'a Arc<World>,
    natives: Vec<Value>,
    threads: Vec<Arc<ThreadObject>>,
    common: Vec<Arc<dyn Common>>,
    objects: Vec<Value>,
}

/// The world, and what its main thread is to call.
pub(super) fn read(
    state: &[u8],
    program: Unit,
    version: Version,
    is_free_threaded: bool,
    main: &Arc<ThreadObject>,
) -> Option<(Arc<World>, Value)> {
    let mut from = In(state);
    let names: Vec<&str> = many(&mut from, In::text)?;
    let symbols = Symbols::with(names);
    let world = World::empty(symbols, version, is_free_threaded, Arc::clone(main));
    units(&mut from, &world, program)?;
    let natives = many(&mut from, |from| Home::read(from, &world))?;
    let mut is_me = true;
    let threads = many(&mut from, |from| {
        let name = from.text()?;
        let parts = (from.size()?, from.byte()?, from.flag()?);
        let is_first = std::mem::take(&mut is_me);
        let thread = if is_first {
            Arc::clone(main)
        } else {
            Arc::new(ThreadObject::new("".into(), Call::default(), false))
        };
        thread.set_name(name);
        thread.fill(parts, is_first);
        Some(thread)
    })?;
    let common = many(&mut from, |from| {
        origin(from)?.common(&mut In(from.bytes()?))
    })?;
    let count = from.size()?;
    let (shells, roots, fills) = (from.bytes()?, from.bytes()?, from.bytes()?);
    let (frozen, tables) = (from.bytes()?, from.bytes()?);
    let mut reader = Reader {
        world: &world,
        natives,
        threads,
        common,
        objects: Vec::new(),
    };
    let mut shells = In(shells);
    for _ in 0..count {
        let object = reader.shell(&mut shells)?;
        reader.objects.push(object);
    }
    let function = reader.roots(&mut In(roots))?;
    reader.fills(&mut In(fills))?;
    reader.tables(&mut In(frozen), true)?;
    reader.tables(&mut In(tables), false)?;
    if is_free_threaded {
        reader.objects.iter().for_each(Value::share);
    }
    Some((world, function))
}

fn many<'a, T>(
    from: &mut In<'a>,
    mut read: impl FnMut(&mut In<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let length = from.length()?;
    (0..length).map(|_| read(from)).collect()
}

fn units(from: &mut In, world: &Arc<World>, program: Unit) -> Option<()> {
    let units = from.size()?;
    world.load(program, false)?;
    for _ in 1..units {
        match from.byte()? {
            0 => {
                let unit = crate::library::compiled(from.text()?)?;
                world.load(unit, true)?;
            }
            form => {
                let (is_library, is_expression) = (from.flag()?, form == 1);
                let (file, source) = (from.text()?, from.text()?);
                let compile = if is_expression {
                    compiler::compile_expression
                } else {
                    compiler::compile
                };
                world.load_as(compile(source, file).ok()?, is_library, is_expression)?;
            }
        }
    }
    Some(())
}

fn origin(from: &mut In) -> Option<Origin> {
    Origin::ALL.get(usize::from(from.byte()?)).copied()
}

fn kind(from: &mut In) -> Option<Kind> {
    Kind::ALL.get(usize::from(from.byte()?)).copied()
}

fn hash(from: &mut In) -> Option<i64> {
    let (bytes, rest) = from.0.split_first_chunk()?;
    from.0 = rest;
    Some(i64::from_le_bytes(*bytes))
}

impl Reader<'_> {
    // References.

    fn value(&self, from: &mut In) -> Option<Value> {
        Some(match from.byte()? {
            s::NULL => Value::Null,
            s::NONE => Value::None,
            s::FALSE => Value::bool(false),
            s::TRUE => Value::bool(true),
            s::INT => Value::Int(from.signed()?),
            s::FLOAT => Value::float(f64::from_bits(hash(from)? as u64)),
            s::ELLIPSIS => Value::Ellipsis,
            s::NOT_IMPLEMENTED => Value::NotImplemented,
            s::CODE => Value::code(from.small()?),
            s::NATIVE => self.natives.get(from.size()?)?.clone(),
            s::RANGE_ITER => Value::RangeIter(Own::new(RangeIter {
                next: from.signed()?,
                step: from.signed()?,
                left: from.number()?,
                total: from.number()?,
            })),
            s::OBJECT => self.objects.get(from.size()?)?.clone(),
            s::CLASS => Value::Class(self.world.class(kind(from)?).clone()),
            s::CONSTANT => {
                let (code, place) = (from.small()?, from.size()?);
                self.world.code(code)?.consts.get(place)?.clone()
            }
            _ => return None,
        })
    }

    fn values(&self, from: &mut In) -> Option<Vec<Value>> {
        many(from, |from| self.value(from))
    }

    fn classes(&self, from: &mut In) -> Option<Vec<Ref<Class>>> {
        many(from, |from| match self.value(from)? {
            Value::Class(class) => Some(class),
            _ => None,
        })
    }

    fn class(&self, from: &mut In) -> Option<Ref<Class>> {
        match self.value(from)? {
            Value::Class(class) => Some(class),
            _ => None,
        }
    }

    fn named(&self, from: &mut In) -> Option<Vec<(Symbol, Value)>> {
        many(from, |from| Some((symbol(from)?, self.value(from)?)))
    }

    fn attributes(&self, from: &mut In, attributes: &Guarded<Attributes>) -> Option<()> {
        for (name, value) in self.named(from)? {
            drop(attributes.with(|attributes| attributes.set(name, value)));
        }
        Some(())
    }

    fn thread(&self, from: &mut In) -> Option<Arc<ThreadObject>> {
        self.threads.get(from.size()?).cloned()
    }

    // What there is.

    fn roots(&self, from: &mut In) -> Option<Value> {
        let world = self.world;
        world.numbered.store(from.small()?, Ordering::Relaxed);
        world.set_recursion_limit(from.size()?);
        world
            .builtins_changed
            .store(from.flag()?, Ordering::Relaxed);
        world.has_run.store(from.flag()?, Ordering::Relaxed);
        let function = self.value(from)?;
        for _ in 0..from.length()? {
            let name = from.text()?;
            let Value::Module(module) = self.value(from)? else {
                return None;
            };
            world
                .modules
                .with(|modules| modules.insert(name.into(), module));
        }
        for unit in world.units() {
            if from.length()? != unit.globals.len() {
                return None;
            }
            for global in &unit.globals {
                global.set(self.value(from)?);
            }
        }
        let builtins = self.named(from)?;
        world
            .builtins
            .with(|all| *all = builtins.into_iter().collect());
        for &kind in Kind::ALL {
            let class = world.class(kind);
            let slots = many(from, symbol)?;
            let derived = self.classes(from)?;
            class.slots.with(|all| *all = slots);
            class.derived.with(|all| *all = derived);
        }
        for _ in 0..from.length()? {
            let thread = self.thread(from)?;
            let value = self.value(from)?;
            world.threads.with(|threads| threads.push((thread, value)));
        }
        Some(function)
    }

    fn shell(&self, from: &mut In) -> Option<Value> {
        let shape = *Shape::ALL.get(usize::from(from.byte()?))?;
        Some(match shape {
            Shape::Big => {
                let number = BigInt::from_signed_bytes_le(from.bytes()?);
                Value::Big(Ref::new(Big(number)))
            }
            Shape::Str => Value::text(from.text()?),
            Shape::Bytes => Value::bytes(from.bytes()?),
            Shape::ByteArray => {
                let bytes = Guarded::new(from.bytes()?.to_vec());
                Value::ByteArray(Ref::new(ByteArray(bytes)))
            }
            Shape::List => Value::list(Vec::new()),
            Shape::Tuple => {
                let fields = match from.text()? {
                    "" => None,
                    class => Some(sys::fields(class).or_else(|| asynchronous::fields(class))?),
                };
                Value::Tuple(Ref::new(Tuple(self.values(from)?, fields)))
            }
            Shape::Dict => Value::Dict(Ref::new(Dict::default())),
            Shape::Set | Shape::FrozenSet => {
                let is_frozen = shape == Shape::FrozenSet;
                Value::Set(Ref::new(Set::new(Table::default(), is_frozen)))
            }
            Shape::Range => {
                let range = Range::new(from.signed()?, from.signed()?, from.signed()?);
                Value::Range(Ref::new(range))
            }
            Shape::Slice => Value::Slice(Ref::new(Slice {
                start: self.value(from)?,
                stop: self.value(from)?,
                step: self.value(from)?,
            })),
            Shape::Function => {
                let code = from.small()?;
                let closure = many(from, |from| match self.value(from)? {
                    Value::Cell(cell) => Some(cell),
                    _ => None,
                })?;
                Value::Function(Ref::new(Function {
                    code,
                    closure,
                    rest: Guarded::default(),
                }))
            }
            Shape::Bound => Value::Bound(Ref::new(Bound {
                receiver: self.value(from)?,
                function: self.value(from)?,
            })),
            Shape::Class => Value::Class(Ref::new(Class {
                kind: kind(from)?,
                name: Guarded::new(from.text()?.into()),
                is_python: true,
                bases: self.classes(from)?,
                ancestors: self.classes(from)?,
                meta: self.classes(from)?.pop(),
                attributes: Guarded::default(),
                slots: Guarded::default(),
                derived: Guarded::default(),
                declared: from.size()?,
                is_closed: from.flag()?,
                hooks: Hooks {
                    getattribute: from.flag()?,
                    getattr: from.flag()?,
                    setattr: from.flag()?,
                    delattr: from.flag()?,
                },
            })),
            Shape::Instance => {
                let class = self.class(from)?;
                let payload = self.payload(from, &class)?;
                Value::Object(Ref::new(Instance::new(class, payload)))
            }
            Shape::Module => {
                let name = from.text()?;
                let unit = from.size()?.checked_sub(1);
                Value::Module(Ref::new(Module::new(name, unit)))
            }
            Shape::Cell => Value::Cell(Ref::new(Cell::new(Value::Null))),
            Shape::Generator => Value::Generator(Ref::new(Generator {
                kind: kind(from)?,
                name: self.value(from)?,
                qualname: self.value(from)?,
                code: from.small()?,
                state: Guarded::new(GeneratorState {
                    stage: Stage::Ended,
                    pc: 0,
                    values: Vec::new(),
                    top: 0,
                    handled: Value::Null,
                }),
            })),
            Shape::Iter => {
                let kind = kind(from)?;
                let state = self.put_together(from)?;
                Value::Iter(Iter::new(state, kind).ok()?)
            }
        })
    }

    fn payload(&self, from: &mut In, class: &Ref<Class>) -> Option<Payload> {
        let inside = *Inside::ALL.get(usize::from(from.byte()?))?;
        Some(match inside {
            Inside::Plain => Payload::Plain,
            Inside::Base => Payload::Base(self.value(from)?),
            Inside::Exception => Payload::Exception(Guarded::new(Raised::new(Vec::new()))),
            Inside::Thread => Payload::Thread(self.thread(from)?),
            Inside::Lock | Inside::RLock => {
                let lock = LockObject::again(from.flag()?, from.size()?, from.small()?);
                match inside {
                    Inside::Lock => Payload::Lock(Arc::new(lock)),
                    _ => Payload::RLock(Arc::new(lock)),
                }
            }
            // Whoever borrows it does so in another process.
            Inside::Counted => {
                let owner = self.world.main_thread();
                Payload::Counted(Arc::new(Counted::new(class.kind, owner)))
            }
            Inside::Property => Payload::Property([
                self.value(from)?,
                self.value(from)?,
                self.value(from)?,
                self.value(from)?,
            ]),
            Inside::StaticMethod => Payload::StaticMethod(self.value(from)?),
            Inside::ClassMethod => Payload::ClassMethod(self.value(from)?),
            Inside::Super => {
                Payload::Super(self.class(from)?, self.value(from)?, self.class(from)?)
            }
            Inside::Stdout => Payload::Stream(Output::Stdout),
            Inside::Stderr => Payload::Stream(Output::Stderr),
            Inside::Deque => {
                Payload::Deque(Guarded::new(VecDeque::new()), from.size()?.checked_sub(1))
            }
            Inside::DefaultDict => {
                Payload::DefaultDict(self.dict(from)?, Guarded::new(Value::None))
            }
            Inside::View => Payload::View(self.dict(from)?),
            Inside::Pattern => {
                let pattern = Pattern::again(from.text()?, from.small()?)?;
                Payload::Pattern(Box::new(pattern))
            }
            Inside::State => {
                let (origin, common) = (origin(from)?, from.size()?.checked_sub(1));
                let common = common.and_then(|number| self.common.get(number));
                Payload::State(origin.state(&mut In(from.bytes()?), common)?)
            }
        })
    }

    fn dict(&self, from: &mut In) -> Option<Ref<Dict>> {
        match self.value(from)? {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// See `taken_apart` where it is written.
    fn put_together(&self, from: &mut In) -> Option<State> {
        let code = from.byte()?;
        let values = self.values(from)?;
        let numbers = many(from, In::signed)?;
        let number = |place: usize| numbers.get(place).copied();
        let size = |place: usize| usize::try_from(number(place)?).ok();
        Some(match (code, &values[..]) {
            (0, [Value::List(list)]) => State::List {
                list: list.clone(),
                next: size(0)?,
            },
            (1, [Value::List(list)]) => State::ReversedList {
                list: list.clone(),
                left: size(0)?,
            },
            (2, [Value::Tuple(tuple)]) => State::Tuple {
                tuple: tuple.clone(),
                next: size(0)?,
            },
            (3, [Value::Tuple(tuple)]) => State::ReversedTuple {
                tuple: tuple.clone(),
                left: size(0)?,
            },
            (4, [Value::Str(text)]) => State::Text {
                text: text.clone(),
                byte: size(0)?,
            },
            (5, [Value::Str(text)]) => State::ReversedText {
                text: text.clone(),
                end: size(0)?,
            },
            (6, [Value::Bytes(bytes)]) => State::Bytes {
                bytes: bytes.clone(),
                next: size(0)?,
            },
            (7, [Value::ByteArray(bytes)]) => State::ByteArray {
                bytes: bytes.clone(),
                next: size(0)?,
            },
            (8, []) => State::Range {
                next: number(0)?,
                step: number(1)?,
                left: number(2)? as u64,
            },
            (9, [Value::Dict(dict)]) => State::Dict(Entries {
                dict: dict.clone(),
                side: Kind::ALL.get(size(0)?).copied()?,
                place: size(1)?,
                len: size(2)?,
                reversed: number(3)? != 0,
            }),
            (10, [Value::Set(set)]) => State::Set {
                set: set.clone(),
                place: size(0)?,
                len: size(1)?,
            },
            (11, [Value::Object(deque)]) => State::Deque {
                deque: deque.clone(),
                next: size(0)?,
                len: size(1)?,
                reversed: number(2)? != 0,
            },
            (12, [Value::Iter(inner)]) => State::Enumerate {
                inner: inner.clone(),
                count: number(0)?,
            },
            (13, inner) => State::Zip {
                inner: inner
                    .iter()
                    .map(|inner| match inner {
                        Value::Iter(inner) => Some(inner.clone()),
                        _ => None,
                    })
                    .collect::<Option<_>>()?,
                strict: number(0)? != 0,
            },
            (14, []) => State::Done,
            _ => return None,
        })
    }

    // What can change.

    fn fills(&self, from: &mut In) -> Option<()> {
        for object in &self.objects {
            match object {
                Value::List(list) => {
                    let items = self.values(from)?;
                    list.with(|all| *all = items);
                }
                Value::Cell(cell) => drop(cell.set(self.value(from)?)),
                Value::Function(function) => self.function(from, function)?,
                Value::Class(class) => {
                    self.attributes(from, &class.attributes)?;
                    let slots = many(from, symbol)?;
                    class.slots.with(|all| *all = slots);
                    let derived = self.classes(from)?;
                    class.derived.with(|all| *all = derived);
                }
                Value::Object(object) => self.fields(from, object)?,
                Value::Module(module) => self.attributes(from, &module.attributes)?,
                Value::Generator(generator) => self.generator(from, generator)?,
                _ => {}
            }
        }
        Some(())
    }

    fn function(&self, from: &mut In, function: &Function) -> Option<()> {
        let rest = FunctionRest {
            defaults: match self.value(from)? {
                Value::Tuple(defaults) => Some(defaults),
                _ => None,
            },
            keyword_defaults: self.value(from)?,
            annotations: self.value(from)?,
            name: self.value(from)?,
            qualname: self.value(from)?,
            doc: self.value(from)?,
            module: self.value(from)?,
            dict: self.value(from)?,
        };
        function.rest.with(|all| *all = rest);
        Some(())
    }

    fn fields(&self, from: &mut In, object: &Instance) -> Option<()> {
        let slots = self.values(from)?;
        let dict = match self.value(from)? {
            Value::Dict(dict) => Some(dict),
            _ => None,
        };
        object.fill(slots, dict);
        match &object.payload {
            Payload::Exception(raised) => {
                let read = self.exception(from)?;
                raised.with(|raised| *raised = read);
            }
            Payload::Deque(items, _) => {
                let read = self.values(from)?;
                items.with(|items| items.extend(read));
            }
            Payload::DefaultDict(_, factory) => {
                let read = self.value(from)?;
                factory.with(|factory| *factory = read);
            }
            Payload::Thread(thread) => {
                let call = Call {
                    target: self.value(from)?,
                    args: self.values(from)?,
                    keywords: self
                        .values(from)?
                        .into_iter()
                        .zip(self.values(from)?)
                        .collect(),
                };
                thread.set_call(call);
                thread.set_run(self.value(from)?);
            }
            _ => {}
        }
        Some(())
    }

    fn exception(&self, from: &mut In) -> Option<Raised> {
        let [args, cause, context, exceptions] = [
            self.value(from)?,
            self.value(from)?,
            self.value(from)?,
            self.value(from)?,
        ];
        let suppress = from.flag()?;
        let places = many(from, |from| {
            Some(Place {
                code: from.small()?,
                op: from.small()?,
            })
        })?;
        let missing = match from.flag()? {
            true => Some((from.text()?.into(), self.value(from)?)),
            false => None,
        };
        let (is_said, said) = (from.flag()?, from.text()?);
        Some(Raised {
            args,
            cause,
            context,
            suppress,
            places,
            missing,
            exceptions,
            said: is_said.then(|| said.into()),
        })
    }

    fn generator(&self, from: &mut In, generator: &Generator) -> Option<()> {
        let stage = match from.byte()? {
            0 => Stage::New,
            1 => Stage::Waits,
            2 => Stage::WaitsDeaf,
            3 => Stage::Runs,
            _ => Stage::Ended,
        };
        let read = GeneratorState {
            stage,
            pc: from.size()?,
            values: self.values(from)?,
            top: from.size()?,
            handled: self.value(from)?,
        };
        generator.state.with(|state| *state = read);
        Some(())
    }

    /// First the frozensets, which may be keys, in the order of the objects: what one is in comes after it.
    fn tables(&self, from: &mut In, frozen: bool) -> Option<()> {
        for object in &self.objects {
            match object {
                Value::Dict(dict) if !frozen => {
                    let places = many(from, |from| {
                        let was = hash(from)?;
                        let (key, value) = (self.value(from)?, self.value(from)?);
                        Some((hash_now(&key, was), key, value))
                    })?;
                    dict.fill(places);
                }
                Value::Set(set) if set.is_frozen() == frozen => {
                    let mut as_it_was = true;
                    let places = many(from, |from| {
                        let (was, removed) = (hash(from)?, from.flag()?);
                        let key = self.value(from)?;
                        let now = hash_now(&key, was);
                        as_it_was &= now == was;
                        Some((now, key, removed))
                    })?;
                    set.fill(places, as_it_was);
                }
                _ => {}
            }
        }
        Some(())
    }
}

/// What a key hashes to in this memory. Where a class written in Python says it, that is not asked again.
fn hash_now(key: &Value, was: i64) -> i64 {
    match key {
        Value::Null => was,
        key => hash::of(key).unwrap_or(was),
    }
}

fn symbol(from: &mut In) -> Option<Symbol> {
    from.small().map(Symbol)
}
