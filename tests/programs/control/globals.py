count = 0
names = []
def add(name):
    global count
    count += 1
    names.append(name)
    return count
print(add("a"), add("b"), count, names)
def shadow():
    count = 100
    names = ["local"]
    return count, names
print(shadow(), count, names)
def make():
    global created, count
    created = "made in a function"
    count = -1
make()
print(created, count)
def reader():
    return later
later = "defined after the function"
print(reader())
def nested():
    def inner():
        global count
        count += 10
        return count
    count = "local to nested"
    return inner(), count
print(nested(), count)
class Scope:
    global placed
    placed = 5
    own = count + 1
print(placed, Scope.own, hasattr(Scope, "placed"))
def swap():
    global a, b
    a, b = b, a
a, b = 1, 2
swap()
print(a, b)
for step in range(3):
    def show(step=step):
        return step, globals()["step"]
print(show(), step)
if True:
    inside = "no block scope"
print(inside)
