class A:
    def __repr__(self):
        return "<A repr>"
class B(A):
    def __str__(self):
        return "B text"
class C(B):
    def __format__(self, spec):
        return f"C({spec or 'nothing'})"
a, b, c = A(), B(), C()
for x in (a, b, c):
    print(x, repr(x), str(x), [x], (x,), {"k": x}, f"{x}", f"{x!r}", f"{x!s}", "%s %r" % (x, x), "{} {!r}".format(x, x))
print(f"{c:>10}", format(c, "abc"), "{:q}".format(c), format(c), f"{c!s:>8}", f"{b!s:<8}|")
try:
    f"{b:>10}"
except TypeError as error:
    print(error)
class Bad:
    def __str__(self):
        return 5
    def __repr__(self):
        return None
for f in (str, repr):
    try:
        f(Bad())
    except TypeError as error:
        print(error)
class Bytes:
    def __bytes__(self):
        return b"made"
    def __len__(self):
        return 3
    def __bool__(self):
        return False
    def __index__(self):
        return 5
    def __round__(self, n=None):
        return ("rounded", n)
    def __floor__(self):
        return -1
    def __ceil__(self):
        return 1
    def __trunc__(self):
        return 0
import math
x = Bytes()
print(bytes(x), len(x), bool(x), hex(x), round(x), round(x, 2), math.floor(x), math.ceil(x), math.trunc(x), int(x), "abcdefgh"[x])
