import multiprocessing
import os
import time


def square(x):
    return x * x


def add(a, b=0):
    return a + b


def fails(x):
    if x == 3:
        raise ValueError(f'no {x}')
    return x


base = 0


def begin(value):
    global base
    base = value


def with_base(x):
    return base + x


def unpicklable(x):
    return lambda: x


def worker_name(_):
    return multiprocessing.current_process().name.rstrip('0123456789')


if __name__ == '__main__':
    with multiprocessing.Pool(3) as pool:
        print(pool.map(square, range(10)))
        print(pool.map(square, [], 2), pool.map(square, range(7), chunksize=3))
        print(pool.starmap(add, [(1, 2), (3,)]), pool.apply(add, (1,), {'b': 5}))
        print(list(pool.imap(square, range(5))), list(pool.imap(square, range(5), chunksize=2)))
        print(sorted(pool.imap_unordered(square, range(5))))
        result = pool.apply_async(square, (7,))
        print(result.get(), result.ready(), result.successful())
        results = [pool.apply_async(add, (i, i)) for i in range(5)]
        print([result.get(10) for result in results])
        print(set(pool.map(worker_name, range(6))))

        done = []
        result = pool.map_async(square, range(4), callback=done.append)
        result.wait()
        print(done)
        result = pool.apply_async(fails, (3,), error_callback=lambda error: done.append(repr(error)))
        result.wait()
        print(done, result.successful())
        for action in (
            lambda: pool.map(fails, range(6)),
            lambda: list(pool.imap(fails, range(6))),
            lambda: pool.apply(fails, (3,)),
            lambda: pool.apply(unpicklable, (3,)),
            lambda: pool.map(lambda x: x, [1]),
            lambda: pool.map(square, 5),
            lambda: pool.apply_async(time.sleep, (5,)).get(timeout=0.01),
            lambda: pool.apply_async(time.sleep, (5,)).successful(),
            lambda: pool.imap(square, [1], chunksize=0),
        ):
            try:
                print(action())
            except Exception as error:
                text = str(error)
                while ' at 0x' in text:
                    start = text.index(' at 0x')
                    text = text[:start] + text[text.index('>', start) :]
                print(type(error).__name__, text)
    try:
        pool.map(square, [1])
    except ValueError as error:
        print(error)
    print(pool)

    with multiprocessing.Pool(2, begin, (100,)) as pool:
        print(pool.map(with_base, range(4)))

    pool = multiprocessing.Pool(1, maxtasksperchild=1)
    pids = [pool.apply(os.getpid) for _ in range(3)]
    print(len(set(pids)))
    try:
        pool.join()
    except ValueError as error:
        print(error)
    pool.close()
    try:
        pool.apply(square, (1,))
    except ValueError as error:
        print(error)
    pool.join()

    pool = multiprocessing.Pool(2)
    slow = pool.map_async(square, range(100))
    pool.close()
    pool.join()
    print(slow.get()[-1])

    for arguments in {'processes': 0}, {'initializer': 5}, {'maxtasksperchild': 0}:
        try:
            multiprocessing.Pool(**arguments)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
