import numpy as np

m = np.arange(12).reshape(3, 4)
print(m * [1, 2, 3, 4])
print(m + np.array([[10], [20], [30]]))
print(np.arange(3).reshape(3, 1) * np.arange(4))
print(m - m.mean(axis=0))
print(np.where(m > 5, m, -1))
print(np.outer([1, 2], [3, 4, 5]))
print(np.maximum(m, 6))
try:
    m + np.arange(3)
except ValueError as error:
    print(error)
