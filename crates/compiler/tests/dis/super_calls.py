class A(B):
    def one(self, x):
        super().one(x)
        super().attribute
        return super(A, self).two(x, y=1)
    def two(self):
        return super().__class__, super(A, self).attribute, super
    def three():
        return super().x
    def four(*args):
        return super().x
    def five(self):
        def inner(a):
            return super().m()
        return __class__
    @classmethod
    def six(cls):
        return [super().x for i in cls], super(A).x, super(*cls).x, super(x=1).y
def seven(super):
    return super().x
