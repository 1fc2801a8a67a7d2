values = [7, -2, 2.5, True, "ab", [1], (2,), None, {3}, {"k": 1}, b"z"]
names = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "%": lambda a, b: a % b, "|": lambda a, b: a | b}
for name, operation in names.items():
    for a in values[:8]:
        for b in values[3:9]:
            try:
                result = operation(a, b)
            except (TypeError, ZeroDivisionError, ValueError) as error:
                result = f"{type(error).__name__}: {error}"
            print(name, repr(a), repr(b), "->", result)
