//! What sets do with one another: union, intersection, difference, comparison. The order in which CPython
//! goes through them is kept, since it shows in the result (`Objects/setobject.c`).

use compiler::{Compare, Operator};

use crate::error::Outcome;
use crate::kind::Kind;
use crate::object::Ref;
use crate::set::{Set, Table};
use crate::value::Value;
use crate::view;

/// What is in a set, or in a view that acts like one; `None` for anything else.
pub(crate) fn table(value: &Value) -> Outcome<Option<Table>> {
    match (value, view::of(value)) {
        (Value::Set(set), _) => Ok(Some(set.table())),
        (_, Some((dict, kind))) if kind != Kind::DictValues => view::table(dict, kind).map(Some),
        _ => Ok(None),
    }
}

/// A set of these items.
pub(crate) fn set(table: Table, frozen: bool) -> Value {
    Value::Set(Ref::new(Set::new(table, frozen)))
}

/// The operator's result for two sets; `None` if it means nothing for them.
pub(crate) fn operate(operator: Operator, a: &Table, b: &Table) -> Outcome<Option<Table>> {
    Ok(Some(match operator {
        Operator::Or => union(a, b)?,
        Operator::And => intersection(a, b)?,
        Operator::Sub => difference(a, b)?,
        Operator::Xor => symmetric_difference(a, b)?,
        _ => return Ok(None),
    }))
}

/// `a | b`.
pub(crate) fn union(a: &Table, b: &Table) -> Outcome<Table> {
    let mut all = a.copy();
    // Looked for first: `merge` has no way to say that a comparison takes Python.
    for (hash, item) in b.iter() {
        if !matches!(item, Value::Int(_) | Value::Str(_)) {
            all.contains(hash, item)?;
        }
    }
    all.merge(b);
    Ok(all)
}

/// `a & b`: goes through the smaller one.
pub(crate) fn intersection(a: &Table, b: &Table) -> Outcome<Table> {
    let (through, other) = if b.len() > a.len() { (a, b) } else { (b, a) };
    let mut both = Table::default();
    for (hash, item) in through.iter() {
        if other.contains(hash, item)? {
            both.add(hash, item.clone())?;
        }
    }
    Ok(both)
}

/// `a - b`.
pub(crate) fn difference(a: &Table, b: &Table) -> Outcome<Table> {
    if a.len() >> 2 > b.len() {
        let mut rest = a.copy();
        remove_all(&mut rest, b)?;
        return Ok(rest);
    }
    let mut rest = Table::default();
    for (hash, item) in a.iter() {
        if !b.contains(hash, item)? {
            rest.add(hash, item.clone())?;
        }
    }
    Ok(rest)
}

/// Takes the items of `b` out of `a`.
pub(crate) fn remove_all(a: &mut Table, b: &Table) -> Outcome<()> {
    for (hash, item) in b.iter() {
        a.remove(hash, item)?;
    }
    Ok(())
}

/// `a ^ b`.
pub(crate) fn symmetric_difference(a: &Table, b: &Table) -> Outcome<Table> {
    let mut either = b.copy();
    toggle_all(&mut either, a)?;
    Ok(either)
}

/// Takes those items of `b` out of `a` that are there and puts the others in.
pub(crate) fn toggle_all(a: &mut Table, b: &Table) -> Outcome<()> {
    for (hash, item) in b.iter() {
        if a.remove(hash, item)?.is_none() {
            a.add(hash, item.clone())?;
        }
    }
    Ok(())
}

/// `a operator= b`, as a whole. It fails before anything has changed; `false` if it means nothing for sets.
pub(crate) fn operate_in_place(operator: Operator, set: &Ref<Set>, b: &Table) -> Outcome<bool> {
    if set.is_shared() {
        b.iter().for_each(|(_, item)| item.share());
    }
    // What is no longer needed is freed outside of the lock.
    let old = set.with(|table| -> Outcome<Option<Table>> {
        for (hash, item) in b.iter() {
            if !matches!(item, Value::Int(_) | Value::Str(_)) {
                table.contains(hash, item)?;
            }
        }
        let old = table.clone();
        match operator {
            Operator::Or => table.merge(b),
            Operator::And => *table = intersection(table, b)?,
            Operator::Sub => remove_all(table, b)?,
            Operator::Xor => toggle_all(table, b)?,
            _ => return Ok(None),
        }
        Ok(Some(old))
    })?;
    Ok(old.is_some())
}

/// `a < b` and its like: which is part of which.
pub(crate) fn compare(compare: Compare, a: &Table, b: &Table) -> Outcome<bool> {
    let within = |a: &Table, b: &Table| -> Outcome<bool> {
        for (hash, item) in a.iter() {
            if !b.contains(hash, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    match compare {
        Compare::Eq => Ok(a.len() == b.len() && within(a, b)?),
        Compare::NotEq => Ok(a.len() != b.len() || !within(a, b)?),
        Compare::Less => Ok(a.len() < b.len() && within(a, b)?),
        Compare::LessEq => Ok(a.len() <= b.len() && within(a, b)?),
        Compare::Greater => Ok(b.len() < a.len() && within(b, a)?),
        Compare::GreaterEq => Ok(b.len() <= a.len() && within(b, a)?),
    }
}
