def total(lines):
    return sum(float(line) for line in lines)
print(total(["1.5", "2"]))
print(total(["1.5", "two"]))
