//! Iteration: what a `for` or a builtin takes its items from.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Fault, Outcome};
use crate::list::{List, MAX_ITEMS};
use crate::text;
use crate::value::{self, Range, Text, Tuple, Value};

/// How many iterators may be wrapped in one another.
const MAX_DEPTH: usize = 50;

/// How many iterators may be asked for one item.
const MAX_ASKED: usize = 10_000;

/// How many items a builtin takes before it gives up: it can't be stopped between two of them.
const MAX_STEPS: usize = MAX_ITEMS;

/// An iterator as a value: any thread that has it may ask for the next item.
#[derive(Debug)]
pub(crate) struct Iter {
    state: Mutex<State>,
    kind: &'static str,
    depth: usize,
    /// How many iterators its next item asks, itself included.
    asked: usize,
}

/// Locks are taken from the outside in, and an iterator can only wrap older ones: no deadlock.
#[derive(Debug)]
pub(crate) enum State {
    List { list: Arc<List>, next: usize },
    ReversedList { list: Arc<List>, left: usize },
    Tuple { tuple: Arc<Tuple>, next: usize },
    Text { text: Arc<Text>, byte: usize },
    Range(RangeIter),
    Enumerate { inner: Arc<Iter>, count: i64 },
    Zip { inner: Vec<Arc<Iter>> },
    Done,
}

/// Where a walk over a range is.
///
/// Two cache lines of its own: it is written at every iteration, and two threads whose loops stood
/// side by side in memory would slow each other down.
#[derive(Clone, Debug)]
#[repr(align(128))]
pub(crate) struct RangeIter {
    pub(crate) next: i64,
    pub(crate) step: i64,
    pub(crate) left: u64,
    /// The length of the whole range.
    pub(crate) total: u64,
}

impl RangeIter {
    pub(crate) fn new(range: &Range) -> RangeIter {
        RangeIter {
            next: range.start,
            step: range.step,
            left: range.len,
            total: range.len,
        }
    }

    #[inline]
    pub(crate) fn step(&mut self) -> Option<i64> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let value = self.next;
        // Wraps only behind the last item, where it isn't used any more.
        self.next = value.wrapping_add(self.step);
        Some(value)
    }
}

impl Range {
    /// The range with its length (`range` refuses a step of 0 before).
    pub(crate) fn new(start: i64, stop: i64, step: i64) -> Range {
        let (distance, stride) = if step > 0 {
            (i128::from(stop) - i128::from(start), i128::from(step))
        } else {
            (i128::from(start) - i128::from(stop), -i128::from(step))
        };
        // Below 2^64, as both ends are 64-bit numbers.
        let len = if distance <= 0 {
            0
        } else {
            (distance - 1) / stride + 1
        };
        Range {
            start,
            stop,
            step,
            len: len as u64,
        }
    }

    /// The item at an index below `len`.
    pub(crate) fn at(&self, index: u64) -> i64 {
        // Within start..stop, so it fits.
        (i128::from(self.start) + i128::from(index) * i128::from(self.step)) as i64
    }
}

impl Iter {
    pub(crate) fn new(state: State, kind: &'static str) -> Outcome<Arc<Iter>> {
        let inner = match &state {
            State::Enumerate { inner, .. } => std::slice::from_ref(inner),
            State::Zip { inner } => inner,
            _ => &[],
        };
        let depth = inner.iter().map(|inner| inner.depth + 1).max().unwrap_or(0);
        // The same iterator may be wrapped several times, and is asked as often.
        let asked = 1 + inner.iter().map(|inner| inner.asked).sum::<usize>();
        if depth > MAX_DEPTH || asked > MAX_ASKED {
            return Err(Fault::unsupported("nesting iterators this deeply"));
        }
        Ok(Arc::new(Iter {
            state: Mutex::new(state),
            kind,
            depth,
            asked,
        }))
    }

    pub(crate) fn type_name(&self) -> &'static str {
        self.kind
    }

    /// The next item, or `None` at the end and ever after.
    pub(crate) fn next(&self) -> Outcome<Option<Value>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let item = match &mut *state {
            State::List { list, next } => {
                *next += 1;
                list.get(*next - 1)
            }
            State::ReversedList { list, left } => {
                *left = left.saturating_sub(1);
                list.get(*left)
            }
            State::Tuple { tuple, next } => {
                *next += 1;
                tuple.0.get(*next - 1).cloned()
            }
            State::Text { text, byte } => {
                let character = text.text.get(*byte..).and_then(|rest| rest.chars().next());
                character.map(|character| {
                    *byte += character.len_utf8();
                    text::single(character)
                })
            }
            State::Range(range) => range.step().map(Value::Int),
            State::Enumerate { inner, count } => match inner.next()? {
                Some(item) => {
                    let index = *count;
                    *count = count
                        .checked_add(1)
                        .ok_or_else(|| Fault::unsupported("enumerate() beyond 64 bits"))?;
                    Some(Value::tuple(vec![Value::Int(index), item]))
                }
                None => None,
            },
            State::Zip { inner } => {
                let mut items = Vec::with_capacity(inner.len());
                for iter in inner.iter() {
                    match iter.next()? {
                        Some(item) => items.push(item),
                        None => break,
                    }
                }
                (!inner.is_empty() && items.len() == inner.len()).then(|| Value::tuple(items))
            }
            State::Done => None,
        };
        let last = matches!(&*state, State::ReversedList { left: 0, .. });
        if item.is_none() && !matches!(*state, State::Zip { .. } | State::Enumerate { .. }) || last
        {
            let done = mem::replace(&mut *state, State::Done);
            drop(state);
            drop(done);
        }
        Ok(item)
    }

    /// What the iterator holds, for the one who frees it.
    pub(crate) fn take(&self) -> Vec<Value> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match mem::replace(&mut *state, State::Done) {
            State::List { list, .. } | State::ReversedList { list, .. } => vec![Value::List(list)],
            State::Tuple { tuple, .. } => vec![Value::Tuple(tuple)],
            State::Enumerate { inner, .. } => vec![Value::Iter(inner)],
            State::Zip { inner } => inner.into_iter().map(Value::Iter).collect(),
            State::Text { .. } | State::Range(_) | State::Done => Vec::new(),
        }
    }
}

impl Drop for Iter {
    fn drop(&mut self) {
        value::release(self.take());
    }
}

/// `iter(value)`.
pub(crate) fn iter(value: &Value) -> Outcome<Arc<Iter>> {
    match value {
        Value::Iter(iter) => Ok(Arc::clone(iter)),
        Value::List(list) => Iter::new(
            State::List {
                list: Arc::clone(list),
                next: 0,
            },
            "list_iterator",
        ),
        Value::Tuple(tuple) => Iter::new(
            State::Tuple {
                tuple: Arc::clone(tuple),
                next: 0,
            },
            "tuple_iterator",
        ),
        Value::Str(text) => {
            let kind = if text.is_ascii() {
                "str_ascii_iterator"
            } else {
                "str_iterator"
            };
            Iter::new(
                State::Text {
                    text: Arc::clone(text),
                    byte: 0,
                },
                kind,
            )
        }
        Value::Range(range) => Iter::new(State::Range(RangeIter::new(range)), "range_iterator"),
        value => Err(not_iterable(value)),
    }
}

fn not_iterable(value: &Value) -> Box<Fault> {
    Fault::type_error(format!("'{}' object is not iterable", value.type_name()))
}

/// All items of an iterable.
pub(crate) fn collect(value: &Value) -> Outcome<Vec<Value>> {
    match value {
        Value::List(list) => Ok(list.items()),
        Value::Tuple(tuple) => Ok(tuple.0.clone()),
        Value::Range(range) if range.len > MAX_ITEMS as u64 => Err(Fault::memory()),
        value => {
            let mut items = Vec::new();
            each(value, |item| {
                if items.len() >= MAX_ITEMS {
                    return Err(Fault::memory());
                }
                items.push(item);
                Ok(true)
            })?;
            Ok(items)
        }
    }
}

/// Gives each item to `visit` until that says no more.
pub(crate) fn each(value: &Value, mut visit: impl FnMut(Value) -> Outcome<bool>) -> Outcome<()> {
    let iter = iter(value)?;
    for _ in 0..=MAX_STEPS / iter.asked {
        match iter.next()? {
            Some(item) => {
                if !visit(item)? {
                    return Ok(());
                }
            }
            None => return Ok(()),
        }
    }
    Err(Fault::unsupported(
        "a builtin going through this many items",
    ))
}
