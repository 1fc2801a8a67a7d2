class A:
    x = 1
    def __init__(self):
        self.y = 2
    def method(self):
        return "m"
a = A()
print(getattr(a, "x"), getattr(a, "z", "default"), hasattr(a, "y"), hasattr(a, "z"), getattr(a, "method")())
setattr(a, "z", 3)
print(a.z, vars(a), "z" in dir(a), [n for n in dir(a) if not n.startswith("__")])
delattr(a, "z")
print(vars(a), sorted(vars(A))[-2:], sorted(n for n in vars() if n in ("a", "A")))
for call in (lambda: getattr(a, "nope"), lambda: delattr(a, "nope"), lambda: getattr(a, 5), lambda: setattr(5, "x", 1), lambda: setattr("s", "x", 1), lambda: vars(5), lambda: getattr(a), lambda: setattr(len, "x", 1), lambda: setattr(int, "x", 1)):
    try:
        print(call())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
print("A" in globals(), sorted(k for k in globals() if k in "Aa"))
def scope(p, q=5):
    r = p + q
    return sorted(locals().items())
print(scope(1))
globals()["made"] = "by globals()"
print(made, __name__)
print([name for name in ("append", "push") if hasattr([], name)], "upper" in dir(str), "real" in dir(5))
