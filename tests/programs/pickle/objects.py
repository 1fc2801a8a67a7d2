# Instances of all kinds of classes: their bytes, and what comes back.
import collections
import copyreg
import dataclasses
import datetime
import enum
import fractions
import functools
import pickle
import random
import re
import types


class Plain:
    def __init__(self, x):
        self.x = x
        self.items = [x]

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    class Inner:
        def __eq__(self, other):
            return type(self) is type(other)

    def method(self):
        return self.x

    @classmethod
    def of_class(cls):
        return cls.__name__

    @staticmethod
    def static():
        return 'static'


class Slots:
    __slots__ = ('a', 'b', '__c')

    def __init__(self):
        self.a, self.__c = 1, 3

    def __eq__(self, other):
        return self.a == other.a and self.__c == other.__c and not hasattr(other, 'b')


class Both(Slots):
    def __init__(self):
        super().__init__()
        self.d = 4


class State(Plain):
    def __getstate__(self):
        return ['state', self.x]

    def __setstate__(self, state):
        self.x, self.items = state[1], [state[1]]


class Reduced(Plain):
    def __reduce__(self):
        return Reduced, (self.x,)


class ReducedEx(Plain):
    def __reduce_ex__(self, protocol):
        return ReducedEx._made, (self.x, protocol), None, None, None

    @staticmethod
    def _made(x, protocol):
        return ReducedEx(x)


class NewArgs(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    def __getnewargs__(self):
        return self[0], self[1]


class NewArgsEx:
    def __new__(cls, *, key):
        self = super().__new__(cls)
        self.key = key
        return self

    def __getnewargs_ex__(self):
        return (), {'key': self.key}

    def __eq__(self, other):
        return self.key == other.key


class Setter(Plain):
    def __reduce__(self):
        return Setter, (0,), {'x': self.x, 'items': self.items}, None, None, set_state


def set_state(made, state):
    made.__dict__.update(state)


class Number(int):
    pass


class Real(float):
    pass


class Text(str):
    pass


class Data(bytes):
    pass


class Pair(tuple):
    pass


class Items(list):
    pass


class Table(dict):
    pass


class Members(set):
    pass


class Noted(dict):
    def __init__(self):
        self.note = 'kept'


class Problem(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.extra = 1

    def __eq__(self, other):
        return self.args == other.args and self.extra == other.extra


class Color(enum.Enum):
    RED = 1
    GREEN = 'green'


class Access(enum.IntFlag):
    READ = 1
    WRITE = 2


@dataclasses.dataclass
class Point:
    x: int
    y: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    x: int


Named = collections.namedtuple('Named', 'a b')


def function(x):
    return x + 1


plain = Plain(5)
utc = datetime.timezone.utc
noted = Noted()
noted['a'] = 1

same = [
    plain, Plain.Inner(), Slots(), Both(), State(1), Reduced(2), ReducedEx(3), NewArgs(1, 2), NewArgsEx(key='k'),
    Setter(4), Number(3), Real(1.5), Text('x'), Data(b'x'), Pair((1, 2)), Items([1, 2]), Table(a=1), Members([1]), noted,
    Problem(1, 2), Color.RED, Color.GREEN, Access.READ, Access.READ | Access.WRITE, Point(1, [2]), Frozen(1), Named(1, 2),
    collections.deque([1, 2]), collections.deque([1, 2], 3), collections.Counter('aab'),
    collections.OrderedDict(a=1, b=2), collections.defaultdict(int, a=1), datetime.date(2020, 1, 2),
    datetime.time(1, 2, 3, 4), datetime.datetime(2020, 1, 2, 3, 4, 5, 6), datetime.datetime(2020, 1, 2, tzinfo=utc),
    datetime.timedelta(1, 2, 3), datetime.timezone(datetime.timedelta(hours=2), 'X'), fractions.Fraction(1, 3),
    range(1, 9, 2), slice(1, 2), types.SimpleNamespace(a=1), bytearray(b'ab'),
]
for value in same:
    data = pickle.dumps(value, 4)
    print(type(value).__name__, data)
    back = pickle.loads(data)
    assert type(back) is type(value) and back == value, value
    for protocol in 2, 3, 5:
        assert pickle.loads(pickle.dumps(value, protocol)) == value

one = [
    None, ..., NotImplemented, int, Plain, Plain.Inner, function, len, print, Plain.method, Plain.static, utc, Color,
    type(None), type, object, ValueError, pickle.PicklingError, dict.fromkeys,
]
for value in one:
    back = pickle.loads(pickle.dumps(value, 4))
    assert back is value or back == value, value
    print(type(value).__name__, back is value)

print(pickle.loads(pickle.dumps(plain.method))(), pickle.loads(pickle.dumps(Plain.of_class))())
print(pickle.loads(pickle.dumps('text'.upper))(), pickle.loads(pickle.dumps(str.upper))('a'))
print(pickle.loads(pickle.dumps(functools.partial(int, '11', base=2)))())
print(pickle.loads(pickle.dumps(re.compile('a+', re.I))).findall('aAb'))
generator = random.Random(1)
copy = pickle.loads(pickle.dumps(generator))
print([generator.random() for _ in range(3)] == [copy.random() for _ in range(3)])

for error in ValueError('x'), KeyError(3), OSError(2, 'no'), StopIteration(3), ExceptionGroup('g', [ValueError(1)]):
    back = pickle.loads(pickle.dumps(error, 4))
    print(repr(back))
error = ImportError('a', name='b')
print(pickle.loads(pickle.dumps(error)).name)


class Registered:
    def __init__(self, n):
        self.n = n


copyreg.pickle(Registered, lambda one: (Registered, (one.n * 2,)))
print(pickle.loads(pickle.dumps(Registered(4))).n)

first, second = [Plain(i) for i in range(3)], {'k': Plain(1)}
print(pickle.loads(pickle.dumps((first, second))) == (first, second))
