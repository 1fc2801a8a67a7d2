def nothing():
    pass
def bare(n):
    if n:
        return
    return "zero"
def many():
    return 1, "two", [3]
def final():
    try:
        return "try"
    finally:
        print("finally runs", end=" ")
def override():
    for i in range(3):
        try:
            return i
        finally:
            if i == 0:
                continue
    return "end"
def nested():
    for i in range(10):
        for j in range(10):
            if i * j == 42:
                return i, j
print(nothing(), bare(1), bare(0), many(), final(), nested())
a, b, c = many()
print(a, b, c, many()[1:], type(many()).__name__)
def sign(x): return "+" if x > 0 else "-" if x < 0 else "0"
print(sign(5), sign(-5), sign(0))
def early(items):
    for item in items:
        if item < 0:
            break
    else:
        return "all fine"
    return f"bad {item}"
print(early([1, 2]), early([1, -2, 3]), early([]))
