def run(commands):
    stack, out = [], []
    for command in commands:
        match command.split():
            case ["push", n] if n.lstrip("-").isdigit():
                stack.append(int(n))
            case ["push", other]:
                out.append(f"cannot push {other!r}")
            case [("add" | "mul") as op]:
                match stack:
                    case [*rest, a, b]:
                        stack = [*rest, a + b if op == "add" else a * b]
                    case _:
                        out.append(f"{op} needs two")
            case ["show"]:
                out.append(str(stack))
            case [] | ["#", *_]:
                continue
            case [unknown, *arguments]:
                out.append(f"{unknown}? ({len(arguments)})")
    return out
print(run(["push 2", "push 3", "add", "show", "mul", "push x", "# note here", "", "jump a b", "push -4", "mul", "show"]))
def simplify(e):
    match e:
        case ("+", 0, x) | ("+", x, 0):
            return simplify(x)
        case ("*", 0, _) | ("*", _, 0):
            return 0
        case ("*", 1, x) | ("*", x, 1):
            return simplify(x)
        case (op, a, b):
            return (op, simplify(a), simplify(b))
        case _:
            return e
print(simplify(("+", ("*", 1, "x"), ("*", "y", 0))), simplify(("+", 0, ("*", 1, "z"))))
def evaluate(e, **names):
    match e:
        case int() | float():
            return e
        case str(name):
            return names[name]
        case ("-", x):
            return -evaluate(x, **names)
        case (op, a, b):
            a, b = evaluate(a, **names), evaluate(b, **names)
            match op:
                case "+": return a + b
                case "*": return a * b
print(evaluate(("+", ("*", 3, "x"), ("-", "y")), x=4, y=2))
