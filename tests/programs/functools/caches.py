import functools
calls = []
@functools.lru_cache(maxsize=2)
def square(x):
    calls.append(x)
    return x * x
print([square(n) for n in (1, 2, 1, 3, 2, 1)], calls, square.cache_info())
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(9))
@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(100), fib.cache_info().hits, fib.cache_info().misses, fib.cache_info().maxsize)
@functools.lru_cache
def plain(a, b=1):
    return a + b
print(plain(1), plain(1, 1), plain(1, b=1), plain(1.0), plain.cache_info().currsize, plain.cache_parameters())
@functools.lru_cache(maxsize=None, typed=True)
def typed(x):
    return type(x).__name__
print(typed(1), typed(1.0), typed(True), typed.cache_info().misses)
try:
    plain([])
except TypeError as error:
    print(error)
class Circle:
    def __init__(self, r):
        self.r = r
    @functools.cached_property
    def area(self):
        calls.append("area")
        return 3 * self.r ** 2
c = Circle(2)
print(c.area, c.area, calls.count("area"), c.__dict__)
del c.area
c.r = 3
print(c.area)
