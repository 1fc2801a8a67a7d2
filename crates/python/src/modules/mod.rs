//! Modules written in Rust, and what `import` does.

mod core;
pub(crate) mod hashes;
mod json;
pub(crate) mod math;
pub(crate) mod network;
pub(crate) mod numpy;
mod pattern;
mod pickle;
pub(crate) mod processes;
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
        let mut first = None;
        // `a.b.c` imports all three; what is bound is the first, or the last for `from`.
        let ends = name
            .match_indices('.')
            .map(|(place, _)| place)
            .chain([name.len()]);
        let mut last: Option<Ref<Module>> = None;
        for end in ends {
            let part = name.get(..end).unwrap_or(name);
            let module = match self.import_part(world, values, part)? {
                Part::There(module) => module,
                Part::Later(flow) => return Ok(flow),
                Part::Missing => return Err(no_module(part, last.is_some())),
            };
            if let Some(outer) = &last {
                put_inside(world, outer, &module);
            }
            first.get_or_insert_with(|| module.clone());
            last = Some(module);
        }
        // What `from` wants and the module doesn't have may be a module within it.
        if let (Value::Tuple(names), Some(outer)) = (names, &last) {
            for own in names.0.iter().filter_map(Value::as_str) {
                if world
                    .module_attribute(outer, world.symbols.of(own))
                    .is_some()
                {
                    continue;
                }
                match self.import_part(world, values, &format!("{name}.{own}"))? {
                    Part::There(module) => put_inside(world, outer, &module),
                    Part::Later(flow) => return Ok(flow),
                    Part::Missing => {}
                }
            }
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

    /// One module of those that an import names.
    fn import_part(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        name: &str,
    ) -> Outcome<Part> {
        let who = Arc::as_ptr(self.object()).addr();
        Ok(match library::import(world, name, Some(who))? {
            // In this order: who has found it and finds nobody at it after that has all of it.
            Some(Import::Done(module)) if !world.imports.must_wait(name, who) => {
                Part::There(module)
            }
            // Its body has to run first; then the instruction is tried again.
            Some(Import::Run(_, code)) => {
                let base = self.frames.last().map_or(0, |frame| frame.base + frame.top);
                self.once_more();
                self.enter_module(world, values, code, base, Then::Import);
                Part::Later(Flow::Go)
            }
            Some(Import::Done(_) | Import::Wait) => {
                self.once_more();
                self.waiting = Waiting::Answer(None, Then::Drop);
                Part::Later(Flow::Pause(Pause::Ask(Request::Sleep(WAIT))))
            }
            None => Part::Missing,
        })
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

/// What has become of a module that is to be imported.
enum Part {
    There(Ref<Module>),
    /// Something has to be done first.
    Later(Flow),
    Missing,
}

/// Makes a module an attribute of the one that it is in.
fn put_inside(world: &World, outer: &Ref<Module>, module: &Ref<Module>) {
    let own = module.name.rsplit('.').next().unwrap_or(&module.name);
    let own = world.symbols.of(own);
    let value = Value::Module(module.clone());
    drop(
        outer
            .attributes
            .with(|attributes| attributes.set(own, value)),
    );
}

/// How long a thread waits for a module before it looks again.
const WAIT: Duration = Duration::from_millis(1);

/// What to do without modules that programs like these often import.
const INSTEAD: &[(&str, &str)] = &[
    (
        "trio anyio gevent curio",
        "there is one event loop, use asyncio",
    ),
    (
        "subprocess joblib ray dask",
        "there are no other programs, use multiprocessing or concurrent.futures",
    ),
    (
        "scipy pandas numba torch cupy",
        "there are Python's own library and a small numpy only, use these",
    ),
    (
        "ssl select selectors socketserver urllib3 ftplib smtplib websockets websocket selenium",
        "there are no sockets, use urllib.request, requests, httpx or aiohttp",
    ),
    (
        "flask django fastapi uvicorn starlette tornado",
        "programs here ask servers, they cannot be one",
    ),
    (
        "pathlib shutil tempfile glob io csv sqlite3",
        "there are no files, keep data in variables",
    ),
    (
        "matplotlib tqdm rich tkinter pygame",
        "there is text only, use print",
    ),
];

/// Modules that have others within them.
const PACKAGES: &[&str] = &[
    "aiohttp",
    "asyncio",
    "collections",
    "concurrent",
    "concurrent.futures",
    "gil",
    "http",
    "importlib",
    "json",
    "logging",
    "multiprocessing",
    "numpy",
    "os",
    "re",
    "requests",
    "urllib",
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
        "_http" => {
            let mut all = functions(network::FUNCTIONS);
            all.push(class(Kind::Exchange));
            // Browsers follow redirects by themselves, and show of them only where they lead.
            all.push((
                "shows_redirects",
                Value::bool(!cfg!(target_arch = "wasm32")),
            ));
            all
        }
        "_json" => functions(json::FUNCTIONS),
        "_numpy" => functions(numpy::FUNCTIONS),
        "_pickle" => functions(pickle::FUNCTIONS),
        "_processes" => functions(processes::FUNCTIONS),
        "_random" => {
            let mut all = functions(random::FUNCTIONS);
            all.extend(functions(random::BOUND));
            all
        }
        "_re" => functions(regex::FUNCTIONS),
        "_zlib" => functions(zlib::FUNCTIONS),
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
