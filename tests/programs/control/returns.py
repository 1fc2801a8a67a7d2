def find(items, wanted):
    for i in range(len(items)):
        for item in items:
            if item == wanted:
                return i, item
    return None
print(find([1, 2, 3], 2), find([], 1))
def constant(n):
    for i in range(n):
        while True:
            return 5
print(constant(1), constant(0))
def nothing():
    pass
print(nothing())
def counter(n):
    total = 0
    while total < n:
        total += 1
        if total == 7:
            return total
    else:
        return -total
print(counter(3), counter(10))
