class Vector:
    def __init__(self, *parts):
        self.parts = parts
    def __repr__(self):
        return f"V{self.parts}"
    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(*(a + b for a, b in zip(self.parts, other.parts)))
    def __sub__(self, other):
        return self + -other
    def __neg__(self):
        return Vector(*(-a for a in self.parts))
    def __pos__(self):
        return self
    def __mul__(self, k):
        if isinstance(k, (int, float)):
            return Vector(*(a * k for a in self.parts))
        return NotImplemented
    __rmul__ = __mul__
    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.parts, other.parts))
    def __truediv__(self, k):
        return self * (1 / k)
    def __abs__(self):
        return (self @ self) ** 0.5
    def __iadd__(self, other):
        self.parts = (self + other).parts
        return self
    def __radd__(self, other):
        return self if other == 0 else NotImplemented
a, b = Vector(1, 2), Vector(3, 4)
print(a + b, a - b, -a, +a, a * 3, 0.5 * b, a @ b, b / 2, abs(b), sum([a, b, a]))
alias = a
a += b
print(a, alias is a)
for action in (lambda: a + 1, lambda: 1 + a, lambda: a * "x", lambda: a // 2, lambda: a ** 2, lambda: ~a, lambda: a < b, lambda: a * b, lambda: [1] + a, lambda: a % 2, lambda: divmod(a, 2)):
    try:
        print(action())
    except TypeError as error:
        print(error)
