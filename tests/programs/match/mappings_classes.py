class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y
class Circle:
    def __init__(self, centre, radius):
        self.centre, self.radius = centre, radius
def where(p):
    match p:
        case Point(0, 0):
            return "origin"
        case Point(x, 0) | Point(0, x):
            return f"axis {x}"
        case Point(x=x, y=y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "elsewhere"
        case Circle(centre=Point(x, y), radius=r):
            return f"circle {x} {y} {r}"
        case {"type": "point", "at": [x, y], **rest}:
            return f"dict {x} {y} {rest}"
        case {"type": str(kind)}:
            return f"kind {kind}"
        case {}:
            return f"mapping of {len(p)}"
        case int(n) | float(n):
            return f"number {n}"
        case str() as s:
            return f"text {s}"
        case tuple((a, b)):
            return f"pair {a} {b}"
        case None | False:
            return "nothing"
for p in (Point(0, 0), Point(3, 0), Point(0, 4), Point(5, 5), Point(1, 2), Circle(Point(1, 2), 3), {"type": "point", "at": [1, 2], "z": 3}, {"type": "x"}, {"type": 5}, {}, 7, 2.5, "s", (1, 2), (1, 2, 3), None, [1]):
    print(where(p))
class Odd:
    __match_args__ = ("a",)
    a = 1
try:
    match Odd():
        case Odd(1, 2):
            print("never")
except TypeError as error:
    print(error)
try:
    match Circle(1, 2):
        case Circle(1):
            print("never")
except TypeError as error:
    print(error)
