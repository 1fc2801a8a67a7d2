import multiprocessing


def inner(x):
    return 1 / x


def outer(x):
    return inner(x)


if __name__ == '__main__':
    with multiprocessing.Pool(1) as pool:
        try:
            pool.map(outer, [1, 0])
        except ZeroDivisionError as error:
            print(repr(error), type(error.__cause__))
        pool.apply(outer, (0,))
