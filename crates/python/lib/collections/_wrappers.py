# ChainMap, UserDict, UserList, and UserString of collections: containers around others.

from collections.abc import MutableMapping, MutableSequence, Sequence


class ChainMap(MutableMapping):
    # Several mappings as one; what is set goes into the first.
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return mapping[key]
        return self.__missing__(key)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError(f'Key not found in the first mapping: {key!r}')
        del self.maps[0][key]

    def __contains__(self, key):
        return any([key in mapping for mapping in self.maps])

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __iter__(self):
        keys = {}
        for mapping in reversed(self.maps):
            keys |= dict.fromkeys(mapping)
        return iter(keys)

    def __len__(self):
        return len(set().union(*self.maps))

    def __repr__(self):
        return f'{type(self).__name__}({", ".join([repr(mapping) for mapping in self.maps])})'

    def pop(self, key, *args):
        if key not in self.maps[0] and not args:
            raise KeyError(f'Key not found in the first mapping: {key!r}')
        return self.maps[0].pop(key, *args)

    def popitem(self):
        if not self.maps[0]:
            raise KeyError('No keys found in the first mapping.')
        return self.maps[0].popitem()

    def clear(self):
        self.maps[0].clear()

    def copy(self):
        return type(self)(self.maps[0].copy(), *self.maps[1:])

    def new_child(self, m=None, **kwargs):
        return type(self)({**(m or {}), **kwargs} if m is None or kwargs else m, *self.maps)

    parents = property(lambda self: type(self)(*self.maps[1:]))


class _Wrapper:
    # What all that have their `data` share.
    def __repr__(self):
        return repr(self.data)

    def __len__(self):
        return len(self.data)

    def __contains__(self, item):
        return _plain(item) in self.data

    def copy(self):
        return type(self)(self)


class UserDict(_Wrapper, MutableMapping):
    # A dict to inherit from: every method goes through the five basic ones.
    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        self.update(dict or {}, **kwargs)

    def __getitem__(self, key):
        if key not in self.data and hasattr(type(self), '__missing__'):
            return type(self).__missing__(self, key)
        return self.data[key]

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def get(self, key, default=None):
        return self[key] if key in self else default


def _plain(value):
    return value.data if isinstance(value, (UserList, UserString)) else value


class _SequenceWrapper(_Wrapper):
    def __eq__(self, other):
        return self.data == _plain(other)

    def __lt__(self, other):
        return self.data < _plain(other)

    def __le__(self, other):
        return self.data <= _plain(other)

    def __gt__(self, other):
        return self.data > _plain(other)

    def __ge__(self, other):
        return self.data >= _plain(other)

    def __getitem__(self, at):
        return type(self)(self.data[at]) if isinstance(at, slice) or type(self.data) is str else self.data[at]

    def __add__(self, other):
        return type(self)(self.data + type(self.data)(_plain(other)))

    def __radd__(self, other):
        return type(self)(type(self.data)(_plain(other)) + self.data)

    def __mul__(self, n):
        return type(self)(self.data * n)

    __rmul__ = __mul__

    def count(self, item):
        return self.data.count(_plain(item))

    def index(self, item, *args):
        return self.data.index(_plain(item), *args)


class UserList(_SequenceWrapper, MutableSequence):
    # A list to inherit from.
    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(_plain(initlist))

    __hash__ = None

    def __setitem__(self, at, item):
        self.data[at] = item

    def __delitem__(self, at):
        del self.data[at]

    def insert(self, at, item):
        self.data.insert(at, item)

    def sort(self, /, *args, **kwds):
        self.data.sort(*args, **kwds)


class UserString(_SequenceWrapper, Sequence):
    # A str to inherit from; methods of str that are not here are those of the `data`.
    def __init__(self, seq):
        self.data = str(_plain(seq))

    def __str__(self):
        return self.data

    def __hash__(self):
        return hash(self.data)

    def __getattr__(self, name):
        if name == 'data' or name.startswith('__'):
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')

        def call(*args, **kwargs):
            result = getattr(self.data, name)(*[_plain(arg) for arg in args], **kwargs)
            return type(self)(result) if type(result) is str else result

        return call
