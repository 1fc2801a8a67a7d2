def counter():
    count = 0
    def step(by=1):
        nonlocal count
        count += by
        return count
    def read():
        return count
    return step, read
def parameter_cell(a, b):
    def inner():
        return a
    b = inner
    return b()
def deep(a):
    def one():
        def two():
            def three():
                return a
            return three
        return two
    return one
def deleted():
    x = 1
    def f():
        return x
    del x
    return f
def many(a, b, c):
    x = y = z = 1
    def f():
        return a, c, x, z
    return f
