//! Asynchronous generators: what their methods give is awaited, a step that the library makes. And what an event loop
//! awaits to be called again at once.

use crate::object::Ref;
use crate::value::{Fields, Tuple, Value};

static WRAPPED: Fields = Fields {
    class: "async_generator_wrapped_value",
    names: &["value"],
};

/// What an asynchronous generator yields to those who wait for its next value, apart from what it awaits.
pub(crate) fn wrapped(value: Value) -> Value {
    Value::Tuple(Ref::new(Tuple(vec![value], Some(&WRAPPED))))
}

/// What is in such a value.
pub(crate) fn unwrapped(value: &Value) -> Option<Value> {
    match value {
        Value::Tuple(tuple) if tuple.1.is_some_and(|fields| std::ptr::eq(fields, &WRAPPED)) => {
            tuple.0.first().cloned()
        }
        _ => None,
    }
}

static PAUSE: Fields = Fields {
    class: "pause",
    names: &["value"],
};

/// What these tuples are told by, by its name.
pub(crate) fn fields(class: &str) -> Option<&'static Fields> {
    [&WRAPPED, &PAUSE]
        .into_iter()
        .find(|fields| fields.class == class)
}

/// What yields None once when it is awaited.
pub(crate) fn pause() -> Value {
    Value::Tuple(Ref::new(Tuple(vec![Value::None], Some(&PAUSE))))
}

/// Whether it is that.
#[inline]
pub(crate) fn is_pause(value: &Value) -> bool {
    matches!(value, Value::Tuple(tuple) if tuple.1.is_some_and(|fields| std::ptr::eq(fields, &PAUSE)))
}
