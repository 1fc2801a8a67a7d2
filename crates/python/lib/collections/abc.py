# collections.abc: what a class has to have to be iterable, a mapping, …, and the methods that follow from that.
# isinstance and issubclass of the simple ones ask for the methods in `_needs`.

from abc import ABCMeta, abstractmethod

_Alias = type(list[int])


class _Shape(metaclass=ABCMeta):
    _needs = ()

    @classmethod
    def __subclasshook__(cls, other):
        needs = cls.__dict__.get('_needs')
        if not needs:
            return NotImplemented
        for name in needs:
            for base in other.__mro__:
                if name in base.__dict__:
                    if base.__dict__[name] is None:
                        return NotImplemented
                    break
            else:
                return NotImplemented
        return True

    __class_getitem__ = classmethod(_Alias)


def _abstract(name):
    # An abstract method of that name.
    def method(self, *args):
        raise NotImplementedError(name)

    return abstractmethod(method)


class Hashable(_Shape):
    _needs = ('__hash__',)
    __hash__ = _abstract('__hash__')


class Sized(_Shape):
    _needs = ('__len__',)
    __len__ = _abstract('__len__')


class Container(_Shape):
    _needs = ('__contains__',)
    __contains__ = _abstract('__contains__')


class Callable(_Shape):
    _needs = ('__call__',)
    __call__ = _abstract('__call__')


class Awaitable(_Shape):
    _needs = ('__await__',)
    __await__ = _abstract('__await__')


class Coroutine(Awaitable):
    _needs = ('__await__', 'send', 'throw', 'close')
    send = _abstract('send')
    throw = _abstract('throw')


class AsyncIterable(_Shape):
    _needs = ('__aiter__',)
    __aiter__ = _abstract('__aiter__')


class AsyncIterator(AsyncIterable):
    _needs = ('__anext__', '__aiter__')
    __anext__ = _abstract('__anext__')

    def __aiter__(self):
        return self


class AsyncGenerator(AsyncIterator):
    _needs = ('__aiter__', '__anext__', 'asend', 'athrow', 'aclose')


class Iterable(_Shape):
    _needs = ('__iter__',)

    @abstractmethod
    def __iter__(self):
        while False:
            yield None


class Iterator(Iterable):
    _needs = ('__iter__', '__next__')
    __next__ = _abstract('__next__')

    def __iter__(self):
        return self


class Generator(Iterator):
    _needs = ('__iter__', '__next__', 'send', 'throw', 'close')
    send = _abstract('send')
    throw = _abstract('throw')

    def __next__(self):
        return self.send(None)

    def close(self):
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError('generator ignored GeneratorExit')


class Reversible(Iterable):
    _needs = ('__reversed__', '__iter__')
    __reversed__ = _abstract('__reversed__')


class Collection(Sized, Iterable, Container):
    _needs = ('__len__', '__iter__', '__contains__')


class Sequence(Reversible, Collection):
    __getitem__ = _abstract('__getitem__')

    def __iter__(self):
        at = 0
        while True:
            try:
                item = self[at]
            except IndexError:
                return
            yield item
            at += 1

    def __contains__(self, value):
        return any([item is value or item == value for item in self])

    def __reversed__(self):
        for at in range(len(self) - 1, -1, -1):
            yield self[at]

    def index(self, value, start=0, stop=None):
        length = len(self)
        start = max(start + length, 0) if start < 0 else start
        stop = length if stop is None else stop + length if stop < 0 else min(stop, length)
        for at in range(start, stop):
            if self[at] is value or self[at] == value:
                return at
        raise ValueError

    def count(self, value):
        return sum([item is value or item == value for item in self])


class MutableSequence(Sequence):
    __setitem__ = _abstract('__setitem__')
    __delitem__ = _abstract('__delitem__')
    insert = _abstract('insert')

    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        for value in list(values) if values is self else values:
            self.append(value)

    def pop(self, index=-1):
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        del self[self.index(value)]

    def clear(self):
        while len(self):
            self.pop()

    def reverse(self):
        for at in range(len(self) // 2):
            self[at], self[-1 - at] = self[-1 - at], self[at]

    def __iadd__(self, values):
        self.extend(values)
        return self


class Set(Collection):
    @classmethod
    def _from_iterable(cls, items):
        return cls(items)

    def __le__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) <= len(other) and all([item in other for item in self])

    def __lt__(self, other):
        return len(self) < len(other) and self <= other if isinstance(other, Set) else NotImplemented

    def __ge__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) >= len(other) and all([item in self for item in other])

    def __gt__(self, other):
        return len(self) > len(other) and self >= other if isinstance(other, Set) else NotImplemented

    def __eq__(self, other):
        return len(self) == len(other) and self <= other if isinstance(other, Set) else NotImplemented

    __hash__ = None

    def __and__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable([item for item in other if item in self])

    def __or__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable([*self, *other])

    def __sub__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        other = other if isinstance(other, Set) else self._from_iterable(other)
        return self._from_iterable([item for item in self if item not in other])

    def __rsub__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable([item for item in other if item not in self])

    def __xor__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        other = other if isinstance(other, Set) else self._from_iterable(other)
        return (self - other) | (other - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def isdisjoint(self, other):
        return not any([item in self for item in other])


class MutableSet(Set):
    add = _abstract('add')
    discard = _abstract('discard')

    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        while len(self):
            self.pop()

    def __ior__(self, other):
        for value in other:
            self.add(value)
        return self

    def __iand__(self, other):
        for value in self - other:
            self.discard(value)
        return self

    def __isub__(self, other):
        for value in list(other):
            self.discard(value)
        return self

    def __ixor__(self, other):
        for value in list(other):
            if value in self:
                self.discard(value)
            else:
                self.add(value)
        return self


class Mapping(Collection):
    __getitem__ = _abstract('__getitem__')
    __reversed__ = None

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return KeysView(self)

    def items(self):
        return ItemsView(self)

    def values(self):
        return ValuesView(self)

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) else NotImplemented

    __hash__ = None


class MutableMapping(Mapping):
    __setitem__ = _abstract('__setitem__')
    __delitem__ = _abstract('__delitem__')

    def pop(self, key, *default):
        try:
            value = self[key]
        except KeyError:
            if not default:
                raise
            return default[0]
        del self[key]
        return value

    def popitem(self):
        for key in self:
            return key, self.pop(key)
        raise KeyError

    def clear(self):
        while len(self):
            self.popitem()

    def update(self, other=(), /, **kwds):
        if isinstance(other, Mapping) or hasattr(other, 'keys'):
            other = [(key, other[key]) for key in other.keys()]
        for key, value in [*other, *kwds.items()]:
            self[key] = value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]


class MappingView(Sized):
    __slots__ = ('_mapping',)

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return f'{type(self).__name__}({self._mapping!r})'


class KeysView(MappingView, Set):
    @classmethod
    def _from_iterable(cls, items):
        return set(items)

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        return iter(self._mapping)


class ItemsView(MappingView, Set):
    @classmethod
    def _from_iterable(cls, items):
        return set(items)

    def __contains__(self, item):
        key, value = item
        return key in self._mapping and self._mapping[key] == value

    def __iter__(self):
        for key in self._mapping:
            yield key, self._mapping[key]


class ValuesView(MappingView, Collection):

    def __contains__(self, value):
        return any([item is value or item == value for item in self])

    def __iter__(self):
        for key in self._mapping:
            yield self._mapping[key]


for _abc, _classes in {
    Sequence: (tuple, str, bytes, range),
    MutableSequence: (list, bytearray),
    Set: (frozenset,),
    MutableSet: (set,),
    MutableMapping: (dict,),
    KeysView: (type({}.keys()),),
    ItemsView: (type({}.items()),),
    ValuesView: (type({}.values()),),
}.items():
    for _class in _classes:
        _abc.register(_class)
