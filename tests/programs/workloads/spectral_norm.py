from itertools import permutations
def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)
def times(v, transposed=False):
    n = len(v)
    if transposed:
        return [sum(a(j, i) * v[j] for j in range(n)) for i in range(n)]
    return [sum(a(i, j) * v[j] for j in range(n)) for i in range(n)]
def norm(n, rounds=6):
    u = [1.0] * n
    for _ in range(rounds):
        v = times(times(u), True)
        u = times(times(v), True)
    top = sum(x * y for x, y in zip(u, v))
    bottom = sum(x * x for x in v)
    return (top / bottom) ** 0.5
print(f"{norm(10):.9f} {norm(25):.9f}")
def fannkuch(n):
    best = 0
    for p in permutations(range(n)):
        q, flips = list(p), 0
        while q[0]:
            k = q[0]
            q[:k + 1] = q[k::-1]
            flips += 1
        best = max(best, flips)
    return best
print(fannkuch(5), fannkuch(6))
