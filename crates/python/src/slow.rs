//! What the run loop cannot do in a few lines: attributes, calls, containers, exceptions, classes.

use std::mem;
use std::sync::Arc;

use compiler::{Conversion, FunctionAttribute, Intrinsic1, Intrinsic2, Op};

use crate::asynchronous::is_pause;
use crate::attribute::{self, Attribute, Setting, bound};
use crate::builtins::inside;
use crate::dict::Dict;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::exception::{self, Raised};
use crate::format;
use crate::function::{Cell, Function, FunctionRest, Role, Then};
use crate::generator::{Generator, Stage, State};
use crate::instance::Payload;
use crate::iterate;
use crate::kind::Kind;
use crate::meter::Pace;
use crate::object::{Guarded, Ref};
use crate::operators;
use crate::run;
use crate::set::Set;
use crate::symbols::Symbol;
use crate::text;
use crate::thread::{Pause, Thread};
use crate::value::{Slice, Value};
use crate::world::World;

/// How an instruction went.
pub(crate) enum Flow {
    /// On with the uppermost frame.
    Go,
    /// A native function was called: there is a check point behind it.
    Called,
    Pause(Pause),
}

type Values = Vec<Value>;

impl Thread {
    /// One instruction; the frame's `pc` is behind it.
    pub(crate) fn slow(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        op: Op,
    ) -> Outcome<Flow> {
        match op {
            Op::Call(count) => {
                let count = count as usize;
                let callee = self.top_place() - count - 2;
                self.call(world, values, pace, callee, count, &[], Then::Push)
            }
            Op::CallKw(count) => {
                let names = self.pop(values);
                let Value::Tuple(names) = names else {
                    return Err(Fault::memory());
                };
                let count = count as usize;
                let callee = self.top_place() - count - 2;
                self.call(world, values, pace, callee, count, &names.0, Then::Push)
            }
            Op::CallFunctionEx(has_keywords) => {
                let keywords = if has_keywords {
                    self.pop(values)
                } else {
                    Value::Null
                };
                let args = self.pop(values);
                let mut all = match &args {
                    Value::Tuple(tuple) => tuple.0.clone(),
                    args => match iterate::collect(args) {
                        Ok(items) => items,
                        Err(fault) if fault.is_in_python() => {
                            self.push(values, args.clone());
                            if has_keywords {
                                self.push(values, keywords);
                            }
                            let depth = 1 + u32::from(has_keywords);
                            return self.again(world, values, pace, "list_of", depth);
                        }
                        Err(fault) if fault.kind == ErrorKind::TypeError => {
                            let called = called(world, self.peek(values, 2));
                            let kind = args.type_name();
                            return Err(Fault::type_error(format!(
                                "{called} argument after * must be an iterable, not {kind}"
                            )));
                        }
                        Err(fault) => return Err(fault),
                    },
                };
                let mut names = Vec::new();
                if let Value::Dict(keywords) = &keywords {
                    for (name, value) in keywords.pairs() {
                        if name.as_str().is_none() {
                            return Err(Fault::type_error("keywords must be strings"));
                        }
                        names.push(name);
                        all.push(value);
                    }
                }
                let _null = self.pop(values);
                let function = self.pop(values);
                let callee = self.top_place();
                let count = all.len();
                self.push_call(values, function, all);
                self.call(world, values, pace, callee, count, &names, Then::Push)
            }
            Op::CallTarget => {
                let names = self.pop(values);
                let Value::Tuple(names) = names else {
                    return Err(Fault::memory());
                };
                let callee = self.frames.last().map_or(0, |frame| frame.base);
                let count = self.top_place() - callee - 2;
                self.call(world, values, pace, callee, count, &names.0, Then::Push)
            }
            Op::LoadAttr(name) => self.load_attribute(world, values, pace, name, false),
            Op::LoadMethod(name) => self.load_attribute(world, values, pace, name, true),
            Op::StoreAttr(name) => {
                let object = self.pop(values);
                let value = self.pop(values);
                let name = self.name(world, name);
                self.set_attribute(world, values, pace, object, name, value)
            }
            Op::DeleteAttr(name) => {
                let object = self.pop(values);
                let name = self.name(world, name);
                self.set_attribute(world, values, pace, object, name, Value::Null)
            }
            Op::LoadSuperAttr { name, method, .. } => {
                let receiver = self.pop(values);
                let class = self.pop(values);
                let _super = self.pop(values);
                let name = self.name(world, name);
                self.load_super(world, values, pace, class, receiver, name, method)
            }
            Op::BinaryOp(_) | Op::CompareOp(..) => self.operate(world, values, pace, op),
            Op::ContainsOp(inverted) => self.contains(world, values, pace, op, inverted),
            Op::UnaryNegative => self.unary(world, values, pace, '-', Symbol::NEG),
            Op::UnaryInvert => self.unary(world, values, pace, '~', Symbol::INVERT),
            Op::CallIntrinsic1(intrinsic) => self.intrinsic_1(world, values, pace, intrinsic),
            Op::CallIntrinsic2(intrinsic) => self.intrinsic_2(world, values, pace, intrinsic),
            Op::ToBool => {
                let value = self.pop(values);
                match self.truth_method(world, &value) {
                    Some((method, is_len)) => {
                        let then = if is_len {
                            Then::Contains(false)
                        } else {
                            Then::Truth(false)
                        };
                        self.call_with(world, values, pace, method, vec![value], then)
                    }
                    None => {
                        self.push(values, Value::bool(value.truth()));
                        Ok(Flow::Go)
                    }
                }
            }
            Op::PopJumpIfFalse(_) | Op::PopJumpIfTrue(_) | Op::UnaryNot => {
                let value = self.peek(values, 1).clone();
                if self.truth_method(world, &value).is_some() {
                    return self.again(world, values, pace, "truth_of", 1);
                }
                self.poke(values, 1, Value::bool(value.truth()));
                if let Some(frame) = self.frames.last_mut() {
                    frame.pc = frame.pc.saturating_sub(1);
                }
                Ok(Flow::Go)
            }
            Op::BinarySubscr => self.subscript(world, values, pace, op),
            Op::StoreSubscr => self.store_subscript(world, values, pace),
            Op::DeleteSubscr => self.delete_subscript(world, values, pace),
            Op::BinarySlice => {
                let stop = self.pop(values);
                let start = self.pop(values);
                let slice = Slice {
                    start,
                    stop,
                    step: Value::None,
                };
                self.push(values, Value::Slice(Ref::new(slice)));
                self.subscript(world, values, pace, op)
            }
            Op::StoreSlice => {
                let stop = self.pop(values);
                let start = self.pop(values);
                let slice = Slice {
                    start,
                    stop,
                    step: Value::None,
                };
                self.push(values, Value::Slice(Ref::new(slice)));
                self.store_subscript(world, values, pace)
            }
            Op::BuildSlice(count) => {
                let step = if count == 3 {
                    self.pop(values)
                } else {
                    Value::None
                };
                let stop = self.pop(values);
                let start = self.pop(values);
                self.push(values, Value::Slice(Ref::new(Slice { start, stop, step })));
                Ok(Flow::Go)
            }
            Op::BuildSet(count) => {
                let items = self.take(values, count as usize);
                let set = Set::of(items.clone(), false).map(|set| Value::Set(Ref::new(set)));
                self.or_in_python(
                    world,
                    values,
                    pace,
                    set,
                    0,
                    "set_of",
                    vec![Value::list(items)],
                )
            }
            Op::BuildMap(count) => {
                let mut items = self.take(values, 2 * count as usize).into_iter();
                let (mut keys, mut all) = (Vec::new(), Vec::new());
                while let (Some(key), Some(value)) = (items.next(), items.next()) {
                    keys.push(key);
                    all.push(value);
                }
                self.build_map(world, values, pace, keys, all)
            }
            Op::BuildConstKeyMap(count) => {
                let keys = self.pop(values);
                let items = self.take(values, count as usize);
                let keys = match keys {
                    Value::Tuple(keys) => keys.0.clone(),
                    _ => Vec::new(),
                };
                self.build_map(world, values, pace, keys, items)
            }
            Op::BuildString(count) => {
                // The run loop does it but for parts of classes that derive from str, and what is too long.
                let parts = self.take(values, count as usize);
                let parts: Vec<Value> = parts.iter().map(inside).collect();
                self.push(values, text::joined("", &parts).ok_or_else(Fault::memory)?);
                Ok(Flow::Go)
            }
            Op::ListExtend(depth) => {
                let items = self.peek(values, 1).clone();
                pace.operands(op, self.peek(values, depth as usize + 1), &items);
                let items = match iterate::collect(&items) {
                    Ok(items) => items,
                    Err(fault) if fault.is_in_python() => {
                        return self.again(world, values, pace, "list_of", 1);
                    }
                    Err(fault) if fault.kind == ErrorKind::TypeError => {
                        let kind = world.class_of(&items).name();
                        return Err(Fault::type_error(format!(
                            "Value after * must be an iterable, not {kind}"
                        )));
                    }
                    Err(fault) => return Err(fault),
                };
                drop(self.pop(values));
                if let Value::List(list) = self.peek(values, depth as usize) {
                    list.extend(items)?;
                }
                Ok(Flow::Go)
            }
            Op::SetUpdate(depth) => {
                let items = self.peek(values, 1).clone();
                let items = match iterate::collect(&items) {
                    Err(fault) if fault.is_in_python() => {
                        return self.again(world, values, pace, "list_of", 1);
                    }
                    items => items?,
                };
                drop(self.pop(values));
                let set = self.peek(values, depth as usize).clone();
                let added = match &set {
                    Value::Set(set) => items.iter().try_for_each(|item| set.add(item.clone())),
                    _ => Ok(()),
                };
                self.done_or_in_python(world, values, pace, added, "set_update", || {
                    vec![set, Value::list(items)]
                })
            }
            Op::SetAdd(depth) => {
                let item = self.pop(values);
                let set = self.peek(values, depth as usize).clone();
                let added = match &set {
                    Value::Set(set) => set.add(item.clone()).map(drop),
                    _ => Ok(()),
                };
                self.done_or_in_python(world, values, pace, added, "set_add", || vec![set, item])
            }
            Op::MapAdd(depth) => {
                let value = self.pop(values);
                let key = self.pop(values);
                let dict = self.peek(values, depth as usize).clone();
                let added = match &dict {
                    Value::Dict(dict) => dict.set(key.clone(), value.clone()).map(drop),
                    _ => Ok(()),
                };
                self.done_or_in_python(world, values, pace, added, "dict_setitem", || {
                    vec![dict, key, value]
                })
            }
            Op::DictUpdate(depth) | Op::DictMerge(depth) => {
                let other = self.pop(values);
                let into = self.peek(values, depth as usize).clone();
                let is_plain = |own: &Ref<Dict>| -> Outcome<bool> {
                    let (Value::Dict(dict), Value::Dict(_)) = (&into, &other) else {
                        return Ok(false);
                    };
                    if matches!(op, Op::DictMerge(_)) {
                        for (key, _) in own.pairs() {
                            if dict.get(&key)?.is_some() {
                                return Ok(false);
                            }
                        }
                    }
                    dict.merge(own).map(|()| true)
                };
                let merged = match &other {
                    Value::Dict(own) => is_plain(own),
                    _ => Ok(false),
                };
                let merged = merged.and_then(|done| {
                    if done {
                        Ok(())
                    } else {
                        Err(Fault::in_python())
                    }
                });
                let function = match op {
                    // What is called lies below the arguments.
                    Op::DictMerge(_) if merged.is_err() => {
                        Value::text(called(world, self.peek(values, depth as usize + 3)))
                    }
                    _ => Value::None,
                };
                self.done_or_in_python(world, values, pace, merged, "merge", || {
                    vec![into, other, function]
                })
            }
            Op::UnpackSequence(count) => self.unpack(world, values, pace, count as usize),
            Op::UnpackEx(before, after) => {
                self.unpack_star(world, values, pace, before as usize, after as usize)
            }
            Op::ConvertValue(conversion) => {
                let value = self.peek(values, 1).clone();
                pace.operands(op, &value, &Value::Null);
                let (native, method) = match conversion {
                    Conversion::Str => (text::display(&value), "str"),
                    Conversion::Repr => (text::repr(&value).map(Value::text), "repr"),
                    Conversion::Ascii => (text::ascii(&value).map(Value::text), "ascii"),
                };
                self.or_in_python(world, values, pace, native, 1, method, vec![value])
            }
            Op::FormatSimple => {
                let value = self.peek(values, 1).clone();
                pace.operands(op, &value, &Value::Null);
                let native = format::format(&value, "");
                self.or_in_python(world, values, pace, native, 1, "format", vec![value])
            }
            Op::FormatWithSpec => {
                let spec = self.peek(values, 1).clone();
                let value = self.peek(values, 2).clone();
                pace.operands(op, &value, &spec);
                let native = format::format(&value, spec.as_str().unwrap_or_default());
                self.or_in_python(world, values, pace, native, 2, "format", vec![value, spec])
            }
            Op::GetIter => {
                let value = self.pop(values);
                self.get_iter(world, values, pace, value)
            }
            Op::GetYieldFromIter => {
                let value = self.pop(values);
                match &value {
                    Value::Generator(_) => {
                        self.push(values, value);
                        Ok(Flow::Go)
                    }
                    _ => self.get_iter(world, values, pace, value),
                }
            }
            Op::ForIter(target) => self.for_iter(world, values, pace, target),
            Op::Send(target) => self.send(world, values, pace, target),
            Op::ReturnGenerator => {
                let Some(frame) = self.frames.last_mut() else {
                    return Err(Fault::memory());
                };
                let Some((code, ready)) =
                    frame.code.and_then(|code| Some((code, world.code(code)?)))
                else {
                    return Err(Fault::memory());
                };
                let flags = ready.code.flags;
                let kind = if flags.async_generator {
                    Kind::AsyncGenerator
                } else if flags.coroutine {
                    Kind::Coroutine
                } else {
                    Kind::Generator
                };
                let generator = Ref::new(Generator {
                    kind,
                    name: ready.name.clone(),
                    qualname: ready.qualname.clone(),
                    code,
                    state: Guarded::new(State {
                        stage: Stage::Runs,
                        pc: 0,
                        values: Vec::new(),
                        top: 0,
                        handled: self.handled.clone(),
                    }),
                });
                frame.generator = Some(generator.clone());
                let then = self.put_to_sleep(values, Stage::New).unwrap_or(Then::Push);
                self.finish(world, values, Value::Generator(generator), then)?;
                Ok(Flow::Go)
            }
            Op::CleanupThrow => {
                // Below the exception: the last value sent and the iterator.
                let exception = self.pop(values);
                if world.class_of(&exception).kind == Kind::StopIteration {
                    drop(self.pop(values));
                    drop(self.pop(values));
                    self.push(values, Value::None);
                    let value = exception::first_argument(&exception);
                    self.push(values, value);
                    return Ok(Flow::Go);
                }
                self.reraises = true;
                Err(Fault::raised(exception))
            }
            Op::GetAwaitable(_) => {
                let value = self.pop(values);
                match &value {
                    Value::Generator(generator)
                        if matches!(generator.kind, Kind::Coroutine | Kind::AsyncStep) =>
                    {
                        self.push(values, value);
                        Ok(Flow::Go)
                    }
                    _ if is_pause(&value) => {
                        self.push(values, value);
                        Ok(Flow::Go)
                    }
                    _ => match self.special(world, &value, Symbol::AWAIT) {
                        Some(method) => {
                            self.call_with(world, values, pace, method, vec![value], Then::Iterator)
                        }
                        None => {
                            let kind = world.class_of(&value).name();
                            Err(Fault::type_error(format!(
                                "object {kind} can't be used in 'await' expression"
                            )))
                        }
                    },
                }
            }
            Op::GetAiter => {
                let value = self.pop(values);
                match self.special(world, &value, Symbol::AITER) {
                    Some(method) => {
                        self.call_with(world, values, pace, method, vec![value], Then::Push)
                    }
                    None if matches!(&value, Value::Generator(generator)
                        if generator.kind == Kind::AsyncGenerator) =>
                    {
                        self.push(values, value);
                        Ok(Flow::Go)
                    }
                    None => {
                        let kind = world.class_of(&value).name();
                        Err(Fault::type_error(format!(
                            "'async for' requires an object with __aiter__ method, got {kind}"
                        )))
                    }
                }
            }
            Op::GetAnext => {
                let value = self.peek(values, 1).clone();
                let Some(method) = self.special(world, &value, Symbol::ANEXT) else {
                    let kind = world.class_of(&value).name();
                    return Err(Fault::type_error(format!(
                        "'async for' requires an iterator with __anext__ method, got {kind}"
                    )));
                };
                // What an asynchronous generator gives is there already; anything else has to be asked.
                let method = match method {
                    Value::Native(_) => Some(method),
                    _ => world.library("next_awaitable", Role::Function),
                };
                let Some(method) = method else {
                    return Err(Fault::memory());
                };
                self.call_with(world, values, pace, method, vec![value], Then::Push)
            }
            Op::EndAsyncFor => {
                let exception = self.pop(values);
                let _iterator = self.pop(values);
                if world.class_of(&exception).kind == Kind::StopAsyncIteration {
                    return Ok(Flow::Go);
                }
                self.reraises = true;
                Err(Fault::raised(exception))
            }
            Op::MakeFunction => {
                let Value::Code(code) = self.pop(values) else {
                    return Err(Fault::memory());
                };
                let code = code.get();
                let function = Function {
                    code,
                    closure: Vec::new(),
                    rest: Guarded::new(FunctionRest {
                        qualname: world
                            .code(code)
                            .map_or(Value::Null, |ready| ready.qualname.clone()),
                        ..FunctionRest::default()
                    }),
                };
                self.push(values, Value::Function(Ref::new(function)));
                Ok(Flow::Go)
            }
            Op::SetFunctionAttribute(which) => {
                let Value::Function(mut function) = self.pop(values) else {
                    return Err(Fault::memory());
                };
                let value = self.pop(values);
                // Nobody else has the function yet.
                if let Some(inside) = function.unique() {
                    match (which, value) {
                        (FunctionAttribute::Closure, Value::Tuple(cells)) => {
                            let cells = cells.0.iter().filter_map(|cell| match cell {
                                Value::Cell(cell) => Some(cell.clone()),
                                _ => None,
                            });
                            inside.closure = cells.collect();
                        }
                        (FunctionAttribute::Defaults, Value::Tuple(defaults)) => {
                            inside.rest.get_mut().defaults = Some(defaults);
                        }
                        (FunctionAttribute::KwDefaults, value) => {
                            inside.rest.get_mut().keyword_defaults = value;
                        }
                        (FunctionAttribute::Annotations, Value::Tuple(pairs)) => {
                            let mut items = pairs.0.iter().cloned();
                            let mut annotations = Vec::new();
                            while let (Some(name), Some(value)) = (items.next(), items.next()) {
                                annotations.push((name, value));
                            }
                            let dict = Dict::new(annotations)?;
                            inside.rest.get_mut().annotations = Value::Dict(Ref::new(dict));
                        }
                        _ => {}
                    }
                }
                self.push(values, Value::Function(function));
                Ok(Flow::Go)
            }
            Op::MakeCell(slot) => {
                if let Some(place) = self.local(values, slot) {
                    let value = mem::take(place);
                    *place = Value::Cell(Ref::new(Cell::new(value)));
                }
                Ok(Flow::Go)
            }
            // The frame began with them.
            Op::CopyFreeVars(_) => Ok(Flow::Go),
            Op::LoadDeref(slot) => Err(self.unbound_cell(world, slot)),
            Op::DeleteDeref(slot) => {
                let old = match self.local(values, slot) {
                    Some(Value::Cell(cell)) => cell.set(Value::Null),
                    _ => Value::Null,
                };
                if matches!(old, Value::Null) {
                    return Err(self.unbound_cell(world, slot));
                }
                Ok(Flow::Go)
            }
            Op::LoadLocals => {
                let namespace = self.namespace();
                self.push(values, namespace);
                Ok(Flow::Go)
            }
            Op::LoadFromDictOrDeref(slot) => {
                let namespace = self.pop(values);
                let name = self.local_name(world, slot);
                let found = match crate::builtins::dict_inside(&namespace) {
                    Some(dict) => dict.get(&Value::text(name))?,
                    None => None,
                };
                let value = match (found, self.local(values, slot)) {
                    (Some(value), _) => value,
                    (None, Some(Value::Cell(cell))) => cell.get(),
                    _ => Value::Null,
                };
                if matches!(value, Value::Null) {
                    return Err(self.unbound_cell(world, slot));
                }
                self.push(values, value);
                Ok(Flow::Go)
            }
            Op::LoadClassName(name, slot) | Op::LoadFromDictOrGlobals(name, slot) => {
                let namespace = match op {
                    Op::LoadFromDictOrGlobals(..) => self.pop(values),
                    _ => self.namespace(),
                };
                let name = self.name(world, name.into());
                let found = match crate::builtins::dict_inside(&namespace) {
                    Some(dict) => dict.get(&Value::text(&*world.symbols.name(name)))?,
                    None => None,
                };
                let value = match found {
                    Some(value) => value,
                    None => self.global(world, slot)?,
                };
                self.push(values, value);
                Ok(Flow::Go)
            }
            Op::StoreClassName(name) => {
                let value = self.pop(values);
                let name = Value::text(&*world.symbols.name(self.name(world, name)));
                let namespace = self.namespace();
                // What a metaclass prepared may want to know of it.
                if let Some(method) = crate::builtins::special(world, &namespace, Symbol::SETITEM) {
                    let args = vec![namespace, name, value];
                    return self.call_with(world, values, pace, method, args, Then::Drop);
                }
                if let Some(dict) = crate::builtins::dict_inside(&namespace) {
                    dict.set(name, value)?;
                }
                Ok(Flow::Go)
            }
            Op::DeleteClassName(name) => {
                let name = self.name(world, name);
                let text = world.symbols.name(name);
                let namespace = self.namespace();
                let removed = match crate::builtins::dict_inside(&namespace) {
                    Some(dict) => dict.remove(&Value::text(&*text))?,
                    None => None,
                };
                match removed {
                    Some(_) => Ok(Flow::Go),
                    None => Err(unknown(&text)),
                }
            }
            Op::DeleteName(slot) | Op::DeleteGlobal(slot) => {
                let unit = self.unit(world);
                let global = unit.and_then(|unit| unit.globals.get(slot as usize));
                match global {
                    Some(global) if !matches!(global.get(), Value::Null) => {
                        global.set(Value::Null);
                        Ok(Flow::Go)
                    }
                    global => {
                        let name = global.map(|global| world.symbols.name(global.name));
                        Err(unknown(&name.unwrap_or_default()))
                    }
                }
            }
            Op::SetupAnnotations => {
                let unit = self.unit(world);
                let is_it = |global: &&crate::world::Global| global.name == Symbol::ANNOTATIONS;
                let dict = || Value::Dict(Ref::new(Dict::default()));
                match crate::builtins::dict_inside(&self.namespace()) {
                    Some(namespace) => {
                        let name = Value::text("__annotations__");
                        if namespace.get(&name)?.is_none() {
                            namespace.set(name, dict())?;
                        }
                    }
                    None => {
                        if let Some(global) = unit.and_then(|unit| unit.globals.iter().find(is_it))
                            && matches!(global.get(), Value::Null)
                        {
                            global.set(dict());
                        }
                    }
                }
                Ok(Flow::Go)
            }
            Op::LoadBuildClass => {
                let Some(function) = world.library("__build_class__", Role::Function) else {
                    return Err(Fault::memory());
                };
                self.push(values, function);
                Ok(Flow::Go)
            }
            Op::LoadAssertionError => {
                self.push(
                    values,
                    Value::Class(world.class(Kind::AssertionError).clone()),
                );
                Ok(Flow::Go)
            }
            Op::ImportName(name) => {
                let names = self.peek(values, 1).clone();
                let name = self.name(world, name);
                self.import(world, values, &world.symbols.name(name), &names)
            }
            Op::ImportFrom(name) => {
                let module = self.peek(values, 1).clone();
                let name = self.name(world, name);
                if let Attribute::Hook(hook) = attribute::find(world, &module, name) {
                    let args = vec![Value::text(&*world.symbols.name(name))];
                    return self.call_with(world, values, pace, hook, args, Then::Push);
                }
                let value = crate::modules::import_from(world, &module, name)?;
                self.push(values, value);
                Ok(Flow::Go)
            }
            Op::BeforeWith | Op::BeforeAsyncWith => {
                let manager = self.pop(values);
                self.enter_with(world, values, pace, manager, op == Op::BeforeAsyncWith)
            }
            Op::WithExceptStart => {
                // exit, lasti, previous exception, exception.
                let exception = self.peek(values, 1).clone();
                let exit = self.peek(values, 4).clone();
                let class = Value::Class(world.class_of(&exception).clone());
                let trace = attribute::trace_of(world, &exception);
                let args = vec![class, exception, trace];
                self.call_with(world, values, pace, exit, args, Then::Push)
            }
            Op::PushExcInfo => {
                let exception = self.pop(values);
                let previous = mem::replace(&mut self.handled, exception.clone());
                self.push(values, or_none(previous));
                self.push(values, exception);
                Ok(Flow::Go)
            }
            Op::PopExcept => {
                self.handled = match self.pop(values) {
                    Value::None => Value::Null,
                    previous => previous,
                };
                self.resume_ends();
                Ok(Flow::Go)
            }
            Op::CheckExcMatch => {
                let wanted = self.pop(values);
                let matches = exception_matches(world, self.peek(values, 1), &wanted)?;
                self.push(values, Value::bool(matches));
                Ok(Flow::Go)
            }
            Op::CheckEgMatch => {
                let wanted = self.pop(values);
                let exception = self.pop(values);
                // It gives a pair: what is left, what matches.
                let args = vec![exception, wanted];
                self.call_library(world, values, pace, "split_group", args, Then::Pair)
            }
            Op::RaiseVarargs(count) => {
                let cause = if count == 2 {
                    self.pop(values)
                } else {
                    Value::Null
                };
                match count {
                    0 => match self.handled.clone() {
                        Value::Null => Err(Fault::new(
                            ErrorKind::RuntimeError,
                            "No active exception to reraise",
                        )),
                        exception => {
                            self.reraises = true;
                            Err(Fault::raised(exception))
                        }
                    },
                    _ => {
                        let exception = self.pop(values);
                        self.raise(world, values, pace, exception, cause)
                    }
                }
            }
            Op::Reraise(_) => {
                // The traceback has this frame's place already: where the exception came from.
                let exception = self.pop(values);
                self.reraises = true;
                Err(Fault::raised(exception))
            }
            Op::GetLen => {
                let length = operators::length(self.peek(values, 1))?;
                self.push(values, Value::Int(length as i64));
                Ok(Flow::Go)
            }
            Op::MatchMapping => {
                let is_mapping = crate::builtins::dict_inside(self.peek(values, 1)).is_some();
                self.push(values, Value::bool(is_mapping));
                Ok(Flow::Go)
            }
            Op::MatchSequence => {
                let value = self.peek(values, 1);
                let inside = inside(value);
                let is_sequence =
                    matches!(inside, Value::List(_) | Value::Tuple(_) | Value::Range(_))
                        || matches!(inside, Value::Object(object)
                        if matches!(object.payload, Payload::Deque(..)));
                self.push(values, Value::bool(is_sequence));
                Ok(Flow::Go)
            }
            Op::MatchKeys => {
                let keys = self.peek(values, 1).clone();
                let subject = self.peek(values, 2).clone();
                let mut found = Vec::new();
                if let (Value::Tuple(keys), Some(dict)) =
                    (&keys, crate::builtins::dict_inside(&subject))
                {
                    for key in &keys.0 {
                        match dict.get(key)? {
                            Some(value) => found.push(value),
                            None => {
                                self.push(values, Value::None);
                                return Ok(Flow::Go);
                            }
                        }
                    }
                }
                self.push(values, Value::tuple(found));
                Ok(Flow::Go)
            }
            Op::MatchClass(count) => {
                let names = self.pop(values);
                let class = self.pop(values);
                let subject = self.pop(values);
                let args = vec![subject, class, Value::Int(count.into()), names];
                self.call_library(world, values, pace, "match_class", args, Then::Push)
            }
            other => Err(Fault::unsupported(other.name())),
        }
    }

    /// Where the next value would be pushed.
    fn top_place(&self) -> usize {
        self.frames.last().map_or(0, |frame| frame.base + frame.top)
    }

    /// Lays out a call of a function that has no receiver.
    fn push_call(&mut self, values: &mut Values, function: Value, args: Vec<Value>) {
        self.push(values, function);
        self.push(values, Value::Null);
        for arg in args {
            self.push(values, arg);
        }
    }

    /// The uppermost values, taken.
    fn take(&mut self, values: &mut Values, count: usize) -> Vec<Value> {
        let mut taken: Vec<Value> = (0..count).map(|_| self.pop(values)).collect();
        taken.reverse();
        taken
    }

    fn local<'a>(&self, values: &'a mut Values, slot: u32) -> Option<&'a mut Value> {
        let frame = self.frames.last()?;
        values.get_mut(frame.base + slot as usize)
    }

    fn local_name(&self, world: &World, slot: u32) -> String {
        let code = self.frames.last().and_then(|frame| world.code(frame.code?));
        let name = code.and_then(|ready| ready.code.locals.get(slot as usize));
        name.cloned().unwrap_or_default()
    }

    fn unbound_cell(&self, world: &World, slot: u32) -> Box<Fault> {
        let code = self.frames.last().and_then(|frame| world.code(frame.code?));
        let name = self.local_name(world, slot);
        if code.is_some_and(|ready| slot as usize >= ready.code.first_free) {
            let message = format!(
                "cannot access free variable '{name}' where it is not associated with a value in \
                 enclosing scope"
            );
            return Fault::new(ErrorKind::NameError, message);
        }
        run::unbound(&name)
    }

    fn namespace(&self) -> Value {
        self.frames
            .last()
            .and_then(|frame| frame.namespace().cloned())
            .unwrap_or_default()
    }

    fn unit<'a>(&self, world: &'a World) -> Option<&'a crate::world::Loaded> {
        world.unit_of(self.frames.last()?.code?)
    }

    pub(crate) fn name(&self, world: &World, name: u32) -> Symbol {
        let names = self.unit(world).map_or(&[][..], |unit| &unit.names);
        names.get(name as usize).copied().unwrap_or_default()
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn global(&self, world: &World, slot: u32) -> Outcome<Value> {
        let unit = self.unit(world);
        match unit.and_then(|unit| unit.globals.get(slot as usize)) {
            Some(global) => match global.get() {
                Value::Null => run::builtin(world, global.name),
                value => Ok(value),
            },
            None => Err(Fault::memory()),
        }
    }

    /// A method that a class written in Python has, or the language's own.
    pub(crate) fn special(&self, world: &World, value: &Value, name: Symbol) -> Option<Value> {
        match world.class_of(value).find(name) {
            Some(Value::None) | None => None,
            found => found,
        }
    }

    /// What `bool()` has to call.
    fn truth_method(&self, world: &World, value: &Value) -> Option<(Value, bool)> {
        let Value::Object(_) = value else {
            return None;
        };
        let python = |found: &Value| !matches!(found, Value::Native(_));
        let found = self.special(world, value, Symbol::BOOL).filter(python);
        let by_length = || self.special(world, value, Symbol::LEN).filter(python);
        found
            .map(|found| (found, false))
            .or_else(|| Some((by_length()?, true)))
    }

    fn build_map(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        keys: Vec<Value>,
        items: Vec<Value>,
    ) -> Outcome<Flow> {
        let dict = Dict::new(keys.iter().cloned().zip(items.iter().cloned()));
        let dict = dict.map(|dict| Value::Dict(Ref::new(dict)));
        let args = vec![Value::list(keys), Value::list(items)];
        self.or_in_python(world, values, pace, dict, 0, "map_of", args)
    }

    /// Something without a result is done; the library's function does what takes Python.
    pub(crate) fn done_or_in_python(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        native: Outcome<()>,
        function: &str,
        args: impl FnOnce() -> Vec<Value>,
    ) -> Outcome<Flow> {
        match native {
            Ok(()) => Ok(Flow::Go),
            Err(fault) if fault.is_in_python() => {
                self.call_library(world, values, pace, function, args(), Then::Drop)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Does an instruction over, once the library has made something else of a value of the stack.
    pub(crate) fn again(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        function: &str,
        depth: u32,
    ) -> Outcome<Flow> {
        let args = vec![self.peek(values, depth as usize).clone()];
        self.call_library(world, values, pace, function, args, Then::Again(depth))
    }

    /// The result of an operation in place of so many operands; the library's function does what takes Python.
    fn or_in_python(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        native: Outcome<Value>,
        operands: usize,
        function: &str,
        args: Vec<Value>,
    ) -> Outcome<Flow> {
        match native {
            Ok(value) => {
                for _ in 0..operands {
                    drop(self.pop(values));
                }
                self.push(values, value);
                Ok(Flow::Go)
            }
            Err(fault) if fault.is_in_python() => {
                for _ in 0..operands {
                    drop(self.pop(values));
                }
                self.call_library(world, values, pace, function, args, Then::Push)
            }
            Err(fault) => Err(fault),
        }
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn load_attribute(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        name: u32,
        method: bool,
    ) -> Outcome<Flow> {
        let name = self.name(world, name);
        let object = self.pop(values);
        let found = attribute::find(world, &object, name);
        match found {
            Attribute::Value(value) => {
                self.push(values, value);
                if method {
                    self.push(values, Value::Null);
                }
                Ok(Flow::Go)
            }
            Attribute::Method(function) => {
                if method {
                    self.push(values, function);
                    self.push(values, object);
                } else {
                    self.push(values, bound(object, function));
                }
                Ok(Flow::Go)
            }
            Attribute::Missing => Err(attribute::missing(world, &object, name)),
            found => {
                if method {
                    // The method's place, then nothing for its receiver: what is called comes first.
                    self.fetch(world, values, pace, object, name, found, Then::PushNull)
                } else {
                    self.fetch(world, values, pace, object, name, found, Then::Push)
                }
            }
        }
    }

    /// An attribute that a function gives.
    pub(crate) fn fetch(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        object: Value,
        name: Symbol,
        found: Attribute,
        then: Then,
    ) -> Outcome<Flow> {
        let (function, args) = match found {
            Attribute::Getter(function) => (function, vec![object]),
            Attribute::Descriptor(get, descriptor) => {
                let class = Value::Class(world.class_of(&object).clone());
                let (object, class) = match &object {
                    Value::Class(_) => (Value::None, object),
                    _ => (object, class),
                };
                (get, vec![descriptor, object, class])
            }
            Attribute::Hook(hook) => (hook, attribute::hook_args(world, object, name)),
            Attribute::Value(value) => {
                self.finish(world, values, value, then)?;
                return Ok(Flow::Go);
            }
            Attribute::Method(function) => {
                self.finish(world, values, bound(object, function), then)?;
                return Ok(Flow::Go);
            }
            Attribute::Missing => return Err(attribute::missing(world, &object, name)),
        };
        self.call_with(world, values, pace, function, args, then)
    }

    pub(crate) fn set_attribute(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        object: Value,
        name: Symbol,
        value: Value,
    ) -> Outcome<Flow> {
        let setting = attribute::set(world, &object, name, value.clone())?;
        let deletes = matches!(value, Value::Null);
        let (function, mut args) = match setting {
            Setting::Done => return Ok(Flow::Go),
            Setting::Setter(function) => (function, vec![object]),
            Setting::Descriptor(method, descriptor) => (method, vec![descriptor, object]),
            Setting::Hook(hook) => (hook, vec![object, Value::text(&*world.symbols.name(name))]),
        };
        if !deletes {
            args.push(value);
        }
        self.call_with(world, values, pace, function, args, Then::Drop)
    }

    fn load_super(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        class: Value,
        receiver: Value,
        name: Symbol,
        method: bool,
    ) -> Outcome<Flow> {
        let Value::Class(class) = class else {
            return Err(Fault::new(
                ErrorKind::RuntimeError,
                "super(): __class__ is not a type",
            ));
        };
        let order = match &receiver {
            Value::Class(receiver) if receiver.is_a(&class) => receiver.clone(),
            receiver => world.class_of(receiver).clone(),
        };
        let Some(found) = order.find_behind(&class, name) else {
            let text = world.symbols.name(name);
            let message = format!("'super' object has no attribute '{text}'");
            return Err(Fault::missing(
                ErrorKind::AttributeError,
                message,
                &text,
                receiver,
            ));
        };
        let is_class = matches!(&receiver, Value::Class(receiver) if receiver.is_a(&class));
        let found = match (attribute::bind(world, found, &order), is_class) {
            // `super().method` in a class method or in `__new__`: nothing to bind to.
            (Attribute::Method(function), true) => Attribute::Value(function),
            (found, _) => found,
        };
        match found {
            Attribute::Method(function) if method => {
                self.push(values, function);
                self.push(values, receiver);
                Ok(Flow::Go)
            }
            found => {
                let then = if method { Then::PushNull } else { Then::Push };
                self.fetch(world, values, pace, receiver, name, found, then)
            }
        }
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn get_iter(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        value: Value,
    ) -> Outcome<Flow> {
        if let Value::Object(_) = &value {
            if let Some(method) = crate::builtins::special(world, &value, Symbol::ITER) {
                return self.call_with(world, values, pace, method, vec![value], Then::Iterator);
            }
            if let Some(Value::Function(_)) = self.special(world, &value, Symbol::GETITEM)
                && let Some(function) = world.library("sequence_iter", Role::Function)
            {
                return self.call_with(world, values, pace, function, vec![value], Then::Push);
            }
        }
        if let Value::Class(class) = &value
            && let Some(meta) = &class.meta
            && let Some(method @ Value::Function(_)) = meta.find(Symbol::ITER)
        {
            return self.call_with(world, values, pace, method, vec![value], Then::Iterator);
        }
        let iter = match iterate::iter(&value) {
            Ok(iter) => iter,
            Err(fault) if fault.kind == ErrorKind::TypeError => {
                let kind = world.class_of(&value).name();
                return Err(Fault::type_error(format!(
                    "'{kind}' object is not iterable"
                )));
            }
            Err(fault) => return Err(fault),
        };
        self.push(values, iter);
        Ok(Flow::Go)
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn for_iter(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        target: u32,
    ) -> Outcome<Flow> {
        let iterator = self.peek(values, 1).clone();
        match &iterator {
            Value::Generator(_) => {
                self.resume(world, values, &iterator, Value::None, Then::For(target))?;
                Ok(Flow::Go)
            }
            Value::Iter(iter) => {
                match iter.next()? {
                    Some(item) => self.push(values, item),
                    None => {
                        drop(self.pop(values));
                        self.jump(target);
                    }
                }
                Ok(Flow::Go)
            }
            other => {
                let Some(method) = self.special(world, other, Symbol::NEXT) else {
                    let kind = world.class_of(other).name();
                    return Err(Fault::type_error(format!(
                        "'{kind}' object is not an iterator"
                    )));
                };
                let args = vec![iterator.clone()];
                self.call_with(world, values, pace, method, args, Then::For(target))
            }
        }
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn send(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        target: u32,
    ) -> Outcome<Flow> {
        let sent = self.pop(values);
        let receiver = self.peek(values, 1).clone();
        match (&receiver, &sent) {
            (Value::Generator(_), _) => {
                self.resume(world, values, &receiver, sent, Then::Send(target))?;
                Ok(Flow::Go)
            }
            (Value::Iter(iter), Value::None) => {
                match iter.next()? {
                    Some(item) => self.push(values, item),
                    None => {
                        self.push(values, Value::None);
                        self.jump(target);
                    }
                }
                Ok(Flow::Go)
            }
            (other, sent) => {
                let (name, mut args) = match sent {
                    Value::None => (Symbol::NEXT, vec![receiver.clone()]),
                    _ => (Symbol::SEND, vec![receiver.clone()]),
                };
                if name == Symbol::SEND {
                    args.push(sent.clone());
                }
                let Some(method) = self.special(world, other, name) else {
                    return Err(attribute::missing(world, other, name));
                };
                self.call_with(world, values, pace, method, args, Then::Send(target))
            }
        }
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn unpack(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        count: usize,
    ) -> Outcome<Flow> {
        let sequence = self.peek(values, 1).clone();
        let items = match operators::unpack(&sequence, count) {
            Ok(items) => items,
            Err(fault) => return self.not_unpacked(world, values, pace, fault),
        };
        drop(self.pop(values));
        for item in items.into_iter().rev() {
            self.push(values, item);
        }
        Ok(Flow::Go)
    }

    /// What is to be unpacked, on top, has not given its items: the library makes a list of it, unless it has none.
    fn not_unpacked(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        fault: Box<Fault>,
    ) -> Outcome<Flow> {
        if fault.is_in_python() {
            return self.again(world, values, pace, "list_of", 1);
        }
        if fault.kind == ErrorKind::TypeError {
            let kind = world.class_of(self.peek(values, 1)).name();
            return Err(Fault::type_error(format!(
                "cannot unpack non-iterable {kind} object"
            )));
        }
        Err(fault)
    }

    fn unpack_star(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        before: usize,
        after: usize,
    ) -> Outcome<Flow> {
        let sequence = self.peek(values, 1).clone();
        let mut items = match iterate::collect(&sequence) {
            Ok(items) => items,
            Err(fault) => return self.not_unpacked(world, values, pace, fault),
        };
        let got = items.len();
        if got < before + after {
            let wanted = before + after;
            return Err(Fault::value_error(format!(
                "not enough values to unpack (expected at least {wanted}, got {got})"
            )));
        }
        drop(self.pop(values));
        let last = items.split_off(got - after);
        let middle = items.split_off(before);
        for item in last.into_iter().rev() {
            self.push(values, item);
        }
        self.push(values, Value::list(middle));
        for item in items.into_iter().rev() {
            self.push(values, item);
        }
        Ok(Flow::Go)
    }

    fn enter_with(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        manager: Value,
        is_async: bool,
    ) -> Outcome<Flow> {
        let (enter, exit) = if is_async {
            (Symbol::AENTER, Symbol::AEXIT)
        } else {
            (Symbol::ENTER, Symbol::EXIT)
        };
        let kind = world.class_of(&manager).name();
        let protocol = if is_async {
            "asynchronous context manager"
        } else {
            "context manager"
        };
        let refused = |missed: &str| {
            let text = format!("'{kind}' object does not support the {protocol} protocol{missed}");
            Fault::type_error(text)
        };
        let Some(enter) = self.special(world, &manager, enter) else {
            return Err(refused(""));
        };
        let Some(exit) = self.special(world, &manager, exit) else {
            return Err(refused(if is_async {
                " (missed __aexit__ method)"
            } else {
                " (missed __exit__ method)"
            }));
        };
        self.push(values, bound(manager.clone(), exit));
        self.call_with(world, values, pace, enter, vec![manager], Then::Push)
    }

    fn raise(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        exception: Value,
        cause: Value,
    ) -> Outcome<Flow> {
        match &exception {
            Value::Object(object) if object.class.kind.is_exception() => {
                if let Some(raised) = exception::raised(&exception) {
                    match &cause {
                        Value::Null => {}
                        Value::None => raised.with(|raised| {
                            raised.cause = Value::Null;
                            raised.suppress = true;
                        }),
                        Value::Class(class) if class.kind.is_exception() => {
                            let made = exception::of_class(class);
                            raised.with(|raised| {
                                raised.cause = made;
                                raised.suppress = true;
                            });
                        }
                        cause if exception::raised(cause).is_some() => {
                            if raised.is_shared() {
                                cause.share();
                            }
                            raised.with(|raised| {
                                raised.cause = cause.clone();
                                raised.suppress = true;
                            });
                        }
                        _ => {
                            return Err(Fault::type_error(
                                "exception causes must derive from BaseException",
                            ));
                        }
                    }
                }
                Err(Fault::raised(exception))
            }
            Value::Class(class) if class.kind.is_exception() => match cause {
                Value::Null => {
                    self.call_with(world, values, pace, exception, Vec::new(), Then::Raise)
                }
                cause => {
                    // An instance first, then this instruction over again.
                    self.push(values, exception);
                    self.push(values, cause);
                    self.again(world, values, pace, "instance_of", 2)
                }
            },
            _ => Err(Fault::type_error(
                "exceptions must derive from BaseException",
            )),
        }
    }

    fn intrinsic_1(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        intrinsic: Intrinsic1,
    ) -> Outcome<Flow> {
        match intrinsic {
            Intrinsic1::UnaryPositive => self.unary(world, values, pace, '+', Symbol::POS),
            Intrinsic1::ListToTuple => {
                let value = self.pop(values);
                if let Value::List(list) = value {
                    self.push(values, Value::tuple(list.items()));
                }
                Ok(Flow::Go)
            }
            Intrinsic1::StopIterationError => {
                let exception = self.pop(values);
                let kind = world.class_of(&exception).kind;
                let code = self.frames.last().and_then(|frame| world.code(frame.code?));
                let flags = code.map(|ready| ready.code.flags).unwrap_or_default();
                let what = if flags.async_generator {
                    "async generator"
                } else if flags.coroutine {
                    "coroutine"
                } else {
                    "generator"
                };
                let which = match kind {
                    Kind::StopIteration => "StopIteration",
                    Kind::StopAsyncIteration if flags.async_generator => "StopAsyncIteration",
                    _ => {
                        self.push(values, exception);
                        return Ok(Flow::Go);
                    }
                };
                let message = Value::text(format!("{what} raised {which}"));
                let mut raised = Raised::new(vec![message]);
                raised.cause = exception.clone();
                raised.context = exception;
                raised.suppress = true;
                let new = exception::exception(world, Kind::RuntimeError, raised);
                self.push(values, new);
                Ok(Flow::Go)
            }
            Intrinsic1::ImportStar => {
                let module = self.pop(values);
                let Value::Module(module) = &module else {
                    return Err(Fault::memory());
                };
                let unit = self.frames.last().and_then(|frame| frame.code);
                let unit = unit.map_or(0, |code| (code / crate::world::CODES) as usize);
                for (name, value) in crate::modules::public(world, module)? {
                    world.set_anywhere(unit, name, value);
                }
                self.push(values, Value::None);
                Ok(Flow::Go)
            }
            Intrinsic1::AsyncGenWrap => {
                let value = self.pop(values);
                self.push(values, crate::asynchronous::wrapped(value));
                Ok(Flow::Go)
            }
            // What generic functions and classes need.
            other => {
                let args = vec![Value::text(format!("{other:?}")), self.pop(values)];
                self.call_library(world, values, pace, "type_intrinsic", args, Then::Push)
            }
        }
    }

    /// Calls a function of the library's, which does what takes Python.
    pub(crate) fn call_library(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        function: &str,
        args: Vec<Value>,
        then: Then,
    ) -> Outcome<Flow> {
        let function = world
            .library(function, Role::Function)
            .ok_or_else(Fault::in_python)?;
        self.call_with(world, values, pace, function, args, then)
    }

    fn intrinsic_2(
        &mut self,
        world: &Arc<World>,
        values: &mut Values,
        pace: &mut dyn Pace,
        intrinsic: Intrinsic2,
    ) -> Outcome<Flow> {
        match intrinsic {
            Intrinsic2::PrepReraiseStar => {
                let raised = self.pop(values);
                let original = self.pop(values);
                let args = vec![original, raised];
                self.call_library(world, values, pace, "prepare_reraise", args, Then::Push)
            }
            Intrinsic2::SetFunctionTypeParams => {
                drop(self.pop(values));
                Ok(Flow::Go)
            }
            other => {
                let more = self.pop(values);
                let args = vec![Value::text(format!("{other:?}")), self.pop(values), more];
                self.call_library(world, values, pace, "type_intrinsic", args, Then::Push)
            }
        }
    }
}

fn or_none(value: Value) -> Value {
    match value {
        Value::Null => Value::None,
        value => value,
    }
}

#[cold]
fn unknown(name: &str) -> Box<Fault> {
    Fault::missing(
        ErrorKind::NameError,
        format!("name '{name}' is not defined"),
        name,
        Value::Null,
    )
}

/// What a function is called in messages (`_PyObject_FunctionStr`).
fn called(world: &World, function: &Value) -> String {
    let text = |name| match attribute::find(world, function, name) {
        Attribute::Value(Value::Str(text)) => Some(text.text.to_string()),
        _ => None,
    };
    let Some(name) = text(Symbol::QUALNAME) else {
        return text::display(function)
            .ok()
            .and_then(|shown| Some(shown.as_str()?.to_owned()))
            .unwrap_or_default();
    };
    match text(Symbol::MODULE) {
        Some(module) if module != "builtins" => format!("{module}.{name}()"),
        _ => format!("{name}()"),
    }
}

/// Whether `except wanted` catches an exception.
pub(crate) fn exception_matches(world: &World, exception: &Value, wanted: &Value) -> Outcome<bool> {
    match wanted {
        Value::Class(class) if class.kind.is_exception() => {
            Ok(world.class_of(exception).is_a(class))
        }
        Value::Tuple(_) => {
            operators::any_of(wanted, |class| exception_matches(world, exception, class))
        }
        _ => Err(Fault::type_error(
            "catching classes that do not inherit from BaseException is not allowed",
        )),
    }
}
