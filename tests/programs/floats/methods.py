print((2.0).is_integer(), (2.5).is_integer(), float("inf").is_integer())
print((0.75).as_integer_ratio(), (-2.5).as_integer_ratio(), (0.1).as_integer_ratio(), (3.0).as_integer_ratio())
for bad in (float("inf"), float("nan")):
    try:
        bad.as_integer_ratio()
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
print((1.5).real, (1.5).imag, (1.5).conjugate(), (2.5).__int__(), (2.5).__trunc__(), (-2.5).__floor__(), (2.1).__ceil__())
print(1.0 == 1, 1.5 == 3 / 2, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 10 ** 400 > 1e308, -10 ** 400 < float("-inf"))
print(hash(1.0) == hash(1), hash(0.5) == hash(2.5), {1: "a", 1.0: "b", True: "c"})
print(sorted([3, 1.5, 2, 0.1, -7, 1e3]), max(2, 2.0), max(2.0, 2), min(1, True))
print(sum([0.1] * 10) == 1.0, sum([1e100, 1.0, -1e100]), 0.1 + 0.1 + 0.1 == 0.3)
