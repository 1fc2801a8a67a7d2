l = [3, 1, 2]
print(l.append(5), l.extend("ab"), l.insert(1, "x"), l.insert(-100, "first"), l.insert(100, "last"), l)
print(l.remove("x"), l.pop(), l.pop(0), l.pop(-2), l, l.index(2), l.count(1), l.reverse(), l)
del l[0]
print(l.sort(reverse=True), l, l.copy() is l, l.clear(), l)
l += range(3)
l.extend(x * 10 for x in range(2))
l.extend({"k": 1})
l[len(l):] = ["end"]
print(l, l * 2 == l + l, len(l), l[-1], [] * 5, [0] * -1)
print(list(), list("ab"), list((1, 2)), list({3: 4}), list(range(2)), list(map(str, [1])), [*l[:2], *"z"], list(reversed([1, 2])))
nested = [[], [[]], [[], [[]]]]
print(nested, len(nested), nested[2][1][0], [len(n) for n in nested], sum(nested, []), str(nested).count("["))
a = [1, 2, 3]
for x in a[:]:
    if x % 2:
        a.remove(x)
print(a)
b = [0, 1, 2, 3, 4]
for i, x in enumerate(b):
    if x == 1:
        b.pop(0)
    if i > 6:
        break
print(b)
print(min([[3], [1, 2]]), max(["b", "a"]), sum([0.5] * 4), any([]), all([[]]), [1, 2] + [3], [1] * 3, 2 in b, [i for i, x in enumerate("abca") if x == "a"])
print(sorted([(2, "b"), (1, "z"), (2, "a")]), sorted(["10", "9", "1"], key=int), sorted("bBaA"), sorted([0.5, -1, True]), list(zip(*[[1, 2], [3, 4]])))
