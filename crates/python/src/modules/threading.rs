//! `_threading`: what of `threading` only the interpreter can do.

use std::sync::Arc;
use std::time::Duration;

use crate::attribute::bound;
use crate::builtins::arguments::{none, one};
use crate::builtins::{class_method, function, method};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply, Then};
use crate::instance::{Instance, Payload};
use crate::iterate;
use crate::kind::Kind;
use crate::locks;
use crate::modules::seconds;
use crate::object::Ref;
use crate::symbols::Symbol;
use crate::thread::{Caller, Output, Request};
use crate::threads::{Call, ThreadObject};
use crate::traceback;
use crate::value::Value;
use crate::world::World;

/// Its functions.
pub(crate) static FUNCTIONS: &[Native] = &[
    function("current_thread", |args, caller| {
        nothing(args, "current_thread")?;
        Ok(caller.world.thread_value(caller.thread).into())
    }),
    function("main_thread", |args, caller| {
        nothing(args, "main_thread")?;
        Ok(caller.world.thread_value(caller.world.main_thread()).into())
    }),
    function("active_count", |args, caller| {
        nothing(args, "active_count")?;
        Ok(Value::Int(caller.world.living().len() as i64).into())
    }),
    function("enumerate", |args, caller| {
        nothing(args, "enumerate")?;
        Ok(Value::list(caller.world.living()).into())
    }),
    function("get_ident", |args, caller| {
        none(args, "_thread.get_ident")?;
        Ok(Value::Int(caller.thread.ident() as i64).into())
    }),
    function("get_native_id", |args, caller| {
        none(args, "_thread.get_native_id")?;
        Ok(Value::Int(caller.thread.ident() as i64).into())
    }),
    function("allocate_lock", |args, caller| {
        none(args, "_thread.allocate_lock")?;
        Ok(locks::allocate(caller))
    }),
    function("excepthook", |args, caller| {
        let text = told(one(args, "_thread.excepthook")?, caller)?;
        Ok(match text {
            Some(text) => Reply::Ask(Request::Write {
                text,
                to: Output::Stderr,
            }),
            None => Value::None.into(),
        })
    }),
];

/// What tells `threading.excepthook` of an exception, if the program has put its own there.
pub(crate) fn own_hook(world: &World) -> Option<Value> {
    match in_library(world, "excepthook")? {
        Value::Native(_) => None,
        _ => in_library(world, "_tell"),
    }
}

/// What the part of `threading` that is written in Python has under a name.
pub(crate) fn in_library(world: &World, name: &str) -> Option<Value> {
    let module = world
        .modules
        .with(|modules| modules.get("threading").cloned())?;
    world.module_attribute(&module, world.symbols.find(name)?)
}

/// What `excepthook` writes of the exception that ended a thread; nothing of `sys.exit`.
fn told(args: &Value, caller: &Caller) -> Outcome<Option<String>> {
    let world = caller.world;
    let part = |name: &str| match args {
        Value::Object(object) => object.get(world.symbols.of(name), name),
        _ => None,
    };
    let (Some(exception), Some(thread)) = (part("exc_value"), part("thread")) else {
        return Err(Fault::type_error(
            "_thread.excepthook argument type must be ExceptHookArgs",
        ));
    };
    if world.class_of(&exception).kind.is_a(Kind::SystemExit) {
        return Ok(None);
    }
    let name = match receiver(Args::positional(&[thread])) {
        Ok((_, thread)) => thread.name(),
        Err(_) => caller.thread.ident().to_string(),
    };
    let text = traceback::format_exception(world, &exception, None, true);
    Ok(Some(format!("Exception in thread {name}:\n{text}")))
}

/// The methods of `Thread`.
pub(crate) const METHODS: &[Native] = &[
    class_method(Kind::Thread, "__new__", |args, caller| {
        let Some(Value::Class(class)) = args.positional.first() else {
            return Err(Fault::memory());
        };
        let thread = Arc::new(ThreadObject::new("".into(), Call::default(), false));
        let is_filled_later = args.rest().positional.is_empty() && args.names.is_empty();
        if !is_filled_later || !class.is_python {
            fill(&thread, args.rest(), caller)?;
        }
        let instance = Ref::new(Instance::new(
            class.clone(),
            Payload::Thread(Arc::clone(&thread)),
        ));
        Ok(Value::Object(instance).into())
    }),
    method(Kind::Thread, "__init__", |args, caller| {
        let (_, thread) = receiver(args)?;
        fill(thread, args.rest(), caller)?;
        Ok(Value::None.into())
    }),
    method(Kind::Thread, "start", |args, caller| {
        let (object, thread) = receiver(args)?;
        no_more(args, "start")?;
        if thread.is_blank() {
            return Err(runtime_error("thread.__init__() not called"));
        }
        if !thread.mark_started() {
            return Err(runtime_error("threads can only be started once"));
        }
        if let Some(run @ Value::Function(_)) = object.class.find(Symbol::RUN) {
            thread.set_run(bound(Value::Object(object.clone()), run));
        }
        if caller.world.is_free_threaded {
            Value::Object(object.clone()).share();
        }
        caller.world.know_thread(object, thread);
        Ok(Reply::Ask(Request::Start(Arc::clone(thread))))
    }),
    method(Kind::Thread, "run", |args, caller| {
        let (_, thread) = receiver(args)?;
        let call = thread.call();
        match call.target {
            Value::Null | Value::None => Ok(Value::None.into()),
            target if call.keywords.is_empty() => Ok(Reply::Call(target, call.args, Then::Push)),
            target => {
                let (names, values) = call.keywords.into_iter().unzip();
                let args = vec![
                    target,
                    Value::tuple(call.args),
                    Value::tuple(names),
                    Value::tuple(values),
                ];
                let run = in_library(caller.world, "_run").ok_or_else(Fault::memory)?;
                Ok(Reply::Call(run, args, Then::Push))
            }
        }
    }),
    method(Kind::Thread, "is_alive", |args, _| {
        let (_, thread) = receiver(args)?;
        no_more(args, "is_alive")?;
        Ok(Value::bool(thread.is_alive()).into())
    }),
    method(Kind::Thread, "join", |args, caller| {
        let (_, thread) = receiver(args)?;
        let timeout = match (args.rest().positional, args.named().next()) {
            ([], None) => None,
            ([timeout], None) => Some(timeout),
            ([], Some(("timeout", timeout))) => Some(timeout),
            _ => return Err(Fault::type_error("Thread.join() takes a timeout at most")),
        };
        if thread.is_new() {
            return Err(runtime_error("cannot join thread before it is started"));
        }
        if Arc::ptr_eq(thread, caller.thread) {
            return Err(runtime_error("cannot join current thread"));
        }
        let timeout = match timeout {
            None | Some(Value::None) => None,
            Some(timeout) => Some(wait_length(timeout)?),
        };
        Ok(Reply::Ask(Request::Join {
            thread: Arc::clone(thread),
            timeout,
        }))
    }),
];

/// How long to wait at most; what is below nothing is nothing.
pub(crate) fn wait_length(value: &Value) -> Outcome<Duration> {
    Ok(Duration::try_from_secs_f64(seconds(value)?).unwrap_or_default())
}

fn runtime_error(message: &str) -> Box<Fault> {
    Fault::new(ErrorKind::RuntimeError, message)
}

fn nothing(args: Args, name: &str) -> Outcome<()> {
    args.no_keywords(name)?;
    match args.positional.len() {
        0 => Ok(()),
        given => {
            let verb = if given == 1 { "was" } else { "were" };
            Err(Fault::type_error(format!(
                "{name}() takes 0 positional arguments but {given} {verb} given"
            )))
        }
    }
}

fn no_more(args: Args, name: &str) -> Outcome<()> {
    if args.positional.len() == 1 && args.names.is_empty() {
        return Ok(());
    }
    let given = args.positional.len();
    Err(Fault::type_error(format!(
        "Thread.{name}() takes 1 positional argument but {given} were given"
    )))
}

fn receiver<'a>(args: Args<'a>) -> Outcome<(&'a Ref<Instance>, &'a Arc<ThreadObject>)> {
    if let Some(Value::Object(object)) = args.positional.first()
        && let Payload::Thread(thread) = &object.payload
    {
        return Ok((object, thread));
    }
    Err(Fault::type_error("this is no thread"))
}

/// `Thread.__init__(group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None)`.
fn fill(thread: &ThreadObject, args: Args, caller: &Caller) -> Outcome<()> {
    const NAMES: [&str; 6] = ["group", "target", "name", "args", "kwargs", "daemon"];
    let mut given: [Option<&Value>; 6] = Default::default();
    if args.positional.len() > 5 {
        return Err(Fault::type_error(format!(
            "Thread.__init__() takes from 1 to 6 positional arguments but {} were given",
            args.positional.len() + 1
        )));
    }
    for (slot, value) in given.iter_mut().zip(args.positional) {
        *slot = Some(value);
    }
    for (name, value) in args.named() {
        let Some(place) = NAMES.iter().position(|known| *known == name) else {
            let known = ["self"].into_iter().chain(NAMES);
            return Err(crate::call::unexpected_keyword(
                "Thread.__init__",
                name,
                known,
            ));
        };
        if let Some(slot) = given.get_mut(place)
            && slot.replace(value).is_some()
        {
            return Err(Fault::type_error(format!(
                "Thread.__init__() got multiple values for argument '{name}'"
            )));
        }
    }
    let [group, target, name, args, kwargs, daemon] =
        given.map(|value| value.filter(|value| !matches!(value, Value::None)));
    if group.is_some() {
        return Err(Fault::with_args(
            ErrorKind::AssertionError,
            vec![Value::text("group argument must be None for now")],
        ));
    }
    let args = args.map_or(Ok(Vec::new()), iterate::collect)?;
    let keywords = match kwargs {
        Some(Value::Dict(dict)) => dict.pairs(),
        None => Vec::new(),
        Some(other) => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "kwargs must be a dict, not {kind}"
            )));
        }
    };
    let name: Arc<str> = match name {
        Some(Value::Str(name)) => (&*name.text).into(),
        Some(name) => crate::text::repr(name)?.into(),
        None => {
            let number = caller.world.next_thread_number();
            let target = target.and_then(|target| caller.world.name_of(target));
            match target {
                Some(target) => format!("Thread-{number} ({target})").into(),
                None => format!("Thread-{number}").into(),
            }
        }
    };
    thread.mark_filled();
    thread.set_name(&name);
    thread.set_daemon(daemon.map_or(caller.thread.is_daemon(), Value::truth));
    thread.set_call(Call {
        target: target.cloned().unwrap_or(Value::None),
        args,
        keywords,
    });
    Ok(())
}
