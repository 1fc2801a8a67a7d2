def f(items):
    total = 0
    def g():
        nonlocal total
        return [total := total + i for i in items]
    class C:
        def m(self):
            return [self.x for __class__ in items]
    return g
