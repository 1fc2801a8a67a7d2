//! What all threads of one run share: codes, modules, classes, names.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hashbrown::HashMap;

use compiler::{Code, Const, Op, Unit};

use crate::class::{Class, Epoch, Hooks};
use crate::error::Outcome;
use crate::fused::{self, Fast};
use crate::imports::Imports;
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::module::Module;
use crate::network::Told;
use crate::object::{Guarded, Ref};
use crate::symbols::{Symbol, Symbols};
use crate::sys::Version;
use crate::threads::ThreadObject;
use crate::value::Value;

/// How many modules written in Python there can be.
const UNITS: usize = 4096;

/// `sys.getrecursionlimit()` at first.
const RECURSION_LIMIT: usize = 1000;
/// However high a program sets it.
const MOST_FRAMES: usize = 200_000;

/// A code's number: its unit's in the upper half, its own within the unit in the lower one.
pub(crate) const CODES: u32 = 1 << 16;

/// One run: the program's main module, and what it imports.
#[derive(Debug)]
pub struct World {
    units: [OnceLock<Loaded>; UNITS],
    /// What is below the first function of a started thread: it calls the object's target.
    pub(crate) bottom: Loaded,
    loading: Mutex<usize>,
    classes: Vec<Ref<Class>>,
    pub(crate) symbols: Symbols,
    pub(crate) epoch: Epoch,
    /// What has been imported, by its full name.
    pub(crate) modules: Guarded<HashMap<Box<str>, Ref<Module>>>,
    pub(crate) imports: Imports,
    /// What programs find without an import.
    pub(crate) builtins: Guarded<HashMap<Symbol, Value>>,
    /// Whether the program has changed one of them.
    // Relaxed wherever it is used: who changes a builtin while another thread looks for it cannot say
    // what that will find.
    pub(crate) builtins_changed: AtomicBool,
    main: Arc<ThreadObject>,
    /// Whether the program has begun to run, where it is imported.
    pub(crate) has_run: AtomicBool,
    /// The Python objects of threads that were started, and of the main thread.
    pub(crate) threads: Guarded<Vec<(Arc<ThreadObject>, Value)>>,
    pub(crate) told: Told,
    version: Version,
    /// Whether threads run at the same time, without an interpreter lock: what one lets others see is
    /// shared (see `object`).
    pub(crate) is_free_threaded: bool,
    /// How many threads got a number for a name.
    pub(crate) numbered: AtomicU32,
    /// What an interrupt calls in the main thread, or `Null`.
    on_interrupt: Guarded<Value>,
    /// `sys.getrecursionlimit()`.
    recursion_limit: AtomicUsize,
    /// `os.cpu_count()`.
    cores: AtomicU32,
}

/// A module's code, ready to run.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) file: Box<str>,
    pub(crate) source: Box<str>,
    /// Whether it is the library's: tracebacks don't show it.
    pub(crate) is_library: bool,
    /// Whether its source is an expression, and no module.
    pub(crate) is_expression: bool,
    pub(crate) codes: Vec<Ready>,
    pub(crate) globals: Vec<Global>,
    /// Names of attributes and modules.
    pub(crate) names: Vec<Symbol>,
}

/// A function's code, ready to run.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) code: Code,
    /// The same instructions as the run loop takes them; and with some of them fused, all plain ones behind.
    pub(crate) plain: Vec<Fast>,
    pub(crate) fast: Vec<Fast>,
    pub(crate) consts: Vec<Value>,
    /// `co_name` and `co_qualname`.
    pub(crate) name: Value,
    pub(crate) qualname: Value,
    /// The first instruction behind `RESUME`, if it begins with that; else its first one.
    pub(crate) start: usize,
    /// How many slots its parameters take, all its local variables, and those with its operands.
    pub(crate) params: usize,
    pub(crate) locals: usize,
    pub(crate) size: usize,
    /// Whether plain positional arguments, as many as there are parameters, can stay where they are.
    pub(crate) is_plain: bool,
}

/// A global variable.
#[derive(Debug)]
pub(crate) struct Global {
    pub(crate) name: Symbol,
    pub(crate) value: Guarded<Value>,
    /// The builtin of that name, once it was asked for.
    builtin: OnceLock<Value>,
}

impl World {
    /// A fresh world for a program, in which nothing has run. `sys` says that it is of this version;
    /// `is_free_threaded` says whether threads may run at the same time: what they can reach is shared then.
    pub fn new(program: Unit, version: Version, is_free_threaded: bool) -> Arc<World> {
        let main = ThreadObject::main();
        World::begun(program, "__main__", version, is_free_threaded, main)
    }

    /// A fresh world for another process of that program: it has not run, and does not before somebody imports
    /// `__mp_main__`.
    pub fn fresh(
        program: Unit,
        version: Version,
        is_free_threaded: bool,
        main: Arc<ThreadObject>,
    ) -> Arc<World> {
        World::begun(program, "__mp_main__", version, is_free_threaded, main)
    }

    fn begun(
        program: Unit,
        name: &str,
        version: Version,
        is_free_threaded: bool,
        main: Arc<ThreadObject>,
    ) -> Arc<World> {
        let world = World::empty(Symbols::new(), version, is_free_threaded, main);
        // There is room for the first unit.
        if let Some(unit) = world.load(program, false) {
            let module = world.add_module(name, Some(unit));
            world
                .modules
                .with(|modules| modules.insert("__main__".into(), module));
            world.set_anywhere(unit, Symbol::NAME, Value::text(name));
            for name in [
                Symbol::DOC,
                world.symbols.of("__package__"),
                world.symbols.of("__spec__"),
            ] {
                world.set_anywhere(unit, name, Value::None);
            }
        }
        crate::library::begin(&world);
        if let Ok(Some(crate::library::Import::Done(module))) =
            crate::library::import(&world, "builtins", None)
        {
            world.set_anywhere(0, Symbol::BUILTINS, Value::Module(module));
        }
        world
    }

    /// A world with the language's own classes and builtins, and no module.
    pub(crate) fn empty(
        symbols: Symbols,
        version: Version,
        is_free_threaded: bool,
        main: Arc<ThreadObject>,
    ) -> Arc<World> {
        let mut world = World {
            units: [const { OnceLock::new() }; UNITS],
            bottom: Loaded::default(),
            loading: Mutex::new(0),
            classes: Vec::new(),
            symbols,
            epoch: Epoch::default(),
            modules: Guarded::default(),
            imports: Imports::default(),
            builtins: Guarded::default(),
            builtins_changed: AtomicBool::new(false),
            main,
            has_run: AtomicBool::new(false),
            threads: Guarded::default(),
            told: Guarded::default(),
            version,
            is_free_threaded,
            numbered: AtomicU32::new(0),
            on_interrupt: Guarded::default(),
            recursion_limit: AtomicUsize::new(RECURSION_LIMIT),
            cores: AtomicU32::new(
                std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
            ),
        };
        let call = Code {
            ops: vec![Op::CallTarget, Op::ReturnValue],
            ..Code::default()
        };
        world.bottom.codes = vec![world.ready(call, 0)];
        world.make_classes();
        crate::builtins::install(&world);
        if is_free_threaded {
            for class in &world.classes {
                Value::Class(class.clone()).share();
            }
            world.modules.share();
            world.threads.share();
            world.told.share();
            world.on_interrupt.share();
            world.builtins.share();
            world
                .builtins
                .with(|builtins| builtins.values().for_each(Value::share));
        }
        Arc::new(world)
    }

    fn make_classes(&mut self) {
        for &kind in Kind::ALL {
            let bases: Vec<Ref<Class>> = match kind {
                Kind::Object => Vec::new(),
                Kind::ExceptionGroup => [Kind::BaseExceptionGroup, Kind::Exception]
                    .iter()
                    .filter_map(|kind| self.classes.get(*kind as usize).cloned())
                    .collect(),
                kind => self
                    .classes
                    .get(kind.base() as usize)
                    .cloned()
                    .into_iter()
                    .collect(),
            };
            // The language's own bases have an order.
            let ancestors = crate::class::linearize(&bases).unwrap_or_default();
            self.classes.push(Ref::new(Class {
                name: Guarded::new(kind.name().into()),
                kind,
                is_python: false,
                bases,
                ancestors,
                meta: None,
                attributes: Guarded::default(),
                slots: Guarded::default(),
                derived: Guarded::default(),
                declared: 0,
                is_closed: !kind.is_exception() && kind != Kind::Thread,
                hooks: Hooks::default(),
            }));
        }
    }

    /// The units in the order of their numbers.
    pub(crate) fn units(&self) -> impl Iterator<Item = &Loaded> {
        self.units.iter().map_while(OnceLock::get)
    }

    /// A class of the language's own.
    #[inline]
    pub(crate) fn class(&self, kind: Kind) -> &Ref<Class> {
        // `make_classes` has made all of them, in this order.
        &self.classes[kind as usize]
    }

    /// `type(value)`.
    #[inline]
    pub(crate) fn class_of<'a>(&'a self, value: &'a Value) -> &'a Ref<Class> {
        match value {
            Value::Object(object) => &object.class,
            Value::Class(class) => class
                .meta
                .as_ref()
                .unwrap_or_else(|| self.class(Kind::Type)),
            value => self.class(value.kind()),
        }
    }

    /// Takes a compiled module in and gives its number; `None` if there are too many.
    pub(crate) fn load(&self, unit: Unit, is_library: bool) -> Option<usize> {
        self.load_as(unit, is_library, false)
    }

    /// The same of an expression, if it is one.
    pub(crate) fn load_as(
        &self,
        unit: Unit,
        is_library: bool,
        is_expression: bool,
    ) -> Option<usize> {
        let mut next = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let number = *next;
        let place = self.units.get(number)?;
        let base = number as u32 * CODES;
        let codes = unit
            .codes
            .into_iter()
            .map(|code| self.ready(code, base))
            .collect();
        let globals = unit.globals.iter().map(|name| Global {
            name: self.symbols.of(name),
            value: Guarded::new(Value::Null),
            builtin: OnceLock::new(),
        });
        let loaded = Loaded {
            file: unit.file.into(),
            source: unit.source.into(),
            is_library,
            is_expression,
            codes,
            globals: globals.collect(),
            names: unit
                .names
                .iter()
                .map(|name| self.symbols.of(name))
                .collect(),
        };
        if self.is_free_threaded {
            loaded
                .globals
                .iter()
                .for_each(|global| global.value.share());
            let consts = loaded.codes.iter().flat_map(|code| &code.consts);
            consts.for_each(Value::share);
            // A generator has its name from its code, whichever thread begins it.
            let names = loaded.codes.iter();
            let names = names.flat_map(|code| [&code.name, &code.qualname]);
            names.for_each(Value::share);
        }
        place.set(loaded).ok()?;
        *next += 1;
        Some(number)
    }

    fn ready(&self, mut code: Code, base: u32) -> Ready {
        let consts = std::mem::take(&mut code.consts);
        let consts = consts
            .into_iter()
            .map(|constant| self.constant(constant, base))
            .collect();
        let flags = code.flags;
        let params = code.argcount
            + code.kwonly
            + usize::from(flags.varargs)
            + usize::from(flags.varkeywords);
        let plain: Vec<Fast> = code.ops.iter().map(|&op| fused::plain(op)).collect();
        let mut fast = fused::fuse(&code.ops);
        fast.extend_from_slice(&plain);
        Ready {
            plain,
            fast,
            name: Value::text(&*code.name),
            qualname: Value::text(&*code.qualname),
            start: usize::from(code.ops.first() == Some(&Op::Resume)),
            params,
            locals: code.locals.len(),
            size: code.locals.len() + code.stack,
            is_plain: params == code.argcount,
            consts,
            code,
        }
    }

    fn constant(&self, constant: Const, base: u32) -> Value {
        let many = |items: Vec<Const>| -> Vec<Value> {
            items
                .into_iter()
                .map(|item| self.constant(item, base))
                .collect()
        };
        match constant {
            Const::None => Value::None,
            Const::Bool(value) => Value::bool(value),
            Const::Ellipsis => Value::Ellipsis,
            Const::Int(value) => Value::Int(value),
            Const::Big(value) => Value::big(value),
            Const::Float(value) => Value::float(value),
            Const::Str(text) => Value::text(text),
            Const::Bytes(bytes) => Value::bytes(bytes),
            Const::Tuple(items) => Value::tuple(many(items)),
            Const::FrozenSet(items) => match crate::set::Set::of(many(items), true) {
                Ok(set) => Value::Set(Ref::new(set)),
                // Constants have native hashes.
                Err(_) => Value::None,
            },
            Const::Code(index) => Value::code(base + index),
        }
    }

    #[inline]
    pub(crate) fn unit(&self, number: usize) -> Option<&Loaded> {
        self.units.get(number)?.get()
    }

    /// A code by its number.
    #[inline]
    pub(crate) fn code(&self, number: u32) -> Option<&Ready> {
        self.unit((number / CODES) as usize)?
            .codes
            .get((number % CODES) as usize)
    }

    /// A code with the unit that it is in.
    #[inline]
    pub(crate) fn loaded(&self, number: u32) -> Option<(&Loaded, &Ready)> {
        let unit = self.unit((number / CODES) as usize)?;
        Some((unit, unit.codes.get((number % CODES) as usize)?))
    }

    /// The unit that a code is in.
    #[inline]
    pub(crate) fn unit_of(&self, code: u32) -> Option<&Loaded> {
        self.unit((code / CODES) as usize)
    }

    /// Adds a module to those that are imported.
    pub(crate) fn add_module(&self, name: &str, unit: Option<usize>) -> Ref<Module> {
        self.add_module_with(name, unit, Vec::new())
    }

    /// The same with what it has from the start: nobody sees it without.
    pub(crate) fn add_module_with(
        &self,
        name: &str,
        unit: Option<usize>,
        attributes: Vec<(Symbol, Value)>,
    ) -> Ref<Module> {
        let module = Ref::new(Module::new(name, unit));
        for (name, value) in attributes {
            drop(module.attributes.with(|all| all.set(name, value)));
        }
        if self.is_free_threaded {
            Value::Module(module.clone()).share();
        }
        self.modules
            .with(|modules| modules.insert(name.into(), module.clone()));
        module
    }

    /// Puts what has been imported into `sys.modules`, if that is there.
    pub(crate) fn list_modules(&self) {
        let Some(sys) = self.modules.with(|modules| modules.get("sys").cloned()) else {
            return;
        };
        if let Some(Value::Dict(dict)) = self.module_attribute(&sys, self.symbols.of("modules")) {
            for (name, module) in self.modules.with(|modules| modules.clone()) {
                if !name.starts_with('_') || matches!(&*name, "__main__" | "__mp_main__") {
                    // A str has a native hash: this cannot fail.
                    let _ = dict.set(Value::text(name), Value::Module(module));
                }
            }
        }
    }

    /// The module whose code a unit is.
    pub(crate) fn module_of(&self, unit: usize) -> Option<Ref<Module>> {
        self.modules.with(|modules| {
            modules
                .values()
                .find(|module| module.unit == Some(unit))
                .cloned()
        })
    }

    /// What a module has, in the order in which its code sets it.
    pub(crate) fn names_in(&self, module: &Module) -> Vec<(Symbol, Value)> {
        let mut all: Vec<(Symbol, Value)> = module.attributes.with(|attributes| {
            attributes
                .iter()
                .map(|(name, value)| (name, value.clone()))
                .collect()
        });
        let Some(unit) = module.unit.and_then(|unit| self.unit(unit)) else {
            return all;
        };
        let body = unit.codes.first().map_or(&[][..], |body| &body.code.ops);
        let set = body.iter().filter_map(|op| match op {
            Op::StoreName(slot) => Some(*slot as usize),
            _ => None,
        });
        let mut seen = vec![false; unit.globals.len()];
        for slot in set.chain(0..unit.globals.len()) {
            let (Some(global), Some(seen)) = (unit.globals.get(slot), seen.get_mut(slot)) else {
                continue;
            };
            let value = global.get();
            if !std::mem::replace(seen, true) && !matches!(value, Value::Null) {
                all.push((global.name, value));
            }
        }
        all
    }

    /// A module's global, by name.
    pub(crate) fn global(&self, unit: usize, name: Symbol) -> Option<Value> {
        let globals = &self.unit(unit)?.globals;
        let global = globals.iter().find(|global| global.name == name)?;
        match global.value.with(|value| value.clone()) {
            Value::Null => None,
            value => Some(value),
        }
    }

    /// Sets a module's global if its code knows the name; says whether it does.
    pub(crate) fn set_global(&self, unit: usize, name: Symbol, value: Value) -> bool {
        let globals = self.unit(unit).map_or(&[][..], |unit| &unit.globals);
        let Some(global) = globals.iter().find(|global| global.name == name) else {
            return false;
        };
        global.set(value);
        true
    }

    /// Sets a name in a unit's module, whether its code knows the name or not.
    pub(crate) fn set_anywhere(&self, unit: usize, name: Symbol, value: Value) {
        if self.set_global(unit, name, value.clone()) {
            return;
        }
        if let Some(module) = self.module_of(unit) {
            if module.attributes.is_shared() {
                value.share();
            }
            drop(
                module
                    .attributes
                    .with(|attributes| attributes.set(name, value)),
            );
        }
    }

    /// What a module has under a name.
    pub(crate) fn module_attribute(&self, module: &Module, name: Symbol) -> Option<Value> {
        let global = module.unit.and_then(|unit| self.global(unit, name));
        global.or_else(|| {
            module
                .attributes
                .with(|attributes| attributes.get(name).cloned())
        })
    }

    pub(crate) fn main_thread(&self) -> &Arc<ThreadObject> {
        &self.main
    }

    /// The Python object of a thread.
    pub(crate) fn thread_value(&self, thread: &Arc<ThreadObject>) -> Value {
        let known = self.threads.with(|threads| {
            let its = threads
                .iter()
                .find(|(object, _)| Arc::ptr_eq(object, thread));
            its.map(|(_, value)| value.clone())
        });
        known.unwrap_or_else(|| {
            let class = self.class(Kind::Thread).clone();
            let instance = Ref::new(Instance::new(class, Payload::Thread(Arc::clone(thread))));
            self.know_thread(&instance, thread);
            Value::Object(instance)
        })
    }

    /// Has an interrupt call that, or nothing if it is None; gives back what it called before.
    pub(crate) fn on_interrupt(&self, function: Value) -> Value {
        if self.is_free_threaded {
            function.share();
        }
        let function = match function {
            Value::None => Value::Null,
            function => function,
        };
        match self
            .on_interrupt
            .with(|old| std::mem::replace(old, function))
        {
            Value::Null => Value::None,
            old => old,
        }
    }

    /// What an interrupt calls, or `Null`.
    pub(crate) fn interrupt_handler(&self) -> Value {
        self.on_interrupt.with(|function| function.clone())
    }

    /// The values of the program's own global variables.
    pub(crate) fn globals_of_main(&self) -> Vec<Value> {
        let globals = self.loaded(0).map_or(&[][..], |(unit, _)| &unit.globals);
        globals.iter().map(Global::get).collect()
    }

    /// The Python objects of all threads that have begun and not ended, the main thread first.
    pub(crate) fn living(&self) -> Vec<Value> {
        let mut living = vec![self.thread_value(&self.main)];
        self.threads.with(|threads| {
            let others = threads
                .iter()
                .filter(|(object, _)| object.is_alive() && !Arc::ptr_eq(object, &self.main));
            living.extend(others.map(|(_, value)| value.clone()));
        });
        living
    }

    /// Remembers the Python object of a thread.
    pub(crate) fn know_thread(&self, object: &Ref<Instance>, thread: &Arc<ThreadObject>) {
        let value = Value::Object(object.clone());
        if self.is_free_threaded {
            value.share();
        }
        let ended = self.threads.with(|threads| {
            let is_over = |(object, _): &(Arc<ThreadObject>, Value)| {
                !object.is_alive() && !Arc::ptr_eq(object, thread)
            };
            let ended: Vec<_> = threads.extract_if(.., |entry| is_over(entry)).collect();
            threads.push((Arc::clone(thread), value));
            ended
        });
        drop(ended);
    }

    /// `__name__` of a function or a class.
    pub(crate) fn name_of(&self, value: &Value) -> Option<String> {
        match crate::attribute::find(self, value, Symbol::NAME) {
            crate::attribute::Attribute::Value(Value::Str(name)) => Some(name.text.to_string()),
            _ => None,
        }
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    // Relaxed in both: it is a number of its own.

    pub(crate) fn recursion_limit(&self) -> usize {
        self.recursion_limit.load(Ordering::Relaxed)
    }

    pub(crate) fn set_recursion_limit(&self, limit: usize) {
        self.recursion_limit
            .store(limit.min(MOST_FRAMES), Ordering::Relaxed);
    }

    pub(crate) fn cores(&self) -> u32 {
        self.cores.load(Ordering::Relaxed)
    }

    /// What `os.cpu_count()` says from now on. Unless it is called, that is what the machine has, if it tells.
    pub fn set_cores(&self, cores: u32) {
        self.cores.store(cores, Ordering::Relaxed);
    }

    /// The number in the next default name, from 1.
    pub(crate) fn next_thread_number(&self) -> u32 {
        // Relaxed: only uniqueness matters.
        self.numbered
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_add(1)
    }

    /// The first `most` characters of a global's `repr()`; `None` if there is no such global, or its
    /// `repr()` takes Python.
    pub fn global_repr(&self, name: &str, most: usize) -> Option<String> {
        let value = self.global(0, self.symbols.find(name)?)?;
        crate::text::repr_start(&value, most)
    }

    /// The number that a global dict has for a key; `None` if there is no such dict, key or number.
    pub fn global_number(&self, name: &str, key: &str) -> Option<f64> {
        let Value::Dict(dict) = self.global(0, self.symbols.find(name)?)? else {
            return None;
        };
        let value = dict.get(&Value::text(key)).ok()??;
        crate::number::number(&value)?.float().ok()
    }
}

impl Global {
    /// Its value, or `Null`.
    #[inline(always)]
    pub(crate) fn get(&self) -> Value {
        self.value.get()
    }

    /// Its value, if that is a number; else `Null`.
    #[inline(always)]
    pub(crate) fn number(&self) -> Value {
        self.value.with(|value| value.number())
    }

    /// The builtin that it stands for while it has no value.
    #[inline]
    pub(crate) fn builtin(&self, world: &World) -> Outcome<Value> {
        match self.builtin.get() {
            // The program may have put another one in its place.
            Some(value) if !world.builtins_changed.load(Ordering::Relaxed) => Ok(value.clone()),
            _ => {
                let value = crate::run::builtin(world, self.name)?;
                if !world.builtins_changed.load(Ordering::Relaxed) {
                    self.builtin.get_or_init(|| value.clone());
                }
                Ok(value)
            }
        }
    }

    /// Sets it, to `Null` if it is deleted.
    #[inline]
    pub(crate) fn set(&self, value: Value) {
        if self.value.is_shared() {
            value.share();
        }
        // Freed outside of the lock: it may be a large nest.
        drop(self.value.with(|old| std::mem::replace(old, value)));
    }
}

impl World {
    /// The program's bytecode as `dis` shows it, with the check points that a Python has: a listing for each
    /// code object, the module's first.
    pub fn listings(&self, check_points: crate::meter::CheckPoints) -> Vec<crate::Listing> {
        crate::disassemble::listings(self, 0, check_points)
    }
}
