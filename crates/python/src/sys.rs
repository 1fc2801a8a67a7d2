//! The module `sys`: which Python this is, and how often its threads switch.

use crate::builtins::arguments::at;
use crate::builtins::{function, method};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::instance::Payload;
use crate::kind::Kind;
use crate::number::{Number, number};
use crate::object::Ref;
use crate::thread::{Caller, Request};
use crate::value::{Fields, Tuple, Value};

/// Which CPython a program is told that it runs on. The language doesn't depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// As in `sys.version_info`.
    pub major: u8,
    /// As in `sys.version_info`.
    pub minor: u8,
    /// As in `sys.version_info`.
    pub micro: u8,
    /// Whether it was built without the Global Interpreter Lock.
    pub free_threaded: bool,
}

impl Version {
    /// With the lock.
    pub const fn new(major: u8, minor: u8, micro: u8) -> Version {
        Version {
            major,
            minor,
            micro,
            free_threaded: false,
        }
    }
}

/// The fields of tuples of this class.
pub(crate) fn fields(class: &str) -> Option<&'static Fields> {
    let all = [
        &IMPLEMENTATION,
        &FLAGS,
        &FLOAT_INFO,
        &INT_INFO,
        &VERSION_INFO,
    ];
    all.into_iter().find(|fields| fields.class == class)
}

static IMPLEMENTATION: Fields = Fields {
    class: "types.SimpleNamespace",
    names: &["name", "cache_tag", "version"],
};

static FLAGS: Fields = Fields {
    class: "sys.flags",
    names: &["optimize", "gil"],
};

static FLOAT_INFO: Fields = Fields {
    class: "sys.float_info",
    names: &[
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ],
};

static INT_INFO: Fields = Fields {
    class: "sys.int_info",
    names: &[
        "bits_per_digit",
        "sizeof_digit",
        "default_max_str_digits",
        "str_digits_check_threshold",
    ],
};

fn record(fields: &'static Fields, items: Vec<Value>) -> Value {
    Value::Tuple(Ref::new(Tuple(items, Some(fields))))
}

static VERSION_INFO: Fields = Fields {
    class: "sys.version_info",
    names: &["major", "minor", "micro", "releaselevel", "serial"],
};

/// What the module has in this version.
pub(crate) fn attributes(version: Version) -> Vec<(&'static str, Value)> {
    let at_least = |major, minor| (version.major, version.minor) >= (major, minor);
    let numbers = [version.major, version.minor, version.micro];
    let mut items: Vec<Value> = numbers.map(|n| Value::Int(n.into())).into();
    items.extend([Value::text("final"), Value::Int(0)]);
    let all_of_version = record(&VERSION_INFO, items);
    let text = format!("{}.{}.{}", version.major, version.minor, version.micro);
    let mut all = vec![
        ("version_info", all_of_version.clone()),
        ("version", Value::text(text)),
        ("maxsize", Value::Int(i64::MAX)),
        ("maxunicode", Value::Int(0x10_ffff)),
        ("byteorder", Value::text("little")),
        ("platform", Value::text("linux")),
        ("argv", Value::list(vec![Value::text("main.py")])),
        ("executable", Value::text("")),
        ("path", Value::list(vec![Value::text("")])),
        ("copyright", Value::text("")),
        ("dont_write_bytecode", Value::bool(true)),
        (
            "flags",
            record(
                &FLAGS,
                vec![Value::Int(0), Value::Int(i64::from(!version.free_threaded))],
            ),
        ),
        (
            "hexversion",
            Value::Int(numbers.iter().fold(0, |all, n| all << 8 | i64::from(*n)) << 8 | 0xf0),
        ),
        ("implementation", {
            let tag = format!("cpython-{}{}", version.major, version.minor);
            let info = all_of_version.clone();
            record(
                &IMPLEMENTATION,
                vec![Value::text("cpython"), Value::text(tag), info],
            )
        }),
        (
            "float_info",
            record(
                &FLOAT_INFO,
                vec![
                    Value::float(f64::MAX),
                    Value::Int(1024),
                    Value::Int(308),
                    Value::float(f64::MIN_POSITIVE),
                    Value::Int(-1021),
                    Value::Int(-307),
                    Value::Int(15),
                    Value::Int(53),
                    Value::float(f64::EPSILON),
                    Value::Int(2),
                    Value::Int(1),
                ],
            ),
        ),
        (
            "int_info",
            record(&INT_INFO, [30, 4, 4300, 640].map(Value::Int).into()),
        ),
    ];
    all.extend(FUNCTIONS.iter().filter_map(|native| {
        let exists = match native.name {
            "setswitchinterval" | "getswitchinterval" => at_least(3, 2),
            "setcheckinterval" | "getcheckinterval" => !at_least(3, 9),
            "_is_gil_enabled" => at_least(3, 13),
            _ => true,
        };
        exists.then_some((native.name, Value::native(native)))
    }));
    all
}

/// The module's functions (`Python/sysmodule.c`).
static FUNCTIONS: &[Native] = &[
    function("setswitchinterval", |args, caller| {
        let interval = one(args, caller, "setswitchinterval")?;
        Ok(Reply::Ask(Request::SetSwitchInterval(microseconds(
            interval,
        )?)))
    }),
    function("setcheckinterval", |args, caller| {
        let interval = one(args, caller, "setcheckinterval")?;
        Ok(Reply::Ask(Request::SetCheckInterval(ticks(interval)?)))
    }),
    function("getswitchinterval", |args, caller| {
        none(args, caller, "getswitchinterval")?;
        Ok(Reply::Ask(Request::SwitchInterval))
    }),
    function("getcheckinterval", |args, caller| {
        none(args, caller, "getcheckinterval")?;
        Ok(Reply::Ask(Request::CheckInterval))
    }),
    function("_is_gil_enabled", |args, caller| {
        none(args, caller, "_is_gil_enabled")?;
        Ok(Value::bool(!caller.world.version().free_threaded).into())
    }),
    function("getrecursionlimit", |args, caller| {
        none(args, caller, "getrecursionlimit")?;
        Ok(Value::Int(caller.world.recursion_limit() as i64).into())
    }),
    function("setrecursionlimit", |args, caller| {
        match number(one(args, caller, "setrecursionlimit")?) {
            Some(Number::Int(limit)) if limit >= 1 => {
                caller.world.set_recursion_limit(limit as usize);
                Ok(Value::None.into())
            }
            Some(Number::Int(_)) => Err(Fault::value_error(
                "recursion limit must be greater or equal than 1",
            )),
            _ => {
                let kind = at(args.positional, 0).type_name();
                Err(crate::call::not_an_integer(&kind))
            }
        }
    }),
    function("getdefaultencoding", |args, caller| {
        none(args, caller, "getdefaultencoding")?;
        Ok(Value::text("utf-8").into())
    }),
    function("exc_info", |args, caller| {
        none(args, caller, "exc_info")?;
        let items = match caller.handled {
            Value::Null => vec![Value::None; 3],
            exception => {
                let class = Value::Class(caller.world.class_of(exception).clone());
                let trace = crate::attribute::trace_of(caller.world, exception);
                vec![class, exception.clone(), trace]
            }
        };
        Ok(Value::tuple(items).into())
    }),
    function("exception", |args, caller| {
        none(args, caller, "exception")?;
        Ok(match caller.handled {
            Value::Null => Value::None,
            exception => exception.clone(),
        }
        .into())
    }),
    function("intern", |args, caller| {
        Ok(one(args, caller, "intern")?.clone().into())
    }),
    function("exit", |args, _| {
        let args = match args.positional.first() {
            None | Some(Value::None) => Vec::new(),
            Some(Value::Tuple(status)) => status.0.clone(),
            Some(status) => vec![status.clone()],
        };
        Err(Fault::with_args(ErrorKind::SystemExit, args))
    }),
];

/// The methods of `sys.stdout` and `sys.stderr`.
pub(crate) static STREAM: &[Native] = &[
    // The library writes, and says how much that was.
    method(Kind::TextIO, "write", |_, _| Err(Fault::in_python())),
    method(Kind::TextIO, "isatty", |_, _| Ok(Value::bool(false).into())),
    method(Kind::TextIO, "_write", |args, _| match args.positional {
        [Value::Object(stream), Value::Str(text)] => match stream.payload {
            Payload::Stream(to) => Ok(Reply::Ask(Request::Write {
                text: text.text.to_string(),
                to,
            })),
            _ => Err(Fault::type_error("this is no stream")),
        },
        [_, other] => {
            let kind = other.type_name();
            Err(Fault::type_error(format!(
                "write() argument must be str, not {kind}"
            )))
        }
        given => Err(Fault::type_error(format!(
            "TextIOWrapper.write() takes exactly one argument ({} given)",
            given.len().saturating_sub(1)
        ))),
    }),
    method(Kind::TextIO, "flush", |_, _| Ok(Value::None.into())),
];

fn module(caller: &Caller) -> &'static str {
    if caller.world.version().major == 2 {
        ""
    } else {
        "sys."
    }
}

fn one<'a>(args: Args<'a>, caller: &Caller, name: &str) -> Outcome<&'a Value> {
    let module = module(caller);
    args.no_keywords(&format!("{module}{name}"))?;
    match args.positional {
        [value] => Ok(value),
        given => {
            let given = given.len();
            let one = if name == "setcheckinterval" {
                "1"
            } else {
                "one"
            };
            Err(Fault::type_error(format!(
                "{module}{name}() takes exactly {one} argument ({given} given)"
            )))
        }
    }
}

fn none(args: Args, caller: &Caller, name: &str) -> Outcome<()> {
    let module = module(caller);
    args.no_keywords(&format!("{module}{name}"))?;
    match args.positional.len() {
        0 => Ok(()),
        given => Err(Fault::type_error(format!(
            "{module}{name}() takes no arguments ({given} given)"
        ))),
    }
}

/// The argument of `setswitchinterval` in whole microseconds.
fn microseconds(interval: &Value) -> Outcome<u64> {
    let Some(interval) = number(interval) else {
        let kind = interval.type_name();
        return Err(Fault::type_error(format!(
            "must be real number, not {kind}"
        )));
    };
    let seconds = interval.float()?;
    if seconds <= 0.0 {
        return Err(Fault::value_error(
            "switch interval must be strictly positive",
        ));
    }
    // CPython casts to `unsigned long`, which C leaves undefined for what doesn't fit. These are
    // its results on x86-64: NaN becomes 2^63, infinity and everything above 2^64 becomes 0.
    let micros = 1e6 * seconds;
    if micros.is_nan() {
        Ok(1 << 63)
    } else if micros < 18_446_744_073_709_551_616.0 {
        Ok(micros as u64)
    } else {
        Ok(0)
    }
}

/// The argument of `setcheckinterval`: a C int.
fn ticks(interval: &Value) -> Outcome<i32> {
    match number(interval) {
        Some(Number::Float(_)) => Err(Fault::type_error("integer argument expected, got float")),
        None => Err(Fault::type_error("an integer is required")),
        Some(Number::Int(ticks)) => i32::try_from(ticks).map_err(|_| {
            let bound = if ticks > 0 {
                "greater than maximum"
            } else {
                "less than minimum"
            };
            Fault::overflow(format!("signed integer is {bound}"))
        }),
        Some(_) => Err(Fault::overflow("Python int too large to convert to C long")),
    }
}
