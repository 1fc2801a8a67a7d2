class Shape:
    name = "shape"
    def area(self):
        raise NotImplementedError(f"{type(self).__name__} has no area")
    def __str__(self):
        return f"{self.name} of {self.area():.2f}"
    def __lt__(self, other):
        return self.area() < other.area()
class Circle(Shape):
    name = "circle"
    def __init__(self, r):
        self.r = r
    def area(self):
        return 3.14159 * self.r ** 2
class Rect(Shape):
    name = "rect"
    def __init__(self, w, h):
        self.w, self.h = w, h
    def area(self):
        return self.w * self.h
class Square(Rect):
    name = "square"
    def __init__(self, side):
        super().__init__(side, side)
class Blob(Shape):
    pass
shapes = [Circle(1), Rect(2, 3), Square(1.5)]
print(*sorted(shapes), sep=", ")
print(max(shapes), sum(s.area() for s in shapes), [type(s).__name__ for s in shapes if isinstance(s, Rect)])
try:
    print(Blob())
except NotImplementedError as error:
    print(error)
class Duck:
    def area(self):
        return 2.5
print([s.area() for s in [*shapes, Duck()]], isinstance(Duck(), Shape), Shape.__subclasses__()[0].__name__)
class Countdown(list):
    def __init__(self, n):
        super().__init__(range(n, 0, -1))
    def append(self, x):
        super().append(x * 10)
c = Countdown(3)
c.append(1)
print(c, c[0], len(c), c + [1], type(c[:]).__name__, isinstance(c, list), c == [3, 2, 1, 10])
