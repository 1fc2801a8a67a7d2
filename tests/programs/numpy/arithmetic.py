import numpy as np

a = np.arange(1, 7)
b = np.array([2.0, 0.5, -1.5, 4.0, 1.0, 10.0])
for made in (
    a + b, a - b, a * b, a / b, a // b, a % b, a + 1, 1 - a, 2 * a, 10 / a, 10 // a, 10 % a, 2**a, a**2, b**2, -a, -b, abs(-b),
    a > 3, a <= b, a == b, a != 2, (a > 1) & (a < 5), (a < 2) | (a > 5), ~(a > 3), a & 3, a ^ 1, -a // 4, -a % 4,
):  # fmt: skip
    print(made.dtype, made)
total = a.copy()
total += 5
total *= 2
print(total)
b -= a
print(b)
for wrong in (
    lambda: a + np.ones(2),
    lambda: -np.array([True]),
    lambda: np.array([True]) - np.array([False]),
    lambda: a**-1,
    lambda: bool(a),
    lambda: a.__iadd__(0.5),
    lambda: hash(a),
):
    try:
        print(wrong())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
