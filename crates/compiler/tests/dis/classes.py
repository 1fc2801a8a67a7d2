class Plain: pass
class Documented:
    """Words."""
class Derived(Plain, Documented): x = 1
class Keyworded(Plain, metaclass=type, flag=True): pass
class Starred(*bases, **keywords): pass
@decorate
@decorate.with_(arguments)
class Decorated:
    def method(self, a):
        self.a = a
        self.b, self.c = 1, 2
        for self.d in a: pass
        other.e = 1
        def inner():
            self.f = 1
    @property
    def a(self): return self._a
    @a.setter
    def a(self, value): self._a = value
    @staticmethod
    def s(): pass
