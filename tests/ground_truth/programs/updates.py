# Threads count in the same global.
import threading
import time

THREADS = 2
COUNT = 300000

c = 0


def same(x):
    return x


def work(n):
    global c
    for _ in range(n):
        c += 1


start = time.time()
work(THREADS * COUNT)
middle = time.time()
c = 0
threads = []
for _ in range(THREADS):
    threads.append(threading.Thread(target=work, args=(COUNT,)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
end = time.time()
print("sequential " + str(middle - start))
print("threads " + str(end - middle))
print("lost " + str(1.0 - c / float(THREADS * COUNT)))
