//! What becomes of a whole array, or of each row along an axis: sums, extremes, orders.

use std::fmt;
use std::mem;

use crate::builtins::arguments::{index, wrong_receiver};
use crate::class::Class;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Reply};
use crate::kind::Kind;
use crate::native::{self, State, Work, reply};
use crate::object::Ref;
use crate::thread::Caller;
use crate::value::Value;

use super::arrays::{Array, Data, Dtype, Element, count};
use super::{PIECE, SHORT, START, all, array, make};

/// What is made of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Sum,
    Product,
    Least,
    Greatest,
    PlaceOfLeast,
    PlaceOfGreatest,
    Any,
    All,
}

impl Kept {
    fn of(name: &str) -> Option<Kept> {
        Some(match name {
            "sum" => Kept::Sum,
            "prod" => Kept::Product,
            "min" => Kept::Least,
            "max" => Kept::Greatest,
            "argmin" => Kept::PlaceOfLeast,
            "argmax" => Kept::PlaceOfGreatest,
            "any" => Kept::Any,
            "all" => Kept::All,
            _ => return None,
        })
    }

    fn dtype(self, of: Dtype) -> Dtype {
        match self {
            Kept::Sum | Kept::Product => of.max(Dtype::Int),
            Kept::Least | Kept::Greatest => of,
            Kept::PlaceOfLeast | Kept::PlaceOfGreatest => Dtype::Int,
            Kept::Any | Kept::All => Dtype::Bool,
        }
    }

    fn is_least(self) -> bool {
        matches!(self, Kept::Least | Kept::PlaceOfLeast)
    }
}

/// A reduction under way: rows one after the other, each in pieces.
struct Reduction {
    kept: Kept,
    class: Ref<Class>,
    /// The axis that goes is the last one.
    from: Array,
    shape: Vec<usize>,
    rows: usize,
    length: usize,
    row: usize,
    state: Row,
    out: Data,
}

/// How far a row is.
enum Row {
    /// From the first element to the last.
    Along {
        done: usize,
        float: f64,
        int: i64,
        place: usize,
    },
    /// A sum of floats by halves, as numpy does it: what is still to add up, and what the parts came to.
    Halves { todo: Vec<Half>, sums: Vec<f64> },
}

enum Half {
    Part(usize, usize),
    Add,
}

/// `reduce(name, array, axis)`; without an axis, of all elements.
pub(super) fn reduce(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [name, given, axis] = all::<3>(args)?;
    let kept = name
        .as_str()
        .and_then(Kept::of)
        .ok_or_else(wrong_receiver)?;
    let array = array(given)?;
    let (from, shape, length, is_last) = match axis {
        Value::None => (array.clone(), Vec::new(), array.len(), true),
        axis => {
            let axis = usize::try_from(index(caller, axis)?).unwrap_or(usize::MAX);
            let mut axes: Vec<usize> = (0..array.shape.len()).collect();
            if axis >= axes.len() {
                return Err(wrong_receiver());
            }
            axes.push(axis);
            axes.remove(axis);
            let from = array.transposed(&axes);
            let (last, shape) = from.shape.split_last().ok_or_else(wrong_receiver)?;
            let (last, shape) = (*last, shape.to_vec());
            (from, shape, last, axis + 1 == array.shape.len())
        }
    };
    let rows = shape.iter().product();
    if length == 0 && rows > 0 && !matches!(kept, Kept::Sum | Kept::Product | Kept::Any | Kept::All)
    {
        let what = match kept {
            Kept::Least => "zero-size array to reduction operation minimum which has no identity",
            Kept::Greatest => {
                "zero-size array to reduction operation maximum which has no identity"
            }
            Kept::PlaceOfLeast => "attempt to get argmin of an empty sequence",
            _ => "attempt to get argmax of an empty sequence",
        };
        return Err(Fault::value_error(what));
    }
    let dtype = kept.dtype(array.dtype);
    count(&shape, dtype)?;
    let halves = kept == Kept::Sum && array.dtype == Dtype::Float && is_last;
    reply(Reduction {
        kept,
        class: caller.world.class(Kind::State).clone(),
        from,
        out: Data::with_room(dtype, rows),
        rows,
        shape,
        length,
        row: 0,
        state: Row::begin(kept, halves, length),
    })
}

impl Row {
    fn begin(kept: Kept, halves: bool, length: usize) -> Row {
        if halves {
            return Row::Halves {
                todo: vec![Half::Part(0, length)],
                sums: Vec::new(),
            };
        }
        let one = i64::from(matches!(kept, Kept::Product | Kept::All));
        Row::Along {
            done: 0,
            float: one as f64,
            int: one,
            place: 0,
        }
    }
}

/// The sum of up to 128 numbers in eight lanes, of more by halves (`pairwise_sum` in numpy).
fn pairwise(all: &[f64]) -> f64 {
    let count = all.len();
    if count < 8 {
        return all.iter().fold(-0.0, |sum, value| sum + value);
    }
    if count > 128 {
        let half = count / 2;
        let (first, second) = all.split_at(half - half % 8);
        return pairwise(first) + pairwise(second);
    }
    let mut lanes = [0.0; 8];
    let eights = all.chunks_exact(8);
    let rest = eights.remainder();
    for (index, eight) in eights.enumerate() {
        for (lane, value) in lanes.iter_mut().zip(eight) {
            *lane = if index == 0 { *value } else { *lane + value };
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    let sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
    rest.iter().fold(sum, |sum, value| sum + value)
}

impl Reduction {
    /// A row is over.
    fn keep(&mut self) {
        let halves = matches!(self.state, Row::Halves { .. });
        let next = Row::begin(self.kept, halves, self.length);
        match mem::replace(&mut self.state, next) {
            Row::Halves { sums, .. } => {
                // A sum begins with 0.
                self.out.extend(&Data::Float(vec![
                    0.0 + sums.first().copied().unwrap_or(0.0),
                ]));
            }
            Row::Along {
                float, int, place, ..
            } => self.out.extend(&match self.kept {
                Kept::PlaceOfLeast | Kept::PlaceOfGreatest => Data::Int(vec![place as i64]),
                _ if self.from.dtype == Dtype::Float => Data::Float(vec![float]),
                _ => Data::Int(vec![int]),
            }),
        }
        self.row += 1;
    }

    /// Goes on in the row; says how many elements it has looked at.
    fn step(&mut self) -> usize {
        let begin = self.row * self.length;
        let is_float = self.from.dtype == Dtype::Float;
        match &mut self.state {
            Row::Halves { todo, sums } => match todo.pop() {
                Some(Half::Part(from, count)) if count > PIECE => {
                    let half = count / 2;
                    let half = half - half % 8;
                    todo.push(Half::Add);
                    todo.push(Half::Part(from + half, count - half));
                    todo.push(Half::Part(from, half));
                    0
                }
                Some(Half::Part(from, count)) => {
                    sums.push(pairwise(&self.from.take::<f64>(begin + from, count)));
                    count
                }
                Some(Half::Add) => {
                    let second = sums.pop().unwrap_or(0.0);
                    let first = sums.pop().unwrap_or(0.0);
                    sums.push(first + second);
                    0
                }
                None => 0,
            },
            Row::Along {
                done,
                float,
                int,
                place,
            } => {
                let count = PIECE.min(self.length - *done);
                if matches!(self.kept, Kept::Any | Kept::All) {
                    let mut some = self.from.take::<bool>(begin + *done, count).into_iter();
                    *int = if self.kept == Kept::Any {
                        i64::from(*int != 0 || some.any(|value| value))
                    } else {
                        i64::from(*int != 0 && some.all(|value| value))
                    };
                    *float = *int as f64;
                } else if is_float {
                    let some = self.from.take::<f64>(begin + *done, count);
                    *float = fold(
                        self.kept,
                        *float,
                        place,
                        *done,
                        &some,
                        |a, b| a + b,
                        |a, b| a * b,
                    );
                } else {
                    let some = self.from.take::<i64>(begin + *done, count);
                    *int = fold(
                        self.kept,
                        *int,
                        place,
                        *done,
                        &some,
                        i64::wrapping_add,
                        i64::wrapping_mul,
                    );
                }
                *done += count;
                count
            }
        }
    }

    fn row_is_over(&self) -> bool {
        match &self.state {
            Row::Halves { todo, .. } => todo.is_empty(),
            Row::Along { done, .. } => *done >= self.length,
        }
    }
}

/// Goes through some elements, of which the first is at `from`.
fn fold<T: Element + PartialOrd>(
    kept: Kept,
    so_far: T,
    place: &mut usize,
    from: usize,
    some: &[T],
    add: fn(T, T) -> T,
    multiply: fn(T, T) -> T,
) -> T {
    let mut result = so_far;
    for (index, value) in some.iter().enumerate() {
        result = match kept {
            Kept::Sum => add(result, *value),
            Kept::Product => multiply(result, *value),
            _ => {
                let is_better = if kept.is_least() {
                    *value < result
                } else {
                    *value > result
                };
                // What is not a number goes before all others: it is not equal to itself.
                #[allow(clippy::eq_op, reason = "that is what NaN is known by")]
                let is_nan = |value: &T| value != value;
                if from + index == 0
                    || is_better && !is_nan(&result)
                    || is_nan(value) && !is_nan(&result)
                {
                    *place = from + index;
                    *value
                } else {
                    result
                }
            }
        };
    }
    result
}

impl Work for Reduction {
    fn piece(&mut self) -> u64 {
        let start = if self.row == 0 { START } else { 0 };
        let mut looked = 0;
        while looked < PIECE && self.row < self.rows {
            looked += self.step() + 1;
            if self.row_is_over() {
                self.keep();
            }
        }
        let cost = match self.kept {
            Kept::Sum | Kept::Product => 550,
            _ => 420,
        };
        start + cost * looked as u64
    }

    fn is_over(&self) -> bool {
        self.row >= self.rows
    }

    fn progress(&self) -> f64 {
        let done = match &self.state {
            Row::Along { done, .. } => native::share(*done, self.length),
            Row::Halves { .. } => 0.0,
        };
        (self.row as f64 + done) / self.rows.max(1) as f64
    }

    fn result(self: Box<Self>) -> Outcome<Value> {
        Ok(State::of_class(
            self.class,
            Array::new(self.out, self.shape),
        ))
    }

    fn keeps_lock(&self) -> bool {
        self.from.len() <= SHORT
    }
}

impl fmt::Debug for Reduction {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?} of {} rows", self.kept, self.rows)
    }
}

/// `cumulate(name, array)`: `cumsum` and `cumprod` of one dimension.
pub(super) fn cumulate(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [name, given] = all::<2>(args)?;
    let is_sum = name.as_str() == Some("sum");
    let a = array(given)?.clone();
    let dtype = a.dtype.max(Dtype::Int);
    let one = i64::from(!is_sum);
    let (mut float, mut int) = (one as f64, one);
    make(
        caller,
        "cumulate",
        dtype,
        vec![a.len()],
        4_000,
        1,
        move |data, from, count| {
            if dtype == Dtype::Float {
                let mut all = a.take::<f64>(from, count);
                for value in &mut all {
                    float = if is_sum {
                        float + *value
                    } else {
                        float * *value
                    };
                    *value = float;
                }
                data.extend(&Data::Float(all));
            } else {
                let mut all = a.take::<i64>(from, count);
                for value in &mut all {
                    int = if is_sum {
                        int.wrapping_add(*value)
                    } else {
                        int.wrapping_mul(*value)
                    };
                    *value = int;
                }
                data.extend(&Data::Int(all));
            }
        },
    )
}

/// `sort(array, whether it is the places that are wanted)`: along the last axis.
pub(super) fn sort(args: Args, caller: &Caller) -> Outcome<Reply> {
    let [given, places] = all::<2>(args)?;
    let a = array(given)?.clone();
    let length = a.shape.last().copied().unwrap_or(0);
    count(&a.shape, Dtype::Float)?;
    // Elements with their places, twice while they are merged, and then the result.
    crate::text::fits(a.len().saturating_mul(40))?;
    reply(Sort {
        class: caller.world.class(Kind::State).clone(),
        places: places.truth(),
        length,
        run: 1 << 12,
        from: a,
        all: Vec::new(),
        merged: Vec::new(),
        is_over: false,
    })
}

/// Sorts short runs, then merges two and two of them: so it can stop in between.
struct Sort {
    class: Ref<Class>,
    from: Array,
    places: bool,
    length: usize,
    /// How long the runs are that are in order.
    run: usize,
    /// Elements in an order as ints have it, and where each was in its row.
    all: Vec<(i64, u32)>,
    /// What is merged so far of the next runs.
    merged: Vec<(i64, u32)>,
    is_over: bool,
}

/// A float as an int of the same order, NaN last.
fn ordered(value: f64) -> i64 {
    if value.is_nan() {
        return i64::MAX;
    }
    let bits = value.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

fn of_ordered(bits: i64) -> f64 {
    if bits == i64::MAX {
        return f64::NAN;
    }
    f64::from_bits((bits ^ (((bits >> 63) as u64) >> 1) as i64) as u64)
}

impl Sort {
    fn rows(&self) -> usize {
        self.from.len() / self.length.max(1)
    }

    /// Elements come in, a piece at a time and not beyond their row, and are sorted by themselves.
    fn gather(&mut self) -> usize {
        let done = self.all.len();
        let in_row = done % self.length.max(1);
        let count = self
            .run
            .min(self.length - in_row)
            .min(self.from.len() - done);
        let bits: Vec<i64> = if self.from.dtype == Dtype::Float {
            let all = self.from.take::<f64>(done, count);
            all.into_iter().map(ordered).collect()
        } else {
            self.from.take(done, count)
        };
        let places = (in_row..).map(|place| place as u32);
        self.all.extend(bits.into_iter().zip(places));
        if let Some(run) = self.all.get_mut(done..) {
            run.sort_unstable();
        }
        count
    }

    /// Merges the next two runs of the row that it is in.
    fn merge(&mut self) -> usize {
        let from = self.merged.len();
        let row_end = (from / self.length + 1) * self.length;
        let middle = (from + self.run).min(row_end);
        let end = (middle + self.run).min(row_end);
        let part = |from: usize, to: usize| self.all.get(from..to).unwrap_or_default();
        let (mut first, mut second) = (part(from, middle), part(middle, end));
        loop {
            match (first.split_first(), second.split_first()) {
                (Some((a, rest)), Some((b, _))) if a <= b => {
                    self.merged.push(*a);
                    first = rest;
                }
                (_, Some((b, rest))) => {
                    self.merged.push(*b);
                    second = rest;
                }
                (Some((a, rest)), None) => {
                    self.merged.push(*a);
                    first = rest;
                }
                (None, None) => break,
            }
        }
        if self.merged.len() >= self.all.len() {
            mem::swap(&mut self.all, &mut self.merged);
            self.merged.clear();
            self.run *= 2;
        }
        end - from
    }
}

impl Work for Sort {
    fn piece(&mut self) -> u64 {
        let size = self.from.len();
        if self.all.len() < size {
            let count = self.gather();
            // As long as all comparisons of so short a run.
            return START + 520 * 12 * count as u64;
        }
        self.is_over = self.run >= self.length || self.rows() == 0;
        if self.is_over {
            return 0;
        }
        520 * self.merge() as u64
    }

    fn is_over(&self) -> bool {
        self.is_over
    }

    fn progress(&self) -> f64 {
        native::share(self.all.len(), self.from.len()) / 2.0
    }

    fn result(self: Box<Self>) -> Outcome<Value> {
        let data = match self.from.dtype {
            _ if self.places => {
                Data::Int(self.all.iter().map(|(_, place)| (*place).into()).collect())
            }
            Dtype::Float => {
                Data::Float(self.all.iter().map(|(bits, _)| of_ordered(*bits)).collect())
            }
            Dtype::Int => Data::Int(self.all.iter().map(|(bits, _)| *bits).collect()),
            Dtype::Bool => Data::Bool(self.all.iter().map(|(bits, _)| *bits != 0).collect()),
        };
        Ok(State::of_class(
            self.class,
            Array::new(data, self.from.shape.clone()),
        ))
    }

    fn keeps_lock(&self) -> bool {
        self.from.len() <= SHORT
    }
}

impl fmt::Debug for Sort {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "sort {} elements", self.from.len())
    }
}
