//! What a native function makes of a generator's items as they are yielded: it has no frame of its own, and
//! the generator's stays where it is.

use crate::algebra;
use crate::builtins::{add_up, join, settled};
use crate::error::{Fault, Outcome};
use crate::function::Reply;
use crate::kind::Kind;
use crate::set::Table;
use crate::value::Value;

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sink {
    /// `sum`: so far, and what rounding has taken away.
    Sum,
    Any,
    All,
    /// A list so far, as in the two that follow.
    List,
    Tuple,
    /// `str.join`: the separator as well.
    Join,
    Set,
}

/// What came of an item.
pub(crate) enum Fed {
    More,
    /// The result: no other item matters.
    Done(Value),
}

impl Sink {
    /// What is to be done with a generator's items; `None` if they are something else's.
    pub(crate) fn of(self, items: &Value, other: Value) -> Option<Reply> {
        let made = match self {
            Sink::Sum | Sink::Any | Sink::All => Value::Null,
            Sink::List | Sink::Tuple | Sink::Join => Value::list(Vec::new()),
            Sink::Set => algebra::set(Table::default(), false),
        };
        self.from(items, [other, made])
    }

    /// The same, from where it stands.
    pub(crate) fn from(self, items: &Value, so_far: [Value; 2]) -> Option<Reply> {
        match items {
            Value::Generator(generator) if generator.kind == Kind::Generator => {
                Some(Reply::Feed(generator.clone(), self, so_far))
            }
            _ => None,
        }
    }

    /// Takes an item in, unless that takes Python: then it is still there.
    #[inline]
    #[cfg_attr(target_arch = "wasm32", optimize(speed))]
    pub(crate) fn feed(self, [other, made]: &mut [Value; 2], item: &mut Value) -> Outcome<Fed> {
        match self {
            Sink::Sum => add_up(made, other, item)?,
            Sink::Any | Sink::All => {
                if matches!(item, Value::Object(_)) {
                    return Err(Fault::in_python());
                }
                if item.truth() == (self == Sink::Any) {
                    return Ok(Fed::Done(Value::bool(self == Sink::Any)));
                }
            }
            Sink::List | Sink::Tuple | Sink::Join => {
                if let Value::List(list) = made {
                    list.append(std::mem::take(item))?;
                }
            }
            Sink::Set => {
                if let Value::Set(set) = made {
                    set.add(item.clone())?;
                }
            }
        }
        Ok(Fed::More)
    }

    /// What it comes to when there are no more items.
    pub(crate) fn end(self, [other, made]: [Value; 2]) -> Outcome<Value> {
        match (self, other, made) {
            (Sink::Sum, other, made) => Ok(settled(made, &other)),
            (Sink::Any | Sink::All, ..) => Ok(Value::bool(self == Sink::All)),
            (Sink::Tuple, _, Value::List(list)) => Ok(Value::tuple(list.take())),
            (Sink::Join, Value::Str(separator), Value::List(list)) => {
                join(&separator, &list.take())
            }
            (_, _, made) => Ok(made),
        }
    }

    /// The library's function that goes on where an item takes Python: with the generator, what has been
    /// made, and the item.
    pub(crate) fn in_python(self) -> &'static str {
        match self {
            Sink::Sum => "sum_on",
            Sink::Any => "any_on",
            Sink::All => "all_on",
            Sink::List | Sink::Tuple | Sink::Join | Sink::Set => "set_on",
        }
    }
}
