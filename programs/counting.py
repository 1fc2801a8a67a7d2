import threading
import time

THREADS = 2
COUNT = 25_000_000
IN_THREADS = True

counted = []


def count(n):
    x = 0
    for _ in range(n):
        x += 1
    counted.append(x)
    name = threading.current_thread().name
    print(f"{name} counted to {x:,}")


def in_threads():
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


def one_after_the_other():
    for _ in range(THREADS):
        count(COUNT)


start = time.perf_counter()
if IN_THREADS:
    in_threads()
else:
    one_after_the_other()
seconds = time.perf_counter() - start
answer = sum(counted)
print(f"{answer:,} in {seconds:.3f} s")
