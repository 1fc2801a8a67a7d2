import functools
def repeat(times, sep=" "):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*args):
            return sep.join(str(f(*args)) for _ in range(times))
        return wrapper
    return decorate
@repeat(3)
def hello(name):
    "Says hello."
    return f"hello {name}"
@repeat(2, sep="|")
def number():
    return 5
print(hello("x"), number(), hello.__name__, hello.__doc__, hello.__wrapped__("y"))
def retry(attempts, *kinds):
    def decorate(f):
        @functools.wraps(f)
        def wrapper():
            for attempt in range(1, attempts + 1):
                try:
                    return f()
                except kinds as error:
                    print("attempt", attempt, type(error).__name__, error)
            return "gave up"
        return wrapper
    return decorate
tries = []
@retry(5, ValueError, KeyError)
def flaky():
    tries.append(1)
    if len(tries) < 3:
        raise (ValueError if len(tries) == 1 else KeyError)("no")
    return len(tries)
print(flaky())
@retry(2, ZeroDivisionError)
def never():
    return 1 / 0
print(never())
def optional(f=None, *, prefix=">"):
    if f is None:
        return lambda f: optional(f, prefix=prefix)
    return lambda *a: prefix + str(f(*a))
@optional
def a(): return "a"
@optional(prefix="##")
def b(): return "b"
print(a(), b())
