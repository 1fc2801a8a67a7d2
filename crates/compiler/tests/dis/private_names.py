class _Private:
    __a = 1
    def __b(self, __c, *, __d=1):
        self.__e = __c + self.__f__
        self.x.__g(__h=2)
        import __i
        from m import __j as __k
        global __l
        __l = __m
        return [__n for __n in __d]
    class Inner:
        __o = 1
class __:
    __p = 1
