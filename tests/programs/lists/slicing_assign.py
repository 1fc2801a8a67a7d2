a = list(range(10))
a[2:5] = ["x"]
print(a)
a[1:1] = [100, 200]
print(a)
a[::2] = [0] * len(a[::2])
print(a)
del a[::3]
print(a)
a[:] = "abc"
print(a)
a[10:] = [1]
a[-1:0] = [7]
print(a)
a[:] = []
print(a, not a)
b = [1, 2, 3, 4]
b[1:3], b[0] = b[0:2], 99
print(b)
b[::-1] = [1, 2, 3, 4]
print(b, b[::-2], b[-2:], b[:-2], b[5:], b[slice(1, None)])
del b[1], b[-1]
print(b)
def delete(place):
    del b[place]
def assign(place, value):
    b[place] = value
for action in (lambda: assign(slice(None, None, 2), [1, 2, 3]), lambda: assign(slice(0, 1), 5), lambda: assign(5, 1), lambda: delete(5), lambda: assign("a", 1), lambda: b[::0]):
    try:
        action()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
c = [0, 1]
c[1:1] = c
print(c)
