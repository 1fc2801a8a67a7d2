//! list: a vector behind its own small lock. No lock is ever held while another is taken or while a
//! value is compared, written or freed, so lists can't deadlock.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::bytecode::Compare;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::operators::{self, Effort};
use crate::text::MAX_BYTES;
use crate::value::{self, Range, Value};

/// The most items a sequence can have.
pub(crate) const MAX_ITEMS: usize = MAX_BYTES / size_of::<Value>();

#[derive(Debug)]
pub(crate) struct List {
    items: Mutex<Vec<Value>>,
}

impl List {
    pub(crate) fn new(items: Vec<Value>) -> List {
        List {
            items: Mutex::new(items),
        }
    }

    /// A poisoned lock only means that a thread died; every write leaves a whole vector.
    fn lock(&self) -> MutexGuard<'_, Vec<Value>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<Value> {
        self.lock().get(index).cloned()
    }

    /// The items as they are now.
    pub(crate) fn items(&self) -> Vec<Value> {
        self.lock().clone()
    }

    /// The items of a slice; `range` chooses the places for the length it is told.
    pub(crate) fn slice(&self, range: impl FnOnce(usize) -> Range) -> Vec<Value> {
        let items = self.lock();
        let range = range(items.len());
        let places = (0..range.len).map(|index| range.at(index) as usize);
        places
            .filter_map(|place| items.get(place).cloned())
            .collect()
    }

    /// Empties the list and gives what was in it.
    pub(crate) fn take(&self) -> Vec<Value> {
        mem::take(&mut *self.lock())
    }

    /// The item at a Python index: negative ones count from the end.
    pub(crate) fn item(&self, index: i64) -> Outcome<Value> {
        let items = self.lock();
        let found = position(index, items.len()).and_then(|index| items.get(index).cloned());
        found.ok_or_else(|| Fault::new(ErrorKind::IndexError, "list index out of range"))
    }

    pub(crate) fn set(&self, index: i64, value: Value) -> Outcome<()> {
        let mut items = self.lock();
        let index = position(index, items.len());
        let Some(slot) = index.and_then(|index| items.get_mut(index)) else {
            return Err(Fault::new(
                ErrorKind::IndexError,
                "list assignment index out of range",
            ));
        };
        let old = mem::replace(slot, value);
        drop(items);
        drop(old);
        Ok(())
    }

    pub(crate) fn append(&self, value: Value) -> Outcome<()> {
        let mut items = self.lock();
        if items.len() >= MAX_ITEMS {
            return Err(Fault::memory());
        }
        items.push(value);
        Ok(())
    }

    pub(crate) fn extend(&self, mut more: Vec<Value>) -> Outcome<()> {
        let mut items = self.lock();
        if items.len() + more.len() > MAX_ITEMS {
            return Err(Fault::memory());
        }
        items.append(&mut more);
        Ok(())
    }

    pub(crate) fn pop(&self, index: i64) -> Outcome<Value> {
        let mut items = self.lock();
        if items.is_empty() {
            return Err(Fault::new(ErrorKind::IndexError, "pop from empty list"));
        }
        match position(index, items.len()) {
            Some(index) => Ok(items.remove(index)),
            None => Err(Fault::new(ErrorKind::IndexError, "pop index out of range")),
        }
    }

    /// Inserts before a Python index; one out of range means the nearer end.
    pub(crate) fn insert(&self, index: i64, value: Value) -> Outcome<()> {
        let mut items = self.lock();
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
    }

    pub(crate) fn reverse(&self) {
        self.lock().reverse();
    }

    /// `list.sort()`. While it sorts the list is empty for everyone else, as in CPython.
    pub(crate) fn sort(&self, descending: bool) -> Outcome<()> {
        let mut items = self.take();
        let sorted = sort(&mut items, descending);
        let meddled = !mem::replace(&mut *self.lock(), items).is_empty();
        sorted?;
        if meddled {
            Err(Fault::value_error("list modified during sort"))
        } else {
            Ok(())
        }
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let items = self.items.get_mut().unwrap_or_else(PoisonError::into_inner);
        if items.iter().any(value::holds_values) {
            value::release(mem::take(items));
        }
    }
}

/// A Python index as a place in a sequence.
pub(crate) fn position(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 {
        index.checked_add(len as i64)?
    } else {
        index
    };
    usize::try_from(index).ok().filter(|index| *index < len)
}

/// Sorts stably.
pub(crate) fn sort(items: &mut Vec<Value>, descending: bool) -> Outcome<()> {
    if items
        .iter()
        .any(|item| matches!(item, Value::Float(value) if value.is_nan()))
    {
        // The result would depend on every detail of CPython's sort.
        return Err(Fault::unsupported("sorting a list with nan"));
    }
    // Equal items keep their order in both directions.
    if descending {
        items.reverse();
    }
    if items.iter().all(|item| matches!(item, Value::Int(_))) {
        items.sort_unstable_by_key(|item| {
            if let Value::Int(value) = item {
                *value
            } else {
                0
            }
        });
    } else {
        merge_sort(items, &mut Effort::new())?;
    }
    if descending {
        items.reverse();
    }
    Ok(())
}

/// Short runs by binary insertion, then merging. Lists below 64 items ask for the same comparisons in
/// the same order as CPython's `listsort`, so that an error names the same two types.
fn merge_sort(items: &mut Vec<Value>, effort: &mut Effort) -> Outcome<()> {
    let mut run = 64;
    let mut start = 0;
    while start < items.len() {
        let end = (start + run).min(items.len());
        insertion_sort(&mut items[start..end], effort)?;
        start = end;
    }
    while run < items.len() {
        let mut merged = Vec::with_capacity(items.len());
        let mut start = 0;
        while start < items.len() {
            let middle = (start + run).min(items.len());
            let end = (middle + run).min(items.len());
            let (mut left, mut right) = (start, middle);
            while left < middle && right < end {
                let from = if less(&items[right], &items[left], effort)? {
                    &mut right
                } else {
                    &mut left
                };
                merged.push(items[*from].clone());
                *from += 1;
            }
            merged.extend_from_slice(&items[left..middle]);
            merged.extend_from_slice(&items[right..end]);
            start = end;
        }
        *items = merged;
        run *= 2;
    }
    Ok(())
}

fn insertion_sort(items: &mut [Value], effort: &mut Effort) -> Outcome<()> {
    let mut sorted = 1;
    if items.len() > 1 {
        // The run that is already in order; a strictly falling one is turned round.
        let falling = less(&items[1], &items[0], effort)?;
        sorted = 2;
        while sorted < items.len() && less(&items[sorted], &items[sorted - 1], effort)? == falling {
            sorted += 1;
        }
        if falling {
            items[..sorted].reverse();
        }
    }
    for next in sorted..items.len() {
        let (mut low, mut high) = (0, next);
        while low < high {
            let middle = (low + high) / 2;
            if less(&items[next], &items[middle], effort)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        items[low..=next].rotate_right(1);
    }
    Ok(())
}

fn less(a: &Value, b: &Value, effort: &mut Effort) -> Outcome<bool> {
    operators::compare_within(Compare::Less, a, b, effort)
}
