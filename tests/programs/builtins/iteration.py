print(list(zip("abc", [1, 2, 3], (True, False))), list(zip()), list(zip("ab", "cd", strict=True)))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as error:
    print(error)
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as error:
    print(error)
print(list(enumerate("ab", start=5)), list(map(lambda x, y: x * y, [1, 2], [3, 4, 5])), list(filter(str.isdigit, "a1b2")), list(reversed({"a": 1, "b": 2})))
print(all([]), any([]), all([1, "a"]), any([0, "", None, 3]), sum([1, 2], start=10), sum([[1], [2]], []), sum([0.5, 1]), sum([True, True]))
print(min(3, 1, 2), max("hello"), min([5, 3], key=lambda x: -x), max([], default=0), min("b", "a", key=ord), max({"x": 1, "y": 5}, key={"x": 1, "y": 5}.get), max((1, 2), (1, 3)))
it = iter([1, 2])
print(next(it), next(it), next(it, None), next(it, "end"))
print(sorted("bca"), sorted([1, -3, 2], key=abs, reverse=True), list(iter(lambda c=iter("ab-cd"): next(c), "-")), [*map(len, ["a", "bb"])])
for call in (lambda: next(it), lambda: next([]), lambda: max([]), lambda: min(), lambda: max(1), lambda: sum(["a"]), lambda: sum(5), lambda: sorted([1], 2), lambda: enumerate(5), lambda: reversed({1}), lambda: iter(5), lambda: map(len), lambda: list(map(5, [1])), lambda: zip(1), lambda: max(1, "a"), lambda: len(5), lambda: all(5), lambda: filter(None)):
    try:
        print(call())
    except (TypeError, ValueError, StopIteration) as error:
        print(type(error).__name__, error)
