//! An object's or a class's own attributes, in the order in which they came.

use hashbrown::HashMap;

use crate::symbols::Symbol;
use crate::value::Value;

/// A map from names to values. Few names are looked for one by one.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    /// A removed one is `Null`.
    entries: Vec<(Symbol, Value)>,
    /// Where each is, once there are many.
    places: HashMap<Symbol, u32>,
    removed: usize,
}

const FEW: usize = 8;

impl Attributes {
    /// Where a name is. It stays there until something is removed.
    #[inline]
    pub(crate) fn place(&self, name: Symbol) -> Option<usize> {
        if self.entries.len() <= FEW {
            let is_it = |(symbol, value): &(Symbol, Value)| {
                *symbol == name && !matches!(value, Value::Null)
            };
            return self.entries.iter().position(is_it);
        }
        self.places.get(&name).map(|&place| place as usize)
    }

    #[inline]
    pub(crate) fn get(&self, name: Symbol) -> Option<&Value> {
        self.at(self.place(name)?)
    }

    /// What is at a place.
    #[inline]
    pub(crate) fn at(&self, place: usize) -> Option<&Value> {
        self.entries.get(place).map(|(_, value)| value)
    }

    /// Sets an attribute and gives what was there before; the caller drops it outside of any lock.
    pub(crate) fn set(&mut self, name: Symbol, value: Value) -> Value {
        if let Some(slot) = self
            .place(name)
            .and_then(|place| self.entries.get_mut(place))
        {
            return std::mem::replace(&mut slot.1, value);
        }
        let place = self.entries.len();
        self.entries.push((name, value));
        if place == FEW {
            self.index();
        } else if place > FEW {
            self.places.insert(name, place as u32);
        }
        Value::Null
    }

    /// Removes an attribute and gives it.
    pub(crate) fn remove(&mut self, name: Symbol) -> Option<Value> {
        let place = self.place(name)?;
        let old = std::mem::take(&mut self.entries.get_mut(place)?.1);
        self.places.remove(&name);
        self.removed += 1;
        if self.removed > FEW + self.entries.len() / 2 {
            self.entries
                .retain(|(_, value)| !matches!(value, Value::Null));
            self.removed = 0;
            self.places.clear();
            if self.entries.len() > FEW {
                self.index();
            }
        }
        Some(old)
    }

    fn index(&mut self) {
        let entries = self.entries.iter().enumerate();
        let there = entries.filter(|(_, (_, value))| !matches!(value, Value::Null));
        self.places = there
            .map(|(place, (name, _))| (*name, place as u32))
            .collect();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Symbol, &Value)> {
        self.entries
            .iter()
            .filter(|(_, value)| !matches!(value, Value::Null))
            .map(|(name, value)| (*name, value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_map_that_keeps_the_order(
            steps in prop::collection::vec((0_u32..20, prop::option::of(0_i64..9)), 0..200)
        ) {
            let mut attributes = Attributes::default();
            let mut model: Vec<(u32, i64)> = Vec::new();
            for (name, value) in steps {
                let place = model.iter().position(|(other, _)| *other == name);
                match (value, place) {
                    (Some(value), Some(place)) => {
                        attributes.set(Symbol(name), Value::Int(value));
                        model[place].1 = value;
                    }
                    (Some(value), None) => {
                        attributes.set(Symbol(name), Value::Int(value));
                        model.push((name, value));
                    }
                    (None, place) => {
                        prop_assert_eq!(attributes.remove(Symbol(name)).is_some(), place.is_some());
                        place.map(|place| model.remove(place));
                    }
                }
                let found: Vec<(u32, i64)> = attributes
                    .iter()
                    .map(|(name, value)| match value {
                        Value::Int(value) => (name.0, *value),
                        _ => unreachable!(),
                    })
                    .collect();
                prop_assert_eq!(&found, &model);
                for name in 0..20 {
                    let there = model.iter().any(|(other, _)| *other == name);
                    prop_assert_eq!(attributes.get(Symbol(name)).is_some(), there);
                }
            }
        }
    }
}
