def logged(method):
    def wrapper(self, *args):
        self.log.append((method.__name__, args))
        return method(self, *args)
    return wrapper
class Stack:
    def __init__(self):
        self.items, self.log = [], []
    @logged
    def push(self, x):
        self.items.append(x)
        return self
    @logged
    def pop(self):
        return self.items.pop()
    @classmethod
    def of(cls, *items):
        made = cls()
        for item in items:
            made.push(item)
        return made
    @staticmethod
    def describe():
        return "last in, first out"
s = Stack.of(1, 2)
print(s.pop(), s.push(5).pop(), s.log, Stack.describe(), s.describe())
class Lazy:
    def __init__(self, f):
        self.f, self.name = f, f.__name__
    def __get__(self, instance, owner):
        if instance is None:
            return self
        print("computing", self.name)
        value = instance.__dict__[self.name] = self.f(instance)
        return value
class Circle:
    def __init__(self, r):
        self.r = r
    @Lazy
    def area(self):
        return 3 * self.r ** 2
c = Circle(2)
print(c.area, c.area, vars(c), type(Circle.area).__name__)
buttons = [lambda f: f, lambda f: (lambda *a: -f(*a))]
@buttons[1]
def five(): return 5
@(lambda f: f())
def value(): return [1, 2]
print(five(), value)
