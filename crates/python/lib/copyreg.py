# copyreg: what becomes of objects that say nothing themselves, when they are pickled.

from _collections import defaultdict, deque
from _pickle import attributes
from _threading import Thread
from sys import stdout

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    if not callable(pickle_function):
        raise TypeError('reduction functions must be callable')
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError('constructors must be callable')


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _reconstructor(cls, base, state):
    # What protocols 0 and 1 call.
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ is not object.__init__:
        base.__init__(made, state)
    return made


def _slotnames(cls):
    names = []
    for owner in cls.__mro__:
        slots = owner.__dict__.get('__slots__', ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name in ('__dict__', '__weakref__'):
                continue
            if name.startswith('__') and not name.endswith('__') and (plain := owner.__name__.lstrip('_')):
                name = f'_{plain}{name}'
            names.append(name)
    return names


def _state(self):
    # object.__getstate__
    state = attributes(self)
    slots = {name: getattr(self, name) for name in _slotnames(type(self)) if hasattr(self, name)}
    return (state, slots) if slots else state


def _reduced(self):
    # object.__reduce_ex__
    cls = type(self)
    for base in cls.__mro__:
        if base in _known:
            return _known[base](self)
    values = next((base for base in _VALUES if issubclass(cls, base)), None)
    keywords = None
    if hasattr(self, '__getnewargs_ex__'):
        args = self.__getnewargs_ex__()
        if not isinstance(args, tuple):
            raise TypeError(f'__getnewargs_ex__ should return a tuple, not {type(args).__name__!r}')
        if len(args) != 2:
            raise ValueError(f'__getnewargs_ex__ should return a tuple of length 2, not {len(args)}')
        args, keywords = args
        if not isinstance(args, tuple):
            raise TypeError(
                f'first item of the tuple returned by __getnewargs_ex__ must be a tuple, not {type(args).__name__!r}'
            )
        if not isinstance(keywords, dict):
            raise TypeError(
                'second item of the tuple returned by __getnewargs_ex__ must be a dict, '
                f'not {type(keywords).__name__!r}'
            )
    elif hasattr(self, '__getnewargs__'):
        args = self.__getnewargs__()
        if not isinstance(args, tuple):
            raise TypeError(f'__getnewargs__ should return a tuple, not {type(args).__name__!r}')
    elif values:
        args = (_plain(values, self),)
    else:
        args = ()
        _refuse(cls)
    state = self.__getstate__()
    items = iter(self) if isinstance(self, list) else None
    pairs = iter(self.items()) if isinstance(self, dict) else None
    if keywords:
        return __newobj_ex__, (cls, args, keywords), state, items, pairs
    return __newobj__, (cls, *args), state, items, pairs


_VALUES = int, float, str, bytes, tuple
# Of what these modules have, everything else is in C in CPython, and has no way to be pickled. (Iterators have one
# there.)
_NATIVE = 'builtins', '_thread', '_threading', 'collections', 'refcounts', 'socket'
_POSSIBLE = object, list, dict


def _refuse(cls):
    if cls.__module__ in _NATIVE and cls not in _POSSIBLE and '__getstate__' not in cls.__dict__:
        if not (cls.__module__ == 'collections' and cls.__qualname__[0].isupper()):
            raise _cannot(cls)
    if cls.__module__ == 'threading' and cls.__qualname__ == 'local':
        raise TypeError("cannot pickle '_thread._local' object")


def _plain(base, value):
    # The int in an instance of a subclass of int, and so on.
    if base is int:
        return int.__add__(value, 0)
    if base is float:
        return float.__add__(value, 0.0) if value else float(float.__repr__(value))
    return base.__getitem__(value, slice(None)) if base is not tuple else tuple(tuple.__iter__(value))


def _cannot(cls):
    module = cls.__module__
    name = cls.__qualname__ if module in ('builtins', 'socket') else f'{module}.{cls.__qualname__}'
    return TypeError(f'cannot pickle {name!r} object')


class _Method:
    def method(self):
        pass


def _of_exception(self):
    cls, args, state = type(self), self.args, attributes(self)
    more = {}
    if isinstance(self, (ImportError, AttributeError)):
        names = ('name', 'path', 'name_from') if isinstance(self, ImportError) else ('name',)
        for name in names:
            value = getattr(self, name, None)
            if value is not None:
                more[name] = value
        if isinstance(self, AttributeError):
            more['args'] = args
    elif isinstance(self, OSError) and len(args) == 2 and getattr(self, 'filename', None) is not None:
        args = (*args, self.filename)
    elif isinstance(self, BaseExceptionGroup):
        args = (self.message, list(self.exceptions) if len(args) != 2 else args[1])
    elif isinstance(self, UnicodeDecodeError) and not args:
        args = (self.encoding, self.object, self.start, self.end, self.reason)
    if state or more:
        return cls, args, {**(state or {}), **more}
    return cls, args


def _of_deque(self):
    args = ((), self.maxlen) if self.maxlen is not None else ()
    return type(self), args, attributes(self), iter(self)


def _of_default_dict(self):
    args = () if self.default_factory is None else (self.default_factory,)
    return type(self), args, None, None, iter(self.items())


def _of_set(self):
    return type(self), (list(self),), attributes(self)


def _of_method(self):
    # A function of a module, or a method with what it is bound to.
    owner = getattr(self, '__self__', None)
    return self.__name__ if owner is None else (getattr, (owner, self.__name__))


def _of_descriptor(self):
    name = self.__name__
    for cls in _OWNERS:
        if cls.__dict__.get(name) is self:
            return getattr, (cls, name)
    raise _cannot(type(self))


_OWNERS = (
    object, int, float, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, deque, defaultdict,
    BaseException,
)  # fmt: skip


def _of_stream(self):
    raise TypeError(f'cannot pickle {type(self).__name__!r} instances')


def _of_thread(self):
    raise TypeError("cannot pickle '_thread._ThreadHandle' object")


_known = {
    BaseException: _of_exception,
    deque: _of_deque,
    defaultdict: _of_default_dict,
    set: _of_set,
    frozenset: _of_set,
    range: lambda self: (range, (self.start, self.stop, self.step)),
    slice: lambda self: (slice, (self.start, self.stop, self.step)),
    bytearray: lambda self: (type(self), (bytes(self),), attributes(self)),
    type(len): _of_method,
    type(_Method().method): _of_method,
    type(str.upper): _of_descriptor,
    type(stdout): _of_stream,
    Thread: _of_thread,
}
