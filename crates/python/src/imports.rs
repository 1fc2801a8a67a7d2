//! Who is importing what: a module is there for other threads once its body has run, and whoever wants it earlier
//! waits (`_ModuleLock` in CPython's `Lib/importlib/_bootstrap.py`).

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A thread, by the address of its object.
type Who = usize;

/// The imports that are under way.
#[derive(Debug, Default)]
pub(crate) struct Imports(Mutex<UnderWay>);

#[derive(Debug, Default)]
struct UnderWay {
    modules: Vec<(Box<str>, Who)>,
    /// Who waits for which module.
    waits: Vec<(Who, Box<str>)>,
}

impl Imports {
    /// Whether a thread has to wait for a module, because another one is importing it; not if that one waits for
    /// this one: then it gets the module as it is.
    pub(crate) fn must_wait(&self, name: &str, who: Who) -> bool {
        let mut under_way = self.lock();
        under_way.waits.retain(|(other, _)| *other != who);
        let its = under_way.owner(name);
        let mut owner = its;
        // Each who waits is met once at most, or there is no end: then this one is not among them.
        for _ in 0..=under_way.waits.len() {
            owner = match owner {
                Some(owner) if owner == who => return false,
                Some(owner) => match under_way.waits.iter().find(|(other, _)| *other == owner) {
                    Some((_, wanted)) => under_way.owner(wanted),
                    None => break,
                },
                None => break,
            };
        }
        let must = its.is_some();
        if must {
            under_way.waits.push((who, name.into()));
        }
        must
    }

    /// Whether this thread is the one to import the module; nobody else is from now on.
    pub(crate) fn begin(&self, name: &str, who: Who) -> bool {
        let mut under_way = self.lock();
        let is_free = under_way.owner(name).is_none();
        if is_free {
            under_way.modules.push((name.into(), who));
        }
        is_free
    }

    /// The module is there, or an exception has ended its import.
    pub(crate) fn end(&self, name: &str) {
        self.lock().modules.retain(|(other, _)| **other != *name);
    }

    fn lock(&self) -> MutexGuard<'_, UnderWay> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnderWay {
    fn owner(&self, name: &str) -> Option<Who> {
        let its = self.modules.iter().find(|(other, _)| **other == *name);
        its.map(|(_, who)| *who)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_wait_until_it_is_there() {
        let imports = Imports::default();
        assert!(imports.begin("a", 1));
        assert!(!imports.begin("a", 2));
        assert!(!imports.must_wait("a", 1), "a module may import itself");
        assert!(imports.must_wait("a", 2));
        assert!(!imports.must_wait("b", 2));
        imports.end("a");
        assert!(!imports.must_wait("a", 2));
    }

    #[test]
    fn nobody_waits_for_who_waits_for_him() {
        let imports = Imports::default();
        for (name, who) in [("a", 1), ("b", 2), ("c", 3)] {
            assert!(imports.begin(name, who));
        }
        assert!(imports.must_wait("b", 1));
        assert!(imports.must_wait("c", 2));
        assert!(!imports.must_wait("a", 3), "all three would wait");
        assert!(imports.must_wait("a", 4));
    }
}
