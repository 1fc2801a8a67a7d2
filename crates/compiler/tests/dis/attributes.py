def reach(a):
    a.b.c = a.d.e
    a.b().c.d(1).e
    (a
        .first
        .second
        .third())
    return a.x.y.z
