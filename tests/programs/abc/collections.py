from collections.abc import Iterable, Iterator, Sequence, Mapping, Hashable, Callable, Sized, Container, MutableMapping
values = [[], (), "", {}, set(), 5, iter([]), len, range(3), (x for x in ""), None, b""]
for v in values:
    print(type(v).__name__, *(int(isinstance(v, k)) for k in (Iterable, Iterator, Sequence, Mapping, Hashable, Callable, Sized, Container)))
class Squares(Sequence):
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
    def __getitem__(self, i):
        if not -self.n <= i < self.n:
            raise IndexError("outside")
        return (i % self.n) ** 2
s = Squares(5)
print(list(s), 9 in s, s.index(16), s.count(4), list(reversed(s)), s[-1], len(s), isinstance(s, Iterable))
class Lower(MutableMapping):
    def __init__(self, *args, **kwargs):
        self.data = {}
        self.update(*args, **kwargs)
    def __getitem__(self, key):
        return self.data[key.lower()]
    def __setitem__(self, key, value):
        self.data[key.lower()] = value
    def __delitem__(self, key):
        del self.data[key.lower()]
    def __iter__(self):
        return iter(self.data)
    def __len__(self):
        return len(self.data)
d = Lower(A=1, b=2)
d["C"] = 3
print(d["a"], "B" in d, d.get("x", 0), d.pop("A"), sorted(d.items()), d.setdefault("NEW", 5), list(d), d == {"b": 2, "c": 3, "new": 5}, len(d))
class Iter:
    def __iter__(self): ...
print(isinstance(Iter(), Iterable), isinstance(Iter(), Iterator), issubclass(list, Sequence), issubclass(dict, Mapping))
