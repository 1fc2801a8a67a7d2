import numpy as np

a = np.arange(6).reshape(2, 3)
b = np.arange(12).reshape(3, 4)
print(a @ b)
print(a.T @ a, a @ [1, 2, 3], np.array([1, 2]) @ a, np.array([1, 2, 3]) @ np.array([4, 5, 6]))
print(a.dot(b).sum(), np.dot([1.5, 2], [2, 4]), np.dot(3, a))
print((np.eye(3) * 2) @ np.ones((3, 1)))
for wrong in (lambda: a @ a, lambda: np.dot(a, [1, 2]), lambda: 5 @ a, lambda: a.reshape(4, 2)):
    try:
        wrong()
    except ValueError as error:
        print(error)
power = np.array([[1, 1], [1, 0]])
result = np.eye(2, dtype=int)
for _ in range(10):
    result = result @ power
print(result)
