a = [1, [2, 3]]
b, c, d, e = a, a[:], list(a), a.copy()
b.append(4)
c[1].append(9)
print(a, b, c, d, e, a is b, a == d, c[1] is d[1])
grid = [[0] * 3] * 2
grid[0][0] = 1
print(grid)
grid = [[0] * 3 for _ in range(2)]
grid[0][0] = 1
print(grid)
def add(item, to=[]):
    to.append(item)
    return to
print(add(1), add(2), add(3, []), add(4))
x = [1]
y = x
x += [2]
print(y, x is y)
x = x + [3]
print(y, x, x is y)
loop = [1]
loop.append(loop)
print(loop, loop[1][1][0], len(loop))
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)
