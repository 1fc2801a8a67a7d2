x = 1
class A:
    x = x
    y = [x for _ in range(3)]
    z = [i for i in range(x) if i in y]
    def method(self):
        return x
    class B:
        x = x
        global g
        g = 2
def f(x):
    class C:
        x = x
        def m(self):
            return x
    class D:
        nonlocal x
        x = 2
        y = lambda: x
    return C
