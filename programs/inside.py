import threading

THREADS = 2
COUNT = 200_000

counted = []


def count(n):
    x = 0
    for _ in range(n):
        x += 1
    counted.append(x)


threads = []
for _ in range(THREADS):
    thread = threading.Thread(target=count, args=(COUNT,))
    thread.start()
    threads.append(thread)
for thread in threads:
    thread.join()
answer = sum(counted)
