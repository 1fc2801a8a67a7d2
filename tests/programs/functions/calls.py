def f(a, b=2, c=3):
    return a, b, c
print(f(1), f(1, 5), f(1, c=9), f(c=1, a=2), f(1, 2, 3), f(b=1, a=0))
def fact(n: int) -> int:
    return 1 if n < 2 else n * fact(n - 1)
print(fact(20), fact(50))
def outer(x):
    def inner(y):
        return y * 2
    return inner(x) + 1
print(outer(4))
def default(l=[]):
    l.append(1)
    return l
print(default(), default(), default([5]))
g = f
print(g(7), f.__name__)
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
print(even(100), odd(301))
y: int = 3
z: "anything" = y
print(y, z)
