import numpy as np

m = np.arange(24).reshape(4, 6)
for part in (m[1], m[-1, -1], m[:, 1], m[1:3, ::2], m[::-1, 0], m[..., 2], m[None, 0].shape, m[m % 5 == 0], m[[0, 2]], m.T[1], m[1:1]):
    print(repr(part))
a = np.arange(10)
a[0] = 100
a[1:3] = [7, 8]
a[a > 8] = -1
a[[4, 5]] = 55
print(a)
view = m[1]
view[:] = 0
m[:, 5] = np.arange(4)
m[2, 1:] = m[2, :-1]
m[3] += 1000
print(m)
print(len(m), list(a[:3]), [int(x) for x in m[0]], 7 in a, 8 in a, m.tolist()[0], m.T.reshape(-1)[:6])
for wrong in (lambda: a[10], lambda: a[1, 2], lambda: a["x"], lambda: m[0, 9], lambda: a.__setitem__(slice(0, 2), [1, 2, 3]), lambda: len(np.array(5))):
    try:
        wrong()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
