operations = {"halve": lambda x: x / 2, "invert": lambda x: 1 / x}
for name in ("halve", "invert"):
    print(name, operations[name](0))
