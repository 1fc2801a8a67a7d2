# What pickle asks an object for, copy asks for, too.
import collections
import copy
import copyreg
import datetime
import enum
import fractions
import functools


class Reduced:
    def __init__(self, items):
        self.items = items

    def __reduce__(self):
        print('reduce')
        return Reduced, (self.items,)


class NewArgs(tuple):
    def __new__(cls, a, b):
        print('new', a, b)
        return super().__new__(cls, (a, b))

    def __getnewargs__(self):
        return tuple(self)


class State:
    def __init__(self):
        self.x, self.cache = [1], 'dropped'

    def __getstate__(self):
        return {'x': self.x}

    def __setstate__(self, state):
        self.__dict__.update(state, cache='new')


class Registered:
    def __init__(self, n):
        self.n = n


class Color(enum.Enum):
    RED = 1


class Name(str):
    pass


copyreg.pickle(Registered, lambda one: (Registered, (one.n + 1,)))

items = [[1]]
one = Reduced(items)
shallow, deep = copy.copy(one), copy.deepcopy(one)
print(shallow.items is items, deep.items == items, deep.items is items)
print(copy.copy(NewArgs(1, 2)), copy.deepcopy(NewArgs([1], 2)))
state = State()
print(copy.copy(state).__dict__, copy.deepcopy(state).x is state.x)
print(copy.copy(Registered(1)).n, copy.deepcopy([Registered(2)])[0].n)
print(copy.copy(Color.RED) is Color.RED, copy.deepcopy({Color.RED: 1}) == {Color.RED: 1})
name = Name('x')
name.more = 1
print(copy.copy(name), copy.copy(name).more, type(copy.deepcopy(name)).__name__)
for value in (
    collections.Counter('aab'), collections.OrderedDict(a=[1]), collections.defaultdict(list, a=[1]),
    collections.deque([[1]], 2), datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc), datetime.timedelta(1),
    fractions.Fraction(1, 3), range(3), slice(1, 2), {1, 2}, frozenset([1]),
):  # fmt: skip
    print(copy.copy(value) == value, copy.deepcopy(value) == value, type(copy.deepcopy(value)) is type(value))
print(copy.deepcopy(functools.partial(int, base=2))('11'))
table = collections.OrderedDict(a=[1])
print(copy.copy(table)['a'] is table['a'], copy.deepcopy(table)['a'] is table['a'])

print(object().__reduce_ex__(4)[1], object().__getstate__())
thing = State()
print(object.__reduce_ex__(thing, 4)[2], object.__getstate__(thing))
