//! Instances: of classes written in Python, and of the language's own that are not [`Value`]s by themselves.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::class::Class;
use crate::dict::Dict;
use crate::ends::Ending;
use crate::exception::Raised;
use crate::locks::LockObject;
use crate::modules::regex::Pattern;
use crate::native::State;
use crate::network::Exchange;
use crate::object::{Guarded, Places, Ref, Shared};
use crate::refcounts::Counted;
use crate::symbols::Symbol;
use crate::thread::Output;
use crate::threads::ThreadObject;
use crate::value::Value;

/// An instance.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) class: Ref<Class>,
    pub(crate) payload: Payload,
    fields: Guarded<Fields>,
}

/// Its attributes.
#[derive(Debug, Default)]
struct Fields {
    /// Where the class says; `Null` if it isn't set.
    slots: Vec<Value>,
    /// `__dict__`, once somebody wanted it or there were too many slots: then it has all attributes.
    dict: Option<Ref<Dict>>,
}

impl Places for Fields {
    #[inline(always)]
    fn value(&self, place: usize) -> Option<&Value> {
        self.slots.get(place)
    }

    #[inline(always)]
    fn place(&mut self, place: usize) -> Option<&mut Value> {
        match self.dict {
            None => self.slots.get_mut(place),
            Some(_) => None,
        }
    }
}

/// What an instance is inside.
#[derive(Debug)]
pub(crate) enum Payload {
    /// Only attributes.
    Plain,
    /// Of a class that derives from `int`, `str`, `list`, `dict` …: one of those.
    Base(Value),
    Exception(Guarded<Raised>),
    Thread(Arc<ThreadObject>),
    Lock(Arc<LockObject>),
    RLock(Arc<LockObject>),
    /// Of `_http`.
    Exchange(Arc<Exchange>),
    Ending(Ending),
    Counted(Arc<Counted>),
    /// `property`: getter, setter, deleter, docstring.
    Property([Value; 4]),
    StaticMethod(Value),
    ClassMethod(Value),
    /// `super`: the class behind which it looks, the receiver, and the class whose order it is.
    Super(Ref<Class>, Value, Ref<Class>),
    /// `sys.stdout` or `sys.stderr`.
    Stream(Output),
    /// `collections.deque`, and its `maxlen`.
    Deque(Guarded<VecDeque<Value>>, Option<usize>),
    /// `defaultdict`: its dict and its factory.
    DefaultDict(Ref<Dict>, Guarded<Value>),
    /// `dict.keys()`, `values()`, `items()`: which of them the class says.
    View(Ref<Dict>),
    /// A compiled regular expression.
    Pattern(Box<Pattern>),
    /// What only the natives of one module know.
    State(State),
}

impl Instance {
    pub(crate) fn new(class: Ref<Class>, payload: Payload) -> Instance {
        Instance {
            class,
            payload,
            fields: Guarded::default(),
        }
    }

    /// What is in the slot of that number.
    #[inline(always)]
    pub(crate) fn at(&self, slot: usize) -> Option<Value> {
        match self.fields.value_at(slot) {
            Value::Null => None,
            value => Some(value),
        }
    }

    /// An attribute of its own.
    pub(crate) fn get(&self, name: Symbol, text: &str) -> Option<Value> {
        let slot = self.class.slot(name);
        if let Some(found) = slot.and_then(|slot| self.at(slot)) {
            return Some(found);
        }
        let dict = self.fields.with(|fields| fields.dict.clone())?;
        // A str has a native hash: this cannot fail.
        dict.get(&Value::text(text)).ok().flatten()
    }

    /// Moves a value to the slot of that number, if that is there already and nobody else can see the instance;
    /// what was there is left in its place.
    #[inline(always)]
    pub(crate) fn swap(&self, slot: usize, from: &mut Value) -> bool {
        !self.fields.is_shared() && self.fields.swap_at(slot, from)
    }

    /// Sets the slot of that number, if it is one of this instance.
    #[inline]
    pub(crate) fn put(&self, slot: usize, value: Value) -> Result<(), Value> {
        if self.fields.is_shared() {
            value.share();
        }
        let declared = self.class.declared;
        let old = self.fields.with(|fields| {
            if fields.dict.is_some() && slot >= declared {
                return Err(value);
            }
            if fields.slots.len() <= slot {
                fields.slots.resize(slot + 1, Value::Null);
            }
            match fields.slots.get_mut(slot) {
                Some(place) => Ok(std::mem::replace(place, value)),
                None => Err(value),
            }
        });
        // Freed outside of the lock.
        old.map(drop)
    }

    /// Sets an attribute of its own.
    pub(crate) fn set(&self, name: Symbol, text: &str, value: Value, symbols: Names) {
        let value = match self.class.make_slot(name) {
            Some(slot) => match self.put(slot, value) {
                Ok(()) => return,
                Err(value) => value,
            },
            None => value,
        };
        let dict = self.dict(symbols);
        let _ = dict.set(Value::text(text), value);
    }

    /// Removes an attribute of its own; says whether it was there.
    pub(crate) fn remove(&self, name: Symbol, text: &str) -> bool {
        if let Some(slot) = self.class.slot(name) {
            let old = self
                .fields
                .with(|fields| fields.slots.get_mut(slot).map(std::mem::take));
            if !matches!(old, Some(Value::Null) | None) {
                return true;
            }
        }
        let Some(dict) = self.fields.with(|fields| fields.dict.clone()) else {
            return false;
        };
        matches!(dict.remove(&Value::text(text)), Ok(Some(_)))
    }

    /// `__dict__`: from now on it has all attributes.
    pub(crate) fn dict(&self, symbols: Names) -> Ref<Dict> {
        if let Some(dict) = self.fields.with(|fields| fields.dict.clone()) {
            return dict;
        }
        let dict = Ref::new(Dict::default());
        let declared = self.class.slots.with(|slots| {
            slots
                .iter()
                .take(self.class.declared)
                .copied()
                .collect::<Vec<_>>()
        });
        for (name, value) in self
            .own()
            .into_iter()
            .filter(|(name, _)| !declared.contains(name))
        {
            let _ = dict.set(Value::text(&*symbols(name)), value);
        }
        if self.fields.is_shared() {
            Value::Dict(dict.clone()).share();
        }
        self.fields.with(|fields| {
            fields.slots.truncate(declared.len());
            fields.dict.get_or_insert(dict).clone()
        })
    }

    /// Its slots as they are, and its `__dict__` if it has one.
    pub(crate) fn parts(&self) -> (Vec<Value>, Option<Ref<Dict>>) {
        self.fields
            .with(|fields| (fields.slots.clone(), fields.dict.clone()))
    }

    /// Gives it those of another one.
    pub(crate) fn fill(&self, slots: Vec<Value>, dict: Option<Ref<Dict>>) {
        let old = self
            .fields
            .with(|fields| std::mem::replace(fields, Fields { slots, dict }));
        drop(old);
    }

    /// Whether its attributes are in a dict, and not in slots.
    #[inline]
    pub(crate) fn has_dict(&self) -> bool {
        self.fields.with(|fields| fields.dict.is_some())
    }

    /// What is in its slots.
    pub(crate) fn own(&self) -> Vec<(Symbol, Value)> {
        let names = self.class.slots.with(|slots| slots.clone());
        let values = self.fields.with(|fields| fields.slots.clone());
        let pairs = names.into_iter().zip(values);
        pairs
            .filter(|(_, value)| !matches!(value, Value::Null))
            .collect()
    }
}

/// Says what a symbol's name is.
pub(crate) type Names<'a> = &'a dyn Fn(Symbol) -> Arc<str>;

impl Shared for Instance {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&Value::Class(self.class.clone()));
        self.fields.share();
        self.fields.with(|fields| {
            fields.slots.iter().for_each(&mut *visit);
            if let Some(dict) = &fields.dict {
                visit(&Value::Dict(dict.clone()));
            }
        });
        match &self.payload {
            Payload::Plain
            | Payload::Stream(_)
            | Payload::Counted(_)
            | Payload::Pattern(_)
            | Payload::State(_)
            | Payload::Lock(_)
            | Payload::RLock(_)
            | Payload::Exchange(_) => {}
            Payload::Base(value) | Payload::StaticMethod(value) | Payload::ClassMethod(value) => {
                visit(value);
            }
            Payload::Exception(raised) => {
                raised.share();
                raised.with(|raised| raised.values().into_iter().for_each(|value| visit(&value)));
            }
            Payload::Thread(thread) => thread.share(visit),
            Payload::Ending(ending) => ending.share(visit),
            Payload::Property(functions) => functions.iter().for_each(visit),
            Payload::Super(class, receiver, order) => {
                visit(&Value::Class(class.clone()));
                visit(receiver);
                visit(&Value::Class(order.clone()));
            }
            Payload::Deque(items, _) => {
                items.share();
                items.with(|items| items.iter().for_each(visit));
            }
            Payload::DefaultDict(dict, factory) => {
                factory.share();
                visit(&Value::Dict(dict.clone()));
                factory.with(|factory| visit(factory));
            }
            Payload::View(dict) => visit(&Value::Dict(dict.clone())),
        }
    }
}
