//! The library written in Python: modules that are compiled when they are imported, and the prelude, which
//! has the builtins whose work calls back into Python.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};

use compiler::Unit;

use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::Role;
use crate::kind::Kind;
use crate::module::Module;
use crate::object::Ref;
use crate::symbols::Symbol;
use crate::thread::Thread;
use crate::value::Value;
use crate::world::{CODES, World};

/// The modules that every program may need (see `pack.rs`).
const CORE: &str = include_str!(concat!(env!("OUT_DIR"), "/core"));
/// The others, where they need not be loaded first.
#[cfg(not(target_arch = "wasm32"))]
const MORE: &str = include_str!(concat!(env!("OUT_DIR"), "/more"));
/// The names of the others, before their first dot.
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/names"));

/// The others in a browser, once they have been loaded, and what loads them.
#[cfg(target_arch = "wasm32")]
static LOADED: OnceLock<String> = OnceLock::new();
#[cfg(target_arch = "wasm32")]
static LOADER: OnceLock<fn() -> Option<String>> = OnceLock::new();

#[cfg(not(target_arch = "wasm32"))]
fn more() -> &'static str {
    MORE
}

#[cfg(target_arch = "wasm32")]
fn more() -> &'static str {
    LOADED.get().map_or("", String::as_str)
}

/// Takes that part of the library which is not compiled in.
#[cfg(target_arch = "wasm32")]
pub fn add_library(text: String) {
    // A second time it is the same.
    let _ = LOADED.set(text);
}

/// Whether it is there.
#[cfg(target_arch = "wasm32")]
pub fn has_library() -> bool {
    LOADED.get().is_some()
}

/// Says how to get that part at once, for the import that [`wants_more`] has not foreseen.
#[cfg(target_arch = "wasm32")]
pub fn set_library_loader(load: fn() -> Option<String>) {
    let _ = LOADER.set(load);
}

/// Whether a program may import a module of that part: it has the module's name, and an import.
pub fn wants_more(source: &str) -> bool {
    source.contains("import") && words(source).any(has)
}

fn words(source: &str) -> impl Iterator<Item = &str> {
    source.split(|c: char| !(c.is_alphanumeric() || c == '_'))
}

/// Whether a module of this name may be among the others.
fn has(name: &str) -> bool {
    let top = name.split_once('.').map_or(name, |(top, _)| top);
    NAMES.split(' ').any(|other| other == top)
}

/// The modules that are compiled, whichever interpreter wanted them.
fn known() -> MutexGuard<'static, BTreeMap<String, Unit>> {
    static KNOWN: Mutex<BTreeMap<String, Unit>> = Mutex::new(BTreeMap::new());
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A module's code. It is compiled once: other interpreters that want it get a copy.
pub(crate) fn compiled(name: &str) -> Option<Unit> {
    compile(name)?;
    known().get(name).cloned()
}

/// Compiles a module, unless that has been done.
fn compile(name: &str) -> Option<()> {
    if known().contains_key(name) {
        return Some(());
    }
    let unit = compiler::compile(source(name)?, &format!("<{name}>")).ok()?;
    known().insert(name.to_owned(), unit);
    Some(())
}

/// The names of the modules that are compiled, with spaces between.
pub fn compiled_modules() -> String {
    let known = known();
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    names.join(" ")
}

/// Compiles modules before anybody wants them.
pub fn compile_modules(names: &str) {
    for name in names.split(' ') {
        compile(name);
    }
}

/// Whether a program looks as if it began processes.
pub fn begins_processes(source: &str) -> bool {
    let names = ["multiprocessing", "ProcessPoolExecutor"];
    names.iter().any(|name| source.contains(name))
}

/// The modules that it may want in each of them, with spaces between.
pub fn modules_for_processes(source: &str) -> String {
    let words: BTreeSet<&str> = words(source).collect();
    let is_wanted = |name: &str| {
        let top = name.split('.').next().unwrap_or(name);
        PRELUDE.contains(&name) || top == "multiprocessing" || words.contains(top)
    };
    let names = all_modules().map(|(name, _)| *name);
    names
        .filter(|name| is_wanted(name))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether that is the source of the module that has been compiled under this name.
pub(crate) fn is_of(name: &str, source: &str) -> bool {
    known().get(name).is_some_and(|unit| unit.source == source)
}

/// A module's source.
pub(crate) fn source(name: &str) -> Option<&'static str> {
    all_modules().find_map(|(other, source)| (*other == name).then_some(*source))
}

fn all_modules() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    static CORE_MODULES: LazyLock<Modules> = LazyLock::new(|| modules(CORE));
    static MORE_MODULES: OnceLock<Modules> = OnceLock::new();
    let more = match more() {
        // They may still come.
        "" => &[][..],
        text => MORE_MODULES.get_or_init(|| modules(text)),
    };
    CORE_MODULES.iter().chain(more)
}

/// Names and sources. They are few: a search from the first one on takes no time beside what follows.
type Modules = Vec<(&'static str, &'static str)>;

/// The modules of a part of the library: each is below its name, on a line that begins with a `#`.
fn modules(text: &'static str) -> Modules {
    let parts = text.split("\n# ").skip(1);
    parts.filter_map(|part| part.split_once('\n')).collect()
}

/// Modules that are not in every version: since which one they are there.
const SINCE: [(&str, (u8, u8)); 2] = [
    ("concurrent.interpreters", (3, 14)),
    ("concurrent.futures.interpreter", (3, 14)),
];

/// What every program has without an import, in the order in which it is run.
const PRELUDE: [&str; 2] = ["_prelude", "_runtime"];

/// What an import has found.
pub(crate) enum Import {
    /// It is there already.
    Done(Ref<Module>),
    /// Its body has to run first: the code's number.
    Run(Ref<Module>, u32),
    /// Another thread has just begun to import it.
    Wait,
}

impl World {
    /// A function of the prelude: for a builtin, or for a method of a class.
    pub(crate) fn library(&self, name: &str, role: Role) -> Option<Value> {
        let named = match role {
            Role::Method(kind) | Role::ClassMethod(kind) => format!("{}_{name}", kind.name()),
            Role::Function | Role::StaticMethod => format!("{name}_"),
        };
        let generic = match (role, name) {
            (Role::Method(Kind::List | Kind::Tuple), "index") => "sequence_index",
            (Role::Method(Kind::List | Kind::Tuple), "count") => "sequence_count",
            (Role::Method(Kind::Dict | Kind::Set | Kind::FrozenSet), "__contains__") => {
                "table_contains"
            }
            (Role::Method(Kind::FrozenSet), name) => &*format!("set_{name}"),
            (_, name) => name,
        };
        [&*named, generic].into_iter().find_map(|name| {
            let name = self.symbols.find(name)?;
            PRELUDE.iter().rev().find_map(|module| {
                let module = self.modules.with(|modules| modules.get(*module).cloned())?;
                self.module_attribute(&module, name)
            })
        })
    }
}

/// Runs the prelude, before anything else of the program and outside of its time.
pub(crate) fn begin(world: &Arc<World>) {
    for name in PRELUDE {
        let Some(number) = compiled(name).and_then(|unit| world.load(unit, true)) else {
            return;
        };
        world.add_module(name, Some(number));
        world.set_global(number, Symbol::NAME, Value::text(name));
        let mut thread = Thread::of_code(world, number as u32 * CODES);
        // It only defines functions and classes: it comes to its end.
        let end = thread.run(&AtomicU32::new(0));
        debug_assert!(matches!(end, crate::Pause::Finished), "{name}: {end:?}");
    }
}

/// Finds a module of the library. `who` imports it; `None` is somebody for whom nobody waits.
pub(crate) fn import(
    world: &Arc<World>,
    name: &str,
    who: Option<usize>,
) -> Outcome<Option<Import>> {
    let known = || world.modules.with(|modules| modules.get(name).cloned());
    if let Some(module) = known() {
        // Another process may want what the program defines: then it runs, once.
        let runs =
            name == "__mp_main__" && who.is_some() && !world.has_run.swap(true, Ordering::Relaxed);
        if runs && let Some(who) = who {
            world.imports.begin(name, who);
            world.list_modules();
            return Ok(Some(Import::Run(module, 0)));
        }
        return Ok(Some(Import::Done(module)));
    }
    if name == "builtins" {
        let all = world.builtins.with(|builtins| builtins.clone());
        let module = world.add_module_with(name, None, all.into_iter().collect());
        return Ok(Some(Import::Done(module)));
    }
    if let Some(attributes) = crate::modules::native(world, name) {
        let symbols = attributes
            .into_iter()
            .map(|(name, value)| (world.symbols.of(name), value));
        let module = world.add_module_with(name, None, symbols.collect());
        world.list_modules();
        return Ok(Some(Import::Done(module)));
    }
    #[cfg(target_arch = "wasm32")]
    if more().is_empty() && source(name).is_none() && has(name) {
        let text = LOADER.get().and_then(|load| load());
        let missing = || format!("the module '{name}' cannot be loaded: check your connection");
        add_library(text.ok_or_else(|| Fault::new(ErrorKind::ImportError, missing()))?);
    }
    let version = world.version();
    let is_later = SINCE
        .iter()
        .any(|(other, since)| *other == name && (version.major, version.minor) < *since);
    if is_later || source(name).is_none() {
        return Ok(None);
    }
    if let Some(who) = who {
        if !world.imports.begin(name, who) {
            return Ok(Some(Import::Wait));
        }
        if let Some(module) = known() {
            world.imports.end(name);
            return Ok(Some(Import::Done(module)));
        }
    }
    let number = match compiled(name) {
        Some(unit) => world
            .load(unit, true)
            .ok_or_else(|| Fault::unsupported("importing this many modules")),
        None => Err(Fault::new(
            ErrorKind::SystemError,
            format!("the library's module '{name}' is broken"),
        )),
    };
    let number = number.inspect_err(|_| world.imports.end(name))?;
    let module = world.add_module(name, Some(number));
    world.set_global(number, Symbol::NAME, Value::text(name));
    world.list_modules();
    Ok(Some(Import::Run(module, number as u32 * CODES)))
}
