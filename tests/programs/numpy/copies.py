import copy
import multiprocessing
import pickle

import numpy as np

a = np.arange(6).reshape(2, 3)
b = copy.copy(a)
b[0, 0] = 9
print(a, b)
print(copy.deepcopy([a])[0], pickle.loads(pickle.dumps(a)), pickle.loads(pickle.dumps(a.T)))
print(pickle.loads(pickle.dumps(np.True_)), copy.copy(np.True_), copy.deepcopy((a > 3).any()))
print(pickle.loads(pickle.dumps(np.float64(1.5))), pickle.loads(pickle.dumps([np.int64(3)])))
print(repr(pickle.loads(pickle.dumps(np.array(2.5)))))


def both(x):
    return (x * 2).sum(), (x > 1).all()


if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        print(pool.map(both, [a, a.T, np.ones(3) * 2]))
