# Threads note when they find that another one had the lock meanwhile.
import threading
import time

THREADS = 2
SECONDS = 1.0

owner = [0]
stamps = []


def work(me):
    while time.time() < end:
        for _ in range(20):
            pass
        if owner[0] != me:
            owner[0] = me
            stamps.append(time.time())


end = time.time() + SECONDS
threads = []
for i in range(THREADS):
    threads.append(threading.Thread(target=work, args=(i + 1,)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
lengths = []
for i in range(len(stamps) - 1):
    lengths.append(stamps[i + 1] - stamps[i])
lengths.sort()
print("switches " + str((len(stamps) - 1) / SECONDS))
print("slice " + str(lengths[len(lengths) // 2]))
