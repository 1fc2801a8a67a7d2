for n in range(2, 20):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d, end="; ")
            break
    else:
        print(n, "prime", end="; ")
print()
for x in []:
    print("never")
else:
    print("empty goes to else")
def first_negative(rows):
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value < 0:
                break
        else:
            continue
        return i, j
    return None
print(first_negative([[1, 2], [3, -4]]), first_negative([[1]]))
for i in range(3):
    try:
        if i == 1:
            raise ValueError(i)
    except ValueError as error:
        print("skipping", error)
        continue
    else:
        print("fine", i)
    finally:
        print("done", i)
else:
    print("all through")
for c in "abcdef":
    if c in "bd":
        continue
    if c == "e":
        break
    print(c, end="")
print("|", c)
for a, b in zip(range(3), "xyz"):
    for _ in range(a):
        print(b, end="")
print()
for i in (lambda: [10, 20])():
    for i in range(2):
        pass
    print(i, end=" ")
print(i)
