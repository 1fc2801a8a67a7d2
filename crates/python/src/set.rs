//! set and frozenset: CPython's own table, since the order in which a set shows its items is that of the
//! table (`Objects/setobject.c`).

use std::sync::atomic::{AtomicI64, Ordering};

use crate::error::{Fault, Outcome};
use crate::hash;
use crate::list::MAX_ITEMS;
use crate::object::{Guarded, Shared};
use crate::value::Value;

/// A set or a frozenset.
#[derive(Debug)]
pub(crate) struct Set {
    table: Guarded<Table>,
    frozen: bool,
    /// Of a frozenset, once somebody has asked; -1 before.
    hash: AtomicI64,
}

/// What is in a set, while nobody else changes it.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// A power of two of them.
    slots: Vec<Slot>,
    /// Slots that are or were taken.
    fill: usize,
    used: usize,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    hash: i64,
    key: Value,
    /// Somebody was here; who comes later may be further on.
    removed: bool,
}

/// `PySet_MINSIZE`.
const SMALLEST: usize = 8;
/// `LINEAR_PROBES`.
const PROBES: usize = 9;
/// `PERTURB_SHIFT`.
const SHIFT: u32 = 5;

/// Where to look after a group of slots (`set_lookkey`).
#[inline(always)]
fn next(place: usize, perturb: &mut u64, mask: usize) -> usize {
    *perturb >>= SHIFT;
    place
        .wrapping_mul(5)
        .wrapping_add(1)
        .wrapping_add(*perturb as usize)
        & mask
}

impl Default for Table {
    fn default() -> Table {
        Table {
            slots: vec![Slot::default(); SMALLEST],
            fill: 0,
            used: 0,
        }
    }
}

impl Set {
    pub(crate) fn new(table: Table, frozen: bool) -> Set {
        Set {
            table: Guarded::new(table),
            frozen,
            hash: AtomicI64::new(-1),
        }
    }

    /// Of items that have native hashes.
    pub(crate) fn of(items: impl IntoIterator<Item = Value>, frozen: bool) -> Outcome<Set> {
        let mut table = Table::default();
        for item in items {
            let hash = hash::of(&item)?;
            table.add(hash, item)?;
        }
        Ok(Set::new(table, frozen))
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Looks into the set or changes it.
    #[inline]
    pub(crate) fn with<R>(&self, visit: impl FnOnce(&mut Table) -> R) -> R {
        self.table.with(visit)
    }

    pub(crate) fn len(&self) -> usize {
        self.with(|table| table.used)
    }

    pub(crate) fn contains(&self, item: &Value) -> Outcome<bool> {
        let hash = hash::of(item)?;
        self.with(|table| table.contains(hash, item))
    }

    pub(crate) fn add(&self, item: Value) -> Outcome<()> {
        let hash = hash::of(&item)?;
        if self.table.is_shared() {
            item.share();
        }
        let spare = self.with(|table| table.add(hash, item));
        spare.map(drop)
    }

    pub(crate) fn remove(&self, item: &Value) -> Outcome<bool> {
        let hash = hash::of(item)?;
        let removed = self.with(|table| table.remove(hash, item))?;
        Ok(removed.is_some())
    }

    /// The items, in the table's order.
    pub(crate) fn items(&self) -> Vec<Value> {
        self.with(|table| table.iter().map(|(_, item)| item.clone()).collect())
    }

    /// All places of the table, in their order: hash, key or `Null`, and whether there was one that was removed.
    pub(crate) fn places(&self) -> Vec<(i64, Value, bool)> {
        self.with(|table| {
            let slots = table.slots.iter();
            slots
                .map(|slot| (slot.hash, slot.key.clone(), slot.removed))
                .collect()
        })
    }

    /// Takes in what [`Set::places`] has given, as it is or, if hashes have changed, in an order of its own. The keys
    /// are known to differ.
    pub(crate) fn fill(&self, places: Vec<(i64, Value, bool)>, as_it_was: bool) {
        let mut table = Table::default();
        if as_it_was && places.len().is_power_of_two() && places.len() >= SMALLEST {
            let slots: Vec<Slot> = places
                .into_iter()
                .map(|(hash, key, removed)| Slot { hash, key, removed })
                .collect();
            let used = |slot: &&Slot| !matches!(slot.key, Value::Null);
            table.used = slots.iter().filter(used).count();
            table.fill = slots
                .iter()
                .filter(|slot| used(slot) || slot.removed)
                .count();
            table.slots = slots;
        } else {
            for (hash, key, _) in places {
                if !matches!(key, Value::Null) {
                    // There was room for them before.
                    drop(table.push(hash, key));
                }
            }
        }
        drop(self.with(|old| std::mem::replace(old, table)));
    }

    /// A copy of the table.
    pub(crate) fn table(&self) -> Table {
        self.with(|table| table.copy())
    }

    /// Replaces what is in the set.
    pub(crate) fn replace(&self, table: Table) {
        if self.table.is_shared() {
            table.iter().for_each(|(_, item)| item.share());
        }
        drop(self.with(|old| std::mem::replace(old, table)));
    }

    /// `hash(frozenset)`: the same for every order (`frozenset_hash_impl`).
    pub(crate) fn hash(&self) -> Outcome<i64> {
        // Relaxed: whoever works it out gets the same number.
        let known = self.hash.load(Ordering::Relaxed);
        if known != -1 {
            return Ok(known);
        }
        let mix = |hash: u64| ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
        let hash = self.with(|table| {
            let hash = table
                .iter()
                .fold(0, |hash, (item, _)| hash ^ mix(item as u64));
            hash ^ (table.used as u64 + 1).wrapping_mul(1_927_868_237)
        });
        let hash = hash ^ (hash >> 11) ^ (hash >> 25);
        let hash = hash.wrapping_mul(69069).wrapping_add(907_133_923);
        let hash = if hash == u64::MAX { 590_923_713 } else { hash } as i64;
        self.hash.store(hash, Ordering::Relaxed);
        Ok(hash)
    }
}

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.used
    }

    /// Where a key is, or else where it would be put.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn find(&self, hash: i64, key: &Value) -> Outcome<(usize, bool)> {
        let mask = self.slots.len() - 1;
        let mut perturb = hash as u64;
        let mut place = perturb as usize & mask;
        loop {
            let probes = if place + PROBES <= mask { PROBES } else { 0 };
            for place in place..=place + probes {
                let Some(slot) = self.slots.get(place) else {
                    continue;
                };
                if matches!(slot.key, Value::Null) {
                    if !slot.removed {
                        return Ok((place, false));
                    }
                } else if slot.hash == hash && hash::same_key(&slot.key, key)? {
                    return Ok((place, true));
                }
            }
            place = next(place, &mut perturb, mask);
        }
    }

    pub(crate) fn contains(&self, hash: i64, key: &Value) -> Outcome<bool> {
        Ok(self.find(hash, key)?.1)
    }

    /// Adds a key; gives it back if it is there already.
    pub(crate) fn add(&mut self, hash: i64, key: Value) -> Outcome<Option<Value>> {
        let (place, found) = self.find(hash, &key)?;
        if found {
            return Ok(Some(key));
        }
        self.put(place, hash, key)?;
        Ok(None)
    }

    /// Adds a key that is not there.
    pub(crate) fn push(&mut self, hash: i64, key: Value) -> Outcome<()> {
        let mask = self.slots.len() - 1;
        let mut perturb = hash as u64;
        let mut place = perturb as usize & mask;
        let place = loop {
            let probes = if place + PROBES <= mask { PROBES } else { 0 };
            let free = |slot: &Slot| matches!(slot.key, Value::Null) && !slot.removed;
            let here = self.slots.get(place..=place + probes).unwrap_or_default();
            if let Some(offset) = here.iter().position(free) {
                break place + offset;
            }
            place = next(place, &mut perturb, mask);
        };
        self.put(place, hash, key)
    }

    fn put(&mut self, place: usize, hash: i64, key: Value) -> Outcome<()> {
        if self.used >= MAX_ITEMS / 4 {
            return Err(Fault::memory());
        }
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = Slot {
                hash,
                key,
                removed: false,
            };
        }
        self.fill += 1;
        self.used += 1;
        if self.fill * 5 >= (self.slots.len() - 1) * 3 {
            let wanted = if self.used > 50_000 {
                self.used * 2
            } else {
                self.used * 4
            };
            self.resize(wanted);
        }
        Ok(())
    }

    fn resize(&mut self, wanted: usize) {
        let mut size = SMALLEST;
        while size <= wanted {
            size *= 2;
        }
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
        (self.fill, self.used) = (0, 0);
        for slot in old {
            if !matches!(slot.key, Value::Null) {
                // It fails only for more than there were.
                let _ = self.push(slot.hash, slot.key);
            }
        }
    }

    pub(crate) fn remove(&mut self, hash: i64, key: &Value) -> Outcome<Option<Value>> {
        let (place, found) = self.find(hash, key)?;
        Ok(found.then(|| self.remove_at(place)).flatten())
    }

    fn remove_at(&mut self, place: usize) -> Option<Value> {
        let slot = self.slots.get_mut(place)?;
        slot.removed = true;
        slot.hash = -1;
        self.used -= 1;
        Some(std::mem::take(&mut slot.key))
    }

    /// Takes the first one out.
    pub(crate) fn pop(&mut self) -> Option<Value> {
        let place = self
            .slots
            .iter()
            .position(|slot| !matches!(slot.key, Value::Null))?;
        self.remove_at(place)
    }

    /// Hashes and keys, in the table's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (i64, &Value)> {
        let there = self
            .slots
            .iter()
            .filter(|slot| !matches!(slot.key, Value::Null));
        there.map(|slot| (slot.hash, &slot.key))
    }

    /// The key at or behind a place of the table, and its own place.
    pub(crate) fn next_from(&self, place: usize) -> Option<(usize, Value)> {
        let rest = self.slots.iter().enumerate().skip(place);
        let mut there = rest.filter(|(_, slot)| !matches!(slot.key, Value::Null));
        there.next().map(|(place, slot)| (place, slot.key.clone()))
    }

    /// As `set(other)` copies: into a table of the same size if that has no holes (`set_merge`).
    pub(crate) fn copy(&self) -> Table {
        let mut table = Table::default();
        table.merge(self);
        table
    }

    /// `set_merge`: room for both first, then one after the other.
    pub(crate) fn merge(&mut self, other: &Table) {
        if (self.fill + other.used) * 5 >= (self.slots.len() - 1) * 3 {
            self.resize((self.used + other.used) * 2);
        }
        if self.fill == 0 && self.slots.len() == other.slots.len() && other.fill == other.used {
            self.slots.clone_from(&other.slots);
            (self.fill, self.used) = (other.fill, other.used);
            return;
        }
        for (hash, key) in other.iter() {
            if self.fill == 0 {
                let _ = self.push(hash, key.clone());
            } else {
                // What compares two keys here has compared them before: it cannot need Python.
                let _ = self.add(hash, key.clone());
            }
        }
    }

    fn place_of(&self, hash: i64, key: &Value) -> Option<usize> {
        self.slots
            .iter()
            .position(|slot| slot.hash == hash && slot.key.is(key))
    }

    /// Whether this very key is there.
    pub(crate) fn has_same(&self, hash: i64, key: &Value) -> bool {
        self.place_of(hash, key).is_some()
    }

    /// Takes this very key out.
    pub(crate) fn remove_same(&mut self, hash: i64, key: &Value) -> Option<Value> {
        let place = self.place_of(hash, key)?;
        self.remove_at(place)
    }

    /// The keys with a hash, for those whose comparison takes Python.
    pub(crate) fn candidates(&self, hash: i64) -> Vec<Value> {
        let same = self.iter().filter(|(other, _)| *other == hash);
        same.map(|(_, key)| key.clone()).collect()
    }
}

impl Shared for Set {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.table.share();
        self.with(|table| table.iter().for_each(|(_, key)| visit(key)));
    }
}
