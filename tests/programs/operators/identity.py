a = [1, 2]
b = a
c = list(a)
print(a is b, a is c, a == c, a is not c, None is None, a is not None)
def same(x, y):
    return x is y
print(same(True, 1 == 1), same(None, print.__doc__ and None), same(type(5), int), same(type(None), type(None)))
sentinel = object()
def get(key, default=sentinel):
    if default is sentinel:
        return "required " + key
    return default
print(get("a"), get("b", None), get("c", 0), sentinel is sentinel, object() is object())
print(id(a) == id(b), id(a) == id(c), NotImplemented is NotImplemented, ... is Ellipsis, Ellipsis, NotImplemented)
x = y = z = {}
x["k"] = 1
print(y, z is x, same(a[:], a), same(a.append, a.append), a.append == a.append)
class Meta:
    def method(self):
        return self
m = Meta()
print(m.method() is m, same(m.method, m.method), m.method == m.method, Meta.method is Meta.method)
