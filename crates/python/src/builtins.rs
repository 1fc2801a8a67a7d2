//! Builtin functions, types and methods.

use std::sync::Arc;

use crate::bytecode::{Compare, Operator};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::iterate::{self, Iter, State};
use crate::list::{self, List};
use crate::modules;
use crate::modules::ThreadObject;
use crate::number::{self, Number, number};
use crate::operators::{self, Effort};
use crate::refcounts::{self, Borrow, Counted};
use crate::sys;
use crate::text;
use crate::thread::{Request, World};
use crate::traceback;
use crate::value::{Bound, Range, Text, Value};

/// What a builtin needs to know of its caller.
pub(crate) struct Caller<'a> {
    pub(crate) world: &'a Arc<World>,
    pub(crate) thread: &'a Arc<ThreadObject>,
}

/// Arguments as `CALL` and `CALL_KW` leave them on the stack.
#[derive(Clone, Copy)]
pub(crate) struct Args<'a> {
    pub(crate) positional: &'a [Value],
    /// Names of the keyword arguments, each a str, in the order of `keywords`.
    pub(crate) names: &'a [Value],
    pub(crate) keywords: &'a [Value],
}

/// What a builtin gives back: its result, what the host has to do for it, or what is to be done outside
/// the interpreter.
pub(crate) enum Reply {
    Value(Value),
    Ask(Request),
    Native(Borrow),
}

impl From<Value> for Reply {
    fn from(value: Value) -> Reply {
        Reply::Value(value)
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($variant:ident $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $enum { $($variant,)* }

        impl $enum {
            pub(crate) fn name(self) -> &'static str {
                match self { $($enum::$variant => $text,)* }
            }

            pub(crate) fn find(name: &str) -> Option<$enum> {
                match name { $($text => Some($enum::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// The builtins of this slice, and what is in `sys`, `threading`, `time` and `refcounts`.
    Builtin {
        Abs "abs", Bool "bool", Divmod "divmod", Enumerate "enumerate", Float "float", Int "int", Len "len",
        List "list", Max "max", Min "min", Pow "pow", Print "print", Range "range", Repr "repr",
        Reversed "reversed", Round "round", Sorted "sorted", Str "str", Sum "sum", Tuple "tuple", Zip "zip",
        Thread "Thread", CurrentThread "current_thread", MainThread "main_thread",
        Time "time", PerfCounter "perf_counter", Sleep "sleep",
        SetSwitchInterval "setswitchinterval", GetSwitchInterval "getswitchinterval",
        SetCheckInterval "setcheckinterval", GetCheckInterval "getcheckinterval",
        IsGilEnabled "_is_gil_enabled",
        Unguarded "Unguarded", Locked "Locked", Atomic "Atomic", Biased "Biased",
    }
}

named! {
    /// A method's name; what it does depends on its receiver.
    Method {
        Append "append", Clear "clear", Copy "copy", Count "count", Extend "extend", Index "index",
        Insert "insert", Pop "pop", Reverse "reverse", Sort "sort",
        Endswith "endswith", Join "join", Lower "lower", Replace "replace", Split "split",
        Startswith "startswith", Strip "strip", Upper "upper",
        IsAlive "is_alive", Start "start", Borrow "borrow",
    }
}

impl Builtin {
    /// The builtin of that name, without the ones that must be imported.
    pub(crate) fn global(name: &str) -> Option<Builtin> {
        Builtin::find(name).filter(|builtin| {
            use Builtin::{CurrentThread, MainThread, PerfCounter, Sleep, Thread, Time};
            let imported = matches!(
                builtin,
                Thread | CurrentThread | MainThread | Time | PerfCounter | Sleep
            );
            !imported && !builtin.is_in_sys() && !builtin.is_in_refcounts()
        })
    }

    pub(crate) fn is_in_refcounts(self) -> bool {
        use Builtin::{Atomic, Biased, Locked, Unguarded};
        matches!(self, Atomic | Biased | Locked | Unguarded)
    }

    fn is_in_sys(self) -> bool {
        use Builtin::{
            GetCheckInterval, GetSwitchInterval, IsGilEnabled, SetCheckInterval, SetSwitchInterval,
        };
        matches!(
            self,
            SetSwitchInterval
                | GetSwitchInterval
                | SetCheckInterval
                | GetCheckInterval
                | IsGilEnabled
        )
    }

    pub(crate) fn is_type(self) -> bool {
        use Builtin::{
            Bool, Enumerate, Float, Int, List, Range, Reversed, Str, Thread, Tuple, Zip,
        };
        let ours = self.is_in_refcounts();
        let others = matches!(
            self,
            Bool | Enumerate | Float | Int | List | Range | Reversed | Str | Thread | Tuple | Zip
        );
        ours || others
    }

    pub(crate) fn call(self, args: Args, caller: &Caller) -> Outcome<Reply> {
        let value = match self {
            Builtin::Print => return print(args).map(Reply::Ask),
            Builtin::Thread => modules::new_thread(args, caller)?,
            Builtin::CurrentThread
            | Builtin::MainThread
            | Builtin::Time
            | Builtin::PerfCounter
            | Builtin::Sleep => {
                return modules::call(self, args, caller);
            }
            _ if self.is_in_sys() => return sys::call(self, args, caller),
            _ if self.is_in_refcounts() => Counted::create(self, args, caller.thread)?,
            Builtin::Sum => sum(args)?,
            Builtin::Min => extreme("min", Compare::Less, args)?,
            Builtin::Max => extreme("max", Compare::Greater, args)?,
            Builtin::Sorted => sorted(args)?,
            Builtin::Int => int(args)?,
            Builtin::Round => round(args)?,
            Builtin::Pow => pow(args)?,
            Builtin::Enumerate => enumerate(args)?,
            _ => {
                args.no_keywords(self.name())?;
                self.positional(args.positional)?
            }
        };
        Ok(Reply::Value(value))
    }

    /// The builtins that take no keyword arguments.
    fn positional(self, args: &[Value]) -> Outcome<Value> {
        match (self, args) {
            (Builtin::Len, [value]) => len(value),
            (Builtin::Abs, [value]) => match number(value) {
                Some(number) => Ok(number::absolute(number)),
                None => Err(Fault::type_error(format!(
                    "bad operand type for abs(): '{}'",
                    value.type_name()
                ))),
            },
            (Builtin::Repr, [value]) => text::repr(value).map(Value::text),
            (Builtin::Len | Builtin::Abs | Builtin::Repr, _) => {
                let message = format!(
                    "{}() takes exactly one argument ({} given)",
                    self.name(),
                    args.len()
                );
                Err(Fault::type_error(message))
            }
            (Builtin::Divmod, [a, b]) => match (number(a), number(b)) {
                (Some(a), Some(b)) => {
                    let (quotient, modulo) = number::divmod(a, b)?;
                    Ok(Value::tuple(vec![quotient, modulo]))
                }
                _ => {
                    let (left, right) = (a.type_name(), b.type_name());
                    let message =
                        format!("unsupported operand type(s) for divmod(): '{left}' and '{right}'");
                    Err(Fault::type_error(message))
                }
            },
            (Builtin::Divmod, _) => Err(Fault::type_error(format!(
                "divmod expected 2 arguments, got {}",
                args.len()
            ))),
            (Builtin::Bool, []) => Ok(Value::Bool(false)),
            (Builtin::Bool, [value]) => Ok(Value::Bool(value.truth())),
            (Builtin::Float, []) => Ok(Value::Float(0.0)),
            (Builtin::Float, [value]) => float(value),
            (Builtin::Str, []) => Ok(Value::text("")),
            (Builtin::Str, [value]) => text::display(value),
            (Builtin::List, []) => Ok(Value::list(Vec::new())),
            (Builtin::List, [value]) => iterate::collect(value).map(Value::list),
            (Builtin::Tuple, []) => Ok(Value::tuple(Vec::new())),
            (Builtin::Tuple, [value @ Value::Tuple(tuple)]) if tuple.1.is_none() => {
                Ok(value.clone())
            }
            (Builtin::Tuple, [value]) => iterate::collect(value).map(Value::tuple),
            (Builtin::Bool | Builtin::Float | Builtin::List | Builtin::Tuple, _) => {
                Err(Fault::type_error(format!(
                    "{} expected at most 1 argument, got {}",
                    self.name(),
                    args.len()
                )))
            }
            (Builtin::Range, args) => range(args),
            (Builtin::Reversed, [value]) => reversed(value),
            (Builtin::Zip, args) => {
                let inner = args
                    .iter()
                    .map(iterate::iter)
                    .collect::<Outcome<Vec<_>>>()?;
                Iter::new(State::Zip { inner }, "zip").map(Value::Iter)
            }
            (builtin, _) => Err(refused(builtin.name())),
        }
    }
}

/// A keyword argument that the function doesn't have, with the one that may have been meant.
pub(crate) fn unexpected_keyword<'a>(
    function: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Box<Fault> {
    let hint = match traceback::suggestion(name, known) {
        Some(hint) => format!(". Did you mean '{hint}'?"),
        None => String::new(),
    };
    Fault::type_error(format!(
        "{function}() got an unexpected keyword argument '{name}'{hint}"
    ))
}

/// These arguments are wrong, or right and not supported: not worth telling apart.
pub(crate) fn refused(name: &str) -> Box<Fault> {
    Fault::unsupported(format!("calling {name}() with these arguments"))
}

impl<'a> Args<'a> {
    /// Without keyword arguments, or CPython's refusal.
    pub(crate) fn no_keywords(&self, name: &str) -> Outcome<()> {
        if self.names.is_empty() {
            Ok(())
        } else {
            Err(Fault::type_error(format!(
                "{name}() takes no keyword arguments"
            )))
        }
    }

    /// Keyword arguments with their names.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let names = self.names.iter().map(|name| {
            if let Value::Str(name) = name {
                &*name.text
            } else {
                ""
            }
        });
        names.zip(self.keywords)
    }
}

/// `Python/bltinmodule.c`, `builtin_print_impl`.
fn print(args: Args) -> Outcome<Request> {
    let mut separator = " ".to_string();
    let mut end = "\n".to_string();
    for (name, value) in args.named() {
        let target = match name {
            "sep" => &mut separator,
            "end" => &mut end,
            "flush" => continue,
            "file" if matches!(value, Value::None) => continue,
            "file" => return Err(Fault::unsupported("print() to a file")),
            other => {
                let known = ["sep", "end", "file", "flush"];
                return Err(unexpected_keyword("print", other, known.into_iter()));
            }
        };
        match value {
            Value::None => {}
            Value::Str(text) => *target = text.text.to_string(),
            other => {
                let kind = other.type_name();
                return Err(Fault::type_error(format!(
                    "{name} must be None or a string, not {kind}"
                )));
            }
        }
    }
    let mut out = String::new();
    for (index, value) in args.positional.iter().enumerate() {
        if index > 0 {
            out.push_str(&separator);
        }
        match value {
            Value::Str(text) => out.push_str(&text.text),
            value => out.push_str(&text::repr(value)?),
        }
        if out.len() > text::MAX_BYTES {
            return Err(Fault::memory());
        }
    }
    out.push_str(&end);
    Ok(Request::Write { text: out })
}

fn len(value: &Value) -> Outcome<Value> {
    let len = match value {
        Value::Str(text) => text.chars as u64,
        Value::List(list) => list.len() as u64,
        Value::Tuple(tuple) => tuple.0.len() as u64,
        Value::Range(range) => range.len,
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "object of type '{kind}' has no len()"
            )));
        }
    };
    match i64::try_from(len) {
        Ok(len) => Ok(Value::Int(len)),
        Err(_) => Err(Fault::overflow(
            "Python int too large to convert to C ssize_t",
        )),
    }
}

fn float(value: &Value) -> Outcome<Value> {
    match value {
        Value::Str(text) => match number::parse_float(&text.text) {
            Some(value) => Ok(Value::Float(value)),
            None if !text.is_ascii() => Err(Fault::unsupported("float() of text beyond ASCII")),
            None => {
                let shown = text::repr(value)?;
                Err(Fault::value_error(format!(
                    "could not convert string to float: {shown}"
                )))
            }
        },
        value => match number(value) {
            Some(number) => number.float().map(Value::Float),
            None => {
                let kind = value.type_name();
                let message =
                    format!("float() argument must be a string or a real number, not '{kind}'");
                Err(Fault::type_error(message))
            }
        },
    }
}

fn int(args: Args) -> Outcome<Value> {
    let base = match (args.positional, args.names.len()) {
        ([_, base], 0) => Some(base),
        ([_], 1) if args.named().any(|(name, _)| name == "base") => args.keywords.first(),
        ([] | [_], 0) => None,
        _ => return Err(refused("int")),
    };
    let Some(value) = args.positional.first() else {
        return Ok(Value::Int(0));
    };
    match (value, base) {
        (Value::Str(text), base) => {
            let base = match base.map(number) {
                None => 10,
                Some(Some(Number::Int(base @ (0 | 2..=36)))) => base as u32,
                Some(Some(Number::Int(_) | Number::Big(_))) => {
                    return Err(Fault::value_error(
                        "int() base must be >= 2 and <= 36, or 0",
                    ));
                }
                Some(_) => return Err(refused("int")),
            };
            match number::parse_int(&text.text, base)? {
                Some(value) => Ok(value),
                None => {
                    // `%.200R`
                    let shown: String = text::repr(value)?.chars().take(200).collect();
                    let message = format!("invalid literal for int() with base {base}: {shown}");
                    Err(Fault::value_error(message))
                }
            }
        }
        (_, Some(_)) => Err(Fault::type_error(
            "int() can't convert non-string with explicit base",
        )),
        (value, None) => match number(value) {
            Some(Number::Int(value)) => Ok(Value::Int(value)),
            Some(Number::Big(_)) => Ok(value.clone()),
            Some(Number::Float(value)) => to_int(value.trunc()),
            None => {
                let kind = value.type_name();
                let message = format!(
                    "int() argument must be a string, a bytes-like object or a real number, not '{kind}'"
                );
                Err(Fault::type_error(message))
            }
        },
    }
}

fn to_int(value: f64) -> Outcome<Value> {
    if value.is_nan() {
        Err(Fault::value_error("cannot convert float NaN to integer"))
    } else if value.is_infinite() {
        Err(Fault::overflow("cannot convert float infinity to integer"))
    } else {
        Ok(number::whole(value))
    }
}

/// An argument that must be an int of at most 64 bits.
pub(crate) fn index(value: &Value) -> Outcome<i64> {
    match number(value) {
        Some(Number::Int(value)) => Ok(value),
        Some(Number::Big(_)) => Err(Fault::unsupported("an argument beyond 64 bits")),
        _ => {
            let kind = value.type_name();
            Err(Fault::type_error(format!(
                "'{kind}' object cannot be interpreted as an integer"
            )))
        }
    }
}

fn range(args: &[Value]) -> Outcome<Value> {
    let (start, stop, step) = match args {
        [stop] => (0, index(stop)?, 1),
        [start, stop] => (index(start)?, index(stop)?, 1),
        [start, stop, step] => (index(start)?, index(stop)?, index(step)?),
        [] => {
            return Err(Fault::type_error(
                "range expected at least 1 argument, got 0",
            ));
        }
        _ => {
            return Err(Fault::type_error(format!(
                "range expected at most 3 arguments, got {}",
                args.len()
            )));
        }
    };
    if step == 0 {
        return Err(Fault::value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Range(Arc::new(Range::new(start, stop, step))))
}

fn reversed(value: &Value) -> Outcome<Value> {
    let state = match value {
        Value::List(list) => {
            let state = match list.len() {
                0 => State::Done,
                left => State::ReversedList {
                    list: Arc::clone(list),
                    left,
                },
            };
            return Iter::new(state, "list_reverseiterator").map(Value::Iter);
        }
        Value::Range(range) if range.len > 0 => {
            let last = range.at(range.len - 1);
            let Some(step) = range.step.checked_neg() else {
                return Err(refused("reversed"));
            };
            State::Range(iterate::RangeIter {
                next: last,
                step,
                left: range.len,
                total: range.len,
            })
        }
        Value::Range(_) => State::Done,
        Value::Tuple(_) | Value::Str(_) => {
            let mut items = iterate::collect(value)?;
            items.reverse();
            let Value::Tuple(tuple) = Value::tuple(items) else {
                return Err(refused("reversed"));
            };
            return Iter::new(State::Tuple { tuple, next: 0 }, "reversed").map(Value::Iter);
        }
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "'{kind}' object is not reversible"
            )));
        }
    };
    Iter::new(state, "range_iterator").map(Value::Iter)
}

fn enumerate(args: Args) -> Outcome<Value> {
    let start = match (args.positional, args.named().next(), args.names.len()) {
        ([_], None, _) => 0,
        ([_, start], None, _) => index(start)?,
        ([_], Some(("start", start)), 1) => index(start)?,
        _ => return Err(refused("enumerate")),
    };
    let inner = match args.positional.first() {
        Some(value) => iterate::iter(value)?,
        None => return Err(refused("enumerate")),
    };
    Iter::new(
        State::Enumerate {
            inner,
            count: start,
        },
        "enumerate",
    )
    .map(Value::Iter)
}

fn sum(args: Args) -> Outcome<Value> {
    let (items, start) = match (args.positional, args.named().next(), args.names.len()) {
        ([items], None, _) => (items, Value::Int(0)),
        ([items, start], None, _) => (items, start.clone()),
        ([items], Some(("start", start)), 1) => (items, start.clone()),
        _ => return Err(refused("sum")),
    };
    if matches!(start, Value::Str(_)) {
        return Err(Fault::type_error(
            "sum() can't sum strings [use ''.join(seq) instead]",
        ));
    }
    if let (Value::Range(range), Some(Number::Int(_) | Number::Big(_))) = (items, number(&start)) {
        if range.len == 0 {
            return Ok(start);
        }
        // first + … + last, in pairs.
        let pairs = num_bigint::BigInt::from(range.len);
        let last = range.at(range.len - 1);
        let ends = num_bigint::BigInt::from(i128::from(range.start) + i128::from(last));
        let total = number::int(pairs * ends / 2);
        return operators::binary(plain(Operator::Add), &start, &total);
    }
    // As `sum` does it since 3.12: ints, then floats with a running compensation (Neumaier), and from
    // the first item that fits neither on, plain addition.
    let (mut total, mut effort) = (start, Effort::new());
    let mut mode = match total {
        Value::Int(_) => Summing::Ints,
        Value::Float(_) => Summing::Floats { lost: 0.0 },
        _ => Summing::Anything,
    };
    iterate::each(items, |item| {
        if let (Summing::Floats { lost }, Value::Float(sum)) = (&mut mode, &mut total) {
            match item {
                Value::Float(x) => {
                    let next = *sum + x;
                    *lost += if sum.abs() >= x.abs() {
                        (*sum - next) + x
                    } else {
                        (x - next) + *sum
                    };
                    *sum = next;
                    return Ok(true);
                }
                Value::Int(x) => {
                    *sum += x as f64;
                    return Ok(true);
                }
                Value::Bool(x) => {
                    *sum += f64::from(u8::from(x));
                    return Ok(true);
                }
                _ => {
                    total = settled(&total, &mode);
                    mode = Summing::Anything;
                }
            }
        }
        // Each addition copies the sum.
        effort.spend(match &total {
            Value::List(list) => list.len(),
            Value::Tuple(tuple) => tuple.0.len(),
            Value::Big(total) => (total.bits() / 64) as usize,
            _ => 0,
        })?;
        total = operators::binary(plain(Operator::Add), &total, &item)?;
        if matches!(mode, Summing::Ints) {
            mode = match total {
                Value::Int(_) => Summing::Ints,
                Value::Float(_) => Summing::Floats { lost: 0.0 },
                _ => Summing::Anything,
            };
        }
        Ok(true)
    })?;
    Ok(settled(&total, &mode))
}

/// What `sum` has met so far.
enum Summing {
    Ints,
    Floats { lost: f64 },
    Anything,
}

/// The sum with what rounding lost, unless that isn't a number.
fn settled(total: &Value, mode: &Summing) -> Value {
    match (total, mode) {
        (Value::Float(sum), Summing::Floats { lost }) if *lost != 0.0 && lost.is_finite() => {
            Value::Float(sum + lost)
        }
        (total, _) => total.clone(),
    }
}

fn plain(operator: Operator) -> crate::bytecode::Binary {
    crate::bytecode::Binary {
        operator,
        in_place: false,
    }
}

fn extreme(name: &str, wanted: Compare, args: Args) -> Outcome<Value> {
    let mut default = None;
    for (keyword, value) in args.named() {
        match keyword {
            "default" if args.positional.len() == 1 => default = Some(value.clone()),
            "key" if matches!(value, Value::None) => {}
            "key" => return Err(Fault::unsupported(format!("{name}() with a key"))),
            _ => return Err(refused(name)),
        }
    }
    let (mut best, mut effort): (Option<Value>, _) = (None, Effort::new());
    let mut visit = |item: Value| -> Outcome<bool> {
        let better = match &best {
            Some(best) => operators::compare_within(wanted, &item, best, &mut effort)?,
            None => true,
        };
        if better {
            best = Some(item);
        }
        Ok(true)
    };
    match args.positional {
        [] => {
            return Err(Fault::type_error(format!(
                "{name} expected at least 1 argument, got 0"
            )));
        }
        [Value::Range(range)] if range.len > 0 => {
            visit(Value::Int(range.start))?;
            visit(Value::Int(range.at(range.len - 1)))?;
        }
        [items] => iterate::each(items, visit)?,
        items => {
            for item in items {
                visit(item.clone())?;
            }
        }
    }
    match best.or(default) {
        Some(value) => Ok(value),
        None => Err(Fault::value_error(format!(
            "{name}() iterable argument is empty"
        ))),
    }
}

/// `reverse=` of a sort.
fn descending(args: Args, name: &str) -> Outcome<bool> {
    let mut descending = false;
    for (keyword, value) in args.named() {
        match keyword {
            "reverse" if matches!(value, Value::Bool(_) | Value::Int(_)) => {
                descending = value.truth()
            }
            "key" if matches!(value, Value::None) => {}
            "key" => return Err(Fault::unsupported(format!("{name}() with a key"))),
            _ => return Err(refused(name)),
        }
    }
    Ok(descending)
}

fn sorted(args: Args) -> Outcome<Value> {
    let [items] = args.positional else {
        return Err(refused("sorted"));
    };
    let descending = descending(args, "sorted")?;
    let mut items = iterate::collect(items)?;
    list::sort(&mut items, descending)?;
    Ok(Value::list(items))
}

fn round(args: Args) -> Outcome<Value> {
    let (value, digits) = match (args.positional, args.named().next(), args.names.len()) {
        ([value], None, _) => (value, &Value::None),
        ([value, digits], None, _) => (value, digits),
        ([value], Some(("ndigits", digits)), 1) => (value, digits),
        _ => return Err(refused("round")),
    };
    let digits = match digits {
        Value::None => None,
        digits => Some(index(digits)?),
    };
    match (number(value), digits) {
        (Some(Number::Float(value)), None) => to_int(value.round_ties_even()),
        (Some(Number::Float(value)), Some(digits)) => {
            number::round_digits(value, digits).map(Value::Float)
        }
        (Some(Number::Int(value)), None | Some(0..)) => Ok(Value::Int(value)),
        (Some(_), None | Some(0..)) => Ok(value.clone()),
        (Some(number), Some(digits)) => {
            number::round_int(number, digits).ok_or_else(|| refused("round"))
        }
        (None, _) => {
            let kind = value.type_name();
            Err(Fault::type_error(format!(
                "type {kind} doesn't define __round__ method"
            )))
        }
    }
}

fn pow(args: Args) -> Outcome<Value> {
    let mut given: [Option<&Value>; 3] = [
        args.positional.first(),
        args.positional.get(1),
        args.positional.get(2),
    ];
    if args.positional.len() > 3 {
        return Err(refused("pow"));
    }
    for (name, value) in args.named() {
        let slot = match name {
            "base" => &mut given[0],
            "exp" => &mut given[1],
            "mod" => &mut given[2],
            _ => return Err(refused("pow")),
        };
        if slot.replace(value).is_some() {
            return Err(refused("pow"));
        }
    }
    match given {
        [Some(base), Some(exponent), None | Some(Value::None)] => {
            operators::binary(plain(Operator::Pow), base, exponent)
        }
        [Some(base), Some(exponent), Some(modulus)] => {
            let big = |value| number(value).and_then(Number::big);
            match (big(base), big(exponent), big(modulus)) {
                (Some(base), Some(exponent), Some(modulus)) => {
                    number::power_modulo(&base, &exponent, &modulus)
                }
                _ if [base, exponent, modulus]
                    .iter()
                    .all(|value| number(value).is_some()) =>
                {
                    Err(Fault::type_error(
                        "pow() 3rd argument not allowed unless all arguments are integers",
                    ))
                }
                _ => Err(refused("pow")),
            }
        }
        _ => Err(refused("pow")),
    }
}

impl Method {
    /// Whether a receiver has this method.
    pub(crate) fn belongs(self, receiver: &Value) -> bool {
        use Method::{
            Append, Borrow, Clear, Copy, Count, Endswith, Extend, Index, Insert, IsAlive, Join,
            Lower, Pop, Replace, Reverse, Sort, Split, Start, Startswith, Strip, Upper,
        };
        match receiver {
            Value::List(_) => {
                matches!(
                    self,
                    Append | Clear | Copy | Count | Extend | Index | Insert | Pop | Reverse | Sort
                )
            }
            Value::Tuple(_) => matches!(self, Count | Index),
            Value::Str(_) => {
                matches!(
                    self,
                    Count | Endswith | Join | Lower | Replace | Split | Startswith | Strip | Upper
                )
            }
            Value::Thread(_) => matches!(self, IsAlive | Join | Start),
            Value::Counted(_) => matches!(self, Borrow | Count),
            _ => false,
        }
    }

    pub(crate) fn call(self, receiver: &Value, args: Args, caller: &Caller) -> Outcome<Reply> {
        match receiver {
            Value::List(list) => self.on_list(list, args).map(Reply::Value),
            Value::Tuple(tuple) => match (self, args.positional) {
                (Method::Count, [wanted]) if args.names.is_empty() => {
                    count(&tuple.0, wanted).map(Reply::Value)
                }
                (Method::Index, [wanted]) if args.names.is_empty() => match find(&tuple.0, wanted)?
                {
                    Some(place) => Ok(Reply::Value(place)),
                    None => Err(Fault::value_error("tuple.index(x): x not in tuple")),
                },
                _ => Err(refused(self.name())),
            },
            Value::Str(text) => self.on_text(text, args).map(Reply::Value),
            Value::Thread(thread) => modules::method(self, thread, args, caller),
            Value::Counted(object) => refcounts::method(self, object, args, caller.thread),
            _ => Err(refused(self.name())),
        }
    }

    /// `Objects/listobject.c`.
    fn on_list(self, list: &List, args: Args) -> Outcome<Value> {
        let name = self.name();
        if self == Method::Sort {
            let descending = descending(args, "sort")?;
            if !args.positional.is_empty() {
                return Err(Fault::type_error("sort() takes no positional arguments"));
            }
            return list.sort(descending).map(|()| Value::None);
        }
        args.no_keywords(&format!("list.{name}"))?;
        match (self, args.positional) {
            (Method::Append, [item]) => list.append(item.clone())?,
            (Method::Extend, [items]) => operators::extend(list, items)?,
            (Method::Insert, [place, item]) => list.insert(index(place)?, item.clone())?,
            (Method::Pop, []) => return list.pop(-1),
            (Method::Pop, [place]) => return list.pop(index(place)?),
            (Method::Index, [wanted]) => {
                return match find(&list.items(), wanted)? {
                    Some(place) => Ok(place),
                    None => Err(Fault::value_error(format!(
                        "{} is not in list",
                        text::repr(wanted)?
                    ))),
                };
            }
            (Method::Count, [wanted]) => return count(&list.items(), wanted),
            (Method::Clear, []) => drop(list.take()),
            (Method::Copy, []) => return Ok(Value::list(list.items())),
            (Method::Reverse, []) => list.reverse(),
            (Method::Append | Method::Extend | Method::Count, given) => {
                let message = format!(
                    "list.{name}() takes exactly one argument ({} given)",
                    given.len()
                );
                return Err(Fault::type_error(message));
            }
            (Method::Clear | Method::Copy | Method::Reverse, given) => {
                let message = format!("list.{name}() takes no arguments ({} given)", given.len());
                return Err(Fault::type_error(message));
            }
            (Method::Insert, given) => {
                return Err(Fault::type_error(format!(
                    "insert expected 2 arguments, got {}",
                    given.len()
                )));
            }
            (Method::Pop, given) => {
                return Err(Fault::type_error(format!(
                    "pop expected at most 1 argument, got {}",
                    given.len()
                )));
            }
            _ => return Err(refused(&format!("list.{name}"))),
        }
        Ok(Value::None)
    }

    /// `Objects/unicodeobject.c`.
    fn on_text(self, text: &Text, args: Args) -> Outcome<Value> {
        let name = self.name();
        match (self, args.positional, args.names.len()) {
            (Method::Upper, [], 0) => Ok(Value::text(text.text.to_uppercase())),
            (Method::Lower, [], 0) => Ok(Value::text(text.text.to_lowercase())),
            (Method::Strip, [] | [Value::None], 0) => {
                Ok(Value::text(text.text.trim_matches(text::is_space)))
            }
            (Method::Strip, [Value::Str(set)], 0) => Ok(text::strip(&text.text, &set.text)),
            (Method::Startswith, [Value::Str(part)], 0) => {
                Ok(Value::Bool(text.text.starts_with(&*part.text)))
            }
            (Method::Endswith, [Value::Str(part)], 0) => {
                Ok(Value::Bool(text.text.ends_with(&*part.text)))
            }
            (Method::Startswith | Method::Endswith, [Value::Tuple(parts)], 0) => {
                let mut effort = Effort::new();
                for part in &parts.0 {
                    let Value::Str(part) = part else {
                        return Err(refused(name));
                    };
                    effort.spend_bytes(part.text.len())?;
                    let found = if self == Method::Startswith {
                        text.text.starts_with(&*part.text)
                    } else {
                        text.text.ends_with(&*part.text)
                    };
                    if found {
                        return Ok(Value::Bool(true));
                    }
                }
                Ok(Value::Bool(false))
            }
            (Method::Startswith | Method::Endswith, [other], 0) => {
                let kind = other.type_name();
                let message = format!("{name} first arg must be str or a tuple of str, not {kind}");
                Err(Fault::type_error(message))
            }
            (Method::Count, [Value::Str(part)], 0) => {
                let count = if part.text.is_empty() {
                    text.chars + 1
                } else {
                    text.text.matches(&*part.text).count()
                };
                Ok(Value::Int(count as i64))
            }
            (Method::Replace, [Value::Str(old), Value::Str(new)], 0) => {
                text::replace(text, old, new, -1)
            }
            (Method::Replace, [Value::Str(old), Value::Str(new), most], 0) => {
                text::replace(text, old, new, index(most)?)
            }
            (Method::Replace, [Value::Str(_), other, ..] | [other, ..], 0)
                if args.positional.len() >= 2 =>
            {
                let place = if matches!(args.positional.first(), Some(Value::Str(_))) {
                    2
                } else {
                    1
                };
                let kind = other.type_name();
                let message = format!("replace() argument {place} must be str, not {kind}");
                Err(Fault::type_error(message))
            }
            (Method::Split, [], 0) => text::split(&text.text, None, -1),
            (Method::Split, [Value::None], 0) => text::split(&text.text, None, -1),
            (Method::Split, [Value::None, most], 0) => text::split(&text.text, None, index(most)?),
            (Method::Split, [Value::Str(separator)], 0) => {
                text::split(&text.text, Some(&separator.text), -1)
            }
            (Method::Split, [Value::Str(separator), most], 0) => {
                text::split(&text.text, Some(&separator.text), index(most)?)
            }
            (Method::Split, [other], 0) => {
                let kind = other.type_name();
                Err(Fault::type_error(format!(
                    "must be str or None, not {kind}"
                )))
            }
            (Method::Join, [items], 0) => join(text, items),
            (Method::Upper | Method::Lower, given, 0) => Err(Fault::type_error(format!(
                "str.{name}() takes no arguments ({} given)",
                given.len()
            ))),
            (Method::Join, given, 0) => Err(Fault::type_error(format!(
                "str.join() takes exactly one argument ({} given)",
                given.len()
            ))),
            _ => Err(refused(&format!("str.{name}"))),
        }
    }

    /// The method with its receiver, as a value.
    pub(crate) fn bind(self, receiver: Value) -> Value {
        Value::Bound(Arc::new(Bound {
            receiver,
            method: self,
        }))
    }
}

fn join(separator: &Text, items: &Value) -> Outcome<Value> {
    let items = match iterate::collect(items) {
        Ok(items) => items,
        Err(fault) if fault.kind == ErrorKind::TypeError => {
            return Err(Fault::type_error("can only join an iterable"));
        }
        Err(fault) => return Err(fault),
    };
    let mut joined = String::new();
    for (index, item) in items.iter().enumerate() {
        let Value::Str(item) = item else {
            let kind = item.type_name();
            return Err(Fault::type_error(format!(
                "sequence item {index}: expected str instance, {kind} found"
            )));
        };
        if index > 0 {
            joined.push_str(&separator.text);
        }
        joined.push_str(&item.text);
        if joined.len() > text::MAX_BYTES {
            return Err(Fault::memory());
        }
    }
    Ok(Value::text(joined))
}

fn find(items: &[Value], wanted: &Value) -> Outcome<Option<Value>> {
    let mut effort = Effort::new();
    for (place, item) in items.iter().enumerate() {
        if operators::matches(item, wanted, &mut effort)? {
            return Ok(Some(Value::Int(place as i64)));
        }
    }
    Ok(None)
}

fn count(items: &[Value], wanted: &Value) -> Outcome<Value> {
    let (mut count, mut effort) = (0, Effort::new());
    for item in items {
        count += i64::from(operators::matches(item, wanted, &mut effort)?);
    }
    Ok(Value::Int(count))
}
