class Name(str):
    def __new__(cls, text, rank=0):
        self = super().__new__(cls, text.strip().title())
        self.rank = rank
        return self
    def greet(self):
        return "Hello, " + self
n = Name("  ada lovelace ", rank=3)
print(n, repr(n), n.rank, n.greet(), len(n), n[:3], type(n), type(n[:3]), type(n.upper()), type(n + "x"))
print(n == "Ada Lovelace", {"Ada Lovelace": 1}[n], n in ["Ada Lovelace"], isinstance(n, str))
print("%s|%10.3s|" % (n, n), f"{n:>15}|{n!r:.5}", "{:*^16}".format(n), "-".join([n, n]))
class Loud(str):
    def __str__(self):
        return self.upper() + "!"
    def __eq__(self, other):
        return str.lower(self) == str.lower(other)
    __hash__ = str.__hash__
l = Loud("hey")
print(l, f"{l}", "%s" % l, l == "HEY", "hey" == l, str(l), "" + l, repr(l))
class Shown:
    def __str__(self):
        return Name("as str")
    def __format__(self, spec):
        return Name("as format")
s = Shown()
print(s, str(s), type(str(s)), f"{s}", type(f"{s}"), f"{s}, {s!s}", type(f"{s}."), "%s" % s, "{}".format(s))
