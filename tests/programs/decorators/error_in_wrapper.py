def checked(f):
    def wrapper(*args):
        for arg in args:
            if not isinstance(arg, int):
                raise TypeError(f"{f.__name__} wants ints, not {arg!r}")
        return f(*args)
    return wrapper
@checked
def add(a, b):
    return a + b
print(add(1, 2))
print(add(1, "2"))
