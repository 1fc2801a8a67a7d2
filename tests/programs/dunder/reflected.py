class Left:
    def __init__(self, name):
        self.name = name
def note(op):
    def forward(self, other):
        return f"{self.name}.{op}({getattr(other, 'name', other)})"
    return forward
class Full(Left):
    pass
for op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul", "divmod"):
    setattr(Full, f"__{op}__", note(op))
    setattr(Full, f"__r{op}__", note("r" + op))
x = Full("x")
print(x + 1, 1 + x, x - 2.5, "s" - x, x * x, 3 * x, x / 1, 1 / x, x // 2, 2 // x, sep=", ")
print(x % 3, 3 % x, x ** 2, 2 ** x, x << 1, 1 << x, x >> 1, 1 >> x, x & 1, 1 & x, x | 1, 1 | x, x ^ 1, 1 ^ x, x @ 1, 1 @ x, divmod(x, 1), divmod(1, x), sep=", ")
class Sub(Full):
    def __radd__(self, other):
        return f"sub radd {other.name}"
print(x + Sub("y"), Sub("y") + x, x - Sub("y"))
class Refuses:
    name = "r"
    def __add__(self, other):
        return NotImplemented
    def __radd__(self, other):
        return NotImplemented
    def __eq__(self, other):
        return NotImplemented
    def __lt__(self, other):
        return NotImplemented
r = Refuses()
print(r + x, x + r, r == 1, r == r, r != 1)
for action in (lambda: r + 1, lambda: 1 + r, lambda: r < 1, lambda: r + r, lambda: r - r):
    try:
        action()
    except TypeError as error:
        print(error)
