import refcounts
import threading
import time

THREADS = 2
COUNT = 5_000_000
Object = refcounts.Unguarded

shared = Object()


def borrow():
    start = time.perf_counter()
    shared.borrow(COUNT)
    seconds = time.perf_counter() - start
    name = threading.current_thread().name
    print(f"{name}: {seconds:.3f} s")


threads = []
for i in range(THREADS - 1):
    thread = threading.Thread(
        target=borrow,
        name=f"borrower {i + 1}",
    )
    thread.start()
    threads.append(thread)
borrow()
for thread in threads:
    thread.join()
answer = shared.count()
print(f"references: {answer}, should be 1")
