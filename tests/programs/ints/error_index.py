values = [1, 2, 3]
def pick(i):
    return values[i // 1]
print(pick(2), pick(True))
print(pick(1.0))
