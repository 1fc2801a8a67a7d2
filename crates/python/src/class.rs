//! Classes: those of the language and those that programs write.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::attributes::Attributes;
use crate::kind::Kind;
use crate::object::{Guarded, Ref, Shared};
use crate::symbols::Symbol;
use crate::value::Value;

/// A class.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) name: Guarded<Arc<str>>,
    /// The class itself if it is one of the language's; of one written in Python the nearest such base:
    /// what its instances are inside.
    pub(crate) kind: Kind,
    /// Whether it was written in Python.
    pub(crate) is_python: bool,
    pub(crate) bases: Vec<Ref<Class>>,
    /// `__mro__` without the class itself.
    pub(crate) ancestors: Vec<Ref<Class>>,
    /// Its own class, if that isn't `type`.
    pub(crate) meta: Option<Ref<Class>>,
    pub(crate) attributes: Guarded<Attributes>,
    /// The names of its instances' slots, in the order in which they were first assigned to.
    pub(crate) slots: Guarded<Vec<Symbol>>,
    /// Whether its instances have nothing but `__slots__`.
    pub(crate) is_closed: bool,
    /// `__subclasses__()`, of those written in Python.
    pub(crate) derived: Guarded<Vec<Ref<Class>>>,
    /// How many of the slots were declared: `__dict__` doesn't have those.
    pub(crate) declared: usize,
    /// What has to be asked before an attribute is looked for in the usual places.
    pub(crate) hooks: Hooks,
}

/// Which special methods around attributes a class has, itself or by its bases.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hooks {
    pub(crate) getattribute: bool,
    pub(crate) getattr: bool,
    pub(crate) setattr: bool,
    pub(crate) delattr: bool,
}

/// How many slots an instance may have; further attributes go to a dict.
pub(crate) const MOST_SLOTS: usize = 30;

impl Class {
    /// What the class or one of its ancestors has under a name.
    pub(crate) fn find(&self, name: Symbol) -> Option<Value> {
        self.lookup(name).map(|(value, _)| value)
    }

    /// The same, with the class that has it: 0 for this one, else a number into its ancestors plus 1.
    pub(crate) fn lookup(&self, name: Symbol) -> Option<(Value, usize)> {
        if let Some(value) = self.own(name) {
            return Some((value, 0));
        }
        let ancestors = self.ancestors.iter().enumerate();
        ancestors
            .filter_map(|(index, class)| Some((class.own(name)?, index + 1)))
            .next()
    }

    /// What the class itself has under a name.
    pub(crate) fn own(&self, name: Symbol) -> Option<Value> {
        self.attributes
            .with(|attributes| attributes.get(name).cloned())
    }

    /// What comes behind `class` in the method resolution order has under a name: `super()`.
    pub(crate) fn find_behind(&self, class: &Ref<Class>, name: Symbol) -> Option<Value> {
        let behind = if std::ptr::eq(self, &raw const **class) {
            &self.ancestors[..]
        } else {
            let place = self
                .ancestors
                .iter()
                .position(|ancestor| ancestor.is(class))?;
            self.ancestors.get(place + 1..)?
        };
        behind.iter().find_map(|class| class.own(name))
    }

    /// `issubclass(self, other)`, without `__subclasscheck__`.
    pub(crate) fn is_a(&self, other: &Ref<Class>) -> bool {
        std::ptr::eq(self, &raw const **other)
            || self.ancestors.iter().any(|ancestor| ancestor.is(other))
    }

    pub(crate) fn name(&self) -> Arc<str> {
        self.name.with(|name| Arc::clone(name))
    }

    /// Where its instances keep an attribute, if they may have it in a slot.
    #[inline]
    pub(crate) fn slot(&self, name: Symbol) -> Option<usize> {
        self.slots
            .with(|slots| slots.iter().position(|slot| *slot == name))
    }

    /// The same, making room for it.
    pub(crate) fn make_slot(&self, name: Symbol) -> Option<usize> {
        self.slots.with(|slots| {
            let place = slots.iter().position(|slot| *slot == name);
            place.or_else(|| {
                (slots.len() < MOST_SLOTS).then(|| {
                    slots.push(name);
                    slots.len() - 1
                })
            })
        })
    }
}

/// C3: merges the orders of the bases such that each class comes before its own bases. `None` if there is no
/// such order.
pub(crate) fn linearize(bases: &[Ref<Class>]) -> Option<Vec<Ref<Class>>> {
    let orders = bases.iter().map(|base| {
        let mut order = vec![base.clone()];
        order.extend(base.ancestors.iter().cloned());
        order
    });
    let mut queues: Vec<Vec<Ref<Class>>> = orders.chain([bases.to_vec()]).collect();
    for queue in &mut queues {
        queue.reverse();
    }
    let mut merged: Vec<Ref<Class>> = Vec::new();
    loop {
        queues.retain(|queue| !queue.is_empty());
        if queues.is_empty() {
            return Some(merged);
        }
        let waits = |class: &Ref<Class>, queue: &Vec<Ref<Class>>| {
            let behind = queue.split_last().map_or(&[][..], |(_, rest)| rest);
            behind.iter().any(|other| other.is(class))
        };
        let next = queues
            .iter()
            .filter_map(|queue| queue.last())
            .find(|class| !queues.iter().any(|queue| waits(class, queue)))?
            .clone();
        for queue in &mut queues {
            if queue.last().is_some_and(|class| class.is(&next)) {
                queue.pop();
            }
        }
        merged.push(next);
    }
}

/// Counts up whenever what was found in a class may have become wrong: a class was made or changed.
#[derive(Debug, Default)]
pub(crate) struct Epoch(AtomicU32);

impl Epoch {
    #[inline]
    pub(crate) fn now(&self) -> u32 {
        // Relaxed: who changes a class while another thread uses it cannot say what that will see.
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn advance(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Shared for Class {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.name.share();
        self.attributes.share();
        self.slots.share();
        self.derived.share();
        self.derived.with(|derived| {
            derived
                .iter()
                .for_each(|class| visit(&Value::Class(class.clone())));
        });
        let classes = self.bases.iter().chain(&self.ancestors).chain(&self.meta);
        for class in classes {
            visit(&Value::Class(class.clone()));
        }
        self.attributes
            .with(|attributes| attributes.iter().for_each(|(_, value)| visit(value)));
    }
}
