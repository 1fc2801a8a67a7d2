def forget(a, b):
    del a
    del b.x, b[0], (b.y, b.z)
    c = 1
    del c
    return c
del d
del e.f, g[0]
global_name = 1
del global_name
