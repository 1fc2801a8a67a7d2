t = (1, "two", 3.0)
print(t, len(t), t[0], t[-1], t[1:], t[::-1], t + (4,), t * 2, 2 * (0,), "two" in t, t.index(3), t.count(1))
print((), (1,), tuple(), tuple("abc"), tuple([1, 2]), tuple(range(3)), tuple({"a": 1}), (1, (2, (3,))))
one = 5,
print(one, type(one), (5), not (), bool((0,)))
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 2) == (1, 2.0), (1, 2) != [1, 2], max((1, "a"), (0, "b")))
print(hash((1, 2)) == hash((1, 2)), {(0, 1): "a", (): "b"}[()], {(1, 2), (1.0, 2)} == {(1, 2)})
for call in (lambda: t[3], lambda: t["a"], lambda: t + [1], lambda: hash((1, [])), lambda: t.index("x"), lambda: (1,) < ("a",), lambda: t.append(1), lambda: tuple(5)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(tuple(x * x for x in range(5)), tuple(sorted((3, 1, 2))), sum(((1, 2), (3,)), ()))
