# How much longer than asked for a thread sleeps beside others that are busy.
import threading
import time

BUSY = 1
NAPS = 20
NAP = 0.01

done = False


def busy():
    while not done:
        for _ in range(20):
            pass


threads = []
for _ in range(BUSY):
    threads.append(threading.Thread(target=busy))
for thread in threads:
    thread.start()
late = []
for _ in range(NAPS):
    start = time.time()
    time.sleep(NAP)
    late.append(time.time() - start - NAP)
done = True
for thread in threads:
    thread.join()
late.sort()
print("median " + str(late[len(late) // 2]))
print("longest " + str(late[-1]))
