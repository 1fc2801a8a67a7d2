class Registry(type):
    known = {}
    def __new__(mcs, name, bases, namespace, **options):
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.known[name] = (tuple(b.__name__ for b in bases), options)
        return cls
    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
    def __call__(cls, *args):
        print("making", cls.__name__, args)
        return super().__call__(*args)
    def __len__(cls):
        return len(cls.__name__)
    def __contains__(cls, item):
        return item in cls.__dict__
    @property
    def loud(cls):
        return cls.__name__.upper()
class Base(metaclass=Registry, level=1):
    def __init__(self, *args):
        self.args = args
class Child(Base, tag="x"):
    field = 1
c = Child(1, 2)
print(c.args, type(Child).__name__, Registry.known, len(Child), "field" in Child, Child.loud, isinstance(Child, Registry))
class Base2:
    def __init_subclass__(cls, /, prefix="none", **rest):
        super().__init_subclass__(**rest)
        cls.tag = f"{prefix}:{cls.__name__}"
class One(Base2, prefix="p"): pass
class Two(One): pass
print(One.tag, Two.tag, [c.__name__ for c in Base2.__subclasses__()])
class Named:
    def __set_name__(self, owner, name):
        self.place = f"{owner.__name__}.{name}"
class Owner:
    field = Named()
    other = Named()
print(Owner.field.place, Owner.other.place)
try:
    class Bad(Base2, nonsense=1): pass
except TypeError as error:
    print(error)
