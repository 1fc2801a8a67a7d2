def first[T](items: list[T]) -> T:
    return items[0]
class Box[T]:
    def __init__(self, value: T) -> None:
        self.value = value
    def map[U](self, f) -> "Box[U]":
        return Box(f(self.value))
type Pair = tuple[int, int]
type Tree[T] = list[Tree[T]] | T
print(first([1, 2]), Box(5).map(str).value, Box[int](3).value, Pair.__name__)
def area(w: int, h: int | None = None, *sizes: float, deep: list[dict[str, int]] = []) -> int | float:
    return w * (h or w)
print(area(3), area(3, 4), sorted(area.__annotations__))
class Config:
    name: str
    size: int = 3
    values: list[int]
    def __init__(self):
        self.values: list[int] = []
print(Config.size, Config().values, list(Config.__annotations__))
x: int = "strings are fine"
y: list[int]
(z): int = 5
data: dict[str, list[int]] = {}
data["k"]: list = [1]
print(x, z, data, "y" in globals(), isinstance(5, int | str), int | None == None | int)
def kw(*, a: int, b: "str" = "d", **rest: object) -> None: ...
print(kw(a=1), list(kw.__annotations__))
lam = lambda a, b=1: a + b
total: int
total = lam(1)
print(total)
