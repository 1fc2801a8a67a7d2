import threading
counter = 0
lock = threading.Lock()
def add(n):
    global counter
    for _ in range(n):
        with lock:
            counter += 1
threads = [threading.Thread(target=add, args=(2000,)) for _ in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter)
class Counter:
    def __init__(self):
        self.value = 0
        self._lock = threading.Lock()
    def increment(self, by=1):
        self._lock.acquire()
        try:
            old = self.value
            self.value = old + by
        finally:
            self._lock.release()
shared = Counter()
workers = [threading.Thread(target=lambda k=k: [shared.increment(k) for _ in range(300)]) for k in range(1, 5)]
[w.start() for w in workers]
[w.join() for w in workers]
print(shared.value, shared.value == 300 * 10)
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
try:
    lock.release()
except RuntimeError as error:
    print(error)
for call in (lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-5)):
    try:
        call()
    except ValueError as error:
        print(error)
