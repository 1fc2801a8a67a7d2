from multiprocessing.pool import ThreadPool
import threading


def square(x):
    return x * x


def fails(x):
    raise ValueError(x)


with ThreadPool(3) as pool:
    print(pool.map(square, range(10)), pool.map(lambda x: x + 1, [1]))
    print(sorted(pool.imap_unordered(square, range(5))), list(pool.imap(square, range(3))))
    print(pool.starmap(pow, [(2, 3), (3, 2)]), pool.apply_async(square, (4,)).get())
    try:
        pool.apply(fails, (1,))
    except ValueError as error:
        print(repr(error), error.__cause__)
pool = ThreadPool(2)
result = pool.map_async(square, range(5))
pool.close()
pool.join()
print(result.get(), pool)
print(threading.active_count())
