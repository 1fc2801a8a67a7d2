from dataclasses import dataclass, field, FrozenInstanceError
@dataclass(frozen=True)
class Money:
    amount: int
    currency: str = "EUR"
m = Money(5)
print(m, hash(m) == hash(Money(5)), {m: 1}[Money(5)], len({Money(1), Money(1)}))
for action in (lambda: setattr(m, "amount", 6), lambda: delattr(m, "amount")):
    try:
        action()
    except FrozenInstanceError as error:
        print(type(error).__name__, error, isinstance(error, AttributeError))
@dataclass(order=True)
class Task:
    priority: int
    name: str = field(compare=False)
    notes: list = field(default_factory=list, repr=False, compare=False)
tasks = [Task(3, "c"), Task(1, "a"), Task(2, "b")]
print(sorted(tasks), Task(1, "x") == Task(1, "y"), Task(1, "a") < Task(2, "a"), max(tasks).name)
@dataclass(eq=False, repr=False)
class Bare:
    x: int
print(Bare(1) == Bare(1), Bare(1).x, "Bare object" in repr(Bare(1)))
@dataclass(kw_only=True)
class Options:
    depth: int = 1
    name: str
print(Options(name="n"), Options(depth=3, name="z"))
try:
    Options("n")
except TypeError as error:
    print(error)
@dataclass
class Hidden:
    secret: str = field(repr=False)
    size: int = field(init=False, default=7)
    computed: int = field(init=False)
    def __post_init__(self):
        self.computed = len(self.secret)
print(Hidden("abc"), Hidden("abc").secret, Hidden.__match_args__, Task.__match_args__)
@dataclass(slots=True)
class Slim:
    a: int = 1
s = Slim()
try:
    s.b = 2
except AttributeError as error:
    print("no b")
print(s, hasattr(s, "__dict__"))
