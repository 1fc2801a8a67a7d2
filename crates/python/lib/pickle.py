# pickle: objects to bytes and back. What is plain is done natively (see `_pickle`); here is what takes calls.

import sys
from _pickle import dump as _dump, load as _load, set_attributes, spend
from copyreg import dispatch_table as _dispatch_table
from types import FunctionType, ModuleType

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 5 if sys.version_info >= (3, 14) else 4
format_version = '4.0'
compatible_formats = ['1.0', '1.1', '1.2', '1.3', '2.0', '3.0', '4.0', '5.0']


class PickleError(Exception):
    __module__ = '_pickle'


class PicklingError(PickleError):
    __module__ = '_pickle'


class UnpicklingError(PickleError):
    __module__ = '_pickle'


# What the native part can be told to do, each with two operands; see `pickle.rs`.
_SAVE, _SAVE_IT, _WRITE, _MEMOIZE, _ITEMS, _PAIRS = 0, 1, 2, 3, 6, 8
_MARK = b'('

# Names of Python 2, for the protocols that it reads.
_OLD_MODULES = {'builtins': '__builtin__', 'copyreg': 'copy_reg', 'queue': 'Queue', '_thread': 'thread'}
_OLD_NAMES = {
    ('builtins', 'range'): ('__builtin__', 'xrange'), ('builtins', 'str'): ('__builtin__', 'unicode'),
    ('builtins', 'int'): ('__builtin__', 'long'), ('builtins', 'zip'): ('itertools', 'izip'),
    ('builtins', 'map'): ('itertools', 'imap'), ('builtins', 'filter'): ('itertools', 'ifilter'),
    ('functools', 'reduce'): ('__builtin__', 'reduce'), ('builtins', 'chr'): ('__builtin__', 'unichr'),
}  # fmt: skip
_NEW_MODULES = {old: new for new, old in _OLD_MODULES.items()}
_NEW_NAMES = {old: new for new, old in _OLD_NAMES.items()}
_ALIASES = {'_pickle': 'pickle', '_thread': '_threading'}


class Pickler:
    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        elif protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif protocol > HIGHEST_PROTOCOL:
            raise ValueError(f'pickle protocol must be <= {HIGHEST_PROTOCOL}')
        if protocol < 2:
            raise NotImplementedError('pickle protocols 0 and 1 can only be read here: write protocol 2 or a later one')
        if buffer_callback is not None and protocol < 5:
            raise ValueError('buffer_callback needs protocol >= 5')
        if file is not None and not hasattr(file, 'write'):
            raise TypeError("file must have a 'write' attribute")
        self._file, self._protocol, self._fix_imports = file, protocol, fix_imports and protocol < 3
        self.fast = 0
        self._memo = {}
        self._has_functions = False

    memo = property(lambda self: self._memo)

    def clear_memo(self):
        self._memo.clear()
        self._has_functions = False

    def persistent_id(self, obj):
        return None

    def reducer_override(self, obj):
        return NotImplemented

    def dump(self, obj):
        if not hasattr(self, '_memo'):
            raise PicklingError(f'Pickler.__init__() was not called by {type(self).__name__}.__init__()')
        self._file.write(self._dumped(obj))

    def _dumped(self, obj):
        protocol = self._protocol
        out = bytearray((0x80, protocol))
        tasks = [_WRITE, b'.', 0, _SAVE, obj, 0]
        asks = type(self).persistent_id is not Pickler.persistent_id or 'persistent_id' in self.__dict__
        plain = (
            type(self).reducer_override is Pickler.reducer_override
            and 'reducer_override' not in self.__dict__
            and not getattr(self, 'dispatch_table', _dispatch_table)
        )
        state = [out, self._memo, tasks, -1, protocol, asks, 0, plain]
        self._tasks = tasks
        while (need := _dump(state)) is not None:
            spend(state[6], 0)
            if need is not ...:
                obj, *asked = need
                if not asked or not self._save_id(obj):
                    self._add(_SAVE_IT, obj, 0) if asked else self._save(obj)
        spend(state[6], 0)
        return bytes(out)

    def _add(self, *tasks):
        # What is to be done next, in this order.
        for at in range(len(tasks) - 3, -1, -3):
            self._tasks += tasks[at : at + 3]

    def _save_id(self, obj):
        known = self.persistent_id(obj)
        if known is None:
            return False
        self._add(_SAVE_IT, known, 0, _WRITE, b'Q', 0)
        return True

    def _save(self, obj):
        cls = type(obj)
        protocol = self._protocol
        found = self.reducer_override(obj)
        if found is not NotImplemented:
            return self._save_found(obj, found)
        if cls is bytes:
            if not obj:
                return self._save_reduced(obj, bytes, ())
            return self._save_reduced(obj, _encode, (obj.decode('latin-1'), 'latin1'))
        if cls is bytearray:
            return self._save_reduced(obj, bytearray, (bytes(obj),) if obj else ())
        if cls is set or cls is frozenset:
            return self._save_reduced(obj, cls, (list(obj),))
        if obj is ... or obj is NotImplemented:
            return self._save_global(obj, 'Ellipsis' if obj is ... else 'NotImplemented')
        if cls is type:
            if obj in _SINGLE:
                return self._save_reduced(obj, type, (_SINGLE[obj],))
            return self._save_global(obj)
        if cls is FunctionType:
            return self._save_global(obj)
        reduce = getattr(self, 'dispatch_table', _dispatch_table).get(cls)
        if reduce is not None:
            found = reduce(obj)
        elif issubclass(cls, type):
            return self._save_global(obj)
        elif cls is ModuleType:
            raise TypeError("cannot pickle 'module' object")
        else:
            found = obj.__reduce_ex__(protocol)
        self._save_found(obj, found)

    def _save_found(self, obj, found):
        if isinstance(found, str):
            return self._save_global(obj, found)
        if not isinstance(found, tuple):
            raise PicklingError('__reduce__ must return a string or tuple')
        if not 2 <= len(found) <= 6:
            raise PicklingError('tuple returned by __reduce__ must contain 2 through 6 elements')
        self._save_reduced(obj, *found)

    def _save_reduced(self, obj, func, args, state=None, items=None, pairs=None, setter=None):
        ordinal = 'first second third fourth fifth sixth'.split()
        what = 'item of the tuple returned by __reduce__ must be'
        if not callable(func):
            raise PicklingError(f'first {what} callable')
        if not isinstance(args, tuple):
            raise PicklingError(f'second {what} a tuple')
        element = 'element of the tuple returned by __reduce__ must be'
        for place, one in (3, items), (4, pairs):
            if one is not None and not hasattr(one, '__next__'):
                raise PicklingError(f'{ordinal[place]} {element} an iterator, not {type(one).__name__}')
        if setter is not None and not callable(setter):
            raise PicklingError(f'sixth {element} a function, not {type(setter).__name__}')
        tasks = self._construction(obj, func, args)
        tasks += _MEMOIZE, obj, 0
        if items is not None:
            tasks += _ITEMS, list(items), 0
        if pairs is not None:
            tasks += _PAIRS, list(pairs), 0
        if state is not None:
            if setter is None:
                tasks += _SAVE, state, 0, _WRITE, b'b', 0
            else:
                tasks += _SAVE, setter, 0, _SAVE, obj, 0, _SAVE, state, 0, _WRITE, b'\x86R0', 0
        self._add(*tasks)

    def _construction(self, obj, func, args):
        name = getattr(func, '__name__', '')
        if self._protocol >= 2 and name == '__newobj_ex__':
            cls, args, keywords = args
            self._check(obj, cls, '__newobj_ex__')
            if self._protocol >= 4:
                return [_SAVE, cls, 0, _SAVE, args, 0, _SAVE, keywords, 0, _WRITE, b'\x92', 0]
            from functools import partial

            return [_SAVE, partial(cls.__new__, cls, *args, **keywords), 0, _SAVE, (), 0, _WRITE, b'R', 0]
        if self._protocol >= 2 and name == '__newobj__':
            cls, *args = args
            self._check(obj, cls, '__newobj__')
            return [_SAVE, cls, 0, _SAVE, tuple(args), 0, _WRITE, b'\x81', 0]
        return [_SAVE, func, 0, _SAVE, args, 0, _WRITE, b'R', 0]

    def _check(self, obj, cls, name):
        if not hasattr(cls, '__new__'):
            raise PicklingError(f'args[0] from {name} args has no __new__')
        if cls is not type(obj):
            raise PicklingError(f'args[0] from {name} args has the wrong class')

    def _save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, '__qualname__', None) or obj.__name__
        module = _module_of(obj, name)
        try:
            found = _module(module)
        except ImportError:
            raise PicklingError(f"Can't pickle {obj!r}: import of module {module!r} failed") from None
        owner = None
        parts = name.split('.')
        if '<locals>' in parts:
            raise AttributeError(f"Can't get local object {name!r}")
        for part in parts:
            owner = found
            try:
                found = getattr(found, part)
            except AttributeError:
                problem = PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed")
                break
        else:
            if found is obj or found == obj and type(obj) is type(self._save_global):
                return self._write_global(obj, module, name, owner)
            problem = PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module}.{name}")
        raise problem

    def _write_global(self, obj, module, name, owner):
        if self._protocol >= 4:
            tasks = [_SAVE, module, 0, _SAVE, name, 0, _WRITE, b'\x93', 0, _MEMOIZE, obj, 0]
            # CPython has these texts twice: the module's name of functions in C, and what a class in C is called.
            if type(obj) is _BUILT_IN and module == 'builtins':
                if not self._has_functions:
                    self._has_functions = True
                    tasks[:3] = _WRITE, b'\x8c\x08builtins', 0, _MEMOIZE, _FUNCTIONS, 0
                else:
                    tasks[1] = _FUNCTIONS
            elif module == name:
                data = name.encode()
                tasks[3:6] = _WRITE, bytes((0x8C, len(data))) + data, 0, _MEMOIZE, [name], 0
            self._add(*tasks)
        elif '.' in name:
            self._save_reduced(obj, getattr, (owner, name.rpartition('.')[2]))
        else:
            if self._fix_imports:
                module, name = _OLD_NAMES.get((module, name), (_OLD_MODULES.get(module, module), name))
            self._add(_WRITE, f'c{module}\n{name}\n'.encode(), 0, _MEMOIZE, obj, 0)


def _encode(text, encoding):
    return text.encode(encoding)


class _Codecs:
    encode = staticmethod(_encode)


_encode.__module__, _encode.__name__, _encode.__qualname__ = '_codecs', 'encode', 'encode'
_SINGLE = {type(None): None, type(NotImplemented): NotImplemented, type(...): ...}
_BUILT_IN = type(len)
_FUNCTIONS = ['builtins']


# Where the program's own module has not run yet, what runs it.
_load_main = None


def _module(name):
    if name == '_codecs':
        return _Codecs
    if name == '__main__' and _load_main is not None:
        _load_main()
    name = _ALIASES.get(name, name)
    return sys.modules.get(name) or __import__(name, None, None, ('*',))


def _module_of(obj, name):
    module = getattr(obj, '__module__', None)
    if module is not None and not (type(obj) is _BUILT_IN and getattr(_module(module), name, None) is not obj):
        return module
    for module, found in sys.modules.items():
        if module not in ('__main__', '__mp_main__') and getattr(found, name, None) is obj and module[0] != '_':
            return module
    return '__main__'


class Unpickler:
    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
        if file is not None and not (hasattr(file, 'read') and hasattr(file, 'readline')):
            raise TypeError("file must have 'read' and 'readline' attributes")
        self._file, self._fix_imports, self._encoding, self._errors = file, fix_imports, encoding, errors
        self._memo = []
        self._left = b''
        self._buffers = None if buffers is None else iter(buffers)

    def persistent_load(self, pid):
        raise UnpicklingError(
            'A load persistent id instruction was encountered, but no persistent_load function was specified.'
        )

    def find_class(self, module_name, global_name, /):
        if self._protocol < 3 and self._fix_imports:
            module_name, global_name = _NEW_NAMES.get(
                (module_name, global_name), (_NEW_MODULES.get(module_name, module_name), global_name)
            )
        found = _module(module_name)
        parts = global_name.split('.') if self._protocol >= 4 else [global_name]
        for part in parts:
            if part == '<locals>':
                raise AttributeError(f"Can't get local attribute {global_name!r} on {found!r}")
            try:
                found = getattr(found, part)
            except AttributeError:
                missing = AttributeError(f"Can't get attribute {global_name!r} on {_module(module_name)!r}")
                break
        else:
            return found
        raise missing

    def load(self):
        if not hasattr(self, '_memo'):
            raise UnpicklingError(f'Unpickler.__init__() was not called by {type(self).__name__}.__init__()')
        data = self._left + self._file.read()
        value, end = self._loaded(data)
        self._left = data[end:]
        if self._left and hasattr(self._file, 'seek') and hasattr(self._file, 'tell'):
            self._file.seek(self._file.tell() - len(self._left))
            self._left = b''
        return value

    def _loaded(self, data):
        self._protocol = data[1] if data[:1] == b'\x80' and len(data) > 1 else 0
        self._stack = stack = []
        self._marks = []
        self._state = state = [data, 0, stack, self._marks, self._memo, 0]
        while (code := _load(state)) is not None:
            spend(0, state[5])
            if code is ...:
                continue
            if type(code) is str:
                if code.startswith('unsupported pickle protocol'):
                    raise ValueError(code)
                raise EOFError(code) if code == 'Ran out of input' else UnpicklingError(code)
            method = _OPCODES.get(code)
            if method is None:
                shown = chr(code) if 32 <= code < 127 and code != 39 else f'\\x{code:02x}'
                raise UnpicklingError(f"invalid load key, '{shown}'.")
            method(self, stack)
        spend(0, state[5])
        if len(stack) <= (self._marks[-1] if self._marks else 0):
            raise UnpicklingError('unexpected MARK found' if self._marks else 'unpickling stack underflow')
        value = stack.pop()
        del self._stack, self._marks, self._state
        return value, state[1]

    def _line(self):
        data, start = self._state[:2]
        end = data.find(b'\n', start)
        if end < 0:
            raise UnpicklingError('pickle data was truncated')
        self._state[1] = end + 1
        return data[start:end]

    def _bytes(self, size):
        data, start = self._state[:2]
        if start + size > len(data):
            raise UnpicklingError('pickle data was truncated')
        self._state[1] = start + size
        return data[start : start + size]

    def _number(self, size):
        return int.from_bytes(self._bytes(size), 'little')

    def _above(self, stack):
        if not self._marks:
            raise UnpicklingError('could not find MARK')
        mark = self._marks.pop()
        items = stack[mark:]
        del stack[mark:]
        return items

    def _pop(self, stack, count):
        if len(stack) < count:
            raise UnpicklingError('unpickling stack underflow')
        items = stack[len(stack) - count :]
        del stack[len(stack) - count :]
        return items

    # Opcodes

    def _global(self, stack):
        module, name = self._line().decode(), self._line().decode()
        stack.append(self.find_class(module, name))

    def _stack_global(self, stack):
        module, name = self._pop(stack, 2)
        if type(module) is not str or type(name) is not str:
            raise UnpicklingError('STACK_GLOBAL requires str')
        stack.append(self.find_class(module, name))

    def _reduce(self, stack):
        func, args = self._pop(stack, 2)
        stack.append(func(*args))

    def _new(self, stack):
        cls, args = self._pop(stack, 2)
        if not isinstance(args, tuple):
            raise UnpicklingError(f'NEWOBJ expected an arg tuple, got {type(args).__name__}')
        if not isinstance(cls, type):
            raise UnpicklingError(f'NEWOBJ class argument must be a type, not {type(cls).__name__}')
        stack.append(cls.__new__(cls, *args))

    def _new_ex(self, stack):
        cls, args, keywords = self._pop(stack, 3)
        if not isinstance(cls, type):
            raise UnpicklingError(f'NEWOBJ_EX class argument must be a type, not {type(cls).__name__}')
        stack.append(cls.__new__(cls, *args, **keywords))

    def _build(self, stack):
        made, state = self._pop(stack, 2)
        stack.append(made)
        set_state = getattr(made, '__setstate__', None)
        if set_state is not None:
            set_state(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            if not isinstance(state, dict):
                raise UnpicklingError('state is not a dictionary')
            if not set_attributes(made, state):
                made.__dict__.update(state)
        if slots:
            if not isinstance(slots, dict):
                raise UnpicklingError('slot state is not a dictionary')
            for name, value in slots.items():
                setattr(made, name, value)

    def _instance(self, stack):
        module, name = self._line().decode(), self._line().decode()
        args = self._above(stack)
        stack.append(self.find_class(module, name)(*args))

    def _object(self, stack):
        cls, *args = self._above(stack)
        stack.append(cls(*args))

    def _id(self, stack):
        stack.append(self.persistent_load(stack.pop()))

    def _id_line(self, stack):
        stack.append(self.persistent_load(self._line().decode('ascii')))

    def _int(self, stack):
        line = self._line()
        stack.append(line == b'01' if line in (b'00', b'01') else int(line))

    def _long(self, stack):
        stack.append(int(self._line().rstrip(b'L')))

    def _float(self, stack):
        stack.append(float(self._line()))

    def _unicode(self, stack):
        text, more = '', self._line().decode('latin-1')
        while more:
            before, slash, more = more.partition('\\')
            text += before
            if slash and more[:1] in ('u', 'U'):
                size = 4 if more[0] == 'u' else 8
                text += chr(int(more[1 : 1 + size], 16))
                more = more[1 + size :]
            else:
                text += slash
        stack.append(text)

    def _string(self, stack):
        line = self._line().strip()
        if len(line) < 2 or line[:1] != line[-1:] or line[:1] not in (b'"', b"'"):
            raise UnpicklingError('the STRING opcode argument must be quoted')
        out, at, line = bytearray(), 0, line[1:-1]
        while at < len(line):
            if line[at] != 92:
                out.append(line[at])
                at += 1
            elif line[at + 1 : at + 2] == b'x':
                out.append(int(line[at + 2 : at + 4], 16))
                at += 4
            else:
                out += _ESCAPES.get(line[at + 1 : at + 2], line[at + 1 : at + 2])
                at += 2
        self._old_text(stack, bytes(out))

    def _old_text(self, stack, data):
        stack.append(data if self._encoding == 'bytes' else data.decode(self._encoding, self._errors))

    def _get_line(self, stack):
        number = int(self._line())
        if number >= len(self._memo):
            raise UnpicklingError(f'Memo value not found at index {number}')
        stack.append(self._memo[number])

    def _put_line(self, stack):
        number = int(self._line())
        if not 0 <= number <= len(self._state[0]):
            raise UnpicklingError('Memo index out of range')
        self._memo += [None] * (number + 1 - len(self._memo))
        self._memo[number] = stack[-1]

    def _append(self, stack):
        (item,) = self._pop(stack, 1)
        stack[-1].append(item)

    def _appends(self, stack):
        items = self._above(stack)
        extend = getattr(stack[-1], 'extend', None)
        if extend is not None:
            extend(items)
        else:
            for item in items:
                stack[-1].append(item)

    def _set_item(self, stack):
        key, value = self._pop(stack, 2)
        stack[-1][key] = value

    def _set_items(self, stack):
        items = self._above(stack)
        made = stack[-1]
        for at in range(0, len(items), 2):
            made[items[at]] = items[at + 1]

    def _add_items(self, stack):
        items = self._above(stack)
        for item in items:
            stack[-1].add(item)

    def _frozen_set(self, stack):
        stack.append(frozenset(self._above(stack)))

    def _dict(self, stack):
        items = self._above(stack)
        stack.append({items[at]: items[at + 1] for at in range(0, len(items), 2)})

    def _next_buffer(self, stack):
        if self._buffers is None:
            raise UnpicklingError('pickle stream refers to out-of-band data but no *buffers* argument was given')
        stack.append(next(self._buffers))


_ESCAPES = {b'n': b'\n', b't': b'\t', b'r': b'\r', b'\\': b'\\', b"'": b"'", b'"': b'"'}
_OPCODES = {
    ord('c'): Unpickler._global, 0x93: Unpickler._stack_global, ord('R'): Unpickler._reduce, 0x81: Unpickler._new,
    0x92: Unpickler._new_ex, ord('b'): Unpickler._build, ord('i'): Unpickler._instance, ord('o'): Unpickler._object,
    ord('Q'): Unpickler._id, ord('P'): Unpickler._id_line, ord('I'): Unpickler._int, ord('L'): Unpickler._long,
    ord('F'): Unpickler._float, ord('V'): Unpickler._unicode, ord('S'): Unpickler._string,
    ord('U'): lambda self, stack: self._old_text(stack, self._bytes(self._number(1))),
    ord('T'): lambda self, stack: self._old_text(stack, self._bytes(self._number(4))),
    ord('g'): Unpickler._get_line, ord('p'): Unpickler._put_line, ord('a'): Unpickler._append,
    ord('e'): Unpickler._appends, ord('s'): Unpickler._set_item, ord('u'): Unpickler._set_items,
    ord('d'): Unpickler._dict, 0x90: Unpickler._add_items, 0x91: Unpickler._frozen_set,
    ord('X'): lambda self, stack: stack.append(self._bytes(self._number(4)).decode()),
    0x8C: lambda self, stack: stack.append(self._bytes(self._number(1)).decode()),
    0x8D: lambda self, stack: stack.append(self._bytes(self._number(8)).decode()),
    0x97: Unpickler._next_buffer, 0x98: lambda self, stack: None,
}  # fmt: skip


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    return Pickler(None, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback)._dumped(obj)


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    if type(data) is not bytes:
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError(f'a bytes-like object is required, not {type(data).__name__!r}')
        data = bytes(data)
    unpickler = Unpickler(None, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)
    return unpickler._loaded(data)[0]


def load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()
