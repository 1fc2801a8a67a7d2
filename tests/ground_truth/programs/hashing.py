# Threads that each hash the same, at once and one after the other. Hashing needs no lock from 2048 bytes on.
import hashlib
import threading
import time

THREADS = 2
BYTES = 30_000_000
TIMES = 1

data = b"x" * BYTES


def work():
    for _ in range(TIMES):
        hashlib.sha256(data)


start = time.time()
for _ in range(THREADS):
    work()
print("sequential " + str(time.time() - start))
threads = []
for _ in range(THREADS):
    threads.append(threading.Thread(target=work))
start = time.time()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("threads " + str(time.time() - start))
