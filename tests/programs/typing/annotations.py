from typing import Any, Callable, ClassVar, Dict, Final, Generic, Iterable, Iterator, List, Literal, NamedTuple, Optional, Protocol, Sequence, Set, Tuple, TypeVar, Union, TYPE_CHECKING, cast, NoReturn
T = TypeVar("T")
Vector = List[float]
def first(items: Sequence[T], default: Optional[T] = None) -> Optional[T]:
    return items[0] if items else default
def apply(f: Callable[[int], int], values: Iterable[int]) -> List[int]:
    return [f(v) for v in values]
def scale(v: Vector, k: "float" = 2.0) -> Vector:
    return [x * k for x in v]
count: int = 0
names: Dict[str, Set[int]] = {}
later: "NotDefinedYet"
limit: Final = 10
mode: Literal["r", "w"] = "r"
either: Union[int, str] = "x"
modern: int | None = None
pair: tuple[int, str] = (1, "a")
print(first([3]), first([], 7), first(""), apply(lambda x: x + 1, [1, 2]), scale([1.0]), count, names, limit, mode, either, modern, pair, "later" in globals())
print(cast(int, "not checked"), TYPE_CHECKING)
class Stack(Generic[T]):
    size: ClassVar[int] = 5
    def __init__(self) -> None:
        self.items: list[T] = []
    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self
print(Stack[int]().push(1).push(2).items, Stack.size)
class Speaker(Protocol):
    def speak(self) -> str: ...
class Dog:
    def speak(self) -> str:
        return "woof"
def talk(s: Speaker) -> str:
    return s.speak()
class Employee(NamedTuple):
    name: str
    id: int = 3
    def badge(self) -> str:
        return f"{self.name}#{self.id}"
e = Employee("ann")
print(talk(Dog()), e, e.badge(), e._fields, e == ("ann", 3), Employee("b", 9)[1])
def gen(n: int) -> Iterator[int]:
    yield from range(n)
def fail() -> NoReturn:
    raise SystemExit
x: Any = [*gen(3)]
print(x, scale.__annotations__["k"], first.__name__)
