f = frozenset([1, 2, 3])
print(sorted(f), f == {1, 2, 3}, hash(f) == hash(frozenset([3, 2, 1])), {f: "key"}[frozenset({3, 1, 2})], f in {f}, {1, 2, 3} in {f})
print(type(f | {4}).__name__, type({4} | f).__name__, type(f - {1}).__name__, f.copy() is f, frozenset(f) is f)
for name in ("add", "remove", "update", "clear"):
    print(name, hasattr(f, name), hasattr(set(), name))
try:
    f.add(4)
except AttributeError as error:
    print(error)
f2 = f
f2 |= {9}
print(sorted(f), sorted(f2), len({frozenset(p) for p in [(1, 2), (2, 1), (1, 1)]}))
def powerset(items):
    items = list(items)
    return [frozenset(x for i, x in enumerate(items) if mask >> i & 1) for mask in range(1 << len(items))]
print([sorted(s) for s in powerset("abc")], len(set(powerset(range(5)))))
print(sorted(map(sorted, {frozenset("ab"), frozenset("ba"), frozenset("c")})))
