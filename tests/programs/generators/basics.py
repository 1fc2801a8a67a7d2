def count(n):
    print("start")
    for i in range(n):
        yield i
        print("after", i)
    print("end")
g = count(2)
print(type(g).__name__, g.__name__, iter(g) is g)
print(next(g))
print(next(g))
print(next(g, "default"))
print(list(g), next(g, None))
try:
    next(g)
except StopIteration as stop:
    print("stopped", stop.value)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
def take(n, items):
    for item, _ in zip(items, range(n)):
        yield item
print(list(take(12, fib())), sum(take(5, fib())), max(take(20, fib())))
def empty():
    return
    yield
print(list(empty()), list(count(0)))
def pairs():
    yield 1, 2
    yield
    yield [3]
print(list(pairs()), dict.fromkeys(take(3, fib())), *take(4, "abcdef"))
a, b, *c = take(5, fib())
print(a, b, c, 8 in fib(), 3 in take(5, fib()))
