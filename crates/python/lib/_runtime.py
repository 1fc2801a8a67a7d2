# What instructions do that takes Python: classes, exception groups, class patterns; and which function of the
# prelude stands for which operator.
#
# From `_core` come, natively:
#   run_body(function, namespace)          runs a class body with that namespace
#   new_class(meta, name, bases, dict)     the class alone: nobody is told of it
#   derived_group(group, exceptions)       a group like this one with other exceptions

from _core import (
    compile as compile_code, derived_from, derived_group, find_module, format_exception, function_of, names_of, new_class, resume,
    places_of, run_body, said, set_names, step_class, throw, typed, unwrapped,
)

from _prelude import (
    any_, contains, dict_delitem, dict_eq, dict_fromkeys, dict_getitem, dict_setitem, dict_update, list_extend, list_of,
    sequence_eq, sequence_iter, sequence_order, set_difference, set_eq, set_intersection, set_issubset, set_of,
    set_symmetric_difference, set_union, str_mod, container_repr,
)


# Classes


def __build_class__(body, name, /, *bases, metaclass=None, **keywords):
    resolved = _resolved(bases)
    meta = metaclass
    if meta is None:
        meta = type(resolved[0]) if resolved else type
    if isinstance(meta, type):
        meta = _most_derived(meta, resolved)
    prepare = getattr(meta, '__prepare__', None)
    namespace = {} if prepare is None else prepare(name, resolved, **keywords)
    run_body(body, namespace)
    if resolved is not bases:
        namespace['__orig_bases__'] = bases
    return meta(name, resolved, namespace, **keywords)


def _resolved(bases):
    for base in bases:
        if not isinstance(base, type) and hasattr(base, '__mro_entries__'):
            break
    else:
        return bases
    resolved = []
    for base in bases:
        if not isinstance(base, type) and hasattr(base, '__mro_entries__'):
            resolved.extend(base.__mro_entries__(bases))
        else:
            resolved.append(base)
    return tuple(resolved)


def _most_derived(meta, bases):
    for base in bases:
        other = type(base)
        if issubclass(meta, other):
            continue
        if not issubclass(other, meta):
            raise TypeError(
                'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the '
                'metaclasses of all its bases'
            )
        meta = other
    return meta


def type___new__(meta, name, bases, namespace, /, **keywords):
    namespace = dict(namespace)
    cell = namespace.pop('__classcell__', None)
    cls = new_class(meta, name, bases, namespace)
    if cell is not None:
        cell.cell_contents = cls
    for key, value in namespace.items():
        told = getattr(type(value), '__set_name__', None)
        if told is not None:
            told(value, cls, key)
    super(cls, cls).__init_subclass__(**keywords)
    return cls


def type___call__(cls, /, *args, **keywords):
    made = cls.__new__(cls, *args, **keywords)
    if isinstance(made, cls):
        type(made).__init__(made, *args, **keywords)
    return made


def subscript_class(cls, index):
    if cls is type or issubclass(cls, (list, dict, tuple, set, frozenset)) or cls in _GENERIC:
        return _Alias(cls, index)
    raise TypeError(f"type '{cls.__qualname__}' is not subscriptable")


_GENERIC = (type, enumerate, zip, map, filter, BaseExceptionGroup, ExceptionGroup)


class _Alias:
    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)

    def __call__(self, *args, **keywords):
        return self.__origin__(*args, **keywords)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __getattr__(self, name):
        return getattr(self.__origin__, name)

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        return self.__origin__ is other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        return _Union((self, other))

    def __ror__(self, other):
        return _Union((other, self))

    def __repr__(self):
        return f"{_type_name(self.__origin__)}[{', '.join([_type_name(arg) for arg in self.__args__])}]"


class _Union:
    def __init__(self, args):
        flat = []
        for arg in args:
            for one in arg.__args__ if isinstance(arg, _Union) else (arg,):
                if one not in flat:
                    flat.append(one)
        self.__args__ = tuple(flat)

    def __or__(self, other):
        return _Union((self, other))

    def __ror__(self, other):
        return _Union((other, self))

    def __eq__(self, other):
        return isinstance(other, _Union) and set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __instancecheck__(self, one):
        return isinstance(one, tuple([type(None) if arg is None else arg for arg in self.__args__]))

    def __repr__(self):
        return ' | '.join([_type_name(arg) for arg in self.__args__])


def _type_name(one):
    if one is ...:
        return '...'
    if isinstance(one, type):
        return one.__qualname__ if one.__module__ == 'builtins' else f'{one.__module__}.{one.__qualname__}'
    return repr(one)


# Class patterns


def match_class(subject, cls, count, names):
    if not isinstance(subject, cls):
        return None
    found = []
    if count:
        attributes = getattr(cls, '__match_args__', None)
        if attributes is None:
            if count == 1 and issubclass(cls, _SELF_MATCHING):
                found.append(subject)
                attributes = ()
                count = 0
            else:
                attributes = ()
                if issubclass(cls, _SELF_MATCHING):
                    raise TypeError(f'{cls.__name__}() accepts 1 positional sub-pattern ({count} given)')
        if count > len(attributes):
            plural = '' if len(attributes) == 1 else 's'
            raise TypeError(
                f'{cls.__name__}() accepts {len(attributes)} positional sub-pattern{plural} ({count} given)'
            )
        names = (*attributes[:count], *names)
    seen = set()
    for name in names:
        if name in seen:
            raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute '{name}'")
        seen.add(name)
        try:
            found.append(getattr(subject, name))
        except AttributeError:
            return None
    return tuple(found)


_SELF_MATCHING = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


# Exception groups


def split_group(exception, wanted):
    # What is left, and what matches: `except*`.
    if isinstance(exception, wanted):
        if not isinstance(exception, BaseExceptionGroup):
            return None, ExceptionGroup('', (exception,)) if isinstance(exception, Exception) else (
                BaseExceptionGroup('', (exception,))
            )
        return None, exception
    if isinstance(exception, BaseExceptionGroup):
        matching, rest = exception.split(wanted)
        return rest, matching
    return exception, None


def prepare_reraise(original, raised):
    # What `except*` raises in the end: what was raised new, and what nobody caught.
    raised = [one for one in raised if one is not None]
    if not raised:
        return None
    if not isinstance(original, BaseExceptionGroup):
        return raised[0]
    new = [one for one in raised if not _is_part(one, original)]
    rest = [one for one in raised if _is_part(one, original)]
    if rest:
        kept = _leaves(rest)
        left = original.subgroup(lambda one: not isinstance(one, BaseExceptionGroup) and one in kept)
        if not new:
            return left
        if left is not None:
            new.append(left)
    if len(new) == 1 and not rest:
        return new[0]
    return ExceptionGroup('', new)


def _is_part(one, original):
    leaves = _leaves([original])
    return all([leaf in leaves for leaf in _leaves([one])])


def _leaves(exceptions):
    found = []
    for one in exceptions:
        if isinstance(one, BaseExceptionGroup):
            found.extend(_leaves(one.exceptions))
        else:
            found.append(one)
    return found


def BaseExceptionGroup_split(self, condition):
    check = condition
    if isinstance(condition, type) or isinstance(condition, tuple):
        check = lambda one: isinstance(one, condition)
    if check(self):
        return self, None
    matching, rest = [], []
    for one in self.exceptions:
        if isinstance(one, BaseExceptionGroup):
            yes, no = one.split(condition)
            if yes is not None:
                matching.append(yes)
            if no is not None:
                rest.append(no)
        elif check(one):
            matching.append(one)
        else:
            rest.append(one)
    return (
        _derived(self, matching) if matching else None,
        _derived(self, rest) if rest else None,
    )


def _derived(self, exceptions):
    if type(self) in (BaseExceptionGroup, ExceptionGroup):
        return derived_group(self, exceptions)
    made = self.derive(exceptions)
    made.__traceback__ = self.__traceback__
    made.__context__ = self.__context__
    if self.__cause__ is not None:
        made.__cause__ = self.__cause__
    return made


def BaseExceptionGroup_derive(self, exceptions):
    return BaseExceptionGroup(self.message, exceptions)


def BaseExceptionGroup_subgroup(self, condition):
    return self.split(condition)[0]


def instance_of(cls):
    return cls()


# Operators


def binary(sign, a, b):
    if sign == '%':
        return str_mod(a, b)
    if sign == '*':
        return a * b.__index__() if hasattr(a, '__getitem__') else a.__index__() * b
    if isinstance(a, list):
        list_extend(a, b)
        return a
    if sign == '|':
        if isinstance(a, dict):
            merged = dict(a)
            dict_update(merged, b)
            return merged
        if isinstance(a, type) or isinstance(b, type) or a is None or b is None:
            return _Union((a, b))
        return set_union(a, b)
    if sign == '&':
        return set_intersection(a, b)
    if sign == '-':
        return set_difference(a, b)
    return set_symmetric_difference(a, b)


def compare(sign, a, b):
    if isinstance(a, dict):
        return dict_eq(a, b) == (sign == '==')
    if isinstance(a, (set, frozenset)):
        if sign == '==':
            return set_eq(a, b)
        if sign == '!=':
            return not set_eq(a, b)
        if sign == '<=':
            return set_issubset(a, b)
        if sign == '<':
            return set_issubset(a, b) and len(a) < len(b)
        if sign == '>=':
            return set_issubset(b, a)
        return set_issubset(b, a) and len(b) < len(a)
    if sign == '==':
        return sequence_eq(a, b)
    if sign == '!=':
        return not sequence_eq(a, b)
    return sequence_order(a, b, sign)


def getitem(container, index):
    if isinstance(container, dict):
        return dict_getitem(container, index)
    return container[_place(index)]


def setitem(container, index, value):
    if isinstance(container, dict):
        dict_setitem(container, index, value)
    elif isinstance(index, slice):
        container[_place(index)] = value if isinstance(container, bytearray) else list_of(value)
    else:
        container[index.__index__()] = value


def delitem(container, index):
    if isinstance(container, dict):
        dict_delitem(container, index)
    else:
        del container[_place(index)]


def _place(index):
    if not isinstance(index, slice):
        return index.__index__()
    ends = [index.start, index.stop, index.step]
    for at in range(3):
        if not hasattr(ends[at], '__index__') and ends[at] is not None:
            raise TypeError('slice indices must be integers or None or have an __index__ method')
        ends[at] = None if ends[at] is None else ends[at].__index__()
    return slice(*ends)


# Constructors


def truth_of(value):
    return True if value else False


def list___new__(cls, iterable=()):
    return list.__new__(cls, list_of(iterable))


def tuple___new__(cls, iterable=()):
    return tuple.__new__(cls, list_of(iterable))


def set___new__(cls, iterable=()):
    return set.__new__(cls, set_of(iterable))


def frozenset___new__(cls, iterable=()):
    return frozenset.__new__(cls, set_of(iterable))


def dict___new__(cls, iterable=(), /, **keywords):
    made = dict.__new__(cls)
    dict_update(made, iterable, **keywords)
    return made


def str___new__(cls, one=''):
    if cls is not str:
        return str.__new__(cls, str(one))
    return repr_(one) if type(one).__str__ is object.__str__ else str(type(one).__str__(one))


def derived(cls, base, /, *args, **keywords):
    # An instance of a class that derives from one of the language's own, when that one's constructor takes Python.
    made = derived_from(cls, base(*args, **keywords))
    cls.__init__(made, *args, **keywords)
    return made


# Text


def repr_(one):
    if isinstance(one, (dict, list, tuple, set, frozenset)):
        method = type(one).__repr__
        if method in _REPRS:
            return container_repr(one)
    elif isinstance(one, BaseException) and type(one).__repr__ is BaseException.__repr__:
        return BaseException___repr__(one)
    return repr(one) if type(one).__repr__ in _REPRS else type(one).__repr__(one)


_REPRS = (dict.__repr__, list.__repr__, tuple.__repr__, set.__repr__)


def object___repr__(self):
    return container_repr(self)


def str_(one):
    return str(one)


def ascii_(one):
    return ascii(repr(one))[1:-1].replace("\\'", "'").replace('\\\\', '\\')


def format_(one, spec=''):
    return type(one).__format__(one, spec)


def object___format__(self, spec):
    return str(self)


def BaseException___str__(self):
    if len(self.args) == 1 and not isinstance(self, KeyError):
        return str(self.args[0])
    return repr(self.args[0]) if len(self.args) == 1 else repr(self.args)


def BaseException___repr__(self):
    args = repr(self.args)
    return type(self).__name__ + (f'({self.args[0]!r})' if len(self.args) == 1 else args)


from sys import stdout as _stdout

_Stream = type(_stdout)


def print_(*values, sep=' ', end='\n', file=None, flush=False):
    import sys

    file = sys.stdout if file is None else file
    if type(file) is _Stream:
        return print(*[str(value) for value in values], sep=sep, end=end, file=file)
    if file is None:
        return
    write = file.write
    first = True
    for value in values:
        if not first:
            write(' ' if sep is None else sep)
        first = False
        write(str(value))
    write('\n' if end is None else end)
    if flush:
        file.flush()


def TextIOWrapper_write(self, text, /):
    self._write(text)
    return len(text)


def type_intrinsic(kind, one, more=None):
    # What the compiler has no instructions of its own for: type parameters, generic classes, type aliases.
    import typing

    if kind == 'SubscriptGeneric':
        return typing.Generic[one]
    if kind == 'TypeAlias':
        name, parameters, value = one
        return typing.TypeAliasType(name, value, type_params=parameters or ())
    if kind == 'SetTypeparamDefault':
        one._lazy['__default__'] = more
        return one
    bound = {'TypeVarWithBound': '__bound__', 'TypeVarWithConstraints': '__constraints__'}.get(kind)
    made = getattr(typing, 'TypeVar' if bound else kind)(one, infer_variance=True)
    if bound:
        delattr(made, bound)
        made._lazy[bound] = more
    return made


# Code that is made while the program runs


class _Globals(dict):
    # What globals() gives. The names themselves are kept elsewhere: they are fetched before whatever is done with
    # this, and put back after what may have changed them.
    __module__ = 'builtins'
    __qualname__ = 'dict'

    def __init__(self, module):
        dict.__setattr__(self, 'module', module)


_Globals.__name__ = 'dict'


def _fetch(self):
    dict.clear(self)
    dict.update(self, names_of(self.module))


def _reader(method):
    def read(self, *args, **keywords):
        _fetch(self)
        return method(self, *args, **keywords)

    return read


def _writer(method):
    def write(self, *args, **keywords):
        _fetch(self)
        before = dict.copy(self)
        result = method(self, *args, **keywords)
        for name, value in dict.items(self):
            if name not in before or before[name] is not value:
                setattr(self.module, name, value)
        for name in before:
            if not dict.__contains__(self, name):
                delattr(self.module, name)
        return result

    return write


for _name in ('__getitem__', '__contains__', '__iter__', '__len__', '__repr__', 'get', 'keys', 'values', 'items', 'copy'):
    setattr(_Globals, _name, _reader(getattr(dict, _name)))
for _name in ('__setitem__', '__delitem__', 'pop', 'setdefault', 'update', 'clear'):
    setattr(_Globals, _name, _writer(getattr(dict, _name)))


def globals_(module):
    made = _Globals(module)
    _fetch(made)
    return made


_evaluated = {}


def compile_(source, filename, mode, flags=0, dont_inherit=False, optimize=-1):
    if mode not in ('exec', 'eval', 'single'):
        raise ValueError("compile() mode must be 'exec', 'eval' or 'single'")
    return compile_code(source, filename, mode)


def execute(mode, source, globals, locals):
    code = source
    if isinstance(source, (str, bytes)):
        if isinstance(source, bytes):
            source = source.decode()
        code = _evaluated.get(source) if mode == 'eval' else None
        if code is None:
            code = compile_code(source.lstrip(' \t') if mode == 'eval' else source, '<string>', mode)
            if mode == 'eval':
                _evaluated[source] = code
    elif type(source) is not _code:
        raise TypeError(f'{mode}() arg 1 must be a string, bytes or code object')
    if isinstance(globals, dict):
        globals.setdefault('__builtins__', find_module('builtins')[0])
    elif type(globals) is type(find_module('builtins')[0]):
        globals = globals_(globals)
    else:
        raise TypeError(f'{mode}() globals must be a dict, not {type(globals).__name__}')
    names = dict(globals)
    if locals is not None:
        names.update(locals)
    set_names(code, names)
    try:
        return function_of(code)()
    finally:
        into = globals if locals is None else locals
        after = names_of(code)
        for name, value in after.items():
            if name not in names or names[name] is not value:
                into[name] = value
        for name in code.co_names:
            if name in into and name not in after:
                del into[name]


_code = type(execute.__code__)


def __import___(name, globals=None, locals=None, fromlist=(), level=0):
    module = None
    parts = name.split('.')
    for count in range(1, len(parts) + 1):
        found, body = find_module('.'.join(parts[:count]))
        if body is not None:
            function_of(body)()
        module = module if module is not None and not fromlist else found
    return module


class _Quitter:
    def __init__(self, name):
        self._name = name

    def __call__(self, code=None):
        raise SystemExit(code)

    def __repr__(self):
        return f'Use {self._name}() or Ctrl-D (i.e. EOF) to exit'


_Quitter.__name__ = 'Quitter'
exit_ = _Quitter('exit')
quit_ = _Quitter('quit')


# What takes methods of several values


def dir_(one):
    return sorted(type(one).__dir__(one))


def hash_(one):
    if isinstance(one, tuple):
        return hash(tuple([hash(item) for item in one]))
    if isinstance(one, frozenset):
        return hash(tuple(sorted([hash(item) for item in one])))
    return hash((hash(one.__self__), id(one.__func__)))


def object___ne__(self, other):
    result = self.__eq__(other)
    return result if result is NotImplemented else not result


def object_throw(self, kind, value=None, traceback=None):
    if not isinstance(value, kind):
        value = kind() if value is None else kind(*value) if isinstance(value, tuple) else kind(value)
    return self.throw(value)


def no_getter(one, name):
    raise AttributeError(f'property {name!r} of {type(one).__qualname__!r} object has no getter')


# Asynchronous generators


_Step = step_class()


first_step = None


def _begins(generator):
    # An event loop wants to know of those that take their first step in it.
    if first_step is not None and not generator.ag_suspended and generator.ag_frame is not None:
        first_step(generator)
    return generator


def async_generator___anext__(self):
    return typed(_steps(_begins(self), resume, None), _Step)


def async_generator_asend(self, value):
    return typed(_steps(_begins(self), resume, value), _Step)


def async_generator_athrow(self, kind, value=None, traceback=None):
    if isinstance(kind, type):
        kind = kind() if value is None else value if isinstance(value, kind) else kind(value)
    return typed(_steps(self, throw, kind), _Step)


def async_generator_aclose(self):
    return typed(_closing(self), _Step)


def _closing(generator):
    try:
        yield from _steps(generator, throw, GeneratorExit())
    except (GeneratorExit, StopAsyncIteration):
        return
    raise RuntimeError('async generator ignored GeneratorExit')


def _steps(generator, go_on, value):
    while True:
        step = go_on(generator, value)
        found = unwrapped(step, _Step)
        if found is not _Step:
            return found
        try:
            go_on, value = resume, (yield step)
        except BaseException as error:
            go_on, value = throw, error


def next_awaitable(iterator):
    step = type(iterator).__anext__(iterator)
    method = getattr(type(step), '__await__', None)
    if method is None:
        raise TypeError(
            f"'async for' received an object from __anext__ that does not implement __await__: {type(step).__name__}"
        )
    return method(step)


def aiter_(iterable):
    return type(iterable).__aiter__(iterable)


def anext_(iterator, *default):
    return _anext(iterator, default) if default else type(iterator).__anext__(iterator)


async def _anext(iterator, default):
    try:
        return await type(iterator).__anext__(iterator)
    except StopAsyncIteration:
        return default[0]


# What shows frames to programs


class frame:
    f_back = f_trace = None
    f_code = f_lineno = f_lasti = None
    f_locals = f_globals = f_builtins = {}
    __module__ = 'builtins'

    def __repr__(self):
        return f'<frame at {id(self):#x}, line {self.f_lineno}, code {self.f_code.co_name}>'


class traceback:
    # Where an exception went through, as far as it had come then.
    __module__ = 'builtins'

    @property
    def tb_lineno(self):
        return places_of(self._exception)[self._depth - 1][2]

    @property
    def tb_lasti(self):
        return places_of(self._exception)[self._depth - 1][1]

    @property
    def tb_frame(self):
        made = frame()
        made.f_code, made.f_lasti, made.f_lineno = places_of(self._exception)[self._depth - 1]
        return made

    @property
    def tb_next(self):
        if self._depth < 2:
            return None
        made = traceback()
        made._exception, made._depth = self._exception, self._depth - 1
        return made


def _say(exception):
    # Asks an exception, and all that led to it, for what is printed of them.
    seen, left = [], [exception]
    while left:
        one = left.pop()
        if one is None or any_(one is known for known in seen):
            continue
        seen.append(one)
        try:
            said(one, str(one))
        except BaseException:
            said(one, '<exception str() failed>')
        left += [one.__cause__, one.__context__, *getattr(one, 'exceptions', ())]


def tell(exception):
    _say(exception)
    raise exception


def format_exception_(exception, *how):
    _say(exception)
    return format_exception(exception, *how)


def of_super(parts, _):
    getter, receiver = parts
    return getter(receiver)


# What was never awaited


def tell_unawaited(name):
    import warnings

    warnings._tell_unawaited(name)


def no_copy(_):
    raise SystemError('the state of the process that this is to be a copy of cannot be read')
