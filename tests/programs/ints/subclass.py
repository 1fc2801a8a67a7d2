class Metres(int):
    unit = "m"
    def __repr__(self):
        return f"Metres({int(self)})"
    def __add__(self, other):
        return Metres(int(self) + int(other))
    def __str__(self):
        return f"{int(self)} {self.unit}"
a = Metres(5)
print(a, repr(a), a + 3, [a], a * 2, type(a * 2), 10 - a)
print(a == 5, hash(a) == hash(5), {5: "five"}[a], a > 4, isinstance(a, int))
print(f"{a}", f"{a:>4}", f"{a!r}", "%d %s" % (a, a), int(a), float(a), -a)
class Index:
    def __index__(self):
        return 3
print([10, 20, 30, 40][Index()], "abcdef"[:Index()], hex(Index()), range(10)[Index()], [0] * Index())
class Number:
    def __int__(self):
        return 12
    def __float__(self):
        return 1.5
    def __bool__(self):
        return False
n = Number()
print(int(n), float(n), bool(n), "no" if n else "empty")
