g = (x * x for x in range(5))
print(type(g).__name__, next(g), next(g), list(g), list(g), sum(x for x in range(101)), max(len(w) for w in ["a", "bbb"]))
print(any(x > 3 for x in range(10)), all(x < 3 for x in range(10)), "".join(c for c in "a1b2" if c.isalpha()), dict((k, k * 2) for k in "ab"), tuple(i for i in range(3)), sorted((-x for x in (1, 3, 2))))
def noisy(n):
    for i in range(n):
        print(f"<{i}>", end="")
        yield i
print(any(x == 1 for x in noisy(5)))
print(next((x for x in noisy(9) if x > 2), None), next((x for x in []), "nothing"))
source = [1, 2, 3]
lazy = (x * factor for x in source)
factor = 10
source.append(4)
print(list(lazy))
source = [1]
lazy = (x for x in source)
source = [99]
print(list(lazy))
pipeline = (x + 1 for x in (y * 2 for y in range(4)) if x % 4 == 0)
print(list(pipeline))
try:
    broken = (1 / x for x in [1, 0])
    print(list(broken))
except ZeroDivisionError as error:
    print(error)
try:
    (x for x in 5)
except TypeError as error:
    print(error)
print(set(x for x in "aab") == {"a", "b"}, [*(i for i in range(3))], (lambda *a: a)(*(i for i in "xy")))
