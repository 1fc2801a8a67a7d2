class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1
c = Countdown(3)
print(list(c), list(c), sum(Countdown(4)), 2 in Countdown(3), [a * b for a, b in zip(Countdown(3), Countdown(5))])
a, b, *rest = Countdown(5)
print(a, b, rest, max(Countdown(3)), sorted(Countdown(3)), tuple(enumerate(Countdown(2))), "-".join(map(str, Countdown(3))))
class Repeatable:
    def __init__(self, *items):
        self.items = items
    def __iter__(self):
        return iter(self.items)
r = Repeatable(1, 2)
print(list(r), list(r), [(x, y) for x in r for y in r], dict(zip(r, r)))
class NotIterator:
    def __iter__(self):
        return 5
class NoNext:
    def __iter__(self):
        return self
class Fails:
    def __iter__(self):
        raise ValueError("cannot go through this")
for bad in (NotIterator(), NoNext(), Fails(), 5, None, object):
    try:
        for _ in bad:
            pass
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
calls = iter([1, 2, 3, 0, 4])
print(list(iter(lambda: next(calls), 0)), next(calls))
it = iter("ab")
print(next(it), it.__next__(), next(it, "done"), type(it).__name__, type(iter([])).__name__, type(iter({})).__name__)
for x in r:
    print(x, end=" ")
else:
    print("finished")
