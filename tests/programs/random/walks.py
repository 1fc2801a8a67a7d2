import random
source = random.Random(2024)
def walk(n):
    x = y = 0
    for _ in range(n):
        dx, dy = source.choice([(0, 1), (0, -1), (1, 0), (-1, 0)])
        x, y = x + dx, y + dy
    return x, y
print([walk(n) for n in (1, 10, 100)])
rolls = {}
for _ in range(600):
    total = source.randint(1, 6) + source.randint(1, 6)
    rolls[total] = rolls.get(total, 0) + 1
print(dict(sorted(rolls.items())))
def quicksort(items):
    if len(items) < 2:
        return items
    pivot = source.choice(items)
    return quicksort([i for i in items if i < pivot]) + [i for i in items if i == pivot] + quicksort([i for i in items if i > pivot])
data = [source.randrange(1000) for _ in range(50)]
print(quicksort(data) == sorted(data), data[:8], sum(data))
password = "".join(source.choices("abcdefghjkmnpqrstuvwxyz23456789", k=12))
print(password, source.sample(sorted(set(password)), 3))
grid = [["#" if source.random() < 0.3 else "." for _ in range(12)] for _ in range(4)]
for row in grid:
    print("".join(row))
