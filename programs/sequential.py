import time

THREADS = 2
COUNT = 25_000_000


def count(n):
    x = 0
    for _ in range(n):
        x += 1
    print(f"counted to {x:,}")


start = time.perf_counter()
for _ in range(THREADS):
    count(COUNT)
seconds = time.perf_counter() - start
print(f"one after the other: {seconds:.3f} s")
