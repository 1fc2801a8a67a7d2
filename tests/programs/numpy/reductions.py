import numpy as np

m = np.array([[3, 1, 2], [9, 7, 8]])
f = m / 4
for name in "sum prod min max mean std var argmin argmax any all".split():
    for array in (m, f):
        method = getattr(array, name)
        print(name, repr(method()), repr(method(axis=0)), repr(method(axis=1)))
print(m.cumsum(), f.cumsum(), np.cumprod([1, 2, 3]), np.median([3, 1, 2, 10]))
print(np.sort([3, 1, 2]), np.sort(m), np.argsort([30, 10, 20]), np.sort(np.array([2.5, np.nan, -1])))
print(np.sum([1, 2, 3]), np.mean([1.5, 2.5]), np.max([[1, 5], [2, 0]]), np.diff([1, 4, 9]), np.round([1.26, 2.51], 1))
# As numpy adds up: by halves.
print(np.arange(1001).sum(), (np.arange(100_000) * 0.1).sum(), np.full(1_000_003, 0.1).sum(), np.full(999, 0.1).mean())
for wrong in (lambda: m.sum(axis=2), lambda: np.argmax([]), lambda: np.array([]).max()):
    try:
        wrong()
    except ValueError as error:
        print(type(error).__name__, error)
