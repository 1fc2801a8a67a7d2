print([1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], [1, 2] != (1, 2), [1, 2] <= [1, 2.0])
print([1, [2, "x"]] == [1.0, [2, "x"]], ["a", 1] < ["b", None], [float("nan")] == [float("nan")])
print(3 in [1, 2, 3], 3.0 in [1, 2, 3], "3" not in [3], [1] in [[1]], None in [0, False], [].count(1), [1, True, 1.0].count(1))
print([1, 2, 3].index(3), [1, 2, 1].index(1, 1), [5, 6, 7].index(6, -2, 3))
for call in (lambda: [1] < [""], lambda: [1] < (1,), lambda: [1].index(2), lambda: [1].remove(5), lambda: [].pop(), lambda: [1].pop(3), lambda: [1] + (2,), lambda: [1] * "a", lambda: hash([1]), lambda: [1, 2].insert("a", 1)):
    try:
        print(call())
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
class Always:
    def __eq__(self, other):
        return True
print(Always() in [1], [1, 2].index(Always()), [5, 6].count(Always()))
