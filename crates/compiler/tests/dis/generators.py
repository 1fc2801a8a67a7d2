def count(n):
    i = 0
    while i < n:
        sent = yield i
        if sent:
            i = sent
        i += 1
    return i
def delegate(a):
    x = yield from a
    yield
    yield from x
    yield 1, 2
def guarded(a):
    try:
        yield 1
    except GeneratorExit:
        raise
    finally:
        yield 2
    with a:
        yield 3
    for i in a:
        yield i
