print(list(enumerate("ab")), list(enumerate([5], 3)), list(enumerate("a", start=-1)))
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), list(zip((1, 2), (3, 4), (5, 6))))
print(list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(4))), list(reversed((1, 2))))
for i, (a, b) in enumerate(zip([1, 2], [3, 4])):
    print(i, a, b)
e = enumerate([1, 2, 3])
for pair in e:
    print(pair)
    break
print(list(e), list(e))
l = [1, 2, 3]
for x in l:
    if len(l) < 6:
        l.append(x * 10)
print(l)
print(sum([1, 2, 3]), sum([0.1] * 10), sum([1, 2.5], 10), sum(range(101)), sum([[1], [2]], []), sum((), 5), sum(range(10**9)), sum([2**62, 2**62, 0.5]))
print(min(3, 1, 2), max([1, 5, 3]), min("hello"), max(1, 2.0, 1.5), min(range(10**9)), max(range(5, -5, -1)), max([], default=7))
print(list((1, 2)), tuple([1, 2]), tuple("ab"), list(range(2, 10, 3)), list("é"))
