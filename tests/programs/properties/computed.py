class Temperature:
    def __init__(self, celsius=0.0):
        self.celsius = celsius
    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, value):
        self.celsius = (value - 32) * 5 / 9
t = Temperature(100)
print(t.fahrenheit)
t.fahrenheit = 32
print(t.celsius)
class Name:
    def __init__(self, first, last):
        self.first, self.last = first, last
    full = property(lambda self: f"{self.first} {self.last}", lambda self, v: self.__dict__.update(zip(("first", "last"), v.split())))
n = Name("Ada", "Byron")
n.full = "Augusta King"
print(n.full, n.first, n.last)
class Matrix:
    def __init__(self, rows):
        self.rows = rows
    @property
    def T(self):
        return Matrix([list(r) for r in zip(*self.rows)])
    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])
m = Matrix([[1, 2, 3], [4, 5, 6]])
print(m.shape, m.T.shape, m.T.rows, m.T.T.rows == m.rows)
class History:
    def __init__(self):
        self._values = []
    @property
    def value(self):
        return self._values[-1] if self._values else None
    @value.setter
    def value(self, new):
        self._values.append(new)
    @value.deleter
    def value(self):
        self._values.pop()
h = History()
h.value = 1
h.value = h.value + 1
h.value *= 10
print(h.value, h._values)
del h.value
print(h.value)
