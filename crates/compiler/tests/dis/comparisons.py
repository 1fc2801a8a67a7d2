def compare(a, b, c):
    x = a < b, a <= b, a == b, a != b, a > b, a >= b
    y = a is b, a is not b, a in b, a not in b
    z = a < b < c, a < b <= c == x, a in b in c
    u = not a in b, not a is b, not a < b, not (a < b < c)
    v = a in [1, 2, 3], a in {1}, a not in [b, c], a in (1, 2)
    return x, y, z, u, v
