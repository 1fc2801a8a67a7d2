class Default(dict):
    def __missing__(self, key):
        value = self[key] = [key]
        return value
class Stack(list):
    push = list.append
    @property
    def top(self):
        return self[-1]
class Money(float):
    def __str__(self):
        return f"${self:.2f}"
    def __add__(self, other):
        return Money(float(self) + other)
class Words(str):
    def __iter__(self):
        return iter(self.split())
    def __len__(self):
        return len(self.split())
class Evens(set):
    def add(self, x):
        if x % 2 == 0:
            super().add(x)
d, s, e = Default(a=1), Stack([1]), Evens()
d["b"].append(2)
s.push(5)
for i in range(5):
    e.add(i)
print(d, s.top, s, sorted(e), Money(2.5) + 1, [Money(1)], list(Words("a b c")), len(Words("a b")))
print(type(Money(1) + 1).__name__, type(Money(1) * 2).__name__, isinstance(e, set), Stack() == [], sum([Money(1), Money(2)], Money(0)))
class Err(ValueError, KeyError):
    pass
try:
    raise Err("both")
except KeyError as error:
    print(repr(error), error, isinstance(error, ValueError), [c.__name__ for c in Err.__mro__])
for bad in (bool, type(None), range):
    try:
        type("Sub", (bad,), {})
    except TypeError as error:
        print(error)
