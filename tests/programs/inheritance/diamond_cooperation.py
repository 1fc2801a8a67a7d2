class Base:
    def __init__(self, **kwargs):
        assert not kwargs, kwargs
        self.order = ["Base"]
    def save(self):
        return ["base saved"]
class Logged(Base):
    def __init__(self, *, log="log", **kwargs):
        super().__init__(**kwargs)
        self.log = log
        self.order.append("Logged")
    def save(self):
        return [f"logged to {self.log}", *super().save()]
class Timed(Base):
    def __init__(self, *, unit="s", **kwargs):
        super().__init__(**kwargs)
        self.unit = unit
        self.order.append("Timed")
    def save(self):
        return [f"timed in {self.unit}", *super().save()]
class Locked(Timed):
    def save(self):
        return ["lock", *super().save(), "unlock"]
class Model(Logged, Locked):
    def __init__(self, name, **kwargs):
        super().__init__(**kwargs)
        self.name = name
        self.order.append("Model")
m = Model("m", log="file", unit="ms")
print(m.order, m.save(), [c.__name__ for c in Model.__mro__])
print(super(Logged, m).save(), Timed.save(m), Base.save(m), super(Model, type(m)).save(m))
class Other(Locked, Logged):
    pass
print(Other().save(), Other().order)
try:
    Model("x", nothing=1)
except AssertionError as error:
    print(error)
class A:
    def who(self):
        return "A"
class B(A):
    pass
class C(A):
    def who(self):
        return "C" + super().who()
class D(B, C):
    pass
print(D().who(), B().who(), D.who is C.who, [c.__name__ for c in D.__bases__])
A.who = lambda self: "changed A"
print(D().who(), B().who())
for bases in ((A, B), (B, C, A), (D, A), (A, D)):
    try:
        print([c.__name__ for c in type("X", bases, {}).__mro__])
    except TypeError as error:
        print(error)
