//! `sum`.

use compiler::{Binary, Operator};
use num_bigint::BigInt;

use super::arguments::named;
use super::in_library;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Reply, Role};
use crate::iterate;
use crate::number::{self, Number, number};
use crate::operators;
use crate::sink::Sink;
use crate::thread::Caller;
use crate::value::Value;

const PLUS: Binary = Binary {
    operator: Operator::Add,
    in_place: false,
};

pub(super) fn sum(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [source, start, ..] = named(args, "sum", &["iterable", "start"], 1)?;
    let start = match start {
        Value::Null => Value::Int(0),
        start => start,
    };
    let strings = match &start {
        Value::Str(_) => "strings [use ''.join(seq) instead]",
        Value::Bytes(_) => "bytes [use b''.join(seq) instead]",
        Value::ByteArray(_) => "bytearray [use b''.join(seq) instead]",
        _ => "",
    };
    if !strings.is_empty() {
        return Err(Fault::type_error(format!("sum() can't sum {strings}")));
    }
    if let (Value::Range(range), Some(Number::Int(_) | Number::Big(_))) = (&source, number(&start))
    {
        if range.len == 0 {
            return Ok(start.into());
        }
        // first + … + last, in pairs.
        let pairs = BigInt::from(range.len);
        let last = range.at(range.len - 1);
        let ends = BigInt::from(i128::from(range.start) + i128::from(last));
        let total = number::int(pairs * ends / 2);
        return Ok(operators::binary(PLUS, &start, &total)?.into());
    }
    if number(&start).is_some()
        && let Some(feed) = Sink::Sum.from(&source, [Value::Null, start.clone()])
    {
        return Ok(feed);
    }
    let items = iterate::collect(&source)?;
    match sum_of(&items, start.clone()) {
        Err(fault) if fault.is_in_python() => in_library(
            caller,
            "sum",
            Role::Function,
            vec![Value::list(items), start],
        ),
        total => total.map(Reply::from),
    }
}

fn sum_of(items: &[Value], start: Value) -> Outcome<Value> {
    let (mut total, mut lost) = (start, Value::Null);
    // Of anything but short numbers each addition copies the sum.
    let mut copied = 0_usize;
    for item in items {
        match &total {
            Value::List(list) => copied += list.len(),
            Value::Tuple(tuple) => copied += tuple.0.len(),
            Value::Big(total) => copied += (total.0.bits() / 1024) as usize,
            _ => {}
        }
        if copied > 1 << 25 {
            return Err(Fault::unsupported("a single operation this long"));
        }
        add_up(&mut total, &mut lost, item)?;
    }
    Ok(settled(total, &lost))
}

/// As `sum` does it since 3.12: ints, then floats with a running compensation (Neumaier), and from the first
/// item that fits neither on, plain addition. What rounding has taken away is a float, or `None` from then on.
#[inline]
#[cfg_attr(target_arch = "wasm32", optimize(speed))]
pub(crate) fn add_up(total: &mut Value, lost: &mut Value, item: &Value) -> Outcome<()> {
    match (&*total, item) {
        (Value::Int(a), Value::Int(b)) => {
            if let Some(sum) = a.checked_add(*b) {
                *total = Value::Int(sum);
                return Ok(());
            }
        }
        (Value::Float(sum), item) if !matches!(lost, Value::None) => {
            let sum = sum.get();
            let next = match item {
                Value::Float(x) => {
                    let (x, before) = (x.get(), taken_away(lost));
                    let next = sum + x;
                    *lost = Value::float(if sum.abs() >= x.abs() {
                        before + ((sum - next) + x)
                    } else {
                        before + ((x - next) + sum)
                    });
                    Some(next)
                }
                Value::Int(x) => Some(sum + *x as f64),
                Value::Bool(x) => Some(sum + i64::from(*x) as f64),
                _ => None,
            };
            if let Some(next) = next {
                *total = Value::float(next);
                return Ok(());
            }
            let sum = add(&settled(total.clone(), lost), item)?;
            (*total, *lost) = (sum, Value::None);
            return Ok(());
        }
        _ => {}
    }
    *total = add(total, item)?;
    if number(total).is_none() {
        *lost = Value::None;
    }
    Ok(())
}

fn taken_away(lost: &Value) -> f64 {
    match lost {
        Value::Float(lost) => lost.get(),
        _ => 0.0,
    }
}

/// The sum, with what rounding has taken away.
pub(crate) fn settled(total: Value, lost: &Value) -> Value {
    match (total, taken_away(lost)) {
        (Value::Float(sum), lost) if lost != 0.0 && lost.is_finite() => {
            Value::float(sum.get() + lost)
        }
        (total, _) => total,
    }
}

fn add(a: &Value, b: &Value) -> Outcome<Value> {
    if matches!(a, Value::Object(_)) || matches!(b, Value::Object(_)) {
        return Err(Fault::in_python());
    }
    operators::binary(PLUS, a, b)
}
