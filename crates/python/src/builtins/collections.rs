//! `collections.deque` and `collections.defaultdict` (`Modules/_collectionsmodule.c`).

use std::collections::VecDeque;

use crate::builtins::arguments::{
    at, bounds, class, given, index, named, none, one, two, wrong_receiver,
};
use crate::builtins::dict::{set_default, update};
use crate::builtins::{class_method, method};
use crate::dict::Dict;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::hash::same_key;
use crate::instance::{Instance, Payload};
use crate::iterate;
use crate::kind::Kind;
use crate::list::MAX_ITEMS;
use crate::object::{Guarded, Ref};
use crate::set::{Set, Table};
use crate::text;
use crate::value::Value;

/// Of deque.
pub(crate) const DEQUE: &[Native] = &[
    class_method(Kind::Deque, "__new__", |args, caller| {
        let (class, args) = class(args, "deque")?;
        let [items, most, ..] = named(args, "deque", &["iterable", "maxlen"], 0)?;
        let most = match most {
            Value::Null | Value::None => None,
            most => Some(
                usize::try_from(index(caller, &most)?)
                    .map_err(|_| Fault::value_error("maxlen must be non-negative"))?,
            ),
        };
        let mut items = match items {
            Value::Null => VecDeque::new(),
            items => VecDeque::from(iterate::collect(&items)?),
        };
        while most.is_some_and(|most| items.len() > most) {
            items.pop_front();
        }
        let payload = Payload::Deque(Guarded::new(items), most);
        Ok(Value::Object(Ref::new(Instance::new(class.clone(), payload))).into())
    }),
    deque_method("__init__", |args, _| {
        // The bound stays what it was when the deque was made.
        let [items, ..] = named(args.rest(), "deque", &["iterable", "maxlen"], 0)?;
        if !matches!(items, Value::Null) {
            let new = iterate::collect(&items)?;
            drop(this(args)?.0.with(std::mem::take));
            extend(args, new, false)?;
        }
        Ok(Value::None.into())
    }),
    deque_method("append", |args, _| {
        extend(args, vec![one(args.rest(), "deque.append")?.clone()], false)
    }),
    deque_method("appendleft", |args, _| {
        extend(
            args,
            vec![one(args.rest(), "deque.appendleft")?.clone()],
            true,
        )
    }),
    deque_method("extend", |args, _| {
        extend(
            args,
            iterate::collect(one(args.rest(), "deque.extend")?)?,
            false,
        )
    }),
    deque_method("extendleft", |args, _| {
        extend(
            args,
            iterate::collect(one(args.rest(), "deque.extendleft")?)?,
            true,
        )
    }),
    deque_method("pop", |args, _| {
        none(args.rest(), "deque.pop")?;
        popped(this(args)?.0.with(VecDeque::pop_back))
    }),
    deque_method("popleft", |args, _| {
        none(args.rest(), "deque.popleft")?;
        popped(this(args)?.0.with(VecDeque::pop_front))
    }),
    deque_method("clear", |args, _| {
        none(args.rest(), "deque.clear")?;
        drop(this(args)?.0.with(std::mem::take));
        Ok(Value::None.into())
    }),
    deque_method("copy", |args, _| {
        none(args.rest(), "deque.copy")?;
        let (items, most) = this(args)?;
        let payload = Payload::Deque(Guarded::new(items.with(|items| items.clone())), most);
        Ok(alike(args, payload))
    }),
    deque_method("count", |args, _| {
        let wanted = one(args.rest(), "deque.count")?;
        super::list::count(&all(args)?, wanted)
    }),
    deque_method("index", |args, caller| {
        let (items, rest) = (all(args)?, given(args.rest(), "deque.index", 1, 3)?);
        match super::list::find(caller, &items, rest)? {
            Some(place) => Ok(Value::Int(place as i64).into()),
            None => {
                let shown = text::repr(at(rest, 0))?;
                Err(Fault::value_error(format!("{shown} is not in deque")))
            }
        }
    }),
    deque_method("insert", |args, caller| {
        let (place, item) = two(args.rest(), "deque.insert")?;
        let (items, most) = this(args)?;
        if items.is_shared() {
            item.share();
        }
        index(caller, place)?;
        items.with(|items| {
            if most.is_some_and(|most| items.len() >= most) {
                return Err(Fault::new(
                    ErrorKind::IndexError,
                    "deque already at its maximum size",
                ));
            }
            let (place, _) = bounds(caller, std::slice::from_ref(place), items.len())?;
            items.insert(place, item.clone());
            Ok(Value::None.into())
        })
    }),
    deque_method("remove", |args, _| {
        let wanted = one(args.rest(), "deque.remove")?;
        let mut found = None;
        for (place, item) in all(args)?.iter().enumerate() {
            if same_key(item, wanted)? {
                found = Some(place);
                break;
            }
        }
        match found.and_then(|place| this(args).ok()?.0.with(|items| items.remove(place))) {
            Some(_) => Ok(Value::None.into()),
            None => {
                let shown = text::repr(wanted)?;
                Err(Fault::value_error(format!("{shown} is not in deque")))
            }
        }
    }),
    deque_method("reverse", |args, _| {
        none(args.rest(), "deque.reverse")?;
        this(args)?
            .0
            .with(|items| items.make_contiguous().reverse());
        Ok(Value::None.into())
    }),
    deque_method("rotate", |args, caller| {
        let steps = match given(args.rest(), "deque.rotate", 0, 1)? {
            [steps] => index(caller, steps)?,
            _ => 1,
        };
        this(args)?.0.with(|items| {
            if !items.is_empty() {
                items.rotate_right(steps.rem_euclid(items.len() as i64) as usize);
            }
        });
        Ok(Value::None.into())
    }),
];

/// Of defaultdict.
pub(crate) const DEFAULT_DICT: &[Native] = &[
    class_method(Kind::DefaultDict, "__new__", |args, caller| {
        let (class, args) = class(args, "defaultdict")?;
        let factory = args.positional.first().cloned().unwrap_or(Value::None);
        check_factory(&factory)?;
        let dict = Ref::new(Dict::default());
        update(caller, &dict, args.rest(), "defaultdict")?;
        let payload = Payload::DefaultDict(dict, Guarded::new(factory));
        Ok(Value::Object(Ref::new(Instance::new(class.clone(), payload))).into())
    }),
    method(Kind::DefaultDict, "__init__", |args, caller| {
        let (dict, factory) = parts(args)?;
        let rest = args.rest();
        let new = rest.positional.first().cloned().unwrap_or(Value::None);
        check_factory(&new)?;
        if factory.is_shared() {
            new.share();
        }
        update(caller, dict, rest.rest(), "defaultdict")?;
        drop(factory.with(|old| std::mem::replace(old, new)));
        Ok(Value::None.into())
    }),
    method(Kind::DefaultDict, "__missing__", |args, _| {
        let key = one(args.rest(), "defaultdict.__missing__")?;
        let (dict, factory) = parts(args)?;
        let factory = factory.with(|factory| factory.clone());
        match (&factory, default_of(&factory)) {
            (Value::None, _) => Err(Fault::key(key.clone())),
            (_, Some(value)) => Ok(set_default(dict, key, value)?.into()),
            (_, None) => Err(Fault::in_python()),
        }
    }),
    method(Kind::DefaultDict, "copy", |args, _| {
        none(args.rest(), "defaultdict.copy")?;
        let (dict, factory) = parts(args)?;
        let factory = Guarded::new(factory.with(|factory| factory.clone()));
        Ok(alike(
            args,
            Payload::DefaultDict(Ref::new(dict.copy()), factory),
        ))
    }),
];

/// What a factory makes, if it is one of the language's own classes.
pub(crate) fn default_of(factory: &Value) -> Option<Value> {
    let Value::Class(class) = factory else {
        return None;
    };
    if class.is_python {
        return None;
    }
    Some(match class.kind {
        Kind::Int => Value::Int(0),
        Kind::Float => Value::float(0.0),
        Kind::Bool => Value::bool(false),
        Kind::Str => Value::text(""),
        Kind::List => Value::list(Vec::new()),
        Kind::Tuple => Value::tuple(Vec::new()),
        Kind::Dict => Value::Dict(Ref::new(Dict::default())),
        Kind::Set => Value::Set(Ref::new(Set::new(Table::default(), false))),
        _ => return None,
    })
}

const fn deque_method(name: &'static str, run: super::Run) -> Native {
    method(Kind::Deque, name, run)
}

fn this<'a>(args: Args<'a>) -> Outcome<(&'a Guarded<VecDeque<Value>>, Option<usize>)> {
    if let Some(Value::Object(object)) = args.positional.first()
        && let Payload::Deque(items, most) = &object.payload
    {
        return Ok((items, *most));
    }
    Err(wrong_receiver())
}

fn parts<'a>(args: Args<'a>) -> Outcome<(&'a Ref<Dict>, &'a Guarded<Value>)> {
    if let Some(Value::Object(object)) = args.positional.first()
        && let Payload::DefaultDict(dict, factory) = &object.payload
    {
        return Ok((dict, factory));
    }
    Err(wrong_receiver())
}

/// An instance of the receiver's class.
fn alike(args: Args, payload: Payload) -> Reply {
    match args.positional.first() {
        Some(Value::Object(object)) => {
            Value::Object(Ref::new(Instance::new(object.class.clone(), payload))).into()
        }
        _ => Value::None.into(),
    }
}

fn all(args: Args) -> Outcome<Vec<Value>> {
    Ok(this(args)?.0.with(|items| items.iter().cloned().collect()))
}

fn popped(item: Option<Value>) -> Outcome<Reply> {
    match item {
        Some(item) => Ok(item.into()),
        None => Err(Fault::new(ErrorKind::IndexError, "pop from an empty deque")),
    }
}

/// Puts items in at one end; what is too many falls out at the other.
fn extend(args: Args, new: Vec<Value>, left: bool) -> Outcome<Reply> {
    let (items, most) = this(args)?;
    if items.is_shared() {
        new.iter().for_each(Value::share);
    }
    let fallen = items.with(|items| {
        if items.len() + new.len() > MAX_ITEMS {
            return Err(Fault::memory());
        }
        let mut fallen = Vec::new();
        for item in new {
            if left {
                items.push_front(item);
            } else {
                items.push_back(item);
            }
            if most.is_some_and(|most| items.len() > most) {
                fallen.extend(if left {
                    items.pop_back()
                } else {
                    items.pop_front()
                });
            }
        }
        Ok(fallen)
    });
    // Freed here, outside of the lock.
    fallen.map(drop)?;
    Ok(Value::None.into())
}

fn check_factory(factory: &Value) -> Outcome<()> {
    let callable = match factory {
        Value::None | Value::Function(_) | Value::Native(_) | Value::Bound(_) | Value::Class(_) => {
            true
        }
        Value::Object(object) => object.class.find(crate::symbols::Symbol::CALL).is_some(),
        _ => false,
    };
    if callable {
        Ok(())
    } else {
        Err(Fault::type_error("first argument must be callable or None"))
    }
}
