rows = [("ann", (30, "de"), [1, 2, 3]), ("bob", (25, "fr"), [])]
for name, (age, land), scores in rows:
    print(name, age, land, sum(scores))
for name, _, [*scores] in rows:
    print(name, scores)
for i, (key, value) in enumerate({"a": 1, "b": 2}.items()):
    print(i, key, value)
for a, *b in ["xyz", (1,), range(3)]:
    print(a, b)
print([x + y for x, y in [(1, 2), (3, 4)]], {k: v for k, *v in ["abc", "de"]}, [a for a, in [(1,), (2,)]])
class Box:
    pass
box = Box()
store = [None, None]
for box.value, store[0] in [(1, "a"), (2, "b")]:
    print(box.value, store)
for x in 1, 2, *[3, 4]:
    print(x, end=" ")
print()
with_default = [(1,), (2, 3)]
for first, *second in with_default:
    print(first, second[0] if second else "none")
matrix = [[1, 2], [3, 4], [5, 6]]
for (a, b), (c, d) in zip(matrix, matrix[1:]):
    print(a * d - b * c)
