def describe(x):
    match x:
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, y]:
            return f"one and {y}"
        case ["go", ("north" | "south") as way]:
            return f"going {way}"
        case ["take", *things] if len(things) > 2:
            return f"too many: {len(things)}"
        case ["take", first, *rest]:
            return f"take {first}, then {rest}"
        case [[a, b], [c, d]]:
            return f"matrix {a * d - b * c}"
        case [first, *_, last]:
            return f"{first} to {last}"
        case _:
            return "no sequence"
for x in ([], [5], (1, 2), ["go", "north"], ["go", "up"], ["take", "a"], ["take", "a", "b"], ["take", *"abc"], [[1, 2], [3, 4]], range(5), "ab", {1, 2}, 7, b"xy", iter([1]), [1, 2, 3]):
    text = repr(x) if not hasattr(x, "__next__") else "iterator"
    print(text if not isinstance(x, set) else "set", "->", describe(x))
match [1, [2, [3, 4]]]:
    case [a, [b, [*c]]]:
        print(a, b, c)
def total(items):
    match items:
        case []:
            return 0
        case [head, *tail]:
            return head + total(tail)
print(total([1, 2, 3, 4]))
match (1, 2, 3):
    case (a, b):
        print("two")
    case (a, b, c) if a > b:
        print("descending")
    case (a, b, c):
        print("three", a, b, c)
