import numpy as np

x = np.linspace(0.5, 4, 8)
for name in "sqrt exp log log2 log10 sin cos tan tanh floor ceil rint".split():
    print(name, getattr(np, name)(x))
print(np.sqrt(2), repr(np.sqrt(16)), repr(np.exp(0)), np.abs([-1, 2]), np.isnan([1, np.nan]))
print(np.clip(np.arange(6), 1, 4), np.allclose(x, x + 1e-12), np.array_equal([1, 2], [1, 2]), np.pi)
print(np.concatenate([[1, 2], [3.5]]), np.vstack([[1, 2], [3, 4]]), np.hstack([[1], [2, 3]]), np.stack([[1, 2], [3, 4]]))
