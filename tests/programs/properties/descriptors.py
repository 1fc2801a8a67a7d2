class Typed:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, instance, owner):
        if instance is None:
            return f"{owner.__name__}.{self.name}: {self.kind.__name__}"
        return instance.__dict__.get(self.name, self.default)
    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        instance.__dict__[self.name] = value
    def __delete__(self, instance):
        print("deleting", self.name)
        instance.__dict__.pop(self.name, None)
class Person:
    name = Typed(str, "nobody")
    age = Typed(int)
    def __init__(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)
p = Person(name="ann", age=3)
p.age += 1
print(p.name, p.age, Person.name, Person.age, vars(p))
del p.name
print(p.name)
for bad in ({"age": "3"}, {"name": 5}):
    try:
        Person(**bad)
    except TypeError as error:
        print(error)
class NonData:
    def __get__(self, instance, owner=None):
        return "from the descriptor"
class User:
    field = NonData()
u = User()
print(u.field)
u.field = "own"
print(u.field, User.field)
def plain(self, x):
    return (type(self).__name__, x)
print(plain.__get__(u, User)(5), plain.__get__(None, User) is plain, Person.__init__.__get__(p).__self__ is p)
