def dead(a):
    return 1
    print("never")
    for i in a:
        yield_ = i
def after_raise(a):
    raise a
    return 1
def after_loop(a):
    while True:
        if a: break
        continue
        print("never")
    return a
def branches(a):
    if a:
        return 1
    else:
        return 2
    return 3
def infinite():
    while True:
        pass
    return 1
