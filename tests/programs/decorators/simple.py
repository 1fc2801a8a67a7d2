def trace(f):
    def wrapper(*args, **kwargs):
        print("call", f.__name__, args, kwargs)
        result = f(*args, **kwargs)
        print("done", f.__name__, result)
        return result
    return wrapper
@trace
def add(a, b=1):
    return a + b
print(add(2), add(2, b=5), add.__name__)
def twice(f):
    return lambda *a: f(f(*a))
@twice
@twice
def inc(x):
    return x + 1
print(inc(0))
def bold(f):
    return lambda: "<b>" + f() + "</b>"
def italic(f):
    return lambda: "<i>" + f() + "</i>"
@bold
@italic
def text():
    return "hi"
print(text())
registry = {}
def register(f):
    registry[f.__name__] = f
    return f
@register
def one(): return 1
@register
def two(): return 2
print(sorted(registry), sum(f() for f in registry.values()))
@str.upper
@(lambda f: f.__name__)
def shouted(): pass
print(shouted)
