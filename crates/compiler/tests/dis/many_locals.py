def crowded():
    a = b = c = d = e = f = g = h = i = j = k = l = m = n = o = p = q = r = 1
    print(a, b, q, r)
    q, r = r, q
    a, b = b, a
    s = a; t = s
    return q, r, a, b, t
