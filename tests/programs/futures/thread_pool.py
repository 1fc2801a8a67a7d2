import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from concurrent.futures.thread import BrokenThreadPool


def square(x):
    return x * x


def fails(x):
    if x == 2:
        raise ValueError(x)
    return x


def tell(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)


with ThreadPoolExecutor(max_workers=3, thread_name_prefix='work') as pool:
    print(list(pool.map(square, range(8))), list(pool.map(pow, [2, 3], [3, 2])), list(pool.map(square, [], chunksize=5)))
    print(pool.submit(lambda: threading.current_thread().name.partition('_')[0]).result())
    found = pool.map(fails, range(4))
    print(next(found), next(found))
    tell(lambda: next(found))
    tell(lambda: next(found))
    gate = threading.Event()
    waiting = pool.submit(gate.wait)
    tell(lambda: waiting.result(0.01))
    tell(lambda: list(pool.map(lambda x: gate.wait(), [1], timeout=0.01)))
    gate.set()
    print(waiting.result(), sorted(one.result() for one in as_completed([pool.submit(square, n) for n in range(4)])))
    done, not_done = wait([pool.submit(square, n) for n in range(4)])
    print(len(done), len(not_done))
tell(lambda: pool.submit(square, 1))
tell(lambda: pool.map(square, [1]))

started, gate = threading.Event(), threading.Event()


def hold():
    started.set()
    return gate.wait()


pool = ThreadPoolExecutor(1)
first = pool.submit(hold)
started.wait()
rest = [pool.submit(square, n) for n in range(3)]
print(rest[0].cancel(), rest[0].cancelled(), rest[1].done())
pool.shutdown(wait=False, cancel_futures=True)
print([one.cancelled() for one in rest])
gate.set()
print(first.result())

local = threading.local()


def begin(value):
    local.value = value


with ThreadPoolExecutor(2, initializer=begin, initargs=(5,)) as pool:
    print(set(pool.map(lambda _: local.value, range(4))))

import logging

logging.disable(logging.CRITICAL)
pool = ThreadPoolExecutor(1, initializer=lambda: 1 / 0)
broken = pool.submit(square, 1)
tell(broken.result)
tell(lambda: pool.submit(square, 1))
print(BrokenThreadPool.__mro__[1:3])
tell(lambda: ThreadPoolExecutor(0))
tell(lambda: ThreadPoolExecutor(1, initializer=5))

error = ThreadPoolExecutor(1).submit(fails, 2).exception()
print(repr(error), error.__traceback__ is not None)
