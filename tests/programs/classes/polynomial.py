class Polynomial:
    def __init__(self, *coefficients):
        c = list(coefficients)
        while c and c[-1] == 0:
            c.pop()
        self.c = tuple(c)
    @property
    def degree(self):
        return len(self.c) - 1
    def __call__(self, x):
        result = 0
        for c in reversed(self.c):
            result = result * x + c
        return result
    def __add__(self, other):
        if not isinstance(other, Polynomial):
            other = Polynomial(other)
        n = max(len(self.c), len(other.c))
        return Polynomial(*(sum(p.c[i] if i < len(p.c) else 0 for p in (self, other)) for i in range(n)))
    __radd__ = __add__
    def __neg__(self):
        return Polynomial(*(-c for c in self.c))
    def __sub__(self, other):
        return self + -other
    def __mul__(self, other):
        if isinstance(other, (int, float)):
            return Polynomial(*(c * other for c in self.c))
        out = [0] * (len(self.c) + len(other.c))
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                out[i + j] += a * b
        return Polynomial(*out)
    __rmul__ = __mul__
    def __pow__(self, n):
        return Polynomial(1) if n == 0 else self * self ** (n - 1)
    def __eq__(self, other):
        return self.c == (other.c if isinstance(other, Polynomial) else Polynomial(other).c)
    def __hash__(self):
        return hash(self.c)
    def __iter__(self):
        return iter(self.c)
    def __bool__(self):
        return bool(self.c)
    def derivative(self):
        return Polynomial(*(i * c for i, c in enumerate(self.c) if i))
    def __str__(self):
        parts = [f"{c}x^{i}" if i > 1 else f"{c}x" if i else str(c) for i, c in enumerate(self.c) if c]
        return " + ".join(reversed(parts)).replace("+ -", "- ") or "0"
x = Polynomial(0, 1)
p = 3 * x ** 2 - 2 * x + 1
print(p, p(2), p.degree, p + p, p - p, p * p, p.derivative(), -p, 5 + x, bool(p - p), p == 1 + p - 1, len({p, p + 0}), list(p))
print([((x + 1) ** n).c for n in range(5)], (x * x)(1.5), Polynomial(5) == 5, Polynomial(1, 0, 0).degree)
