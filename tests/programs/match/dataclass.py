from dataclasses import dataclass
@dataclass
class Num:
    value: float
@dataclass
class Add:
    left: object
    right: object
@dataclass
class Mul:
    left: object
    right: object
def show(e):
    match e:
        case Num(v):
            return str(v)
        case Add(a, b):
            return f"({show(a)} + {show(b)})"
        case Mul(left=a, right=b):
            return f"{show(a)} * {show(b)}"
def value(e):
    match e:
        case Num(value=v):
            return v
        case Add(Num(0), x) | Add(x, Num(0)):
            print("zero skipped")
            return value(x)
        case Add(a, b):
            return value(a) + value(b)
        case Mul(a, b):
            return value(a) * value(b)
        case unknown:
            raise TypeError(f"no expression: {unknown!r}")
e = Add(Mul(Num(2), Num(3)), Add(Num(0), Num(4)))
print(show(e), value(e))
try:
    value("x")
except TypeError as error:
    print(error)
@dataclass
class Event:
    kind: str
    x: int = 0
    keys: tuple = ()
for event in (Event("click", 5), Event("click", 500), Event("key", keys=("ctrl", "c")), Event("key", keys=("q",)), Event("quit")):
    match event:
        case Event("click", x) if x > 100:
            print("far click")
        case Event("click", x):
            print("click", x)
        case Event(kind="key", keys=("ctrl", key)):
            print("ctrl", key)
        case Event(kind="key", keys=(key,)):
            print("key", key)
        case Event(kind):
            print(kind)
