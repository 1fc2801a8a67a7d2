print(int("12"), float("1.5"), str(5), bool("False"), list("ab"), tuple([1]), dict(a=1), sorted(set([2, 1])), bytes([65]), frozenset([1]) == {1})
print(chr(97), ord("a"), hex(255), oct(8), bin(5), ascii("é"), repr("q"), format(3.14159, ".2f"), round(2.567, 1), abs(-5), pow(2, 5), divmod(17, 5))
print(int(), float(), str(), bool(), list(), tuple(), dict(), set(), bytes(), object.__name__, type(None)())
print(callable(print), callable("x"), isinstance(5, (str, int)), issubclass(bool, (int, str)), isinstance([], list | tuple), isinstance("", int | str), hash(5), hash(True), hash(2.0), hash(-1), id(5) == id(5))
print(type(5), type("a").__name__, type([]), type(None), type(print).__name__, type(lambda: 0), type(type), type(iter([])).__name__, type(range(1)), type(...), type(NotImplemented))
for call in (lambda: int([]), lambda: float([]), lambda: list(5), lambda: dict([(1, 2, 3)]), lambda: abs("a"), lambda: round("a"), lambda: hex("a"), lambda: bin(1.5), lambda: divmod(1, 0), lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: str(b"a", 5), lambda: bytes("a"), lambda: hash({}), lambda: pow("a", 2), lambda: int("5", "a"), lambda: callable(), lambda: type(1, 2), lambda: set([[]]), lambda: int(None), lambda: bool(1, 2)):
    try:
        print(call())
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
