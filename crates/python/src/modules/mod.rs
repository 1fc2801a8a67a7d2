//! Modules written in Rust, and what `import` does.

mod core;
mod hashes;
mod json;
mod math;
mod pattern;
mod random;
pub(crate) mod regex;
pub(crate) mod threading;
mod time;
mod zlib;

pub(crate) use self::time::seconds;

use std::sync::Arc;
use std::time::Duration;

use crate::error::{ErrorKind, Fault, Outcome};
use crate::frames::Frame;
use crate::function::{Native, Then};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::library::{self, Import};
use crate::module::Module;
use crate::object::Ref;
use crate::refcounts;
use crate::slow::Flow;
use crate::symbols::Symbol;
use crate::sys;
use crate::thread::{Output, Pause, Request, Thread, Waiting};
use crate::value::Value;
use crate::world::{CODES, World};

impl Thread {
    /// `import name`, or `from name import names`: `names` is on the stack, above the level.
    pub(crate) fn import(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        name: &str,
        names: &Value,
    ) -> Outcome<Flow> {
        let who = Arc::as_ptr(self.object()).addr();
        let mut first = None;
        // `a.b.c` imports all three; what is bound is the first, or the last for `from`.
        let ends = name
            .match_indices('.')
            .map(|(place, _)| place)
            .chain([name.len()]);
        let mut last: Option<Ref<Module>> = None;
        for end in ends {
            let part = name.get(..end).unwrap_or(name);
            let module = match library::import(world, part, Some(who))? {
                // In this order: who has found it and finds nobody at it after that has all of it.
                Some(Import::Done(module)) if !world.imports.must_wait(part, who) => module,
                // Its body has to run first; then the instruction is tried again.
                Some(Import::Run(_, code)) => {
                    let base = self.frames.last().map_or(0, |frame| frame.base + frame.top);
                    self.once_more();
                    self.enter_module(world, values, code, base, Then::Import);
                    return Ok(Flow::Go);
                }
                Some(Import::Done(_) | Import::Wait) => {
                    self.once_more();
                    self.waiting = Waiting::Answer(None, Then::Drop);
                    return Ok(Flow::Pause(Pause::Ask(Request::Sleep(WAIT))));
                }
                None => return Err(no_module(part, last.is_some())),
            };
            if let Some(outer) = &last {
                let own = part.rsplit('.').next().unwrap_or(part);
                let own = world.symbols.of(own);
                let value = Value::Module(module.clone());
                drop(
                    outer
                        .attributes
                        .with(|attributes| attributes.set(own, value)),
                );
            }
            first.get_or_insert_with(|| module.clone());
            last = Some(module);
        }
        let wanted = if matches!(names, Value::None) {
            first
        } else {
            last
        };
        drop(self.pop(values));
        drop(self.pop(values));
        self.push(values, wanted.map_or(Value::None, Value::Module));
        Ok(Flow::Go)
    }

    /// The instruction that is being run comes again.
    fn once_more(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.pc -= 1;
        }
    }

    /// The frame of a module's body is over, one way or the other.
    pub(crate) fn imported(world: &World, frame: &Frame) {
        let unit = frame.code.map(|code| (code / CODES) as usize);
        if let Some(module) = unit.and_then(|unit| world.module_of(unit)) {
            world.imports.end(&module.name);
        }
    }
}

/// How long a thread waits for a module before it looks again.
const WAIT: Duration = Duration::from_millis(1);

/// What to do without modules that programs like these often import.
const INSTEAD: &[(&str, &str)] = &[
    (
        "asyncio trio anyio gevent",
        "there is no event loop, use threading",
    ),
    (
        "multiprocessing subprocess joblib ray dask",
        "there is one process, use threading or concurrent.futures",
    ),
    (
        "numpy scipy pandas numba torch cupy",
        "there is Python's own library only, use lists and math",
    ),
    (
        "requests urllib socket http httpx aiohttp selenium flask django",
        "there is no network, use time.sleep to wait as for it",
    ),
    (
        "pathlib shutil tempfile glob io pickle csv sqlite3",
        "there are no files, keep data in variables",
    ),
    (
        "matplotlib tqdm rich tkinter pygame",
        "there is text only, use print",
    ),
];

/// Modules that have others within them.
const PACKAGES: &[&str] = &[
    "collections",
    "concurrent",
    "importlib",
    "json",
    "logging",
    "os",
    "re",
];

fn no_module(name: &str, is_part: bool) -> Box<Fault> {
    let mut message = format!("No module named '{name}'");
    let package = name.rsplit_once('.').map_or("", |(package, _)| package);
    if is_part && !PACKAGES.contains(&package) {
        message += &format!("; '{package}' is not a package");
    } else if let Some((_, instead)) = INSTEAD
        .iter()
        .find(|(names, _)| names.split(' ').any(|known| known == name))
    {
        message += &format!(" here: {instead}");
    }
    Fault::missing(ErrorKind::ModuleNotFoundError, message, name, Value::Null)
}

/// What a module written in Rust has.
pub(crate) fn native(world: &Arc<World>, name: &str) -> Option<Vec<(&'static str, Value)>> {
    let functions = |natives: &'static [Native]| -> Vec<(&'static str, Value)> {
        natives
            .iter()
            .map(|native| (native.name, Value::native(native)))
            .collect()
    };
    let class = |kind: Kind| (kind.name(), Value::Class(world.class(kind).clone()));
    Some(match name {
        "sys" => {
            let mut all = sys::attributes(world.version());
            let modules = Value::Dict(Ref::new(crate::dict::Dict::default()));
            all.push(("modules", modules));
            for (name, to) in [("stdout", Output::Stdout), ("stderr", Output::Stderr)] {
                let class = world.class(Kind::TextIO).clone();
                let stream = Value::Object(Ref::new(Instance::new(class, Payload::Stream(to))));
                let original = if to == Output::Stdout {
                    "__stdout__"
                } else {
                    "__stderr__"
                };
                all.extend([(name, stream.clone()), (original, stream)]);
            }
            all
        }
        "_time" => functions(time::FUNCTIONS),
        "_math" => math::functions()
            .map(|native| (native.name, Value::native(native)))
            .collect(),
        "_hashlib" => functions(hashes::FUNCTIONS),
        "_json" => functions(json::FUNCTIONS),
        "_random" => functions(random::FUNCTIONS),
        "_re" => functions(regex::FUNCTIONS),
        "_zlib" => {
            let mut all = functions(zlib::FUNCTIONS);
            all.extend(functions(hashes::CHECKSUMS));
            all
        }
        "refcounts" => refcounts::KINDS.map(class).into(),
        "_core" => functions(core::FUNCTIONS),
        "_collections" => [Kind::Deque, Kind::DefaultDict].map(class).into(),
        "_threading" => {
            let mut all = functions(threading::FUNCTIONS);
            all.extend([
                class(Kind::Thread),
                ("Lock", Value::Class(world.class(Kind::Lock).clone())),
                class(Kind::RLock),
                (
                    "ThreadError",
                    Value::Class(world.class(Kind::RuntimeError).clone()),
                ),
                ("TIMEOUT_MAX", Value::float(time::LONGEST)),
            ]);
            all
        }
        _ => return None,
    })
}

/// `from module import name`.
pub(crate) fn import_from(world: &World, module: &Value, name: Symbol) -> Outcome<Value> {
    let text = world.symbols.name(name);
    let Value::Module(module) = module else {
        return Err(Fault::memory());
    };
    world.module_attribute(module, name).ok_or_else(|| {
        let message = format!(
            "cannot import name '{text}' from '{}' (unknown location)",
            module.name
        );
        Fault::missing(
            ErrorKind::ImportError,
            message,
            &text,
            Value::Module(module.clone()),
        )
    })
}

/// What `from module import *` takes.
pub(crate) fn public(world: &World, module: &Ref<Module>) -> Outcome<Vec<(Symbol, Value)>> {
    let mut all = world.names_in(module);
    if let Some(wanted) = world.module_attribute(module, Symbol::ALL) {
        let wanted = crate::iterate::collect(&wanted)?;
        let names = wanted
            .iter()
            .filter_map(Value::as_str)
            .map(|name| world.symbols.of(name));
        return names
            .map(|name| {
                Ok((
                    name,
                    import_from(world, &Value::Module(module.clone()), name)?,
                ))
            })
            .collect();
    }
    all.retain(|(name, _)| !world.symbols.name(*name).starts_with('_'));
    Ok(all)
}
