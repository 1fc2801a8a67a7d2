# copy: copies of objects, shallow and deep.

from copyreg import dispatch_table


class Error(Exception):
    pass


error = Error

# What cannot change is its own copy.
_WHOLE = {int, float, bool, str, bytes, range, slice, property}
_WHOLE |= {type(one) for one in (None, ..., NotImplemented, lambda: None, len)}
_COPIED = {list, dict, set, bytearray}


def copy(x):
    cls = type(x)
    if cls in _WHOLE or cls in (tuple, frozenset) or isinstance(x, type):
        return x
    if cls in _COPIED:
        return x.copy()
    method = getattr(cls, '__copy__', None)
    if method:
        return method(x)
    return _rebuilt(x, lambda part: part)


def deepcopy(x, memo=None):
    cls = type(x)
    if cls in _WHOLE or isinstance(x, type):
        return x
    if memo is None:
        memo = {}
    # The memo also keeps the originals, so that no id is used twice meanwhile.
    if id(x) in memo:
        return memo[id(x)][0]
    method = getattr(cls, '__deepcopy__', None)
    if method:
        y = method(x, memo)
    elif cls is list:
        y = []
        memo[id(x)] = y, x
        for item in x:
            y.append(deepcopy(item, memo))
    elif cls is dict:
        y = {}
        memo[id(x)] = y, x
        for key, value in x.items():
            y[deepcopy(key, memo)] = deepcopy(value, memo)
    elif cls is tuple:
        y = tuple([deepcopy(item, memo) for item in x])
        if id(x) in memo:
            return memo[id(x)][0]
        if all([a is b for a, b in zip(x, y)]):
            y = x
    elif cls is set or cls is frozenset:
        y = cls([deepcopy(item, memo) for item in x])
    elif cls is bytearray:
        y = x.copy()
    elif hasattr(x, '__func__') and hasattr(x, '__self__'):
        y = cls(x.__func__, deepcopy(x.__self__, memo))
    else:
        y = _rebuilt(x, lambda part: deepcopy(part, memo), memo)
    if y is not x:
        memo[id(x)] = y, x
    return y


_reduce, _reduce_ex = object.__reduce__, object.__reduce_ex__


def _reconstructed(x, part, memo, func, args, state=None, items=None, pairs=None, setter=None):
    # As pickle does it, of what `__reduce__` gives.
    y = func(*[part(arg) for arg in args])
    if memo is not None:
        memo[id(x)] = y, x
    if state is not None:
        state = part(state)
        if setter:
            setter(y, state)
        elif hasattr(y, '__setstate__'):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state:
                y.__dict__.update(state)
            for name, value in (slots or {}).items():
                setattr(y, name, value)
    for item in items or ():
        y.append(part(item))
    for key, value in pairs or ():
        y[part(key)] = part(value)
    return y


def _rebuilt(x, part, memo=None):
    # An object of the same class with the same parts, made without calling __init__.
    cls = type(x)
    reduce = dispatch_table.get(cls)
    if reduce or cls.__reduce_ex__ is not _reduce_ex or cls.__reduce__ is not _reduce or hasattr(x, '__getnewargs__'):
        found = reduce(x) if reduce else x.__reduce_ex__(4)
        return x if isinstance(found, str) else _reconstructed(x, part, memo, *found)
    if cls.__name__ in ('lock', 'RLock', 'generator', 'module'):
        module = '' if cls.__module__ == 'builtins' else cls.__module__ + '.'
        raise TypeError(f"cannot pickle '{module}{cls.__name__}' object")
    base = next((b for b in (dict, list, set, tuple, frozenset, int, float, str, bytes) if issubclass(cls, b)), None)
    if base in (tuple, frozenset):
        y = base.__new__(cls, [part(item) for item in x])
    elif base in (int, float, str, bytes):
        y = base.__new__(cls, x)
    elif cls.__name__ == 'defaultdict':
        y = cls(x.default_factory)
    elif cls.__name__ == 'deque':
        y = cls((), x.maxlen)
    elif isinstance(x, BaseException):
        y = cls.__new__(cls, *x.args)
    else:
        y = cls.__new__(cls)
    if memo is not None:
        memo[id(x)] = y, x
    if base is dict:
        for key, value in x.items():
            y[part(key)] = part(value)
    elif base is list or cls.__name__ == 'deque':
        for item in x:
            y.append(part(item))
    elif base is set:
        for item in x:
            y.add(part(item))
    if hasattr(cls, '__getstate__') and cls.__getstate__ is not getattr(object, '__getstate__', None):
        state = part(x.__getstate__())
    else:
        state = part(dict(getattr(x, '__dict__', ())))
        for owner in cls.__mro__:
            slots = owner.__dict__.get('__slots__', ())
            for name in (slots,) if isinstance(slots, str) else slots:
                if name.startswith('__') and not name.endswith('__'):
                    name = f'_{owner.__name__.lstrip("_")}{name}'
                if name != '__dict__' and hasattr(x, name):
                    object.__setattr__(y, name, part(getattr(x, name)))
    if hasattr(cls, '__setstate__'):
        y.__setstate__(state)
    elif state:
        y.__dict__.update(state)
    return y


def replace(obj, /, **changes):
    # For objects that know how: named tuples, dataclasses, dates.
    method = getattr(type(obj), '__replace__', None)
    if method is None:
        raise TypeError(f'replace() does not support {type(obj).__name__} objects')
    return method(obj, **changes)
