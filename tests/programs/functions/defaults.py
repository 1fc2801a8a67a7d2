def append(item, items=[]):
    items.append(item)
    return items
print(append(1), append(2), append(9, []), append(3))
def fresh(item, items=None):
    items = [] if items is None else items
    items.append(item)
    return items
print(fresh(1), fresh(2))
n = 10
def frozen(x, y=n):
    return x + y
n = 20
print(frozen(1), frozen(1, n), frozen.__defaults__)
def order(label):
    print("default", label)
    return label
def g(a=order("a"), *, b=order("b")):
    return a, b
print(g(), g.__defaults__, g.__kwdefaults__)
frozen.__defaults__ = (100,)
print(frozen(1))
def outer(level=0, trail=()):
    return trail if level == 3 else outer(level + 1, trail + (level,))
print(outer())
class Settings:
    size = 3
    def area(self, side=size * 2):
        return side * side
print(Settings().area(), Settings().area(2))
