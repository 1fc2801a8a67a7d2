a, b, c = set(range(0, 12, 2)), set(range(0, 12, 3)), {1, 2, 3}
show = lambda s: sorted(s)
print(show(a | b), show(a & b), show(a - b), show(b - a), show(a ^ b), show(a | b | c), show(a & b & c), show((a | b) - c), show(a - (b | c)))
print(a | b == b | a, (a - b) | (a & b) == a, (a ^ b) == (a | b) - (a & b), a - a == set(), a | set() == a, len(a) + len(b) == len(a | b) + len(a & b))
print(c < {1, 2, 3, 4}, c <= c, c < c, {1} < {2}, {1, 2} > {1}, set() <= c, c >= set(), a.isdisjoint({1, 3}), a == {10, 8, 6, 4, 2, 0})
d = c.copy()
d |= {9}
d &= {1, 2, 9}
d -= {1}
d ^= {2, 5}
print(show(c), show(d), d.update([7], {8}, (7,)), show(d), d.difference_update({7}), show(d), d.intersection_update([5, 8, 9]), show(d), d.symmetric_difference_update({5, 6}), show(d), d.clear(), d)
print(show({x * y for x in c for y in c}), show(set("hello") & set("world")), show(set([1, 2]).union("ab" and [3], range(2))), show(frozenset(c) | {4}), frozenset({1}) == {1})
for bad in (lambda: c | [1], lambda: c & "ab", lambda: c - (1,), lambda: c < [1], lambda: c.union(5), lambda: set([[1]]), lambda: c.remove(99), lambda: {**c}, lambda: c + c, lambda: c[0]):
    try:
        print(bad())
    except (TypeError, KeyError) as error:
        print(type(error).__name__, error)
students = {"maths": {"ann", "bob", "cy"}, "music": {"bob", "di"}, "art": {"ann", "bob"}}
print(show(set.intersection(*students.values())), show(set.union(*students.values())), show({s for s in students if "ann" in students[s]}))
