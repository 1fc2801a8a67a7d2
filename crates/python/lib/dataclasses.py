# dataclasses: classes made from their annotations.

from _arguments import bind
from _threading import get_ident


class FrozenInstanceError(AttributeError):
    pass


class _Sign:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return self._name


MISSING = _Sign('<dataclasses._MISSING_TYPE object>')
KW_ONLY = _Sign('<dataclasses._KW_ONLY_TYPE object>')


class InitVar:
    # An argument of __init__ that goes to __post_init__ only.
    def __init__(self, type):
        self.type = type

    __class_getitem__ = classmethod(lambda cls, type: cls(type))


_PARTS = ('default', 'default_factory', 'init', 'repr', 'hash', 'compare', 'metadata', 'kw_only')


class Field:
    # What is known of a field. `_kind` is 'field', 'class' (ClassVar), or 'init' (InitVar).
    name = type = _kind = None

    def __init__(self, *parts):
        for name, part in zip(_PARTS, parts):
            setattr(self, name, part)
        self.metadata = self.metadata or {}

    def __repr__(self):
        return f'Field({",".join([f"{name}={getattr(self, name)!r}" for name in ("name", "type", *_PARTS)])})'

    def _optional(self):
        return self.default is not MISSING or self.default_factory is not MISSING


def field(
    *, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
    kw_only=MISSING,
):  # fmt: skip
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def dataclass(
    cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
    kw_only=False, slots=False, weakref_slot=False,
):  # fmt: skip
    def made(cls):
        fields = _collect(cls, kw_only, frozen)
        if frozen or slots:
            cls = _rebuilt(cls, [f.name for f in fields if f._kind == 'field'], frozen, slots)
        if init:
            _add(cls, '__init__', _init(cls, fields, frozen))
        if repr:
            _add(cls, '__repr__', _repr([f.name for f in fields if f.repr and f._kind == 'field']))
        compared = [f.name for f in fields if f.compare and f._kind == 'field']
        if eq:
            _add(cls, '__eq__', _eq(compared))
        if order:
            if not eq:
                raise ValueError('eq must be true if order is true')
            for name in ('__lt__', '__le__', '__gt__', '__ge__'):
                if not _add(cls, name, _ordering(name, compared)):
                    raise TypeError(
                        f'Cannot overwrite attribute {name} in class {cls.__name__} '
                        'Consider using functools.total_ordering'
                    )
        hashed = [f.name for f in fields if f._kind == 'field' and (f.compare if f.hash is None else f.hash)]
        _hash(cls, hashed, unsafe_hash, eq, frozen)
        if match_args:
            positional = [f.name for f in fields if f.init and not f.kw_only and f._kind != 'class']
            _add(cls, '__match_args__', tuple(positional))
        _add(cls, '__replace__', _replace)
        if hasattr(cls, '__abstractmethods__'):
            from abc import update_abstractmethods

            update_abstractmethods(cls)
        if not cls.__doc__:
            shown = [_shown(f) for f in fields if f.init and f._kind != 'class' and not f.kw_only]
            only = [_shown(f) for f in fields if f.init and f._kind != 'class' and f.kw_only]
            cls.__doc__ = f'{cls.__name__}({", ".join(shown + (["*"] + only if only else []))})'
        return cls

    return made if cls is None else made(cls)


def _shown(field):
    kind = field.type
    if isinstance(kind, type):
        kind = kind.__qualname__ if kind.__module__ == 'builtins' else f'{kind.__module__}.{kind.__qualname__}'
    else:
        kind = repr(kind)
    if field.default_factory is not MISSING:
        return f'{field.name}: {kind} = <factory>'
    return f'{field.name}: {kind}' + (f' = {field.default!r}' if field.default is not MISSING else '')


def _set_all(self, names, values):
    for name, value in zip(names, values):
        object.__setattr__(self, name, value)


def _rebuilt(old, names, frozen, slots):
    # What a class does about attributes is settled when it is made: so it is made again.
    namespace = dict(old.__dict__)
    for name in ('__dict__', '__weakref__'):
        namespace.pop(name, None)
    made = []
    if frozen:
        for function in _frozen(made, set(names)):
            if function.__name__ in namespace:
                raise TypeError(f'Cannot overwrite attribute {function.__name__} in class {old.__name__}')
            namespace[function.__name__] = function
    if slots:
        if '__slots__' in namespace:
            raise TypeError(f'{old.__name__} already specifies __slots__')
        for name in names:
            namespace.pop(name, None)
        inherited = [name for base in old.__mro__[1:] for name in base.__dict__.get('__slots__', ())]
        namespace['__slots__'] = tuple([name for name in names if name not in inherited])
        if frozen:
            # What is frozen takes its state in another way.
            namespace.setdefault('__getstate__', lambda self: [getattr(self, name) for name in names])
            namespace.setdefault('__setstate__', lambda self, state: _set_all(self, names, state))
    cls = type(old)(old.__name__, old.__bases__, namespace)
    cls.__qualname__ = old.__qualname__
    made.append(cls)
    for value in namespace.values():
        for cell in getattr(getattr(value, '__func__', getattr(value, 'fget', value)), '__closure__', None) or ():
            if cell.cell_contents is old:
                # What super() means in its methods.
                cell.cell_contents = cls
    return cls


def _add(cls, name, value):
    # Unless the class has its own.
    if name in cls.__dict__:
        return False
    if hasattr(value, '__code__'):
        value.__qualname__ = f'{cls.__qualname__}.{name}'
    setattr(cls, name, value)
    return True


def _collect(cls, kw_only, frozen):
    # Finds the fields, inherited ones first, and leaves __dataclass_fields__ in the class.
    fields = {}
    for base in cls.__mro__[-1:0:-1]:
        if '__dataclass_fields__' in base.__dict__:
            fields.update(base.__dataclass_fields__)
            if base.__dataclass_frozen__ != frozen:
                raise TypeError(
                    'cannot inherit frozen dataclass from a non-frozen one'
                    if frozen
                    else 'cannot inherit non-frozen dataclass from a frozen one'
                )
    annotations = cls.__dict__.get('__annotations__', {})
    for name, kind in annotations.items():
        if kind is KW_ONLY or kind in ('KW_ONLY', 'dataclasses.KW_ONLY'):
            kw_only = True
        else:
            fields[name] = _field(cls, name, kind, kw_only)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    cls.__dataclass_fields__ = fields
    cls.__dataclass_frozen__ = frozen
    return list(fields.values())


def _field(cls, name, kind, kw_only):
    given = getattr(cls, name, MISSING)
    f = given if isinstance(given, Field) else field(default=given)
    f.name, f.type, f._kind = name, kind, 'field'
    text = kind if isinstance(kind, str) else repr(kind)
    if text.startswith(('ClassVar', 'typing.ClassVar', 't.ClassVar')):
        f._kind = 'class'
    elif kind is InitVar or isinstance(kind, InitVar) or text.startswith(('InitVar', 'dataclasses.InitVar')):
        f._kind = 'init'
    if f._kind != 'field' and f.default_factory is not MISSING:
        raise TypeError(f'field {name} cannot have a default factory')
    if f.kw_only is MISSING:
        f.kw_only = kw_only
    if f._kind == 'field' and f.default is not MISSING and type(f.default).__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {name} is not allowed: use default_factory')
    if isinstance(given, Field):
        if f.default is MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, f.default)
    return f


def _init(cls, fields, frozen):
    fields = [f for f in fields if f._kind != 'class']
    names = [f.name for f in fields if f.init and not f.kw_only]
    only = tuple([f.name for f in fields if f.init and f.kw_only])
    optional = {f.name for f in fields if f._optional()}
    last = None
    for name in names:
        if name in optional:
            last = name
        elif last is not None:
            raise TypeError(f'non-default argument {name!r} follows default argument {last!r}')
    names = ('__dataclass_self__' if 'self' in names else 'self', *names)
    # Others keep the class's attribute as their value.
    given = [f for f in fields if f.init or f.default_factory is not MISSING]
    plan = [(f.name, f._kind, f.default, f.default_factory) for f in given]
    finish = hasattr(cls, '__post_init__')
    # Mostly there is one argument for each field, and nothing else to do.
    simple = not finish and [part[0] for part in plan] == list(names[1:]) and all([part[1] == 'field' for part in plan])
    function = f'{cls.__qualname__}.__init__'
    put = object.__setattr__ if frozen else setattr

    def __init__(*args, **kwargs):
        if simple and len(args) == len(names) and not kwargs:
            for name, value in zip(names[1:], args[1:]):
                put(args[0], name, value)
            return
        if kwargs or only or len(args) != len(names):
            values = bind(function, names, only, optional, args, kwargs)
        else:
            values = dict(zip(names, args))
        self = args[0]
        passed = []
        for name, kind, default, factory in plan:
            if name in values:
                value = values[name]
            elif factory is not MISSING:
                value = factory()
            else:
                value = default
            if kind == 'init':
                passed.append(value)
            else:
                put(self, name, value)
        if finish:
            self.__post_init__(*passed)

    return __init__


_being_shown = set()


def _repr(names):
    def __repr__(self):
        # One that contains itself shows as ... there.
        mark = id(self), get_ident()
        if mark in _being_shown:
            return '...'
        _being_shown.add(mark)
        try:
            parts = ', '.join([f'{name}={getattr(self, name)!r}' for name in names])
            return f'{type(self).__qualname__}({parts})'
        finally:
            _being_shown.discard(mark)

    return __repr__


def _eq(names):
    def __eq__(self, other):
        if self is other:
            return True
        if type(other) is not type(self):
            return NotImplemented
        for name in names:
            if not getattr(self, name) == getattr(other, name):
                return False
        return True

    return __eq__


def _ordering(name, names):
    def compare(self, other):
        if type(other) is not type(self):
            return NotImplemented
        a, b = [tuple([getattr(one, name) for name in names]) for one in (self, other)]
        return a < b if name == '__lt__' else a <= b if name == '__le__' else a > b if name == '__gt__' else a >= b

    compare.__name__ = name
    return compare


def _frozen(made, names):
    def __setattr__(self, name, value):
        if type(self) is made[0] or name in names:
            raise FrozenInstanceError(f'cannot assign to field {name!r}')
        super(made[0], self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is made[0] or name in names:
            raise FrozenInstanceError(f'cannot delete field {name!r}')
        super(made[0], self).__delattr__(name)

    return __setattr__, __delattr__


def _hash(cls, names, unsafe_hash, eq, frozen):
    # A class that defines __eq__ has a __hash__ of None without asking for it.
    own = cls.__dict__.get('__hash__', MISSING)
    explicit = own is not MISSING and not (own is None and '__eq__' in cls.__dict__)

    def __hash__(self):
        return hash(tuple([getattr(self, name) for name in names]))

    if unsafe_hash and explicit:
        raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
    if not explicit and (unsafe_hash or eq and frozen):
        __hash__.__qualname__ = f'{cls.__qualname__}.__hash__'
        cls.__hash__ = __hash__
    elif not explicit and eq:
        cls.__hash__ = None


def _fields_of(cls):
    return [f for f in cls.__dataclass_fields__.values() if f._kind == 'field']


def fields(class_or_instance):
    if not hasattr(class_or_instance, '__dataclass_fields__'):
        raise TypeError('must be called with a dataclass type or instance')
    return tuple(_fields_of(class_or_instance))


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), '__dataclass_fields__')


def asdict(obj, *, dict_factory=dict):
    _check_instance(obj, 'asdict')
    return _plain(obj, lambda one, part: dict_factory([(f.name, part(getattr(one, f.name))) for f in _fields_of(one)]))


def astuple(obj, *, tuple_factory=tuple):
    _check_instance(obj, 'astuple')
    return _plain(obj, lambda one, part: tuple_factory([part(getattr(one, f.name)) for f in _fields_of(one)]))


def _check_instance(obj, function):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError(f'{function}() should be called on dataclass instances')


def _plain(obj, convert):
    # The dataclasses in it converted, everything else copied.
    cls = type(obj)
    if cls in (int, float, str, bool, bytes, type(None)):
        return obj

    def part(value):
        return _plain(value, convert)

    if is_dataclass(obj) and not isinstance(obj, type):
        return convert(obj, part)
    if isinstance(obj, tuple) and hasattr(cls, '_fields'):
        return cls(*[part(value) for value in obj])
    if isinstance(obj, dict):
        pairs = [(part(key), part(value)) for key, value in obj.items()]
        return cls(obj.default_factory, pairs) if hasattr(cls, 'default_factory') else cls(pairs)
    if isinstance(obj, (list, tuple)):
        return cls([part(value) for value in obj])
    from copy import deepcopy

    return deepcopy(obj)


def replace(obj, /, **changes):
    # A new one with these values changed.
    _check_instance(obj, 'replace')
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in type(self).__dataclass_fields__.values():
        if f._kind == 'class':
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f'field {f.name} is declared with init=False, it cannot be specified with replace()')
        elif f.name not in changes:
            if f._kind == 'init' and f.default is MISSING:
                raise TypeError(f'InitVar {f.name!r} must be specified with replace()')
            if f._kind == 'field':
                changes[f.name] = getattr(self, f.name)
    return type(self)(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, module=None, **flags):
    # Fields are names, (name, type), or (name, type, default).
    annotations = {}
    body = {'__annotations__': annotations, **(namespace or {})}
    if module is not None:
        body['__module__'] = module
    for one in fields:
        name, kind, *default = (one, 'typing.Any') if isinstance(one, str) else one
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = kind
        if default:
            body[name] = default[0]
    return dataclass(type(cls_name, bases, body), **flags)
