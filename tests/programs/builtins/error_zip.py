names, ages = ["ann", "bob"], [31]
for name, age in zip(names, ages, strict=True):
    print(name, age)
