from typing import Generic, TypeVar, Optional, Iterator, Callable, NamedTuple, TypedDict, Protocol, runtime_checkable, overload
K, V = TypeVar("K"), TypeVar("V")
class Cache(Generic[K, V]):
    def __init__(self, make: Callable[[K], V], size: int = 3) -> None:
        self.make, self.size, self.items = make, size, {}
    def get(self, key: K) -> V:
        if key not in self.items:
            if len(self.items) == self.size:
                self.items.pop(next(iter(self.items)))
            self.items[key] = self.make(key)
        return self.items[key]
    def __iter__(self) -> Iterator[K]:
        return iter(self.items)
cache: Cache[int, str] = Cache(lambda n: "x" * n)
print([cache.get(n) for n in (1, 2, 3, 1, 4)], list(cache))
class Point(NamedTuple):
    x: float
    y: float = 0.0
    def __add__(self, other: "Point") -> "Point":
        return Point(self.x + other.x, self.y + other.y)
print(Point(1) + Point(2, 3), Point(1, 2)._asdict(), Point._field_defaults)
class Movie(TypedDict):
    title: str
    year: int
movie: Movie = {"title": "x", "year": 1999}
print(movie, Movie(title="y", year=2), type(movie).__name__)
@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...
class Door:
    def close(self) -> None:
        print("closed")
print(isinstance(Door(), Closes), isinstance(5, Closes))
def find(items: list[V], test: Callable[[V], bool]) -> Optional[V]:
    return next((i for i in items if test(i)), None)
print(find([1, 2, 3], lambda i: i > 1), find([], bool))
@overload
def double(x: int) -> int: ...
@overload
def double(x: str) -> str: ...
def double(x):
    return x * 2
print(double(2), double("a"))
