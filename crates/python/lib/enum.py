# enum: classes with a fixed set of members.

from builtins import property


class auto:
    # The next value, whatever that is for the kind of enumeration.
    value = None


class member:
    # Makes a member of what would not become one.
    def __init__(self, value):
        self.value = value


class nonmember(member):
    # Keeps from becoming a member.
    pass


class FlagBoundary:
    # What becomes of bits that no member has.
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<FlagBoundary.{self.name}: '{self.name.lower()}'>"


# No class is one of these before they are made below.
Flag = ReprEnum = type(None)

STRICT, CONFORM, EJECT, KEEP = [FlagBoundary(name) for name in ('STRICT', 'CONFORM', 'EJECT', 'KEEP')]


def _wrapped_in(name, ends):
    return len(name) > 2 * len(ends) and name.startswith(ends) and name.endswith(ends) and name[len(ends)] != '_'


class EnumDict(dict):
    # The namespace of the class statement: notices which of the names are members.
    def __init__(self, cls_name):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = []
        self._values = []
        self._generate = None

    def __setitem__(self, key, value):
        if _wrapped_in(key, '__') or key.startswith(f'_{self._cls_name}__'):
            pass
        elif _wrapped_in(key, '_'):
            if key == '_generate_next_value_':
                if self._member_names:
                    raise TypeError('_generate_next_value_ must be defined before members')
                self._generate = getattr(value, '__func__', value)
                value = staticmethod(self._generate)
        elif key in self._member_names:
            raise TypeError(f'{key!r} already defined as {self[key]!r}')
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member) or not (hasattr(value, '__get__') or hasattr(value, '__set__')):
            if key in self:
                raise TypeError(f'{key!r} already defined as {self[key]!r}')
            value = self._settled(key, value.value if isinstance(value, member) else value)
            self._member_names.append(key)
        super().__setitem__(key, value)

    def _settled(self, key, value):
        # With each auto() replaced.
        if type(value) is tuple and any([isinstance(part, auto) for part in value]):
            return tuple([self._settled(key, part) if isinstance(part, auto) else part for part in value])
        if isinstance(value, auto):
            value = self._generate(key, 1, len(self._member_names), self._values[:])
        self._values.append(value)
        return value


class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        namespace = EnumDict(cls)
        parent = _parent(bases)
        if parent is not None:
            if parent._member_map_:
                raise TypeError(f'<enum {cls!r}> cannot extend {parent!r}')
            namespace._generate = parent._generate_next_value_
        return namespace

    def __new__(metacls, name, bases, namespace, *, boundary=None, **kwds):
        names = namespace._member_names
        values = [namespace[key] for key in names]
        body = {key: value for key, value in namespace.items() if key not in names}
        parent = _parent(bases)
        data = _data_type(bases)
        body['_member_map_'] = {}
        body['_member_names_'] = []
        body['_by_value_'] = {}
        body['_member_type_'] = data
        body['_boundary_'] = boundary or getattr(parent, '_boundary_', None)
        body['_mask_'] = body['_singles_'] = 0
        body.pop('_order_', None)
        cls = super().__new__(metacls, name, bases, body, **kwds)
        if parent is None:
            return cls
        _restore(cls, parent, data, body)
        for key, value in zip(names, values):
            _add(cls, key, value, data)
        return cls

    def __call__(cls, value, *more, names=None, module=None, qualname=None, type=None, start=1, boundary=None):
        # The member with that value; or for a class without members a new class.
        if not cls._member_map_ and (names is not None or more or isinstance(value, str) and cls in _KINDS):
            return _create(cls, value, more[0] if more else names, module, type, start, boundary)
        return _lookup(cls, (value, *more) if more else value)

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return reversed(list(cls))

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            return isinstance(_lookup(cls, value), cls)
        except ValueError:
            return False

    __members__ = property(lambda cls: dict(cls._member_map_))

    def __repr__(cls):
        return f'<{"flag" if issubclass(cls, Flag) else "enum"} {cls.__name__!r}>'

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', ()):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)


EnumMeta = EnumType


def _parent(bases):
    # The enumeration that a class inherits from.
    for base in reversed(bases):
        if isinstance(base, EnumType):
            return base
    return None


def _data_type(bases):
    # What members also are, besides being members: int, str, …
    for base in bases:
        if isinstance(base, EnumType):
            base = base._member_type_
        if base.__new__ is not object.__new__:
            return base
    return object


def _restore(cls, parent, data, body):
    # The data type comes first in the order of resolution, but its texts are not wanted.
    for name in ('__repr__', '__str__', '__format__'):
        if name not in body and getattr(cls, name) in (getattr(data, name), getattr(object, name)):
            if name == '__repr__' or not issubclass(cls, ReprEnum):
                type.__setattr__(cls, name, getattr(parent, name))
    if issubclass(cls, Flag):
        for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__', '__invert__'):
            if name not in body:
                type.__setattr__(cls, name, getattr(Flag, name))


def _add(cls, name, value, data):
    args = value if isinstance(value, tuple) else (value,)
    new = cls.__new__
    if data is tuple:
        args = (args,)
    if new is object.__new__:
        self = new(cls)
    else:
        self = new(cls, *args)
    if not hasattr(self, '_value_'):
        self._value_ = value if data is object else data(*args)
    value = self._value_
    self._name_ = name
    self.__objclass__ = cls
    if cls.__init__ is not object.__init__ and cls.__init__ is not Enum.__init__:
        self.__init__(*args)
    for known in cls._member_map_.values():
        if known._value_ == value:
            self = known
            break
    else:
        self._sort_order_ = len(cls._member_names_)
        if issubclass(cls, Flag):
            type.__setattr__(cls, '_mask_', cls._mask_ | value)
            if _is_single(value):
                type.__setattr__(cls, '_singles_', cls._singles_ | value)
                cls._member_names_.append(name)
        else:
            cls._member_names_.append(name)
        try:
            cls._by_value_[value] = self
        except TypeError:
            pass
    type.__setattr__(cls, name, self)
    cls._member_map_[name] = self


def _is_single(value):
    return value > 0 and value & (value - 1) == 0


def _lookup(cls, value):
    if type(value) is cls:
        return value
    try:
        return cls._by_value_[value]
    except KeyError:
        pass
    except TypeError:
        for known in cls._member_map_.values():
            if known._value_ == value:
                return known
    refusal = ValueError(f'{value!r} is not a valid {cls.__qualname__}')
    try:
        result = cls._missing_(value)
    except Exception as error:
        error.__context__ = refusal
        raise
    if result is None:
        raise refusal
    if isinstance(result, cls) or cls._boundary_ is EJECT and isinstance(result, int):
        return result
    raise TypeError(f'error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member')


def _create(cls, name, members, module, mixin, start, boundary):
    # Enum('Colour', 'RED GREEN'), also with a list of names, of pairs, or a dict.
    bases = (cls,) if mixin is None else (mixin, cls)
    metacls = type(cls)
    namespace = metacls.__prepare__(name, bases)
    namespace['__module__'] = module or '__main__'
    namespace['__qualname__'] = name
    if isinstance(members, str):
        members = members.replace(',', ' ').split()
    members = members.items() if isinstance(members, dict) else members or ()
    values = []
    for at, one in enumerate(members):
        if isinstance(one, str):
            one = one, cls._generate_next_value_(one, start, at, values[:])
            values.append(one[1])
        namespace[one[0]] = one[1]
    return metacls.__new__(metacls, name, bases, namespace, boundary=boundary)


def _fixed(name):
    def refuse(self, value):
        raise AttributeError(f"<enum 'Enum'> cannot set attribute {name!r}")

    return refuse


class Enum(metaclass=EnumType):
    name = property(lambda self: self._name_, _fixed('name'))
    value = property(lambda self: self._value_, _fixed('value'))

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return max(last_values) + 1 if last_values else start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return f'<{type(self).__name__}.{self._name_}: {self._value_!r}>'

    def __str__(self):
        return f'{type(self).__name__}.{self._name_}'

    def __format__(self, format_spec):
        return str(self).__format__(format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __copy__(self):
        return self

    def __reduce_ex__(self, proto):
        return type(self), (self._value_,)

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    # Has the repr of an enumeration and the str of its data type.
    pass


class IntEnum(int, ReprEnum):
    __str__ = int.__repr__


class StrEnum(str, ReprEnum):
    def __new__(cls, *values):
        for value in values:
            if not isinstance(value, str):
                raise TypeError(f'{value!r} is not a string')
        self = str.__new__(cls, *values)
        self._value_ = str(*values)
        return self

    __str__ = str.__str__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class Flag(Enum, boundary=STRICT):
    # Members can be combined. Those of one bit are what a class or a combination consists of.
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return 1 << max(last_values).bit_length() if last_values else (start or 1)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        full = (1 << cls._mask_.bit_length()) - 1
        boundary = cls._boundary_
        if not ~full <= value <= full or value & (full ^ cls._mask_):
            if boundary is STRICT:
                width = max(value.bit_length(), full.bit_length())
                given, allowed = _bits(value, width), _bits(cls._mask_, width)
                raise ValueError(f'{cls!r} invalid value {value!r}\n    given {given}\n  allowed {allowed}')
            if boundary is EJECT:
                return value
            if boundary is CONFORM:
                value &= cls._mask_
            elif value < 0:
                value += max(full + 1, 1 << value.bit_length())
        if value < 0:
            value += full + 1
        if value in cls._by_value_:
            return cls._by_value_[value]
        data = cls._member_type_
        self = object.__new__(cls) if data is object else data.__new__(cls, value)
        self._value_ = value
        names = [single._name_ for single in self]
        unknown = value & ~cls._mask_
        if names and unknown:
            names.append(str(unknown))
        self._name_ = '|'.join(names) or None
        self.__objclass__ = cls
        # Another thread may have made the same one.
        return cls._by_value_.setdefault(value, self)

    def __contains__(self, other):
        if not isinstance(other, type(self)):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {type(self).__qualname__!r}"
            )
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        # As they were defined, where that was not from the lowest on.
        for name in type(self)._member_names_:
            single = type(self)._member_map_[name]
            if single._value_ & self._value_ & type(self)._singles_:
                yield single

    def __len__(self):
        return self._value_.bit_count()

    def __bool__(self):
        return bool(self._value_)

    def __repr__(self):
        name = f'.{self._name_}' if self._name_ is not None else ''
        return f'<{type(self).__name__}{name}: {self._value_!r}>'

    def __str__(self):
        cls = type(self).__name__
        return f'{cls}({self._value_!r})' if self._name_ is None else f'{cls}.{self._name_}'

    def _other(self, other):
        # The bits of an operand, or None if it is none.
        if isinstance(other, type(self)):
            return other._value_
        if type(self)._member_type_ is int and isinstance(other, int):
            return int(other)
        return None

    def __or__(self, other):
        bits = self._other(other)
        return NotImplemented if bits is None else type(self)(self._value_ | bits)

    def __and__(self, other):
        bits = self._other(other)
        return NotImplemented if bits is None else type(self)(self._value_ & bits)

    def __xor__(self, other):
        bits = self._other(other)
        return NotImplemented if bits is None else type(self)(self._value_ ^ bits)

    def __invert__(self):
        cls = type(self)
        if cls._boundary_ in (EJECT, KEEP):
            return cls(~self._value_)
        return cls(cls._singles_ & ~self._value_)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    __str__ = int.__repr__


_KINDS = (Enum, IntEnum, StrEnum, Flag, IntFlag, ReprEnum)


def _bits(value, width):
    # Two's complement, the sign apart.
    sign, value = ('1', value + (1 << width)) if value < 0 else ('0', value)
    return f'0b{sign} {value:0{width}b}'


def unique(enumeration):
    # Refuses a class with two names for one value.
    doubles = [f'{name} -> {one.name}' for name, one in enumeration._member_map_.items() if name != one.name]
    if doubles:
        raise ValueError(f'duplicate values found in {enumeration!r}: {", ".join(doubles)}')
    return enumeration
