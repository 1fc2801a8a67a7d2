# Threads that sleep at the same time.
import threading
import time

THREADS = 5
NAP = 0.5

start = time.time()
threads = []
for _ in range(THREADS):
    threads.append(threading.Thread(target=time.sleep, args=(NAP,)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("seconds " + str(time.time() - start))
