# Numbers in memory that all processes see.

import _processes
from multiprocessing.popen import assert_spawning

_CODES = {
    'c': ('c_char', 1), 'b': ('c_byte', 1), 'B': ('c_ubyte', 1), 'h': ('c_short', 2), 'H': ('c_ushort', 2),
    'i': ('c_int', 4), 'I': ('c_uint', 4), 'l': ('c_long', 8), 'L': ('c_ulong', 8), 'q': ('c_longlong', 8),
    'Q': ('c_ulonglong', 8), 'f': ('c_float', 4), 'd': ('c_double', 8), '?': ('c_bool', 1),
}  # fmt: skip


def _code(typecode_or_type):
    # Of a type of ctypes, its letter.
    code = getattr(typecode_or_type, '_type_', typecode_or_type)
    if code not in _CODES:
        raise TypeError('this type has no size')
    return code


def _loaded(memory, place, code):
    offset = place * _CODES[code][1]
    if code == 'c':
        return _processes.load_bytes(memory, offset, 1)
    return _processes.load(memory, offset, code)


def _store(memory, place, code, value):
    offset = place * _CODES[code][1]
    if code == 'c':
        if not isinstance(value, (bytes, bytearray, int)) or not isinstance(value, int) and len(value) != 1:
            raise TypeError('one character bytes, bytearray or integer expected')
        _processes.store_bytes(memory, offset, bytes((value,)) if isinstance(value, int) else bytes(value))
        return
    if code in 'fd':
        if not hasattr(value, '__float__') and not hasattr(value, '__index__'):
            raise TypeError(f'must be real number, not {type(value).__name__}')
    elif code != '?' and not hasattr(value, '__index__'):
        raise TypeError(f'{type(value).__name__!r} object cannot be interpreted as an integer')
    _processes.store(memory, offset, code, value)


class _Number:
    # What ctypes has as c_int and so on.
    def __init__(self, code, *args):
        if len(args) > 1:
            raise TypeError(f'__init__ expected at most 1 argument, got {len(args)}')
        self._code, self._memory = code, _processes.memory(_CODES[code][1])
        if args:
            self.value = args[0]

    value = property(
        lambda self: _loaded(self._memory, 0, self._code),
        lambda self, value: _store(self._memory, 0, self._code, value),
    )

    def __getstate__(self):
        assert_spawning(self)
        return {'_code': self._code, '_memory': self._memory}

    def __repr__(self):
        return f'{_CODES[self._code][0]}({self.value!r})'


class _Array:
    def __init__(self, code, size_or_initializer):
        self._code = code
        items = None
        if isinstance(size_or_initializer, int):
            self._length = size_or_initializer
            if self._length < 0:
                raise ValueError(f'Array length must be >= 0, not {size_or_initializer}')
        else:
            items = list(size_or_initializer)
            self._length = len(items)
        self._memory = _processes.memory(max(self._length, 1) * _CODES[code][1])
        for place, item in enumerate(items or ()):
            _store(self._memory, place, code, item)

    def __getstate__(self):
        assert_spawning(self)
        return {'_code': self._code, '_memory': self._memory, '_length': self._length}

    def __len__(self):
        return self._length

    def _place(self, index):
        place = index.__index__()
        if place < 0:
            place += self._length
        if not 0 <= place < self._length:
            raise IndexError('invalid index')
        return place

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return _loaded(self._memory, self._place(index), self._code)
        items = [_loaded(self._memory, place, self._code) for place in range(*index.indices(self._length))]
        return b''.join(items) if self._code == 'c' else items

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            return _store(self._memory, self._place(index), self._code, value)
        places = range(*index.indices(self._length))
        if len(value) != len(places):
            raise ValueError('Can only assign sequence of same size')
        for place, item in zip(places, value):
            _store(self._memory, place, self._code, item)

    def __iter__(self):
        for place in range(self._length):
            yield self[place]

    def __repr__(self):
        name = f'{_CODES[self._code][0]}_Array_{self._length}'
        return f'<multiprocessing.sharedctypes.{name} object at {id(self):#x}>'

    # Of characters only.

    @property
    def raw(self):
        return _processes.load_bytes(self._memory, 0, self._length)

    @raw.setter
    def raw(self, data):
        if len(data) > self._length:
            raise ValueError('byte string too long')
        _processes.store_bytes(self._memory, 0, data)

    @property
    def value(self):
        return self.raw.partition(b'\0')[0]

    @value.setter
    def value(self, data):
        self.raw = data + b'\0' if len(data) < self._length else data


def RawValue(typecode_or_type, *args):
    return _Number(_code(typecode_or_type), *args)


def RawArray(typecode_or_type, size_or_initializer):
    return _Array(_code(typecode_or_type), size_or_initializer)


def Value(typecode_or_type, *args, lock=True, ctx=None):
    made = RawValue(typecode_or_type, *args)
    return made if lock is False else synchronized(made, _lock(lock), ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    made = RawArray(typecode_or_type, size_or_initializer)
    return made if lock is False else synchronized(made, _lock(lock), ctx)


def _lock(lock):
    if lock in (True, None):
        return None
    if not hasattr(lock, 'acquire'):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return lock


def synchronized(obj, lock=None, ctx=None):
    if isinstance(obj, _Number):
        return Synchronized(obj, lock)
    return (SynchronizedString if obj._code == 'c' else SynchronizedArray)(obj, lock)


class SynchronizedBase:
    # A number or an array together with a lock. What takes more than one step needs get_lock().
    def __init__(self, obj, lock=None, ctx=None):
        from multiprocessing.synchronize import RLock

        self._obj, self._lock = obj, RLock() if lock is None else lock
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __reduce__(self):
        assert_spawning(self)
        return type(self), (self._obj, self._lock)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def __repr__(self):
        return f'<{type(self).__name__} wrapper for {self._obj}>'

    def _get(self, name):
        with self._lock:
            return getattr(self._obj, name)

    def _set(self, name, value):
        with self._lock:
            setattr(self._obj, name, value)


class Synchronized(SynchronizedBase):
    value = property(lambda self: self._get('value'), lambda self, value: self._set('value', value))


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, index):
        with self._lock:
            return self._obj[index]

    def __setitem__(self, index, value):
        with self._lock:
            self._obj[index] = value

    def __iter__(self):
        for place in range(len(self._obj)):
            yield self[place]


class SynchronizedString(SynchronizedArray):
    value = property(lambda self: self._get('value'), lambda self, value: self._set('value', value))
    raw = property(lambda self: self._get('raw'), lambda self, value: self._set('raw', value))
