def f():
    for i in range(0):
        pass
    return i
f()
