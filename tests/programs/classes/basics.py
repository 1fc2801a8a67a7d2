class Dog:
    kind = "canine"
    tricks = []
    def __init__(self, name, age=1):
        self.name = name
        self.age = age
    def speak(self, sound="woof"):
        return f"{self.name} says {sound}"
    def birthday(self):
        self.age += 1
        return self
a, b = Dog("Rex"), Dog("Fido", age=5)
print(a.speak(), b.speak("arf"), Dog.speak(a, "hm"), a.birthday().birthday().age, b.age)
a.kind = "own"
Dog.legs = 4
a.tricks.append("roll")
print(a.kind, b.kind, Dog.kind, a.legs, b.tricks, vars(a), vars(b))
del a.kind
print(a.kind, hasattr(a, "wings"), getattr(a, "wings", "none"), isinstance(a, Dog), type(a) is Dog, type(a).__name__)
setattr(a, "wings", 2)
delattr(b, "age")
print(a.wings, sorted(vars(b)), a.__dict__["name"], a.__class__ is Dog, Dog.__name__, Dog.__module__)
for action in (lambda: a.fly(), lambda: b.age, lambda: Dog(), lambda: Dog("x", 1, 2), lambda: Dog.missing, lambda: delattr(a, "nothing"), lambda: a(), lambda: a[0], lambda: len(a), lambda: a + 1, lambda: iter(a)):
    try:
        print(action())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
