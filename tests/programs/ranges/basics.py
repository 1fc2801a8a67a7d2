for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -4), range(5, 5), range(3, 0), range(-3, 3, 2)):
    print(r, len(r), list(r), r.start, r.stop, r.step, bool(r), list(reversed(r)))
r = range(0, 100, 7)
print(r[0], r[-1], r[3], r[2:5], r[::-1], r[::2], 14 in r, 15 in r, 14.0 in r, "a" in r, r.index(21), r.count(21), r.count(22))
print(range(0, 3, 2) == range(0, 4, 2), range(0) == range(2, 1), range(3) == [0, 1, 2], hash(range(0, 3, 2)) == hash(range(0, 4, 2)))
print(range(10 ** 20, 10 ** 20 + 3)[1], list(range(10 ** 20, 10 ** 20 + 3)), 10 ** 20 + 1 in range(10 ** 20, 10 ** 21), sum(range(1, 101)), max(range(5)), min(range(9, 2, -2)))
for call in (lambda: range(1, 2, 0), lambda: range(1.0), lambda: range("3"), lambda: range(), lambda: r[99], lambda: r["a"], lambda: r.index(5), lambda: range(1, 2, 3, 4)):
    try:
        print(call())
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
try:
    r.start = 5
except AttributeError as error:
    print(error)
