class Version:
    def __init__(self, *parts):
        self.parts = parts
    def __eq__(self, other):
        print("eq", end=" ")
        return isinstance(other, Version) and self.parts == other.parts
    def __lt__(self, other):
        print("lt", end=" ")
        return self.parts < other.parts
    def __le__(self, other):
        print("le", end=" ")
        return self.parts <= other.parts
a, b = Version(1, 2), Version(1, 10)
print(a < b, a > b, a <= b, a >= b, a == b, a != b)
print(a in [b, a], [a] == [Version(1, 2)], (a, 1) < (b, 0), max(a, b) is b, min([b, a]) is a)
print(sorted([b, a, Version(0)])[0].parts)
print(a == 1, 1 == a, a != "x", a.__eq__(b), a.__hash__)
try:
    hash(a)
except TypeError as error:
    print(error)
class OnlyGt:
    def __init__(self, n):
        self.n = n
    def __gt__(self, other):
        return self.n > other.n
print(OnlyGt(1) < OnlyGt(2), OnlyGt(3) > OnlyGt(2))
try:
    OnlyGt(1) <= OnlyGt(2)
except TypeError as error:
    print(error)
class Lists:
    def __eq__(self, other):
        return [1, 2]
    def __lt__(self, other):
        return ""
print(Lists() == 0, Lists() != 0, Lists() < 0, bool(Lists() == 0), Lists() in [5])
