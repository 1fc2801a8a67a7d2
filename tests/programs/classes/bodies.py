class Body:
    print("in the body", __qualname__)
    total = 0
    for i in range(4):
        total += i
    if total > 5:
        size = "big"
    else:
        size = "small"
    def helper(x):
        return x * 2
    doubled = helper(21)
    class Inner:
        value = 7
        def show(self):
            return f"inner {self.value}"
    names = [n for n in ("a", "b")]
    del i
print(Body.total, Body.size, Body.doubled, Body.Inner().show(), Body.Inner.__qualname__, hasattr(Body, "i"), Body.names)
def make(n):
    class Local:
        factor = n
        def times(self, x):
            return x * self.factor * n
    return Local
A, B = make(2), make(3)
print(A().times(5), B().times(5), A is B, A.__qualname__)
class Empty: pass
class Doc:
    """Text of the class."""
    x: int
    y: str = "default"
    def method(self) -> None:
        "Text of the method."
print(Doc.__doc__, Doc.method.__doc__, Doc.__annotations__, Doc.y, hasattr(Doc, "x"), Empty.__doc__)
Point = type("Point", (), {"x": 1, "move": lambda self, d: self.x + d})
print(Point().move(5), Point.__name__, type(Point).__name__, isinstance(Point, type))
print([c.__name__ for c in (int, Body, type, object)], type(type) is type, issubclass(bool, int))
