points = [("a", 3, 4), ("b", 0, 0), ("c", -1, 2)]
for name, x, y in points:
    print(f"{name}: {(x * x + y * y) ** 0.5:.3f}")
names, xs, ys = zip(*points)
print(names, xs, ys)
by_name = {name: (x, y) for name, *_, x, y in points}
print(by_name, by_name["c"][1])
def bounds(points):
    xs = [x for _, x, _ in points]
    ys = [y for _, _, y in points]
    return (min(xs), min(ys)), (max(xs), max(ys))
(left, top), (right, bottom) = bounds(points)
print(left, top, right, bottom, (right - left) * (bottom - top))
moves = {(0, 1): "up", (0, -1): "down", (1, 0): "right"}
x = y = 0
for step in [(0, 1), (0, 1), (1, 0), (0, -1)]:
    x, y = x + step[0], y + step[1]
    print(moves[step], (x, y), end="; ")
print()
print(sorted(points, key=lambda p: p[1:]), min(points, key=lambda p: p[2]))
