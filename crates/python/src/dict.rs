//! dict: a hash table that keeps the order in which its keys came.

use hashbrown::HashTable;

use crate::error::Outcome;
use crate::hash;
use crate::object::{Guarded, Shared};
use crate::value::Value;

/// A dict. A subclass of it written in Python has one inside.
#[derive(Debug, Default)]
pub(crate) struct Dict {
    table: Guarded<Table>,
}

/// What is in a dict, while nobody else changes it.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// In the order in which they came; a removed one has `Null` for its key.
    entries: Vec<Entry>,
    /// Places in `entries`, by hash.
    places: HashTable<u32>,
    /// Everything before this one is removed.
    first: usize,
    /// Where a key was found last: who asks whether there is one wants its value next, and who takes a value
    /// puts another one in its place.
    latest: usize,
    /// Whether there was ever a key that is neither an int nor a str: those are equal to nothing else.
    is_mixed: bool,
}

/// No place.
const NOWHERE: usize = usize::MAX;

#[derive(Debug, Default)]
struct Entry {
    hash: i64,
    key: Value,
    value: Value,
}

impl Dict {
    /// Of pairs whose keys have native hashes.
    pub(crate) fn new(pairs: impl IntoIterator<Item = (Value, Value)>) -> Outcome<Dict> {
        let mut table = Table::default();
        for (key, value) in pairs {
            let hash = hash::of(&key)?;
            table.put(hash, key, value)?;
        }
        Ok(Dict {
            table: Guarded::new(table),
        })
    }

    /// Looks into the dict or changes it.
    #[inline]
    pub(crate) fn with<R>(&self, visit: impl FnOnce(&mut Table) -> R) -> R {
        self.table.with(visit)
    }

    pub(crate) fn len(&self) -> usize {
        self.with(|table| table.len())
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn get(&self, key: &Value) -> Outcome<Option<Value>> {
        let hash = hash::of(key)?;
        self.with(|table| Ok(table.get(hash, key)?.cloned()))
    }

    /// What is under an int or a str, if that is quickly said; otherwise `Null`.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn get_simple(&self, key: &Value) -> Value {
        let mut table = self.table.enter();
        match hash::simple(key) {
            Some(hash) if !table.is_mixed => {
                let place = table.find_simple(hash, key);
                match table.entries.get(place) {
                    Some(entry) => entry.value.clone(),
                    None => Value::Null,
                }
            }
            _ => Value::Null,
        }
    }

    /// Whether there is an int or a str, if that is quickly said.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn has_simple(&self, key: &Value) -> Option<bool> {
        let mut table = self.table.enter();
        match hash::simple(key) {
            Some(hash) if !table.is_mixed => Some(table.find_simple(hash, key) != NOWHERE),
            _ => None,
        }
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn set(&self, key: Value, value: Value) -> Outcome<()> {
        let hash = hash::of(&key)?;
        if self.table.is_shared() {
            key.share();
            value.share();
        }
        let old = self.with(|table| table.put(hash, key, value));
        // Freed here, outside of the lock.
        old.map(drop)
    }

    /// Moves a value under an int or a str, if that is quickly done: no error, no question to a class.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn put_simple(&self, key: &Value, from: &mut Value) -> bool {
        let Some(hash) = hash::simple(key) else {
            return false;
        };
        if self.table.is_shared() {
            key.share();
            from.share();
        }
        let mut table = self.table.enter();
        if table.is_mixed {
            return false;
        }
        let place = table.find_simple(hash, key);
        if let Some(entry) = table.entries.get_mut(place) {
            std::mem::swap(&mut entry.value, from);
            return true;
        }
        table.has_room() && table.push(hash, key.clone(), std::mem::take(from)).is_ok()
    }

    /// Takes an entry out.
    pub(crate) fn remove(&self, key: &Value) -> Outcome<Option<Value>> {
        let hash = hash::of(key)?;
        Ok(self
            .with(|table| table.remove(hash, key))?
            .map(|(_, value)| value))
    }

    /// The entry at or behind a place in the order, with its own place.
    pub(crate) fn next_from(&self, place: usize) -> Option<(usize, Value, Value)> {
        self.with(|table| table.next_from(place))
    }

    /// All entries, in their order.
    pub(crate) fn pairs(&self) -> Vec<(Value, Value)> {
        self.with(|table| {
            table
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        })
    }

    /// All places, in their order, those of removed entries with `Null`: hash, key and value.
    pub(crate) fn places(&self) -> Vec<(i64, Value, Value)> {
        self.with(|table| {
            let entries = table.entries.iter();
            entries
                .map(|entry| (entry.hash, entry.key.clone(), entry.value.clone()))
                .collect()
        })
    }

    /// Takes in what [`Dict::places`] has given. The keys are known to differ.
    pub(crate) fn fill(&self, places: Vec<(i64, Value, Value)>) {
        let mut table = Table::default();
        for (hash, key, value) in places {
            match key {
                Value::Null => table.entries.push(Entry::default()),
                // There was room for them before.
                key => drop(table.push(hash, key, value)),
            }
        }
        drop(self.with(|old| std::mem::replace(old, table)));
    }

    pub(crate) fn take(&self) -> Table {
        self.with(std::mem::take)
    }

    pub(crate) fn copy(&self) -> Dict {
        Dict {
            table: Guarded::new(self.with(|table| table.copy())),
        }
    }

    /// Adds all entries of another dict, which must not be this one.
    pub(crate) fn merge(&self, other: &Dict) -> Outcome<()> {
        // Copied first: two dicts that are merged into each other must not wait for each other's locks.
        let copy = other.with(|table| table.copy());
        for entry in copy.entries {
            if !matches!(entry.key, Value::Null) {
                if self.table.is_shared() {
                    entry.key.share();
                    entry.value.share();
                }
                let old = self.with(|table| table.put(entry.hash, entry.key, entry.value))?;
                drop(old);
            }
        }
        Ok(())
    }
}

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    fn find(&mut self, hash: i64, key: &Value) -> Outcome<Option<usize>> {
        if !self.is_mixed && is_simple(key) {
            let place = self.find_simple(hash, key);
            return Ok((place != NOWHERE).then_some(place));
        }
        // What comparing says must come out of a closure that can only say yes or no.
        let mut failed = None;
        let found = self.places.find(spread(hash), |&place| {
            let Some(entry) = self.entries.get(place as usize) else {
                return false;
            };
            entry.hash == hash
                && match hash::same_key(&entry.key, key) {
                    Ok(same) => same,
                    Err(fault) => {
                        failed = Some(fault);
                        true
                    }
                }
        });
        match failed {
            Some(fault) => Err(fault),
            None => Ok(found.map(|&place| place as usize)),
        }
    }

    /// The place of an int or a str where all keys are such, or [`NOWHERE`].
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn find_simple(&mut self, hash: i64, key: &Value) -> usize {
        let is_it = |entry: &Entry| {
            entry.hash == hash
                && match (&entry.key, key) {
                    (Value::Str(other), Value::Str(text)) => {
                        other.is(text) || hash::same_text(other, text)
                    }
                    (Value::Int(other), Value::Int(number)) => other == number,
                    _ => false,
                }
        };
        if self.entries.get(self.latest).is_some_and(is_it) {
            return self.latest;
        }
        let its = |&place: &u32| self.entries.get(place as usize).is_some_and(is_it);
        match self.places.find(spread(hash), its) {
            Some(&place) => {
                self.latest = place as usize;
                self.latest
            }
            None => NOWHERE,
        }
    }

    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn get(&mut self, hash: i64, key: &Value) -> Outcome<Option<&Value>> {
        let place = self.find(hash, key)?;
        Ok(place
            .and_then(|place| self.entries.get(place))
            .map(|entry| &entry.value))
    }

    /// Puts a value under a key and gives what is no longer needed: the key stays the one that was there.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn put(&mut self, hash: i64, key: Value, value: Value) -> Outcome<(Value, Value)> {
        if let Some(entry) = self
            .find(hash, &key)?
            .and_then(|place| self.entries.get_mut(place))
        {
            return Ok((key, std::mem::replace(&mut entry.value, value)));
        }
        self.push(hash, key, value)?;
        Ok((Value::Null, Value::Null))
    }

    fn has_room(&self) -> bool {
        self.entries.len() < crate::list::MAX_ITEMS / 2
    }

    /// Adds an entry whose key is not there yet.
    pub(crate) fn push(&mut self, hash: i64, key: Value, value: Value) -> Outcome<()> {
        if !self.has_room() {
            return Err(crate::error::Fault::memory());
        }
        let place = self.entries.len() as u32;
        self.is_mixed |= !is_simple(&key);
        self.entries.push(Entry { hash, key, value });
        let entries = &self.entries;
        let again =
            |&place: &u32| spread(entries.get(place as usize).map_or(0, |entry| entry.hash));
        self.places.insert_unique(spread(hash), place, again);
        Ok(())
    }

    pub(crate) fn remove(&mut self, hash: i64, key: &Value) -> Outcome<Option<(Value, Value)>> {
        let place = self.find(hash, key)?;
        Ok(place.and_then(|place| self.remove_at(place)))
    }

    /// Takes the last entry out, or the first one.
    pub(crate) fn pop(&mut self, last: bool) -> Option<(Value, Value)> {
        let is_there = |entry: &Entry| !matches!(entry.key, Value::Null);
        let place = if last {
            self.entries.iter().rposition(is_there)
        } else {
            let first = self.entries.iter().skip(self.first).position(is_there);
            first.map(|place| place + self.first)
        };
        self.remove_at(place?)
    }

    fn remove_at(&mut self, place: usize) -> Option<(Value, Value)> {
        let entry = std::mem::take(self.entries.get_mut(place)?);
        let its = |&other: &u32| other as usize == place;
        if let Ok(found) = self.places.find_entry(spread(entry.hash), its) {
            found.remove();
        }
        while self
            .entries
            .last()
            .is_some_and(|last| matches!(last.key, Value::Null))
        {
            self.entries.pop();
        }
        if place == self.first {
            self.first += 1;
        }
        if self.entries.len() > 32 && self.entries.len() > 4 * self.places.len() {
            self.compact();
        }
        self.first = self.first.min(self.entries.len());
        Some((entry.key, entry.value))
    }

    fn compact(&mut self) {
        self.entries
            .retain(|entry| !matches!(entry.key, Value::Null));
        self.first = 0;
        self.places.clear();
        for (place, entry) in self.entries.iter().enumerate() {
            // There is room for all of them: there were more before.
            self.places
                .insert_unique(spread(entry.hash), place as u32, |_| 0);
        }
    }

    pub(crate) fn next_from(&self, place: usize) -> Option<(usize, Value, Value)> {
        let rest = self.entries.iter().enumerate().skip(place);
        let mut there = rest.filter(|(_, entry)| !matches!(entry.key, Value::Null));
        there
            .next()
            .map(|(place, entry)| (place, entry.key.clone(), entry.value.clone()))
    }

    /// The entry before a place in the order.
    pub(crate) fn last_before(&self, place: usize) -> Option<(usize, Value, Value)> {
        let before = self.entries.get(..place.min(self.entries.len()))?;
        let there = before
            .iter()
            .rposition(|entry| !matches!(entry.key, Value::Null))?;
        let entry = before.get(there)?;
        Some((there, entry.key.clone(), entry.value.clone()))
    }

    /// The place of an int or a str, where all keys are such.
    pub(crate) fn place(&mut self, key: &Value) -> Option<usize> {
        let place = self.find_simple(hash::simple(key)?, key);
        (place != NOWHERE).then_some(place)
    }

    /// Adds an int or a str that is not there yet.
    pub(crate) fn keep(&mut self, key: Value, value: Value) -> Outcome<()> {
        let hash = hash::of(&key)?;
        self.push(hash, key, value)
    }

    /// How far places go.
    pub(crate) fn end(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&Value, &Value)> {
        let there = self
            .entries
            .iter()
            .filter(|entry| !matches!(entry.key, Value::Null));
        there.map(|entry| (&entry.key, &entry.value))
    }

    /// Where this very key is.
    fn place_of(&self, hash: i64, key: &Value) -> Option<usize> {
        let its = |place: &u32| {
            let entry = self.entries.get(*place as usize);
            entry.is_some_and(|entry| entry.hash == hash && entry.key.is(key))
        };
        self.places
            .find(spread(hash), its)
            .map(|&place| place as usize)
    }

    /// What is under this very key.
    pub(crate) fn same(&self, hash: i64, key: &Value) -> Option<&Value> {
        let entry = self.entries.get(self.place_of(hash, key)?);
        entry.map(|entry| &entry.value)
    }

    pub(crate) fn same_mut(&mut self, hash: i64, key: &Value) -> Option<&mut Value> {
        let place = self.place_of(hash, key)?;
        self.entries.get_mut(place).map(|entry| &mut entry.value)
    }

    /// Takes the entry of this very key out.
    pub(crate) fn remove_same(&mut self, hash: i64, key: &Value) -> Option<Value> {
        let place = self.place_of(hash, key)?;
        self.remove_at(place).map(|(_, value)| value)
    }

    /// The keys with a hash, for those whose comparison takes Python.
    pub(crate) fn candidates(&self, hash: i64) -> Vec<Value> {
        let places = self.places.iter_hash(spread(hash));
        let entries = places.filter_map(|&place| self.entries.get(place as usize));
        entries
            .filter(|entry| entry.hash == hash)
            .map(|entry| entry.key.clone())
            .collect()
    }

    fn copy(&self) -> Table {
        let mut table = Table {
            is_mixed: self.is_mixed,
            ..Table::default()
        };
        table.places.reserve(self.len(), |_| 0);
        for entry in &self.entries {
            if !matches!(entry.key, Value::Null) {
                let place = table.entries.len() as u32;
                table.places.insert_unique(spread(entry.hash), place, |_| 0);
                table.entries.push(Entry {
                    hash: entry.hash,
                    key: entry.key.clone(),
                    value: entry.value.clone(),
                });
            }
        }
        table
    }
}

fn is_simple(key: &Value) -> bool {
    matches!(key, Value::Int(_) | Value::Str(_))
}

/// Python's hashes of small ints are those ints; the table wants each bit to count.
fn spread(hash: i64) -> u64 {
    (hash as u64)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(26)
}

impl Shared for Dict {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.table.share();
        self.with(|table| {
            for (key, value) in table.iter() {
                visit(key);
                visit(value);
            }
        });
    }
}
