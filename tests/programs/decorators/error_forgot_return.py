def broken(f):
    def wrapper(*args):
        return f(*args)
@broken
def greet(name):
    return "hello " + name
print(greet)
print(greet("ann"))
