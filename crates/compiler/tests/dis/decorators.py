@one
def f(): pass
@one
@two(1, key=2)
@three.four[5]
def g(a, b=1): pass
class C:
    @one

    # a comment
    @two
    async def h(self): pass
