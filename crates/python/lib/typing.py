# typing: names for annotations. They accept subscripts and are shown as written; nothing checks them.

from abc import ABCMeta

TYPE_CHECKING = False
_None = type(None)
_Pipe = type(int | str)


def _text(one):
    if isinstance(one, type) and not hasattr(one, '__args__') or hasattr(one, '__code__'):
        return one.__qualname__ if one.__module__ == 'builtins' else f'{one.__module__}.{one.__qualname__}'
    if isinstance(one, (list, tuple)):
        return f'[{", ".join([_text(part) for part in one])}]'
    return '...' if one is ... else f'ForwardRef({one!r})' if isinstance(one, str) else repr(one)


class _Name:
    # What is written in annotations: typing.List, and with arguments typing.List[int]. `__origin__` is the class
    # that it stands for, or the plain name itself.
    def __init__(self, name, origin=None, args=None):
        self._name, self.__origin__, self.__args__ = name, origin or self, args

    def __getitem__(self, args):
        args = args if isinstance(args, tuple) else (args,)
        if self.__origin__ not in _PLAIN:
            args = tuple([_None if arg is None else arg for arg in args])
        if self is Union or self is Optional:
            return _union(args if self is Union else (*args, _None))
        return _Name(self._name, self.__origin__, args)

    def __repr__(self):
        args, name = self.__args__, self._name
        if args is None:
            return name
        if self.__origin__ is Union and len(args) == 2 and _None in args:
            name, args = 'typing.Optional', [arg for arg in args if arg is not _None]
        show = repr if self.__origin__ is Literal else _text
        if self.__origin__ is Annotated:
            args, show = (_text(args[0]), *[repr(arg) for arg in args[1:]]), str
        return f'{name}[{", ".join([show(arg) for arg in args]) or "()"}]'

    def __call__(self, *args, **kwargs):
        if not isinstance(self.__origin__, type):
            raise TypeError(f'Cannot instantiate {self!r}')
        return self.__origin__(*args, **kwargs)

    def __getattr__(self, name):
        if name.startswith('__') or self.__origin__ is self:
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __eq__(self, other):
        if not isinstance(other, _Name):
            return NotImplemented
        args = set if self.__origin__ in (Union, Literal) else list
        return self._name == other._name and args(self.__args__ or ()) == args(other.__args__ or ())

    def __hash__(self):
        return hash((self._name, frozenset(self.__args__ or ())))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        origin = self.__origin__
        if not isinstance(origin, type):
            raise TypeError(f'Cannot subclass {self!r}')
        others = [getattr(base, '__origin__', base) for base in bases if base is not self]
        if origin is Generic and any([isinstance(base, type) and issubclass(base, Generic) for base in others]):
            return ()
        return (origin,)

    def __instancecheck__(self, one):
        return issubclass(type(one), self)

    def __subclasscheck__(self, cls):
        if self.__origin__ is Union:
            return issubclass(cls, self.__args__)
        if self.__args__ is not None:
            raise TypeError('Subscripted generics cannot be used with class and instance checks')
        return issubclass(cls, self.__origin__)


def _union(args):
    # Flat, each only once; a union of one is that one.
    flat = {}
    for arg in args:
        within = getattr(arg, '__origin__', None) is Union or isinstance(arg, _Pipe)
        flat |= dict.fromkeys(arg.__args__ if within else (arg,))
    return _Name('typing.Union', Union, tuple(flat)) if len(flat) > 1 else next(iter(flat))


for _name in (
    'Annotated ClassVar Concatenate Final Literal LiteralString Never NoReturn NotRequired Optional ReadOnly Required '
    'Self TypeAlias TypeGuard TypeIs Union Unpack'
).split():
    globals()[_name] = _Name(f'typing.{_name}')
for _name, _class in {
    'Dict': dict, 'FrozenSet': frozenset, 'List': list, 'Set': set, 'Tuple': tuple, 'Type': type,
}.items():  # fmt: skip
    globals()[_name] = _Name(f'typing.{_name}', _class)
_PLAIN = (Literal, Annotated)


def __getattr__(name):
    # Those of collections and collections.abc, when somebody wants them.
    import collections.abc

    known = {'AbstractSet': 'Set', 'Deque': 'deque', 'DefaultDict': 'defaultdict'}.get(name, name)
    for source in (collections.abc, collections):
        if name[0].isupper() and hasattr(source, known):
            globals()[name] = _Name(f'typing.{name}', getattr(source, known))
            return globals()[name]
    raise AttributeError(f"module 'typing' has no attribute {name!r}")


class _AnyMeta(type):
    def __repr__(self):
        return 'typing.Any' if self is Any else super().__repr__()

    def __instancecheck__(self, one):
        if self is Any:
            raise TypeError('typing.Any cannot be used with isinstance()')
        return super().__instancecheck__(one)


class Any(metaclass=_AnyMeta):
    pass


class TypeVar:
    _mark = '~'

    def __init__(
        self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False, default=None
    ):
        self.__name__, self.__constraints__, self.__bound__ = name, constraints, bound
        # What is worked out when it is asked for.
        self._lazy = {}
        self._mark = '+' if covariant else '-' if contravariant else '' if infer_variance else self._mark

    def __repr__(self):
        return self._mark + self.__name__

    def __getattr__(self, name):
        if name == '_lazy' or name not in self._lazy:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')
        return self._lazy[name]()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class TypeAliasType:
    def __init__(self, name, value, *, type_params=()):
        self.__name__, self._value, self.__type_params__ = name, value, type_params

    __value__ = property(lambda self: self._value() if callable(self._value) else self._value)

    def __getitem__(self, args):
        return _Name(self.__name__, self, args if isinstance(args, tuple) else (args,))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return self.__name__


class ParamSpec(TypeVar):
    args = property(lambda self: f'{self.__name__}.args')
    kwargs = property(lambda self: f'{self.__name__}.kwargs')


class TypeVarTuple(TypeVar):
    _mark = ''

    def __iter__(self):
        yield Unpack[self]


class NewType(TypeVar):
    # A name for a type of its own, which at run time is the other one.
    _mark = '__main__.'

    def __init__(self, name, tp):
        self.__name__, self.__supertype__ = name, tp

    def __call__(self, one, /):
        return one


class Generic:
    __slots__ = ()

    def __class_getitem__(cls, args):
        return _Name(_text(cls), cls)[args]


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, one):
        if issubclass(type(one), cls):
            return True
        return cls.__dict__['_is_protocol'] and all([hasattr(one, name) for name in _members(cls)])

    def __subclasscheck__(cls, subclass):
        is_protocol = cls is not Protocol and cls.__dict__['_is_protocol']
        if is_protocol and not cls._checked:
            raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
        if super().__subclasscheck__(subclass):
            return True
        return is_protocol and all([hasattr(subclass, name) for name in _members(cls)])


def _members(cls):
    # The methods and annotated attributes that a protocol asks for.
    names = {}
    for base in cls.__mro__:
        if base.__dict__.get('_is_protocol') and base is not Protocol:
            names |= base.__dict__.get('__annotations__', {})
            for name, value in base.__dict__.items():
                if callable(value) or isinstance(value, property):
                    names[name] = None
    return [name for name in names if name != '__init__']


class Protocol(Generic, metaclass=_ProtocolMeta):
    __slots__ = ()
    _is_protocol = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._is_protocol = Protocol in cls.__bases__
        cls._checked = False

    def __new__(cls, *args, **kwargs):
        if cls._is_protocol:
            raise TypeError('Protocols cannot be instantiated')
        return super().__new__(cls)


def runtime_checkable(cls):
    cls._checked = True
    return cls


class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, namespace):
        # The class statement with NamedTuple as a base.
        if not bases:
            return super().__new__(mcls, name, bases, namespace)
        types = namespace.get('__annotations__', {})
        with_default = [field for field in types if field in namespace]
        for field in list(types)[-len(with_default) :] if with_default else ():
            if field not in namespace:
                raise TypeError(
                    f'Non-default namedtuple field {field} cannot follow default field'
                    f'{"s" if len(with_default) > 1 else ""} {", ".join(with_default)}'
                )
        made = _named(name, types, [namespace[field] for field in with_default], namespace['__module__'])
        for key, value in namespace.items():
            if key not in types and key not in ('__module__', '__annotations__', '__classcell__'):
                setattr(made, key, value)
        return made

    def __call__(cls, typename, fields=()):
        return _named(typename, dict(fields), (), '__main__')


def _named(name, types, defaults, module):
    from collections import namedtuple

    made = namedtuple(name, list(types), defaults=defaults, module=module)
    made.__annotations__ = dict(types)
    return made


class NamedTuple(metaclass=_NamedTupleMeta):
    pass


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        # Instances are plain dicts.
        made = super().__new__(mcls, name, (dict,) if bases else (), namespace)
        made.__annotations__ = {}
        for base in bases:
            made.__annotations__ |= base.__annotations__
        made.__annotations__ |= namespace.get('__annotations__', {})
        made.__total__ = total
        return made

    def __call__(cls, *args, total=True, **kwargs):
        if cls is TypedDict:
            return _TypedDictMeta.__new__(_TypedDictMeta, args[0], (TypedDict,), {'__annotations__': args[1]}, total)
        return dict(*args, **kwargs)


class TypedDict(metaclass=_TypedDictMeta):
    pass


AnyStr = TypeVar('AnyStr', bytes, str)
Text = str


def cast(typ, val):
    return val


def final(one):
    return one


override = no_type_check = final


def overload(func):
    def dummy(*args, **kwargs):
        raise NotImplementedError('You should not call an overloaded function.')

    return dummy


def assert_never(arg, /):
    raise AssertionError(f'Expected code to be unreachable, but got: {arg!r}')


def get_origin(tp):
    return _Pipe if isinstance(tp, _Pipe) else None if get_args(tp) == () else tp.__origin__


def get_args(tp):
    return tuple(getattr(tp, '__args__', None) or ())


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    # Annotations, inherited ones as well. Of those in quotes only single names are looked up.
    hints = {}
    for one in reversed(obj.__mro__) if isinstance(obj, type) else (obj,):
        hints |= getattr(one, '__annotations__', {})
    import builtins

    known = {**vars(builtins), None: _None, 'None': _None, **getattr(obj, '__globals__', {})}
    known |= {**(globalns or {}), **(localns or {})}
    return {name: known.get(kind, kind) if isinstance(kind, (str, _None)) else kind for name, kind in hints.items()}
