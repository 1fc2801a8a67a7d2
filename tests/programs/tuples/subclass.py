class Pair(tuple):
    def __new__(cls, left, right):
        return super().__new__(cls, (left, right))
    @property
    def left(self):
        return self[0]
    @property
    def right(self):
        return self[1]
    def swapped(self):
        return Pair(self.right, self.left)
p = Pair(1, "x")
print(p, p.left, p.right, p.swapped(), type(p.swapped()).__name__, len(p), p == (1, "x"), p + (2,), isinstance(p, tuple))
a, b = p
print(a, b, {p: 1}[(1, "x")], p < Pair(2, "a"), list(p), p[::-1], "%s-%s" % p)
try:
    p.left = 5
except AttributeError as error:
    print(error)
try:
    p[0] = 5
except TypeError as error:
    print(error)
