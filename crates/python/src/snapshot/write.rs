//! The state of a world as bytes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use hashbrown::{HashMap, HashSet};

use crate::attributes::Attributes;
use crate::dict::Dict;
use crate::exception::Raised;
use crate::function::{Function, Native};
use crate::generator::{Generator, Stage};
use crate::instance::{Instance, Payload};
use crate::iterate::{Entries, Iter, State};
use crate::kind::Kind;
use crate::native::{Common, Origin, Saved};
use crate::object::{Guarded, Ref};
use crate::snapshot::bytes::Out;
use crate::snapshot::natives::Homes;
use crate::snapshot::{self as s, Inside, Shape};
use crate::symbols::Symbol;
use crate::thread::Output;
use crate::threads::ThreadObject;
use crate::value::Value;
use crate::world::{CODES, World};

/// Where something is in memory.
type Address = usize;

pub(super) struct Writer<'a> {
    world: &'a Arc<World>,
    /// The numbers of objects that have been written.
    numbers: HashMap<Address, u32>,
    /// Constants of codes: the code and the place.
    constants: HashMap<Address, (u32, u32)>,
    natives: HashMap<Address, u32>,
    homes: Vec<&'static Native>,
    /// The first one is the one that makes the copy.
    threads: Vec<Arc<ThreadObject>>,
    /// What several states of native modules have in common, and which number it has.
    common: Vec<(Origin, Arc<dyn Common>)>,
    common_numbers: HashMap<Address, usize>,
    /// Objects that can change, in the order of their numbers.
    objects: Vec<Value>,
    shells: Out,
    count: u32,
}

impl<'a> Writer<'a> {
    pub(super) fn new(world: &'a Arc<World>, thread: &Arc<ThreadObject>) -> Self {
        let mut constants = HashMap::new();
        for (unit, loaded) in (0..).zip(world.units()) {
            for (code, ready) in (0..).zip(&loaded.codes) {
                for (place, constant) in (0..).zip(&ready.consts) {
                    if let Some(address) = constant.address() {
                        constants.insert(address, (unit * CODES + code, place));
                    }
                }
            }
        }
        Self {
            world,
            numbers: HashMap::new(),
            constants,
            natives: HashMap::new(),
            homes: Vec::new(),
            threads: vec![Arc::clone(thread)],
            common: Vec::new(),
            common_numbers: HashMap::new(),
            objects: Vec::new(),
            shells: Out::default(),
            count: 0,
        }
    }

    pub(super) fn write(mut self, function: &Value) -> Vec<u8> {
        let mut roots = Out::default();
        self.roots(&mut roots, function);
        let (mut fills, mut frozen, mut tables) = Default::default();
        self.fills(&mut fills, &mut frozen, &mut tables);
        let mut all = Out::default();
        let names = self.world.symbols.all();
        all.length(names.len());
        names.iter().for_each(|name| all.text(name));
        self.units(&mut all);
        let modules = self.world.modules.with(|modules| {
            let native = modules.iter().filter(|(_, module)| module.unit.is_none());
            native.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        });
        let homes = Homes::of(self.world, &modules);
        all.length(self.homes.len());
        for native in &self.homes {
            homes.home(native).write(&mut all);
        }
        all.length(self.threads.len());
        for thread in &self.threads {
            let (ident, state, daemon) = thread.parts();
            all.text(&thread.name());
            all.length(ident);
            all.byte(state);
            all.flag(daemon);
        }
        all.length(self.common.len());
        for (origin, common) in &self.common {
            let mut bytes = Out::default();
            common.save(&mut bytes);
            all.byte(*origin as u8);
            all.bytes(&bytes.0);
        }
        all.number(self.count.into());
        all.bytes(&self.shells.0);
        all.bytes(&roots.0);
        all.bytes(&fills.0);
        all.bytes(&frozen.0);
        all.bytes(&tables.0);
        all.0
    }

    /// What is compiled again: from the library, or from its source.
    fn units(&self, out: &mut Out) {
        out.length(self.world.units().count());
        // The first one is the program.
        for unit in self.world.units().skip(1) {
            let name = unit.file.strip_prefix('<');
            let name = name.and_then(|name| name.strip_suffix('>'));
            let module =
                name.filter(|name| unit.is_library && crate::library::is_of(name, &unit.source));
            match module {
                Some(module) => {
                    out.byte(0);
                    out.text(module);
                }
                None => {
                    out.byte(if unit.is_expression { 1 } else { 2 });
                    out.flag(unit.is_library);
                    out.text(&unit.file);
                    out.text(&unit.source);
                }
            }
        }
    }

    /// What everything is reached from.
    fn roots(&mut self, out: &mut Out, function: &Value) {
        let world = self.world;
        out.number(world.numbered.load(Ordering::Relaxed).into());
        out.length(world.recursion_limit());
        out.flag(world.builtins_changed.load(Ordering::Relaxed));
        out.flag(world.has_run.load(Ordering::Relaxed));
        self.value(out, function);
        let mut modules = world.modules.with(|modules| {
            let all = modules.iter();
            all.map(|(name, module)| (name.clone(), module.clone()))
                .collect::<Vec<_>>()
        });
        modules.sort_by(|(a, _), (b, _)| a.cmp(b));
        out.length(modules.len());
        for (name, module) in modules {
            out.text(&name);
            self.value(out, &Value::Module(module));
        }
        for unit in world.units() {
            out.length(unit.globals.len());
            for global in &unit.globals {
                self.value(out, &global.get());
            }
        }
        let mut builtins = world.builtins.with(|builtins| {
            let all = builtins.iter();
            all.map(|(name, value)| (*name, value.clone()))
                .collect::<Vec<_>>()
        });
        builtins.sort_by_key(|(name, _)| *name);
        self.named(out, builtins);
        for &kind in Kind::ALL {
            let class = world.class(kind);
            self.symbols(out, &class.slots.with(|slots| slots.clone()));
            let derived = class.derived.with(|derived| derived.clone());
            self.values(out, derived.into_iter().map(Value::Class));
        }
        let threads = world.threads.with(|threads| threads.clone());
        out.length(threads.len());
        for (thread, value) in threads {
            let number = self.thread(&thread);
            out.number(number);
            self.value(out, &value);
        }
    }

    // References.

    fn value(&mut self, out: &mut Out, value: &Value) {
        match value {
            Value::Null => out.byte(s::NULL),
            Value::None => out.byte(s::NONE),
            Value::Bool(truth) => out.byte(if truth.get() { s::TRUE } else { s::FALSE }),
            Value::Int(number) => {
                out.byte(s::INT);
                out.signed(*number);
            }
            Value::Float(number) => {
                out.byte(s::FLOAT);
                out.0.extend(number.get().to_bits().to_le_bytes());
            }
            Value::Ellipsis => out.byte(s::ELLIPSIS),
            Value::NotImplemented => out.byte(s::NOT_IMPLEMENTED),
            Value::Code(number) => {
                out.byte(s::CODE);
                out.number(number.get().into());
            }
            Value::Native(native) => {
                let native = native.get();
                let next = self.homes.len() as u32;
                let address = std::ptr::from_ref(native).addr();
                let number = *self.natives.entry(address).or_insert(next);
                if number == next {
                    self.homes.push(native);
                }
                out.byte(s::NATIVE);
                out.number(number.into());
            }
            Value::RangeIter(iter) => {
                out.byte(s::RANGE_ITER);
                out.signed(iter.next);
                out.signed(iter.step);
                out.number(iter.left);
                out.number(iter.total);
            }
            Value::Class(class) if !class.is_python => {
                out.byte(s::CLASS);
                out.byte(class.kind as u8);
            }
            value => {
                let address = value.address().unwrap_or(0);
                if !self.refer(out, address) {
                    self.reach(value);
                    if !self.refer(out, address) {
                        // A part of itself that cannot change: there is no such thing.
                        out.byte(s::NULL);
                    }
                }
            }
        }
    }

    /// Writes where an object is, if that is known by now.
    fn refer(&self, out: &mut Out, address: Address) -> bool {
        if let Some(number) = self.numbers.get(&address) {
            out.byte(s::OBJECT);
            out.number((*number).into());
        } else if let Some((code, place)) = self.constants.get(&address) {
            out.byte(s::CONSTANT);
            out.number((*code).into());
            out.number((*place).into());
        } else {
            return false;
        }
        true
    }

    fn values(&mut self, out: &mut Out, values: impl IntoIterator<Item = Value>) {
        let values: Vec<Value> = values.into_iter().collect();
        out.length(values.len());
        for value in &values {
            self.value(out, value);
        }
    }

    fn symbols(&mut self, out: &mut Out, symbols: &[Symbol]) {
        out.length(symbols.len());
        for symbol in symbols {
            out.number(symbol.0.into());
        }
    }

    fn named(&mut self, out: &mut Out, values: Vec<(Symbol, Value)>) {
        out.length(values.len());
        for (name, value) in &values {
            out.number(name.0.into());
            self.value(out, value);
        }
    }

    fn attributes(&mut self, out: &mut Out, attributes: &Guarded<Attributes>) {
        let all = attributes.with(|attributes| {
            let all = attributes.iter();
            all.map(|(name, value)| (name, value.clone())).collect()
        });
        self.named(out, all);
    }

    fn thread(&mut self, thread: &Arc<ThreadObject>) -> u64 {
        let mut known = self.threads.iter();
        let place = known.position(|other| Arc::ptr_eq(other, thread));
        place.unwrap_or_else(|| {
            self.threads.push(Arc::clone(thread));
            self.threads.len() - 1
        }) as u64
    }

    // Shells.

    /// Writes the shell of an object, after those of what it cannot be made without.
    fn reach(&mut self, value: &Value) {
        let mut stack = vec![(value.clone(), false)];
        let mut open: HashSet<Address> = HashSet::new();
        while let Some((value, parts_are_there)) = stack.pop() {
            let Some(address) = self.unwritten(&value) else {
                continue;
            };
            if parts_are_there {
                open.remove(&address);
                self.shell(&value);
                self.numbers.insert(address, self.count);
                self.count += 1;
                self.objects.push(value);
                continue;
            }
            let parts = parts(&value);
            if !parts.is_empty() && !open.insert(address) {
                continue;
            }
            stack.push((value, true));
            stack.extend(parts.into_iter().map(|part| (part, false)));
        }
    }

    /// Where an object is whose shell is still to be written.
    fn unwritten(&self, value: &Value) -> Option<Address> {
        if let Value::Class(class) = value
            && !class.is_python
        {
            return None;
        }
        let address = value.address()?;
        let is_there = self.numbers.contains_key(&address) || self.constants.contains_key(&address);
        (!is_there).then_some(address)
    }

    fn shell(&mut self, value: &Value) {
        let mut out = std::mem::take(&mut self.shells);
        out.byte(shape(value) as u8);
        match value {
            Value::Big(big) => out.bytes(&big.0.to_signed_bytes_le()),
            Value::Str(text) => out.text(&text.text),
            Value::Bytes(bytes) => out.bytes(&bytes.0),
            Value::ByteArray(bytes) => out.bytes(&bytes.0.with(|bytes| bytes.clone())),
            Value::Tuple(tuple) => {
                out.text(tuple.1.map_or("", |fields| fields.class));
                self.values(&mut out, tuple.0.iter().cloned());
            }
            Value::Range(range) => {
                out.signed(range.start);
                out.signed(range.stop);
                out.signed(range.step);
            }
            Value::Slice(slice) => {
                for part in [&slice.start, &slice.stop, &slice.step] {
                    self.value(&mut out, part);
                }
            }
            Value::Function(function) => {
                out.number(function.code.into());
                let cells = function.closure.iter().cloned().map(Value::Cell);
                self.values(&mut out, cells);
            }
            Value::Bound(bound) => {
                self.value(&mut out, &bound.receiver);
                self.value(&mut out, &bound.function);
            }
            Value::Class(class) => {
                out.byte(class.kind as u8);
                out.text(&class.name());
                let classes = |all: &[Ref<_>]| all.iter().cloned().map(Value::Class).collect();
                let (bases, ancestors): (Vec<_>, Vec<_>) =
                    (classes(&class.bases), classes(&class.ancestors));
                self.values(&mut out, bases);
                self.values(&mut out, ancestors);
                self.values(&mut out, class.meta.clone().map(Value::Class));
                out.length(class.declared);
                out.flag(class.is_closed);
                let hooks = class.hooks;
                for hook in [
                    hooks.getattribute,
                    hooks.getattr,
                    hooks.setattr,
                    hooks.delattr,
                ] {
                    out.flag(hook);
                }
            }
            Value::Object(object) => self.instance(&mut out, object),
            Value::Module(module) => {
                out.text(&module.name);
                out.length(module.unit.map_or(0, |unit| unit + 1));
            }
            Value::Generator(generator) => {
                out.byte(generator.kind as u8);
                self.value(&mut out, &generator.name);
                self.value(&mut out, &generator.qualname);
                out.number(generator.code.into());
            }
            Value::Iter(iter) => self.iter(&mut out, iter),
            // Empty, or no object.
            _ => {}
        }
        self.shells = out;
    }

    fn instance(&mut self, out: &mut Out, object: &Ref<Instance>) {
        self.value(out, &Value::Class(object.class.clone()));
        let saved = match &object.payload {
            Payload::State(state) => state.saved(),
            _ => None,
        };
        let inside = match &object.payload {
            Payload::Base(_) => Inside::Base,
            Payload::Exception(_) => Inside::Exception,
            Payload::Thread(_) => Inside::Thread,
            Payload::Lock(_) => Inside::Lock,
            Payload::RLock(_) => Inside::RLock,
            Payload::Counted(_) => Inside::Counted,
            Payload::Property(_) => Inside::Property,
            Payload::StaticMethod(_) => Inside::StaticMethod,
            Payload::ClassMethod(_) => Inside::ClassMethod,
            Payload::Super(..) => Inside::Super,
            Payload::Stream(Output::Stdout) => Inside::Stdout,
            Payload::Stream(Output::Stderr) => Inside::Stderr,
            Payload::Deque(..) => Inside::Deque,
            Payload::DefaultDict(..) => Inside::DefaultDict,
            Payload::View(_) => Inside::View,
            Payload::Pattern(_) => Inside::Pattern,
            Payload::State(_) if saved.is_some() => Inside::State,
            // Anything else means nothing in another process: its methods refuse what has nothing inside.
            _ => Inside::Plain,
        };
        out.byte(inside as u8);
        if let Some(saved) = saved {
            self.state(out, saved);
        }
        match &object.payload {
            Payload::Base(value) | Payload::StaticMethod(value) | Payload::ClassMethod(value) => {
                self.value(out, value);
            }
            Payload::Thread(thread) => {
                let number = self.thread(thread);
                out.number(number);
            }
            Payload::Lock(lock) | Payload::RLock(lock) => {
                let (is_held, owner, again) = lock.parts();
                out.flag(is_held);
                out.length(owner);
                out.number(again.into());
            }
            Payload::Property(functions) => {
                for function in functions {
                    self.value(out, function);
                }
            }
            Payload::Super(class, receiver, order) => {
                self.value(out, &Value::Class(class.clone()));
                self.value(out, receiver);
                self.value(out, &Value::Class(order.clone()));
            }
            Payload::Deque(_, most) => out.length(most.map_or(0, |most| most + 1)),
            Payload::DefaultDict(dict, _) | Payload::View(dict) => {
                self.value(out, &Value::Dict(dict.clone()));
            }
            Payload::Pattern(pattern) => {
                let (text, flags) = pattern.written();
                out.text(text);
                out.number(flags.into());
            }
            _ => {}
        }
    }

    fn state(&mut self, out: &mut Out, saved: Saved) {
        // Without something in common it is 0.
        let number = saved.common.map_or(0, |common| {
            let address = Arc::as_ptr(&common).addr();
            let next = self.common.len() + 1;
            let number = *self.common_numbers.entry(address).or_insert(next);
            if number == next {
                self.common.push((saved.origin, common));
            }
            number
        });
        out.byte(saved.origin as u8);
        out.length(number);
        out.bytes(&saved.own.0);
    }

    fn iter(&mut self, out: &mut Out, iter: &Ref<Iter>) {
        out.byte(iter.kind() as u8);
        let (code, values, numbers) = iter.with(taken_apart);
        out.byte(code);
        self.values(out, values);
        out.length(numbers.len());
        for number in numbers {
            out.signed(number);
        }
    }

    // What can change.

    fn fills(&mut self, out: &mut Out, frozen: &mut Out, tables: &mut Out) {
        // New objects come at the end while this goes on.
        let mut number = 0;
        while let Some(value) = self.objects.get(number).cloned() {
            match &value {
                Value::List(list) => self.values(out, list.items()),
                Value::Cell(cell) => self.value(out, &cell.get()),
                Value::Function(function) => self.function(out, function),
                Value::Class(class) => {
                    self.attributes(out, &class.attributes);
                    self.symbols(out, &class.slots.with(|slots| slots.clone()));
                    let derived = class.derived.with(|derived| derived.clone());
                    self.values(out, derived.into_iter().map(Value::Class));
                }
                Value::Object(object) => self.fields(out, object),
                Value::Module(module) => self.attributes(out, &module.attributes),
                Value::Generator(generator) => self.generator(out, generator),
                Value::Dict(dict) => self.dict(tables, dict),
                Value::Set(set) => {
                    let places = set.places();
                    let tables = if set.is_frozen() {
                        &mut *frozen
                    } else {
                        &mut *tables
                    };
                    tables.length(places.len());
                    for (hash, key, removed) in places {
                        tables.0.extend(hash.to_le_bytes());
                        tables.flag(removed);
                        self.value(tables, &key);
                    }
                }
                _ => {}
            }
            number += 1;
        }
    }

    fn function(&mut self, out: &mut Out, function: &Function) {
        let rest = function.rest.with(|rest| rest.clone());
        let defaults = rest.defaults.map_or(Value::Null, Value::Tuple);
        for value in [
            &defaults,
            &rest.keyword_defaults,
            &rest.annotations,
            &rest.name,
            &rest.qualname,
            &rest.doc,
            &rest.module,
            &rest.dict,
        ] {
            self.value(out, value);
        }
    }

    fn fields(&mut self, out: &mut Out, object: &Instance) {
        let (slots, dict) = object.parts();
        self.values(out, slots);
        self.value(out, &dict.map_or(Value::Null, Value::Dict));
        match &object.payload {
            Payload::Exception(raised) => self.exception(out, raised),
            Payload::Deque(items, _) => {
                let items: Vec<Value> = items.with(|items| items.iter().cloned().collect());
                self.values(out, items);
            }
            Payload::DefaultDict(_, factory) => {
                self.value(out, &factory.with(|factory| factory.clone()));
            }
            Payload::Thread(thread) => {
                let call = thread.call();
                self.value(out, &call.target);
                self.values(out, call.args);
                let (names, values): (Vec<_>, Vec<_>) = call.keywords.into_iter().unzip();
                self.values(out, names);
                self.values(out, values);
                self.value(out, &thread.run());
            }
            _ => {}
        }
    }

    fn exception(&mut self, out: &mut Out, raised: &Guarded<Raised>) {
        let (values, suppress, places, missing, said) = raised.with(|raised| {
            (
                [
                    raised.args.clone(),
                    raised.cause.clone(),
                    raised.context.clone(),
                    raised.exceptions.clone(),
                ],
                raised.suppress,
                raised.places.clone(),
                raised.missing.clone(),
                raised.said.clone(),
            )
        });
        for value in &values {
            self.value(out, value);
        }
        out.flag(suppress);
        out.length(places.len());
        for place in places {
            out.number(place.code.into());
            out.number(place.op.into());
        }
        out.flag(missing.is_some());
        if let Some((name, of)) = missing {
            out.text(&name);
            self.value(out, &of);
        }
        out.flag(said.is_some());
        out.text(said.as_deref().unwrap_or_default());
    }

    fn generator(&mut self, out: &mut Out, generator: &Generator) {
        let (stage, pc, values, top, handled) = generator.state.with(|state| {
            (
                state.stage,
                state.pc,
                state.values.clone(),
                state.top,
                state.handled.clone(),
            )
        });
        out.byte(match stage {
            Stage::New => 0,
            Stage::Waits => 1,
            Stage::WaitsDeaf => 2,
            // On a stack that is not copied: whoever asks it hears that it is being executed already.
            Stage::Runs => 3,
            Stage::Ended => 4,
        });
        out.length(pc);
        self.values(out, values);
        out.length(top);
        self.value(out, &handled);
    }

    fn dict(&mut self, out: &mut Out, dict: &Dict) {
        let places = dict.places();
        out.length(places.len());
        for (hash, key, value) in &places {
            out.0.extend(hash.to_le_bytes());
            self.value(out, key);
            self.value(out, value);
        }
    }
}

fn shape(value: &Value) -> Shape {
    match value {
        Value::Big(_) => Shape::Big,
        Value::Str(_) => Shape::Str,
        Value::Bytes(_) => Shape::Bytes,
        Value::ByteArray(_) => Shape::ByteArray,
        Value::List(_) => Shape::List,
        Value::Tuple(_) => Shape::Tuple,
        Value::Dict(_) => Shape::Dict,
        Value::Set(set) if set.is_frozen() => Shape::FrozenSet,
        Value::Set(_) => Shape::Set,
        Value::Range(_) => Shape::Range,
        Value::Slice(_) => Shape::Slice,
        Value::Function(_) => Shape::Function,
        Value::Bound(_) => Shape::Bound,
        Value::Class(_) => Shape::Class,
        Value::Object(_) => Shape::Instance,
        Value::Module(_) => Shape::Module,
        Value::Generator(_) => Shape::Generator,
        Value::Iter(_) => Shape::Iter,
        // The others are no objects, and are never asked for.
        _ => Shape::Cell,
    }
}

/// What an object cannot be made without.
fn parts(value: &Value) -> Vec<Value> {
    let classes =
        |classes: &[Ref<_>]| -> Vec<Value> { classes.iter().cloned().map(Value::Class).collect() };
    match value {
        Value::Tuple(tuple) => tuple.0.clone(),
        // So that it is there before what it is in.
        Value::Set(set) if set.is_frozen() => set.items(),
        Value::Slice(slice) => vec![slice.start.clone(), slice.stop.clone(), slice.step.clone()],
        Value::Function(function) => {
            let cells = function.closure.iter();
            cells.cloned().map(Value::Cell).collect()
        }
        Value::Bound(bound) => vec![bound.receiver.clone(), bound.function.clone()],
        Value::Class(class) => {
            let mut all = classes(&class.bases);
            all.extend(classes(&class.ancestors));
            all.extend(class.meta.clone().map(Value::Class));
            all
        }
        Value::Object(object) => {
            let mut all = vec![Value::Class(object.class.clone())];
            match &object.payload {
                Payload::Base(value)
                | Payload::StaticMethod(value)
                | Payload::ClassMethod(value) => all.push(value.clone()),
                Payload::Property(functions) => all.extend(functions.iter().cloned()),
                Payload::Super(class, receiver, order) => {
                    all.push(receiver.clone());
                    all.extend(classes(&[class.clone(), order.clone()]));
                }
                Payload::DefaultDict(dict, _) | Payload::View(dict) => {
                    all.push(Value::Dict(dict.clone()));
                }
                _ => {}
            }
            all
        }
        Value::Generator(generator) => vec![generator.name.clone(), generator.qualname.clone()],
        Value::Iter(iter) => iter.with(|state| taken_apart(state).1),
        _ => Vec::new(),
    }
}

/// Which state an iterator is in, with its objects and its numbers.
fn taken_apart(state: &State) -> (u8, Vec<Value>, Vec<i64>) {
    let place = |place: usize| place as i64;
    match state {
        State::List { list, next } => (0, vec![Value::List(list.clone())], vec![place(*next)]),
        State::ReversedList { list, left } => {
            (1, vec![Value::List(list.clone())], vec![place(*left)])
        }
        State::Tuple { tuple, next } => (2, vec![Value::Tuple(tuple.clone())], vec![place(*next)]),
        State::ReversedTuple { tuple, left } => {
            (3, vec![Value::Tuple(tuple.clone())], vec![place(*left)])
        }
        State::Text { text, byte } => (4, vec![Value::Str(text.clone())], vec![place(*byte)]),
        State::ReversedText { text, end } => (5, vec![Value::Str(text.clone())], vec![place(*end)]),
        State::Bytes { bytes, next } => (6, vec![Value::Bytes(bytes.clone())], vec![place(*next)]),
        State::ByteArray { bytes, next } => {
            (7, vec![Value::ByteArray(bytes.clone())], vec![place(*next)])
        }
        State::Range { next, step, left } => (8, Vec::new(), vec![*next, *step, *left as i64]),
        State::Dict(Entries {
            dict,
            side,
            place: at,
            len,
            reversed,
        }) => (
            9,
            vec![Value::Dict(dict.clone())],
            vec![*side as i64, place(*at), place(*len), i64::from(*reversed)],
        ),
        State::Set {
            set,
            place: at,
            len,
        } => (
            10,
            vec![Value::Set(set.clone())],
            vec![place(*at), place(*len)],
        ),
        State::Deque {
            deque,
            next,
            len,
            reversed,
        } => (
            11,
            vec![Value::Object(deque.clone())],
            vec![place(*next), place(*len), i64::from(*reversed)],
        ),
        State::Enumerate { inner, count } => (12, vec![Value::Iter(inner.clone())], vec![*count]),
        State::Zip { inner, strict } => (
            13,
            inner.iter().cloned().map(Value::Iter).collect(),
            vec![i64::from(*strict)],
        ),
        State::Done => (14, Vec::new(), Vec::new()),
    }
}
