class A:
    class B:
        x = __class__
        class C:
            y = __class__
            def m(self):
                return __class__, super().m()
    def n(self):
        class D:
            def o(self): return __class__
        return __class__
