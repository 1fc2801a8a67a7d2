class Fraction:
    def __init__(self, top, bottom=1):
        if bottom == 0:
            raise ZeroDivisionError("a fraction over zero")
        a, b = abs(top), abs(bottom)
        while b:
            a, b = b, a % b
        sign = -1 if (top < 0) != (bottom < 0) else 1
        self.top, self.bottom = sign * abs(top) // a, abs(bottom) // a
    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split("/")))
    def __repr__(self):
        return f"{self.top}/{self.bottom}" if self.bottom != 1 else f"{self.top}"
    def _with(self, other, f):
        if isinstance(other, int):
            other = Fraction(other)
        if not isinstance(other, Fraction):
            return NotImplemented
        return f(self, other)
    def __add__(self, other):
        return self._with(other, lambda a, b: Fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom))
    def __mul__(self, other):
        return self._with(other, lambda a, b: Fraction(a.top * b.top, a.bottom * b.bottom))
    def __truediv__(self, other):
        return self._with(other, lambda a, b: Fraction(a.top * b.bottom, a.bottom * b.top))
    def __sub__(self, other):
        return self + other * -1
    def __rsub__(self, other):
        return Fraction(other) - self
    __radd__, __rmul__ = __add__, __mul__
    def __eq__(self, other):
        return self._with(other, lambda a, b: (a.top, a.bottom) == (b.top, b.bottom))
    def __lt__(self, other):
        return self._with(other, lambda a, b: a.top * b.bottom < b.top * a.bottom)
    def __float__(self):
        return self.top / self.bottom
    def __hash__(self):
        return hash(float(self))
half, third = Fraction(1, 2), Fraction(-2, -6)
print(half, third, half + third, half * third, half / third, half - third, 1 - half, 2 * third, sum([half, third, Fraction(1, 6)]), half == Fraction(2, 4), half < third, sorted([half, third, Fraction(0)]), float(third), Fraction(3, -6), Fraction.parse("10/4"), max(half, third), half == 0.5, Fraction(4, 2) == 2)
for bad in (lambda: Fraction(1, 0), lambda: half + "x", lambda: half / 0, lambda: half < "a", lambda: Fraction.parse("1/x")):
    try:
        print(bad())
    except (ZeroDivisionError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
def harmonic(n):
    return sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0))
print([harmonic(n) for n in range(1, 8)], harmonic(25))
