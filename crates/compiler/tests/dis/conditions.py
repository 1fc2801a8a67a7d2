def choose(a, b, c):
    if a and b or c:
        x = 1
    elif not a:
        x = 2
    elif a is None:
        x = 3
    elif b is not None and c:
        x = 4
    elif a < b < c:
        x = 5
    elif (a if b else c):
        x = 6
    else:
        x = 7
    if a: pass
    if not (a or b):
        return x
    if a == 1:
        y = a if b else c
    else:
        y = (a and b) if not c else (a or b)
    return x + y
