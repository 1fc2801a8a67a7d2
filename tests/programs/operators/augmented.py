x = 10
x += 5; x -= 3; x *= 4; x //= 5; x **= 2; x %= 50; x <<= 3; x >>= 1; x |= 1; x &= 0xFF; x ^= 0xF
print(x)
f = 7
f /= 2
print(f)
s = "ab"
s += "cd"; s *= 2; s %= ()
print(s)
l = [1]
l += (2, 3); l *= 2; l += "x"
print(l)
d = {"n": 1, "l": [0]}
d["n"] += 1; d["l"] += [1]; d["l"][0] -= 5
print(d)
class Box:
    value = 1
box = Box()
box.value += 10
print(box.value, Box.value)
def index():
    print("index once", end=" ")
    return 0
l[index()] += 100
print(l)
class Log:
    def __iadd__(self, other):
        print("iadd", other)
        return self
    def __add__(self, other):
        return "added"
    def __isub__(self, other):
        return NotImplemented
    def __sub__(self, other):
        return f"minus {other}"
a = b = Log()
a += 1
print(a is b)
a -= 2
print(a)
try:
    n = None
    n += 1
except TypeError as error:
    print(error)
