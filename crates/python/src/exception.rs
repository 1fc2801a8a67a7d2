//! What an exception is inside.

use crate::class::Class;
use crate::error::{Fault, More};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::object::{Guarded, Ref};
use crate::value::Value;
use crate::world::World;

/// How many places a traceback remembers at its beginning, and at its end.
const PLACES: usize = 2000;

/// The parts of an exception.
#[derive(Debug)]
pub(crate) struct Raised {
    /// `args`: a tuple.
    pub(crate) args: Value,
    /// `__cause__`, or `Null`.
    pub(crate) cause: Value,
    /// `__context__`, or `Null`.
    pub(crate) context: Value,
    /// `__suppress_context__`.
    pub(crate) suppress: bool,
    /// Where it went through, the innermost place first.
    pub(crate) places: Vec<Place>,
    /// The name that wasn't found, and in what.
    pub(crate) missing: Option<(Box<str>, Value)>,
    /// A group's exceptions: a tuple, or `Null`.
    pub(crate) exceptions: Value,
    /// `str()` of it, if that took Python and has been asked for.
    pub(crate) said: Option<Box<str>>,
}

/// An instruction of a function's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) code: u32,
    pub(crate) op: u32,
}

impl Raised {
    pub(crate) fn new(args: Vec<Value>) -> Raised {
        Raised {
            args: Value::tuple(args),
            cause: Value::Null,
            context: Value::Null,
            suppress: false,
            places: Vec::new(),
            missing: None,
            exceptions: Value::Null,
            said: None,
        }
    }

    /// It went through a place.
    pub(crate) fn pass(&mut self, place: Place) {
        if self.places.len() < 2 * PLACES {
            self.places.push(place);
        }
    }

    pub(crate) fn values(&self) -> Vec<Value> {
        let mut values = vec![
            self.args.clone(),
            self.cause.clone(),
            self.context.clone(),
            self.exceptions.clone(),
        ];
        values.extend(self.missing.as_ref().map(|(_, of)| of.clone()));
        values
    }
}

impl Fault {
    /// The exception as an object.
    pub(crate) fn into_value(self, world: &World) -> Value {
        let args = match self.message.as_str() {
            "" => Vec::new(),
            message => vec![Value::text(message)],
        };
        let raised = match self.more {
            More::Raised(value) => return value,
            More::Args(args) => Raised::new(args),
            More::Nothing | More::InPython => Raised::new(args),
            More::Name(name, of) => {
                let mut raised = Raised::new(args);
                raised.missing = Some((name, of));
                raised
            }
        };
        exception(world, self.kind, raised)
    }
}

/// `SyntaxError`, with where it is.
pub(crate) fn syntax_error(error: &compiler::CompileError) -> Box<Fault> {
    let kind = Kind::ALL.iter().find(|kind| kind.name() == error.kind());
    let kind = kind.copied().unwrap_or(Kind::SyntaxError);
    let number = |number: u32| Value::Int(number.into());
    let (end_line, end_column) = error.end();
    let place = Value::tuple(vec![
        Value::text(error.file()),
        number(error.line()),
        number(error.column()),
        Value::text(error.source_line()),
        number(end_line),
        number(end_column),
    ]);
    if kind == Kind::NotImplementedError {
        return Fault::new(kind, error.message());
    }
    Fault::with_args(kind, vec![Value::text(error.message()), place])
}

/// An instance of an exception's class, without arguments and without asking its `__init__`.
pub(crate) fn of_class(class: &Ref<Class>) -> Value {
    let payload = Payload::Exception(Guarded::new(Raised::new(Vec::new())));
    Value::Object(Ref::new(Instance::new(class.clone(), payload)))
}

/// The first of an exception's arguments, or `None`: what a generator returned.
pub(crate) fn first_argument(exception: &Value) -> Value {
    let args = raised(exception).map(|raised| raised.with(|raised| raised.args.clone()));
    match args {
        Some(Value::Tuple(args)) => args.0.first().cloned().unwrap_or(Value::None),
        _ => Value::None,
    }
}

/// An exception of one of the language's own classes.
pub(crate) fn exception(world: &World, kind: Kind, raised: Raised) -> Value {
    let payload = Payload::Exception(Guarded::new(raised));
    let class = world.class(kind).clone();
    Value::Object(Ref::new(Instance::new(class, payload)))
}

/// The inside of a value that is an exception.
pub(crate) fn raised(value: &Value) -> Option<&Guarded<Raised>> {
    match value {
        Value::Object(object) => match &object.payload {
            Payload::Exception(raised) => Some(raised),
            _ => None,
        },
        _ => None,
    }
}
