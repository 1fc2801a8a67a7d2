class Grid:
    def __init__(self, width, height):
        self.width, self.height, self.cells = width, height, {}
    def __getitem__(self, key):
        x, y = key
        if not (0 <= x < self.width and 0 <= y < self.height):
            raise IndexError(f"{key} is outside")
        return self.cells.get(key, ".")
    def __setitem__(self, key, value):
        self[key]
        self.cells[key] = value
    def __delitem__(self, key):
        del self.cells[key]
    def __len__(self):
        return self.width * self.height
    def __contains__(self, value):
        return value in self.cells.values()
    def __iter__(self):
        for y in range(self.height):
            yield "".join(self[x, y] for x in range(self.width))
    def __reversed__(self):
        return reversed(list(self))
    def __bool__(self):
        return bool(self.cells)
g = Grid(4, 2)
print(len(g), bool(g))
g[1, 0] = "#"
g[3, 1] = "@"
g[0, 1] = g[1, 0]
print(list(g), "@" in g, "x" in g, bool(g), list(reversed(g)))
del g[1, 0]
print(*g, sep="/")
for action in (lambda: g[9, 9], lambda: g.__delitem__((2, 0)), lambda: g[5]):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
class Old:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i
print(list(Old()), 9 in Old(), 5 in Old(), max(Old()), [*Old()], list(zip(Old(), "ab")), sum(Old()), iter(Old()).__next__())
class Length:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
for n in (3, -1, "x", 2.0, True):
    try:
        print(len(Length(n)))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
