class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)
    def __hash__(self):
        return hash((self.x, self.y))
    def __repr__(self):
        return f"<{self.x},{self.y}>"
d = {Point(1, 2): "a", Point(0, 0): "b"}
d[Point(1, 2)] = "c"
print(d, Point(0, 0) in d, Point(9, 9) in d, d[Point(1, 2)], len({Point(1, 1), Point(1, 1)}))
class Clash:
    def __init__(self, name):
        self.name = name
    def __hash__(self):
        return 1
    def __eq__(self, other):
        return self.name == other.name
clashes = {Clash(c): i for i, c in enumerate("abcabc")}
print([(k.name, v) for k, v in clashes.items()])
class NoHash:
    def __eq__(self, other):
        return True
class BadHash:
    def __hash__(self):
        return "text"
for bad in (NoHash(), BadHash(), {}, set(), [1], (1, [2])):
    try:
        {bad: 1}
    except TypeError as error:
        print(error)
class Upper(dict):
    def __missing__(self, key):
        return key.upper()
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)
u = Upper(a=1)
u["b"] = 2
print(u, u["zz"], u.get("zz"), "zz" in u, isinstance(u, dict), len(u))
