# operator: the operators as functions.

from builtins import abs, pow


def lt(a, b): return a < b
def le(a, b): return a <= b
def eq(a, b): return a == b
def ne(a, b): return a != b
def ge(a, b): return a >= b
def gt(a, b): return a > b
def not_(a): return not a
def truth(a): return bool(a)
def is_(a, b): return a is b
def is_not(a, b): return a is not b
def add(a, b): return a + b
def and_(a, b): return a & b
def floordiv(a, b): return a // b
def index(a): return a.__index__()
def inv(a): return ~a
def lshift(a, b): return a << b
def mod(a, b): return a % b
def mul(a, b): return a * b
def matmul(a, b): return a @ b
def neg(a): return -a
def or_(a, b): return a | b
def pos(a): return +a
def rshift(a, b): return a >> b
def sub(a, b): return a - b
def truediv(a, b): return a / b
def xor(a, b): return a ^ b
def concat(a, b): return a + b
def contains(a, b): return b in a
def getitem(a, b): return a[b]
def call(f, /, *args, **kwargs): return f(*args, **kwargs)


invert = inv


def setitem(a, b, c):
    a[b] = c


def delitem(a, b):
    del a[b]


def countOf(a, b):
    return sum([1 for item in a if item is b or item == b])


def indexOf(a, b):
    for at, item in enumerate(a):
        if item is b or item == b:
            return at
    raise ValueError('sequence.index(x): x not in sequence')


def length_hint(obj, default=0):
    if hasattr(obj, '__len__'):
        return len(obj)
    if hasattr(obj, '__length_hint__'):
        return obj.__length_hint__()
    return default


def iadd(a, b):
    a += b
    return a


def iand(a, b):
    a &= b
    return a


def ifloordiv(a, b):
    a //= b
    return a


def ilshift(a, b):
    a <<= b
    return a


def imod(a, b):
    a %= b
    return a


def imul(a, b):
    a *= b
    return a


def imatmul(a, b):
    a @= b
    return a


def ior(a, b):
    a |= b
    return a


def ipow(a, b):
    a **= b
    return a


def irshift(a, b):
    a >>= b
    return a


def isub(a, b):
    a -= b
    return a


def itruediv(a, b):
    a /= b
    return a


def ixor(a, b):
    a ^= b
    return a


iconcat = iadd


class _Getter:
    # What itemgetter and attrgetter share: one key gives one value, several a tuple.
    def __init__(self, *keys):
        if not keys:
            raise TypeError(f'{type(self).__name__} expected 1 argument, got 0')
        self._keys = keys

    def __call__(self, obj, /):
        if len(self._keys) == 1:
            return self._get(obj, self._keys[0])
        return tuple([self._get(obj, key) for key in self._keys])

    def __repr__(self):
        return f'operator.{type(self).__name__}({", ".join([repr(key) for key in self._keys])})'


class itemgetter(_Getter):
    def _get(self, obj, key):
        return obj[key]


class attrgetter(_Getter):
    # Names may have dots.
    def __init__(self, *attrs):
        for name in attrs:
            if not isinstance(name, str):
                raise TypeError('attribute name must be a string')
        super().__init__(*attrs)

    def _get(self, obj, key):
        for name in key.split('.'):
            obj = getattr(obj, name)
        return obj


class methodcaller:
    # Calls the method of that name with these arguments.
    def __init__(self, name, /, *args, **kwargs):
        if not isinstance(name, str):
            raise TypeError('method name must be a string')
        self._name, self._args, self._kwargs = name, args, kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        parts = [repr(arg) for arg in (self._name, *self._args)] + [f'{k}={v!r}' for k, v in self._kwargs.items()]
        return f'operator.methodcaller({", ".join(parts)})'
