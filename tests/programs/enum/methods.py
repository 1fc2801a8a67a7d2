from enum import Enum, StrEnum, auto
class Planet(Enum):
    EARTH = (5.976e24, 6.378e6)
    MARS = (6.421e23, 3.397e6)
    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius
    @property
    def gravity(self):
        return round(6.673e-11 * self.mass / self.radius ** 2, 2)
    @classmethod
    def heaviest(cls):
        return max(cls, key=lambda p: p.mass)
    def __str__(self):
        return self.name.title()
print([f"{p} {p.gravity}" for p in Planet], Planet.heaviest(), Planet.MARS.value[0])
class State(Enum):
    NEW = "new"
    RUNNING = "running"
    DONE = "done"
    def next(self):
        order = list(State)
        return order[(order.index(self) + 1) % len(order)]
    @classmethod
    def _missing_(cls, value):
        return cls[value.upper()] if value.upper() in cls.__members__ else None
s = State.NEW
for _ in range(4):
    print(s.value, end=" -> ")
    s = s.next()
print(s.name, State("DONE"), State("Running"))
class Way(StrEnum):
    NORTH = auto()
    SOUTH = auto()
print(Way.NORTH, Way.NORTH == "north", Way.SOUTH.upper(), f"go {Way.SOUTH}", repr(Way.NORTH), Way("south"), ", ".join(Way))
def turn(state):
    match state:
        case State.NEW:
            return "start"
        case State.RUNNING | State.DONE:
            return "wait"
print([turn(s) for s in State], Enum("Made", "A B C").B.value, [m.name for m in Enum("Made", {"X": 10, "Y": 20})])
class Empty(Enum):
    def shared(self):
        return f"shared {self.name}"
class Full(Empty):
    ONE = 1
print(Full.ONE.shared())
try:
    class More(Full):
        TWO = 2
except TypeError as error:
    print(error)
