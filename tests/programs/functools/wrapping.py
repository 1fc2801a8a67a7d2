import functools
def plain(f):
    def wrapper(*a):
        return f(*a)
    return wrapper
def wrapped(f):
    @functools.wraps(f)
    def wrapper(*a):
        """wrapper's own"""
        return f(*a)
    wrapper.extra = "kept"
    return wrapper
def greet(name: str) -> str:
    """Greets."""
    return "hi " + name
greet.tag = 5
for g in (plain(greet), wrapped(greet)):
    print(g.__name__, g.__doc__, g.__qualname__.split(".")[-1], getattr(g, "tag", None), getattr(g, "extra", None), hasattr(g, "__wrapped__"), g.__annotations__, g("x"))
@functools.total_ordering
class Size:
    order = ["S", "M", "L"]
    def __init__(self, name):
        self.name = name
    def __eq__(self, other):
        return self.name == other.name
    def __lt__(self, other):
        return self.order.index(self.name) < self.order.index(other.name)
s, m = Size("S"), Size("M")
print(s < m, s <= m, s > m, s >= m, s != m, s <= Size("S"), max([s, Size("L"), m]).name)
@functools.singledispatch
def describe(x):
    return f"something {x!r}"
@describe.register
def _(x: int):
    return f"int {x}"
@describe.register(list)
def _(x):
    return f"list of {len(x)}"
@describe.register(float)
@describe.register(str)
def _(x):
    return f"simple {x}"
print(describe(5), describe([1, 2]), describe(2.5), describe("s"), describe(None), describe(True), describe((1,)))
