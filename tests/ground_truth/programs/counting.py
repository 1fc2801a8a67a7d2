# The same work twice: one after the other, then in threads.
import threading
import time

THREADS = 2
COUNT = 1000000


def count(n):
    x = 0
    for _ in range(n):
        x += 1


start = time.time()
for _ in range(THREADS):
    count(COUNT)
middle = time.time()
threads = []
for _ in range(THREADS):
    threads.append(threading.Thread(target=count, args=(COUNT,)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
end = time.time()
print("sequential " + str(middle - start))
print("threads " + str(end - middle))
