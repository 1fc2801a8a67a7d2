fs = []
for i in range(3):
    def f():
        return i
    fs.append(f)
print([f() for f in fs])
i = 50
print([f() for f in fs])
def make():
    gs = []
    for k in range(3):
        def g(k=k):
            return k
        gs.append(g)
    hs = [(lambda v: lambda: v)(k) for k in range(3)]
    ls = [lambda: k for _ in range(2)]
    k = "changed"
    return gs, hs, ls
gs, hs, ls = make()
print([g() for g in gs], [h() for h in hs], [l() for l in ls])
def later():
    def show():
        return value
    value = "assigned later"
    return show
print(later()())
def unset():
    def show():
        return value
    try:
        show()
    except NameError as error:
        print(type(error).__name__, error)
    value = 1
    print(show())
    del value
    try:
        show()
    except NameError as error:
        print(type(error).__name__, error)
unset()
