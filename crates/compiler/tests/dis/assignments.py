a = b = c = 1
d, e = 1, 2
f, (g, h) = 1, (2, 3)
[i, j] = k = [4, 5]
l, *m = a, b, c
*n, = a
o, *p, q = n
x.y = 1
x[0] = 2
x[0].y, x["k"] = 3, 4
