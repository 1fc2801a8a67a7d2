//! Arrays: views of buffers that several of them, and several threads, can share.

use std::any::Any;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::builtins::inside;
use crate::error::{ErrorKind, Fault, Outcome};
use crate::native::{Common, Foreign, Origin, Saved, State};
use crate::snapshot::bytes::{In, Out};
use crate::text;
use crate::value::{Slice, Value};

/// What the elements of an array are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dtype {
    Bool,
    Int,
    Float,
}

impl Dtype {
    pub(super) fn name(self) -> &'static str {
        match self {
            Dtype::Bool => "bool",
            Dtype::Int => "int64",
            Dtype::Float => "float64",
        }
    }

    pub(super) fn of(name: &str) -> Option<Dtype> {
        [Dtype::Bool, Dtype::Int, Dtype::Float]
            .into_iter()
            .find(|dtype| dtype.name() == name)
    }

    pub(super) fn size(self) -> usize {
        if self == Dtype::Bool { 1 } else { 8 }
    }
}

/// Elements in a row.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    Float(Vec<f64>),
}

impl Data {
    /// Nothing yet, with room for so many.
    pub(super) fn with_room(dtype: Dtype, count: usize) -> Data {
        match dtype {
            Dtype::Bool => Data::Bool(Vec::with_capacity(count)),
            Dtype::Int => Data::Int(Vec::with_capacity(count)),
            Dtype::Float => Data::Float(Vec::with_capacity(count)),
        }
    }

    pub(super) fn dtype(&self) -> Dtype {
        match self {
            Data::Bool(_) => Dtype::Bool,
            Data::Int(_) => Dtype::Int,
            Data::Float(_) => Dtype::Float,
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Data::Bool(all) => all.len(),
            Data::Int(all) => all.len(),
            Data::Float(all) => all.len(),
        }
    }

    /// Adds elements at the end, converted.
    pub(super) fn extend(&mut self, more: &Data) {
        match self {
            Data::Bool(all) => more.gather_into(all, 0, 1, more.len()),
            Data::Int(all) => more.gather_into(all, 0, 1, more.len()),
            Data::Float(all) => more.gather_into(all, 0, 1, more.len()),
        }
    }

    /// Elements from a place on, so far apart, converted.
    fn gather<T: Element>(&self, from: usize, step: isize, count: usize) -> Vec<T> {
        let mut all = Vec::with_capacity(count);
        self.gather_into(&mut all, from, step, count);
        all
    }

    /// Adds them to others.
    fn gather_into<T: Element>(&self, out: &mut Vec<T>, from: usize, step: isize, count: usize) {
        match self {
            Data::Bool(all) => spaced(out, all, from, step, count, T::of_bool),
            Data::Int(all) => spaced(out, all, from, step, count, T::of_int),
            Data::Float(all) => spaced(out, all, from, step, count, T::of_float),
        }
    }

    /// The element at a place, as Python has it.
    fn value(&self, at: usize) -> Option<Value> {
        Some(match self {
            Data::Bool(all) => Value::bool(*all.get(at)?),
            Data::Int(all) => Value::Int(*all.get(at)?),
            Data::Float(all) => Value::float(*all.get(at)?),
        })
    }

    /// Replaces elements from a place on, so far apart, by others, converted.
    fn scatter(&mut self, from: usize, step: isize, new: &Data, of: std::ops::Range<usize>) {
        let count = of.len();
        match self {
            Data::Bool(all) => replace(all, from, step, new.gather(of.start, 1, count)),
            Data::Int(all) => replace(all, from, step, new.gather(of.start, 1, count)),
            Data::Float(all) => replace(all, from, step, new.gather(of.start, 1, count)),
        }
    }
}

fn spaced<T: Copy, U>(
    out: &mut Vec<U>,
    all: &[T],
    from: usize,
    step: isize,
    count: usize,
    convert: impl Fn(T) -> U,
) {
    // Elements in a row are converted several at a time, or copied as they are.
    if step == 1 {
        let row = all.get(from..).unwrap_or_default();
        out.extend(row.iter().take(count).map(|value| convert(*value)));
        return;
    }
    out.reserve(count);
    let place = |index: usize| from.wrapping_add_signed(step.wrapping_mul(index as isize));
    let found = (0..count).filter_map(|index| all.get(place(index)));
    out.extend(found.map(|value| convert(*value)));
}

fn replace<T>(all: &mut [T], from: usize, step: isize, new: Vec<T>) {
    for (index, value) in new.into_iter().enumerate() {
        let place = from.wrapping_add_signed(step.wrapping_mul(index as isize));
        if let Some(slot) = all.get_mut(place) {
            *slot = value;
        }
    }
}

/// What elements are converted to.
pub(super) trait Element: Copy {
    fn of_bool(value: bool) -> Self;
    fn of_int(value: i64) -> Self;
    fn of_float(value: f64) -> Self;
}

impl Element for bool {
    fn of_bool(value: bool) -> bool {
        value
    }
    fn of_int(value: i64) -> bool {
        value != 0
    }
    fn of_float(value: f64) -> bool {
        value != 0.0
    }
}

impl Element for i64 {
    fn of_bool(value: bool) -> i64 {
        value.into()
    }
    fn of_int(value: i64) -> i64 {
        value
    }
    fn of_float(value: f64) -> i64 {
        // What x86-64 makes of what does not fit.
        if (-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&value) {
            value as i64
        } else {
            i64::MIN
        }
    }
}

impl Element for f64 {
    fn of_bool(value: bool) -> f64 {
        f64::from(u8::from(value))
    }
    fn of_int(value: i64) -> f64 {
        value as f64
    }
    fn of_float(value: f64) -> f64 {
        value
    }
}

/// An array. Its elements are locked, each time for no longer than a piece of work takes.
#[derive(Clone, Debug)]
pub(super) struct Array {
    data: Arc<RwLock<Data>>,
    pub(super) dtype: Dtype,
    offset: usize,
    pub(super) shape: Vec<usize>,
    /// How far the next element is along each axis.
    strides: Vec<isize>,
}

impl Foreign for Array {
    fn saved(&self) -> Option<Saved> {
        let mut own = Out::default();
        own.length(self.offset);
        own.length(self.shape.len());
        for (length, stride) in self.shape.iter().zip(&self.strides) {
            own.length(*length);
            own.signed(*stride as i64);
        }
        let data: Arc<RwLock<Data>> = Arc::clone(&self.data);
        Some(Saved {
            origin: Origin::Array,
            own,
            common: Some(data),
        })
    }
}

/// The buffer of an array and its views.
impl Common for RwLock<Data> {
    fn save(&self, out: &mut Out) {
        let data = self.read().unwrap_or_else(PoisonError::into_inner);
        out.text(data.dtype().name());
        match &*data {
            Data::Bool(all) => all.iter().for_each(|value| out.flag(*value)),
            Data::Int(all) => {
                let bytes = all.iter().flat_map(|value| value.to_le_bytes());
                out.0.extend(bytes);
            }
            Data::Float(all) => {
                let bytes = all.iter().flat_map(|value| value.to_le_bytes());
                out.0.extend(bytes);
            }
        }
    }
}

/// A buffer that was saved.
pub(crate) fn buffer(from: &mut In) -> Option<Arc<dyn Common>> {
    let dtype = Dtype::of(from.text()?)?;
    let (words, _) = from.0.as_chunks();
    let data = match dtype {
        Dtype::Bool => Data::Bool(from.0.iter().map(|byte| *byte != 0).collect()),
        Dtype::Int => Data::Int(words.iter().copied().map(i64::from_le_bytes).collect()),
        Dtype::Float => Data::Float(words.iter().copied().map(f64::from_le_bytes).collect()),
    };
    Some(Arc::new(RwLock::new(data)))
}

/// An array that was saved, of its buffer.
pub(crate) fn saved(from: &mut In, buffer: &Arc<dyn Common>) -> Option<State> {
    let any: Arc<dyn Any + Send + Sync> = Arc::<dyn Common>::clone(buffer);
    let data: Arc<RwLock<Data>> = any.downcast().ok()?;
    let dtype = data.read().ok()?.dtype();
    let offset = from.size()?;
    let (mut shape, mut strides) = (Vec::new(), Vec::new());
    for _ in 0..from.length()? {
        shape.push(from.size()?);
        strides.push(from.signed()? as isize);
    }
    Some(State::new(Array {
        data,
        dtype,
        offset,
        shape,
        strides,
    }))
}

/// How many elements that is; an error if there is no room for so many.
pub(super) fn count(shape: &[usize], dtype: Dtype) -> Outcome<usize> {
    let size = shape
        .iter()
        .try_fold(1_usize, |size, length| size.checked_mul(*length));
    let bytes = size.and_then(|size| size.checked_mul(dtype.size()));
    match (size, bytes) {
        (Some(size), Some(bytes)) if text::fits(bytes).is_ok() => Ok(size),
        _ => Err(no_room(shape, dtype)),
    }
}

fn no_room(shape: &[usize], dtype: Dtype) -> Box<Fault> {
    const UNITS: [&str; 7] = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let bytes = shape
        .iter()
        .fold(dtype.size() as f64, |all, length| all * *length as f64);
    // As numpy: by the number of bits, and with three digits.
    let power = (bytes.max(1.0).log2() as usize / 10).min(UNITS.len() - 1);
    let amount = bytes / 1024_f64.powi(power as i32);
    let shown = match amount {
        amount if power == 0 || amount >= 1000.0 => format!("{amount:.0}"),
        amount if amount >= 100.0 => format!("{amount:.0}."),
        amount if amount >= 10.0 => format!("{amount:.1}"),
        amount if amount >= 1.0 => format!("{amount:.2}"),
        amount => format!("{amount:.3}"),
    };
    let unit = UNITS.get(power).copied().unwrap_or_default();
    let (shape, dtype) = (shown_shape(shape), dtype.name());
    Fault::new(
        ErrorKind::MemoryError,
        format!(
            "Unable to allocate {shown} {unit} for an array with shape {shape} and data type {dtype}"
        ),
    )
}

/// A shape as Python shows a tuple.
pub(super) fn shown_shape(shape: &[usize]) -> String {
    let all: Vec<String> = shape.iter().map(usize::to_string).collect();
    match &*all {
        [one] => format!("({one},)"),
        all => format!("({})", all.join(", ")),
    }
}

fn plain_strides(shape: &[usize]) -> Vec<isize> {
    let mut step = 1;
    let mut strides: Vec<isize> = shape
        .iter()
        .rev()
        .map(|length| {
            let stride = step;
            step *= (*length).max(1) as isize;
            stride
        })
        .collect();
    strides.reverse();
    strides
}

impl Array {
    /// An array of its own; the shape fits the data.
    pub(super) fn new(data: Data, shape: Vec<usize>) -> Array {
        Array {
            dtype: data.dtype(),
            data: Arc::new(RwLock::new(data)),
            offset: 0,
            strides: plain_strides(&shape),
            shape,
        }
    }

    /// Another array of the same buffer.
    fn view(&self, offset: usize, shape: Vec<usize>, strides: Vec<isize>) -> Array {
        Array {
            data: Arc::clone(&self.data),
            dtype: self.dtype,
            offset,
            shape,
            strides,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.shape.iter().product()
    }

    fn read(&self) -> RwLockReadGuard<'_, Data> {
        self.data.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Data> {
        self.data.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether they may have elements in common.
    pub(super) fn overlaps(&self, other: &Array) -> bool {
        Arc::ptr_eq(&self.data, &other.data)
    }

    /// Whether its elements lie one behind the other.
    fn is_plain(&self) -> bool {
        let mut step = 1;
        let mut axes = self.shape.iter().zip(&self.strides).rev();
        axes.all(|(length, stride)| {
            let plain = step;
            step *= (*length).max(1) as isize;
            *length == 1 || *stride == plain
        })
    }

    /// Calls with the place, the step and the number of elements that are equally far apart, for so many elements from one on,
    /// in the order of the last index first.
    fn walk(&self, from: usize, count: usize, mut visit: impl FnMut(usize, isize, usize)) {
        if self.is_plain() {
            return visit(self.offset + from, 1, count);
        }
        let Some((&row, outer)) = self.shape.split_last() else {
            return visit(self.offset, 1, count.min(1));
        };
        let step = self.strides.last().copied().unwrap_or(1);
        let (mut at, end) = (from, from + count);
        while at < end && row > 0 {
            let (mut index, column) = (at / row, at % row);
            let mut place = self.offset.wrapping_add_signed(step * column as isize);
            for (length, stride) in outer.iter().zip(&self.strides).rev() {
                place = place.wrapping_add_signed(stride * (index % length) as isize);
                index /= length;
            }
            let run = (row - column).min(end - at);
            visit(place, step, run);
            at += run;
        }
    }

    /// So many elements from one on, converted.
    pub(super) fn take<T: Element>(&self, from: usize, count: usize) -> Vec<T> {
        let data = self.read();
        let mut all = Vec::with_capacity(count);
        self.walk(from, count, |place, step, count| {
            data.gather_into(&mut all, place, step, count);
        });
        all
    }

    /// The same as they are.
    pub(super) fn piece(&self, from: usize, count: usize) -> Data {
        match self.dtype {
            Dtype::Bool => Data::Bool(self.take(from, count)),
            Dtype::Int => Data::Int(self.take(from, count)),
            Dtype::Float => Data::Float(self.take(from, count)),
        }
    }

    /// The only element of an array without axes, as Python has it.
    pub(super) fn scalar(&self) -> Option<Value> {
        self.read().value(self.offset)
    }

    /// The same as Python has them.
    pub(super) fn values(&self, from: usize, count: usize) -> Vec<Value> {
        let piece = self.piece(from, count);
        (0..piece.len()).filter_map(|at| piece.value(at)).collect()
    }

    /// Replaces elements from one on.
    pub(super) fn put(&self, from: usize, new: &Data) {
        let mut data = self.write();
        let mut taken = 0;
        self.walk(from, new.len(), |place, step, count| {
            data.scatter(place, step, new, taken..taken + count);
            taken += count;
        });
    }

    /// The same elements as an array of another shape, which has as many; nothing if they would have to be copied.
    pub(super) fn reshaped(&self, shape: Vec<usize>) -> Option<Array> {
        let strides = || plain_strides(&shape);
        let strides = self.is_plain().then(strides)?;
        Some(self.view(self.offset, shape, strides))
    }

    /// With the axes in this order.
    pub(super) fn transposed(&self, axes: &[usize]) -> Array {
        let pick = |axis: &usize| {
            (
                self.shape.get(*axis).copied().unwrap_or(1),
                self.strides.get(*axis).copied().unwrap_or(0),
            )
        };
        let (shape, strides) = axes.iter().map(pick).unzip();
        self.view(self.offset, shape, strides)
    }

    /// As if it had this shape: what is missing is repeated. Nothing if it does not fit.
    pub(super) fn broadcast(&self, shape: &[usize]) -> Option<Array> {
        let new = shape.len().checked_sub(self.shape.len())?;
        let mut strides = vec![0; new];
        let axes = self.shape.iter().zip(&self.strides);
        for ((length, stride), wanted) in axes.zip(shape.get(new..)?) {
            strides.push(match (*length, *wanted) {
                (length, wanted) if length == wanted => *stride,
                (1, _) => 0,
                _ => return None,
            });
        }
        Some(self.view(self.offset, shape.to_vec(), strides))
    }

    /// `array[index]` with ints, slices, `None` and `...`: a view.
    pub(super) fn at(&self, index: &[Value]) -> Outcome<Array> {
        let is_axis = |value: &Value| !matches!(value, Value::None | Value::Ellipsis);
        let used = index.iter().filter(|value| is_axis(value)).count();
        let dimensions = self.shape.len();
        if used > dimensions {
            return Err(wrong_index(format!(
                "too many indices for array: array is {dimensions}-dimensional, but {used} were indexed"
            )));
        }
        let mut result = self.view(self.offset, Vec::new(), Vec::new());
        let mut axis = 0;
        let keep = |result: &mut Array, axis: usize| {
            result.shape.extend(self.shape.get(axis));
            result.strides.extend(self.strides.get(axis));
        };
        for value in index {
            let length = self.shape.get(axis).copied().unwrap_or(1);
            let stride = self.strides.get(axis).copied().unwrap_or(0);
            match &inside(value) {
                Value::None => {
                    result.shape.push(1);
                    result.strides.push(0);
                    continue;
                }
                Value::Ellipsis => {
                    for _ in used..dimensions {
                        keep(&mut result, axis);
                        axis += 1;
                    }
                    continue;
                }
                Value::Int(at) => {
                    let place = if *at < 0 { *at + length as i64 } else { *at };
                    if !(0..length as i64).contains(&place) {
                        return Err(wrong_index(format!(
                            "index {at} is out of bounds for axis {axis} with size {length}"
                        )));
                    }
                    result.offset = result.offset.wrapping_add_signed(stride * place as isize);
                }
                Value::Slice(slice) => {
                    let (start, step, count) = bounds(slice, length)?;
                    result.offset = result.offset.wrapping_add_signed(stride * start as isize);
                    result.shape.push(count);
                    result.strides.push(stride.wrapping_mul(step as isize));
                }
                _ => {
                    return Err(wrong_index(
                        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices",
                    ));
                }
            }
            axis += 1;
        }
        if !index.iter().any(|value| matches!(value, Value::Ellipsis)) {
            (axis..dimensions).for_each(|axis| keep(&mut result, axis));
        }
        Ok(result)
    }
}

fn wrong_index(message: impl Into<String>) -> Box<Fault> {
    Fault::new(ErrorKind::IndexError, message)
}

/// Where a slice begins, its step, and how many it takes (`PySlice_AdjustIndices`).
fn bounds(slice: &Slice, length: usize) -> Outcome<(i64, i64, usize)> {
    let number = |value: &Value| match inside(value) {
        Value::None => Ok(None),
        Value::Int(number) => Ok(Some(number)),
        Value::Bool(number) => Ok(Some(i64::from(number))),
        _ => Err(Fault::type_error(
            "slice indices must be integers or None or have an __index__ method",
        )),
    };
    let length = length as i64;
    let step = number(&slice.step)?.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(Fault::value_error("slice step cannot be zero"));
    }
    let (least, most) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let clip = |place: Option<i64>, default: i64| match place {
        None => default,
        Some(place) if place < 0 => place.saturating_add(length).max(least),
        Some(place) => place.min(most),
    };
    let (start, stop) = if step > 0 {
        (
            clip(number(&slice.start)?, 0),
            clip(number(&slice.stop)?, length),
        )
    } else {
        (
            clip(number(&slice.start)?, length - 1),
            clip(number(&slice.stop)?, -1),
        )
    };
    let span = if step > 0 { stop - start } else { start - stop };
    let count = if span <= 0 {
        0
    } else {
        (span - 1) / step.abs() + 1
    };
    Ok((if count == 0 { 0 } else { start }, step, count as usize))
}
