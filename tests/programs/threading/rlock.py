import threading
lock = threading.RLock()
print(lock.acquire(), lock.acquire(), lock.release(), lock.release())
try:
    lock.release()
except RuntimeError as error:
    print(error)
class Account:
    def __init__(self):
        self.balance, self.lock = 0, threading.RLock()
    def deposit(self, n):
        with self.lock:
            self.balance += n
    def transfer(self, other, n):
        with self.lock, other.lock:
            self.deposit(-n)
            other.deposit(n)
a, b = Account(), Account()
a.deposit(1000)
threads = [threading.Thread(target=a.transfer, args=(b, 10)) for _ in range(20)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(a.balance, b.balance)
seen = []
def other():
    seen.append(lock.acquire(blocking=False))
    try:
        lock.release()
    except RuntimeError as error:
        seen.append(str(error))
with lock:
    with lock:
        t = threading.Thread(target=other)
        t.start()
        t.join()
print(seen)
def recursive(n):
    with lock:
        return 1 if n == 0 else n * recursive(n - 1)
print(recursive(10))
