def outer():
    n = 5
    return [n + i for i in range(3)], [(lambda: n * i)() for i in range(3)]
print(outer())
def counter():
    calls = 0
    def step():
        nonlocal calls
        calls += 1
        return calls
    return [step() for _ in range(3)], calls
print(counter())
i = "kept"
print([i for i in range(2)], {i: 0 for i in range(2)}, list(i for i in range(2)), i)
def nested(rows):
    return [[cell for cell in row if cell > limit] for row in rows for limit in (min(row),)]
print(nested([[1, 2, 3], [5, 4]]))
limit = 2
class Config:
    limit = 100
    values = [v for v in range(5) if v > limit]
print(Config.values)
def make():
    return [lambda: (x, y) for x in range(2) for y in range(2)]
print([f() for f in make()])
print([[x for x in range(x)] for x in range(4)], [x for x in [x for x in range(3)]], [(x, [x for x in "ab"]) for x in range(2)])
print([locals_are for locals_are in ("x",)], "locals_are" in globals(), [k for k in (lambda: [z for z in range(2)])()])
