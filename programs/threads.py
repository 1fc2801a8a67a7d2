import threading
import time

THREADS = 2
COUNT = 25_000_000


def count(n):
    x = 0
    for _ in range(n):
        x += 1
    name = threading.current_thread().name
    print(f"{name} counted to {x:,}")


start = time.perf_counter()
threads = []
for i in range(THREADS):
    thread = threading.Thread(
        target=count,
        args=(COUNT,),
        name=f"counter {i + 1}",
    )
    thread.start()
    threads.append(thread)
for thread in threads:
    thread.join()
seconds = time.perf_counter() - start
print(f"{THREADS} threads: {seconds:.3f} s")
