class Circle:
    def __init__(self, radius):
        self.radius = radius
    @property
    def radius(self):
        """The radius, never negative."""
        return self._radius
    @radius.setter
    def radius(self, value):
        if value < 0:
            raise ValueError("a radius is not negative")
        self._radius = value
    @radius.deleter
    def radius(self):
        print("radius deleted")
        del self._radius
    @property
    def area(self):
        return 3 * self._radius ** 2
c = Circle(2)
c.radius += 3
print(c.radius, c.area, Circle.radius.__doc__, type(Circle.radius).__name__, vars(c))
for action in (lambda: Circle(-1), lambda: setattr(c, "radius", -5), lambda: setattr(c, "area", 1), lambda: delattr(c, "area")):
    try:
        action()
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, error)
del c.radius
try:
    c.radius
except AttributeError as error:
    print(error)
class Old:
    def get_x(self):
        return "got"
    def set_x(self, value):
        print("set", value)
    x = property(get_x, set_x, doc="x of the old style")
    y = property()
    z = property(lambda self: 42)
o = Old()
o.x = 5
print(o.x, o.z, Old.x.__doc__, Old.x.fget is Old.get_x, Old.z.fset)
try:
    o.y
except AttributeError as error:
    print(error)
