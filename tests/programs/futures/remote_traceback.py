from concurrent.futures import ProcessPoolExecutor


def inner(x):
    return 1 / x


def outer(x):
    return inner(x)


if __name__ == '__main__':
    with ProcessPoolExecutor(1) as pool:
        pool.submit(outer, 0).result()
