def cut(a, b, c):
    x = a[b:c], a[:c], a[b:], a[:], a[b:c:2], a[::2], a[1:2]
    y = a[b:c, 1], a[..., None], a[()], a[b,]
    a[b:c] = x
    a[:] = y
    a[::2] = x
    a[1:2:3] = y
    del a[b], a[b:c], a[:], a[::2]
    return a["k"][0][-1]
