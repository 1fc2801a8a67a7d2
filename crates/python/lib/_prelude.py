# The prelude: built-ins whose work may call back into Python. Native code does the same when it can do so alone;
# when it meets an instance of a Python class or a generator, one of these is called in its place. A function
# `x_` stands for the built-in x, `t_m` for the method m of type t.
#
# From `_core` come, natively:
#   sort(keys, items, reverse) -> bool     sorts both lists by the keys; False, with nothing done, if it cannot
#   keys_with(table, hash) -> list         the keys of a dict or set with that hash
#   entry(table, key, hash) -> value       of the key that is this very object (None in a set)
#   put(table, key, hash, value)           replaces the value of this very key, or else adds it at the end
#   remove(table, key, hash) -> value      of this very key
#   fields(template) -> list               of (literal, name or None, conversion or None, spec), as str.format parses
#   percents(template) -> list             of (literal, key or None, flags with width and precision, letter or None),
#                                          as % parses; the letter is None behind the last one, '%' for a plain %
#   thread() -> int                        the identity of the current thread

from _collections import deque
from _core import entry, fields, keys_with, percents, put, remove, sort, thread, typed
from _math import ceil, floor

_absent = object()


# Iterators


def enumerate___new__(cls, iterable, start=0):
    return typed(_enumerate(iter(iterable), start.__index__()), enumerate)


def _enumerate(items, at):
    for item in items:
        yield at, item
        at += 1


def zip___new__(cls, *iterables, strict=False):
    return typed(_zip([iter(iterable) for iterable in iterables], strict), zip)


def _zip(sources, strict):
    while sources:
        row = []
        for source in sources:
            for item in source:
                row.append(item)
                break
            else:
                break
        if len(row) == len(sources):
            yield tuple(row)
            continue
        if strict:
            _check_ends(sources, len(row))
        return


def _check_ends(sources, ended):
    # The first sources have given one more item than the one that has ended, or it was the first.
    if ended:
        raise ValueError(f'zip() argument {ended + 1} is shorter than argument{_through(ended)}')
    for place, source in list(zip(range(len(sources)), sources))[1:]:
        for _ in source:
            raise ValueError(f'zip() argument {place + 1} is longer than argument{_through(place)}')


def _through(last):
    return ' 1' if last == 1 else f's 1-{last}'


def map___new__(cls, function, *iterables):
    if len(iterables) == 1:
        return typed(_map(function, iter(iterables[0])), map)
    return typed(_map_rows(function, zip(*iterables)), map)


def _map(function, items):
    for item in items:
        yield function(item)


def _map_rows(function, rows):
    for row in rows:
        yield function(*row)


def filter___new__(cls, function, iterable):
    return typed(_filter(function, iter(iterable)), filter)


def _filter(function, items):
    for item in items:
        if item if function is None else function(item):
            yield item


def reversed___new__(cls, sequence):
    kind = type(sequence)
    method = getattr(kind, '__reversed__', _absent)
    if method is None or method is _absent and not (hasattr(kind, '__len__') and hasattr(kind, '__getitem__')):
        raise TypeError(f'{kind.__name__!r} object is not reversible')
    return typed(_backwards(sequence, len(sequence)), reversed) if method is _absent else method(sequence)


def _backwards(sequence, at):
    while at > 0:
        at -= 1
        yield sequence[at]


def sequence_iter(sequence):
    # Of an object that has __getitem__ and no __iter__.
    at = 0
    while True:
        try:
            item = sequence[at]
        except (IndexError, StopIteration):
            return
        yield item
        at += 1


def iter_(function, sentinel):
    while not (_same(item := function(), sentinel)):
        yield item


def next_(iterator, default):
    try:
        return next(iterator)
    except StopIteration:
        return default


def range___new__(cls, *args):
    args = [_index(arg) for arg in args]
    is_long = any([not -(2**63) <= arg < 2**63 for arg in args])
    return _long_range()(*args) if is_long else range(*args)


_long_ranges = []


def _long_range():
    # Made when it is needed: a range beyond 64 bits.
    if _long_ranges:
        return _long_ranges[0]

    class range:
        __module__ = 'builtins'
        __qualname__ = 'range'

        def __init__(self, start, stop=None, step=1):
            self.start, self.stop, self.step = (0, start, 1) if stop is None else (start, stop, step)
            if not step:
                raise ValueError('range() arg 3 must not be zero')
            self._count = max((self.stop - self.start + step - (1 if step > 0 else -1)) // step, 0)

        def __len__(self):
            if self._count >= 2**63:
                raise OverflowError('Python int too large to convert to C ssize_t')
            return self._count

        def __bool__(self):
            return self._count > 0

        def __getitem__(self, index):
            if isinstance(index, slice):
                start, stop, step = index.indices(len(self))
                at = self.start
                return type(self)(at + start * self.step, at + stop * self.step, step * self.step)
            at = _index(index)
            if at < 0:
                at += self._count
            if not 0 <= at < self._count:
                raise IndexError('range object index out of range')
            return self.start + at * self.step

        def __iter__(self):
            at, left = self.start, self._count
            while left:
                yield at
                at += self.step
                left -= 1

        def __reversed__(self):
            return iter(self[::-1])

        def index(self, value):
            if value not in self:
                raise ValueError(f'{value!r} is not in range')
            return (value - self.start) // self.step

        def count(self, value):
            return int(value in self)

        def __contains__(self, value):
            if not isinstance(value, (int, float)) or value != value // 1:
                return False
            at, rest = divmod(int(value) - self.start, self.step)
            return not rest and 0 <= at < self._count

        def __eq__(self, other):
            if not hasattr(other, 'step'):
                return NotImplemented
            return (self.start, self._count, self.step) == (other.start, len(other), other.step)

        def __hash__(self):
            return hash((self._count, self.start, self.step))

        def __repr__(self):
            step = f', {self.step}' if self.step != 1 else ''
            return f'range({self.start}, {self.stop}{step})'

    _long_ranges.append(range)
    return range


# What goes through an iterable


def sum_(iterable, start=0):
    if isinstance(start, (str, bytes, bytearray)):
        kind = 'strings' if isinstance(start, str) else 'bytes' if isinstance(start, bytes) else 'bytearray'
        raise TypeError(f"sum() can't sum {kind} [use {'b' if kind != 'strings' else ''}''.join(seq) instead]")
    items = iter(iterable)
    total = start
    while True:
        if type(total) is not float:
            for item in items:
                total = total + item
                if type(total) is float:
                    break
            else:
                return total
        # Of floats the parts that rounding takes away are added up, and come back at the end (Neumaier).
        lost = 0.0
        for item in items:
            if type(item) is float:
                new = total + item
                lost += (total - new) + item if abs(total) >= abs(item) else (item - new) + total
                total = new
            elif isinstance(item, int):
                total += item
            else:
                total = total + lost + item
                break
        else:
            return total + lost if lost and lost - lost == 0 else total


# What natively goes through a generator goes on here when an item takes Python: with what there is so far.


def sum_on(items, total, item):
    return sum_(items, total + item)


def any_on(items, made, item):
    return True if item else any_(items)


def all_on(items, made, item):
    return all_(items) if item else False


def set_on(items, made, item):
    made.add(item)
    made.update(items)
    return made


def any_(iterable):
    for item in iterable:
        if item:
            return True
    return False


def all_(iterable):
    for item in iterable:
        if not item:
            return False
    return True


def min_(*args, key=None, default=_absent):
    return _extreme('min', args, key, default)


def max_(*args, key=None, default=_absent):
    return _extreme('max', args, key, default)


def _extreme(name, args, key, default):
    if not args:
        raise TypeError(f'{name} expected at least 1 argument, got 0')
    if len(args) > 1:
        if default is not _absent:
            raise TypeError(f'Cannot specify a default for {name}() with multiple positional arguments')
        items = iter(args)
    else:
        items = iter(args[0])
    for best in items:
        break
    else:
        if default is _absent:
            raise ValueError(f'{name}() iterable argument is empty')
        return default
    rank = best if key is None else key(best)
    for item in items:
        other = item if key is None else key(item)
        if other < rank if name == 'min' else other > rank:
            best, rank = item, other
    return best


def list_of(iterable):
    return [item for item in iterable]


def set_of(iterable):
    return {item for item in iterable}


def list_extend(self, iterable):
    for item in iterable:
        self.append(item)


def set_update(self, *iterables):
    for iterable in iterables:
        for item in iterable:
            self.add(item)


def str_join(self, iterable):
    return self.join([item for item in iterable])


def _bytes_of(cls, source):
    own = getattr(type(source), '__bytes__', None)
    if own is not None:
        source = own(source)
        if not isinstance(source, bytes):
            raise TypeError(f'__bytes__ returned non-bytes (type {type(source).__name__})')
        return source if cls is bytes else cls.__new__(cls, source)
    if hasattr(source, '__index__'):
        return cls.__new__(cls, source.__index__())
    return cls.__new__(cls, [_index(item) for item in source])


def _index(item):
    if not hasattr(item, '__index__'):
        raise TypeError(f"'{type(item).__name__}' object cannot be interpreted as an integer")
    return item.__index__()


def bytes___new__(cls, source=b''):
    return _bytes_of(cls, source)


def bytearray___new__(cls, source=b''):
    return _bytes_of(cls, source)


def bytearray_extend(self, iterable):
    self.extend([_index(item) for item in iterable])


def object_join(self, iterable):
    # Of bytes and of bytearray.
    return self.join([item for item in iterable])


def deque___new__(cls, iterable=(), maxlen=None):
    return cls.__new__(cls, [item for item in iterable], maxlen)


def deque___init__(self, iterable=(), maxlen=None):
    deque.__init__(self, [item for item in iterable], maxlen)


def deque_extend(self, iterable):
    deque.extend(self, [item for item in iterable])


def deque_extendleft(self, iterable):
    deque.extendleft(self, [item for item in iterable])


def deque_remove(self, item):
    del self[deque_index(self, item)]


def deque_index(self, item, *bounds):
    return sequence_index([one for one in self], item, *bounds)


def defaultdict___missing__(self, key):
    factory = self.default_factory
    if factory is None:
        raise KeyError(key)
    value = factory()
    dict.__setitem__(self, key, value)
    return value


# Sorting: a stable merge sort that asks for `<` only. Keys are computed once.


def sorted_(iterable, key=None, reverse=False):
    items = [item for item in iterable]
    list_sort(items, key=key, reverse=reverse)
    return items


def list_sort(self, *, key=None, reverse=False):
    items = self[:]
    keys = items[:] if key is None else [key(item) for item in items]
    if not sort(keys, items, reverse):
        # Equal ones keep their order from both sides.
        way = -1 if reverse else 1
        order = _merge_sort(keys, list(range(len(items)))[::way])
        items = [items[at] for at in order[::way]]
    self[:] = items


def _merge_sort(keys, order):
    # Positions in the order of their keys. Few are inserted one by one, behind those already in order.
    count = len(order)
    if count < 64:
        done = 1
        while done < count and not keys[order[done]] < keys[order[done - 1]]:
            done += 1
        if done == 1 < count:
            done = 2
            while done < count and keys[order[done]] < keys[order[done - 1]]:
                done += 1
            order[:done] = order[:done][::-1]
        while done < count:
            at = order.pop(done)
            low, high = 0, done
            while low < high:
                middle = (low + high) // 2
                if keys[at] < keys[order[middle]]:
                    high = middle
                else:
                    low = middle + 1
            order.insert(low, at)
            done += 1
        return order
    half = count // 2
    left, right = _merge_sort(keys, order[:half]), _merge_sort(keys, order[half:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if keys[right[j]] < keys[left[i]]:
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    return merged + left[i:] + right[j:]


# Lists and tuples by their items. An object counts as equal to itself.


def _same(a, b):
    return a is b or a == b


def sequence_eq(self, other):
    if len(self) != len(other):
        return False
    for at in range(len(self)):
        if not _same(self[at], other[at]):
            return False
    return True


def sequence_order(self, other, operator):
    # `operator` is '<', '<=', '>', or '>='. The first difference decides, or else the length.
    a, b = len(self), len(other)
    for at in range(a if a < b else b):
        if not _same(self[at], other[at]):
            a, b = self[at], other[at]
            break
    return a < b if operator == '<' else a <= b if operator == '<=' else a > b if operator == '>' else a >= b


def contains(items, item):
    # `in` for lists, tuples, and whatever can be gone through.
    for one in items:
        if _same(one, item):
            return True
    return False


def sequence_index(self, item, start=0, stop=None):
    start, stop, _ = slice(start, stop).indices(len(self))
    while start < stop and start < len(self):
        if _same(self[start], item):
            return start
        start += 1
    raise ValueError(f'{item!r} is not in list' if isinstance(self, list) else 'tuple.index(x): x not in tuple')


def sequence_count(self, item):
    number = 0
    for one in self:
        if _same(one, item):
            number += 1
    return number


def list_remove(self, item):
    for at in range(len(self)):
        if _same(self[at], item):
            del self[at]
            return
    raise ValueError('list.remove(x): x not in list')


# Texts of containers. One that contains itself shows as ... there.

_being_shown = set()


def container_repr(self):
    cls = type(self)
    if isinstance(self, BaseException):
        return f"{cls.__name__}({', '.join([repr(arg) for arg in self.args])})"
    if hasattr(self, '__func__'):
        return f'<bound method {self.__func__.__qualname__} of {self.__self__!r}>'
    if hasattr(self, '__code__'):
        return f'<function {self.__qualname__} at {id(self):#x}>'
    if not hasattr(self, '__iter__') or isinstance(self, type):
        return cls.__repr__(self)
    if isinstance(self, dict):
        opening, closing = '{', '}'
        if hasattr(self, 'default_factory'):
            opening, closing = f'{cls.__name__}({self.default_factory!r}, {{', '})'
    elif isinstance(self, list):
        opening, closing = '[', ']'
    elif isinstance(self, tuple):
        opening, closing = '(', ',)' if len(self) == 1 else ')'
    elif isinstance(self, (set, frozenset)):
        if not self:
            return f'{cls.__name__}()'
        opening, closing = ('{', '}') if cls is set else (f'{cls.__name__}({{', '})')
    else:
        # What shows as its class with a list.
        most = getattr(self, 'maxlen', None)
        opening, closing = f'{cls.__name__}([', '])' if most is None else f'], maxlen={most})'
    mark = id(self), thread()
    if mark in _being_shown:
        return f'{opening.rstrip("{") or opening}...{closing[-1]}'
    _being_shown.add(mark)
    try:
        if isinstance(self, dict):
            parts = [f'{key!r}: {value!r}' for key, value in dict.items(self)]
        else:
            parts = [repr(item) for item in self]
        return opening + ', '.join(parts) + closing
    finally:
        _being_shown.discard(mark)


# Dicts and sets whose keys have a __hash__ and __eq__ of their own


def _find(table, key):
    # The hash, and the key in the table that is equal.
    code = hash(key)
    for known in keys_with(table, code):
        if _same(known, key):
            return code, known
    return code, _absent


def table_contains(self, key):
    return _find(self, key)[1] is not _absent


def dict_getitem(self, key):
    code, known = _find(self, key)
    if known is not _absent:
        return entry(self, known, code)
    missing = getattr(type(self), '__missing__', None)
    if missing is None:
        raise KeyError(key)
    return missing(self, key)


def dict_get(self, key, default=None):
    code, known = _find(self, key)
    return default if known is _absent else entry(self, known, code)


def dict_setitem(self, key, value):
    code, known = _find(self, key)
    put(self, key if known is _absent else known, code, value)


def dict_delitem(self, key):
    dict_pop(self, key)


def dict_pop(self, key, default=_absent):
    code, known = _find(self, key)
    if known is not _absent:
        return remove(self, known, code)
    if default is _absent:
        raise KeyError(key)
    return default


def dict_setdefault(self, key, default=None):
    code, known = _find(self, key)
    if known is not _absent:
        return entry(self, known, code)
    put(self, key, code, default)
    return default


def dict_update(self, other=(), /, **kwargs):
    # Also what dict(other, **kwargs) does, beginning with an empty one.
    if hasattr(other, 'keys'):
        for key in other.keys():
            self[key] = other[key]
    else:
        at = 0
        for pair in other:
            try:
                pair = [part for part in pair]
            except TypeError:
                raise TypeError(f'cannot convert dictionary update sequence element #{at} to a sequence') from None
            if len(pair) != 2:
                raise ValueError(f'dictionary update sequence element #{at} has length {len(pair)}; 2 is required')
            self[pair[0]] = pair[1]
            at += 1
    for key in kwargs:
        self[key] = kwargs[key]


def map_of(keys, values):
    made = {}
    for key, value in zip(keys, values):
        dict_setitem(made, key, value)
    return made


def merge(self, other, function):
    # `**other` in a call, and in a dict.
    if not hasattr(other, 'keys'):
        kind = type(other).__name__
        raise TypeError(f"{function} argument after ** must be a mapping, not {kind}" if function else (
            f"'{kind}' object is not a mapping"
        ))
    for key in other.keys():
        if function and not isinstance(key, str):
            raise TypeError('keywords must be strings')
        if function and key in self:
            raise TypeError(f"{function} got multiple values for keyword argument '{key}'")
        self[key] = other[key]


def dict_fromkeys(cls, iterable, value=None):
    made = cls()
    for key in iterable:
        made[key] = value
    return made


def dict_eq(self, other):
    if len(self) != len(other):
        return False
    for key, value in dict.items(self):
        found = dict.get(other, key, _absent)
        if found is _absent or not _same(value, found):
            return False
    return True


def set_add(self, item):
    code, known = _find(self, item)
    if known is _absent:
        put(self, item, code, None)


def set_discard(self, item):
    code, known = _find(self, item)
    if known is not _absent:
        remove(self, known, code)


def set_remove(self, item):
    code, known = _find(self, item)
    if known is _absent:
        raise KeyError(item)
    remove(self, known, code)


def _set_like(self, items):
    return (frozenset if isinstance(self, frozenset) else set)(items)


def set_union(self, *others):
    made = [item for item in self]
    for other in others:
        list_extend(made, other)
    return _set_like(self, made)


def set_intersection(self, *others):
    made = _set_like(self, self)
    for other in others:
        made = _set_like(self, [item for item in other if item in made])
    return made


def set_difference(self, *others):
    made = set(self)
    for other in others:
        for item in other:
            made.discard(item)
    return _set_like(self, made)


def set_symmetric_difference(self, other):
    other = {item for item in other}
    return _set_like(self, [item for item in self if item not in other] + [item for item in other if item not in self])


def set_issubset(self, other):
    other = other if isinstance(other, (set, frozenset, dict)) else {item for item in other}
    return all([item in other for item in self])


def set_issuperset(self, other):
    return all([item in self for item in other])


def set_isdisjoint(self, other):
    for item in other:
        if item in self:
            return False
    return True


def _replace(self, items):
    self.clear()
    for item in items:
        self.add(item)


def set_intersection_update(self, *others):
    _replace(self, set_intersection(self, *others))


def set_difference_update(self, *others):
    for other in others:
        for item in [item for item in other]:
            self.discard(item)


def set_symmetric_difference_update(self, other):
    _replace(self, set_symmetric_difference(self, other))


def set_eq(self, other):
    return len(self) == len(other) and set_issubset(self, other)


# Classes and attributes


def isinstance_(one, cls):
    if isinstance(cls, tuple):
        return any_(isinstance(one, part) for part in cls)
    return type(one) is cls or bool(type(cls).__instancecheck__(cls, one))


def issubclass_(cls, base):
    if isinstance(base, tuple):
        return any_(issubclass(cls, part) for part in base)
    return bool(type(base).__subclasscheck__(base, cls))


def getattr_(one, name, default):
    try:
        return getattr(one, name)
    except AttributeError:
        return default


def hasattr_(one, name):
    try:
        getattr(one, name)
    except AttributeError:
        return False
    return True


# Formatting


def str_format(self, /, *args, **kwargs):
    return _formatted(self, args, kwargs, [0])


def str_format_map(self, mapping, /):
    return _formatted(self, (), mapping, [0])


def _formatted(template, args, kwargs, turn):
    result = ''
    for literal, name, conversion, spec in fields(template):
        result += literal
        if name is None:
            continue
        end = 0
        while end < len(name) and name[end] not in '.[':
            end += 1
        first, path = name[:end], name[end:]
        if first == '':
            first = str(turn[0])
            turn[0] += 1
        if first.isdigit():
            if int(first) >= len(args):
                raise IndexError(f'Replacement index {first} out of range for positional args tuple')
            value = args[int(first)]
        else:
            value = kwargs[first]
        value = behind(value, path)
        if conversion:
            value = str(value) if conversion == 's' else repr(value) if conversion == 'r' else ascii(value)
        result += format(value, _formatted(spec, args, kwargs, turn) if spec else '')
    return result


def behind(value, path):
    # What is behind the dots and brackets of a field's name.
    while path:
        if path[0] == '[':
            key, _, path = path[1:].partition(']')
            value = value[int(key) if key.isdigit() else key]
        else:
            end = 1
            while end < len(path) and path[end] not in '.[':
                end += 1
            value, path = getattr(value, path[1:end]), path[end:]
    return value


def str_mod(self, args):
    # The native % does one directive at a time, with what objects of Python's classes are worked out here.
    values = iter(args if isinstance(args, tuple) else (args,))
    result = ''
    used = False
    for literal, key, flags, letter in percents(self):
        result += literal
        if letter is None:
            continue
        if letter == '%':
            result += '%'
            continue
        if key is not None:
            value, used = args[key], True
        else:
            while '*' in flags:
                flags = flags.replace('*', str(_next_argument(values)), 1)
            value = _next_argument(values)
        if letter in 'sra':
            value = str(value) if letter == 's' else repr(value) if letter == 'r' else ascii(value)
            letter = 's'
        elif letter in 'diu' and not isinstance(value, (int, float)) and hasattr(type(value), '__int__'):
            value = int(value)
        elif letter in 'xXodiu' and hasattr(type(value), '__index__'):
            value = value.__index__()
        elif letter in 'eEfFgG' and hasattr(type(value), '__float__'):
            value = float(value)
        result += f'%{flags}{letter}' % (value,)
    if not used and not hasattr(args, 'keys') and next(values, _absent) is not _absent:
        raise TypeError('not all arguments converted during string formatting')
    return result


def _next_argument(values):
    for value in values:
        return value
    raise TypeError('not enough arguments for format string')


# Numbers that objects say what they are


def divmod_(a, b, /):
    for one, other, name in ((a, b, '__divmod__'), (b, a, '__rdivmod__')):
        method = getattr(type(one), name, None)
        if method is not None:
            result = method(one, other)
            if result is not NotImplemented:
                return result
    raise TypeError(
        f"unsupported operand type(s) for divmod(): '{type(a).__name__}' and '{type(b).__name__}'"
    )


def pow_(base, exp, mod=None):
    if mod is None:
        return base**exp
    method = getattr(type(base), '__pow__', None)
    result = NotImplemented if method is None else method(base, exp, mod)
    if result is NotImplemented:
        kinds = ', '.join([f"'{type(one).__name__}'" for one in (base, exp, mod)])
        raise TypeError(f'unsupported operand type(s) for ** or pow(): {kinds}')
    return result


def hex_(number, /):
    return hex(_index(number))


def oct_(number, /):
    return oct(_index(number))


def bin_(number, /):
    return bin(_index(number))


def chr_(number, /):
    return chr(_index(number))


def floor_(x, /):
    return _rounded(x, '__floor__', floor)


def ceil_(x, /):
    return _rounded(x, '__ceil__', ceil)


def trunc_(x, /):
    method = getattr(type(x), '__trunc__', None)
    if method is None:
        raise TypeError(f"type {type(x).__name__} doesn't define __trunc__ method")
    return method(x)


def _rounded(x, name, native):
    method = getattr(type(x), name, None)
    if method is not None:
        return method(x)
    if not hasattr(type(x), '__float__'):
        raise TypeError(f'must be real number, not {type(x).__name__}')
    return native(float(x))


# Pickling


def object___getstate__(self):
    from copyreg import _state

    return _state(self)


def object___reduce__(self):
    from copyreg import _reduced

    return _reduced(self)


def object___reduce_ex__(self, protocol, /):
    from copyreg import _reduced

    reduce = type(self).__reduce__
    return _reduced(self) if reduce is object.__reduce__ else reduce(self)
