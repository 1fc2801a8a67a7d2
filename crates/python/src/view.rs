//! `dict.keys()`, `dict.values()` and `dict.items()`: a dict as it is now, seen from one side.

use crate::dict::Dict;
use crate::error::Outcome;
use crate::hash;
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::object::Ref;
use crate::operators;
use crate::set::Table;
use crate::value::Value;
use crate::world::World;

/// A view of a dict; `kind` is one of the three.
pub(crate) fn new(world: &World, dict: Ref<Dict>, kind: Kind) -> Value {
    let class = world.class(kind).clone();
    Value::Object(Ref::new(Instance::new(class, Payload::View(dict))))
}

/// The dict and the side of it, if the value is a view.
pub(crate) fn of(value: &Value) -> Option<(&Ref<Dict>, Kind)> {
    match value {
        Value::Object(object) => match &object.payload {
            Payload::View(dict) => Some((dict, object.class.kind)),
            _ => None,
        },
        _ => None,
    }
}

/// What a view shows of an entry.
pub(crate) fn side(kind: Kind, key: Value, value: Value) -> Value {
    match kind {
        Kind::DictKeys => key,
        Kind::DictValues => value,
        _ => Value::tuple(vec![key, value]),
    }
}

/// All that a view shows, as it is now.
pub(crate) fn items(dict: &Dict, kind: Kind) -> Vec<Value> {
    let pairs = dict.pairs().into_iter();
    pairs.map(|(key, value)| side(kind, key, value)).collect()
}

/// The keys, or the items, as a set.
pub(crate) fn table(dict: &Dict, kind: Kind) -> Outcome<Table> {
    let mut table = Table::default();
    for item in items(dict, kind) {
        table.add(hash::of(&item)?, item)?;
    }
    Ok(table)
}

/// `wanted in view`.
pub(crate) fn contains(dict: &Dict, kind: Kind, wanted: &Value) -> Outcome<bool> {
    match (kind, wanted) {
        (Kind::DictKeys, key) => Ok(dict.get(key)?.is_some()),
        (Kind::DictItems, Value::Tuple(pair)) => match &pair.0[..] {
            [key, value] => match dict.get(key)? {
                Some(found) => hash::same_key(&found, value),
                None => Ok(false),
            },
            _ => Ok(false),
        },
        (Kind::DictItems, _) => Ok(false),
        (_, value) => {
            let mut effort = operators::Effort::new();
            for (_, found) in dict.pairs() {
                if operators::matches(&found, value, &mut effort)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}
