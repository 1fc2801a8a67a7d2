# Each thread has a slice of its own of one array.
import threading

import numpy as np

data = np.zeros(40_000)
parts = 4


def work(part):
    mine = data[part * 10_000 : (part + 1) * 10_000]
    for _ in range(5):
        mine += part + 1
        mine[:] = np.sqrt(mine * mine)


threads = [threading.Thread(target=work, args=(part,)) for part in range(parts)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(data.sum(), data[::10_000], data.reshape(parts, -1).std(axis=1))
