//! list: a vector behind its own small lock. No lock is ever held while another is taken or while a
//! value is compared, written or freed, so lists can't deadlock.

use std::mem;

use compiler::Compare;

use crate::error::{ErrorKind, Fault, Outcome};
use crate::memory;
use crate::object::{Guarded, Places, Shared};
use crate::operators::{self, Effort};
use crate::text::MAX_BYTES;
use crate::value::{Range, Value};

/// The most items a sequence can have.
pub(crate) const MAX_ITEMS: usize = MAX_BYTES / size_of::<Value>();

/// Whether there is room for one item more, where many are collected at once. Their own memory is looked at now
/// and then.
#[inline]
pub(crate) fn may_grow(len: usize) -> Outcome<()> {
    if len >= MAX_ITEMS || len % 4096 == 4095 && memory::room() == 0 {
        return Err(Fault::memory());
    }
    Ok(())
}

#[derive(Debug)]
pub(crate) struct List {
    items: Guarded<Vec<Value>>,
}

impl List {
    pub(crate) fn new(items: Vec<Value>) -> List {
        List {
            items: Guarded::new(items),
        }
    }

    /// Looks at the items or changes them. What is put in must be [`List::let_in`] first.
    #[inline]
    pub(crate) fn with<R>(&self, visit: impl FnOnce(&mut Vec<Value>) -> R) -> R {
        self.items.with(visit)
    }

    /// A value on its way into the list.
    #[inline]
    pub(crate) fn let_in(&self, value: Value) -> Value {
        if self.items.is_shared() {
            value.share();
        }
        value
    }

    pub(crate) fn len(&self) -> usize {
        self.with(|items| items.len())
    }

    #[inline(always)]
    pub(crate) fn get(&self, index: usize) -> Option<Value> {
        match self.items.value_at(index) {
            Value::Null => None,
            item => Some(item),
        }
    }

    /// The items as they are now.
    pub(crate) fn items(&self) -> Vec<Value> {
        self.with(|items| items.clone())
    }

    /// The items of a slice; `range` chooses the places for the length it is told.
    pub(crate) fn slice(&self, range: impl FnOnce(usize) -> Range) -> Vec<Value> {
        self.with(|items| {
            let range = range(items.len());
            let places = (0..range.len).map(|index| range.at(index) as usize);
            places
                .filter_map(|place| items.get(place).cloned())
                .collect()
        })
    }

    /// Empties the list and gives what was in it.
    pub(crate) fn take(&self) -> Vec<Value> {
        self.with(mem::take)
    }

    /// The item at a Python index, if there is one: negative ones count from the end.
    #[inline(always)]
    pub(crate) fn at(&self, index: i64) -> Option<Value> {
        let place = usize::try_from(index).ok();
        match self
            .items
            .value_at(place.or_else(|| self.place_from_end(index))?)
        {
            Value::Null => None,
            item => Some(item),
        }
    }

    /// The place of a negative index.
    #[cold]
    #[inline(never)]
    fn place_from_end(&self, index: i64) -> Option<usize> {
        position(index, self.len())
    }

    /// The item at a Python index.
    pub(crate) fn item(&self, index: i64) -> Outcome<Value> {
        self.at(index)
            .ok_or_else(|| Fault::new(ErrorKind::IndexError, "list index out of range"))
    }

    /// Moves a value to a Python index, if there is an item.
    #[inline(always)]
    pub(crate) fn put(&self, index: i64, from: &mut Value) -> bool {
        if self.items.is_shared() {
            from.share();
        }
        let place = usize::try_from(index).ok();
        match place.or_else(|| self.place_from_end(index)) {
            Some(place) => self.items.swap_at(place, from),
            None => false,
        }
    }

    pub(crate) fn set(&self, index: i64, mut value: Value) -> Outcome<()> {
        let is_set = self.put(index, &mut value);
        // What was there is freed with `value`, outside of the lock.
        is_set
            .then_some(())
            .ok_or_else(|| Fault::new(ErrorKind::IndexError, "list assignment index out of range"))
    }

    #[inline]
    pub(crate) fn append(&self, value: Value) -> Outcome<()> {
        let value = self.let_in(value);
        self.with(|items| {
            if items.len() >= MAX_ITEMS {
                return Err(Fault::memory());
            }
            items.push(value);
            Ok(())
        })
    }

    pub(crate) fn extend(&self, more: Vec<Value>) -> Outcome<()> {
        let mut more: Vec<Value> = more.into_iter().map(|value| self.let_in(value)).collect();
        self.with(|items| {
            if items.len() + more.len() > MAX_ITEMS {
                return Err(Fault::memory());
            }
            items.append(&mut more);
            Ok(())
        })
    }

    pub(crate) fn pop(&self, index: i64) -> Outcome<Value> {
        self.with(|items| {
            if items.is_empty() {
                return Err(Fault::new(ErrorKind::IndexError, "pop from empty list"));
            }
            match position(index, items.len()) {
                Some(index) => Ok(items.remove(index)),
                None => Err(Fault::new(ErrorKind::IndexError, "pop index out of range")),
            }
        })
    }

    /// Inserts before a Python index; one out of range means the nearer end.
    pub(crate) fn insert(&self, index: i64, value: Value) -> Outcome<()> {
        let value = self.let_in(value);
        self.with(|items| {
            if items.len() >= MAX_ITEMS {
                return Err(Fault::memory());
            }
            let len = items.len() as i64;
            let index = if index < 0 {
                (index + len).max(0)
            } else {
                index.min(len)
            };
            items.insert(index as usize, value);
            Ok(())
        })
    }

    pub(crate) fn reverse(&self) {
        self.with(|items| items.reverse());
    }

    /// `list.sort()`. While it sorts the list is empty for everyone else, as in CPython.
    pub(crate) fn sort(&self, descending: bool) -> Outcome<()> {
        let mut items = self.take();
        let sorted = sort(&mut items, descending);
        let meddled = !self.with(|now| mem::replace(now, items)).is_empty();
        sorted?;
        if meddled {
            Err(Fault::value_error("list modified during sort"))
        } else {
            Ok(())
        }
    }
}

impl Shared for List {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.share();
        self.with(|items| items.iter().for_each(visit));
    }
}

impl Places for Vec<Value> {
    #[inline(always)]
    fn value(&self, place: usize) -> Option<&Value> {
        self.get(place)
    }

    #[inline(always)]
    fn place(&mut self, place: usize) -> Option<&mut Value> {
        self.get_mut(place)
    }
}

/// Swaps two values. Numbers of one kind leave their tags where they are.
#[inline(always)]
pub(crate) fn swap(a: &mut Value, b: &mut Value) {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => mem::swap(a, b),
        (Value::Float(a), Value::Float(b)) => mem::swap(a, b),
        (a, b) => mem::swap(a, b),
    }
}

/// A Python index as a place in a sequence.
#[inline(always)]
pub(crate) fn position(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 {
        index.checked_add(len as i64)?
    } else {
        index
    };
    usize::try_from(index).ok().filter(|index| *index < len)
}

/// Sorts stably. Where it fails the items are all there, in some order.
pub(crate) fn sort(items: &mut Vec<Value>, descending: bool) -> Outcome<()> {
    if items.iter().all(|item| matches!(item, Value::Int(_))) {
        // Equal ones cannot be told apart.
        items.sort_unstable_by_key(|item| {
            if let Value::Int(value) = item {
                *value
            } else {
                0
            }
        });
        if descending {
            items.reverse();
        }
        return Ok(());
    }
    sort_any(items, descending)
}

/// Sorts by keys, one for each item, and gives the items in the order of their keys. Where it fails the keys
/// are what they were.
pub(crate) fn sort_by_keys(
    keys: &mut Vec<Value>,
    items: Vec<Value>,
    descending: bool,
) -> Outcome<Vec<Value>> {
    let mut pairs: Vec<(Value, Value)> = keys.iter().cloned().zip(items).collect();
    sort_any(&mut pairs, descending)?;
    let items;
    (*keys, items) = pairs.into_iter().unzip();
    Ok(items)
}

/// What is sorted by a key, which may be the item itself.
trait Keyed: Default {
    fn key(&self) -> &Value;
}

impl Keyed for Value {
    fn key(&self) -> &Value {
        self
    }
}

impl Keyed for (Value, Value) {
    fn key(&self) -> &Value {
        &self.0
    }
}

fn sort_any<T: Keyed>(items: &mut Vec<T>, descending: bool) -> Outcome<()> {
    // Equal items keep their order in both directions.
    if descending {
        items.reverse();
    }
    let sorted = merge_sort(items, &mut Effort::new());
    if descending {
        items.reverse();
    }
    sorted
}

/// How long a list may be that is sorted by insertion alone.
const RUN: usize = 64;

/// Short runs by binary insertion, then merging. Lists below 64 items ask for the same comparisons in
/// the same order as CPython's `listsort`, so that an error names the same two types.
fn merge_sort<T: Keyed>(items: &mut Vec<T>, effort: &mut Effort) -> Outcome<()> {
    for part in items.chunks_mut(RUN) {
        insertion_sort(part, effort)?;
    }
    let mut run = RUN;
    while run < items.len() {
        let mut merged = Vec::with_capacity(items.len());
        let mut failed = None;
        for part in items.chunks_mut(2 * run) {
            let (left, right) = part.split_at_mut(run.min(part.len()));
            let (mut left, mut right) = (left.iter_mut().peekable(), right.iter_mut().peekable());
            while failed.is_none()
                && let (Some(a), Some(b)) = (left.peek(), right.peek())
            {
                let next = match less(b.key(), a.key(), effort) {
                    Ok(true) => right.next(),
                    Ok(false) => left.next(),
                    Err(fault) => {
                        failed = Some(fault);
                        None
                    }
                };
                merged.extend(next.map(mem::take));
            }
            merged.extend(left.chain(right).map(mem::take));
        }
        *items = merged;
        if let Some(fault) = failed {
            return Err(fault);
        }
        run *= 2;
    }
    Ok(())
}

fn insertion_sort<T: Keyed>(items: &mut [T], effort: &mut Effort) -> Outcome<()> {
    for next in ordered_start(items, effort)?..items.len() {
        let (mut low, mut high) = (0, next);
        while low < high {
            let middle = (low + high) / 2;
            if is_less(items, next, middle, effort)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if let Some(moved) = items.get_mut(low..=next) {
            moved.rotate_right(1);
        }
    }
    Ok(())
}

/// How many items at the beginning are in order. Those that fall are turned round first, but for equal ones
/// among them, which keep their order (`count_run`).
fn ordered_start<T: Keyed>(items: &mut [T], effort: &mut Effort) -> Outcome<usize> {
    let rising = |items: &[T], mut count: usize, effort: &mut Effort| -> Outcome<usize> {
        while count < items.len() && !is_less(items, count, count - 1, effort)? {
            count += 1;
        }
        Ok(count)
    };
    let turn = |items: &mut [T], from: usize, to: usize| {
        if let Some(part) = items.get_mut(from..to) {
            part.reverse();
        }
    };
    if items.is_empty() {
        return Ok(0);
    }
    let mut count = rising(items, 1, effort)?;
    if count == items.len() {
        return Ok(count);
    }
    if count > 1 {
        if is_less(items, 0, count - 1, effort)? {
            return Ok(count);
        }
        // All are equal so far: turned round twice they are in order again.
        turn(items, 0, count);
    }
    count += 1;
    // The beginning of the last items that are equal.
    let mut equal = count - 1;
    while count < items.len() {
        if is_less(items, count, count - 1, effort)? {
            turn(items, equal, count);
            equal = count;
        } else if is_less(items, count - 1, count, effort)? {
            break;
        }
        count += 1;
    }
    turn(items, equal, count);
    turn(items, 0, count);
    rising(items, count, effort)
}

fn is_less<T: Keyed>(items: &[T], a: usize, b: usize, effort: &mut Effort) -> Outcome<bool> {
    match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => less(a.key(), b.key(), effort),
        _ => Ok(false),
    }
}

#[inline]
fn less(a: &Value, b: &Value, effort: &mut Effort) -> Outcome<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => {
            effort.spend(1)?;
            Ok(a < b)
        }
        (Value::Float(a), Value::Float(b)) => {
            effort.spend(1)?;
            Ok(a.get() < b.get())
        }
        _ => operators::compare_within(Compare::Less, a, b, effort),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &[Value]) -> Vec<i64> {
        let number = |item: &Value| match item {
            Value::Int(value) => *value,
            Value::Float(value) => value.get() as i64,
            _ => -1,
        };
        list.iter().map(number).collect()
    }

    #[test]
    fn equal_items_keep_their_order() {
        for length in [3, 63, 64, 65, 1000] {
            for descending in [false, true] {
                let key = |place: i64| (place * 7919 + 13) % 10;
                let mut keys: Vec<Value> = (0..length)
                    .map(|place| Value::float(key(place) as f64))
                    .collect();
                let items = (0..length).map(Value::Int).collect();
                let sorted = sort_by_keys(&mut keys, items, descending).unwrap();
                let mut expected: Vec<i64> = (0..length).collect();
                expected.sort_by_key(|place| {
                    if descending {
                        -key(*place)
                    } else {
                        key(*place)
                    }
                });
                assert_eq!(numbers(&sorted), expected);
                let expected: Vec<i64> = expected.into_iter().map(key).collect();
                assert_eq!(numbers(&keys), expected);
            }
        }
    }

    #[test]
    fn falling_runs_with_equal_items_are_turned_round() {
        let keys = [5, 5, 4, 4, 4, 3, 2, 2, 1, 6, 0];
        let mut floats: Vec<Value> = keys
            .iter()
            .map(|key| Value::float(f64::from(*key)))
            .collect();
        let items = (0..11).map(Value::Int).collect();
        let sorted = sort_by_keys(&mut floats, items, false).unwrap();
        assert_eq!(numbers(&sorted), [10, 8, 6, 7, 5, 2, 3, 4, 0, 1, 9]);
    }

    #[test]
    fn nothing_is_lost_when_a_comparison_fails() {
        let mut items: Vec<Value> = (0..200)
            .map(|place| Value::float(f64::from(200 - place)))
            .collect();
        items.push(Value::text("odd"));
        assert!(sort(&mut items, true).is_err());
        assert_eq!(items.len(), 201);
        assert!(!items.iter().any(|item| matches!(item, Value::Null)));
    }
}
