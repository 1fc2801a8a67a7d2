a, b = 1, 2
a, b = b, a
(c, d), [e, f] = (3, 4), "xy"
print(a, b, c, d, e, f)
first, *rest = range(5)
*start, last = "abc"
head, *middle, tail = [1, 2]
x, (y, *z), w = 1, (2, 3, 4), 5
print(first, rest, start, last, head, middle, tail, x, y, z, w)
[p, q] = {"k": 1, "l": 2}
(r,) = [9]
s = t = u = []
s.append(1)
print(p, q, r, t, u is s)
i = 0
values = [5, 6, 7]
i, values[i] = 2, "set"
print(i, values)
class Thing:
    pass
thing = Thing()
thing.a, thing.b, *thing.rest = 1, 2, 3, 4
print(thing.a, thing.b, thing.rest)
d = {}
d["x"], d["y"] = divmod(17, 5)
print(d)
*all_of_it, = (i * i for i in range(4))
print(all_of_it)
for bad, count in ((lambda: [1, 2, 3], 2), (lambda: [1], 2), (lambda: 5, 2), (lambda: iter(()), 2)):
    try:
        m, n = bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    m, *n, o = [1]
except ValueError as error:
    print(error)
