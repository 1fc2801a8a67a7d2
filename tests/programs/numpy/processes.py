# A forked process has the arrays of its parent, as they were, with their views, and its random numbers.
import multiprocessing

import numpy as np

a = np.arange(5)
table = np.linspace(0, 1, 12).reshape(3, 4)
column = table[:, 1]
turned = table.T[::-1]
odd = a % 2 == 1
np.random.seed(7)
np.random.normal()
source = np.random.default_rng(3)
source.random()


def double(i):
    return int(a[i] * 2)


def change(queue):
    table[1, 1] = 10
    column[0] = -1
    queue.put(column.tolist())
    queue.put(turned.tolist())
    queue.put((a[odd].tolist(), odd.tolist(), float(table.sum())))
    queue.put([float(np.random.normal()), float(np.random.random()), float(source.random())])


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        print(pool.map(double, range(5)))
    queue = context.Queue()
    process = context.Process(target=change, args=(queue,))
    process.start()
    told = [queue.get() for _ in range(4)]
    process.join()
    for one in told:
        print(one)
    print(process.exitcode, column.tolist(), table[1, 1] == 5 / 11)
    print(told[3] == [float(np.random.normal()), float(np.random.random()), float(source.random())])
