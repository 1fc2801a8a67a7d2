//! What the operators mean for each pair of types: arithmetic, comparison, membership, indexing. What a
//! class written in Python says about them takes Python: [`Fault::in_python`].

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::VecDeque;

use compiler::{Binary, Compare, Operator};
use num_traits::Signed;

use crate::algebra;
use crate::builtins::collections::default_of;
use crate::builtins::{dict_inside, inside};
use crate::class::Class;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::format;
use crate::instance::{Instance, Payload};
use crate::iterate;
use crate::kind::Kind;
use crate::list::{self, List, MAX_ITEMS};
use crate::number::{self, Number, number};
use crate::object::{Guarded, Ref};
use crate::symbols::Symbol;
use crate::text::{self, MAX_BYTES, MAX_NESTING, fits, says};
use crate::value::{ByteArray, Range, Slice, Value};
use crate::view;

/// `a operator b`, or its in-place form. Messages are those of `Objects/abstract.c`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn binary(binary: Binary, a: &Value, b: &Value) -> Outcome<Value> {
    let operator = binary.operator;
    if let (Some(x), Some(y)) = (number(a), number(b)) {
        if let (Value::Bool(x), Value::Bool(y)) = (a, b) {
            let (x, y) = (x.get(), y.get());
            match operator {
                Operator::And => return Ok(Value::bool(x & y)),
                Operator::Or => return Ok(Value::bool(x | y)),
                Operator::Xor => return Ok(Value::bool(x ^ y)),
                _ => {}
            }
        }
        let value = number::arithmetic(operator, x, y)?;
        return value.ok_or_else(|| unsupported(binary, a, b));
    }
    let is_sequence = |value: &Value| {
        matches!(
            value,
            Value::Str(_)
                | Value::List(_)
                | Value::Tuple(_)
                | Value::Bytes(_)
                | Value::ByteArray(_)
        ) || deque(value).is_some()
    };
    match (operator, a, b) {
        (Operator::Add, Value::Str(a), Value::Str(b)) => text::concatenate(a, b),
        (Operator::Add, a, b) if is_sequence(a) => add(binary.in_place, a, b),
        (Operator::Mul, a, b) if is_sequence(a) => multiply(binary.in_place, a, b),
        (Operator::Mul, a, b) if is_sequence(b) => multiply(false, b, a),
        (Operator::Mod, Value::Str(_) | Value::Bytes(_) | Value::ByteArray(_), _) => {
            format::percent(a, b)
        }
        (Operator::Or, Value::Class(_), Value::Class(_) | Value::None)
        | (Operator::Or, Value::None, Value::Class(_)) => Err(Fault::in_python()),
        (Operator::Or, Value::Dict(x), y) if binary.in_place => match dict_inside(y) {
            Some(y) if x.is(&y) => Ok(a.clone()),
            Some(y) => x.merge(&y).map(|()| a.clone()),
            None => Err(Fault::in_python()),
        },
        (Operator::Or, Value::Dict(x), Value::Dict(y)) => {
            let merged = x.copy();
            merged.merge(y)?;
            Ok(Value::Dict(Ref::new(merged)))
        }
        (Operator::And | Operator::Or | Operator::Xor | Operator::Sub, _, _) => {
            set_operator(binary, a, b)
        }
        _ => Err(unsupported(binary, a, b)),
    }
}

/// A deque's.
type Items = Guarded<VecDeque<Value>>;

/// The deque that a value is.
fn deque(value: &Value) -> Option<(&Ref<Instance>, &Items, Option<usize>)> {
    match value {
        Value::Object(object) => match &object.payload {
            Payload::Deque(items, most) => Some((object, items, *most)),
            _ => None,
        },
        _ => None,
    }
}

/// The bytes of bytes or a bytearray.
pub(crate) fn bytes_of(value: &Value) -> Option<Cow<'_, [u8]>> {
    match value {
        Value::Bytes(bytes) => Some(Cow::Borrowed(&bytes.0)),
        Value::ByteArray(bytes) => Some(Cow::Owned(bytes.0.with(|bytes| bytes.clone()))),
        Value::Object(object) => match &object.payload {
            Payload::Base(base) => bytes_of(base),
            _ => None,
        },
        _ => None,
    }
}

fn set_operator(binary: Binary, a: &Value, b: &Value) -> Outcome<Value> {
    let refused = || unsupported(binary, a, b);
    let operator = binary.operator;
    let is_view = |value: &Value| view::of(value).is_some_and(|(_, kind)| kind != Kind::DictValues);
    let table = |value: &Value| match algebra::table(value)? {
        None if is_view(a) || is_view(b) => {
            let mut table = crate::set::Table::default();
            for item in iterate::collect(value)? {
                table.add(crate::hash::of(&item)?, item)?;
            }
            Ok(table)
        }
        table => table.ok_or_else(refused),
    };
    match a {
        Value::Set(set) if binary.in_place && !set.is_frozen() && !is_view(b) => {
            let Some(other) = algebra::table(b)? else {
                return Err(refused());
            };
            match algebra::operate_in_place(operator, set, &other)? {
                true => Ok(a.clone()),
                false => Err(refused()),
            }
        }
        a if matches!(a, Value::Set(_)) || is_view(a) || is_view(b) => {
            let (left, right) = (table(a)?, table(b)?);
            let frozen = matches!(a, Value::Set(set) if set.is_frozen());
            let result = algebra::operate(operator, &left, &right)?.ok_or_else(refused)?;
            Ok(algebra::set(result, frozen))
        }
        _ => Err(refused()),
    }
}

#[cfg_attr(target_arch = "wasm32", optimize(speed))]
fn add(in_place: bool, a: &Value, b: &Value) -> Outcome<Value> {
    match (a, b) {
        (Value::List(list), other) if in_place => {
            list.extend(iterate::collect(other)?)?;
            Ok(a.clone())
        }
        (Value::List(a), Value::List(b)) => {
            let mut items = a.items();
            let more = b.items();
            if items.len() + more.len() > MAX_ITEMS {
                return Err(Fault::memory());
            }
            items.extend(more);
            Ok(Value::list(items))
        }
        (Value::Tuple(a), Value::Tuple(b)) => {
            if a.0.len() + b.0.len() > MAX_ITEMS {
                return Err(Fault::memory());
            }
            Ok(Value::tuple(a.0.iter().chain(&b.0).cloned().collect()))
        }
        (Value::ByteArray(bytes), other) if in_place => {
            let more = bytes_of(other).ok_or_else(|| not_concatenated(a, b))?;
            bytes.0.with(|bytes| {
                fits(bytes.len() + more.len())?;
                bytes.extend_from_slice(&more);
                Ok(a.clone())
            })
        }
        (Value::Bytes(_) | Value::ByteArray(_), _) => {
            let (Some(x), Some(y)) = (bytes_of(a), bytes_of(b)) else {
                return Err(not_concatenated(a, b));
            };
            fits(x.len() + y.len())?;
            Ok(like_bytes(a, [&*x, &*y].concat()))
        }
        (Value::Object(object), other) => {
            let Some((_, items, most)) = deque(a) else {
                return Err(not_concatenated(a, b));
            };
            let more = match deque(other) {
                Some((_, more, _)) => more.with(|more| more.iter().cloned().collect()),
                None if in_place => iterate::collect(other)?,
                None => return Err(not_concatenated(a, b)),
            };
            if in_place {
                return extend_deque(a, items, most, more);
            }
            let mut all = items.with(|items| items.clone());
            all.extend(more);
            Ok(new_deque(object, all, most))
        }
        _ => Err(not_concatenated(a, b)),
    }
}

/// Puts items at the right end; gives the deque.
fn extend_deque(
    deque: &Value,
    items: &Guarded<VecDeque<Value>>,
    most: Option<usize>,
    more: Vec<Value>,
) -> Outcome<Value> {
    if items.is_shared() {
        more.iter().for_each(Value::share);
    }
    // What falls out is freed outside of the lock.
    let fallen: Vec<Value> = items.with(|items| {
        items.extend(more);
        let over = items.len() - most.unwrap_or(MAX_ITEMS).min(items.len());
        items.drain(..over).collect()
    });
    drop(fallen);
    Ok(deque.clone())
}

fn new_deque(like: &Ref<Instance>, mut items: VecDeque<Value>, most: Option<usize>) -> Value {
    if let Some(most) = most {
        let over = items.len() - most.min(items.len());
        items.drain(..over);
    }
    let payload = Payload::Deque(Guarded::new(items), most);
    Value::Object(Ref::new(Instance::new(like.class.clone(), payload)))
}

/// A bytearray if the other one is one, else bytes.
fn like_bytes(like: &Value, bytes: Vec<u8>) -> Value {
    match like {
        Value::ByteArray(_) => Value::ByteArray(Ref::new(ByteArray(Guarded::new(bytes)))),
        _ => Value::bytes(bytes),
    }
}

fn not_concatenated(a: &Value, b: &Value) -> Box<Fault> {
    let (own, other) = (a.type_name(), b.type_name());
    Fault::type_error(match inside(a) {
        Value::Bytes(_) | Value::ByteArray(_) => format!("can't concat {other} to {own}"),
        inner => {
            let own = match inner {
                Value::Object(_) => own,
                inner => inner.kind().name().into(),
            };
            format!("can only concatenate {own} (not \"{other}\") to {own}")
        }
    })
}

fn unsupported(binary: Binary, a: &Value, b: &Value) -> Box<Fault> {
    let sign = match (binary.operator, binary.in_place) {
        (Operator::Pow, false) => "** or pow()".into(),
        (operator, true) => format!("{}=", operator.sign()),
        (operator, false) => operator.sign().to_string(),
    };
    let (left, right) = (a.type_name(), b.type_name());
    Fault::type_error(format!(
        "unsupported operand type(s) for {sign}: '{left}' and '{right}'"
    ))
}

/// The error for two operands of which only what is inside was looked at: with their own classes' names.
pub(crate) fn unsupported_operands(
    binary: Binary,
    a: &Value,
    b: &Value,
    fault: Box<Fault>,
) -> Box<Fault> {
    if fault.kind != ErrorKind::TypeError {
        return fault;
    }
    if fault.message.starts_with("unsupported operand") {
        unsupported(binary, a, b)
    } else if fault.message.starts_with("can only concatenate")
        || fault.message.starts_with("can't concat")
    {
        not_concatenated(a, b)
    } else if fault.message.starts_with("can't multiply sequence") {
        let is_number = |value: &Value| number(&inside(value)).is_some();
        let times = if is_number(a) || matches!(inside(a), Value::Object(_)) {
            a
        } else {
            b
        };
        not_times(times)
    } else {
        fault
    }
}

/// How often to repeat: negative is never.
fn count(value: &Value) -> Outcome<usize> {
    match index(value)? {
        Some(Index::Place(count)) => Ok(usize::try_from(count.max(0)).unwrap_or(usize::MAX)),
        Some(Index::Far { .. }) => Err(Fault::overflow(
            "cannot fit 'int' into an index-sized integer",
        )),
        None => Err(not_times(value)),
    }
}

fn not_times(value: &Value) -> Box<Fault> {
    let kind = value.type_name();
    Fault::type_error(format!(
        "can't multiply sequence by non-int of type '{kind}'"
    ))
}

fn multiply(in_place: bool, sequence: &Value, times: &Value) -> Outcome<Value> {
    let times = count(times)?;
    match sequence {
        Value::Str(text) => text::repeat(text, times),
        Value::List(list) if in_place => {
            let repeated = repeat(&list.items(), times)?;
            let old = list.with(|items| std::mem::replace(items, repeated));
            drop(old);
            Ok(sequence.clone())
        }
        Value::List(list) => repeat(&list.items(), times).map(Value::list),
        Value::Tuple(tuple) => repeat(&tuple.0, times).map(Value::tuple),
        Value::ByteArray(bytes) if in_place => bytes.0.with(|bytes| {
            fits(bytes.len().saturating_mul(times))?;
            *bytes = bytes.repeat(times);
            Ok(sequence.clone())
        }),
        other => match (bytes_of(other), deque(other)) {
            (Some(bytes), _) => {
                fits(bytes.len().saturating_mul(times))?;
                Ok(like_bytes(other, bytes.repeat(times)))
            }
            (None, Some((object, items, most))) => {
                let all: Vec<Value> = items.with(|items| items.iter().cloned().collect());
                let repeated = repeat(&all, times)?.into();
                if in_place {
                    drop(items.with(|items| std::mem::replace(items, repeated)));
                    return extend_deque(sequence, items, most, Vec::new());
                }
                Ok(new_deque(object, repeated, most))
            }
            (None, None) => Err(not_times(other)),
        },
    }
}

fn repeat(items: &[Value], times: usize) -> Outcome<Vec<Value>> {
    let len = items.len().saturating_mul(times);
    fits(len.saturating_mul(size_of::<Value>()))?;
    let mut repeated = Vec::with_capacity(len);
    for _ in 0..if items.is_empty() { 0 } else { times } {
        repeated.extend_from_slice(items);
    }
    Ok(repeated)
}

/// `-a`, `+a`, `~a`.
pub(crate) fn unary(sign: char, value: &Value) -> Outcome<Value> {
    match (sign, number(value)) {
        ('-', Some(value)) => Ok(number::negate(value)),
        ('+', Some(Number::Int(value))) => Ok(Value::Int(value)),
        ('+', Some(_)) => Ok(value.clone()),
        ('~', Some(Number::Int(value))) => Ok(Value::Int(!value)),
        ('~', Some(Number::Big(value))) => Ok(number::int(!value)),
        _ => {
            let kind = value.type_name();
            Err(Fault::type_error(format!(
                "bad operand type for unary {sign}: '{kind}'"
            )))
        }
    }
}

/// How much more one bytecode may do: nothing can stop it halfway.
pub(crate) struct Effort {
    /// In steps of some nanoseconds: the comparison of two small items, the copy of one.
    left: usize,
}

impl Effort {
    pub(crate) fn new() -> Effort {
        // Enough to sort 1.5 million floats.
        Effort { left: 1 << 25 }
    }

    #[inline]
    pub(crate) fn spend(&mut self, steps: usize) -> Outcome<()> {
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Fault::unsupported("a single operation this long")),
        }
    }

    /// To look through so many bytes.
    pub(crate) fn spend_bytes(&mut self, bytes: usize) -> Outcome<()> {
        self.spend(1 + bytes / 64)
    }
}

/// `a < b` and its like.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn compare(compare: Compare, a: &Value, b: &Value) -> Outcome<bool> {
    compare_within(compare, a, b, &mut Effort::new())
}

/// A comparison that is one of many in the same bytecode.
pub(crate) fn compare_within(
    compare: Compare,
    a: &Value,
    b: &Value,
    effort: &mut Effort,
) -> Outcome<bool> {
    match compare {
        Compare::Eq => equal_within(a, b, effort, 0),
        Compare::NotEq => equal_within(a, b, effort, 0).map(|equal| !equal),
        _ => ordered(compare, a, b, effort, 0),
    }
}

fn holds(compare: Compare, order: Ordering) -> bool {
    match compare {
        Compare::Eq => order.is_eq(),
        Compare::NotEq => order.is_ne(),
        Compare::Less => order.is_lt(),
        Compare::LessEq => order.is_le(),
        Compare::Greater => order.is_gt(),
        Compare::GreaterEq => order.is_ge(),
    }
}

/// Whether any of the classes holds, of which tuples have tuples of them, however deep.
pub(crate) fn any_of(
    classes: &Value,
    mut holds: impl FnMut(&Value) -> Outcome<bool>,
) -> Outcome<bool> {
    let mut effort = Effort::new();
    let mut left = vec![classes.clone()];
    while let Some(class) = left.pop() {
        effort.spend(1)?;
        match &class {
            Value::Tuple(classes) => left.extend(classes.0.iter().rev().cloned()),
            class => {
                if holds(class)? {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

fn too_deep() -> Box<Fault> {
    Fault::new(
        ErrorKind::RecursionError,
        "maximum recursion depth exceeded in comparison",
    )
}

/// `a == b`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn equal(a: &Value, b: &Value) -> Outcome<bool> {
    equal_within(a, b, &mut Effort::new(), 0)
}

thread_local! {
    /// How deep the comparison is that this thread is in while it looks for a key, and how much more it may do.
    static AROUND: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// `a == b` for keys, which may be part of another comparison.
pub(crate) fn equal_keys(a: &Value, b: &Value) -> Outcome<bool> {
    let (depth, left) = AROUND.get();
    if depth == 0 {
        return equal(a, b);
    }
    let mut effort = Effort { left };
    let equal = equal_within(a, b, &mut effort, depth);
    AROUND.set((depth, effort.left));
    equal
}

/// Looks for keys in the middle of a comparison.
fn within<T>(effort: &mut Effort, depth: usize, look: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let outer = AROUND.replace((depth + 1, effort.left));
    let found = look();
    (_, effort.left) = AROUND.replace(outer);
    found
}

/// `a == b`; never fails for a pair of types, only for its depth, and where it takes Python.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
fn equal_within(a: &Value, b: &Value, effort: &mut Effort, depth: usize) -> Outcome<bool> {
    effort.spend(1)?;
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return Ok(compare_numbers(a, b, effort)? == Some(Ordering::Equal));
    }
    if depth > MAX_NESTING {
        return Err(too_deep());
    }
    Ok(match (a, b) {
        (Value::Str(a), Value::Str(b)) => {
            effort.spend_bytes(a.text.len().min(b.text.len()))?;
            a.text == b.text
        }
        (Value::Object(_), _) | (_, Value::Object(_)) => {
            return objects_equal(a, b, effort, depth);
        }
        (Value::List(_), Value::List(_)) | (Value::Tuple(_), Value::Tuple(_)) => {
            // Locks and reference counts take longer than a comparison of numbers.
            effort.spend(15)?;
            if items_in(a) != items_in(b) {
                return Ok(false);
            }
            difference(a, b, effort, depth)?.is_none() && items_in(a) == items_in(b)
        }
        (Value::Dict(a), Value::Dict(b)) => {
            if a.is(b) {
                return Ok(true);
            }
            if a.len() != b.len() {
                return Ok(false);
            }
            for (key, value) in a.pairs() {
                effort.spend(15)?;
                let Some(other) = within(effort, depth, || b.get(&key))? else {
                    return Ok(false);
                };
                if !item_equal(&value, &other, effort, depth + 1)? {
                    return Ok(false);
                }
            }
            true
        }
        (Value::Set(a), Value::Set(b)) => {
            if a.is(b) {
                return Ok(true);
            }
            effort.spend(15 * a.len())?;
            a.len() == b.len()
                && within(effort, depth, || {
                    algebra::compare(Compare::Eq, &a.table(), &b.table())
                })?
        }
        (Value::Bytes(_) | Value::ByteArray(_), Value::Bytes(_) | Value::ByteArray(_)) => {
            let (a, b) = (
                bytes_of(a).unwrap_or_default(),
                bytes_of(b).unwrap_or_default(),
            );
            effort.spend_bytes(a.len().min(b.len()))?;
            a == b
        }
        (Value::Range(a), Value::Range(b)) => {
            a.len == b.len && (a.len == 0 || a.start == b.start && (a.len == 1 || a.step == b.step))
        }
        (Value::Slice(a), Value::Slice(b)) => {
            equal_within(&a.start, &b.start, effort, depth + 1)?
                && equal_within(&a.stop, &b.stop, effort, depth + 1)?
                && equal_within(&a.step, &b.step, effort, depth + 1)?
        }
        (Value::Bound(a), Value::Bound(b)) => {
            a.function.is(&b.function) && a.receiver.is(&b.receiver)
        }
        (Value::Class(class), _) | (_, Value::Class(class)) => {
            if class
                .meta
                .as_ref()
                .is_some_and(|meta| says(meta, Symbol::EQ))
            {
                return Err(Fault::in_python());
            }
            a.is(b)
        }
        (a, b) => a.is(b),
    })
}

/// At least one is an instance.
fn objects_equal(a: &Value, b: &Value, effort: &mut Effort, depth: usize) -> Outcome<bool> {
    let in_python = |value: &Value| match value {
        Value::Object(object) => says(&object.class, Symbol::EQ),
        _ => false,
    };
    if in_python(a) || in_python(b) {
        return Err(Fault::in_python());
    }
    if let (Some((x, dict, _)), Some((y, other, _))) = (deque(a), deque(b)) {
        if x.is(y) {
            return Ok(true);
        }
        let items = |items: &Guarded<VecDeque<Value>>| -> Vec<Value> {
            items.with(|items| items.iter().cloned().collect())
        };
        let (x, y) = (Value::tuple(items(dict)), Value::tuple(items(other)));
        return equal_within(&x, &y, effort, depth + 1);
    }
    let is_set = |value: &Value| {
        matches!(value, Value::Set(_))
            || view::of(value).is_some_and(|(_, kind)| kind != Kind::DictValues)
    };
    let (x, y) = (inside(a), inside(b));
    if (view::of(&x).is_some() || view::of(&y).is_some()) && is_set(&x) && is_set(&y) {
        return compare_sets(Compare::Eq, &x, &y, effort, depth)
            .map(|equal| equal.unwrap_or(false));
    }
    match (&x, &y) {
        (Value::Object(_), _) | (_, Value::Object(_)) => Ok(a.is(b)),
        _ => equal_within(&x, &y, effort, depth + 1),
    }
}

/// `None` unless both are sets, or views that act like sets.
fn compare_sets(
    compare: Compare,
    a: &Value,
    b: &Value,
    effort: &mut Effort,
    depth: usize,
) -> Outcome<Option<bool>> {
    let (Some(a), Some(b)) = (algebra::table(a)?, algebra::table(b)?) else {
        return Ok(None);
    };
    effort.spend(15 * a.len().min(b.len()))?;
    within(effort, depth, || algebra::compare(compare, &a, &b)).map(Some)
}

fn items_in(value: &Value) -> usize {
    match value {
        Value::List(list) => list.len(),
        Value::Tuple(tuple) => tuple.0.len(),
        _ => 0,
    }
}

fn item(value: &Value, index: usize) -> Option<Value> {
    match value {
        Value::List(list) => list.get(index),
        Value::Tuple(tuple) => tuple.0.get(index).cloned(),
        _ => None,
    }
}

/// The first pair of items that differ. Items are fetched one by one: no two locks at a time.
fn difference(
    a: &Value,
    b: &Value,
    effort: &mut Effort,
    depth: usize,
) -> Outcome<Option<(Value, Value)>> {
    let mut index = 0;
    while let (Some(x), Some(y)) = (item(a, index), item(b, index)) {
        if !item_equal(&x, &y, effort, depth + 1)? {
            return Ok(Some((x, y)));
        }
        index += 1;
    }
    Ok(None)
}

/// `a is b or a == b`, as containers compare what they hold.
fn item_equal(a: &Value, b: &Value, effort: &mut Effort, depth: usize) -> Outcome<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => {
            effort.spend(1)?;
            Ok(a == b)
        }
        // Two texts are compared once only.
        (Value::Str(x), Value::Str(y)) => Ok(x.is(y) || equal_within(a, b, effort, depth)?),
        _ => Ok(a.is(b) || equal_within(a, b, effort, depth)?),
    }
}

/// Whether an item of a container is what is looked for.
pub(crate) fn matches(item: &Value, wanted: &Value, effort: &mut Effort) -> Outcome<bool> {
    item_equal(item, wanted, effort, 0)
}

fn compare_numbers(a: Number, b: Number, effort: &mut Effort) -> Outcome<Option<Ordering>> {
    if let (Number::Big(a), Number::Big(_)) = (a, b) {
        effort.spend_bytes((a.bits() / 8) as usize)?;
    }
    Ok(number::order(a, b))
}

fn ordered(
    compare: Compare,
    a: &Value,
    b: &Value,
    effort: &mut Effort,
    depth: usize,
) -> Outcome<bool> {
    effort.spend(1)?;
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        let order = compare_numbers(a, b, effort)?;
        return Ok(order.is_some_and(|order| holds(compare, order)));
    }
    if depth > MAX_NESTING {
        return Err(too_deep());
    }
    match (a, b) {
        (Value::Str(a), Value::Str(b)) => {
            effort.spend_bytes(a.text.len().min(b.text.len()))?;
            Ok(holds(compare, a.text.cmp(&b.text)))
        }
        (Value::List(_), Value::List(_)) | (Value::Tuple(_), Value::Tuple(_)) => {
            match difference(a, b, effort, depth)? {
                Some((x, y)) => ordered(compare, &x, &y, effort, depth + 1),
                None => Ok(holds(compare, items_in(a).cmp(&items_in(b)))),
            }
        }
        (Value::Bytes(_) | Value::ByteArray(_), Value::Bytes(_) | Value::ByteArray(_)) => {
            let (a, b) = (
                bytes_of(a).unwrap_or_default(),
                bytes_of(b).unwrap_or_default(),
            );
            effort.spend_bytes(a.len().min(b.len()))?;
            Ok(holds(compare, a.cmp(&b)))
        }
        (Value::Set(_), Value::Set(_)) => {
            let holds = compare_sets(compare, a, b, effort, depth)?;
            holds.ok_or_else(|| not_ordered(compare, a, b))
        }
        (Value::Object(_), _) | (_, Value::Object(_)) => {
            if has_order(a, compare, false) || has_order(b, compare, true) {
                return Err(Fault::in_python());
            }
            if let (Some((_, x, _)), Some((_, y, _))) = (deque(a), deque(b)) {
                let all = |items: &Guarded<VecDeque<Value>>| {
                    Value::tuple(items.with(|items| items.iter().cloned().collect()))
                };
                return ordered(compare, &all(x), &all(y), effort, depth + 1);
            }
            let (x, y) = (inside(a), inside(b));
            match (&x, &y) {
                (Value::Object(_), _) | (_, Value::Object(_)) => {
                    let holds = compare_sets(compare, &x, &y, effort, depth)?;
                    holds.ok_or_else(|| not_ordered(compare, a, b))
                }
                _ => ordered(compare, &x, &y, effort, depth + 1).map_err(|fault| {
                    match fault.message.contains("not supported between") {
                        true => not_ordered(compare, a, b),
                        false => fault,
                    }
                }),
            }
        }
        _ => Err(not_ordered(compare, a, b)),
    }
}

/// Whether the class of an operand says in Python what the comparison is; the right one is asked the other
/// way round.
fn has_order(value: &Value, compare: Compare, reflected: bool) -> bool {
    let Value::Object(object) = value else {
        return false;
    };
    let name = match (compare, reflected) {
        (Compare::Less, false) | (Compare::Greater, true) => Symbol::LT,
        (Compare::LessEq, false) | (Compare::GreaterEq, true) => Symbol::LE,
        (Compare::Greater, false) | (Compare::Less, true) => Symbol::GT,
        _ => Symbol::GE,
    };
    says(&object.class, name)
}

/// The error for a comparison that no class knows.
pub(crate) fn not_ordered(compare: Compare, a: &Value, b: &Value) -> Box<Fault> {
    let sign = compare.sign();
    let (left, right) = (a.type_name(), b.type_name());
    Fault::type_error(format!(
        "'{sign}' not supported between instances of '{left}' and '{right}'"
    ))
}

/// `needle in hay`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn contains(hay: &Value, needle: &Value) -> Outcome<bool> {
    match hay {
        Value::Str(hay) => match inside(needle) {
            Value::Str(needle) => Ok(hay.text.contains(&*needle.text)),
            _ => {
                let kind = needle.type_name();
                Err(Fault::type_error(format!(
                    "'in <string>' requires string as left operand, not {kind}"
                )))
            }
        },
        Value::Bytes(_) | Value::ByteArray(_) => {
            let bytes = bytes_of(hay).unwrap_or_default();
            match (bytes_of(needle), number(needle)) {
                (Some(needle), _) => Ok(find_bytes(&bytes, &needle).is_some()),
                (None, Some(Number::Int(byte))) => match u8::try_from(byte) {
                    Ok(byte) => Ok(bytes.contains(&byte)),
                    Err(_) => Err(Fault::value_error("byte must be in range(0, 256)")),
                },
                _ => Err(Fault::type_error(format!(
                    "a bytes-like object is required, not '{}'",
                    needle.type_name()
                ))),
            }
        }
        Value::Range(range) => match (number(needle), needle) {
            (Some(Number::Int(value)), _) => Ok(in_range(range, value)),
            (Some(Number::Float(value)), _) if value.fract() == 0.0 => match number::whole(value) {
                Value::Int(value) => Ok(in_range(range, value)),
                _ => Ok(false),
            },
            (None, Value::Object(object)) if says(&object.class, Symbol::EQ) => {
                Err(Fault::in_python())
            }
            (None, Value::Object(object)) => match &object.payload {
                Payload::Base(Value::Int(value)) => Ok(in_range(range, *value)),
                _ => Ok(false),
            },
            _ => Ok(false),
        },
        Value::List(list) => {
            let mut effort = Effort::new();
            let mut place = 0;
            while let Some(item) = list.get(place) {
                if matches(&item, needle, &mut effort)? {
                    return Ok(true);
                }
                place += 1;
            }
            Ok(false)
        }
        Value::Tuple(tuple) => any(&tuple.0, needle),
        Value::Dict(dict) => Ok(dict.get(needle)?.is_some()),
        Value::Set(set) => match needle {
            // A set that is looked for in a set is taken for a frozenset.
            Value::Set(inner) if !inner.is_frozen() => {
                let frozen = algebra::set(inner.table(), true);
                set.contains(&frozen)
            }
            needle => set.contains(needle),
        },
        Value::Object(object) => {
            if says(&object.class, Symbol::ITER) || says(&object.class, Symbol::GETITEM) {
                return Err(Fault::in_python());
            }
            match &object.payload {
                Payload::Deque(items, _) => {
                    let items: Vec<Value> = items.with(|items| items.iter().cloned().collect());
                    any(&items, needle)
                }
                Payload::View(dict) => view::contains(dict, object.class.kind, needle),
                Payload::DefaultDict(dict, _) => Ok(dict.get(needle)?.is_some()),
                Payload::Base(Value::Object(_)) => Err(not_container(hay)),
                Payload::Base(base) => contains(base, needle),
                _ => Err(not_container(hay)),
            }
        }
        // It goes on behind what was found: in Python, where nothing has to be done twice.
        Value::Iter(_) => Err(Fault::in_python()),
        Value::Generator(generator) if generator.is_iterator() => Err(Fault::in_python()),
        Value::Class(class) if class.meta.is_some() => Err(Fault::in_python()),
        other => Err(not_container(other)),
    }
}

fn not_container(value: &Value) -> Box<Fault> {
    Fault::type_error(format!(
        "argument of type '{}' is not iterable",
        value.type_name()
    ))
}

fn any(items: &[Value], needle: &Value) -> Outcome<bool> {
    let mut effort = Effort::new();
    for item in items {
        if matches(item, needle, &mut effort)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where some bytes are first found in others.
fn find_bytes(hay: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    hay.windows(needle.len())
        .position(|window| window == needle)
}

fn in_range(range: &Range, value: i64) -> bool {
    let offset = i128::from(value) - i128::from(range.start);
    let step = i128::from(range.step);
    range.len > 0 && offset % step == 0 && (0..i128::from(range.len)).contains(&(offset / step))
}

/// `len(value)`.
pub(crate) fn length(value: &Value) -> Outcome<usize> {
    let refused = || {
        Fault::type_error(format!(
            "object of type '{}' has no len()",
            value.type_name()
        ))
    };
    Ok(match value {
        Value::Str(text) => text.chars,
        Value::List(list) => list.len(),
        Value::Tuple(tuple) => tuple.0.len(),
        Value::Dict(dict) => dict.len(),
        Value::Set(set) => set.len(),
        Value::Bytes(bytes) => bytes.0.len(),
        Value::ByteArray(bytes) => bytes.0.with(|bytes| bytes.len()),
        Value::Range(range) => match usize::try_from(range.len) {
            Ok(len) if range.len <= i64::MAX as u64 => len,
            _ => {
                return Err(Fault::overflow(
                    "Python int too large to convert to C ssize_t",
                ));
            }
        },
        Value::Object(object) => {
            if says(&object.class, Symbol::LEN) {
                return Err(Fault::in_python());
            }
            match &object.payload {
                Payload::Base(base) if !matches!(base, Value::Object(_)) => {
                    return length(base).map_err(|_| refused());
                }
                Payload::DefaultDict(dict, _) | Payload::View(dict) => dict.len(),
                Payload::Deque(items, _) => items.with(|items| items.len()),
                _ => return Err(refused()),
            }
        }
        Value::Class(class) => {
            let meta = class.meta.as_ref();
            if meta.is_some_and(|meta| says(meta, Symbol::LEN)) {
                return Err(Fault::in_python());
            }
            return Err(refused());
        }
        _ => return Err(refused()),
    })
}

/// The items of a sequence that must have so many.
pub(crate) fn unpack(sequence: &Value, count: usize) -> Outcome<Vec<Value>> {
    let too_few = |got: usize| {
        Fault::value_error(format!(
            "not enough values to unpack (expected {count}, got {got})"
        ))
    };
    let too_many = || Fault::value_error(format!("too many values to unpack (expected {count})"));
    let items = match sequence {
        Value::List(list) => list.items(),
        Value::Tuple(tuple) => tuple.0.clone(),
        sequence => {
            let mut items = Vec::new();
            iterate::each(sequence, |item| {
                items.push(item);
                Ok(items.len() <= count)
            })?;
            items
        }
    };
    match items.len().cmp(&count) {
        Ordering::Less => Err(too_few(items.len())),
        Ordering::Greater => Err(too_many()),
        Ordering::Equal => Ok(items),
    }
}

/// A whole number as an index.
#[derive(Clone, Copy)]
enum Index {
    Place(i64),
    /// Beyond any sequence.
    Far {
        negative: bool,
    },
}

/// The value as an index; `None` if it is none.
fn index(value: &Value) -> Outcome<Option<Index>> {
    Ok(match (number(value), value) {
        (Some(Number::Int(place)), _) => Some(Index::Place(place)),
        (Some(Number::Big(big)), _) => Some(Index::Far {
            negative: big.is_negative(),
        }),
        (None, Value::Object(object)) => match &object.payload {
            _ if says(&object.class, Symbol::INDEX) => return Err(Fault::in_python()),
            Payload::Base(base) if !matches!(base, Value::Object(_)) => return index(base),
            _ => None,
        },
        _ => None,
    })
}

/// Whether a class says in Python what is there for keys that aren't.
fn has_missing(class: &Class) -> bool {
    says(class, Symbol::MISSING)
}

/// `container[index]`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn subscript(container: &Value, key: &Value) -> Outcome<Value> {
    match container {
        Value::Dict(dict) => match dict.get(key)? {
            Some(value) => Ok(value),
            None => Err(Fault::key(key.clone())),
        },
        Value::Object(object) => match &object.payload {
            Payload::DefaultDict(dict, factory) => match dict.get(key)? {
                Some(value) => Ok(value),
                None if has_missing(&object.class) => Err(Fault::in_python()),
                None => {
                    let factory = factory.with(|factory| factory.clone());
                    if matches!(factory, Value::None) {
                        return Err(Fault::key(key.clone()));
                    }
                    let value = default_of(&factory).ok_or_else(Fault::in_python)?;
                    dict.set(key.clone(), value.clone())?;
                    Ok(value)
                }
            },
            Payload::Base(Value::Dict(dict)) => match dict.get(key)? {
                Some(value) => Ok(value),
                None if has_missing(&object.class) => Err(Fault::in_python()),
                None => Err(Fault::key(key.clone())),
            },
            Payload::Base(base) if !matches!(base, Value::Object(_)) => subscript(base, key),
            Payload::Deque(items, _) => {
                let place = deque_index(key)?;
                let found = items.with(|items| {
                    list::position(place, items.len()).and_then(|at| items.get(at).cloned())
                });
                found.ok_or_else(|| Fault::new(ErrorKind::IndexError, "deque index out of range"))
            }
            _ => Err(not_subscriptable(container)),
        },
        _ => match key {
            Value::Slice(slice) => sliced(container, slice),
            _ => at(container, key),
        },
    }
}

fn not_subscriptable(value: &Value) -> Box<Fault> {
    Fault::type_error(format!(
        "'{}' object is not subscriptable",
        value.type_name()
    ))
}

fn deque_index(key: &Value) -> Outcome<i64> {
    match index(key)? {
        Some(Index::Place(place)) => Ok(place),
        Some(Index::Far { .. }) => Err(too_far()),
        None => Err(Fault::type_error(format!(
            "sequence index must be integer, not '{}'",
            key.type_name()
        ))),
    }
}

fn too_far() -> Box<Fault> {
    Fault::new(
        ErrorKind::IndexError,
        "cannot fit 'int' into an index-sized integer",
    )
}

/// One item of a sequence.
fn at(sequence: &Value, key: &Value) -> Outcome<Value> {
    let name = match sequence {
        Value::List(_) => "list",
        Value::Tuple(_) => "tuple",
        Value::Str(_) => "string",
        Value::Bytes(_) => "",
        Value::ByteArray(_) => "bytearray",
        Value::Range(_) => "range object",
        other => return Err(not_subscriptable(other)),
    };
    let outside = || {
        let message = format!("{name} index out of range");
        Fault::new(ErrorKind::IndexError, message.trim_start())
    };
    let index = match index(key)? {
        Some(Index::Place(index)) => index,
        Some(Index::Far { .. }) if matches!(sequence, Value::Range(_)) => return Err(outside()),
        Some(Index::Far { .. }) => return Err(too_far()),
        None => return Err(bad_index(sequence, key)),
    };
    let found = match sequence {
        Value::List(list) => return list.item(index),
        Value::Tuple(tuple) => {
            list::position(index, tuple.0.len()).and_then(|index| tuple.0.get(index).cloned())
        }
        Value::Str(text) => list::position(index, text.chars)
            .and_then(|index| text.at(index))
            .map(text::single),
        Value::Bytes(bytes) => list::position(index, bytes.0.len())
            .and_then(|index| bytes.0.get(index))
            .map(|byte| Value::Int((*byte).into())),
        Value::ByteArray(bytes) => bytes.0.with(|bytes| {
            let byte = list::position(index, bytes.len()).and_then(|index| bytes.get(index));
            byte.map(|byte| Value::Int((*byte).into()))
        }),
        Value::Range(range) => {
            let place = if index < 0 {
                i128::from(index) + i128::from(range.len)
            } else {
                i128::from(index)
            };
            (0..i128::from(range.len))
                .contains(&place)
                .then(|| Value::Int(range.at(place as u64)))
        }
        _ => None,
    };
    found.ok_or_else(outside)
}

fn bad_index(sequence: &Value, index: &Value) -> Box<Fault> {
    let kind = index.type_name();
    Fault::type_error(match sequence {
        Value::Str(_) => format!("string indices must be integers, not '{kind}'"),
        Value::Bytes(_) => format!("byte indices must be integers or slices, not {kind}"),
        sequence => format!(
            "{} indices must be integers or slices, not {kind}",
            sequence.type_name()
        ),
    })
}

/// The bounds of a slice, before they are clipped to a sequence.
#[derive(Clone, Copy)]
struct Bounds {
    start: Option<i64>,
    stop: Option<i64>,
    step: i64,
}

fn bounds(slice: &Slice) -> Outcome<Bounds> {
    let step = slice_index(&slice.step)?.unwrap_or(1);
    if step == 0 {
        return Err(Fault::value_error("slice step cannot be zero"));
    }
    Ok(Bounds {
        start: slice_index(&slice.start)?,
        stop: slice_index(&slice.stop)?,
        // Its opposite must be one, too.
        step: step.max(-i64::MAX),
    })
}

impl Bounds {
    /// Which places the slice takes of a sequence (`PySlice_AdjustIndices`).
    fn places(self, len: u64) -> Range {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        let step = self.step;
        let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let clip = |index: i64| {
            (if index < 0 {
                index.saturating_add(len)
            } else {
                index
            })
            .clamp(low, high)
        };
        let start = self.start.map_or(if step < 0 { high } else { low }, clip);
        let stop = self.stop.map_or(if step < 0 { low } else { high }, clip);
        Range::new(start, stop, step)
    }
}

/// `sequence[start:stop:step]`.
fn sliced(sequence: &Value, slice: &Slice) -> Outcome<Value> {
    if !matches!(
        sequence,
        Value::List(_)
            | Value::Tuple(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::ByteArray(_)
            | Value::Range(_)
    ) {
        return Err(not_subscriptable(sequence));
    }
    let bounds = bounds(slice)?;
    let walk = |range: Range| (0..range.len).map(move |index| range.at(index) as usize);
    Ok(match sequence {
        Value::List(list) => Value::list(list.slice(|len| bounds.places(len as u64))),
        Value::Tuple(tuple) => {
            let places = walk(bounds.places(tuple.0.len() as u64));
            Value::tuple(
                places
                    .filter_map(|place| tuple.0.get(place).cloned())
                    .collect(),
            )
        }
        Value::Str(text) if text.is_ascii() && bounds.step == 1 => {
            let places = bounds.places(text.chars as u64);
            let (start, stop) = (
                places.start as usize,
                places.stop.max(places.start) as usize,
            );
            Value::text(text.text.get(start..stop).unwrap_or_default())
        }
        Value::Str(text) if text.is_ascii() => {
            let bytes = text.text.as_bytes();
            let found = walk(bounds.places(text.chars as u64)).filter_map(|place| bytes.get(place));
            Value::text(found.map(|byte| char::from(*byte)).collect::<String>())
        }
        Value::Str(text) => {
            let characters: Vec<char> = text.text.chars().collect();
            let places = walk(bounds.places(text.chars as u64));
            Value::text(
                places
                    .filter_map(|place| characters.get(place))
                    .collect::<String>(),
            )
        }
        Value::Range(range) => {
            let places = bounds.places(range.len);
            let at =
                |index: i64| i128::from(range.start) + i128::from(index) * i128::from(range.step);
            let step = i128::from(range.step) * i128::from(places.step);
            let all = [at(places.start), at(places.stop), step].map(i64::try_from);
            let [Ok(start), Ok(stop), Ok(step)] = all else {
                return Err(Fault::unsupported("a range beyond 64 bits"));
            };
            Value::Range(Ref::new(Range::new(start, stop, step)))
        }
        other => {
            let bytes = bytes_of(other).unwrap_or_default();
            let places = walk(bounds.places(bytes.len() as u64));
            let found = places.filter_map(|place| bytes.get(place).copied());
            like_bytes(other, found.collect())
        }
    })
}

/// What is said of other bounds of slices.
pub(crate) const SLICE_INDICES: &str =
    "slice indices must be integers or None or have an __index__ method";

/// One bound of a slice; far too large is the same as at the end.
fn slice_index(value: &Value) -> Outcome<Option<i64>> {
    if matches!(value, Value::None) {
        return Ok(None);
    }
    match index(value)? {
        Some(Index::Place(index)) => Ok(Some(index)),
        Some(Index::Far { negative: true }) => Ok(Some(i64::MIN)),
        Some(Index::Far { negative: false }) => Ok(Some(i64::MAX)),
        None => Err(Fault::type_error(SLICE_INDICES)),
    }
}

/// `container[index] = value`.
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn store_subscript(container: &Value, key: &Value, value: Value) -> Outcome<()> {
    match container {
        Value::Dict(dict) => dict.set(key.clone(), value),
        Value::List(list) => match (key, index(key)?) {
            (Value::Slice(slice), _) => store_slice(list, slice, &value),
            (_, Some(Index::Place(index))) => list.set(index, value),
            (_, Some(Index::Far { .. })) => Err(too_far()),
            (_, None) => Err(bad_index(container, key)),
        },
        Value::ByteArray(bytes) => match (key, index(key)?) {
            (Value::Slice(slice), _) => store_bytes(&bytes.0, slice, &bytes_from(&value)?),
            (_, Some(Index::Place(index))) => {
                let byte = byte(&value)?;
                let stored = bytes.0.with(|bytes| {
                    let slot = list::position(index, bytes.len()).and_then(|at| bytes.get_mut(at));
                    slot.map(|slot| *slot = byte)
                });
                stored.ok_or_else(|| {
                    Fault::new(ErrorKind::IndexError, "bytearray index out of range")
                })
            }
            (_, Some(Index::Far { .. })) => Err(too_far()),
            (_, None) => Err(bad_index(container, key)),
        },
        Value::Object(object) => match &object.payload {
            Payload::DefaultDict(dict, _) => dict.set(key.clone(), value),
            Payload::Base(Value::Tuple(_) | Value::Str(_) | Value::Bytes(_)) => {
                Err(no_assignment(container))
            }
            Payload::Base(base) if !matches!(base, Value::Object(_)) => {
                store_subscript(base, key, value)
            }
            Payload::Deque(items, _) => {
                let place = deque_index(key)?;
                if items.is_shared() {
                    value.share();
                }
                let old = items.with(|items| {
                    let slot = list::position(place, items.len()).and_then(|at| items.get_mut(at));
                    slot.map(|slot| std::mem::replace(slot, value))
                });
                old.map(drop)
                    .ok_or_else(|| Fault::new(ErrorKind::IndexError, "deque index out of range"))
            }
            _ => Err(no_assignment(container)),
        },
        // A sequence's index is looked at before the sequence refuses.
        Value::Tuple(_) | Value::Str(_) | Value::Range(_) | Value::Bytes(_)
            if matches!(key, Value::Big(_)) =>
        {
            Err(too_far())
        }
        other => Err(no_assignment(other)),
    }
}

fn no_assignment(value: &Value) -> Box<Fault> {
    Fault::type_error(format!(
        "'{}' object does not support item assignment",
        value.type_name()
    ))
}

/// A byte, from an int.
pub(crate) fn byte(value: &Value) -> Outcome<u8> {
    match index(value)? {
        Some(Index::Place(byte)) => {
            u8::try_from(byte).map_err(|_| Fault::value_error("byte must be in range(0, 256)"))
        }
        Some(Index::Far { .. }) => Err(Fault::value_error("byte must be in range(0, 256)")),
        None => Err(Fault::type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            value.type_name()
        ))),
    }
}

/// What can be put in a bytearray: bytes, or ints.
fn bytes_from(value: &Value) -> Outcome<Vec<u8>> {
    let refused = || {
        Fault::type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    };
    match (bytes_of(value), value) {
        (Some(bytes), _) => Ok(bytes.into_owned()),
        (None, Value::Str(_)) => Err(refused()),
        (None, value) if number(value).is_some() => Err(refused()),
        (None, value) => iterate::collect(value)?.iter().map(byte).collect(),
    }
}

/// `list[start:stop:step] = values`.
fn store_slice(list: &List, slice: &Slice, values: &Value) -> Outcome<()> {
    let bounds = bounds(slice)?;
    let new = iterate::collect(values).map_err(|fault| match fault.kind {
        ErrorKind::TypeError => Fault::type_error("must assign iterable to extended slice"),
        _ => fault,
    })?;
    let new: Vec<Value> = new.into_iter().map(|value| list.let_in(value)).collect();
    let old = list.with(|items| replace_places(items, bounds, new, MAX_ITEMS, "sequence"))?;
    // Freed outside of the lock.
    drop(old);
    Ok(())
}

fn store_bytes(bytes: &Guarded<Vec<u8>>, slice: &Slice, new: &[u8]) -> Outcome<()> {
    let bounds = bounds(slice)?;
    bytes.with(|bytes| replace_places(bytes, bounds, new.to_vec(), MAX_BYTES, "bytes"))?;
    Ok(())
}

/// Puts other items in the places of a slice, and gives those that were there.
fn replace_places<T>(
    items: &mut Vec<T>,
    bounds: Bounds,
    new: Vec<T>,
    most: usize,
    what: &str,
) -> Outcome<Vec<T>> {
    let places = bounds.places(items.len() as u64);
    if items.len() + new.len() > most {
        return Err(Fault::memory());
    }
    if bounds.step == 1 {
        let start = places.start as usize;
        let stop = (places.stop as usize).max(start);
        return Ok(items.splice(start..stop, new).collect());
    }
    if new.len() as u64 != places.len {
        return Err(Fault::value_error(format!(
            "attempt to assign {what} of size {} to extended slice of size {}",
            new.len(),
            places.len
        )));
    }
    let mut old = Vec::with_capacity(new.len());
    for (index, item) in (0..places.len).zip(new) {
        if let Some(slot) = items.get_mut(places.at(index) as usize) {
            old.push(std::mem::replace(slot, item));
        }
    }
    Ok(old)
}

/// Takes the items in the places of a slice out, and gives them.
fn remove_places<T>(items: &mut Vec<T>, bounds: Bounds) -> Vec<T> {
    let places = bounds.places(items.len() as u64);
    if bounds.step == 1 {
        let start = places.start as usize;
        let stop = (places.stop as usize).max(start);
        return items.drain(start..stop).collect();
    }
    let (mut kept, mut removed) = (Vec::with_capacity(items.len()), Vec::new());
    for (place, item) in items.drain(..).enumerate() {
        if in_range(&places, place as i64) {
            removed.push(item);
        } else {
            kept.push(item);
        }
    }
    *items = kept;
    removed
}

/// `del container[index]`.
pub(crate) fn delete_subscript(container: &Value, key: &Value) -> Outcome<()> {
    match container {
        Value::Dict(dict) => match dict.remove(key)? {
            Some(_) => Ok(()),
            None => Err(Fault::key(key.clone())),
        },
        Value::List(list) => match (key, index(key)?) {
            (Value::Slice(slice), _) => {
                let bounds = bounds(slice)?;
                drop(list.with(|items| remove_places(items, bounds)));
                Ok(())
            }
            (_, Some(Index::Place(index))) => {
                let old = list.with(|items| {
                    list::position(index, items.len()).map(|place| items.remove(place))
                });
                old.map(drop).ok_or_else(|| {
                    Fault::new(ErrorKind::IndexError, "list assignment index out of range")
                })
            }
            (_, Some(Index::Far { .. })) => Err(too_far()),
            (_, None) => Err(bad_index(container, key)),
        },
        Value::ByteArray(bytes) => match (key, index(key)?) {
            (Value::Slice(slice), _) => {
                let bounds = bounds(slice)?;
                bytes.0.with(|bytes| remove_places(bytes, bounds));
                Ok(())
            }
            (_, Some(Index::Place(index))) => {
                let old = bytes.0.with(|bytes| {
                    list::position(index, bytes.len()).map(|place| bytes.remove(place))
                });
                old.map(drop).ok_or_else(|| {
                    Fault::new(ErrorKind::IndexError, "bytearray index out of range")
                })
            }
            (_, Some(Index::Far { .. })) => Err(too_far()),
            (_, None) => Err(bad_index(container, key)),
        },
        Value::Object(object) => match &object.payload {
            Payload::DefaultDict(dict, _) => delete_subscript(&Value::Dict(dict.clone()), key),
            Payload::Base(base) if !matches!(base, Value::Object(_)) => delete_subscript(base, key),
            Payload::Deque(items, _) => {
                let place = deque_index(key)?;
                let old = items.with(|items| {
                    list::position(place, items.len()).and_then(|at| items.remove(at))
                });
                old.map(drop)
                    .ok_or_else(|| Fault::new(ErrorKind::IndexError, "deque index out of range"))
            }
            _ => Err(no_deletion(container)),
        },
        Value::Tuple(_) | Value::Str(_) | Value::Range(_) | Value::Bytes(_)
            if matches!(key, Value::Big(_)) =>
        {
            Err(too_far())
        }
        other => Err(no_deletion(other)),
    }
}

fn no_deletion(value: &Value) -> Box<Fault> {
    let is_sequence = matches!(
        value,
        Value::Str(_) | Value::Tuple(_) | Value::Bytes(_) | Value::Range(_) | Value::Set(_)
    );
    let not = if is_sequence { "doesn't" } else { "does not" };
    let kind = value.type_name();
    Fault::type_error(format!("'{kind}' object {not} support item deletion"))
}
