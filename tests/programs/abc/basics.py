from abc import ABC, abstractmethod, ABCMeta
class Shape(ABC):
    def __init__(self, name):
        self.name = name
    @abstractmethod
    def area(self):
        """The area."""
    @property
    @abstractmethod
    def sides(self): ...
    @classmethod
    @abstractmethod
    def unit(cls): ...
    def describe(self):
        return f"{self.name}: {self.area()} with {self.sides} sides"
class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side
    def area(self):
        return self.side ** 2
    @property
    def sides(self):
        return 4
    @classmethod
    def unit(cls):
        return cls(1)
class Half(Shape):
    def area(self):
        return 0
print(Square(3).describe(), Square.unit().area(), sorted(Shape.__abstractmethods__), sorted(Half.__abstractmethods__), isinstance(Square(1), Shape))
for cls in (Shape, Half):
    try:
        cls("x")
    except TypeError as error:
        print(error)
class One(metaclass=ABCMeta):
    @abstractmethod
    def only(self):
        return "from the base"
class Two(One):
    def only(self):
        return "child and " + super().only()
print(Two().only())
try:
    One()
except TypeError as error:
    print(error)
class Duck(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "quack")
class Robot:
    def quack(self): ...
print(isinstance(Robot(), Duck), isinstance(5, Duck), issubclass(Robot, Duck))
class Registered(ABC): ...
Registered.register(int)
print(isinstance(5, Registered), issubclass(bool, Registered), isinstance("a", Registered))
