//! Methods of generators and coroutines (`Objects/genobject.c`).

use crate::builtins::arguments::{at, given, none, one, wrong_receiver};
use crate::builtins::functions::new_exception;
use crate::builtins::method;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply, Then};
use crate::generator::Stage;
use crate::kind::Kind;
use crate::value::Value;
use crate::world::World;

/// Of both.
pub(crate) const METHODS: &[Native] = &[
    method(Kind::Object, "send", |args, _| {
        let value = one(args.rest(), "generator.send")?.clone();
        Ok(Reply::Resume(this(args)?, value, Then::Next))
    }),
    method(Kind::Object, "throw", |args, caller| {
        let rest = given(args.rest(), "generator.throw", 1, 3)?;
        let exception = thrown(caller.world, rest)?;
        Ok(Reply::Throw(this(args)?, exception, Then::Next))
    }),
    method(Kind::Object, "close", |args, caller| {
        none(args.rest(), "generator.close")?;
        let generator = this(args)?;
        let Value::Generator(inside) = &generator else {
            return Err(wrong_receiver());
        };
        // What has not begun has nothing to clean up.
        let ended = inside.state.with(|state| match state.stage {
            Stage::New | Stage::Ended => Some(state.end()),
            _ => None,
        });
        if ended.is_some() {
            return Ok(Value::None.into());
        }
        let exception = new_exception(caller.world, Kind::GeneratorExit);
        Ok(Reply::Throw(generator, exception, Then::Close))
    }),
];

/// Of generators.
pub(crate) const ITERATION: &[Native] = &[
    method(Kind::Object, "__iter__", |args, _| Ok(this(args)?.into())),
    method(Kind::Object, "__next__", |args, _| {
        none(args.rest(), "generator.__next__")?;
        Ok(Reply::Resume(this(args)?, Value::None, Then::Next))
    }),
];

/// Of coroutines.
pub(crate) const COROUTINE: &[Native] = &[method(Kind::Object, "__await__", |args, _| {
    Ok(this(args)?.into())
})];

/// Of asynchronous generators: what each gives is awaited, and made by the library.
pub(crate) const ASYNC: &[Native] = &[
    method(Kind::AsyncGenerator, "__aiter__", |args, _| {
        Ok(this(args)?.into())
    }),
    method(Kind::AsyncGenerator, "__anext__", |_, _| {
        Err(Fault::in_python())
    }),
    method(
        Kind::AsyncGenerator,
        "asend",
        |_, _| Err(Fault::in_python()),
    ),
    method(Kind::AsyncGenerator, "athrow", |_, _| {
        Err(Fault::in_python())
    }),
    method(Kind::AsyncGenerator, "aclose", |_, _| {
        Err(Fault::in_python())
    }),
];

fn this(args: Args) -> Outcome<Value> {
    match at(args.positional, 0) {
        generator @ Value::Generator(_) => Ok(generator.clone()),
        _ => Err(wrong_receiver()),
    }
}

/// What is thrown: an exception, or a class and its arguments as before 3.12.
pub(crate) fn thrown(world: &World, args: &[Value]) -> Outcome<Value> {
    match args {
        [exception @ Value::Object(_), ..] if world.class_of(exception).kind.is_exception() => {
            Ok(exception.clone())
        }
        [Value::Class(class), rest @ ..] if class.kind.is_exception() => match rest.first() {
            Some(exception @ Value::Object(_)) if world.class_of(exception).kind.is_exception() => {
                Ok(exception.clone())
            }
            None | Some(Value::None) if !class.is_python => Ok(new_exception(world, class.kind)),
            Some(value) if !class.is_python && !matches!(value, Value::Tuple(_)) => {
                let raised = crate::exception::Raised::new(vec![value.clone()]);
                Ok(crate::exception::exception(world, class.kind, raised))
            }
            _ => Err(Fault::in_python()),
        },
        _ => {
            let kind = at(args, 0).type_name();
            Err(Fault::type_error(format!(
                "exceptions must be classes or instances deriving from BaseException, not {kind}"
            )))
        }
    }
}
