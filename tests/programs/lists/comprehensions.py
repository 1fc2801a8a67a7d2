print([x * x for x in range(5)])
x = "kept"
print([x for x in [1, 2, 3] if x % 2], x)
def f(n):
    y = 5
    l = [y + i for i in range(n) if i != 1]
    return l, [[i * j for j in range(i)] for i in range(4)]
print(f(4))
print([a + b for a, b in [(1, 2), (3, 4)]], [c for w in ["ab", "c"] for c in w if c != "b"])
print([i for i in range(20) if i % 2 if i % 3])
