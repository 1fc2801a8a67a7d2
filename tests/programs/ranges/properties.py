def check(r):
    items = list(r)
    assert len(r) == len(items) and list(reversed(r)) == items[::-1]
    assert all(x in r for x in items) and all(r[i] == items[i] for i in range(len(r)))
    assert all(r.index(x) == i and r.count(x) == 1 for i, x in enumerate(items))
    for cut in (slice(None, None, 2), slice(1, -1), slice(None, None, -1), slice(5, 1, -2)):
        assert list(r[cut]) == items[cut]
    return len(items), sum(items), r[::-1]
for args in ((5,), (0,), (2, 9), (9, 2), (9, 2, -3), (-10, 10, 7), (0, -5, -1), (1, 100, 33)):
    r = range(*args)
    print(r, check(r), repr(r[1:]), r == range(*args), hash(r) == hash(range(*args)))
print(range(0, 10, 3) == range(0, 12, 3), range(0, 10, 3) == range(0, 11, 3), range(5)[2:4], range(10)[-3:], range(10)[::3], range(0, 20, 5)[1])
print(len(range(10 ** 15)), 10 ** 14 in range(10 ** 15), range(10 ** 15)[-1], 5.5 in range(10), "5" in range(10), True in range(3), range(3).index(True))
print([*range(3)], {*range(2)} == {0, 1}, dict(enumerate(range(5, 8))), sum(range(0)), max(range(3, 10, 3)), tuple(range(2)), sorted(range(3), reverse=True), list(map(range, [1, 2])))
a, b, *c = range(5)
print(a, b, c, all(range(1, 5)), any(range(1)), bool(range(1)), not range(0), isinstance(range(1), range), type(range(1)).__name__)
