record = ("ann", (1990, 5, 17), ["a@x", "b@x"], {"role": "dev"})
name, (year, *_), [first, *others], details = record
print(name, year, first, others, details)
(a, (b, (c, (d,)))) = (1, (2, (3, (4,))))
print(a + b + c + d)
head, *[second, *third] = "abcd"
print(head, second, third)
x = [1, 2, 3]
x[0], x[1], x[2] = x[2], x[0], x[1]
print(x)
i = 0
i, x[i] = 1, "moved"
print(i, x)
def minmax(items):
    return min(items), max(items)
low, high = minmax([3, 1, 2])
(low, high), total = minmax([9, 8]), 17
print(low, high, total)
for (a, b), *rest in [((1, 2), 3, 4), ((5, 6),)]:
    print(a, b, rest)
data = {"x": (1, 2), "y": (3, 4)}
print([(k, p, q) for k, (p, q) in data.items()], {k: [*v, sum(v)] for k, v in data.items()}, *data, *data.values())
*init, last = [1]
print(init, last, [*init, last], (*"ab", *range(2)), {**data, "z": 0}["z"])
a = b = c = 5
a, b = b + 1, a - 1
print(a, b, c)
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
print(gcd(48, 36), *(lambda *args: args)(*[1], *(2, 3)), (lambda a, *b, c: (a, b, c))(*"xyz", c=0))
s = [4, 5]
(s[0], s[1]), t = s[::-1], "t"
print(s, t)
for bad in (lambda: (lambda a, b: 0)(*[1]), lambda: [*5], lambda: {**[1]}, lambda: (lambda: 0)(*"a")):
    try:
        bad()
    except TypeError as error:
        print(error)
