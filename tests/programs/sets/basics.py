s = {3, 1, 2, 3}
print(sorted(s), len(s), 2 in s, 9 not in s, set(), frozenset(), {1}, frozenset([1]), set("a"), bool(set()))
s.add(4)
s.discard(99)
s.remove(1)
s.update([5, 6], (7,))
print(sorted(s), s.pop() in range(8), len(s))
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), a <= b, a < {1, 2, 3, 4, 5}, a >= {1}, a > a, a == {4, 3, 2, 1})
print(a.issubset(b), a.issuperset([1, 2]), a.isdisjoint({9}), sorted(a.union([9], "x" and [8])), sorted(a.intersection([1, 9])), sorted(a.difference([1], [2])), sorted(a.symmetric_difference([1, 10])))
c = a
c |= {10}
c &= {1, 2, 10}
c -= {2}
c ^= {1, 7}
print(sorted(a), a is c)
for call in (lambda: s.remove(100), lambda: set().pop(), lambda: {[1]}, lambda: a | [1], lambda: set(5), lambda: {1} < 5, lambda: hash(a), lambda: a[0]):
    try:
        print(call())
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
