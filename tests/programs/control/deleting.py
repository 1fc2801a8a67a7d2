a = b = [1, 2, 3]
del a
print(b)
try:
    a
except NameError as error:
    print(error)
x, y, z = 1, 2, 3
del x, (y, z)
print([name for name in ("x", "y", "z") if name in globals()])
items = list(range(10))
del items[0], items[-1], items[2:4]
print(items)
table = {"a": {"b": 1, "c": 2}}
del table["a"]["b"]
print(table)
class Thing:
    field = "class"
    def __init__(self):
        self.field = "own"
    def __del__(self):
        pass
t = Thing()
del t.field
print(t.field)
try:
    del t.field
except AttributeError as error:
    print(type(error).__name__)
del Thing.field
print(hasattr(t, "field"))
def local(flag):
    value = 1
    if flag:
        del value
    try:
        return value
    except UnboundLocalError as error:
        return str(error)
print(local(False), local(True))
def glob():
    global made
    made = 5
    del made
glob()
print("made" in globals())
for i in range(3):
    pass
del i
try:
    print(i)
except NameError as error:
    print(error)
def parameter(p):
    del p
    p = "again"
    return p
print(parameter(1))
