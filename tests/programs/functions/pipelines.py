def pipe(value, *functions):
    for f in functions:
        value = f(value)
    return value
print(pipe("  Hello, World ", str.strip, str.lower, lambda s: s.replace(",", ""), str.split, len))
def partial(f, *first, **named):
    return lambda *rest, **more: f(*first, *rest, **{**named, **more})
power = lambda base, exponent=2, *, add=0: base ** exponent + add
square_plus = partial(power, add=1)
print(square_plus(3), square_plus(2, 3), partial(power, 2)(5), partial(power, 2, add=5)(3, add=0))
def group(items, key):
    out = {}
    for item in items:
        out.setdefault(key(item), []).append(item)
    return out
words = "apple bob cat anna bee civic".split()
print(group(words, len), group(words, lambda w: w == w[::-1]), group(range(7), lambda n: n % 3))
def fold(f, items, start):
    return start if not items else fold(f, items[1:], f(start, items[0]))
print(fold(lambda a, b: a - b, [1, 2, 3], 10), fold(lambda a, b: [b, *a], "abc", []), fold(max, [3, 9, 4], 0))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(Y(lambda me: lambda n: 1 if n < 2 else n * me(n - 1))(10))
def tabulate(f, *columns):
    return [f(*row) for row in zip(*columns)]
print(tabulate(max, [1, 5], [3, 2]), tabulate("{}:{}".format, "ab", [1, 2]), list(map(lambda f: f(16), [float, hex, bin, str, range])))
def trampoline(f, *args):
    while callable(f):
        f = f(*args)
        args = ()
    return f
def count_down(n, total=0):
    return total if n == 0 else lambda: count_down(n - 1, total + n)
print(trampoline(count_down, 3000))
church = lambda n: lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x))
print(church(5)(lambda x: x + 2)(0), (lambda *a, **k: (len(a), sorted(k)))(*range(3), z=1, y=2))
