def identity[T](a: T) -> T: return a
def bounded[T: int, U: (str, bytes), *Ts, **P](a: T, b: U = 1, *args: *Ts, c=2) -> None: pass
class Box[T](Base):
    item: T
    def get[U](self, other: U) -> tuple[T, U]: return self.item
class Empty[T]: pass
def defaulted[T = int, *Ts = *tuple, **P = [int]](): pass
def outer():
    x = int
    def inner[T: x](a: T): return T
    return inner
