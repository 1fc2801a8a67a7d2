import numpy as np

for shown in (
    np.arange(40),
    np.arange(30) * 1.1,
    np.arange(2000),
    np.arange(2000.0).reshape(2, 1000),
    np.arange(12).reshape(3, 4),
    np.array([[1.5, -2], [np.nan, np.inf]]),
    np.array([np.nan, 1.5, -np.inf]),
    np.array([1e-10, 1]),
    np.array([1e10, 1, 0.5]),
    np.array([123456789.123, 1]),
    np.array([1e100, -1e-100]),
    np.array([99999999.0, 0.5]),
    np.array([0.1 + 0.2, 1 / 3]),
    np.array([-1, 10, 100]),
    np.array([[True, False], [True, True]]),
    np.zeros((2, 2, 2)),
    np.arange(1500).reshape(500, 3),
):
    print(shown)
    print(repr(shown))
print(f"{np.arange(3)} {np.float64(2.5):.2f}", str(np.float64(0.1)), repr(np.float64(0.1)), [np.int64(3)], np.True_)
