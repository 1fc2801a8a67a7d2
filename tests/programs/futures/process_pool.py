import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

base = 0


def square(x):
    return x * x


def begin(value):
    global base
    base = value


def read(_):
    return base


def fails(x):
    raise ValueError(f'no {x}')


def ends():
    os._exit(3)


def tell(action):
    try:
        print(repr(action()))
    except Exception as error:
        text = str(error)
        if ' at 0x' in text:
            start = text.index(' at 0x')
            text = text[:start] + text[text.index('>', start) :]
        print(type(error).__module__, type(error).__name__, text)


if __name__ == '__main__':
    with ProcessPoolExecutor(2) as pool:
        print(list(pool.map(square, range(8))), list(pool.map(square, range(10), chunksize=3)))
        print(pool.submit(pow, 2, 10).result(), sorted(f.result() for f in as_completed([pool.submit(square, 3)])))
        failed = pool.submit(fails, 1)
        tell(failed.result)
        print(type(failed.exception().__cause__).__name__)
        tell(pool.submit(lambda: 1).result)
        tell(lambda: pool.submit(time.sleep, 0.3).result(timeout=0.01))
        tell(lambda: pool.map(square, [1], chunksize=0))
        print(pool.submit(os.getpid).result() != os.getpid())
        # More than a pipe holds, in both directions at once.
        print([len(found) for found in pool.map(sorted, [list(range(50_000))] * 6)])
    tell(lambda: pool.submit(square, 1))

    with ProcessPoolExecutor(2, initializer=begin, initargs=(5,)) as pool:
        print(set(pool.map(read, range(4))))

    pool = ProcessPoolExecutor(1)
    broken = pool.submit(ends)
    tell(broken.result)
    pool.shutdown()
    tell(lambda: pool.submit(square, 1))
    print(BrokenProcessPool.__mro__[1:3])

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context('spawn'), max_tasks_per_child=2) as pool:
        print(len(set(pool.submit(os.getpid).result() for _ in range(6))))
    for arguments in {'max_workers': 0}, {'initializer': 1}, {'max_tasks_per_child': 0}, {'max_tasks_per_child': 'a'}:
        tell(lambda: ProcessPoolExecutor(**arguments))
    tell(lambda: ProcessPoolExecutor(mp_context=multiprocessing.get_context('fork'), max_tasks_per_child=1))

    pool = ProcessPoolExecutor(1)
    print(pool.submit(square, 9).result())
