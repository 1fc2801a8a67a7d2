//! Native functions by where a fresh world has them.

use std::sync::{Arc, OnceLock};

use hashbrown::HashMap;

use crate::function::Native;
use crate::kind::Kind;
use crate::snapshot::bytes::{In, Out};
use crate::symbols::Symbols;
use crate::sys::Version;
use crate::threads::ThreadObject;
use crate::value::Value;
use crate::world::World;

/// Where one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Among a class's methods.
    Class(Kind, Box<str>),
    /// Among the builtins.
    Builtins(Box<str>),
    /// In a module written in Rust.
    Module(Box<str>, Box<str>),
    /// Nobody knows.
    Lost,
}

/// The homes of all native functions that a world may have met.
#[derive(Debug, Default)]
pub(super) struct Homes(HashMap<usize, Home>);

/// Those of the language's own classes, and the builtins.
fn general() -> &'static HashMap<usize, Home> {
    static HOMES: OnceLock<HashMap<usize, Home>> = OnceLock::new();
    HOMES.get_or_init(|| {
        let world = bare();
        let mut homes = HashMap::new();
        for &kind in Kind::ALL {
            world.class(kind).attributes.with(|attributes| {
                for (name, value) in attributes.iter() {
                    if let Value::Native(native) = value {
                        let name = (*world.symbols.name(name)).into();
                        let home = Home::Class(kind, name);
                        homes.entry(address(native.get())).or_insert(home);
                    }
                }
            });
        }
        world.builtins.with(|builtins| {
            for (name, value) in builtins.iter() {
                if let Value::Native(native) = value {
                    let name = (*world.symbols.name(*name)).into();
                    homes.insert(address(native.get()), Home::Builtins(name));
                }
            }
        });
        homes
    })
}

/// A world with nothing but what the language itself has.
fn bare() -> Arc<World> {
    World::empty(
        Symbols::new(),
        Version::new(3, 13, 0),
        false,
        ThreadObject::main(),
    )
}

fn address(native: &'static Native) -> usize {
    std::ptr::from_ref(native).addr()
}

impl Homes {
    /// With those of the modules that a world has imported.
    pub(super) fn of(world: &Arc<World>, modules: &[Box<str>]) -> Homes {
        let mut homes = HashMap::new();
        for module in modules {
            for (name, value) in crate::modules::native(world, module).unwrap_or_default() {
                if let Value::Native(native) = value {
                    let home = Home::Module(module.clone(), name.into());
                    homes.insert(address(native.get()), home);
                }
            }
        }
        Homes(homes)
    }

    pub(super) fn home(&self, native: &'static Native) -> Home {
        let address = address(native);
        let known = general().get(&address).or_else(|| self.0.get(&address));
        known.cloned().unwrap_or(Home::Lost)
    }
}

impl Home {
    pub(super) fn write(&self, out: &mut Out) {
        match self {
            Home::Class(kind, name) => {
                out.byte(0);
                out.byte(*kind as u8);
                out.text(name);
            }
            Home::Builtins(name) => {
                out.byte(1);
                out.text(name);
            }
            Home::Module(module, name) => {
                out.byte(2);
                out.text(module);
                out.text(name);
            }
            Home::Lost => out.byte(3),
        }
    }

    /// The function that is there in a world of whose builtins nothing was changed so far; `Null` if it is lost.
    pub(super) fn read(from: &mut In, world: &Arc<World>) -> Option<Value> {
        Some(match from.byte()? {
            0 => {
                let kind = *Kind::ALL.get(usize::from(from.byte()?))?;
                let name = world.symbols.of(from.text()?);
                world.class(kind).own(name)?
            }
            1 => {
                let name = world.symbols.of(from.text()?);
                world
                    .builtins
                    .with(|builtins| builtins.get(&name).cloned())?
            }
            2 => {
                let (module, name) = (from.text()?, from.text()?);
                let all = crate::modules::native(world, module)?;
                let found = all.into_iter().find(|(other, _)| *other == name);
                found.map(|(_, value)| value)?
            }
            3 => Value::Null,
            _ => return None,
        })
    }
}
