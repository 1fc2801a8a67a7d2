g = (i for i in a)
h = (i + j for i in a if i for j in b(i))
def lazy(a, b):
    x = (i for i in a if b)
    y = sum(i * b for i in a)
    z = ((j for j in i) for i in a)
    return (yield_ for yield_ in [1, 2])
