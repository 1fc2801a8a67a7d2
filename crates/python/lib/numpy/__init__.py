# numpy: arrays of float64, int64 and bool, as far as they go here. The loops are in _numpy.

import _numpy
from math import e, inf, nan, pi

__version__ = '2.2.0'
newaxis = None
_max, _min, _sum, _abs, _all, _any, _round = max, min, sum, abs, all, any, round


class exceptions:
    class AxisError(ValueError, IndexError):
        __module__ = 'numpy.exceptions'


class UFuncTypeError(TypeError):
    __module__ = 'numpy._core._exceptions'


# What single elements are.


class generic:
    def item(self):
        return self._plain()

    @property
    def dtype(self):
        return dtype(type(self).__name__)

    shape, ndim, size = (), 0, 1


class float64(generic, float):
    def _plain(self):
        return float(self)

    def __repr__(self):
        return f'np.float64({float(self)!r})'

    def __str__(self):
        return repr(float(self))


class int64(generic, int):
    def _plain(self):
        return int(self)

    def __repr__(self):
        return f'np.int64({int(self)!r})'

    def __str__(self):
        return repr(int(self))


class bool(generic):
    def __new__(cls, value=False):
        return _TRUTH[1 if value else 0]

    def _plain(self):
        return self is _TRUTH[1]

    __bool__ = _plain

    def __int__(self):
        return int(self._plain())

    __index__ = __hash__ = __int__

    def __reduce__(self):
        return bool, (self._plain(),)

    def __repr__(self):
        return f'np.{self._plain()}_'

    def __str__(self):
        return str(self._plain())

    def __eq__(self, other):
        return bool(self._plain() == other)

    def __and__(self, other):
        return bool(self._plain() & _bare(other))

    def __or__(self, other):
        return bool(self._plain() | _bare(other))

    def __xor__(self, other):
        return bool(self._plain() ^ _bare(other))

    def __invert__(self):
        return bool(not self._plain())


bool_ = bool
_TRUTH = [object.__new__(bool), object.__new__(bool)]
False_, True_ = _TRUTH
_truth = True.__class__
float_, int_ = float64, int64


def _bare(value):
    return value._plain() if isinstance(value, bool) else value


def _scalar(value):
    kind = type(value)
    return float64(value) if kind is float else int64(value) if kind is int else _TRUTH[value]


def _lift(name, is_division):
    of_float, of_int = getattr(float, name), getattr(int, name)

    def operate(self, other):
        if isinstance(other, ndarray):
            return NotImplemented
        other = _bare(other)
        try:
            if isinstance(self, int) and isinstance(other, int):
                made = of_int(int(self), int(other))
                if type(made) is int and not -1 << 63 <= made < 1 << 63:
                    made = (made + (1 << 63)) % (1 << 64) - (1 << 63)
            elif isinstance(other, (int, float)):
                made = of_float(float(self), float(other))
            else:
                return NotImplemented
        except ZeroDivisionError:
            a, b = (self, other) if is_division == 1 else (other, self)
            made = _numpy.values(_numpy.binary(_UFUNCS[name.strip('_').removeprefix('r')], array([a])._a, b))[0]
        return made if made is NotImplemented else _scalar(made)

    return operate


def _compared(name):
    of_float, of_int = getattr(float, name), getattr(int, name)

    def operate(self, other):
        if isinstance(other, ndarray):
            return NotImplemented
        other = _bare(other)
        if isinstance(self, int) and isinstance(other, int):
            return bool(of_int(int(self), int(other)))
        return bool(of_float(float(self), other)) if isinstance(other, (int, float)) else NotImplemented

    return operate


# Arrays.


class dtype:
    def __init__(self, kind):
        self.name = _kind(kind)

    @property
    def itemsize(self):
        return 1 if self.name == 'bool' else 8

    @property
    def kind(self):
        return self.name[0]

    @property
    def type(self):
        return {'float64': float64, 'int64': int64, 'bool': bool}[self.name]

    def __eq__(self, other):
        try:
            return self.name == _kind(other)
        except (TypeError, NotImplementedError):
            return False

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"dtype('{self.name}')"

    def __str__(self):
        return self.name


_KINDS = {
    _truth: 'bool', bool: 'bool', int: 'int64', int64: 'int64', float: 'float64', float64: 'float64', 'bool': 'bool',
    'int': 'int64', 'int64': 'int64', 'i8': 'int64', 'float': 'float64', 'float64': 'float64', 'f8': 'float64',
    'double': 'float64', '?': 'bool', 'd': 'float64', 'l': 'int64',
}  # fmt: skip


def _kind(kind):
    if isinstance(kind, dtype):
        return kind.name
    found = _KINDS.get(kind)
    if found is not None:
        return found
    if isinstance(kind, str):
        if kind in 'int8 int16 int32 uint8 uint16 uint32 uint64 float16 float32 complex64 complex128 object str f4 i4':
            raise NotImplementedError(f'arrays of {kind} are not supported here: use float64, int64 or bool')
        raise TypeError(f'data type {kind!r} not understood')
    raise NotImplementedError(f'arrays of {kind!r} are not supported here: use float64, int64 or bool')


def _of(raw):
    made = object.__new__(ndarray)
    made._a = raw
    return made


def _result(raw):
    # What is one element only is no array.
    return _of(raw) if _numpy.info(raw)[1] else _scalar(_numpy.values(raw)[0])


def _operand(value):
    # What the loops take; None for what is not for them.
    if isinstance(value, ndarray):
        return value._a
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, bool):
        return value._plain()
    if isinstance(value, (list, tuple)):
        return array(value)._a


def _shape(shape):
    if isinstance(shape, (list, tuple)):
        return tuple(int(length) for length in shape)
    return (_whole(shape),)


def _whole(value):
    try:
        return int(value.__index__())
    except AttributeError:
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer") from None


def _flatten(value):
    # All that is in nested lists, and how they are nested.
    if isinstance(value, ndarray):
        return _numpy.values(value._a), value.shape
    if not isinstance(value, (list, tuple)):
        if isinstance(value, range):
            return list(value), (len(value),)
        return [_bare(value)], ()
    flat, inner = [], None
    for item in value:
        some, shape = _flatten(item)
        if inner is None:
            inner = shape
        elif inner != shape:
            common = 0
            while common < _min(len(inner), len(shape)) and inner[common] == shape[common]:
                common += 1
            found = (len(value), *inner[:common])
            found = f'({found[0]},)' if len(found) == 1 else str(found)
            raise ValueError(
                'setting an array element with a sequence. The requested array has an inhomogeneous shape after '
                f'{common + 1} dimensions. The detected shape was {found} + inhomogeneous part.'
            )
        flat += some
    return flat, (len(value), *(inner or ()))


def _refused(value):
    return NotImplementedError(f'arrays of {type(value).__name__} are not supported here: use float64, int64 or bool')


def array(object, dtype=None, *, copy=True):
    if isinstance(object, ndarray):
        return object.astype(dtype or object.dtype, copy=copy)
    flat, shape = _flatten(object)
    kinds = set(map(type, flat))
    for value in flat if not kinds <= {int, float, _truth} else ():
        if not isinstance(value, (int, float)):
            raise _refused(value)
    if dtype is not None:
        kind = _kind(dtype)
    elif not flat or _any(issubclass(kind, float) for kind in kinds):
        kind = 'float64'
    else:
        kind = 'bool' if kinds == {_truth} else 'int64'
    return _restored(flat, kind, shape)


def _restored(flat, kind, shape):
    return _of(_numpy.array(flat, kind, shape))


def asarray(a, dtype=None):
    return a if isinstance(a, ndarray) and (dtype is None or a.dtype == dtype) else array(a, dtype)


def _axis(axis, dimensions):
    axis = _whole(axis)
    if not -dimensions <= axis < dimensions:
        raise exceptions.AxisError(f'axis {axis} is out of bounds for array of dimension {dimensions}')
    return axis % dimensions


class ndarray:
    __slots__ = ('_a',)
    __hash__ = None

    def __init__(self, shape, dtype=float):
        self._a = _numpy.full(_shape(shape), _kind(dtype), 0)

    @property
    def shape(self):
        return _numpy.info(self._a)[1]

    @property
    def dtype(self):
        return dtype(_numpy.info(self._a)[0])

    @property
    def size(self):
        return _numpy.info(self._a)[2]

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.size * self.itemsize

    @property
    def T(self):
        return self.transpose()

    @property
    def flat(self):
        return iter(self.reshape(-1))

    def __getattr__(self, name):
        raise AttributeError(f"'numpy.ndarray' object has no attribute '{name}'")

    def __len__(self):
        if not self.shape:
            raise TypeError('len() of unsized object')
        return self.shape[0]

    def __iter__(self):
        if not self.shape:
            raise TypeError('iteration over a 0-d array')
        return (self[place] for place in range(len(self)))

    def __bool__(self):
        if self.size != 1:
            if not self.size:
                raise ValueError('The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.')
            raise ValueError('The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()')
        return _truth(self.item())

    def __int__(self):
        return int(self.item())

    def __float__(self):
        return float(self.item())

    def __contains__(self, value):
        return _truth((self == value).any())

    def item(self, *index):
        if not index and self.size != 1:
            raise ValueError('can only convert an array of size 1 to a Python scalar')
        return _numpy.at(self.reshape(-1)._a, (index[0] if index else 0,)) if len(index) < 2 else self[index].item()

    def tolist(self):
        def nested(flat, shape):
            if len(shape) < 2:
                return flat
            inner = len(flat) // shape[0] if shape[0] else 0
            return [nested(flat[place * inner : (place + 1) * inner], shape[1:]) for place in range(shape[0])]

        flat = _numpy.values(self._a)
        return nested(flat, self.shape) if self.shape else flat[0]

    # Parts.

    def __getitem__(self, index):
        if isinstance(index, list):
            index = array(index, None if index else int)
        if isinstance(index, ndarray):
            if index.dtype == 'bool':
                self._fits(index)
                return _of(_numpy.pick(self.reshape(-1)._a, _numpy.place(index._a)))
            return _of(_numpy.pick(self.copy()._a, self._places(index)))
        found = _numpy.at(self._a, self._index(index))
        return _scalar(found) if isinstance(found, (int, float)) else _of(found)

    def __setitem__(self, index, value):
        value = _operand(value)
        if value is None:
            raise TypeError('an array element can only be set to a number or to an array of them')
        if isinstance(index, list):
            index = array(index, None if index else int)
        if not isinstance(index, ndarray):
            _numpy.store(_numpy.view(self._a, self._index(index)), value, None)
        elif index.dtype == 'bool':
            self._fits(index)
            _numpy.store(self._a, value, _numpy.place(index._a))
        elif self.ndim == 1:
            _numpy.store(self._a, value, self._places(index))
        else:
            raise NotImplementedError('setting rows by an array of indices is not supported here: set one after the other')

    @staticmethod
    def _index(index):
        if not isinstance(index, tuple):
            return (index,)
        for part in index:
            if isinstance(part, (list, ndarray)):
                raise NotImplementedError('indexing with an array and something else at once is not supported here: index twice')
        return index

    def _fits(self, mask):
        if mask.shape != self.shape:
            for axis, (length, other) in enumerate(zip(self.shape, mask.shape)):
                if length != other:
                    raise IndexError(
                        f'boolean index did not match indexed array along axis {axis}; size of axis is {length} but '
                        f'size of corresponding boolean axis is {other}'
                    )
            raise NotImplementedError('a boolean index of another shape is not supported here')

    @staticmethod
    def _places(index):
        if index.dtype != 'int64':
            raise IndexError('arrays used as indices must be of integer (or boolean) type')
        return index._a

    # Shapes.

    def reshape(self, *shape):
        shape = _shape(shape[0] if len(shape) == 1 else shape)
        size, asked = self.size, shape
        if -1 in shape:
            rest = 1
            for length in shape:
                rest *= length if length != -1 else 1
            place = shape.index(-1)
            if shape.count(-1) == 1 and rest:
                shape = (*shape[:place], size // rest, *shape[place + 1 :])
        count = 1
        for length in shape:
            count *= length
        if count != size or -1 in shape:
            raise ValueError(f"cannot reshape array of size {size} into shape {str(asked).replace(' ', '')}")
        raw = _numpy.reshape(self._a, shape)
        return _of(_numpy.reshape(self.copy()._a, shape) if raw is None else raw)

    def ravel(self):
        return self.reshape(-1)

    def flatten(self):
        return self.copy().reshape(-1)

    def transpose(self, *axes):
        axes = _shape(axes[0]) if len(axes) == 1 and axes[0] is not None else axes
        axes = axes if axes and axes[0] is not None else tuple(range(self.ndim))[::-1]
        axes = tuple(_axis(axis, self.ndim) for axis in axes)
        if len(axes) != self.ndim:
            raise ValueError("axes don't match array")
        if len(set(axes)) < self.ndim:
            raise ValueError('repeated axis in transpose')
        return _of(_numpy.transpose(self._a, axes))

    def copy(self):
        return _of(_numpy.copy(self._a, self.dtype.name))

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()

    def __reduce__(self):
        return _restored, (_numpy.values(self._a), self.dtype.name, self.shape)

    def astype(self, dtype, copy=True):
        kind = _kind(dtype)
        return self if not copy and self.dtype == kind else _of(_numpy.copy(self._a, kind))

    def fill(self, value):
        self[...] = value

    # What becomes of all elements, or of all along an axis.

    def _reduce(self, name, axis, keepdims=False):
        if isinstance(axis, tuple):
            raise NotImplementedError('several axes at once are not supported here: take one after the other')
        if axis is not None:
            axis = _axis(axis, self.ndim)
        raw = _numpy.reduce(name, self._a, axis)
        if not keepdims:
            return _result(raw)
        return _of(_numpy.reshape(raw, tuple(1 if axis in (None, at) else length for at, length in enumerate(self.shape))))

    def sum(self, axis=None, keepdims=False):
        return self._reduce('sum', axis, keepdims)

    def prod(self, axis=None, keepdims=False):
        return self._reduce('prod', axis, keepdims)

    def min(self, axis=None, keepdims=False):
        return self._reduce('min', axis, keepdims)

    def max(self, axis=None, keepdims=False):
        return self._reduce('max', axis, keepdims)

    def argmin(self, axis=None):
        return self._reduce('argmin', axis)

    def argmax(self, axis=None):
        return self._reduce('argmax', axis)

    def any(self, axis=None, keepdims=False):
        return self._reduce('any', axis, keepdims)

    def all(self, axis=None, keepdims=False):
        return self._reduce('all', axis, keepdims)

    def _count(self, axis):
        return self.size if axis is None else self.shape[_axis(axis, self.ndim)]

    def mean(self, axis=None, keepdims=False):
        return self.astype(float, copy=False).sum(axis, keepdims) / self._count(axis)

    def var(self, axis=None, ddof=0, keepdims=False):
        off = self - self.mean(axis, axis is not None)
        return (off * off).sum(axis, keepdims) / (self._count(axis) - ddof)

    def std(self, axis=None, ddof=0, keepdims=False):
        return sqrt(self.var(axis, ddof, keepdims))

    def _cumulate(self, name, axis):
        if axis is not None and self.ndim > 1:
            raise NotImplementedError(f'np.cum{name} along an axis is not supported here: take one row after the other')
        if axis is not None:
            _axis(axis, self.ndim)
        return _of(_numpy.cumulate(name, self.reshape(-1)._a))

    def cumsum(self, axis=None):
        return self._cumulate('sum', axis)

    def cumprod(self, axis=None):
        return self._cumulate('prod', axis)

    def _sorted(self, axis, places):
        if self.ndim == 0 or _axis(axis, self.ndim) != self.ndim - 1:
            raise NotImplementedError('sorting along another axis than the last one is not supported here: sort the transposed array')
        return _of(_numpy.sort(self._a, places))

    def sort(self, axis=-1):
        self[...] = self._sorted(axis, False)

    def argsort(self, axis=-1):
        return self._sorted(axis, True)

    def round(self, decimals=0):
        if self.dtype != 'float64':
            return self.copy()
        factor = 10.0**_abs(decimals)
        return rint(self * factor) / factor if decimals >= 0 else rint(self / factor) * factor

    def clip(self, min=None, max=None):
        made = self if min is None else maximum(self, min)
        return made if max is None else minimum(made, max)

    def dot(self, other):
        return dot(self, other)

    def __matmul__(self, other):
        other = other if isinstance(other, ndarray) else array(other) if isinstance(other, (list, tuple)) else None
        return NotImplemented if other is None else matmul(self, other)

    def __rmatmul__(self, other):
        return matmul(array(other), self)

    def __neg__(self):
        return _of(_numpy.unary('negative', self._a))

    def __pos__(self):
        return self.copy()

    def __abs__(self):
        return _of(_numpy.unary('absolute', self._a))

    def __invert__(self):
        return _of(_numpy.unary('invert', self._a))

    def __divmod__(self, other):
        return self // other, self % other

    def __repr__(self):
        from numpy._text import shown

        return shown(self, True)

    def __str__(self):
        from numpy._text import shown

        return shown(self, False)

    def __format__(self, spec):
        if spec:
            raise TypeError('unsupported format string passed to numpy.ndarray.__format__')
        return str(self)


ndarray.__module__ = 'numpy'


def _binary(name, a, b):
    if name == 'power' and isinstance(b, ndarray) and b.dtype == 'int64' and b.size and b.min() < 0:
        if not isinstance(a, float) and not (isinstance(a, ndarray) and a.dtype == 'float64'):
            raise ValueError('Integers to negative integer powers are not allowed.')
    a, b = _operand(a), _operand(b)
    if a is None or b is None:
        return NotImplemented
    return _of(_numpy.binary(name, a, b))


def _operators(name):
    def operate(self, other):
        return _binary(name, self, other)

    def reverse(self, other):
        return _binary(name, other, self)

    def in_place(self, other):
        made = _binary(name, self, other)
        if made is NotImplemented:
            return made
        if made.shape != self.shape:
            left, right, whole = (str(shape).replace(' ', '') for shape in (self.shape, getattr(other, 'shape', ()), made.shape))
            raise ValueError(f"non-broadcastable output operand with shape {left} doesn't match the broadcast shape {whole}")
        if _ORDER.index(made.dtype.name) > _ORDER.index(self.dtype.name):
            raise UFuncTypeError(f"Cannot cast ufunc '{name}' output from {made.dtype!r} to {self.dtype!r} with casting rule 'same_kind'")
        _numpy.store(self._a, made._a, None)
        return self

    return operate, reverse, in_place


def _ufunc(name):
    def call(a, b):
        if not isinstance(a, (ndarray, list, tuple)) and not isinstance(b, (ndarray, list, tuple)):
            return _binary(name, array([a]), b)[0]
        made = _binary(name, a, b)
        if made is NotImplemented:
            raise _refused(b if _operand(a) is not None else a)
        return made

    call.__name__ = call.__qualname__ = name
    return call


def _single(name):
    def call(x):
        if isinstance(x, (ndarray, list, tuple)):
            return _of(_numpy.unary(name, asarray(x)._a))
        return _scalar(_numpy.values(_numpy.unary(name, array([x])._a))[0])

    call.__name__ = call.__qualname__ = name
    return call


_ORDER = ['bool', 'int64', 'float64']
_UFUNCS = {
    'add': 'add', 'sub': 'subtract', 'mul': 'multiply', 'truediv': 'divide', 'floordiv': 'floor_divide',
    'mod': 'remainder', 'pow': 'power', 'and': 'bitwise_and', 'or': 'bitwise_or', 'xor': 'bitwise_xor',
}  # fmt: skip
for _name, _loop in _UFUNCS.items():
    _three = _operators(_loop)
    for _prefix, _one in zip(('', 'r', 'i'), _three):
        setattr(ndarray, f'__{_prefix}{_name}__', _one)
    if _name not in ('and', 'or', 'xor'):
        for _class in (float64, int64):
            setattr(_class, f'__{_name}__', _lift(f'__{_name}__', 1))
            setattr(_class, f'__r{_name}__', _lift(f'__r{_name}__', 2))
for _name, _loop in (('lt', 'less'), ('le', 'less_equal'), ('gt', 'greater'), ('ge', 'greater_equal'), ('eq', 'equal'), ('ne', 'not_equal')):
    setattr(ndarray, f'__{_name}__', _operators(_loop)[0])
    for _class in (float64, int64):
        setattr(_class, f'__{_name}__', _compared(f'__{_name}__'))
    _UFUNCS[_name] = _loop
for _class in (float64, int64):
    _class.__neg__ = lambda self: _scalar(-self._plain())
    _class.__pos__ = lambda self: self
    _class.__abs__ = lambda self: _scalar(_abs(self._plain()))

add, subtract, multiply, divide, floor_divide, remainder, power, bitwise_and, bitwise_or, bitwise_xor, less, less_equal, greater, greater_equal, equal, not_equal = (
    _ufunc(_name) for _name in _UFUNCS.values()
)
true_divide, mod = divide, remainder
logical_and = lambda a, b: bitwise_and(asarray(a).astype(bool), asarray(b).astype(bool))
logical_or = lambda a, b: bitwise_or(asarray(a).astype(bool), asarray(b).astype(bool))
logical_not = lambda a: ~asarray(a).astype(bool)
maximum, minimum = _ufunc('maximum'), _ufunc('minimum')
sqrt, exp, log, log2, log10, sin, cos, tan, tanh, floor, ceil, rint, isnan = (
    _single(_name) for _name in 'sqrt exp log log2 log10 sin cos tan tanh floor ceil rint isnan'.split()
)
negative, absolute, invert = _single('negative'), _single('absolute'), _single('invert')
abs = absolute
square = lambda x: asarray(x) ** 2 if isinstance(x, (list, tuple, ndarray)) else x * x


# Making arrays.


def _filled(shape, dtype, value):
    return _of(_numpy.full(_shape(shape), _kind(dtype), value))


def zeros(shape, dtype=float):
    return _filled(shape, dtype, 0)


def ones(shape, dtype=float):
    return _filled(shape, dtype, 1)


empty = zeros


def full(shape, fill_value, dtype=None):
    made = asarray(fill_value, dtype)
    if made.shape:
        result = zeros(shape, made.dtype)
        result[...] = made
        return result
    return _filled(shape, made.dtype, made.item())


def zeros_like(a, dtype=None):
    return zeros(asarray(a).shape, dtype or asarray(a).dtype)


def ones_like(a, dtype=None):
    return ones(asarray(a).shape, dtype or asarray(a).dtype)


def full_like(a, fill_value, dtype=None):
    return _filled(asarray(a).shape, dtype or asarray(a).dtype, fill_value)


empty_like = zeros_like


def eye(N, M=None, dtype=float):
    made = zeros((N, N if M is None else M), dtype)
    for place in range(_min(made.shape)):
        made[place, place] = 1
    return made


identity = eye


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    if step == 0:
        raise ZeroDivisionError('division by zero')
    # As far as stop, rounded up.
    count = _max(-int((start - stop) // step), 0)
    if _any(isinstance(one, float) for one in (start, stop, step)):
        start = float(start)
    made = _of(_numpy.arange(start, step, count))
    return made if dtype is None else made.astype(dtype, copy=False)


def linspace(start, stop, num=50, endpoint=True, dtype=None):
    num = _whole(num)
    if num < 0:
        raise ValueError(f'Number of samples, {num}, must be non-negative.')
    parts = num - 1 if endpoint else num
    start, stop = float(start), float(stop)
    made = _of(_numpy.arange(0, 1, num)) * ((stop - start) / parts) if parts > 0 else zeros(num)
    made += start
    if endpoint and num > 1:
        made[-1] = stop
    return made if dtype is None else made.astype(dtype)


def concatenate(arrays, axis=0):
    arrays = [asarray(one) for one in arrays]
    if not arrays:
        raise ValueError('need at least one array to concatenate')
    axis = _axis(axis, arrays[0].ndim)
    for place, one in enumerate(arrays):
        if one.ndim != arrays[0].ndim:
            raise ValueError(
                'all the input arrays must have same number of dimensions, but the array at index 0 has '
                f'{arrays[0].ndim} dimension(s) and the array at index {place} has {one.ndim} dimension(s)'
            )
    rest = [(*one.shape[:axis], *one.shape[axis + 1 :]) for one in arrays]
    if _any(other != rest[0] for other in rest):
        raise ValueError('all the input array dimensions except for the concatenation axis must match exactly')
    kind = _max((one.dtype.name for one in arrays), key=_ORDER.index)
    length = _sum(one.shape[axis] for one in arrays)
    made = zeros((*rest[0][:axis], length, *rest[0][axis:]), kind)
    at = 0
    for one in arrays:
        made[(slice(None),) * axis + (slice(at, at + one.shape[axis]),)] = one
        at += one.shape[axis]
    return made


def stack(arrays, axis=0):
    if axis != 0:
        raise NotImplementedError('np.stack along another axis than 0 is not supported here: transpose what it makes')
    return concatenate([asarray(one).reshape(1, *asarray(one).shape) for one in arrays])


def vstack(arrays):
    return concatenate([one.reshape(1, -1) if one.ndim < 2 else one for one in map(asarray, arrays)])


def hstack(arrays):
    arrays = [asarray(one) for one in arrays]
    return concatenate(arrays, 0 if arrays[0].ndim == 1 else 1)


# What arrays have as methods.


def _method(name):
    def call(a, *args, **options):
        return getattr(asarray(a), name)(*args, **options)

    call.__name__ = call.__qualname__ = name
    return call


sum, prod, min, max, argmin, argmax, any, all, mean, var, std, cumsum, cumprod, reshape, ravel, transpose, copy, clip, round, argsort = (
    _method(_name)
    for _name in 'sum prod min max argmin argmax any all mean var std cumsum cumprod reshape ravel transpose copy clip round argsort'.split()
)
amin, amax, around = min, max, round


def shape(a):
    return asarray(a).shape


def ndim(a):
    return asarray(a).ndim


def size(a):
    return asarray(a).size


def sort(a, axis=-1):
    return asarray(a)._sorted(axis, False)


def median(a):
    flat = sort(asarray(a).reshape(-1))
    middle = len(flat) // 2
    return mean(flat[middle : middle + 1] if len(flat) % 2 else flat[middle - 1 : middle + 1])


def diff(a):
    a = asarray(a)
    return a[1:] - a[:-1] if a.ndim == 1 else a[..., 1:] - a[..., :-1]


def count_nonzero(a):
    return int(asarray(a).astype(bool).sum())


def where(condition, *values):
    if len(values) != 2:
        raise NotImplementedError('np.where with a condition alone is not supported here: give it both values as well')
    if not _any(isinstance(one, (ndarray, list, tuple)) for one in (condition, *values)):
        return asarray(values[0] if condition else values[1])
    return _of(_numpy.where(*(_operand(one) for one in (condition, *values))))


def outer(a, b):
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)


def isclose(a, b, rtol=1e-05, atol=1e-08):
    return absolute(asarray(a) - b) <= atol + rtol * absolute(asarray(b))


def allclose(a, b, rtol=1e-05, atol=1e-08):
    return _truth(isclose(a, b, rtol, atol).all())


def array_equal(a, b):
    a, b = asarray(a), asarray(b)
    return a.shape == b.shape and _truth((a == b).all())


def matmul(a, b):
    a, b = asarray(a), asarray(b)
    for place, one in enumerate((a, b)):
        if not one.ndim:
            raise ValueError(
                f'matmul: Input operand {place} does not have enough dimensions (has 0, gufunc core with signature '
                '(n?,k),(k,m?)->(n?,m?) requires 1)'
            )
    if a.ndim > 2 or b.ndim > 2:
        raise NotImplementedError('matrix products of more than two dimensions are not supported here')
    rows, columns = a.shape[:-1], b.shape[1:]
    raw = _numpy.matmul(a._a if rows else a.reshape(1, -1)._a, b._a if columns else b.reshape(-1, 1)._a)
    return _result(_numpy.reshape(raw, rows + columns))


def dot(a, b):
    a, b = asarray(a), asarray(b)
    if not a.ndim or not b.ndim:
        return a * b
    at = _max(b.ndim - 2, 0)
    if a.shape[-1] != b.shape[at]:
        raise ValueError(
            f'shapes {str(a.shape).replace(" ", "")} and {str(b.shape).replace(" ", "")} not aligned: {a.shape[-1]} '
            f'(dim {a.ndim - 1}) != {b.shape[at]} (dim {at})'
        )
    return matmul(a, b)


def __getattr__(name):
    if name[:1] == '_':
        raise AttributeError(f"module 'numpy' has no attribute '{name}'")
    raise AttributeError(f"module 'numpy' has no attribute '{name}' here: there is a small part of numpy only")


import numpy.random
