f = lambda: 0
g = lambda a, b=1, *c, d, e=2, **h: (a, b)
h = lambda x: lambda y: x + y
i = lambda: (yield)
def outer(a):
    return lambda b: a + b, lambda: (lambda: a)
