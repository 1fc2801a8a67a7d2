print("one")
def inner(x):
    y = x * 2
    return y[0]
def outer():
    print("two")
    return inner(3) + 1
for i in range(2):
    outer()
