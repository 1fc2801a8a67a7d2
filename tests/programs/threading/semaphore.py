import threading
limit, lock = threading.Semaphore(2), threading.Lock()
inside, most, done = 0, 0, []
def visit(n):
    global inside, most
    with limit:
        with lock:
            inside += 1
            most = max(most, inside)
        for _ in range(200):
            pass
        with lock:
            inside -= 1
            done.append(n)
threads = [threading.Thread(target=visit, args=(i,)) for i in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done), most <= 2, inside)
s = threading.Semaphore()
print(s.acquire(), s.acquire(blocking=False), s.acquire(timeout=0.01), s.release(), s.acquire(blocking=False))
s.release(3)
print([s.acquire(blocking=False) for _ in range(4)])
b = threading.BoundedSemaphore(1)
b.acquire()
b.release()
for action in (b.release, lambda: threading.Semaphore(-1), lambda: s.release(0), lambda: s.acquire(False, timeout=1)):
    try:
        action()
    except ValueError as error:
        print(error)
signal = threading.Semaphore(0)
order = []
def second():
    signal.acquire()
    order.append("second")
t = threading.Thread(target=second)
t.start()
order.append("first")
signal.release()
t.join()
print(order)
