class Managed:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind and kind.__name__, error, trace is not None)
        return self.swallow
with Managed("a") as name:
    print("body", name)
with Managed("b"), Managed("c") as c:
    print("body", c)
with (Managed("d") as d, Managed("e") as e,):
    print(d, e)
with Managed("f", swallow=True):
    raise ValueError("swallowed")
try:
    with Managed("g", swallow=False), Managed("h"):
        raise KeyError("through")
except KeyError as error:
    print("outside", error)
with Managed("i", True) as x, Managed("j") as y:
    1 / 0
print(x, y)
def returns():
    with Managed("k"):
        return "value"
print(returns())
for i in range(3):
    with Managed(str(i)):
        if i == 0:
            continue
        break
