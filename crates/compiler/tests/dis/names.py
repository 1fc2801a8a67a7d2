é = 1
ⅷ = ªº = 2
def ﬁne(ﬀ): return ﬀ + é
class Ünïcode: ñ = 1
