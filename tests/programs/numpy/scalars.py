import numpy as np

a = np.arange(3)
x = a.mean()
for shown in (a[1], x, x + 1, x * 2.5, a[2] / 4, a[2] // 2, a[2] ** 3, -a[1], 5 - a[1], x > 0.5, a[1] == 1, np.float64(1) / 3 + np.int64(2), sum(a), max(a), abs(-x)):
    print(repr(shown), shown, type(shown).__name__)
print(isinstance(x, float), int(a[2]), float(a[1]), [10, 20, 30][a[1]], round(float(np.float64(2.567)), 1), hash(np.float64(0.5)) == hash(0.5))
print(a.astype(float), np.array([1.9, -1.9]).astype(int), np.array([0, 3]).astype(bool), a.dtype == "int64", a.dtype == int, a.item(2))
