//! What natives are called with: how many arguments, which keywords, of which types.

use crate::builtins::{inside, special};
use crate::call::{not_an_integer, unexpected_keyword};
use crate::class::Class;
use crate::error::{Fault, Outcome};
use crate::function::Args;
use crate::number::{Number, number};
use crate::object::Ref;
use crate::symbols::Symbol;
use crate::thread::Caller;
use crate::value::Value;

/// The arguments of a function that takes so many, and no keywords. `name` is qualified for methods, as in
/// `list.append`.
pub(crate) fn given<'a>(
    args: Args<'a>,
    name: &str,
    least: usize,
    most: usize,
) -> Outcome<&'a [Value]> {
    args.no_keywords(name)?;
    let count = args.positional.len();
    if (least..=most).contains(&count) {
        return Ok(args.positional);
    }
    let plain = name.rsplit('.').next().unwrap_or(name);
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    Err(Fault::type_error(match (least, most) {
        (0, 0) => format!("{name}() takes no arguments ({count} given)"),
        (1, 1) => format!("{name}() takes exactly one argument ({count} given)"),
        _ if least == most => format!("{plain} expected {most} arguments, got {count}"),
        _ if count < least => {
            format!(
                "{plain} expected at least {least} argument{}, got {count}",
                plural(least)
            )
        }
        _ => format!(
            "{plain} expected at most {most} argument{}, got {count}",
            plural(most)
        ),
    }))
}

pub(crate) fn none(args: Args, name: &str) -> Outcome<()> {
    given(args, name, 0, 0).map(|_| ())
}

pub(crate) fn one<'a>(args: Args<'a>, name: &str) -> Outcome<&'a Value> {
    given(args, name, 1, 1).map(|args| at(args, 0))
}

pub(crate) fn two<'a>(args: Args<'a>, name: &str) -> Outcome<(&'a Value, &'a Value)> {
    given(args, name, 2, 2).map(|args| (at(args, 0), at(args, 1)))
}

/// An argument, or `Null`.
pub(crate) fn at(args: &[Value], place: usize) -> &Value {
    args.get(place).unwrap_or(&Value::Null)
}

/// The arguments of a function whose parameters have names; `Null` for those that are not given.
pub(crate) fn named(args: Args, name: &str, params: &[&str], least: usize) -> Outcome<[Value; 4]> {
    let mut all = [const { Value::Null }; 4];
    let count = args.positional.len() + args.names.len();
    if args.positional.len() > params.len() {
        let (most, plural) = (params.len(), if params.len() == 1 { "" } else { "s" });
        let bound = if least == most { "exactly" } else { "at most" };
        let message = format!("{name}() takes {bound} {most} argument{plural} ({count} given)");
        return Err(Fault::type_error(message));
    }
    for (slot, value) in all.iter_mut().zip(args.positional) {
        *slot = value.clone();
    }
    for (keyword, value) in args.named() {
        let place = params.iter().position(|param| *param == keyword);
        let Some((place, slot)) = place.and_then(|place| Some((place, all.get_mut(place)?))) else {
            return Err(unexpected_keyword(name, keyword, params.iter().copied()));
        };
        if !matches!(slot, Value::Null) {
            let place = place + 1;
            return Err(Fault::type_error(format!(
                "argument for {name}() given by name ('{keyword}') and position ({place})"
            )));
        }
        *slot = value.clone();
    }
    for (place, (param, value)) in params.iter().zip(&all).take(least).enumerate() {
        if matches!(value, Value::Null) {
            let place = place + 1;
            return Err(Fault::type_error(format!(
                "{name}() missing required argument '{param}' (pos {place})"
            )));
        }
    }
    Ok(all)
}

/// What a method is called on, as it is inside, and the other arguments.
pub(crate) fn receiver(args: Args) -> (Value, Args) {
    (inside(at(args.positional, 0)), args.rest())
}

/// What a constructor is called for, and the other arguments.
pub(crate) fn class<'a>(args: Args<'a>, name: &str) -> Outcome<(&'a Ref<Class>, Args<'a>)> {
    match args.positional.first() {
        Some(Value::Class(class)) => Ok((class, args.rest())),
        Some(other) => {
            let kind = other.type_name();
            Err(Fault::type_error(format!(
                "{name}.__new__(X): X is not a type object ({kind})"
            )))
        }
        None => Err(Fault::type_error(format!(
            "{name}.__new__(): not enough arguments"
        ))),
    }
}

/// What an argument of a wrong type is called (`_PyArg_BadArgument`).
pub(crate) fn shown_type(value: &Value) -> std::sync::Arc<str> {
    match value {
        Value::None => "None".into(),
        value => value.type_name(),
    }
}

/// The receiver is not what it should be: natives are called with one of their class.
#[cold]
pub(crate) fn wrong_receiver() -> Box<Fault> {
    Fault::type_error("this method is for another class")
}

/// These arguments are wrong, or right and not supported: not worth telling apart.
#[cold]
pub(crate) fn refused(name: &str) -> Box<Fault> {
    Fault::unsupported(format!("calling {name}() with these arguments"))
}

/// An argument that must be an int of at most 64 bits.
pub(crate) fn index(caller: &Caller, value: &Value) -> Outcome<i64> {
    match number(&whole(caller, value)?) {
        Some(Number::Int(value)) => Ok(value),
        _ => Err(Fault::overflow(
            "Python int too large to convert to C ssize_t",
        )),
    }
}

/// An argument that must be an int.
pub(crate) fn whole(caller: &Caller, value: &Value) -> Outcome<Value> {
    match inside(value) {
        Value::Bool(value) => Ok(Value::Int(value.into())),
        value @ (Value::Int(_) | Value::Big(_)) => Ok(value),
        _ if special(caller.world, value, Symbol::INDEX).is_some() => Err(Fault::in_python()),
        _ => Err(not_an_integer(&value.type_name())),
    }
}

/// An argument that must be an int; one that is far too large is the largest there is.
pub(crate) fn clipped(caller: &Caller, value: &Value) -> Outcome<i64> {
    Ok(match number(&whole(caller, value)?) {
        Some(Number::Int(value)) => value,
        Some(Number::Big(value)) if value.sign() == num_bigint::Sign::Minus => i64::MIN,
        _ => i64::MAX,
    })
}

/// The bounds of a search: places from the start, clipped as those of a slice.
pub(crate) fn bounds(caller: &Caller, args: &[Value], len: usize) -> Outcome<(usize, usize)> {
    let place = |value: &Value, default: usize| -> Outcome<usize> {
        let place = match value {
            Value::Null | Value::None => return Ok(default),
            value => clipped(caller, value)?,
        };
        let len = len as i64;
        let place = if place < 0 {
            place.saturating_add(len)
        } else {
            place
        };
        Ok(place.clamp(0, len) as usize)
    };
    Ok((place(at(args, 0), 0)?, place(at(args, 1), len)?))
}

/// How often at most: negative means always.
pub(crate) fn most(caller: &Caller, value: &Value) -> Outcome<usize> {
    match value {
        Value::Null => Ok(usize::MAX),
        value => Ok(usize::try_from(index(caller, value)?).unwrap_or(usize::MAX)),
    }
}
