import functools
def logged(f):
    @functools.wraps(f)
    def wrapper(*args):
        print("calling", f.__name__)
        return f(*args)
    return wrapper
@logged
def divide(a, b):
    return a / b
class Calculator:
    @logged
    def run(self, a, b):
        return divide(a, b)
Calculator().run(1, 0)
