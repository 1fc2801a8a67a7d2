class A:
    def __init__(self, **rest):
        print("A", rest)
        self.a = 1
    def hello(self):
        return "A"
class B(A):
    def __init__(self, b=2, **rest):
        print("B")
        super().__init__(**rest)
        self.b = b
    def hello(self):
        return "B" + super().hello()
class C(A):
    def __init__(self, c=3, **rest):
        print("C")
        super().__init__(**rest)
        self.c = c
    def hello(self):
        return "C" + super().hello()
class D(B, C):
    def hello(self):
        return "D" + super().hello()
d = D(b=20, c=30)
print(d.hello(), vars(d), [k.__name__ for k in D.__mro__], [k.__name__ for k in D.mro()])
print(super(B, d).hello(), super(D, d).hello(), B.hello(d), isinstance(d, A), issubclass(D, (int, C)), D.__bases__ == (B, C), D.__base__ is B)
try:
    class Wrong(A, B): pass
except TypeError as error:
    print(error)
try:
    D(nothing=1)
    A(1)
except TypeError as error:
    print(error)
class E(B):
    @classmethod
    def make(cls):
        return super().__name__ if hasattr(super(), "__name__") else cls.__name__
    @property
    def hello2(self):
        return super().hello() + "!"
print(E.make(), E().hello2)
