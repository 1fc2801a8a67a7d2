def scopes(a):
    x = 1
    def f():
        return [x for y in a]
    g = [lambda: (x, y) for y in a]
    h = [x := y for y in a]
    k = [[x + z for z in y] for y in a]
    try:
        return [x / y for y in a]
    except ZeroDivisionError:
        return x
class C:
    items = [1, 2]
    doubled = [i * 2 for i in items]
    nested = [[i + j for i in items] for j in items]
    closures = [lambda: i for i in items]
    lazy = (i for i in items)
