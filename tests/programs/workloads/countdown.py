import time
from threading import Thread
COUNT = 20_000
def countdown(n):
    while n > 0:
        n -= 1
    finished.append(n)
finished = []
start = time.time()
countdown(COUNT)
alone = time.time() - start
t1 = Thread(target=countdown, args=(COUNT // 2,))
t2 = Thread(target=countdown, args=(COUNT // 2,))
start = time.time()
t1.start()
t2.start()
t1.join()
t2.join()
together = time.time() - start
print(finished, alone > 0, together > 0)
def measure(threads):
    workers = [Thread(target=countdown, args=(COUNT // threads,)) for _ in range(threads)]
    began = time.perf_counter()
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    return time.perf_counter() - began
times = {n: measure(n) for n in (1, 2, 4)}
print(sorted(times), all(t > 0 for t in times.values()), len(finished))
