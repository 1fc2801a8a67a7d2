//! Exceptions: constructors and methods (`Objects/exceptions.c`).

use crate::attribute;
use crate::builtins::arguments::{at, class, none, one, wrong_receiver};
use crate::builtins::{class_method, inside, method};
use crate::class::Class;
use crate::error::{Fault, Outcome};
use crate::exception::{Raised, raised};
use crate::function::{Args, Native};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::list::List;
use crate::object::{Guarded, Ref};
use crate::symbols::Symbol;
use crate::text;
use crate::value::Value;
use crate::world::World;

/// Of every exception.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::BaseException, "__new__", |args, caller| {
        let (class, args) = class(args, "BaseException")?;
        let (class, raised) = new(caller.world, class, args)?;
        let payload = Payload::Exception(Guarded::new(raised));
        Ok(Value::Object(Ref::new(Instance::new(class, payload))).into())
    }),
    method(Kind::BaseException, "__init__", |args, caller| {
        let Some(raised) = raised(at(args.positional, 0)) else {
            return Err(wrong_receiver());
        };
        let class = caller.world.class_of(at(args.positional, 0));
        let rest = args.rest();
        let missing = missing(class, rest)?;
        let new = Value::tuple(rest.positional.to_vec());
        if raised.is_shared() {
            new.share();
        }
        let old = raised.with(|raised| {
            if missing.is_some() {
                raised.missing = missing;
            }
            std::mem::replace(&mut raised.args, new)
        });
        drop(old);
        Ok(Value::None.into())
    }),
    method(Kind::BaseException, "with_traceback", |args, caller| {
        let trace = one(args.rest(), "BaseException.with_traceback")?;
        let exception = at(args.positional, 0);
        attribute::set_trace(caller.world, exception, trace)?;
        Ok(exception.clone().into())
    }),
    method(Kind::BaseException, "add_note", |args, caller| {
        let note = one(args.rest(), "BaseException.add_note")?;
        let (Value::Object(object), Value::Str(_)) = (at(args.positional, 0), inside(note)) else {
            let kind = note.type_name();
            return Err(Fault::type_error(format!(
                "note must be a str, not '{kind}'"
            )));
        };
        match object.get(Symbol::NOTES, "__notes__") {
            Some(Value::List(notes)) => notes.append(note.clone())?,
            _ => {
                let notes = Value::List(Ref::new(List::new(vec![note.clone()])));
                let names = |symbol| caller.world.symbols.name(symbol);
                object.set(Symbol::NOTES, "__notes__", notes, &names);
            }
        }
        Ok(Value::None.into())
    }),
    method(Kind::BaseException, "__str__", |args, caller| {
        none(args.rest(), "BaseException.__str__")?;
        let value = at(args.positional, 0);
        match raised(value) {
            Some(raised) => {
                let kind = caller.world.class_of(value).kind;
                Ok(Value::text(text::message(kind, raised)?).into())
            }
            None => Err(wrong_receiver()),
        }
    }),
    method(Kind::BaseException, "__repr__", |args, _| {
        let (value, Some(raised)) = (at(args.positional, 0), raised(at(args.positional, 0))) else {
            return Err(wrong_receiver());
        };
        let args = raised.with(|raised| raised.args.clone());
        let shown = match &args {
            Value::Tuple(tuple) if tuple.0.len() == 1 => {
                format!("({})", text::repr(at(&tuple.0, 0))?)
            }
            args => text::repr(args)?,
        };
        Ok(Value::text(format!("{}{shown}", value.type_name())).into())
    }),
];

/// Of groups: the library does it.
pub(crate) const GROUP: &[Native] = &[
    method(Kind::BaseExceptionGroup, "split", |_, _| {
        Err(Fault::in_python())
    }),
    method(Kind::BaseExceptionGroup, "subgroup", |_, _| {
        Err(Fault::in_python())
    }),
    method(Kind::BaseExceptionGroup, "derive", |_, _| {
        Err(Fault::in_python())
    }),
];

/// What `OSError` is made for these numbers, as Linux has them.
const ERRORS: &[(&[i64], Kind)] = &[
    (&[1, 13], Kind::PermissionError),
    (&[2], Kind::FileNotFoundError),
    (&[3], Kind::ProcessLookupError),
    (&[4], Kind::InterruptedError),
    (&[10], Kind::ChildProcessError),
    (&[11, 114, 115], Kind::BlockingIOError),
    (&[17], Kind::FileExistsError),
    (&[20], Kind::NotADirectoryError),
    (&[21], Kind::IsADirectoryError),
    (&[32, 108], Kind::BrokenPipeError),
    (&[103], Kind::ConnectionAbortedError),
    (&[104], Kind::ConnectionResetError),
    (&[110], Kind::TimeoutError),
    (&[111], Kind::ConnectionRefusedError),
];

/// The inside of a new exception, and its class: a group of nothing but `Exception`s is an `ExceptionGroup`.
pub(crate) fn new(world: &World, class: &Ref<Class>, args: Args) -> Outcome<(Ref<Class>, Raised)> {
    let mut raised = Raised::new(args.positional.to_vec());
    // An `__init__` of its own may take what it likes.
    if !class.is_python {
        raised.missing = missing(class, args)?;
    }
    let mut class = class.clone();
    if class.kind == Kind::OSError
        && !class.is_python
        && let [Value::Int(number), _, ..] = args.positional
        && let Some((_, kind)) = ERRORS.iter().find(|(known, _)| known.contains(number))
    {
        class = world.class(*kind).clone();
    }
    if class.kind.is_a(Kind::BaseExceptionGroup) {
        let members = group_members(world, args.positional)?;
        let all_plain = members.iter().all(|member| {
            // An `ExceptionGroup` is an `Exception`, too.
            let kind = world.class_of(member).kind;
            kind.is_a(Kind::Exception) || kind.is_a(Kind::ExceptionGroup)
        });
        if !all_plain && class.kind.is_a(Kind::ExceptionGroup) {
            return Err(Fault::type_error(
                "Cannot nest BaseExceptions in an ExceptionGroup",
            ));
        }
        if all_plain && !class.is_python {
            class = world.class(Kind::ExceptionGroup).clone();
        }
        raised.exceptions = Value::tuple(members);
    }
    Ok((class, raised))
}

/// `name=` and `obj=`, for those that take them.
fn missing(class: &Class, args: Args) -> Outcome<Option<(Box<str>, Value)>> {
    let takes = [Kind::NameError, Kind::AttributeError, Kind::ImportError];
    if !takes.iter().any(|kind| class.kind.is_a(*kind)) {
        args.no_keywords(&class.name())?;
    }
    let (mut found, mut object) = (None, Value::None);
    for (name, value) in args.named() {
        match (name, value) {
            ("name", Value::Str(name)) => found = Some(name.text.clone()),
            ("obj", value) => object = value.clone(),
            _ => {}
        }
    }
    Ok(found.map(|name| (name.as_str().into(), object)))
}

fn group_members(world: &World, args: &[Value]) -> Outcome<Vec<Value>> {
    let items = match args {
        [Value::Str(_), Value::List(list)] => list.items(),
        [Value::Str(_), Value::Tuple(tuple)] => tuple.0.clone(),
        [Value::Str(_), text @ Value::Str(_)] => crate::iterate::collect(text)?,
        [Value::Str(_), _] => {
            return Err(Fault::type_error(
                "second argument (exceptions) must be a sequence",
            ));
        }
        [message, _] => {
            let kind = message.type_name();
            return Err(Fault::type_error(format!(
                "BaseExceptionGroup.__new__() argument 1 must be str, not {kind}"
            )));
        }
        args => {
            let count = args.len();
            return Err(Fault::type_error(format!(
                "BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)"
            )));
        }
    };
    if items.is_empty() {
        return Err(Fault::value_error(
            "second argument (exceptions) must be a non-empty sequence",
        ));
    }
    for (place, item) in items.iter().enumerate() {
        let is_exception =
            matches!(item, Value::Object(_)) && world.class_of(item).kind.is_exception();
        if !is_exception {
            return Err(Fault::value_error(format!(
                "Item {place} of second argument (exceptions) is not an exception"
            )));
        }
    }
    Ok(items)
}
