import numpy as np

np.random.seed(42)
print(np.random.rand(3), np.random.rand(), np.random.randint(0, 10, 8), np.random.randint(5))
print(np.random.randn(3), np.random.normal(10, 2, 2), np.random.uniform(1, 3, 2))
print(np.random.permutation(6), np.random.randint(0, 10**12, 3), np.random.random((2, 2)))
rng = np.random.default_rng(7)
print(rng.random(3), rng.random(), rng.integers(0, 100, 10), rng.integers(1, 7), rng.integers(10**15, size=2))
print(rng.uniform(2, 5, 2), rng.integers(3, endpoint=True, size=5), np.random.default_rng(2**70 + 5).random())
for wrong in (lambda: np.random.seed(-1), lambda: rng.integers(5, 5)):
    try:
        wrong()
    except ValueError as error:
        print(error)
