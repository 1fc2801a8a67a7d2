class Base:
    @property
    def name(self):
        return "base"
    @property
    def size(self):
        return self._size()
    def _size(self):
        return 1
class Child(Base):
    @property
    def name(self):
        return "child of " + super().name
    def _size(self):
        return 2
class Settable(Base):
    @Base.name.setter
    def name(self, value):
        print("renamed", value)
class Plain(Base):
    name = "plain attribute"
print(Child().name, Child().size, Base().size, Plain().name)
s = Settable()
s.name = "new"
print(s.name)
p = Plain()
p.name = "own"
print(p.name, vars(p))
b = Base()
b.__dict__["name"] = "hidden by the property"
print(b.name)
class Broken:
    @property
    def value(self):
        return self.missing
    def __getattr__(self, name):
        return f"fallback for {name}"
print(Broken().value)
class Guarded:
    @property
    def value(self):
        raise AttributeError("inside")
print(hasattr(Guarded(), "value"), getattr(Guarded(), "value", "default"))
