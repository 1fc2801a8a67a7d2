def both(a, b, c):
    x = a and b and c
    y = a or b or c
    z = (a and b) or c
    u = a and (b or c)
    v = not (a and b)
    w = not not a
    return x, y, z, u, v, w
