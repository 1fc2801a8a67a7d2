def name(x):
    match x:
        case 0 | 1:
            return "small"
        case -5:
            return "minus five"
        case 2.5:
            return "float"
        case "a" | "b":
            return "letter"
        case b"raw":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case "":
            return "empty"
        case int():
            return "other int"
        case _:
            return "other"
for x in (0, 1, True, False, 1.0, -5, 2.5, "a", "b", "c", "", b"raw", None, 99, []):
    print(repr(x), name(x))
class Colour:
    RED, GREEN = "r", "g"
def colour(x):
    match x:
        case Colour.RED:
            return "red"
        case Colour.GREEN:
            return "green"
        case other if other.isupper():
            return f"upper {other}"
        case other:
            return f"unknown {other}"
print([colour(x) for x in ("r", "g", "B", "z")])
match = 5
case = [match]
match case:
    case [n]:
        print("soft keywords", n)
match 3:
    case 4:
        print("never")
print("no case is fine")
def first(*args):
    match args:
        case ():
            return "none"
        case (x,):
            return x
        case x, *_:
            return f"{x}..."
print(first(), first(1), first(1, 2, 3))
