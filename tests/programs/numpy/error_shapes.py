import numpy as np


def combine(a, b):
    return a + b


print(combine(np.ones(3), 1))
combine(np.ones(3), np.ones(4))
