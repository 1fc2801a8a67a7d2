//! The module `sys`: which Python this is, and how often its threads switch.

use std::sync::Arc;

use crate::builtins::{Args, Builtin, Caller, Reply};
use crate::error::{Fault, Outcome};
use crate::number::{Number, number};
use crate::thread::Request;
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

static VERSION_INFO: Fields = Fields {
    class: "sys.version_info",
    names: &["major", "minor", "micro", "releaselevel", "serial"],
};

/// The module's attribute, if it is supported here; whether this version has it is for [`exists`] to say.
pub(crate) fn get(name: &str, version: Version) -> Option<Value> {
    match name {
        "version_info" => {
            let numbers = [version.major, version.minor, version.micro];
            let mut items: Vec<Value> = numbers.map(|n| Value::Int(n.into())).into();
            items.extend([Value::text("final"), Value::Int(0)]);
            Some(Value::Tuple(Arc::new(Tuple(items, Some(&VERSION_INFO)))))
        }
        "setswitchinterval" => Some(Value::Builtin(Builtin::SetSwitchInterval)),
        "getswitchinterval" => Some(Value::Builtin(Builtin::GetSwitchInterval)),
        "setcheckinterval" => Some(Value::Builtin(Builtin::SetCheckInterval)),
        "getcheckinterval" => Some(Value::Builtin(Builtin::GetCheckInterval)),
        "_is_gil_enabled" => Some(Value::Builtin(Builtin::IsGilEnabled)),
        _ => None,
    }
}

/// Whether this version may have an attribute of that name.
pub(crate) fn exists(name: &str, version: Version) -> bool {
    let at_least = |major, minor| (version.major, version.minor) >= (major, minor);
    match name {
        "setswitchinterval" | "getswitchinterval" => at_least(3, 2),
        "setcheckinterval" | "getcheckinterval" => !at_least(3, 9),
        "_is_gil_enabled" => at_least(3, 13),
        _ => true,
    }
}

/// The module's functions (`Python/sysmodule.c`).
pub(crate) fn call(builtin: Builtin, args: Args, caller: &Caller) -> Outcome<Reply> {
    let version = caller.world.version();
    let name = builtin.name();
    let module = if version.major == 2 { "" } else { "sys." };
    if !args.names.is_empty() {
        return Err(Fault::type_error(format!(
            "{module}{name}() takes no keyword arguments"
        )));
    }
    let given = args.positional.len();
    match (builtin, args.positional) {
        (Builtin::SetSwitchInterval, [interval]) => {
            let micros = microseconds(interval)?;
            Ok(Reply::Ask(Request::SetSwitchInterval(micros)))
        }
        (Builtin::SetCheckInterval, [interval]) => {
            let ticks = ticks(interval)?;
            Ok(Reply::Ask(Request::SetCheckInterval(ticks)))
        }
        (Builtin::SetSwitchInterval, _) => Err(Fault::type_error(format!(
            "{module}{name}() takes exactly one argument ({given} given)"
        ))),
        (Builtin::SetCheckInterval, _) => Err(Fault::type_error(format!(
            "{module}{name}() takes exactly 1 argument ({given} given)"
        ))),
        (Builtin::GetSwitchInterval, []) => Ok(Reply::Ask(Request::SwitchInterval)),
        (Builtin::GetCheckInterval, []) => Ok(Reply::Ask(Request::CheckInterval)),
        (Builtin::IsGilEnabled, []) => Ok(Value::Bool(!version.free_threaded).into()),
        _ => Err(Fault::type_error(format!(
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

/// Attributes of the module in CPython 3.13.
#[rustfmt::skip]
pub(crate) const NAMES: &[&str] = &[
    "__breakpointhook__", "__displayhook__", "__doc__", "__excepthook__", "__interactivehook__",
    "__loader__", "__name__", "__package__", "__spec__", "__stderr__", "__stdin__", "__stdout__",
    "__unraisablehook__", "_base_executable", "_baserepl", "_clear_internal_caches", "_clear_type_cache",
    "_current_exceptions", "_current_frames", "_debugmallocstats", "_framework", "_get_cpu_count_config",
    "_getframe", "_getframemodulename", "_git", "_home", "_is_gil_enabled", "_is_interned",
    "_setprofileallthreads", "_settraceallthreads", "_stdlib_dir", "_xoptions", "abiflags",
    "activate_stack_trampoline", "addaudithook", "api_version", "argv", "audit", "base_exec_prefix",
    "base_prefix", "breakpointhook", "builtin_module_names", "byteorder", "call_tracing", "copyright",
    "deactivate_stack_trampoline", "displayhook", "dont_write_bytecode", "exc_info", "excepthook",
    "exception", "exec_prefix", "executable", "exit", "flags", "float_info", "float_repr_style",
    "get_asyncgen_hooks", "get_coroutine_origin_tracking_depth", "get_int_max_str_digits",
    "getallocatedblocks", "getdefaultencoding", "getdlopenflags", "getfilesystemencodeerrors",
    "getfilesystemencoding", "getprofile", "getrecursionlimit", "getrefcount", "getsizeof",
    "getswitchinterval", "gettrace", "getunicodeinternedsize", "hash_info", "hexversion", "implementation",
    "int_info", "intern", "is_finalizing", "is_stack_trampoline_active", "maxsize", "maxunicode",
    "meta_path", "modules", "monitoring", "orig_argv", "path", "path_hooks", "path_importer_cache",
    "platform", "platlibdir", "prefix", "pycache_prefix", "set_asyncgen_hooks",
    "set_coroutine_origin_tracking_depth", "set_int_max_str_digits", "setdlopenflags", "setprofile",
    "setrecursionlimit", "setswitchinterval", "settrace", "stderr", "stdin", "stdlib_module_names",
    "stdout", "thread_info", "unraisablehook", "version", "version_info", "warnoptions",
];
