def counter(start=0):
    n = start
    def step(by=1):
        nonlocal n
        n += by
        return n
    def reset():
        nonlocal n
        n = start
    return step, reset
a, reset_a = counter()
b, _ = counter(100)
print(a(), a(), b(5), a(10), b())
reset_a()
print(a(), b.__closure__ is not None, sorted(b.__code__.co_freevars), b.__closure__[0].cell_contents)
def accumulator():
    total = []
    def add(x):
        total.append(x)
        return sum(total)
    return add
acc = accumulator()
print([acc(x) for x in (1, 2, 3)])
def memoize(f):
    cache = {}
    def wrapper(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    wrapper.cache = cache
    return wrapper
@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), len(fib.cache))
