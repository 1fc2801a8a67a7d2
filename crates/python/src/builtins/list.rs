//! list: constructor and methods (`Objects/listobject.c`).

use crate::builtins::arguments::{
    at, bounds, class, given, index, none, one, receiver, two, wrong_receiver,
};
use crate::builtins::functions::descending;
use crate::builtins::{class_method, made, method};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::hash::same_key;
use crate::iterate;
use crate::kind::Kind;
use crate::list::List;
use crate::object::Ref;
use crate::sink::Sink;
use crate::text;
use crate::thread::Caller;
use crate::value::Value;

/// Its methods.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::List, "__new__", |args, _| {
        let (class, args) = class(args, "list")?;
        if class.is_python {
            // `__init__` fills it.
            return Ok(made(class, Value::list(Vec::new())));
        }
        let items = match given(args, "list", 0, 1)? {
            [items] => {
                if let Some(feed) = Sink::List.of(items, Value::Null) {
                    return Ok(feed);
                }
                iterate::collect(items)?
            }
            _ => Vec::new(),
        };
        Ok(Value::list(items).into())
    }),
    list_method("__init__", |args, _| {
        let (list, args) = this(args)?;
        let items = match given(args, "list", 0, 1)? {
            [items] => iterate::collect(items)?,
            _ => Vec::new(),
        };
        drop(list.take());
        list.extend(items)?;
        Ok(Value::None.into())
    }),
    list_method("append", |args, _| {
        let (list, args) = this(args)?;
        list.append(one(args, "list.append")?.clone())?;
        Ok(Value::None.into())
    })
    .at_once(|args| match args {
        [Value::List(list), item] => list.append(item.clone()).ok().map(|()| Value::None),
        _ => None,
    }),
    list_method("clear", |args, _| {
        let (list, args) = this(args)?;
        none(args, "list.clear")?;
        drop(list.take());
        Ok(Value::None.into())
    }),
    list_method("copy", |args, _| {
        let (list, args) = this(args)?;
        none(args, "list.copy")?;
        Ok(Value::list(list.items()).into())
    }),
    list_method("count", |args, _| {
        let (list, args) = this(args)?;
        count(&list.items(), one(args, "list.count")?)
    }),
    list_method("extend", |args, _| {
        let (list, args) = this(args)?;
        list.extend(iterate::collect(one(args, "list.extend")?)?)?;
        Ok(Value::None.into())
    }),
    list_method("index", |args, caller| {
        let (list, args) = this(args)?;
        let args = given(args, "list.index", 1, 3)?;
        match find(caller, &list.items(), args)? {
            Some(place) => Ok(Value::Int(place as i64).into()),
            None => {
                let shown = text::repr(at(args, 0))?;
                Err(Fault::value_error(format!("{shown} is not in list")))
            }
        }
    }),
    list_method("insert", |args, caller| {
        let (list, args) = this(args)?;
        let (place, item) = two(args, "list.insert")?;
        list.insert(index(caller, place)?, item.clone())?;
        Ok(Value::None.into())
    }),
    list_method("pop", |args, caller| {
        let (list, args) = this(args)?;
        let place = match given(args, "list.pop", 0, 1)? {
            [place] => index(caller, place)?,
            _ => -1,
        };
        Ok(list.pop(place)?.into())
    }),
    list_method("remove", |args, caller| {
        let (list, args) = this(args)?;
        let args = [one(args, "list.remove")?.clone()];
        match find(caller, &list.items(), &args)? {
            Some(place) => {
                drop(list.pop(place as i64)?);
                Ok(Value::None.into())
            }
            None => Err(Fault::value_error("list.remove(x): x not in list")),
        }
    }),
    list_method("reverse", |args, _| {
        let (list, args) = this(args)?;
        none(args, "list.reverse")?;
        list.reverse();
        Ok(Value::None.into())
    }),
    list_method("sort", |args, _| {
        let (list, args) = this(args)?;
        let descending = descending(args, "sort")?;
        if !args.positional.is_empty() {
            return Err(Fault::type_error("sort() takes no positional arguments"));
        }
        list.sort(descending)?;
        Ok(Value::None.into())
    }),
];

const fn list_method(name: &'static str, run: super::Run) -> Native {
    method(Kind::List, name, run)
}

fn this(args: Args) -> Outcome<(Ref<List>, Args)> {
    match receiver(args) {
        (Value::List(list), rest) => Ok((list, rest)),
        _ => Err(wrong_receiver()),
    }
}

/// Where an item is, between the bounds that follow it.
pub(crate) fn find(caller: &Caller, items: &[Value], args: &[Value]) -> Outcome<Option<usize>> {
    let wanted = at(args, 0);
    let (start, stop) = bounds(caller, args.get(1..).unwrap_or_default(), items.len())?;
    for (place, item) in items.iter().enumerate().take(stop).skip(start) {
        if same_key(item, wanted)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// How many items are equal to one.
pub(crate) fn count(items: &[Value], wanted: &Value) -> Outcome<Reply> {
    let mut count = 0;
    for item in items {
        count += i64::from(same_key(item, wanted)?);
    }
    Ok(Value::Int(count).into())
}
