def compose(*functions):
    def composed(x):
        for function in reversed(functions):
            x = function(x)
        return x
    return composed
inc, double = lambda x: x + 1, lambda x: x * 2
print(compose(inc, double)(5), compose(double, inc)(5), compose()(7))
print(list(map(inc, [1, 2])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x % 2, range(6))), list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])), list(map(max, [1, 9], [5, 2])))
table = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "pow": pow}
for name, function in table.items():
    print(name, function(2, 5))
def apply(function, *args, **kwargs):
    return function(*args, **kwargs)
print(apply(sorted, [3, 1, 2], reverse=True), apply(print, "x", "y", sep="+"), apply(lambda: "none"))
def curry(f, n, *args):
    return f(*args) if n == 0 else lambda x: curry(f, n - 1, *args, x)
print(curry(lambda a, b, c: a + b * c, 3)(1)(2)(3))
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4), (lambda x, y=2: x ** y)(5), [f(3) for f in (inc, double, str, float, lambda n: [n] * n)])
def repeat(n):
    def repeater(f):
        def inner(x):
            for _ in range(n):
                x = f(x)
            return x
        return inner
    return repeater
print(repeat(10)(double)(1), repeat(3)(repeat(2)(inc))(0))
