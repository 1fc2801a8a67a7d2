class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x, *, twice=False):
        return x + self.n * (2 if twice else 1)
add = Adder(5)
print(add(1), add(1, twice=True), callable(add), callable(5), list(map(add, range(3))), add.__call__(10))
class Once:
    made = 0
    def __new__(cls, *args, **kwargs):
        print("new", cls.__name__, args, kwargs)
        self = super().__new__(cls)
        cls.made += 1
        return self
    def __init__(self, a, b=0):
        print("init", a, b)
        self.total = a + b
print(Once(1, b=2).total, Once.made)
class Cached:
    instances = {}
    def __new__(cls, key):
        if key not in cls.instances:
            cls.instances[key] = super().__new__(cls)
        return cls.instances[key]
    def __init__(self, key):
        self.key = key
print(Cached("a") is Cached("a"), Cached("a") is Cached("b"), len(Cached.instances))
class Other:
    def __new__(cls):
        return "not an Other"
    def __init__(self):
        print("never")
print(Other())
class BadInit:
    def __init__(self):
        return 5
for action in (BadInit, lambda: Adder(1)(), lambda: Adder(1)(1, 2), lambda: object(5), lambda: Other(1)):
    try:
        action()
    except TypeError as error:
        print(error)
class Matcher:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"
print(Matcher[5], Matcher["a", "b"])
