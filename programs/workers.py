import sys
import threading
import time

THREADS = 2
COUNT = 25_000_000
HOW = "threads"


def count(n):
    x = 0
    for _ in range(n):
        x += 1
    name = threading.current_thread().name
    print(f"{name} counted to {x:,}")
    return x


def in_threads():
    counted = []

    def work():
        counted.append(count(COUNT))

    threads = []
    for i in range(THREADS):
        name = f"counter {i + 1}"
        thread = threading.Thread(target=work, name=name)
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    return counted


def in_processes():
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # As Linux starts them by default.
    is_new = sys.version_info >= (3, 14)
    context = get_context("forkserver" if is_new else "fork")
    return in_pool(ProcessPoolExecutor(THREADS, context))


def in_subinterpreters():
    from concurrent.futures import InterpreterPoolExecutor

    return in_pool(InterpreterPoolExecutor(THREADS))


def in_pool(pool):
    with pool:
        return list(pool.map(count, [COUNT] * THREADS))


def in_a_row():
    return [count(COUNT) for _ in range(THREADS)]


if __name__ == "__main__":
    start = time.perf_counter()
    if HOW == "threads":
        counted = in_threads()
    elif HOW == "processes":
        counted = in_processes()
    elif HOW == "subinterpreters":
        counted = in_subinterpreters()
    else:
        counted = in_a_row()
    seconds = time.perf_counter() - start
    answer = sum(counted)
    print(f"{answer:,} in {seconds:.3f} s")
