from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass
@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
p, q = Point(3, 4), Point(3, y=4)
print(p, p == q, p != Point(1), p.norm(), p is q, p == (3, 4, []))
p.tags.append("a")
p.x += 1
print(p, q, asdict(p), astuple(q), replace(p, y=9), [f.name for f in fields(p)], is_dataclass(p), is_dataclass(Point), is_dataclass(5))
@dataclass
class Line:
    start: Point
    end: Point
    name: str = "line"
l = Line(Point(0), Point(1, 1))
print(l, asdict(l), astuple(l), l == Line(Point(0), Point(1, 1)))
for action in (lambda: Point(), lambda: Point(1, 2, [], 4), lambda: Point(1, z=2), lambda: hash(p), lambda: p < q, lambda: replace(p, nothing=1)):
    try:
        print(action())
    except TypeError as error:
        print(error)
try:
    @dataclass
    class Bad:
        items: list = []
except ValueError as error:
    print(error)
try:
    @dataclass
    class Bad:
        a: int = 1
        b: int
except TypeError as error:
    print(error)
