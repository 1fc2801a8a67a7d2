from collections import namedtuple
Point = namedtuple("Point", ["x", "y"])
p = Point(1, y=2)
print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=9), Point._make([5, 6]), p == (1, 2), len(p), p + (3,), isinstance(p, tuple), Point.__name__)
x, y = p
print(x, y, [*p], max(Point(1, 5), Point(2, 0)), sorted([Point(2, 1), Point(1, 9)]), {p: "key"}[(1, 2)], hash(p) == hash((1, 2)), "%s,%s" % p)
Job = namedtuple("Job", "name priority done", defaults=[0, False])
print(Job("a"), Job("b", 5), Job._field_defaults, Job("c", done=True))
class Vector(namedtuple("Vector", "x y")):
    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)
    @property
    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
print(Vector(1, 2) + Vector(3, 4), Vector(3, 4).length, type(Vector(1, 2)._replace(x=0)).__name__)
for action in (lambda: Point(1), lambda: Point(1, 2, 3), lambda: Point(1, z=2), lambda: setattr(p, "x", 5), lambda: p.z, lambda: p._replace(q=1), lambda: namedtuple("Bad", "a a"), lambda: namedtuple("Bad", "class"), lambda: namedtuple("Bad", "_x"), lambda: Point._make([1])):
    try:
        print(action())
    except (TypeError, AttributeError, ValueError) as error:
        print(type(error).__name__, error)
print(namedtuple("R", "a class a", rename=True)._fields)
match p:
    case Point(x=1, y=b):
        print("matched", b)
