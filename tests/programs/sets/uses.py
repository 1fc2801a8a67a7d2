def unique(items):
    seen = set()
    return [x for x in items if not (x in seen or seen.add(x))]
print(unique([3, 1, 3, 2, 1]), unique("mississippi"))
graph = {"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set(), "e": {"a"}}
def reachable(start):
    found, todo = set(), [start]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo.extend(graph[node] - found)
    return found
for node in sorted(graph):
    print(node, sorted(reachable(node)))
def sieve(n):
    candidates = set(range(2, n))
    for i in range(2, int(n ** 0.5) + 1):
        if i in candidates:
            candidates -= set(range(i * i, n, i))
    return sorted(candidates)
print(sieve(60))
print(sorted({len(w) for w in "a bb cc ddd".split()}), sorted({x % 3 for x in range(10)}), {True, 1, 1.0}, len({0, -0.0, False}))
known = {"read", "write"}
for wanted in ({"read"}, {"read", "admin"}, set()):
    print(sorted(wanted - known) or "all allowed")
try:
    items = {1, 2, 3}
    for x in items:
        items.add(x + 10)
except RuntimeError as error:
    print(error)
