//! range and slice: constructors and methods.

use num_bigint::BigInt;

use crate::builtins::arguments::{
    at, bounds, class, clipped, given, index, one, whole, wrong_receiver,
};
use crate::builtins::{class_method, method};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native};
use crate::kind::Kind;
use crate::number::{self, Number, number};
use crate::object::Ref;
use crate::operators::{self, SLICE_INDICES};
use crate::text;
use crate::thread::Caller;
use crate::value::{Range, Slice, Value};

/// Of range.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Range, "__new__", |args, caller| {
        let (_, args) = class(args, "range")?;
        args.no_keywords("range")?;
        let index = |caller: &Caller, value: &Value| match whole(caller, value)? {
            Value::Int(value) => Ok(value),
            // The library has ranges beyond 64 bits.
            _ => Err(Fault::in_python()),
        };
        let (start, stop, step) = match args.positional {
            [stop] => (0, index(caller, stop)?, 1),
            [start, stop] => (index(caller, start)?, index(caller, stop)?, 1),
            [start, stop, step] => (
                index(caller, start)?,
                index(caller, stop)?,
                index(caller, step)?,
            ),
            args => {
                let count = args.len();
                let bound = if args.is_empty() {
                    "at least 1 argument"
                } else {
                    "at most 3 arguments"
                };
                return Err(Fault::type_error(format!(
                    "range expected {bound}, got {count}"
                )));
            }
        };
        if step == 0 {
            return Err(Fault::value_error("range() arg 3 must not be zero"));
        }
        Ok(Value::Range(Ref::new(Range::new(start, stop, step))).into())
    }),
    method(Kind::Range, "index", |args, _| {
        let (range, wanted) = (this(args)?, one(args.rest(), "range.index")?);
        if !operators::contains(&Value::Range(range.clone()), wanted)? {
            let shown = text::repr(wanted)?;
            return Err(Fault::value_error(format!("{shown} is not in range")));
        }
        // What is in a range is whole.
        let wanted = match number(wanted) {
            Some(Number::Float(wanted)) => number::whole(wanted),
            _ => wanted.clone(),
        };
        let place = number(&wanted).and_then(Number::big).unwrap_or_default();
        let place = (place - BigInt::from(range.start)) / BigInt::from(range.step);
        Ok(number::int(place).into())
    }),
    method(Kind::Range, "count", |args, _| {
        let (range, wanted) = (this(args)?, one(args.rest(), "range.count")?);
        let found = operators::contains(&Value::Range(range), wanted)?;
        Ok(Value::Int(found.into()).into())
    }),
];

/// Of slice.
pub(crate) const SLICE: &[Native] = &[
    class_method(Kind::Slice, "__new__", |args, _| {
        let (_, args) = class(args, "slice")?;
        let slice = match given(args, "slice", 1, 3)? {
            [stop] => (Value::None, stop.clone(), Value::None),
            args => {
                let step = args.get(2).cloned().unwrap_or(Value::None);
                (at(args, 0).clone(), at(args, 1).clone(), step)
            }
        };
        let (start, stop, step) = slice;
        Ok(Value::Slice(Ref::new(Slice { start, stop, step })).into())
    }),
    method(Kind::Slice, "indices", |args, caller| {
        let Value::Slice(slice) = at(args.positional, 0) else {
            return Err(wrong_receiver());
        };
        let length = index(caller, one(args.rest(), "slice.indices")?)?;
        let Ok(length) = usize::try_from(length) else {
            return Err(Fault::value_error("length should not be negative"));
        };
        let place = |value| {
            clipped(caller, value).map_err(|fault| match fault.is_in_python() {
                true => fault,
                false => Fault::type_error(SLICE_INDICES),
            })
        };
        let step = match &slice.step {
            Value::None => 1,
            step => place(step)?,
        };
        if step == 0 {
            return Err(Fault::value_error("slice step cannot be zero"));
        }
        for end in [&slice.start, &slice.stop] {
            if !matches!(end, Value::None) {
                place(end)?;
            }
        }
        let (start, stop) = if step > 0 {
            let ends = [slice.start.clone(), slice.stop.clone()];
            let (start, stop) = bounds(caller, &ends, length)?;
            (start as i64, stop as i64)
        } else {
            let end = |value: &Value, default: i64| -> Outcome<i64> {
                let length = length as i64;
                Ok(match value {
                    Value::None => default,
                    value => {
                        let place = clipped(caller, value)?;
                        let place = if place < 0 {
                            place.saturating_add(length)
                        } else {
                            place
                        };
                        place.clamp(-1, length - 1)
                    }
                })
            };
            (end(&slice.start, length as i64 - 1)?, end(&slice.stop, -1)?)
        };
        Ok(Value::tuple([start, stop, step].map(Value::Int).into()).into())
    }),
];

fn this(args: Args) -> Outcome<Ref<Range>> {
    match at(args.positional, 0) {
        Value::Range(range) => Ok(range.clone()),
        _ => Err(wrong_receiver()),
    }
}
