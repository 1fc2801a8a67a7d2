# collections: containers beyond the built-in ones.

from _arguments import bind
from _collections import defaultdict, deque


def __getattr__(name):
    # What is wanted less often is loaded then.
    if name == 'abc':
        import collections.abc

        return collections.abc
    if name in ('ChainMap', 'UserDict', 'UserList', 'UserString'):
        import collections._wrappers

        return getattr(collections._wrappers, name)
    raise AttributeError(f"module 'collections' has no attribute {name!r}")


def _keywords():
    return {
        'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del',
        'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda',
        'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield',
    }  # fmt: skip


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    # A subclass of tuple whose items also have names.
    names = field_names.replace(',', ' ').split() if isinstance(field_names, str) else field_names
    names = [str(name) for name in names]
    keywords = _keywords()
    if rename:
        for at, name in enumerate(names):
            if not name.isidentifier() or name in keywords or name[0] == '_' or name in names[:at]:
                names[at] = f'_{at}'
    for name in [typename, *names]:
        if not name.isidentifier():
            raise ValueError(f'Type names and field names must be valid identifiers: {name!r}')
        if name in keywords:
            raise ValueError(f'Type names and field names cannot be a keyword: {name!r}')
    for at, name in enumerate(names):
        if name[0] == '_' and not rename:
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
        if name in names[:at]:
            raise ValueError(f'Encountered duplicate field name: {name!r}')
    defaults = tuple(defaults or ())
    if len(defaults) > len(names):
        raise TypeError('Got more default values than field names')
    fields = tuple(names)
    by_name = dict(zip(names[len(names) - len(defaults) :], defaults))
    signature = ('_cls', *fields)

    def __new__(*args, **kwargs):
        if kwargs or len(args) != len(signature):
            values = bind(f'{typename}.__new__', signature, (), by_name, args, kwargs)
            args = values['_cls'], *[values[name] if name in values else by_name[name] for name in fields]
        return tuple.__new__(args[0], args[1:])

    def _make(cls, iterable):
        values = tuple(iterable)
        if len(values) != len(fields):
            raise TypeError(f'Expected {len(fields)} arguments, got {len(values)}')
        return tuple.__new__(cls, values)

    def _replace(self, /, **kwds):
        unknown = [name for name in kwds if name not in fields]
        if unknown:
            raise TypeError(f'Got unexpected field names: {unknown!r}')
        return self._make([kwds.get(name, value) for name, value in zip(fields, self)])

    def __repr__(self):
        return f'{type(self).__name__}({", ".join([f"{name}={value!r}" for name, value in zip(fields, self)])})'

    def _asdict(self):
        return dict(zip(fields, self))

    def __getnewargs__(self):
        return tuple(self)

    __new__.__qualname__ = f'{typename}.__new__'
    namespace = {
        '__slots__': (),
        '__doc__': f'{typename}({", ".join(fields)})',
        '__match_args__': fields,
        '_fields': fields,
        '_field_defaults': by_name,
        '__new__': __new__,
        '_make': classmethod(_make),
        '_replace': _replace,
        '__replace__': _replace,
        '__repr__': __repr__,
        '_asdict': _asdict,
        '__getnewargs__': __getnewargs__,
        '__module__': module or '__main__',
    }
    for at, name in enumerate(fields):
        namespace[name] = _field(at)
    return type(typename, (tuple,), namespace)


def _field(at):
    return property(lambda self: self[at], _fixed, doc=f'Alias for field number {at}')


def _fixed(self, value):
    raise AttributeError("can't set attribute")


class Counter(dict):
    # How often there is what.
    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError('Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')

    def __reduce__(self):
        return type(self), (dict(self),)

    def most_common(self, n=None):
        pairs = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return pairs if n is None else pairs[: max(n, 0)]

    def elements(self):
        for key, number in self.items():
            for _ in range(number):
                yield key

    def total(self):
        return sum(self.values())

    def update(self, iterable=None, /, **kwds):
        self._count(iterable, kwds, 1)

    def subtract(self, iterable=None, /, **kwds):
        self._count(iterable, kwds, -1)

    def _count(self, iterable, kwds, sign):
        get = self.get
        if hasattr(iterable, 'keys'):
            if not self and sign == 1:
                super().update(iterable)
                iterable = {}
            for key in iterable.keys():
                self[key] = get(key, 0) + sign * iterable[key]
        elif iterable is not None:
            for key in iterable:
                self[key] = get(key, 0) + sign
        for key, number in kwds.items():
            self[key] = get(key, 0) + sign * number

    def copy(self):
        return type(self)(self)

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    def __repr__(self):
        name = type(self).__name__
        if not self:
            return f'{name}()'
        try:
            return f'{name}({dict(self.most_common())!r})'
        except TypeError:
            return f'{name}({dict(self.items())!r})'

    def _compared(self, other, holds):
        # Whether it holds for every key; what is missing counts as 0.
        if not isinstance(other, Counter):
            return NotImplemented
        return all([holds(self[key], other[key]) for key in {**self, **other}])

    def __eq__(self, other):
        return self._compared(other, lambda a, b: a == b)

    def __le__(self, other):
        return self._compared(other, lambda a, b: a <= b)

    def __ge__(self, other):
        return self._compared(other, lambda a, b: a >= b)

    def __ne__(self, other):
        return not self == other if isinstance(other, Counter) else NotImplemented

    def __lt__(self, other):
        return self <= other and self != other if isinstance(other, Counter) else NotImplemented

    def __gt__(self, other):
        return self >= other and self != other if isinstance(other, Counter) else NotImplemented

    __hash__ = None

    def _combined(self, other, number):
        # A counter of what is positive then.
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for key in {**self, **other}:
            if (n := number(self[key], other[key])) > 0:
                result[key] = n
        return result

    def __add__(self, other):
        return self._combined(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._combined(other, lambda a, b: a - b)

    def __and__(self, other):
        return self._combined(other, lambda a, b: a if a < b else b)

    def __or__(self, other):
        return self._combined(other, lambda a, b: b if a < b else a)

    def __pos__(self):
        return self + Counter()

    def __neg__(self):
        return Counter() - self

    def _become(self, other):
        self.clear()
        self.update(other)
        return self

    def __iadd__(self, other):
        return self._become(self + other)

    def __isub__(self, other):
        return self._become(self - other)

    def __iand__(self, other):
        return self._become(self & other)

    def __ior__(self, other):
        return self._become(self | other)


class OrderedDict(dict):
    # A dict that can be reordered, and is equal to another only in the same order.
    def __reduce__(self):
        return type(self), (), self.__getstate__(), None, iter(self.items())

    def move_to_end(self, key, last=True):
        value = self[key]
        if last:
            del self[key]
            self[key] = value
        else:
            others = [pair for pair in self.items() if pair[0] is not key and pair[0] != key]
            self.clear()
            self[key] = value
            dict.update(self, others)

    def popitem(self, last=True):
        if not self:
            raise KeyError('dictionary is empty')
        if last:
            return dict.popitem(self)
        key = next(iter(self))
        return key, self.pop(key)

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        return cls([(key, value) for key in iterable])

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and list(self) == list(other)
        return dict.__eq__(self, other)

    __hash__ = None

    def __ne__(self, other):
        return not self == other

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        result = self.copy()
        result.update(other)
        return result

    def __repr__(self):
        return f'{type(self).__name__}({dict(self.items())!r})' if self else f'{type(self).__name__}()'
