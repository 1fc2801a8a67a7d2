print([x * x for x in range(8)], [x for x in range(20) if x % 3 == 0 if x % 2 == 0], [c.upper() for c in "abc"])
print([(x, y) for x in range(3) for y in "ab"], [[i * j for j in range(1, 4)] for i in range(1, 4)], [x for row in [[1, 2], [3]] for x in row])
print([a if a > 0 else -a for a in (-2, 3, -4)], [f"{n:02}" for n in range(3)], [(lambda k: k + n)(10) for n in range(3)])
x = "outer"
print([x for x in range(3)], x)
functions = [lambda: i for i in range(3)]
bound = [lambda i=i: i for i in range(3)]
print([f() for f in functions], [f() for f in bound])
def scale(items, factor):
    return [item * factor for item in items]
print(scale([1, 2], 3), [y for x in [1, 2] for y in [x, x * 10] if y != 10], [len(w) for w in "the quick fox".split()])
class Table:
    rows = [1, 2, 3]
    doubled = [r * 2 for r in rows]
    first = [r for r in rows if r > 1]
print(Table.doubled, Table.first)
try:
    print([undefined_name for _ in range(2)])
except NameError as error:
    print(error)
print([i for i in range(5) if i not in {j for j in range(3)}], sum([1 for c in "banana" if c == "a"]), [n for n in range(2, 30) if all(n % d for d in range(2, n))])
