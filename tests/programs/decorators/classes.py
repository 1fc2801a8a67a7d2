class Count:
    def __init__(self, f):
        self.f, self.calls = f, 0
    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)
@Count
def square(x):
    return x * x
print(square(3), square(4), square.calls, type(square).__name__)
def add_repr(cls):
    def __repr__(self):
        return f"{cls.__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"
    cls.__repr__ = __repr__
    return cls
@add_repr
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
print(Point(1, "b"))
def singleton(cls):
    instances = {}
    def get(*args):
        if cls not in instances:
            instances[cls] = cls(*args)
        return instances[cls]
    return get
@singleton
class Config:
    def __init__(self, name="default"):
        self.name = name
print(Config("a") is Config("b"), Config().name)
class Validate:
    def __init__(self, low, high):
        self.low, self.high = low, high
    def __call__(self, f):
        def wrapper(x):
            if not self.low <= x <= self.high:
                raise ValueError(f"{x} is not in {self.low}..{self.high}")
            return f(x)
        return wrapper
@Validate(0, 10)
def half(x):
    return x / 2
print(half(5))
try:
    half(11)
except ValueError as error:
    print(error)
