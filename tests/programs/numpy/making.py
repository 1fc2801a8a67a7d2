import numpy as np

for made in (
    np.array([1, 2, 3]),
    np.array([1.5, 2, True]),
    np.array([[1, 2], [3, 4]]),
    np.array([True, False]),
    np.arange(5),
    np.arange(2, 10, 3),
    np.arange(5, 0, -2),
    np.arange(0, 1, 0.3),
    np.zeros(3),
    np.zeros((2, 3), dtype=int),
    np.ones((2, 2)),
    np.full((2, 2), 7),
    np.full(3, 1.5),
    np.eye(3),
    np.linspace(0, 1, 5),
    np.linspace(0, 1, 4, endpoint=False),
    np.zeros_like([[1, 2], [3, 4]]),
    np.array(range(4)),
    np.array([]),
    np.zeros((0, 3)),
):
    print(repr(made))
    print(made.shape, made.dtype, made.ndim, made.size, made.nbytes)
