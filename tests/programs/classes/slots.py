class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y
p = Point(1, 2)
p.x += 10
print(p.x, p.y, Point.__slots__, hasattr(p, "__dict__"))
for name in ("z", "x"):
    try:
        setattr(p, name, 5)
        print(name, getattr(p, name))
    except AttributeError as error:
        print(error)
del p.y
try:
    p.y
except AttributeError as error:
    print(type(error).__name__)
class Point3(Point):
    __slots__ = ("z",)
q = Point3(1, 2)
q.z = 3
print(q.x, q.z, hasattr(q, "__dict__"))
class Loose(Point):
    pass
l = Loose(1, 2)
l.extra = "fine"
print(l.extra, vars(l))
class Both:
    __slots__ = ["a", "__dict__"]
b = Both()
b.a, b.c = 1, 2
print(vars(b), b.a)
