//! `_processes`: other interpreters, and what they have in common. The library's `multiprocessing` and
//! `concurrent.interpreters` are written on it.
//!
//! | | |
//! |---|---|
//! | `fork(function, name)` | a process with a copy of this one's state, which calls that → its number |
//! | `spawn(kind, module, function, payload, name, ends=())` | a fresh one, which calls a function of the library with these bytes; `ends` are pipes' `(id, writing)` that it has open from the start |
//! | `source()` | the file and the text of the program; in a fresh process `import __mp_main__` runs it |
//! | `current()` | this one's number, that of its parent or 0, and its kind |
//! | `join(pids, timeout)`, `status(pid)`, `terminate(pid, signal)` | the end of one |
//! | `pipe()`, `open(id, writing)`, `close(id, writing)`, `send(id, data)`, `receive(id, timeout)`, `ready(ids, timeout)` | messages |
//! | `semaphore(value, maximum)`, `acquire(id, timeout)`, `release(id)`, `semaphore_value(id)` | |
//! | `memory(size)`, `load(id, offset, code)`, `store(id, offset, code, value)`, `load_bytes(id, offset, n)`, `store_bytes(id, offset, data)` | shared memory |

use std::time::Duration;

use crate::builtins::arguments::{at, given, index, none, one};
use crate::builtins::bytes::bytes_of;
use crate::builtins::function;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply as Result};
use crate::iterate;
use crate::modules::math::float;
use crate::modules::threading::wait_length;
use crate::number::{Number, number};
use crate::processes::{Begin, Birth, Call, End, Form, Id, Origin, Pid, Refusal, Reply};
use crate::snapshot;
use crate::thread::{Caller, Request};
use crate::value::Value;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    function("fork", |args, caller| {
        let args = given(args, "fork", 1, 2)?;
        let (function, name) = (at(args, 0), at(args, 1));
        let state = snapshot::of(caller.world, caller.thread, function);
        begin(Birth {
            origin: Origin::Fork,
            name: name.as_str().unwrap_or("Process").to_owned(),
            ends: Vec::new(),
            begin: Begin::Fork(state),
        })
    }),
    function("spawn", |args, caller| {
        let args = given(args, "spawn", 5, 6)?;
        let kind = at(args, 0).as_str().unwrap_or_default();
        let fresh = [Origin::Spawn, Origin::ForkServer, Origin::Interpreter];
        let Some(origin) = fresh.into_iter().find(|origin| origin.name() == kind) else {
            let message = format!(
                "cannot find context for {}",
                crate::text::repr(at(args, 0))?
            );
            return Err(Fault::value_error(message));
        };
        let ends = match args.get(5) {
            Some(ends) => iterate::collect(ends)?
                .iter()
                .map(|pair| match &iterate::collect(pair)?[..] {
                    [pipe, writing] => Ok(End {
                        pipe: id(pipe, caller)?,
                        writing: writing.truth(),
                    }),
                    _ => Err(Fault::type_error(
                        "an end is a pipe and whether it is written to",
                    )),
                })
                .collect::<Outcome<_>>()?,
            None => Vec::new(),
        };
        let owned = |place| {
            at(args, place)
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| wants("str", at(args, place)))
        };
        begin(Birth {
            origin,
            name: owned(4)?,
            ends,
            begin: Begin::Fresh {
                module: owned(1)?,
                function: owned(2)?,
                payload: bytes_of(at(args, 3))?,
            },
        })
    }),
    function("source", |args, caller| {
        none(args, "source")?;
        let (file, source) = match caller.world.unit(0) {
            Some(program) => (&*program.file, &*program.source),
            None => ("", ""),
        };
        Ok(Value::tuple(vec![Value::text(file), Value::text(source)]).into())
    }),
    function("current", |args, _| {
        none(args, "current")?;
        ask(Call::Current)
    }),
    function("join", |args, caller| {
        let args = given(args, "join", 2, 2)?;
        ask(Call::Join {
            pids: ids(at(args, 0), caller)?,
            timeout: timeout(at(args, 1))?,
        })
    }),
    function("status", |args, caller| {
        ask(Call::Status(id(one(args, "status")?, caller)?))
    }),
    function("terminate", |args, caller| {
        let args = given(args, "terminate", 2, 2)?;
        ask(Call::Terminate {
            pid: id(at(args, 0), caller)?,
            signal: id(at(args, 1), caller)? as i32,
        })
    }),
    function("pipe", |args, _| {
        none(args, "pipe")?;
        ask(Call::Pipe)
    }),
    function("open", |args, caller| {
        ask(Call::Open(end(args, "open", caller)?))
    }),
    function("close", |args, caller| {
        ask(Call::Close(end(args, "close", caller)?))
    }),
    function("send", |args, caller| {
        let args = given(args, "send", 2, 3)?;
        ask(Call::Send {
            pipe: id(at(args, 0), caller)?,
            data: bytes_of(at(args, 1))?,
            // Who says `False` sees to it that there are never many, or is a queue without a bound.
            waits: args.get(2).is_none_or(Value::truth),
        })
    }),
    function("receive", |args, caller| {
        let args = given(args, "receive", 2, 2)?;
        ask(Call::Receive {
            pipe: id(at(args, 0), caller)?,
            timeout: timeout(at(args, 1))?,
        })
    }),
    function("ready", |args, caller| {
        let args = given(args, "ready", 2, 2)?;
        ask(Call::Ready {
            pipes: ids(at(args, 0), caller)?,
            timeout: timeout(at(args, 1))?,
        })
    }),
    function("semaphore", |args, caller| {
        let args = given(args, "semaphore", 2, 2)?;
        ask(Call::Semaphore {
            value: id(at(args, 0), caller)?,
            maximum: id(at(args, 1), caller)?,
        })
    }),
    function("acquire", |args, caller| {
        let args = given(args, "acquire", 2, 2)?;
        ask(Call::Acquire {
            semaphore: id(at(args, 0), caller)?,
            timeout: timeout(at(args, 1))?,
        })
    }),
    function("release", |args, caller| {
        ask(Call::Release(id(one(args, "release")?, caller)?))
    }),
    function("semaphore_value", |args, caller| {
        ask(Call::SemaphoreValue(id(
            one(args, "semaphore_value")?,
            caller,
        )?))
    }),
    function("memory", |args, caller| {
        ask(Call::Memory(place(one(args, "memory")?, caller)?))
    }),
    function("load", |args, caller| {
        let args = given(args, "load", 3, 3)?;
        load(args, caller, form(at(args, 2))?)
    }),
    function("load_bytes", |args, caller| {
        let args = given(args, "load_bytes", 3, 3)?;
        load(args, caller, Form::Bytes(place(at(args, 2), caller)?))
    }),
    function("store", |args, caller| {
        let args = given(args, "store", 4, 4)?;
        let data = written(form(at(args, 2))?, at(args, 3), caller)?;
        store(args, caller, data)
    }),
    function("store_bytes", |args, caller| {
        let args = given(args, "store_bytes", 3, 3)?;
        store(args, caller, bytes_of(at(args, 2))?)
    }),
];

fn ask(call: Call) -> Outcome<Result> {
    Ok(Result::Ask(Request::Process(Box::new(call))))
}

fn begin(birth: Birth) -> Outcome<Result> {
    ask(Call::Begin(Box::new(birth)))
}

fn load(args: &[Value], caller: &Caller, form: Form) -> Outcome<Result> {
    ask(Call::Load {
        memory: id(at(args, 0), caller)?,
        offset: place(at(args, 1), caller)?,
        form,
    })
}

fn store(args: &[Value], caller: &Caller, data: Vec<u8>) -> Outcome<Result> {
    ask(Call::Store {
        memory: id(at(args, 0), caller)?,
        offset: place(at(args, 1), caller)?,
        data,
    })
}

// Arguments.

fn wants(what: &str, value: &Value) -> Box<Fault> {
    Fault::type_error(format!("{what} expected, not {}", value.type_name()))
}

/// A process's number, or a pipe's or some such.
fn id(value: &Value, caller: &Caller) -> Outcome<Id> {
    let number = index(caller, value)?;
    u32::try_from(number).map_err(|_| Fault::value_error(format!("{number} is no such number")))
}

fn ids(value: &Value, caller: &Caller) -> Outcome<Vec<Pid>> {
    let all = iterate::collect(value)?;
    all.iter().map(|value| id(value, caller)).collect()
}

/// A place in a memory, or a length.
fn place(value: &Value, caller: &Caller) -> Outcome<usize> {
    usize::try_from(index(caller, value)?)
        .map_err(|_| Fault::value_error("a place in a memory is not negative"))
}

fn timeout(value: &Value) -> Outcome<Option<Duration>> {
    match value {
        Value::None => Ok(None),
        length => wait_length(length).map(Some),
    }
}

fn end(args: Args, name: &str, caller: &Caller) -> Outcome<End> {
    let args = given(args, name, 2, 2)?;
    Ok(End {
        pipe: id(at(args, 0), caller)?,
        writing: at(args, 1).truth(),
    })
}

fn form(code: &Value) -> Outcome<Form> {
    let mut letters = code.as_str().unwrap_or_default().chars();
    let form = match (letters.next(), letters.next()) {
        (Some(letter), None) => Form::of(letter),
        _ => None,
    };
    form.ok_or_else(|| Fault::value_error("bad typecode"))
}

/// A value as it lies in a memory. Like ctypes, which keeps of an int what there is room for.
fn written(form: Form, value: &Value, caller: &Caller) -> Outcome<Vec<u8>> {
    let bytes = match form {
        Form::Bytes(_) => return bytes_of(value),
        Form::Bool => vec![u8::from(value.truth())],
        Form::F32 | Form::F64 => {
            let float = float(value)?;
            match form {
                Form::F32 => (float as f32).to_le_bytes().to_vec(),
                _ => float.to_le_bytes().to_vec(),
            }
        }
        _ => {
            let whole = crate::builtins::arguments::whole(caller, value)?;
            let mut bytes = match number(&whole) {
                Some(Number::Int(value)) => value.to_le_bytes().to_vec(),
                Some(other) => {
                    let mut bytes = other.big().unwrap_or_default().to_signed_bytes_le();
                    let fill = bytes
                        .last()
                        .map_or(0, |last| if last & 0x80 == 0 { 0 } else { 0xff });
                    bytes.resize(bytes.len().max(8), fill);
                    bytes
                }
                None => return Err(wants("int", value)),
            };
            bytes.truncate(form.size());
            bytes
        }
    };
    Ok(bytes)
}

/// What Python sees of an answer.
pub(crate) fn seen(reply: Reply) -> Outcome<Value> {
    let int = |number: u32| Value::Int(number.into());
    Ok(match reply {
        Reply::Done | Reply::Nothing => Value::None,
        Reply::Int(number) => Value::Int(number),
        Reply::Unsigned(number) => crate::number::int(number.into()),
        Reply::Float(bits) => Value::float(f64::from_bits(bits)),
        Reply::Truth(truth) => Value::bool(truth),
        Reply::Bytes(bytes) => Value::bytes(bytes),
        Reply::Ids(ids) => Value::tuple(ids.into_iter().map(int).collect()),
        Reply::Me {
            pid,
            parent,
            origin,
        } => Value::tuple(vec![int(pid), int(parent), Value::text(origin.name())]),
        Reply::Refused(refusal) => return Err(fault(refusal)),
    })
}

fn fault(refusal: Refusal) -> Box<Fault> {
    let os = |kind, number, message: &str| {
        Fault::with_args(kind, vec![Value::Int(number), Value::text(message)])
    };
    match refusal {
        Refusal::BrokenPipe => os(ErrorKind::BrokenPipeError, 32, "Broken pipe"),
        Refusal::EndOfFile => Fault::new(ErrorKind::EOFError, ""),
        Refusal::NotOpen => os(ErrorKind::OSError, 9, "Bad file descriptor"),
        Refusal::NoProcess => os(ErrorKind::ProcessLookupError, 3, "No such process"),
        Refusal::ReleasedTooOften => {
            Fault::value_error("semaphore or lock released too many times")
        }
        Refusal::OutOfRange => Fault::new(ErrorKind::IndexError, "beyond the end of the memory"),
        Refusal::NoMemory => os(ErrorKind::OSError, 12, "Cannot allocate memory"),
        Refusal::NoRoom => os(
            ErrorKind::BlockingIOError,
            11,
            "Resource temporarily unavailable",
        ),
    }
}
