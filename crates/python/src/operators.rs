//! What the operators mean for each pair of types: arithmetic, comparison, membership, indexing.

use std::cmp::Ordering;
use std::sync::Arc;

use num_traits::ToPrimitive;

use crate::bytecode::{Binary, Compare, Operator};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::iterate;
use crate::list::{self, List, MAX_ITEMS};
use crate::number::{self, Number, number};
use crate::text::{self, MAX_NESTING};
use crate::value::{Range, Slice, Value};

/// `a operator b`, or its in-place form. Messages are those of `Objects/abstract.c`.
pub(crate) fn binary(binary: Binary, a: &Value, b: &Value) -> Outcome<Value> {
    let Binary { operator, in_place } = binary;
    if let (Some(x), Some(y)) = (number(a), number(b)) {
        if let (Value::Bool(x), Value::Bool(y)) = (a, b) {
            match operator {
                Operator::And => return Ok(Value::Bool(x & y)),
                Operator::Or => return Ok(Value::Bool(x | y)),
                Operator::Xor => return Ok(Value::Bool(x ^ y)),
                _ => {}
            }
        }
        if let Some(value) = number::arithmetic(operator, x, y)? {
            return Ok(value);
        }
        return Err(unsupported(binary, a, b));
    }
    match (operator, a, b) {
        (Operator::Add, Value::List(list), other) if in_place => {
            list.extend(iterate::collect(other)?)?;
            Ok(a.clone())
        }
        (Operator::Mul, Value::List(list), other)
            if in_place && matches!(number(other), Some(Number::Int(_))) =>
        {
            let items = list.items();
            let repeated = repeat(&items, count(other)?)?;
            list.take();
            list.extend(repeated)?;
            Ok(a.clone())
        }
        (Operator::Add, Value::Str(a), Value::Str(b)) => text::concatenate(a, b),
        (Operator::Add, Value::List(a), Value::List(b)) => {
            let mut items = a.items();
            let more = b.items();
            if items.len() + more.len() > MAX_ITEMS {
                return Err(Fault::memory());
            }
            items.extend(more);
            Ok(Value::list(items))
        }
        (Operator::Add, Value::Tuple(a), Value::Tuple(b)) => {
            if a.0.len() + b.0.len() > MAX_ITEMS {
                return Err(Fault::memory());
            }
            Ok(Value::tuple(a.0.iter().chain(&b.0).cloned().collect()))
        }
        (Operator::Add, Value::Str(_) | Value::List(_) | Value::Tuple(_), other) => {
            let own = a.type_name();
            Err(Fault::type_error(format!(
                "can only concatenate {own} (not \"{}\") to {own}",
                other.type_name()
            )))
        }
        (Operator::Mul, Value::Str(_) | Value::List(_) | Value::Tuple(_), other) => {
            multiply(a, other)
        }
        (Operator::Mul, other, Value::Str(_) | Value::List(_) | Value::Tuple(_)) => {
            multiply(b, other)
        }
        (Operator::Mod, Value::Str(_), _) => Err(Fault::unsupported("formatting with %")),
        _ if matches!((a, b), (Value::Builtin(x), _) | (_, Value::Builtin(x)) if x.is_type())
            && operator == Operator::Or =>
        {
            Err(Fault::unsupported("a union type"))
        }
        _ => Err(unsupported(binary, a, b)),
    }
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

/// How often to repeat: negative is never.
fn count(value: &Value) -> Outcome<usize> {
    match number(value) {
        Some(Number::Int(count)) => Ok(usize::try_from(count.max(0)).unwrap_or(usize::MAX)),
        Some(Number::Big(_)) => Err(Fault::overflow(
            "cannot fit 'int' into an index-sized integer",
        )),
        _ => {
            let kind = value.type_name();
            Err(Fault::type_error(format!(
                "can't multiply sequence by non-int of type '{kind}'"
            )))
        }
    }
}

fn multiply(sequence: &Value, times: &Value) -> Outcome<Value> {
    let times = count(times)?;
    match sequence {
        Value::Str(text) => text::repeat(text, times),
        Value::List(list) => repeat(&list.items(), times).map(Value::list),
        Value::Tuple(tuple) => repeat(&tuple.0, times).map(Value::tuple),
        _ => Err(Fault::type_error("can't multiply this")),
    }
}

fn repeat(items: &[Value], times: usize) -> Outcome<Vec<Value>> {
    match items.len().checked_mul(times) {
        Some(len) if len <= MAX_ITEMS => {
            let mut repeated = Vec::with_capacity(len);
            for _ in 0..if items.is_empty() { 0 } else { times } {
                repeated.extend_from_slice(items);
            }
            Ok(repeated)
        }
        _ => Err(Fault::memory()),
    }
}

/// `-a`, `+a`, `~a`.
pub(crate) fn unary(sign: char, value: &Value) -> Outcome<Value> {
    match (sign, number(value)) {
        ('-', Some(value)) => Ok(number::negate(value)),
        ('+', Some(Number::Int(value))) => Ok(Value::Int(value)),
        ('+', Some(_)) => Ok(value.clone()),
        ('~', Some(Number::Int(_))) if matches!(value, Value::Bool(_)) => {
            Err(Fault::unsupported("~ on a bool (deprecated in Python)"))
        }
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
        Compare::Eq => equal(a, b, effort, 0),
        Compare::NotEq => equal(a, b, effort, 0).map(|equal| !equal),
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

fn too_deep() -> Box<Fault> {
    Fault::new(
        ErrorKind::RecursionError,
        "maximum recursion depth exceeded in comparison",
    )
}

/// `a == b`; never fails for a pair of types, only for its depth.
fn equal(a: &Value, b: &Value, effort: &mut Effort, depth: usize) -> Outcome<bool> {
    effort.spend(1)?;
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return Ok(compare_numbers(a, b, effort)? == Some(Ordering::Equal));
    }
    if depth > MAX_NESTING {
        return Err(too_deep());
    }
    Ok(match (a, b) {
        (Value::None, Value::None) => true,
        (Value::Str(a), Value::Str(b)) => {
            effort.spend_bytes(a.text.len().min(b.text.len()))?;
            a.text == b.text
        }
        (Value::List(_), Value::List(_)) | (Value::Tuple(_), Value::Tuple(_)) => {
            // Locks and reference counts take longer than a comparison of numbers.
            effort.spend(15)?;
            if length(a) != length(b) {
                return Ok(false);
            }
            difference(a, b, effort, depth)?.is_none() && length(a) == length(b)
        }
        (Value::Range(a), Value::Range(b)) => {
            a.len == b.len && (a.len == 0 || a.start == b.start && (a.len == 1 || a.step == b.step))
        }
        (Value::Slice(a), Value::Slice(b)) => {
            equal(&a.start, &b.start, effort, depth + 1)?
                && equal(&a.stop, &b.stop, effort, depth + 1)?
                && equal(&a.step, &b.step, effort, depth + 1)?
        }
        (Value::Function(a), Value::Function(b)) => Arc::ptr_eq(a, b),
        (Value::Thread(a), Value::Thread(b)) => Arc::ptr_eq(a, b),
        (Value::Counted(a), Value::Counted(b)) => Arc::ptr_eq(a, b),
        (Value::Iter(a), Value::Iter(b)) => Arc::ptr_eq(a, b),
        (Value::Builtin(a), Value::Builtin(b)) => a == b,
        (Value::Module(a), Value::Module(b)) => a == b,
        (Value::Bound(a), Value::Bound(b)) => {
            a.method == b.method && identical(&a.receiver, &b.receiver)?
        }
        _ => false,
    })
}

fn length(value: &Value) -> usize {
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

/// Whether two values are certainly the same object; containers don't compare those.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b),
        (Value::Tuple(a), Value::Tuple(b)) => Arc::ptr_eq(a, b),
        (Value::Str(a), Value::Str(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

fn nan(value: &Value) -> bool {
    matches!(value, Value::Float(value) if value.is_nan())
}

/// `a is b or a == b`, as containers compare what they hold.
fn item_equal(a: &Value, b: &Value, effort: &mut Effort, depth: usize) -> Outcome<bool> {
    if nan(a) && nan(b) {
        // Equal if they are one object, which isn't known here.
        return Err(Fault::unsupported("comparing nan inside a list or a tuple"));
    }
    Ok(same(a, b) || equal(a, b, effort, depth)?)
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
                None => Ok(holds(compare, length(a).cmp(&length(b)))),
            }
        }
        _ => {
            let sign = match compare {
                Compare::Less => "<",
                Compare::LessEq => "<=",
                Compare::Greater => ">",
                _ => ">=",
            };
            let (left, right) = (a.type_name(), b.type_name());
            let message =
                format!("'{sign}' not supported between instances of '{left}' and '{right}'");
            Err(Fault::type_error(message))
        }
    }
}

/// `a is b`. Where CPython's answer depends on its caches and constants there is none here.
pub(crate) fn identical(a: &Value, b: &Value) -> Outcome<bool> {
    Ok(match (a, b) {
        (Value::None, Value::None) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) if a != b => false,
        (Value::Int(a), Value::Int(_)) if (-5..=256).contains(a) => true,
        (Value::Float(a), Value::Float(b)) if a.to_bits() != b.to_bits() => false,
        (Value::Big(a), Value::Big(b)) if a != b => false,
        (Value::Str(a), Value::Str(b)) if a.text != b.text => false,
        (Value::Str(a), Value::Str(b)) if Arc::ptr_eq(a, b) => true,
        (Value::Tuple(a), Value::Tuple(b)) if Arc::ptr_eq(a, b) => true,
        (Value::Tuple(a), Value::Tuple(b)) if a.0.len() != b.0.len() => false,
        (Value::Int(_), Value::Int(_))
        | (Value::Float(_), Value::Float(_))
        | (Value::Big(_), Value::Big(_))
        | (Value::Str(_), Value::Str(_))
        | (Value::Tuple(_), Value::Tuple(_)) => {
            let kind = a.type_name();
            return Err(Fault::unsupported(format!(
                "'is' between two equal values of type '{kind}'"
            )));
        }
        (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b),
        (Value::Range(a), Value::Range(b)) => Arc::ptr_eq(a, b),
        (Value::Function(a), Value::Function(b)) => Arc::ptr_eq(a, b),
        (Value::Bound(a), Value::Bound(b)) => Arc::ptr_eq(a, b),
        (Value::Thread(a), Value::Thread(b)) => Arc::ptr_eq(a, b),
        (Value::Counted(a), Value::Counted(b)) => Arc::ptr_eq(a, b),
        (Value::Iter(a), Value::Iter(b)) => Arc::ptr_eq(a, b),
        (Value::Builtin(a), Value::Builtin(b)) => a == b,
        (Value::Module(a), Value::Module(b)) => a == b,
        _ => false,
    })
}

/// `needle in hay`.
pub(crate) fn contains(hay: &Value, needle: &Value) -> Outcome<bool> {
    match hay {
        Value::Str(hay) => match needle {
            Value::Str(needle) => Ok(hay.text.contains(&*needle.text)),
            other => {
                let kind = other.type_name();
                Err(Fault::type_error(format!(
                    "'in <string>' requires string as left operand, not {kind}"
                )))
            }
        },
        Value::Range(range) => match number(needle) {
            Some(Number::Int(value)) => Ok(in_range(range, value)),
            Some(Number::Big(_)) => Ok(false),
            Some(Number::Float(value)) if value.fract() == 0.0 => match number::whole(value) {
                Value::Int(value) => Ok(in_range(range, value)),
                _ => Ok(false),
            },
            _ => Ok(false),
        },
        Value::List(_) | Value::Tuple(_) | Value::Iter(_) => {
            let (mut found, mut effort) = (false, Effort::new());
            iterate::each(hay, |item| {
                found = matches(&item, needle, &mut effort)?;
                Ok(!found)
            })?;
            Ok(found)
        }
        other => Err(Fault::type_error(format!(
            "argument of type '{}' is not iterable",
            other.type_name()
        ))),
    }
}

fn in_range(range: &Range, value: i64) -> bool {
    let offset = i128::from(value) - i128::from(range.start);
    let step = i128::from(range.step);
    range.len > 0 && offset % step == 0 && (0..i128::from(range.len)).contains(&(offset / step))
}

/// `sequence[index]`.
pub(crate) fn subscript(sequence: &Value, index: &Value) -> Outcome<Value> {
    if let Value::Slice(slice) = index {
        return sliced(sequence, slice);
    }
    let kind = match sequence {
        Value::List(_) => "list",
        Value::Tuple(_) => "tuple",
        Value::Str(_) => "string",
        Value::Range(_) => "range object",
        Value::Builtin(builtin) if builtin.is_type() => {
            return Err(Fault::unsupported("a generic type"));
        }
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "'{kind}' object is not subscriptable"
            )));
        }
    };
    let index = match number(index) {
        Some(Number::Int(index)) => index,
        Some(Number::Big(_)) if !matches!(sequence, Value::Range(_)) => {
            let message = "cannot fit 'int' into an index-sized integer";
            return Err(Fault::new(ErrorKind::IndexError, message));
        }
        Some(Number::Big(_)) => {
            return Err(Fault::new(
                ErrorKind::IndexError,
                "range object index out of range",
            ));
        }
        _ => return Err(bad_index(sequence, index)),
    };
    let found = match sequence {
        Value::List(list) => return list.item(index),
        Value::Tuple(tuple) => {
            list::position(index, tuple.0.len()).and_then(|index| tuple.0.get(index).cloned())
        }
        Value::Str(text) => list::position(index, text.chars)
            .and_then(|index| text.at(index))
            .map(text::single),
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
    found.ok_or_else(|| Fault::new(ErrorKind::IndexError, format!("{kind} index out of range")))
}

fn bad_index(sequence: &Value, index: &Value) -> Box<Fault> {
    let kind = index.type_name();
    Fault::type_error(match sequence {
        Value::Str(_) => format!("string indices must be integers, not '{kind}'"),
        sequence => format!(
            "{} indices must be integers or slices, not {kind}",
            sequence.type_name()
        ),
    })
}

/// `sequence[start:stop:step]`.
fn sliced(sequence: &Value, slice: &Slice) -> Outcome<Value> {
    match sequence {
        Value::List(_) | Value::Tuple(_) | Value::Str(_) => {}
        Value::Range(_) => return Err(Fault::unsupported("a slice of a range")),
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "'{kind}' object is not subscriptable"
            )));
        }
    }
    let step = slice_index(&slice.step)?.unwrap_or(1);
    if step == 0 {
        return Err(Fault::value_error("slice step cannot be zero"));
    }
    let (start, stop) = (slice_index(&slice.start)?, slice_index(&slice.stop)?);
    let places = |len: usize| slice_places(start, stop, step, len);
    let walk = |range: Range| (0..range.len).map(move |index| range.at(index) as usize);
    Ok(match sequence {
        Value::List(list) => Value::list(list.slice(places)),
        Value::Tuple(tuple) => {
            let found = walk(places(tuple.0.len())).filter_map(|place| tuple.0.get(place).cloned());
            Value::tuple(found.collect())
        }
        Value::Str(text) if text.is_ascii() => {
            let bytes = text.text.as_bytes();
            let found = walk(places(text.chars)).filter_map(|place| bytes.get(place));
            Value::text(found.map(|byte| char::from(*byte)).collect::<String>())
        }
        Value::Str(text) => {
            let characters: Vec<char> = text.text.chars().collect();
            let found = walk(places(text.chars)).filter_map(|place| characters.get(place));
            Value::text(found.collect::<String>())
        }
        _ => Value::None,
    })
}

/// Which places a slice takes of a sequence (`PySlice_AdjustIndices`).
fn slice_places(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> Range {
    let len = len as i64;
    let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let clip = |index: i64| {
        (if index < 0 {
            index.saturating_add(len)
        } else {
            index
        })
        .clamp(low, high)
    };
    let start = start.map_or(if step < 0 { high } else { low }, clip);
    let stop = stop.map_or(if step < 0 { low } else { high }, clip);
    Range::new(start, stop, step)
}

/// One bound of a slice; far too large is the same as at the end.
fn slice_index(value: &Value) -> Outcome<Option<i64>> {
    match (value, number(value)) {
        (Value::None, _) => Ok(None),
        (_, Some(Number::Int(index))) => Ok(Some(index)),
        (_, Some(Number::Big(index))) => Ok(Some(index.to_i64().unwrap_or(
            if index.sign() == num_bigint::Sign::Minus {
                i64::MIN
            } else {
                i64::MAX
            },
        ))),
        _ => {
            let message = "slice indices must be integers or None or have an __index__ method";
            Err(Fault::type_error(message))
        }
    }
}

/// `sequence[index] = value`.
pub(crate) fn store_subscript(sequence: &Value, index: &Value, value: Value) -> Outcome<()> {
    match (sequence, number(index)) {
        // A sequence's index is looked at before the sequence refuses.
        (
            Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Range(_),
            Some(Number::Big(_)),
        ) => {
            let message = "cannot fit 'int' into an index-sized integer";
            Err(Fault::new(ErrorKind::IndexError, message))
        }
        (Value::List(_), _) if matches!(index, Value::Slice(_)) => {
            Err(Fault::unsupported("assignment to a slice"))
        }
        (Value::List(list), Some(Number::Int(index))) => list.set(index, value),
        (Value::List(_), _) => Err(bad_index(sequence, index)),
        (other, _) => {
            let kind = other.type_name();
            Err(Fault::type_error(format!(
                "'{kind}' object does not support item assignment"
            )))
        }
    }
}

/// Appends all items of an iterable, as `[1, *more]` would.
pub(crate) fn extend(list: &List, value: &Value) -> Outcome<()> {
    list.extend(iterate::collect(value)?)
}
