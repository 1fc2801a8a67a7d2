//! tuple: constructor and methods (`Objects/tupleobject.c`).

use crate::builtins::arguments::{class, given, one, receiver, wrong_receiver};
use crate::builtins::list::{count, find};
use crate::builtins::{class_method, made, method};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native};
use crate::iterate;
use crate::kind::Kind;
use crate::object::Ref;
use crate::sink::Sink;
use crate::value::{Tuple, Value};

/// Its methods.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Tuple, "__new__", |args, _| {
        let (class, args) = class(args, "tuple")?;
        let items = given(args, "tuple", 0, 1)?;
        if let [items] = items
            && !class.is_python
            && let Some(feed) = Sink::Tuple.of(items, Value::Null)
        {
            return Ok(feed);
        }
        Ok(made(
            class,
            match items {
                [Value::Tuple(tuple)] if tuple.1.is_none() => Value::Tuple(tuple.clone()),
                [items] => Value::tuple(iterate::collect(items)?),
                _ => Value::tuple(Vec::new()),
            },
        ))
    }),
    method(Kind::Tuple, "count", |args, _| {
        let (tuple, args) = this(args)?;
        count(&tuple.0, one(args, "tuple.count")?)
    }),
    method(Kind::Tuple, "index", |args, caller| {
        let (tuple, args) = this(args)?;
        match find(caller, &tuple.0, given(args, "tuple.index", 1, 3)?)? {
            Some(place) => Ok(Value::Int(place as i64).into()),
            None => Err(Fault::value_error("tuple.index(x): x not in tuple")),
        }
    }),
];

fn this(args: Args) -> Outcome<(Ref<Tuple>, Args)> {
    match receiver(args) {
        (Value::Tuple(tuple), rest) => Ok((tuple, rest)),
        _ => Err(wrong_receiver()),
    }
}
