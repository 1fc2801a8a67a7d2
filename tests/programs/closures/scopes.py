x = "global"
def outer():
    x = "outer"
    def inner():
        return x
    def own():
        x = "own"
        return x
    def reach():
        global x
        x = "changed global"
        return x
    def change():
        nonlocal x
        x = "changed outer"
    before = inner(), own(), reach()
    change()
    return before, inner(), x
print(outer(), x)
def deep():
    a = 1
    def second():
        b = 2
        def third():
            nonlocal a, b
            a += 10
            b += a
            return a, b
        return third(), b
    return second(), a
print(deep())
class Scope:
    x = "class"
    y = x
    def method(self):
        return x, self.x
print(Scope.y, Scope().method())
def params(x):
    def inner():
        nonlocal x
        x *= 2
        return x
    return inner
p = params(3)
print(p(), p(), p())
def define():
    global made
    def made(n):
        return n + 1
define()
print(made(1), "made" in globals(), sorted(k for k in globals() if k in ("x", "outer", "Scope")))
