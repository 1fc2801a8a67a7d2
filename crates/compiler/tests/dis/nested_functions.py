def one(a):
    def two(b):
        class Three:
            def four(self):
                return lambda: (a, b, self)
            attribute = a
        return Three
    return [two(i) for i in a if (lambda: i)()]
