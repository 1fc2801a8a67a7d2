from functools import partial, reduce, partialmethod
import functools
double = partial(pow, 2)
base2 = partial(int, base=2)
print(double(5), base2("1010"), base2.keywords, double.args, double.func is pow, base2("12", base=3))
def show(*args, **kwargs):
    return args, kwargs
p = partial(show, 1, x=1)
q = partial(p, 2, x=2, y=3)
print(p(), p(5, z=0), q(9), q.args, q.keywords)
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, ["a", "b"], "start "), reduce(max, [3, 9, 2]), reduce(lambda a, b: a, [], "empty"))
try:
    reduce(max, [])
except TypeError as error:
    print(error)
class Cell:
    def __init__(self):
        self.state = None
    def set(self, state):
        self.state = state
        return self
    on = partialmethod(set, True)
    off = partialmethod(set, state=False)
print(Cell().on().state, Cell().off().state)
compose = lambda *fs: reduce(lambda f, g: lambda x: g(f(x)), fs)
print(compose(str.strip, str.title, len)("  hello world "), list(map(partial(pow, exp=2), range(4))), sorted([3, -1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
words = ["b", "A", "c", "B"]
print(sorted(words, key=functools.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))
