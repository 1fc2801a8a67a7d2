//! Iteration: what a `for` or a builtin takes its items from.

use crate::dict::Dict;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::list::{List, MAX_ITEMS};
use crate::memory;
use crate::object::{Guarded, Ref, Shared};
use crate::set::Set;
use crate::symbols::Symbol;
use crate::text;
use crate::value::{ByteArray, Bytes, Range, Text, Tuple, Value};
use crate::view;

/// How many iterators may be wrapped in one another.
const MAX_DEPTH: usize = 50;

/// How many iterators may be asked for one item.
const MAX_ASKED: usize = 10_000;

/// How many items a builtin takes before it gives up: it can't be stopped between two of them.
const MAX_STEPS: usize = MAX_ITEMS;

/// An iterator as a value: any thread that has it may ask for the next item.
#[derive(Debug)]
pub(crate) struct Iter {
    state: Guarded<State>,
    kind: Kind,
    depth: usize,
    /// How many iterators its next item asks, itself included.
    asked: usize,
}

/// Locks are taken from the outside in, and an iterator can only wrap older ones: no deadlock.
#[derive(Debug)]
pub(crate) enum State {
    List {
        list: Ref<List>,
        next: usize,
    },
    ReversedList {
        list: Ref<List>,
        left: usize,
    },
    Tuple {
        tuple: Ref<Tuple>,
        next: usize,
    },
    ReversedTuple {
        tuple: Ref<Tuple>,
        left: usize,
    },
    Text {
        text: Ref<Text>,
        byte: usize,
    },
    /// Behind the last character that is left.
    ReversedText {
        text: Ref<Text>,
        end: usize,
    },
    Bytes {
        bytes: Ref<Bytes>,
        next: usize,
    },
    ByteArray {
        bytes: Ref<ByteArray>,
        next: usize,
    },
    Range {
        next: i64,
        step: i64,
        left: u64,
    },
    Dict(Entries),
    Set {
        set: Ref<Set>,
        place: usize,
        len: usize,
    },
    Deque {
        deque: Ref<Instance>,
        next: usize,
        len: usize,
        reversed: bool,
    },
    Enumerate {
        inner: Ref<Iter>,
        count: i64,
    },
    Zip {
        inner: Vec<Ref<Iter>>,
        strict: bool,
    },
    Done,
}

/// A walk over a dict.
#[derive(Debug)]
pub(crate) struct Entries {
    pub(crate) dict: Ref<Dict>,
    /// What is taken of each entry: that of `DictKeys`, `DictValues` or `DictItems`.
    pub(crate) side: Kind,
    pub(crate) place: usize,
    /// How long the dict was at first.
    pub(crate) len: usize,
    pub(crate) reversed: bool,
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
        step(&mut self.next, self.step, &mut self.left)
    }
}

#[inline]
fn step(next: &mut i64, step: i64, left: &mut u64) -> Option<i64> {
    if *left == 0 {
        return None;
    }
    *left -= 1;
    let value = *next;
    // Wraps only behind the last item, where it isn't used any more.
    *next = value.wrapping_add(step);
    Some(value)
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
    pub(crate) fn new(state: State, kind: Kind) -> Outcome<Ref<Iter>> {
        let inner = match &state {
            State::Enumerate { inner, .. } => std::slice::from_ref(inner),
            State::Zip { inner, .. } => inner,
            _ => &[],
        };
        let depth = inner.iter().map(|inner| inner.depth + 1).max().unwrap_or(0);
        // The same iterator may be wrapped several times, and is asked as often.
        let asked = 1 + inner.iter().map(|inner| inner.asked).sum::<usize>();
        if depth > MAX_DEPTH || asked > MAX_ASKED {
            return Err(Fault::unsupported("nesting iterators this deeply"));
        }
        Ok(Ref::new(Iter {
            state: Guarded::new(state),
            kind,
            depth,
            asked,
        }))
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Looks at where it is.
    pub(crate) fn with<R>(&self, visit: impl FnOnce(&State) -> R) -> R {
        self.state.with(|state| visit(state))
    }

    /// The next item if it takes next to no work: of a list, a tuple or a dict. `None` says nothing about
    /// whether there is one.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn next_fast(&self) -> Option<Value> {
        match &mut *self.state.enter() {
            State::List { list, next } => {
                let item = list.get(*next)?;
                *next += 1;
                Some(item)
            }
            State::Tuple { tuple, next } => {
                let item = tuple.0.get(*next)?.clone();
                *next += 1;
                Some(item)
            }
            State::Dict(entries) if !entries.reversed && entries.dict.len() == entries.len => {
                let (place, key, value) = entries.dict.next_from(entries.place)?;
                entries.place = place + 1;
                Some(view::side(entries.side, key, value))
            }
            _ => None,
        }
    }

    /// The next item, or `None` at the end and ever after.
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn next(&self) -> Outcome<Option<Value>> {
        let (item, done) = self.state.with(|state| {
            let item = state.next();
            let is_over = match (&item, &*state) {
                (_, State::Zip { .. } | State::Enumerate { .. } | State::Done) => false,
                (Ok(None), _) => true,
                (_, State::ReversedList { left: 0, .. }) => true,
                _ => false,
            };
            let done = if is_over {
                std::mem::replace(state, State::Done)
            } else {
                State::Done
            };
            (item, done)
        });
        // Freed outside of the lock.
        drop(done);
        item
    }

    /// `__length_hint__`: how many items are left, where that is known.
    pub(crate) fn left(&self) -> Option<i64> {
        let items = |count: usize| i64::try_from(count).ok();
        self.state.with(|state| match state {
            State::List { list, next } => items(list.len().saturating_sub(*next)),
            State::ReversedList { left, .. } | State::ReversedTuple { left, .. } => items(*left),
            State::Tuple { tuple, next } => items(tuple.0.len().saturating_sub(*next)),
            // More than a memory has room for.
            State::Range { left, .. } => i64::try_from(*left).ok(),
            State::Done => Some(0),
            _ => None,
        })
    }
}

impl State {
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn next(&mut self) -> Outcome<Option<Value>> {
        Ok(match self {
            State::List { list, next } => {
                *next += 1;
                list.get(*next - 1)
            }
            State::ReversedList { list, left } => match left.checked_sub(1) {
                Some(place) => {
                    *left = place;
                    list.get(place)
                }
                None => None,
            },
            State::Tuple { tuple, next } => {
                *next += 1;
                tuple.0.get(*next - 1).cloned()
            }
            State::ReversedTuple { tuple, left } => match left.checked_sub(1) {
                Some(place) => {
                    *left = place;
                    tuple.0.get(place).cloned()
                }
                None => None,
            },
            State::Text { text, byte } => {
                let character = text.text.get(*byte..).and_then(|rest| rest.chars().next());
                character.map(|character| {
                    *byte += character.len_utf8();
                    text::single(character)
                })
            }
            State::ReversedText { text, end } => {
                let character = text
                    .text
                    .get(..*end)
                    .and_then(|rest| rest.chars().next_back());
                character.map(|character| {
                    *end -= character.len_utf8();
                    text::single(character)
                })
            }
            State::Bytes { bytes, next } => {
                *next += 1;
                bytes
                    .0
                    .get(*next - 1)
                    .map(|byte| Value::Int((*byte).into()))
            }
            State::ByteArray { bytes, next } => {
                *next += 1;
                let byte = bytes.0.with(|bytes| bytes.get(*next - 1).copied());
                byte.map(|byte| Value::Int(byte.into()))
            }
            State::Range {
                next,
                step: by,
                left,
            } => step(next, *by, left).map(Value::Int),
            State::Dict(entries) => entries.next()?,
            State::Set { set, place, len } => {
                let now = set.len();
                if now != *len {
                    // It stays wrong, as in CPython.
                    *len = usize::MAX;
                    return Err(changed("Set changed size during iteration"));
                }
                set.with(|table| table.next_from(*place))
                    .map(|(found, item)| {
                        *place = found + 1;
                        item
                    })
            }
            State::Deque {
                deque,
                next,
                len,
                reversed,
            } => {
                let Payload::Deque(items, _) = &deque.payload else {
                    return Ok(None);
                };
                let place = if *reversed {
                    len.wrapping_sub(*next + 1)
                } else {
                    *next
                };
                let found = items.with(|items| match items.len() == *len {
                    true => Some(items.get(place).cloned()),
                    false => None,
                });
                *next += 1;
                found.ok_or_else(|| changed("deque mutated during iteration"))?
            }
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
            State::Zip { inner, strict } => {
                let mut items = Vec::with_capacity(inner.len());
                for iter in inner.iter() {
                    match iter.next()? {
                        Some(item) => items.push(item),
                        None => break,
                    }
                }
                if !inner.is_empty() && items.len() == inner.len() {
                    Some(Value::tuple(items))
                } else if *strict {
                    unequal(inner, items.len())?;
                    None
                } else {
                    None
                }
            }
            State::Done => None,
        })
    }
}

/// `zip(…, strict=True)`: the iterator at that place was the first to end.
fn unequal(inner: &[Ref<Iter>], ended: usize) -> Outcome<()> {
    let all_before = |place: usize| match place {
        1 => " 1".to_owned(),
        place => format!("s 1-{place}"),
    };
    if ended > 0 {
        let message = format!(
            "zip() argument {} is shorter than argument{}",
            ended + 1,
            all_before(ended)
        );
        return Err(Fault::value_error(message));
    }
    for (place, iter) in inner.iter().enumerate().skip(1) {
        if iter.next()?.is_some() {
            let message = format!(
                "zip() argument {} is longer than argument{}",
                place + 1,
                all_before(place)
            );
            return Err(Fault::value_error(message));
        }
    }
    Ok(())
}

fn changed(message: &str) -> Box<Fault> {
    Fault::new(ErrorKind::RuntimeError, message)
}

impl Entries {
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    fn next(&mut self) -> Outcome<Option<Value>> {
        let (len, place, reversed) = (self.len, self.place, self.reversed);
        let found = self.dict.with(|table| {
            (table.len() == len).then(|| match reversed {
                true => table.last_before(place),
                false => table.next_from(place),
            })
        });
        let Some(found) = found else {
            self.len = usize::MAX;
            return Err(changed("dictionary changed size during iteration"));
        };
        Ok(found.map(|(place, key, value)| {
            self.place = if reversed { place } else { place + 1 };
            view::side(self.side, key, value)
        }))
    }
}

impl Shared for Iter {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.state.share();
        self.state.with(|state| match state {
            State::List { list, .. } | State::ReversedList { list, .. } => {
                visit(&Value::List(list.clone()));
            }
            State::Tuple { tuple, .. } | State::ReversedTuple { tuple, .. } => {
                visit(&Value::Tuple(tuple.clone()));
            }
            State::Text { text, .. } | State::ReversedText { text, .. } => {
                visit(&Value::Str(text.clone()));
            }
            State::Bytes { bytes, .. } => visit(&Value::Bytes(bytes.clone())),
            State::ByteArray { bytes, .. } => visit(&Value::ByteArray(bytes.clone())),
            State::Dict(entries) => visit(&Value::Dict(entries.dict.clone())),
            State::Set { set, .. } => visit(&Value::Set(set.clone())),
            State::Deque { deque, .. } => visit(&Value::Object(deque.clone())),
            State::Enumerate { inner, .. } => visit(&Value::Iter(inner.clone())),
            State::Zip { inner, .. } => {
                inner
                    .iter()
                    .for_each(|inner| visit(&Value::Iter(inner.clone())));
            }
            State::Range { .. } | State::Done => {}
        });
    }
}

/// `iter(value)`. What a class written in Python says takes Python.
pub(crate) fn iter(value: &Value) -> Outcome<Value> {
    match value {
        Value::Generator(generator) if generator.is_iterator() => Ok(value.clone()),
        value => native(value).map(Value::Iter),
    }
}

/// `iter(value)` of what needs no Python to give its items; a generator does.
pub(crate) fn native(value: &Value) -> Outcome<Ref<Iter>> {
    let (state, kind) = match value {
        Value::Iter(iter) => return Ok(iter.clone()),
        Value::List(list) => (
            State::List {
                list: list.clone(),
                next: 0,
            },
            Kind::ListIterator,
        ),
        Value::Tuple(tuple) => (
            State::Tuple {
                tuple: tuple.clone(),
                next: 0,
            },
            Kind::TupleIterator,
        ),
        Value::Str(text) => {
            let is_ascii = text.is_ascii();
            let kind = if is_ascii {
                Kind::StrAsciiIterator
            } else {
                Kind::StrIterator
            };
            (
                State::Text {
                    text: text.clone(),
                    byte: 0,
                },
                kind,
            )
        }
        Value::Bytes(bytes) => (
            State::Bytes {
                bytes: bytes.clone(),
                next: 0,
            },
            Kind::BytesIterator,
        ),
        Value::ByteArray(bytes) => (
            State::ByteArray {
                bytes: bytes.clone(),
                next: 0,
            },
            Kind::ByteArrayIterator,
        ),
        Value::Range(range) => (range_state(range), Kind::RangeIterator),
        Value::Dict(dict) => entries(dict, Kind::DictKeys, false),
        Value::Set(set) => {
            let len = set.len();
            (
                State::Set {
                    set: set.clone(),
                    place: 0,
                    len,
                },
                Kind::SetIterator,
            )
        }
        Value::Object(object) => {
            let says = |name| text::says(&object.class, name);
            if says(Symbol::ITER) || says(Symbol::GETITEM) {
                return Err(Fault::in_python());
            }
            match &object.payload {
                Payload::Base(base) => return native(base),
                Payload::DefaultDict(dict, _) => entries(dict, Kind::DictKeys, false),
                Payload::View(dict) => entries(dict, object.class.kind, false),
                Payload::Deque(items, _) => {
                    let len = items.with(|items| items.len());
                    (deque(object, len, false), Kind::DequeIterator)
                }
                _ => return Err(not_iterable(value)),
            }
        }
        Value::Class(class) => {
            return Err(
                match class.meta.as_ref().and_then(|meta| meta.find(Symbol::ITER)) {
                    Some(_) => Fault::in_python(),
                    None => not_iterable(value),
                },
            );
        }
        Value::Generator(generator) if generator.is_iterator() => {
            return Err(Fault::in_python());
        }
        value => return Err(not_iterable(value)),
    };
    Iter::new(state, kind)
}

/// `reversed(value)` of what needs no Python for it; `None` of what has no order.
pub(crate) fn reversed(value: &Value) -> Outcome<Option<Value>> {
    let (state, kind) = match value {
        Value::List(list) => {
            let left = list.len();
            (
                State::ReversedList {
                    list: list.clone(),
                    left,
                },
                Kind::ListReverseIterator,
            )
        }
        Value::Tuple(tuple) => {
            let left = tuple.0.len();
            (
                State::ReversedTuple {
                    tuple: tuple.clone(),
                    left,
                },
                Kind::Reversed,
            )
        }
        Value::Str(text) => {
            let end = text.text.len();
            (
                State::ReversedText {
                    text: text.clone(),
                    end,
                },
                Kind::Reversed,
            )
        }
        Value::Bytes(_) | Value::ByteArray(_) => {
            let mut items = collect(value)?;
            items.reverse();
            let tuple = Ref::new(Tuple(items, None));
            (State::Tuple { tuple, next: 0 }, Kind::Reversed)
        }
        Value::Range(range) => {
            let last = range
                .len
                .checked_sub(1)
                .map_or(range.start, |last| range.at(last));
            let backwards = Range {
                start: last,
                stop: range.start,
                step: range.step.wrapping_neg(),
                len: range.len,
            };
            (range_state(&backwards), Kind::RangeIterator)
        }
        Value::Dict(dict) => entries(dict, Kind::DictKeys, true),
        Value::Object(object) => match &object.payload {
            Payload::Base(base) => return reversed(base),
            Payload::DefaultDict(dict, _) => entries(dict, Kind::DictKeys, true),
            Payload::View(dict) => entries(dict, object.class.kind, true),
            Payload::Deque(items, _) => {
                let len = items.with(|items| items.len());
                (deque(object, len, true), Kind::DequeReverseIterator)
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    Iter::new(state, kind).map(|iter| Some(Value::Iter(iter)))
}

fn range_state(range: &Range) -> State {
    State::Range {
        next: range.start,
        step: range.step,
        left: range.len,
    }
}

fn deque(deque: &Ref<Instance>, len: usize, reversed: bool) -> State {
    State::Deque {
        deque: deque.clone(),
        next: 0,
        len,
        reversed,
    }
}

fn entries(dict: &Ref<Dict>, side: Kind, reversed: bool) -> (State, Kind) {
    let kind = match (reversed, side) {
        (true, _) => Kind::DictReverseKeyIterator,
        (false, Kind::DictValues) => Kind::DictValueIterator,
        (false, Kind::DictItems) => Kind::DictItemIterator,
        (false, _) => Kind::DictKeyIterator,
    };
    let (len, end) = dict.with(|table| (table.len(), table.end()));
    let entries = Entries {
        dict: dict.clone(),
        side,
        place: if reversed { end } else { 0 },
        len,
        reversed,
    };
    (State::Dict(entries), kind)
}

fn not_iterable(value: &Value) -> Box<Fault> {
    Fault::type_error(format!("'{}' object is not iterable", value.type_name()))
}

/// All items of an iterable.
pub(crate) fn collect(value: &Value) -> Outcome<Vec<Value>> {
    match value {
        Value::List(list) => Ok(list.items()),
        Value::Tuple(tuple) => Ok(tuple.0.clone()),
        Value::Set(set) => Ok(set.items()),
        Value::Dict(dict) => Ok(view::items(dict, Kind::DictKeys)),
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
    let iter = native(value)?;
    for count in 0..=MAX_STEPS / iter.asked {
        if count % 4096 == 4095 && memory::room() == 0 {
            return Err(Fault::memory());
        }
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
