def f(a, b):
    return a and b, a or b, not a, a if b else -1
for a in (0, 1, "", "x", None, [], [0]):
    for b in (0, "y"):
        print(f(a, b))
def g(x):
    if x < 0:
        return "negative"
    elif x == 0:
        return "zero"
    elif x < 10 and not x == 5 or x == 100:
        return "small"
    else:
        return "big"
for x in (-1, 0, 1, 5, 9, 10, 100):
    print(g(x))
x = None
if x is None:
    print("none")
if x is not None:
    print("never")
if not (1 < 2 < 3) or 3 > 4 > 5:
    print("no")
elif 1 < 2 < 3:
    print("chain")
print(1 if x else 2 if not x else 3)
if 1 in [1, 2] and 3 not in (1, 2):
    print("in")
