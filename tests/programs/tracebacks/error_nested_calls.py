def a(x):
    return b(x) + 1
def b(x):
    return max(c(x))
def c(x):
    return [d(i) for i in x]
def d(i):
    return 10 // i
print(a([5]))
a([5, 0])
