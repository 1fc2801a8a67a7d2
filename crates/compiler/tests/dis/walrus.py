def named(a):
    if (n := len(a)) > 1:
        print(n)
    while chunk := a.read():
        print(chunk)
    x = [y := 1, y ** 2]
    z = [last := i for i in a]
    print(m := 2, k=(l := 3))
    return last
if (top := f()): pass
found = any((hit := i) for i in top)
