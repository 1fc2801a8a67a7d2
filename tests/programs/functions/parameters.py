def f(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    return a, b, c, args, d, e, kwargs
print(f(1, d=4), f(1, 20, 30, 40, 50, d=4, z=6), f(1, d=0, b=9, a=8), f(*"abc", d=1, **{"e": 2, "x y": 3}))
def positional(a, b, /):
    return a - b
def keyword(*, a, b=1):
    return a - b
print(positional(5, 3), keyword(a=5), keyword(b=7, a=5))
calls = [
    lambda: f(), lambda: f(1), lambda: f(d=1), lambda: positional(a=1, b=2), lambda: positional(1), lambda: positional(1, 2, 3),
    lambda: keyword(1), lambda: keyword(), lambda: keyword(a=1, c=2), lambda: f(1, 2, c=3, d=4, **{"c": 5}), lambda: keyword(1, 2, a=3),
    lambda: (lambda x: x)(), lambda: (lambda: 0)(1), lambda: len(), lambda: len(1, 2), lambda: "a".upper(1), lambda: [].append(),
]
for call in calls:
    try:
        print(call())
    except TypeError as error:
        print(error)
