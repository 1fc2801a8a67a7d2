//! Calls: arguments, frames, and what becomes of results.

use std::mem;
use std::sync::Arc;

use crate::attribute::bound;
use crate::builtins::{inside, settled};
use crate::class::Class;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::exception::{self, Raised};
use crate::frames::Frame;
use crate::function::{Args, Function, Reply, Role, Then};
use crate::generator::{Generator, Stage, State};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::list::MAX_ITEMS;
use crate::meter::Pace;
use crate::native::{Native, Work};
use crate::object::{Guarded, Ref};
use crate::run::{discard, overwrite, take};
use crate::sink::{Fed, Sink};
use crate::slow::Flow;
use crate::symbols::Symbol;
use crate::thread::{Pause, Request, Thread, Waiting, What};
use crate::threads::ThreadObject;
use crate::value::Value;
use crate::world::{Ready, World};

/// Does work that is too short to let go of the lock.
fn at_once(mut work: Box<dyn Work>, pace: &mut dyn Pace) -> Outcome<Value> {
    while !work.is_over() {
        pace.pay(work.piece());
    }
    work.result()
}

impl Thread {
    /// Calls what lies at `callee` (a place in `values`), with `argc` arguments from `callee + 2` on; the last
    /// ones are named by `names`. `values[callee + 1]` is a method's receiver or `Null`. All of them are
    /// taken; the caller's stack ends at `callee` then.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn call(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        callee: usize,
        argc: usize,
        names: &[Value],
        then: Then,
    ) -> Outcome<Flow> {
        if let Some(frame) = self.frames.last_mut() {
            frame.top = callee - frame.base;
        }
        loop {
            let Some(called) = values.get(callee) else {
                return Err(Fault::memory());
            };
            match called {
                Value::Function(_) => {
                    let Some(Value::Function(function)) = values.get_mut(callee).map(mem::take)
                    else {
                        return Err(Fault::memory());
                    };
                    return self.enter(world, values, function, callee, argc, names, then);
                }
                Value::Bound(bound) => {
                    let bound = bound.clone();
                    if !matches!(values.get(callee + 1), Some(Value::Null)) {
                        // The receiver becomes an ordinary argument behind the method's own.
                        return self.call_anew(
                            world,
                            values,
                            pace,
                            callee,
                            argc,
                            names,
                            then,
                            |args| {
                                args.insert(0, bound.receiver.clone());
                                bound.function.clone()
                            },
                        );
                    }
                    put(values, callee, bound.function.clone());
                    put(values, callee + 1, bound.receiver.clone());
                }
                Value::Native(native) => {
                    let native = native.get();
                    let receiver =
                        usize::from(!matches!(values.get(callee + 1), Some(Value::Null)));
                    let first = callee + 2 - receiver;
                    let given = values.get(first..callee + 2 + argc).unwrap_or_default();
                    pace.call(&Value::native(native), given);
                    let (positional, keywords) =
                        given.split_at(given.len() - names.len().min(given.len()));
                    if let Role::Method(kind) = native.role {
                        check_receiver(world, native.name, kind, positional)?;
                    }
                    let args = Args {
                        positional,
                        names,
                        keywords,
                    };
                    let caller = self.caller(world, values);
                    let reply = (native.run)(args, &caller);
                    let reply = match reply {
                        Err(fault) if fault.is_in_python() => {
                            // The library's own function does it, with the same arguments.
                            let Some(function) = world.library(native.name, native.role) else {
                                return Err(fault);
                            };
                            return self.call_anew(
                                world,
                                values,
                                pace,
                                callee,
                                argc,
                                names,
                                then,
                                |_| function,
                            );
                        }
                        reply => reply?,
                    };
                    clear(values, callee, argc + 2);
                    return self.reply(world, values, pace, reply, then);
                }
                Value::Class(class) => {
                    let class = class.clone();
                    return self.call_class(world, values, pace, callee, argc, names, then, class);
                }
                Value::Object(object) => {
                    let object = object.clone();
                    if let Payload::StaticMethod(function) = &object.payload {
                        put(values, callee, function.clone());
                        continue;
                    }
                    let Some(method) = object.class.find(Symbol::CALL) else {
                        return Err(not_callable(world, &Value::Object(object)));
                    };
                    let method = match method {
                        method @ (Value::Function(_) | Value::Native(_)) => {
                            bound(Value::Object(object), method)
                        }
                        method => method,
                    };
                    put(values, callee, method);
                }
                // A thread without a target does nothing.
                Value::None if self.frames.last().is_some_and(|frame| frame.code.is_none()) => {
                    clear(values, callee, argc + 2);
                    self.finish(world, values, Value::None, then)?;
                    return Ok(Flow::Go);
                }
                other => return Err(not_callable(world, other)),
            }
        }
    }

    /// The same call with other arguments: `change` gets them all, the receiver first if there is one, and
    /// says what to call.
    fn call_anew(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        callee: usize,
        argc: usize,
        names: &[Value],
        then: Then,
        change: impl FnOnce(&mut Vec<Value>) -> Value,
    ) -> Outcome<Flow> {
        let all = values
            .get_mut(callee + 1..callee + 2 + argc)
            .unwrap_or_default();
        let mut args: Vec<Value> = all.iter_mut().map(mem::take).collect();
        if matches!(args.first(), Some(Value::Null)) {
            args.remove(0);
        }
        let function = change(&mut args);
        let count = args.len();
        self.lay_out(values, callee, function, args)?;
        self.call(world, values, pace, callee, count, names, then)
    }

    /// Puts a callee and its arguments where `call` expects them.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn lay_out(
        &mut self,
        values: &mut Vec<Value>,
        callee: usize,
        function: Value,
        args: Vec<Value>,
    ) -> Outcome<()> {
        let end = callee + 2 + args.len();
        if end > MAX_ITEMS {
            return Err(Fault::memory());
        }
        if values.len() < end {
            values.resize(end, Value::Null);
        }
        put(values, callee, function);
        put(values, callee + 1, Value::Null);
        for (slot, arg) in values.iter_mut().skip(callee + 2).zip(args) {
            *slot = arg;
        }
        Ok(())
    }

    /// Calls something with these arguments, above the caller's stack.
    pub(crate) fn call_with(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        function: Value,
        args: Vec<Value>,
        then: Then,
    ) -> Outcome<Flow> {
        let callee = self.frames.last().map_or(0, |frame| frame.base + frame.top);
        let count = args.len();
        self.lay_out(values, callee, function, args)?;
        self.call(world, values, pace, callee, count, &[], then)
    }

    /// What a native function has answered.
    pub(crate) fn reply(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        reply: Reply,
        then: Then,
    ) -> Outcome<Flow> {
        match reply {
            Reply::Value(value) => {
                self.finish(world, values, value, then)?;
                Ok(Flow::Called)
            }
            Reply::Ask(request) => {
                let started = match &request {
                    Request::Start(object) => Some(Arc::clone(object)),
                    _ => None,
                };
                self.is_blocked = matches!(
                    request,
                    Request::Sleep(_) | Request::Acquire { .. } | Request::Join { .. }
                );
                self.waiting = Waiting::Answer(started, then);
                Ok(Flow::Pause(Pause::Ask(request)))
            }
            Reply::Native(Native::Work(work)) if work.keeps_lock() => {
                let value = at_once(work, pace)?;
                self.finish(world, values, value, then)?;
                Ok(Flow::Called)
            }
            Reply::Native(native) => {
                self.waiting = Waiting::Native(native, then);
                Ok(Flow::Pause(Pause::Ask(Request::AllowThreads)))
            }
            Reply::Call(Value::Function(body), args, Then::ClassBody) => {
                let namespace = args.into_iter().next().unwrap_or_default();
                self.enter_class_body(world, values, &body, namespace, then)?;
                Ok(Flow::Go)
            }
            Reply::Call(function, args, first) => {
                // Both: what the native function wants, and what its caller does with it. The native
                // functions that ask for more than `Push` are called by instructions that push.
                let then = if first == Then::Push { then } else { first };
                self.call_with(world, values, pace, function, args, then)
            }
            Reply::Resume(generator, value, then) => {
                self.resume(world, values, &generator, value, then)?;
                Ok(Flow::Go)
            }
            Reply::Feed(generator, sink, so_far) => {
                so_far
                    .into_iter()
                    .for_each(|value| self.push(values, value));
                match self.wake(world, values, &generator, Then::Feed(sink)) {
                    Ok(Some(_)) => self.push(values, Value::None),
                    Ok(None) => {
                        let so_far = self.pop_so_far(values);
                        self.push(values, sink.end(so_far)?);
                    }
                    Err(fault) => {
                        drop(self.pop_so_far(values));
                        return Err(fault);
                    }
                }
                Ok(Flow::Go)
            }
            Reply::Throw(generator, exception, then) => {
                self.throw(world, values, &generator, exception, then)?;
                Ok(Flow::Go)
            }
        }
    }

    /// A new frame for a function of the program.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn enter(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        function: Ref<Function>,
        callee: usize,
        argc: usize,
        names: &[Value],
        then: Then,
    ) -> Outcome<Flow> {
        let Some(ready) = world.code(function.code) else {
            return Err(Fault::memory());
        };
        let has_receiver = !matches!(values.get(callee + 1), Some(Value::Null));
        let base = callee + 2 - usize::from(has_receiver);
        let given = argc + usize::from(has_receiver);
        if given != ready.params || !ready.is_plain || !names.is_empty() {
            let args = values.get(base..base + given).unwrap_or_default();
            let bound = bind(ready, &function, args, names)?;
            let end = base + bound.len().max(given);
            if values.len() < end {
                values.resize(end, Value::Null);
            }
            let mut slots = values.iter_mut().skip(base);
            for value in bound {
                if let Some(slot) = slots.next() {
                    *slot = value;
                }
            }
            // There may have been more arguments than there are parameters: they are in `*args` now.
            let rest = end - base - ready.params;
            slots.take(rest).for_each(|slot| *slot = Value::Null);
        }
        self.push_frame(values, function.code, ready, Some(function), base, then)?;
        Ok(Flow::Go)
    }

    /// A frame for a function whose arguments are in their places. `closure` is the function, if it has cells.
    #[inline(never)]
    pub(crate) fn push_frame(
        &mut self,
        values: &mut Vec<Value>,
        code: u32,
        ready: &Ready,
        closure: Option<Ref<Function>>,
        base: usize,
        then: Then,
    ) -> Outcome<()> {
        self.push_frame_here(values, code, ready, closure, base, then)
    }

    /// The same, as a part of who calls it.
    #[inline(always)]
    pub(crate) fn push_frame_here(
        &mut self,
        values: &mut Vec<Value>,
        code: u32,
        ready: &Ready,
        closure: Option<Ref<Function>>,
        base: usize,
        then: Then,
    ) -> Outcome<()> {
        self.check_depth()?;
        let (locals, size) = (ready.locals, ready.size);
        make_room(values, base + size)?;
        // Popped numbers stay where they were; a local begins unbound.
        let unbound = values
            .get_mut(base + ready.params..base + locals)
            .unwrap_or_default();
        for slot in unbound {
            overwrite(slot, Value::Null);
        }
        if let Some(function) = closure {
            let slots = values.iter_mut().skip(base + ready.code.first_free);
            for (slot, cell) in slots.zip(&function.closure) {
                *slot = Value::Cell(cell.clone());
            }
        }
        self.frames.push(Frame {
            code: Some(code),
            pc: 0,
            base,
            size,
            top: locals,
            then,
            generator: None,
            rest: None,
        });
        Ok(())
    }

    #[inline(always)]
    fn check_depth(&self) -> Outcome<()> {
        if self.frames.len() + 2 < self.world.recursion_limit() {
            return Ok(());
        }
        self.refuse_depth()
    }

    #[cold]
    #[inline(never)]
    fn refuse_depth(&self) -> Outcome<()> {
        // Below a started thread's function CPython has three frames of `threading.py`.
        let is_started = self
            .frames
            .first()
            .is_some_and(|frame| frame.code.is_none());
        let below = if is_started { 2 } else { 0 };
        if self.frames.len() + below >= self.world.recursion_limit() {
            return Err(Fault::new(
                ErrorKind::RecursionError,
                "maximum recursion depth exceeded",
            ));
        }
        Ok(())
    }

    /// Runs a class body: its code with a namespace of its own.
    pub(crate) fn enter_class_body(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        function: &Ref<Function>,
        namespace: Value,
        then: Then,
    ) -> Outcome<()> {
        let Some(ready) = world.code(function.code) else {
            return Err(Fault::memory());
        };
        let base = self.frames.last().map_or(0, |frame| frame.base + frame.top);
        let closure = Some(function.clone());
        self.push_frame(values, function.code, ready, closure, base, Then::ClassBody)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.also(namespace, then);
        }
        Ok(())
    }

    /// A class is called: an instance is made.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn call_class(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        callee: usize,
        argc: usize,
        names: &[Value],
        then: Then,
        class: Ref<Class>,
    ) -> Outcome<Flow> {
        if !matches!(values.get(callee + 1), Some(Value::Null)) {
            let class = Value::Class(class);
            return self.call_anew(world, values, pace, callee, argc, names, then, |_| class);
        }
        if let Some(meta) = &class.meta
            && let Some(call @ Value::Function(_)) = meta.find(Symbol::CALL)
        {
            let receiver = Value::Class(class.clone());
            return self.call_anew(world, values, pace, callee, argc, names, then, |args| {
                args.insert(0, receiver);
                call
            });
        }
        // A class of classes is called by the library, which tells bases and attributes of it.
        if class.kind == Kind::Type
            && class.is_python
            && let Some(function) = world.library("type___call__", Role::Function)
        {
            return self.call_anew(world, values, pace, callee, argc, names, then, |args| {
                args.insert(0, Value::Class(class));
                function
            });
        }
        let new = class.find(Symbol::NEW);
        match new {
            Some(Value::Native(native)) if !class.is_python => {
                // A class of the language's own: its constructor does everything.
                put(values, callee, Value::Native(native));
                put(values, callee + 1, Value::Class(class));
                return self.call(world, values, pace, callee, argc, names, then);
            }
            Some(Value::Native(_)) | None => {}
            Some(_) => {
                // `__new__` written in Python, then `__init__` if it gave an instance: the library does both.
                let function = world.library("type___call__", Role::Function);
                let Some(function) = function else {
                    return Err(Fault::unsupported("a __new__ of its own"));
                };
                return self.call_anew(world, values, pace, callee, argc, names, then, |args| {
                    args.insert(0, Value::Class(class));
                    function
                });
            }
        }
        let given = values
            .get(callee + 2..callee + 2 + argc)
            .unwrap_or_default();
        let (positional, keywords) = given.split_at(given.len() - names.len().min(given.len()));
        let init = class.find(Symbol::INIT);
        crate::builtins::object::refuse_abstract(&class)?;
        let mut class = class;
        let payload = match class.kind {
            Kind::Object | Kind::Type => Payload::Plain,
            kind if kind.is_exception() => {
                let given = Args {
                    positional,
                    names,
                    keywords,
                };
                let (actual, raised) = crate::builtins::new_exception(world, &class, given)?;
                class = actual;
                Payload::Exception(Guarded::new(raised))
            }
            Kind::Thread if matches!(init, Some(Value::Function(_))) => {
                Payload::Thread(Arc::new(ThreadObject::blank()))
            }
            kind => {
                // Of a class that derives from `int`, `list` …: that one's own constructor makes the inside.
                let Some(Value::Native(native)) = world.class(kind).find(Symbol::NEW) else {
                    return Err(Fault::unsupported(format!(
                        "deriving from '{}'",
                        kind.name()
                    )));
                };
                let init_takes = matches!(init, Some(Value::Function(_)));
                // What its `__init__` fills later begins empty.
                let is_filled_later = init_takes
                    && matches!(
                        kind,
                        Kind::List | Kind::Dict | Kind::Set | Kind::Deque | Kind::DefaultDict
                    );
                let mut all = vec![Value::Class(world.class(kind).clone())];
                let (names, keywords) = if is_filled_later {
                    (&[][..], &[][..])
                } else {
                    all.extend_from_slice(positional);
                    (names, keywords)
                };
                let caller = self.caller(world, values);
                let args = Args {
                    positional: &all,
                    names,
                    keywords,
                };
                let made = match (native.run)(args, &caller) {
                    Err(fault) if fault.is_in_python() => {
                        let Some(function) = world.library("derived", Role::Function) else {
                            return Err(fault);
                        };
                        let base = Value::Class(world.class(kind).clone());
                        return self.call_anew(
                            world,
                            values,
                            pace,
                            callee,
                            argc,
                            names,
                            then,
                            |args| {
                                args.splice(0..0, [Value::Class(class), base]);
                                function
                            },
                        );
                    }
                    made => made?,
                };
                match made {
                    Reply::Value(Value::Object(inner)) => match Ref::into_inner(inner) {
                        Some(inner) => inner.payload,
                        None => return Err(Fault::memory()),
                    },
                    Reply::Value(base) => Payload::Base(base),
                    _ => {
                        let what = format!("deriving from '{}'", kind.name());
                        return Err(Fault::unsupported(what));
                    }
                }
            }
        };
        let kind = class.kind;
        let instance = Value::Object(Ref::new(Instance::new(class.clone(), payload)));
        match init {
            Some(init @ Value::Function(_)) => {
                // The instance waits in the callee's slot, and is the first argument.
                let Value::Function(function) = init else {
                    return Err(Fault::memory());
                };
                put(values, callee + 1, instance.clone());
                put(values, callee, instance);
                let entered =
                    self.enter(world, values, function, callee, argc, names, Then::Init)?;
                if then != Then::Push
                    && let Some(frame) = self.frames.last_mut()
                {
                    frame.also(Value::Null, then);
                }
                Ok(entered)
            }
            _ => {
                let takes_any = kind != Kind::Object && kind != Kind::Type;
                if argc > 0 && !takes_any {
                    return Err(Fault::type_error(format!(
                        "{}() takes no arguments",
                        class.name()
                    )));
                }
                clear(values, callee, argc + 2);
                self.finish(world, values, instance, then)?;
                Ok(Flow::Called)
            }
        }
    }

    /// A Python frame has returned.
    pub(crate) fn returned(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        frame: Frame,
        value: Value,
    ) -> Outcome<()> {
        if frame.then == Then::Import {
            Thread::imported(world, &frame);
        }
        if frame.then == Then::Init {
            if !matches!(value, Value::None) {
                let kind = world.class_of(&value).name();
                return Err(Fault::type_error(format!(
                    "__init__() should return None, not '{kind}'"
                )));
            }
            // The instance is where the callee was.
            let place = self.frames.last().map_or(0, |frame| frame.base + frame.top);
            let instance = values.get_mut(place).map(mem::take).unwrap_or_default();
            return self.finish(world, values, instance, frame.after());
        }
        if frame.then == Then::ClassBody {
            let (namespace, after) = match frame.rest {
                Some(rest) => (rest.namespace, rest.after),
                None => (Value::Null, Then::Drop),
            };
            return self.finish(world, values, namespace, after);
        }
        let Some(generator) = frame.generator else {
            return self.finish(world, values, value, frame.then);
        };
        let (outer, _) = generator.state.with(|state| state.end());
        self.handled = outer;
        match frame.then {
            Then::For(target) => {
                drop(self.pop(values));
                self.jump(target);
                Ok(())
            }
            Then::Send(target) => {
                self.push(values, value);
                self.jump(target);
                Ok(())
            }
            Then::Close => {
                self.push(values, Value::None);
                Ok(())
            }
            Then::Feed(sink) => {
                let so_far = self.pop_so_far(values);
                self.push(values, sink.end(so_far)?);
                Ok(())
            }
            _ if generator.kind == Kind::AsyncGenerator => {
                Err(Fault::new(ErrorKind::StopAsyncIteration, ""))
            }
            _ => Err(stop(world, value)),
        }
    }

    fn pop_so_far(&mut self, values: &mut [Value]) -> [Value; 2] {
        let made = self.pop(values);
        [self.pop(values), made]
    }

    /// The running generator's items are not fed into a sink any more: that has its result, failed, or has to
    /// go on in Python with this item.
    #[cold]
    pub(crate) fn end_feed(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        sink: Sink,
        fed: Outcome<Fed>,
        item: Value,
    ) -> Outcome<Flow> {
        let generator = self.frames.last().and_then(|frame| frame.generator.clone());
        self.put_to_sleep(values, Stage::Waits);
        let [other, made] = self.pop_so_far(values);
        match (fed, generator) {
            (Err(fault), Some(generator)) if fault.is_in_python() => {
                let Some(function) = world.library(sink.in_python(), Role::Function) else {
                    return Err(fault);
                };
                let made = match sink {
                    Sink::Sum => settled(made, &other),
                    _ => made,
                };
                let args = vec![Value::Generator(generator), made, item];
                self.call_with(world, values, pace, function, args, Then::Push)
            }
            (Ok(Fed::Done(result)), _) => {
                self.push(values, result);
                Ok(Flow::Go)
            }
            (fed, _) => fed.map(|_| Flow::Go),
        }
    }

    /// What becomes of a result: of a call, or of what a generator yields.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn finish(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        value: Value,
        then: Then,
    ) -> Outcome<()> {
        let kind = |value: &Value| world.class_of(value).name();
        match then {
            Then::Push | Then::For(_) | Then::Send(_) | Then::Feed(_) | Then::Next => {
                self.push(values, value);
            }
            Then::PushNull => {
                self.push(values, value);
                self.push(values, Value::Null);
            }
            Then::Pair => {
                let items = match &value {
                    Value::Tuple(tuple) => tuple.0.clone(),
                    _ => Vec::new(),
                };
                // What `except*` has matched is what is being handled.
                if let Some(matching @ Value::Object(_)) = items.last() {
                    self.handled = matching.clone();
                }
                items.into_iter().for_each(|item| self.push(values, item));
            }
            Then::Drop | Then::Import => {}
            // Only of frames: `returned` sees to it.
            Then::Init => self.push(values, value),
            Then::Truth(inverted) => match value {
                Value::Bool(value) => self.push(values, Value::bool(value.get() != inverted)),
                value => {
                    let kind = kind(&value);
                    return Err(Fault::type_error(format!(
                        "__bool__ should return bool, returned {kind}"
                    )));
                }
            },
            Then::Contains(inverted) => {
                let truth = value.truth();
                self.push(values, Value::bool(truth != inverted));
            }
            Then::Text(method) => match value {
                value if matches!(inside(&value), Value::Str(_)) => self.push(values, value),
                value => {
                    let (kind, method) = (kind(&value), world.symbols.name(method));
                    return Err(Fault::type_error(format!(
                        "{method} returned non-string (type {kind})"
                    )));
                }
            },
            Then::Length => match value {
                Value::Int(length) if length >= 0 => self.push(values, Value::Int(length)),
                Value::Bool(length) => self.push(values, Value::Int(length.into())),
                Value::Int(_) => {
                    return Err(Fault::value_error("__len__() should return >= 0"));
                }
                value => return Err(not_an_integer(&kind(&value))),
            },
            Then::Hash => match value {
                Value::Int(-1) => self.push(values, Value::Int(-2)),
                value @ Value::Int(_) => self.push(values, value),
                Value::Bool(value) => self.push(values, Value::Int(value.into())),
                Value::Big(_) => {
                    let hash = crate::hash::of(&value)?;
                    self.push(values, Value::Int(hash));
                }
                _ => {
                    return Err(Fault::type_error(
                        "__hash__ method should return an integer",
                    ));
                }
            },
            Then::Index(method) => match value {
                value @ (Value::Int(_) | Value::Big(_)) => self.push(values, value),
                Value::Bool(value) => self.push(values, Value::Int(value.into())),
                value @ Value::Float(_) if method == Symbol::FLOAT => self.push(values, value),
                value => {
                    let (kind, wanted) = (
                        kind(&value),
                        if method == Symbol::FLOAT {
                            "float"
                        } else {
                            "int"
                        },
                    );
                    let method = world.symbols.name(method);
                    return Err(Fault::type_error(format!(
                        "{method} returned non-{wanted} (type {kind})"
                    )));
                }
            },
            Then::Iterator => {
                let is_iterator = match &value {
                    Value::Iter(_) | Value::Generator(_) | Value::RangeIter(_) => true,
                    Value::Object(object) => object.class.find(Symbol::NEXT).is_some(),
                    _ => false,
                };
                if !is_iterator {
                    let kind = kind(&value);
                    return Err(Fault::type_error(format!(
                        "iter() returned non-iterator of type '{kind}'"
                    )));
                }
                self.push(values, value);
            }
            Then::Operator(stage) => return self.operator_result(world, values, value, stage),
            Then::Close => {
                return Err(Fault::new(
                    ErrorKind::RuntimeError,
                    "generator ignored GeneratorExit",
                ));
            }
            Then::Delegate => {
                // The outer generator yields what the inner one did: its own `yield` is done over.
                self.push(values, value);
                if let Some(frame) = self.frames.last_mut() {
                    frame.pc = frame.pc.saturating_sub(1);
                }
            }
            Then::ClassBody => self.push(values, value),
            Then::Again(depth) => {
                if let Some(frame) = self.frames.last_mut() {
                    let place = frame.base + frame.top - depth as usize;
                    frame.pc = frame.pc.saturating_sub(1);
                    put(values, place, value);
                }
            }
            Then::Raise => return Err(Fault::raised(value)),
        }
        Ok(())
    }

    /// A generator goes on with a value.
    pub(crate) fn resume(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        generator: &Value,
        sent: Value,
        then: Then,
    ) -> Outcome<()> {
        let generator = generator_of(generator)?;
        match self.wake(world, values, generator, then)? {
            Some(stage) => {
                if stage == Stage::New && !matches!(sent, Value::None) {
                    let what = what(generator.kind);
                    let message = format!("can't send non-None value to a just-started {what}");
                    // Back to sleep: it has not begun.
                    self.put_to_sleep(values, Stage::New);
                    return Err(Fault::type_error(message));
                }
                self.push(values, sent);
                Ok(())
            }
            None if generator.kind == Kind::Coroutine => Err(Fault::new(
                ErrorKind::RuntimeError,
                "cannot reuse already awaited coroutine",
            )),
            None => match then {
                Then::For(target) => {
                    drop(self.pop(values));
                    self.jump(target);
                    Ok(())
                }
                Then::Send(target) => {
                    self.push(values, Value::None);
                    self.jump(target);
                    Ok(())
                }
                _ if generator.kind == Kind::AsyncGenerator => {
                    Err(Fault::new(ErrorKind::StopAsyncIteration, ""))
                }
                _ => Err(Fault::new(ErrorKind::StopIteration, "")),
            },
        }
    }

    /// An exception is raised where a generator waits.
    pub(crate) fn throw(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        generator: &Value,
        exception: Value,
        then: Then,
    ) -> Outcome<()> {
        let generator = generator_of(generator)?;
        let inner = generator
            .state
            .with(|state| state.delegate(world, generator.code));
        match self.wake(world, values, generator, then)? {
            Some(_) => match inner {
                Some(inner @ Value::Generator(_)) => {
                    self.throw(world, values, &inner, exception, Then::Delegate)
                }
                _ => Err(Fault::raised(exception)),
            },
            None if then == Then::Close => {
                self.push(values, Value::None);
                Ok(())
            }
            None => Err(Fault::raised(exception)),
        }
    }

    /// Puts a generator's frame on top; says how it waited, `None` if it has ended.
    pub(crate) fn wake(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        generator: &Ref<Generator>,
        then: Then,
    ) -> Outcome<Option<Stage>> {
        let Some(ready) = world.code(generator.code) else {
            return Err(Fault::memory());
        };
        let base = self.frames.last().map_or(0, |frame| frame.base + frame.top);
        self.wake_ready(values, generator.clone(), ready, base, then)
    }

    /// The same, with its code, and the place in `values` where its window begins.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn wake_ready(
        &mut self,
        values: &mut Vec<Value>,
        generator: Ref<Generator>,
        ready: &Ready,
        base: usize,
        then: Then,
    ) -> Outcome<Option<Stage>> {
        self.check_depth()?;
        let size = ready.size;
        make_room(values, base + size)?;
        let window = values.get_mut(base..).unwrap_or_default();
        let mut state = generator.state.enter();
        let stage = state.stage;
        if stage != Stage::New && !stage.waits() {
            drop(state);
            return self.refuse_to_wake(&generator, stage);
        }
        let State {
            values: kept,
            handled,
            ..
        } = &mut *state;
        // Above the top there is nothing to be freed, and what is left is nothing either, or a number.
        for (slot, value) in window.iter_mut().zip(kept) {
            overwrite(slot, take(value));
        }
        let outside = &mut self.handled;
        if generator.is_shared() {
            outside.share();
        }
        match (&*handled, &*outside) {
            (Value::Null, Value::Null) => {}
            (Value::Null, _) => *handled = outside.clone(),
            _ => mem::swap(handled, outside),
        }
        let (pc, top) = (state.pc, mem::take(&mut state.top));
        state.stage = Stage::Runs;
        drop(state);
        self.frames.push(Frame {
            code: Some(generator.code),
            pc,
            base,
            size,
            top,
            then,
            generator: Some(generator),
            rest: None,
        });
        Ok(Some(stage))
    }

    /// For a generator that does not wait: it is over, or runs.
    #[cold]
    #[inline(never)]
    fn refuse_to_wake(&self, generator: &Generator, stage: Stage) -> Outcome<Option<Stage>> {
        if stage == Stage::Runs {
            let what = what(generator.kind);
            return Err(Fault::value_error(format!("{what} already executing")));
        }
        Ok(None)
    }

    /// Takes the uppermost frame off and keeps it in its generator; gives what is to become of what it yields.
    pub(crate) fn put_to_sleep(&mut self, values: &mut [Value], stage: Stage) -> Option<Then> {
        let frame = self.frames.last()?;
        self.put_to_sleep_at(values, (frame.pc, frame.top), stage)
    }

    /// The same, where the run loop knows the next instruction and the next free slot, and has not written them
    /// to the frame.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn put_to_sleep_at(
        &mut self,
        values: &mut [Value],
        (pc, top): (usize, usize),
        stage: Stage,
    ) -> Option<Then> {
        let frame = self.frames.last_mut()?;
        let generator = frame.generator.take()?;
        let then = frame.then;
        let window = values
            .get_mut(frame.base..frame.base + top)
            .unwrap_or_default();
        let mut old = Value::Null;
        {
            let mut state = generator.state.enter();
            let missing = window.len().saturating_sub(state.values.len());
            if missing > 0 {
                state.values.extend((0..missing).map(|_| Value::Null));
            }
            for (slot, value) in state.values.iter_mut().zip(&mut *window) {
                overwrite(slot, take(value));
            }
            state.top = window.len();
            let inside = &mut self.handled;
            if !matches!((&state.handled, &*inside), (Value::Null, Value::Null)) {
                mem::swap(&mut state.handled, inside);
                // Only what it handles itself; what its caller handles may be another next time.
                if state.handled.is(inside) {
                    old = mem::take(&mut state.handled);
                }
            }
            state.pc = pc;
            state.stage = stage;
            if generator.is_shared() {
                state.share(&mut Value::share);
            }
        }
        // Freed when nobody is inside.
        discard(old);
        // Of a generator it was, and nothing else.
        self.frames.pop_bare();
        Some(then)
    }

    #[inline]
    pub(crate) fn push(&mut self, values: &mut Vec<Value>, value: Value) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let place = frame.base + frame.top;
        frame.top += 1;
        if values.len() <= place {
            values.resize(place + 1, Value::Null);
        }
        put(values, place, value);
    }

    #[inline]
    pub(crate) fn pop(&mut self, values: &mut [Value]) -> Value {
        let Some(frame) = self.frames.last_mut() else {
            return Value::Null;
        };
        frame.top -= 1;
        let place = frame.base + frame.top;
        values.get_mut(place).map(mem::take).unwrap_or_default()
    }

    /// A value of the stack: 1 is the top.
    #[inline]
    pub(crate) fn peek<'a>(&self, values: &'a [Value], depth: usize) -> &'a Value {
        let place = self
            .frames
            .last()
            .map(|frame| frame.base + frame.top - depth);
        place
            .and_then(|place| values.get(place))
            .unwrap_or(&Value::Null)
    }

    /// Replaces a value of the stack.
    pub(crate) fn poke(&mut self, values: &mut [Value], depth: usize, value: Value) {
        if let Some(frame) = self.frames.last() {
            put(values, frame.base + frame.top - depth, value);
        }
    }

    pub(crate) fn jump(&mut self, target: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.pc = target as usize;
        }
    }
}

/// What calling a class comes to, if it is nothing unusual.
pub(crate) fn what_is_made(class: &Ref<Class>) -> What {
    let init = class.find(Symbol::INIT);
    match (class.find(Symbol::NEW), init) {
        (Some(Value::Native(native)), _) if !class.is_python && class.kind != Kind::Type => {
            What::Native(native.get())
        }
        (Some(Value::Native(_)) | None, Some(Value::Function(init)))
            if class.is_python
                && class.kind == Kind::Object
                && class.meta.is_none()
                && class.own(Symbol::ABSTRACT).is_none() =>
        {
            What::New(init)
        }
        _ => What::Unknown,
    }
}

fn generator_of(value: &Value) -> Outcome<&Ref<Generator>> {
    match value {
        Value::Generator(generator) => Ok(generator),
        _ => Err(Fault::type_error("this is no generator")),
    }
}

/// What a generator is called in messages.
fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Coroutine => "coroutine",
        Kind::AsyncGenerator => "async generator",
        _ => "generator",
    }
}

/// `StopIteration` with what a generator returned.
pub(crate) fn stop(world: &World, value: Value) -> Box<Fault> {
    let args = match value {
        Value::None => Vec::new(),
        value => vec![value],
    };
    Fault::raised(exception::exception(
        world,
        Kind::StopIteration,
        Raised::new(args),
    ))
}

fn put(values: &mut [Value], place: usize, value: Value) {
    if let Some(slot) = values.get_mut(place) {
        *slot = value;
    }
}

fn clear(values: &mut [Value], from: usize, count: usize) {
    values
        .iter_mut()
        .skip(from)
        .take(count)
        .for_each(|slot| *slot = Value::Null);
}

#[cold]
fn not_callable(world: &World, value: &Value) -> Box<Fault> {
    let kind = world.class_of(value).name();
    Fault::type_error(format!("'{kind}' object is not callable"))
}

#[cold]
pub(crate) fn not_an_integer(kind: &str) -> Box<Fault> {
    Fault::type_error(format!(
        "'{kind}' object cannot be interpreted as an integer"
    ))
}

/// A method of the language's own gets a receiver of its class.
fn check_receiver(world: &World, name: &str, kind: Kind, args: &[Value]) -> Outcome<()> {
    let Some(receiver) = args.first() else {
        let class = kind.name();
        return Err(Fault::type_error(format!(
            "unbound method {class}.{name}() needs an argument"
        )));
    };
    if kind == Kind::Object || world.class_of(receiver).kind.is_a(kind) {
        return Ok(());
    }
    let (class, given) = (kind.name(), world.class_of(receiver).name());
    Err(Fault::type_error(format!(
        "descriptor '{name}' for '{class}' objects doesn't apply to a '{given}' object"
    )))
}

/// Arguments in the order of the parameters (`Python/ceval.c`, `initialize_locals`).
fn bind(
    ready: &Ready,
    function: &Function,
    args: &[Value],
    names: &[Value],
) -> Outcome<Vec<Value>> {
    let code = &ready.code;
    let called = match function.rest.with(|rest| rest.qualname.clone()) {
        Value::Str(name) => name.text.to_string(),
        _ => code.qualname.clone(),
    };
    let (positional, keywords) = args.split_at(args.len() - names.len().min(args.len()));
    let named = code.argcount + code.kwonly;
    let params = code.locals.get(..named).unwrap_or_default();
    let mut bound: Vec<Value> = positional.iter().take(code.argcount).cloned().collect();
    bound.resize(named, Value::Null);
    let mut extra: Vec<(Value, Value)> = Vec::new();
    let mut by_position: Vec<&str> = Vec::new();
    for (key, value) in names.iter().zip(keywords) {
        let name = key.as_str().unwrap_or_default();
        let place = params
            .iter()
            .skip(code.posonly)
            .position(|param| param == name);
        match place.map(|place| place + code.posonly) {
            Some(place) => match bound.get_mut(place) {
                Some(slot @ Value::Null) => *slot = value.clone(),
                _ => {
                    let message = format!("{called}() got multiple values for argument '{name}'");
                    return Err(Fault::type_error(message));
                }
            },
            None if code.flags.varkeywords => extra.push((key.clone(), value.clone())),
            None if params.iter().take(code.posonly).any(|param| param == name) => {
                by_position.push(name);
            }
            None => {
                let known = params.iter().skip(code.posonly).map(String::as_str);
                return Err(unexpected_keyword(&called, name, known));
            }
        }
    }
    if !by_position.is_empty() {
        let names = by_position.join(", ");
        return Err(Fault::type_error(format!(
            "{called}() got some positional-only arguments passed as keyword arguments: '{names}'"
        )));
    }
    let defaults = function.defaults();
    let defaults = defaults.as_ref().map_or(&[][..], |defaults| &defaults.0);
    if positional.len() > code.argcount && !code.flags.varargs {
        return Err(too_many(
            code,
            &called,
            positional.len(),
            defaults.len(),
            &bound,
        ));
    }
    let first_default = code.argcount - defaults.len().min(code.argcount);
    let slots = bound.iter_mut().take(code.argcount).skip(first_default);
    for (slot, default) in slots.zip(defaults) {
        if matches!(slot, Value::Null) {
            *slot = default.clone();
        }
    }
    let missing = |from: usize, to: usize, bound: &[Value]| -> Vec<String> {
        let pairs = bound.iter().zip(params).take(to).skip(from);
        pairs
            .filter(|(value, _)| matches!(value, Value::Null))
            .map(|(_, name)| format!("'{name}'"))
            .collect()
    };
    complain(&called, "positional", &missing(0, code.argcount, &bound))?;
    if code.kwonly > 0 {
        if let Value::Dict(defaults) = function.rest.with(|rest| rest.keyword_defaults.clone()) {
            for place in code.argcount..named {
                if let Some(slot @ Value::Null) = bound.get_mut(place)
                    && let Some(name) = params.get(place)
                    && let Some(default) = defaults.get(&Value::text(&**name))?
                {
                    *slot = default;
                }
            }
        }
        complain(
            &called,
            "keyword-only",
            &missing(code.argcount, named, &bound),
        )?;
    }
    if code.flags.varargs {
        let rest = positional.get(code.argcount..).unwrap_or_default();
        bound.push(Value::tuple(rest.to_vec()));
    }
    if code.flags.varkeywords {
        bound.push(Value::Dict(Ref::new(crate::dict::Dict::new(extra)?)));
    }
    Ok(bound)
}

fn complain(function: &str, which: &str, missing: &[String]) -> Outcome<()> {
    let Some((last, others)) = missing.split_last() else {
        return Ok(());
    };
    let (count, plural) = (missing.len(), if missing.len() == 1 { "" } else { "s" });
    let list = match others {
        [] => last.clone(),
        [one] => format!("{one} and {last}"),
        many => format!("{}, and {last}", many.join(", ")),
    };
    Err(Fault::type_error(format!(
        "{function}() missing {count} required {which} argument{plural}: {list}"
    )))
}

fn too_many(
    code: &compiler::Code,
    function: &str,
    given: usize,
    defaults: usize,
    bound: &[Value],
) -> Box<Fault> {
    let (least, most) = (code.argcount - defaults.min(code.argcount), code.argcount);
    let takes = if least == most {
        most.to_string()
    } else {
        format!("from {least} to {most}")
    };
    let plural = if most == 1 && least == most { "" } else { "s" };
    let keywords = bound
        .iter()
        .skip(code.argcount)
        .filter(|value| !matches!(value, Value::Null));
    let verb = if given == 1 { "was" } else { "were" };
    let given = match keywords.count() {
        0 => format!("{given} {verb} given"),
        keywords => {
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            format!(
                "{given} positional argument{} (and {keywords} keyword-only argument{}) were given",
                plural(given),
                plural(keywords)
            )
        }
    };
    Fault::type_error(format!(
        "{function}() takes {takes} positional argument{plural} but {given}"
    ))
}

/// The `TypeError` for a keyword that a function doesn't have, with the one that may be meant.
pub(crate) fn unexpected_keyword<'a>(
    function: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Box<Fault> {
    let hint = crate::traceback::suggestion(name, known);
    let hint = hint.map_or(String::new(), |hint| format!(". Did you mean '{hint}'?"));
    Fault::type_error(format!(
        "{function}() got an unexpected keyword argument '{name}'{hint}"
    ))
}

/// So many slots.
#[inline(always)]
fn make_room(values: &mut Vec<Value>, slots: usize) -> Outcome<()> {
    #[cold]
    #[inline(never)]
    fn grow(values: &mut Vec<Value>, slots: usize) -> Outcome<()> {
        if slots > MAX_ITEMS {
            return Err(Fault::memory());
        }
        values.resize(slots, Value::Null);
        Ok(())
    }
    if values.len() < slots {
        grow(values, slots)?;
    }
    Ok(())
}
