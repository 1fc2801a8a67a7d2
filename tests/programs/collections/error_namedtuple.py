from collections import namedtuple
Point = namedtuple("Point", "x y")
def scale(p, k):
    return Point(p.x * k, p.y * k)
print(scale(Point(1, 2), 3))
print(scale(Point(1, 2), 3).z)
