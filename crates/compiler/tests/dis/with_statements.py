def managed(a, b):
    with a:
        pass
    with a as x:
        x()
    with a as x, b() as (y, z):
        return x
    with (a as x, b):
        for i in a:
            with i:
                if i: continue
                if b: break
                return i + 1
    with a as b.c, b as a[0]:
        raise E
with open(x) as f: f.read()
