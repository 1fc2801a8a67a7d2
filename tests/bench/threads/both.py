from threading import Thread
from time import time


def count(n):
    x = 0
    for _ in range(n):
        x += 1


count(100_000)
start = time()
count(20_000_000)
alone = time() - start

threads = [Thread(target=count, args=(20_000_000,)) for _ in range(2)]
start = time()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(2 * alone / (time() - start))
