def swap(a, b, c):
    a, b = b, a
    a, b, c = c, b, a
    a, a = b, c
    a, b, c, d = d, c, b, a
    (x, y), z = (a, b), c
    [x] = [y]
    x, = y,
    *x, y = a
    x = y = z
    return x
