//! set and frozenset: constructors and methods (`Objects/setobject.c`).

use compiler::{Compare, Operator};

use crate::algebra;
use crate::builtins::arguments::{at, class, given, none, one, receiver, wrong_receiver};
use crate::builtins::{class_method, in_library, inside, made, method};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply, Role};
use crate::iterate;
use crate::kind::Kind;
use crate::object::Ref;
use crate::set::{Set, Table};
use crate::sink::Sink;
use crate::thread::Caller;
use crate::value::Value;

/// Methods that both have.
pub(crate) const COMMON: &[Native] = &[
    set_method("copy", |args, _| {
        let (set, rest) = this(args)?;
        none(rest, "set.copy")?;
        if set.is_frozen() && !matches!(at(args.positional, 0), Value::Object(_)) {
            return Ok(Value::Set(set).into());
        }
        Ok(algebra::set(set.table(), set.is_frozen()).into())
    }),
    set_method("union", |args, caller| {
        combine(args, caller, "union", Operator::Or)
    }),
    set_method("intersection", |args, caller| {
        combine(args, caller, "intersection", Operator::And)
    }),
    set_method("difference", |args, caller| {
        combine(args, caller, "difference", Operator::Sub)
    }),
    set_method("symmetric_difference", |args, caller| {
        one(args.rest(), "set.symmetric_difference")?;
        combine(args, caller, "symmetric_difference", Operator::Xor)
    }),
    set_method("issubset", |args, caller| {
        related(args, caller, "issubset", Compare::LessEq)
    }),
    set_method("issuperset", |args, caller| {
        related(args, caller, "issuperset", Compare::GreaterEq)
    }),
    set_method("isdisjoint", |args, _| {
        let (set, args) = this(args)?;
        for item in iterate::collect(one(args, "set.isdisjoint")?)? {
            if set.contains(&item)? {
                return Ok(Value::bool(false).into());
            }
        }
        Ok(Value::bool(true).into())
    }),
];

/// Of set.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Set, "__new__", |args, _| {
        let (class, args) = class(args, "set")?;
        if class.is_python {
            // `__init__` fills it.
            return Ok(made(class, algebra::set(Table::default(), false)));
        }
        let table = match given(args, "set", 0, 1)? {
            [items] => {
                if let Some(feed) = Sink::Set.of(items, Value::Null) {
                    return Ok(feed);
                }
                collect(items)?
            }
            _ => Table::default(),
        };
        Ok(algebra::set(table, false).into())
    }),
    method(Kind::Set, "__init__", |args, _| {
        let (set, args) = this(args)?;
        let table = match given(args, "set", 0, 1)? {
            [items] => collect(items)?,
            _ => Table::default(),
        };
        set.replace(table);
        Ok(Value::None.into())
    }),
    method(Kind::Set, "add", |args, _| {
        let (set, args) = this(args)?;
        set.add(one(args, "set.add")?.clone())?;
        Ok(Value::None.into())
    }),
    method(Kind::Set, "discard", |args, _| {
        let (set, args) = this(args)?;
        set.remove(one(args, "set.discard")?)?;
        Ok(Value::None.into())
    }),
    method(Kind::Set, "remove", |args, _| {
        let (set, args) = this(args)?;
        let item = one(args, "set.remove")?;
        if set.remove(item)? {
            Ok(Value::None.into())
        } else {
            Err(Fault::key(item.clone()))
        }
    }),
    method(Kind::Set, "pop", |args, _| {
        let (set, args) = this(args)?;
        none(args, "set.pop")?;
        match set.with(Table::pop) {
            Some(item) => Ok(item.into()),
            None => Err(Fault::key(Value::text("pop from an empty set"))),
        }
    }),
    method(Kind::Set, "clear", |args, _| {
        let (set, args) = this(args)?;
        none(args, "set.clear")?;
        set.replace(Table::default());
        Ok(Value::None.into())
    }),
    method(Kind::Set, "update", |args, caller| {
        change(args, caller, "update", Operator::Or)
    }),
    method(Kind::Set, "intersection_update", |args, caller| {
        change(args, caller, "intersection_update", Operator::And)
    }),
    method(Kind::Set, "difference_update", |args, caller| {
        change(args, caller, "difference_update", Operator::Sub)
    }),
    method(Kind::Set, "symmetric_difference_update", |args, caller| {
        one(args.rest(), "set.symmetric_difference_update")?;
        change(args, caller, "symmetric_difference_update", Operator::Xor)
    }),
];

/// Of frozenset.
pub(crate) const FROZEN: &[Native] = &[class_method(Kind::FrozenSet, "__new__", |args, _| {
    let (class, args) = class(args, "frozenset")?;
    Ok(made(
        class,
        match given(args, "frozenset", 0, 1)? {
            [Value::Set(set)] if set.is_frozen() => Value::Set(set.clone()),
            [items] => algebra::set(collect(items)?, true),
            _ => algebra::set(Table::default(), true),
        },
    ))
})];

const fn set_method(name: &'static str, run: super::Run) -> Native {
    // `this` sees to it that it is one or the other.
    method(Kind::Object, name, run)
}

fn this(args: Args) -> Outcome<(Ref<Set>, Args)> {
    match receiver(args) {
        (Value::Set(set), rest) => Ok((set, rest)),
        _ => Err(wrong_receiver()),
    }
}

/// The items of any iterable.
fn collect(items: &Value) -> Outcome<Table> {
    let inner = inside(items);
    if let Some(table) = algebra::table(&inner)? {
        return Ok(table);
    }
    Ok(Set::of(iterate::collect(items)?, false)?.table())
}

/// `union` and the like: a new set.
fn combine(args: Args, caller: &Caller, name: &str, operator: Operator) -> Outcome<Reply> {
    let (set, rest) = this(args)?;
    rest.no_keywords(&format!("set.{name}"))?;
    let combined = || -> Outcome<Value> {
        let mut table = set.table();
        for other in rest.positional {
            // Nothing else is operated with here.
            table = algebra::operate(operator, &table, &collect(other)?)?.unwrap_or_default();
        }
        Ok(algebra::set(table, set.is_frozen()))
    };
    or_in_library(combined().map(Reply::from), caller, name, args)
}

/// `update` and the like: the set itself changes.
fn change(args: Args, caller: &Caller, name: &str, operator: Operator) -> Outcome<Reply> {
    let (set, rest) = this(args)?;
    rest.no_keywords(&format!("set.{name}"))?;
    let changed = || -> Outcome<Reply> {
        let others: Outcome<Vec<Table>> = rest.positional.iter().map(collect).collect();
        for other in others? {
            algebra::operate_in_place(operator, &set, &other)?;
        }
        Ok(Value::None.into())
    };
    or_in_library(changed(), caller, name, args)
}

fn related(args: Args, caller: &Caller, name: &str, compare: Compare) -> Outcome<Reply> {
    let (set, rest) = this(args)?;
    let other = one(rest, &format!("set.{name}"))?;
    let related = || -> Outcome<Reply> {
        Ok(Value::bool(algebra::compare(compare, &set.table(), &collect(other)?)?).into())
    };
    or_in_library(related(), caller, name, args)
}

/// The library knows all of these as methods of set.
fn or_in_library(reply: Outcome<Reply>, caller: &Caller, name: &str, args: Args) -> Outcome<Reply> {
    match reply {
        Err(fault) if fault.is_in_python() => in_library(
            caller,
            name,
            Role::Method(Kind::Set),
            args.positional.to_vec(),
        ),
        reply => reply,
    }
}
