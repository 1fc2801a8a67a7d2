//! `_numpy`: arrays of bool, int64 and float64, and the loops over them. As in numpy no lock is needed for a loop
//! over more than 500 elements.

mod arrays;
mod loops;
mod numbers;
mod reductions;

use crate::builtins::arguments::{at, index, wrong_receiver};
use crate::builtins::{function, inside};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::native::{self, State, Work, reply};
use crate::object::Ref;
use crate::thread::Caller;
use crate::value::Value;
use crate::world::World;

use self::arrays::{Array, Data, Dtype, count};

pub(crate) use self::arrays::{buffer, saved as saved_array};
pub(crate) use self::numbers::saved as saved_source;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // array(flat list of numbers, dtype, shape)
    function("array", |args, caller| {
        let [Value::List(items), dtype, shape] = args.positional else {
            return Err(wrong_receiver());
        };
        let (dtype, shape) = (dtype_of(dtype)?, shape_of(caller, shape)?);
        let items = items.items();
        let size = count(&shape, dtype)?;
        let mut data = Data::with_room(dtype, size);
        match &mut data {
            Data::Bool(all) => all.extend(items.iter().map(Value::truth)),
            Data::Int(all) => {
                for item in &items {
                    all.push(int(item)?);
                }
            }
            Data::Float(all) => {
                for item in &items {
                    all.push(float(item)?);
                }
            }
        }
        if data.len() != size {
            return Err(wrong_receiver());
        }
        Ok(object(caller.world, Array::new(data, shape)).into())
    }),
    // info(array) -> (dtype, shape, size)
    function("info", |args, _| {
        let array = array(at(args.positional, 0))?;
        let shape = array.shape.iter().map(|length| Value::Int(*length as i64));
        Ok(Value::tuple(vec![
            Value::text(array.dtype.name()),
            Value::tuple(shape.collect()),
            Value::Int(array.len() as i64),
        ])
        .into())
    }),
    // values(array) -> flat list
    function("values", |args, _| {
        let array = array(at(args.positional, 0))?;
        crate::text::fits(array.len().saturating_mul(size_of::<Value>()))?;
        Ok(Value::list(array.values(0, array.len())).into())
    }),
    // view(array, tuple) -> array
    function("view", |args, caller| {
        let [given, Value::Tuple(index)] = args.positional else {
            return Err(wrong_receiver());
        };
        Ok(object(caller.world, array(given)?.at(&index.0)?).into())
    }),
    // at(array, tuple) -> array; a number if there is an int for each axis
    function("at", |args, caller| {
        let [given, Value::Tuple(index)] = args.positional else {
            return Err(wrong_receiver());
        };
        let array = array(given)?;
        let found = array.at(&index.0)?;
        let is_int = |value: &Value| matches!(inside(value), Value::Int(_));
        if index.0.len() == array.shape.len() && index.0.iter().all(is_int) {
            return Ok(found.scalar().unwrap_or_default().into());
        }
        Ok(object(caller.world, found).into())
    }),
    // reshape(array, shape) -> array, or None if it has to be copied
    function("reshape", |args, caller| {
        let [given, shape] = args.positional else {
            return Err(wrong_receiver());
        };
        let (array, shape) = (array(given)?, shape_of(caller, shape)?);
        if count(&shape, array.dtype)? != array.len() {
            return Err(wrong_receiver());
        }
        let reshaped = array.reshaped(shape);
        Ok(reshaped
            .map_or(Value::None, |made| object(caller.world, made))
            .into())
    }),
    // transpose(array, axes) -> array
    function("transpose", |args, caller| {
        let [given, axes] = args.positional else {
            return Err(wrong_receiver());
        };
        let (array, axes) = (array(given)?, shape_of(caller, axes)?);
        if axes.len() != array.shape.len() {
            return Err(wrong_receiver());
        }
        Ok(object(caller.world, array.transposed(&axes)).into())
    }),
    function("full", loops::full),
    function("arange", loops::arange),
    function("copy", loops::copy),
    function("unary", loops::unary),
    function("binary", loops::binary),
    function("where", loops::choose),
    function("store", loops::store),
    function("pick", loops::pick),
    function("place", loops::place),
    function("matmul", loops::matmul),
    function("reduce", reductions::reduce),
    function("cumulate", reductions::cumulate),
    function("sort", reductions::sort),
    function("twister", numbers::twister),
    function("pcg", numbers::pcg),
    function("random", numbers::random),
];

/// What a loop costs whatever its length, in picoseconds.
const START: u64 = 250_000;
/// How many elements make a piece.
const PIECE: usize = 1 << 14;
/// What has no more elements keeps the lock (`NPY_BEGIN_THREADS_THRESHOLDED`).
const SHORT: usize = 500;

fn object(world: &World, array: Array) -> Value {
    State::object(world, array)
}

fn array(value: &Value) -> Outcome<&Array> {
    native::state(value).ok_or_else(wrong_receiver)
}

fn dtype_of(value: &Value) -> Outcome<Dtype> {
    value
        .as_str()
        .and_then(Dtype::of)
        .ok_or_else(wrong_receiver)
}

fn shape_of(caller: &Caller, value: &Value) -> Outcome<Vec<usize>> {
    let Value::Tuple(lengths) = value else {
        return Err(wrong_receiver());
    };
    let length = |value| {
        usize::try_from(index(caller, value)?)
            .map_err(|_| Fault::value_error("negative dimensions are not allowed"))
    };
    lengths.0.iter().map(length).collect()
}

fn int(value: &Value) -> Outcome<i64> {
    match inside(value) {
        Value::Int(value) => Ok(value),
        Value::Bool(value) => Ok(value.into()),
        Value::Float(value) => Ok(arrays::Element::of_float(value.get())),
        Value::Big(_) => Err(Fault::overflow("Python int too large to convert to C long")),
        _ => Err(wrong_receiver()),
    }
}

fn float(value: &Value) -> Outcome<f64> {
    match &inside(value) {
        Value::Float(value) => Ok(value.get()),
        Value::Big(value) => Ok(num_traits::ToPrimitive::to_f64(&value.0).unwrap_or(f64::NAN)),
        value => Ok(int(value)? as f64),
    }
}

/// Something that makes an array piece by piece, of the class that the world has for it.
struct Making<F> {
    what: &'static str,
    class: Ref<crate::class::Class>,
    /// What is made so far, and the shape that it will have.
    data: Data,
    shape: Vec<usize>,
    size: usize,
    /// What an element costs.
    cost: u64,
    /// How many elements are looked at for one that is made.
    depth: usize,
    done: usize,
    /// Adds so many elements from one on.
    more: F,
}

/// Has an array made by what adds elements from one on, so many.
fn make<F>(
    caller: &Caller,
    what: &'static str,
    dtype: Dtype,
    shape: Vec<usize>,
    cost: u64,
    depth: usize,
    more: F,
) -> Outcome<Reply>
where
    F: FnMut(&mut Data, usize, usize) + Send + 'static,
{
    let size = count(&shape, dtype)?;
    reply(Making {
        what,
        class: caller.world.class(crate::kind::Kind::State).clone(),
        data: Data::with_room(dtype, size),
        shape,
        size,
        cost,
        depth,
        done: 0,
        more,
    })
}

impl<F: FnMut(&mut Data, usize, usize) + Send> Work for Making<F> {
    fn piece(&mut self) -> u64 {
        let start = if self.done == 0 { START } else { 0 };
        let most = (PIECE / self.depth.max(1)).max(1);
        let count = most.min(self.size.saturating_sub(self.done));
        (self.more)(&mut self.data, self.done, count);
        self.done += count.max(1);
        start + self.cost.saturating_mul((count * self.depth.max(1)) as u64)
    }

    fn is_over(&self) -> bool {
        self.done >= self.size.max(1)
    }

    fn progress(&self) -> f64 {
        native::share(self.done, self.size)
    }

    fn result(self: Box<Self>) -> Outcome<Value> {
        Ok(State::of_class(
            self.class,
            Array::new(self.data, self.shape),
        ))
    }

    fn keeps_lock(&self) -> bool {
        self.size.saturating_mul(self.depth.max(1)) <= SHORT
    }
}

impl<F> std::fmt::Debug for Making<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} of {} elements", self.what, self.size)
    }
}

/// All arguments, of which there must be so many.
fn all<const N: usize>(args: Args<'_>) -> Outcome<&[Value; N]> {
    args.positional.try_into().map_err(|_| wrong_receiver())
}
