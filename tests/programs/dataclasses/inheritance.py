from dataclasses import dataclass, field, KW_ONLY, InitVar
from typing import ClassVar
@dataclass
class Base:
    name: str
    size: int = 1
    kinds: ClassVar[int] = 0
    def __post_init__(self):
        Base.kinds += 1
@dataclass
class Child(Base):
    extra: str = "x"
    size: int = 5
@dataclass
class Mixed:
    a: int
    _: KW_ONLY
    b: int = 2
    scale: InitVar[int] = 10
    total: int = field(init=False, default=0)
    def __post_init__(self, scale):
        self.total = (self.a + self.b) * scale
print(Base("b"), Child("c"), Child("d", 1, "e"), Base.kinds, Child("c") == Base("c", 5), isinstance(Child("q"), Base))
print(Mixed(1), Mixed(1, b=5, scale=2))
class Plain(Base):
    def shout(self):
        return self.name.upper()
print(Plain("p").shout(), Plain("p"), Plain("p") == Plain("p"), Plain("p") == Base("p"))
@dataclass
class WithMethods:
    values: list = field(default_factory=lambda: [1, 2, 3])
    @property
    def mean(self):
        return sum(self.values) / len(self.values)
    @classmethod
    def parse(cls, text):
        return cls([int(x) for x in text.split(",")])
    def __str__(self):
        return f"<{self.mean:.2f}>"
print(WithMethods().mean, str(WithMethods.parse("4,5")), WithMethods([7]))
@dataclass
class Node:
    value: int
    children: list["Node"] = field(default_factory=list)
    def total(self):
        return self.value + sum(c.total() for c in self.children)
tree = Node(1, [Node(2, [Node(3)]), Node(4)])
print(tree, tree.total())
print(repr(Node(5).__annotations__["value"]), Node.__name__, Node.__doc__)
