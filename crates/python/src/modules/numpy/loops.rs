//! Loops that make an array element by element, or change one.

use std::fmt;

use crate::builtins::arguments::wrong_receiver;
use crate::builtins::inside;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Reply};
use crate::native::{self, Work, reply};
use crate::thread::Caller;
use crate::value::Value;

use super::arrays::{Array, Data, Dtype, Element, count, shown_shape};
use super::{PIECE, SHORT, START, all, array, dtype_of, float, int, make, shape_of};

// What an element costs, in picoseconds: measured with numpy 2 on x86-64 Linux, from a cache.

/// Copying, converting, and what is as simple.
const COPY: u64 = 800;
/// What a multiplication and an addition of a matrix product cost.
const PRODUCT: [u64; 2] = [60, 780];

/// An operand: an array or a number.
#[derive(Clone)]
enum Operand {
    Array(Array),
    Float(f64),
    Int(i64),
    Bool(bool),
}

impl Operand {
    fn of(value: &Value) -> Outcome<Operand> {
        Ok(match inside(value) {
            Value::Float(value) => Operand::Float(value.get()),
            Value::Int(value) => Operand::Int(value),
            Value::Big(_) => int(value).map(Operand::Int)?,
            Value::Bool(value) => Operand::Bool(value.get()),
            value => Operand::Array(array(&value)?.clone()),
        })
    }

    fn dtype(&self) -> Dtype {
        match self {
            Operand::Array(array) => array.dtype,
            Operand::Float(_) => Dtype::Float,
            Operand::Int(_) => Dtype::Int,
            Operand::Bool(_) => Dtype::Bool,
        }
    }

    fn shape(&self) -> &[usize] {
        match self {
            Operand::Array(array) => &array.shape,
            _ => &[],
        }
    }

    fn broadcast(self, shape: &[usize]) -> Option<Operand> {
        match self {
            Operand::Array(array) => array.broadcast(shape).map(Operand::Array),
            other => Some(other),
        }
    }

    /// So many elements from one on.
    fn take<T: Element>(&self, from: usize, count: usize) -> Vec<T> {
        match self {
            Operand::Array(array) => array.take(from, count),
            Operand::Float(value) => vec![T::of_float(*value); count],
            Operand::Int(value) => vec![T::of_int(*value); count],
            Operand::Bool(value) => vec![T::of_bool(*value); count],
        }
    }
}

/// The shape of what is made of these.
fn common(operands: &[Operand]) -> Outcome<Vec<usize>> {
    let mut shape: Vec<usize> = Vec::new();
    for operand in operands {
        let other = operand.shape();
        let (mut long, short) = if shape.len() >= other.len() {
            (shape.clone(), other.to_vec())
        } else {
            (other.to_vec(), shape.clone())
        };
        let new = long.len() - short.len();
        for (length, other) in long.iter_mut().skip(new).zip(&short) {
            *length = match (*length, *other) {
                (a, b) if a == b => a,
                (1, b) => b,
                (a, 1) => a,
                _ => {
                    let shapes: Vec<String> = operands
                        .iter()
                        .map(|operand| shown_shape(operand.shape()).replace(", ", ","))
                        .collect();
                    let shapes = shapes.join(" ");
                    return Err(Fault::value_error(format!(
                        "operands could not be broadcast together with shapes {shapes} "
                    )));
                }
            };
        }
        shape = long;
    }
    Ok(shape)
}

/// What becomes of two elements.
#[derive(Clone, Copy)]
enum Binary {
    Float(fn(f64, f64) -> f64),
    Int(fn(i64, i64) -> i64),
    FloatTest(fn(f64, f64) -> bool),
    IntTest(fn(i64, i64) -> bool),
}

type One<T> = fn(T) -> T;
type Two<T, R> = fn(T, T) -> R;
type Line<A, B> = (&'static str, Two<f64, A>, Two<i64, B>, [u64; 2]);

/// Names, what they are for floats and for ints, and what an element costs of each.
static ARITHMETIC: &[Line<f64, i64>] = &[
    ("add", |a, b| a + b, i64::wrapping_add, [900, 900]),
    ("subtract", |a, b| a - b, i64::wrapping_sub, [900, 900]),
    ("multiply", |a, b| a * b, i64::wrapping_mul, [900, 900]),
    (
        "floor_divide",
        floor_divide,
        |a, b| divide(a, b).0,
        [28_000, 1_100],
    ),
    (
        "remainder",
        remainder,
        |a, b| divide(a, b).1,
        [28_000, 4_900],
    ),
    ("power", f64::powf, power, [3_900, 5_000]),
    (
        "maximum",
        |a, b| if a >= b || a.is_nan() { a } else { b },
        i64::max,
        [900, 900],
    ),
    (
        "minimum",
        |a, b| if a <= b || a.is_nan() { a } else { b },
        i64::min,
        [900, 900],
    ),
];

/// The same for what is true or not.
static TESTS: &[Line<bool, bool>] = &[
    ("less", |a, b| a < b, |a, b| a < b, [850, 850]),
    ("less_equal", |a, b| a <= b, |a, b| a <= b, [850, 850]),
    ("greater", |a, b| a > b, |a, b| a > b, [850, 850]),
    ("greater_equal", |a, b| a >= b, |a, b| a >= b, [850, 850]),
    ("equal", |a, b| a == b, |a, b| a == b, [850, 850]),
    ("not_equal", |a, b| a != b, |a, b| a != b, [850, 850]),
];

/// What there is for bools and ints only.
static BITS: &[(&str, Two<i64, i64>)] = &[
    ("bitwise_and", |a, b| a & b),
    ("bitwise_or", |a, b| a | b),
    ("bitwise_xor", |a, b| a ^ b),
];

/// What there is for one float.
static UNARY: &[(&str, One<f64>, u64)] = &[
    ("sqrt", f64::sqrt, 1_400),
    ("exp", f64::exp, 1_000),
    ("log", f64::ln, 1_350),
    ("log2", f64::log2, 1_350),
    ("log10", f64::log10, 4_000),
    ("sin", f64::sin, 9_000),
    ("cos", f64::cos, 9_000),
    ("tan", f64::tan, 12_000),
    ("tanh", f64::tanh, 4_000),
    ("floor", f64::floor, 800),
    ("ceil", f64::ceil, 800),
    ("rint", f64::round_ties_even, 800),
];

/// The quotient and the rest as Python has them; 0 for a division by 0.
fn divide(a: i64, b: i64) -> (i64, i64) {
    if b == 0 {
        return (0, 0);
    }
    let (quotient, rest) = (a.wrapping_div(b), a.wrapping_rem(b));
    if rest != 0 && (rest < 0) != (b < 0) {
        (quotient - 1, rest + b)
    } else {
        (quotient, rest)
    }
}

fn remainder(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest == 0.0 {
        0.0_f64.copysign(b)
    } else if (rest < 0.0) != (b < 0.0) && !rest.is_nan() {
        rest + b
    } else {
        rest
    }
}

fn floor_divide(a: f64, b: f64) -> f64 {
    if b == 0.0 {
        return a / b;
    }
    let quotient = (a - remainder(a, b)) / b;
    if quotient == 0.0 {
        return 0.0_f64.copysign(a / b);
    }
    let floor = quotient.floor();
    if quotient - floor > 0.5 {
        floor + 1.0
    } else {
        floor
    }
}

fn power(mut base: i64, exponent: i64) -> i64 {
    let (mut result, mut left) = (1_i64, exponent.max(0));
    while left > 0 {
        if left & 1 == 1 {
            result = result.wrapping_mul(base);
        }
        base = base.wrapping_mul(base);
        left >>= 1;
    }
    result
}

/// `binary(name, a, b)`.
pub(super) fn binary(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [name, a, b] = all::<3>(args)?;
    let name = name.as_str().unwrap_or_default();
    let operands = [Operand::of(a)?, Operand::of(b)?];
    let dtype = operands[0].dtype().max(operands[1].dtype());
    let is_float = dtype == Dtype::Float || name == "divide";
    let (what, dtype, cost) = if name == "divide" {
        (Binary::Float(|a, b| a / b), Dtype::Float, 1_200)
    } else if let Some((_, floats, ints, costs)) = TESTS.iter().find(|line| line.0 == name) {
        let what = if is_float {
            Binary::FloatTest(*floats)
        } else {
            Binary::IntTest(*ints)
        };
        (what, Dtype::Bool, costs[usize::from(!is_float)])
    } else if let Some((_, floats, ints, costs)) = ARITHMETIC.iter().find(|line| line.0 == name) {
        if dtype == Dtype::Bool && name == "subtract" {
            return Err(Fault::type_error(
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
            ));
        }
        let what = if is_float {
            Binary::Float(*floats)
        } else {
            Binary::Int(*ints)
        };
        // Of two bools numpy makes an int8 there.
        let counts = ["floor_divide", "remainder", "power"].contains(&name);
        let dtype = if counts { dtype.max(Dtype::Int) } else { dtype };
        (what, dtype, costs[usize::from(!is_float)])
    } else if let Some((_, ints)) = BITS.iter().find(|line| line.0 == name)
        && !is_float
    {
        (Binary::Int(*ints), dtype, 900)
    } else {
        return Err(Fault::type_error(format!(
            "ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''"
        )));
    };
    if name == "power"
        && !is_float
        && let Operand::Int(..0) = operands[1]
    {
        return Err(Fault::value_error(
            "Integers to negative integer powers are not allowed.",
        ));
    }
    let shape = common(&operands)?;
    let [Some(a), Some(b)] = operands.map(|operand| operand.broadcast(&shape)) else {
        return Err(wrong_receiver());
    };
    make(
        caller,
        "binary",
        dtype,
        shape,
        cost,
        1,
        move |data, from, count| match what {
            Binary::Float(f) => data.extend(&Data::Float(both(&a, &b, from, count, f))),
            Binary::Int(f) => data.extend(&Data::Int(both(&a, &b, from, count, f))),
            Binary::FloatTest(f) => data.extend(&Data::Bool(both(&a, &b, from, count, f))),
            Binary::IntTest(f) => data.extend(&Data::Bool(both(&a, &b, from, count, f))),
        },
    )
}

fn both<T: Element, R>(
    a: &Operand,
    b: &Operand,
    from: usize,
    count: usize,
    f: fn(T, T) -> R,
) -> Vec<R> {
    let (a, b) = (a.take::<T>(from, count), b.take::<T>(from, count));
    a.into_iter().zip(b).map(|(a, b)| f(a, b)).collect()
}

/// `unary(name, a)`.
pub(super) fn unary(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [name, given] = all::<2>(args)?;
    let name = name.as_str().unwrap_or_default();
    let a = array(given)?.clone();
    let shape = a.shape.clone();
    if let Some((_, f, cost)) = UNARY.iter().find(|line| line.0 == name) {
        return make(
            caller,
            "unary",
            Dtype::Float,
            shape,
            *cost,
            1,
            move |data, from, count| {
                let all = a.take::<f64>(from, count);
                data.extend(&Data::Float(all.into_iter().map(f).collect()));
            },
        );
    }
    let dtype = a.dtype;
    let (floats, ints): (One<f64>, One<i64>) = match name {
        "negative" if dtype != Dtype::Bool => (|a| -a, i64::wrapping_neg),
        "absolute" => (f64::abs, i64::wrapping_abs),
        "invert" if dtype == Dtype::Bool => (|a| a, |a| 1 - a),
        "invert" if dtype == Dtype::Int => (|a| a, |a| !a),
        "isnan" => {
            return make(
                caller,
                "unary",
                Dtype::Bool,
                shape,
                COPY,
                1,
                move |data, from, count| {
                    let all = a.take::<f64>(from, count);
                    data.extend(&Data::Bool(all.into_iter().map(f64::is_nan).collect()));
                },
            );
        }
        "negative" => {
            return Err(Fault::type_error(
                "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.",
            ));
        }
        _ => {
            return Err(Fault::type_error(format!(
                "ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''"
            )));
        }
    };
    make(
        caller,
        "unary",
        dtype,
        shape,
        COPY,
        1,
        move |data, from, count| {
            if dtype == Dtype::Float {
                let all = a.take::<f64>(from, count);
                data.extend(&Data::Float(all.into_iter().map(floats).collect()));
            } else {
                let all = a.take::<i64>(from, count);
                data.extend(&Data::Int(all.into_iter().map(ints).collect()));
            }
        },
    )
}

/// `where(condition, a, b)`.
pub(super) fn choose(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [condition, a, b] = all::<3>(args)?;
    let operands = [Operand::of(condition)?, Operand::of(a)?, Operand::of(b)?];
    let dtype = operands[1].dtype().max(operands[2].dtype());
    let shape = common(&operands)?;
    let [Some(condition), Some(a), Some(b)] = operands.map(|operand| operand.broadcast(&shape))
    else {
        return Err(wrong_receiver());
    };
    make(
        caller,
        "where",
        dtype,
        shape,
        2 * COPY,
        1,
        move |data, from, count| {
            let condition = condition.take::<bool>(from, count);
            let pick = condition.into_iter();
            if dtype == Dtype::Float {
                let (a, b) = (a.take::<f64>(from, count), b.take::<f64>(from, count));
                let pairs = a.into_iter().zip(b).zip(pick);
                data.extend(&Data::Float(
                    pairs
                        .map(|((a, b), is_a)| if is_a { a } else { b })
                        .collect(),
                ));
            } else {
                let (a, b) = (a.take::<i64>(from, count), b.take::<i64>(from, count));
                let pairs = a.into_iter().zip(b).zip(pick);
                data.extend(&Data::Int(
                    pairs
                        .map(|((a, b), is_a)| if is_a { a } else { b })
                        .collect(),
                ));
            }
        },
    )
}

/// `full(shape, dtype, value)`.
pub(super) fn full(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [shape, dtype, value] = all::<3>(args)?;
    let (shape, dtype, value) = (
        shape_of(caller, shape)?,
        dtype_of(dtype)?,
        Operand::of(value)?,
    );
    make(
        caller,
        "full",
        dtype,
        shape,
        COPY / 2,
        1,
        move |data, _, count| match dtype {
            Dtype::Bool => data.extend(&Data::Bool(value.take(0, count))),
            Dtype::Int => data.extend(&Data::Int(value.take(0, count))),
            Dtype::Float => data.extend(&Data::Float(value.take(0, count))),
        },
    )
}

/// `arange(start, step, count)`: ints if both are.
pub(super) fn arange(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [start, step, length] = all::<3>(args)?;
    let shape = shape_of(caller, &Value::tuple(vec![length.clone()]))?;
    if let (Value::Int(start), Value::Int(step)) = (start, step) {
        let (start, step) = (*start, *step);
        return make(
            caller,
            "arange",
            Dtype::Int,
            shape,
            COPY / 2,
            1,
            move |data, from, count| {
                let at = |index: usize| start.wrapping_add(step.wrapping_mul(index as i64));
                data.extend(&Data::Int((from..from + count).map(at).collect()));
            },
        );
    }
    let (start, step) = (float(start)?, float(step)?);
    make(
        caller,
        "arange",
        Dtype::Float,
        shape,
        COPY / 2,
        1,
        move |data, from, count| {
            let at = |index: usize| start + index as f64 * step;
            data.extend(&Data::Float((from..from + count).map(at).collect()));
        },
    )
}

/// `copy(array, dtype)`.
pub(super) fn copy(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [given, dtype] = all::<2>(args)?;
    let (a, dtype) = (array(given)?.clone(), dtype_of(dtype)?);
    make(
        caller,
        "copy",
        dtype,
        a.shape.clone(),
        COPY,
        1,
        move |data, from, count| {
            data.extend(&a.piece(from, count));
        },
    )
}

/// `pick(array, indices)`: what is there along the first axis.
pub(super) fn pick(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [given, indices] = all::<2>(args)?;
    let (a, indices) = (array(given)?.clone(), array(indices)?.clone());
    let Some((&length, inner)) = a.shape.split_first() else {
        return Err(wrong_receiver());
    };
    let row: usize = inner.iter().product();
    let mut shape = indices.shape.clone();
    shape.extend(inner);
    let places = indices.take::<i64>(0, indices.len());
    let places = within(places, length)?;
    let row = row.max(1);
    make(
        caller,
        "pick",
        a.dtype,
        shape,
        2 * COPY,
        1,
        move |data, from, count| {
            for at in from..from + count {
                let place = places.get(at / row).copied().unwrap_or(0);
                data.extend(&a.piece(place * row + at % row, 1));
            }
        },
    )
}

/// Indices as places; an error if there is no such place.
fn within(indices: Vec<i64>, length: usize) -> Outcome<Vec<usize>> {
    let place = |index: i64| {
        let place = if index < 0 {
            index + length as i64
        } else {
            index
        };
        if (0..length as i64).contains(&place) {
            Ok(place as usize)
        } else {
            Err(Fault::new(
                crate::error::ErrorKind::IndexError,
                format!("index {index} is out of bounds for axis 0 with size {length}"),
            ))
        }
    };
    indices.into_iter().map(place).collect()
}

/// `place(array, condition)`: the indices of the elements at which a condition of the same shape is true.
pub(super) fn place(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [condition] = all::<1>(args)?;
    let condition = array(condition)?;
    let condition = condition.take::<bool>(0, condition.len());
    let places = condition
        .iter()
        .enumerate()
        .filter(|(_, is_true)| **is_true);
    let places: Vec<i64> = places.map(|(place, _)| place as i64).collect();
    let length = places.len();
    Ok(super::object(caller.world, Array::new(Data::Int(places), vec![length])).into())
}

/// `matmul(a, b)` of two dimensions each.
pub(super) fn matmul(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [a, b] = all::<2>(args)?;
    let (a, b) = (array(a)?.clone(), array(b)?.clone());
    let (&[rows, depth], &[other, columns]) = (&*a.shape, &*b.shape) else {
        return Err(wrong_receiver());
    };
    if depth != other {
        return Err(Fault::value_error(format!(
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size {other} is different from {depth})"
        )));
    }
    let dtype = a.dtype.max(b.dtype);
    count(&[other, columns], dtype)?;
    // The second one as it is when it begins, one column behind the other.
    let turned = b.transposed(&[1, 0]);
    let mut second: Option<Data> = None;
    let cost = PRODUCT[usize::from(dtype != Dtype::Float)];
    make(
        caller,
        "matmul",
        dtype,
        vec![rows, columns],
        cost,
        depth,
        move |data, from, count| {
            let second = second.get_or_insert_with(|| {
                let size = columns * depth;
                if dtype == Dtype::Float {
                    Data::Float(turned.take(0, size))
                } else {
                    Data::Int(turned.take(0, size))
                }
            });
            let mut row = (usize::MAX, Data::Int(Vec::new()));
            for at in from..from + count {
                let (line, column) = (at / columns, at % columns);
                if row.0 != line {
                    row = (line, a.piece(line * depth, depth));
                    let mut same = Data::with_room(dtype.max(Dtype::Int), depth);
                    same.extend(&row.1);
                    row.1 = same;
                }
                match (&row.1, &*second, &mut *data) {
                    (Data::Float(row), Data::Float(all), Data::Float(data)) => {
                        let other = all.get(column * depth..).unwrap_or_default();
                        data.push(dot(row, other));
                    }
                    (Data::Int(row), Data::Int(all), data) => {
                        let other = all.get(column * depth..).unwrap_or_default();
                        let pairs = row.iter().zip(other);
                        let sum =
                            pairs.fold(0_i64, |sum, (a, b)| sum.wrapping_add(a.wrapping_mul(*b)));
                        match data {
                            Data::Int(data) => data.push(sum),
                            // Of bools.
                            data => data.extend(&Data::Int(vec![sum])),
                        }
                    }
                    _ => {}
                }
            }
        },
    )
}

/// Four sums side by side, which a processor does at once.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let b = b.get(..a.len()).unwrap_or_default();
    let (fours, others) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest = fours.remainder().iter().zip(others.remainder());
    let rest: f64 = rest.map(|(a, b)| a * b).sum();
    for (a, b) in fours.zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// What puts elements into an array that is there.
struct Store {
    to: Array,
    from: Operand,
    /// Where, if not everywhere in order.
    places: Option<Vec<usize>>,
    size: usize,
    done: usize,
}

/// `store(array, new, indices)`: in all places, or in those (of the flat array).
pub(super) fn store(args: Args, _: &Caller) -> Outcome<Reply> {
    let [given, new, indices] = all::<3>(args)?;
    let (to, new) = (array(given)?.clone(), Operand::of(new)?);
    let places = match indices {
        Value::None => None,
        indices => {
            let indices = array(indices)?;
            Some(within(indices.take(0, indices.len()), to.len())?)
        }
    };
    let shape = match &places {
        Some(places) => vec![places.len()],
        None => to.shape.clone(),
    };
    let refused = format!(
        "could not broadcast input array from shape {} into shape {}",
        shown_shape(new.shape()).replace(", ", ","),
        shown_shape(&shape).replace(", ", ",")
    );
    // Axes of length 1 in front do not matter.
    let new = match new {
        Operand::Array(array) => {
            let extra = array.shape.len().saturating_sub(shape.len());
            let is_single = array.shape.iter().take(extra).all(|length| *length == 1);
            let inner = array.shape.get(extra..).unwrap_or_default().to_vec();
            let array = if is_single && extra > 0 {
                array.reshaped(inner).unwrap_or(array)
            } else {
                array
            };
            // What is overwritten meanwhile is read before.
            if array.overlaps(&to) {
                count(&array.shape, array.dtype)?;
                let (data, shape) = (array.piece(0, array.len()), array.shape.clone());
                Operand::Array(Array::new(data, shape))
            } else {
                Operand::Array(array)
            }
        }
        other => other,
    };
    let Some(from) = new.broadcast(&shape) else {
        return Err(Fault::value_error(refused));
    };
    reply(Store {
        size: shape.iter().product(),
        to,
        from,
        places,
        done: 0,
    })
}

impl Work for Store {
    fn piece(&mut self) -> u64 {
        let start = if self.done == 0 { START } else { 0 };
        let count = PIECE.min(self.size.saturating_sub(self.done));
        let new = match self.to.dtype {
            Dtype::Bool => Data::Bool(self.from.take(self.done, count)),
            Dtype::Int => Data::Int(self.from.take(self.done, count)),
            Dtype::Float => Data::Float(self.from.take(self.done, count)),
        };
        match &self.places {
            None => self.to.put(self.done, &new),
            Some(places) => {
                let places = places.iter().skip(self.done).take(count);
                for (index, place) in places.enumerate() {
                    let one = match &new {
                        Data::Bool(all) => {
                            Data::Bool(all.get(index).copied().into_iter().collect())
                        }
                        Data::Int(all) => Data::Int(all.get(index).copied().into_iter().collect()),
                        Data::Float(all) => {
                            Data::Float(all.get(index).copied().into_iter().collect())
                        }
                    };
                    self.to.put(*place, &one);
                }
            }
        }
        self.done += count.max(1);
        start + COPY * count as u64
    }

    fn is_over(&self) -> bool {
        self.done >= self.size.max(1)
    }

    fn progress(&self) -> f64 {
        native::share(self.done, self.size)
    }

    fn result(self: Box<Self>) -> Outcome<Value> {
        Ok(Value::None)
    }

    fn keeps_lock(&self) -> bool {
        self.size <= SHORT
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "store {} elements", self.size)
    }
}
