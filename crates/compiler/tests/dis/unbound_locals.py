def maybe(a):
    if a:
        x = 1
    print(x)
    print(x)
    for y in a:
        pass
    print(y)
    try:
        z = 1
    except E as e:
        pass
    print(z)
    del x
    print(x)
    with a:
        w = 1
    return w
