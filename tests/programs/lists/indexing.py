l = list(range(10))
print(l[0], l[-1], l[2:5], l[:3], l[7:], l[::2], l[::-1], l[-3:], l[5:2], l[8:2:-2], l[100:], l[-100:2])
l[0] = "x"
l[-1] = l[1] = 5
l[2] += 10
l[3] *= 2
print(l)
t = (1, 2, 3)
print(t[0], t[-1], t[1:], t[::-1], t + (4,), t * 2, 2 * t, len(t), (1,), ())
print([1, 2] + [3], [0] * 3, 3 * [1, 2], [1] * 0, [1] * -1, 2 in l, 2 in t, "q" not in l)
m = [[0] * 2 for _ in range(2)]
m[0][1] = 5
print(m)
s = l
s += [1]
print(l is s, l)
s *= 2
print(len(l), l is s)
r = range(10, 0, -3)
print(r, r[0], r[-1], len(r), 4 in r, 5 in r, list(r), 4.0 in r, range(3) == range(0, 3, 1), range(0))
