# What starting workers costs, and sending them something: medians, in seconds.
import multiprocessing
import pickle
import sys
import threading
import time

TIMES = 9


def nothing(*args):
    pass


def median(act, times=TIMES):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[times // 2]


def start_and_join(kind):
    worker = kind(target=nothing)
    worker.start()
    worker.join()


def processes():
    for method in "fork", "forkserver", "spawn":
        context = multiprocessing.get_context(method)
        print(method, median(lambda: start_and_join(context.Process)))


def through_a_pool():
    with multiprocessing.get_context("fork").Pool(1) as pool:
        pool.apply(nothing)
        print("pool", median(lambda: pool.apply(nothing), 51))


def subinterpreters():
    from concurrent import interpreters

    print("interpreter", median(lambda: interpreters.create().close()))


def packing():
    numbers = list(range(1_000_000))
    packed = pickle.dumps(numbers)
    print("dumps", median(lambda: pickle.dumps(numbers), 1))
    print("loads", median(lambda: pickle.loads(packed), 1))


def sending(size):
    here, there = multiprocessing.Pipe()

    def echo():
        while there.recv_bytes() != b"end":
            there.send_bytes(b"")

    def there_and_back():
        here.send_bytes(data)
        here.recv_bytes()

    process = multiprocessing.get_context("fork").Process(target=echo)
    process.start()
    data = bytes(size)
    print(f"send{size}", median(there_and_back))
    here.send_bytes(b"end")
    process.join()


if __name__ == "__main__":
    print("thread", median(lambda: start_and_join(threading.Thread), 51))
    processes()
    through_a_pool()
    packing()
    sending(1)
    sending(1_000_000)
    if sys.version_info >= (3, 14):
        subinterpreters()
