def known(a):
    if 1:
        a = 1
    if 0:
        a = 2
    if "":
        a = 3
    else:
        a = 4
    if None or a:
        a = 5
    if True and a:
        a = 6
    while 0:
        a = 7
    while 1:
        a += 1
        if a > 10:
            break
    if __debug__:
        a = 8
    x = 1 if 1 else 2
    y = 0 and a
    z = 1 or a
    return not 0
