from enum import Enum, IntEnum, Flag, auto, unique
class Colour(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
print(Colour.RED, repr(Colour.RED), Colour.RED.name, Colour.RED.value, Colour(2), Colour["BLUE"], Colour.CRIMSON is Colour.RED, list(Colour), len(Colour), Colour.RED in Colour, Colour.RED == 1, type(Colour.RED).__name__)
print([c.name for c in Colour], Colour.RED is Colour.RED, Colour.RED != Colour.GREEN, {Colour.RED: "r"}[Colour(1)], list(Colour.__members__), isinstance(Colour.RED, Colour), f"{Colour.RED}", f"{Colour.GREEN!r}", "%s" % Colour.BLUE, hash(Colour.RED) == hash(Colour.CRIMSON))
class Level(IntEnum):
    LOW = 1
    HIGH = 10
print(Level.LOW < Level.HIGH, Level.HIGH + 5, Level.LOW == 1, sorted([Level.HIGH, Level.LOW]), f"{Level.HIGH}", str(Level.LOW), repr(Level.LOW), max(Level), [0, "one"][Level.LOW])
class Auto(Enum):
    A = auto()
    B = auto()
    C = "c"
print([(a.name, a.value) for a in Auto])
class Perm(Flag):
    R = 4
    W = 2
    X = 1
rw = Perm.R | Perm.W
print(rw, repr(rw), Perm.R in rw, Perm.X in rw, rw & Perm.W, rw ^ Perm.R, ~rw, bool(Perm(0)), Perm(7), list(rw), rw.value)
for action in (lambda: Colour(9), lambda: Colour["PINK"], lambda: Colour.PINK, lambda: setattr(Colour, "RED", 5), lambda: Colour.RED < Colour.GREEN, lambda: Colour(), lambda: Level("x")):
    try:
        print(action())
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        print(type(error).__name__, error)
try:
    @unique
    class Twice(Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)
