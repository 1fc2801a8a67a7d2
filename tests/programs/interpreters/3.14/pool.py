from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor

base = 0


def square(x):
    return x * x


def begin(value):
    global base
    base = value


def read(x):
    return base + x


def fails(x):
    raise ValueError(f'no {x}')


def which():
    return interpreters.get_current().id


def main():
    with InterpreterPoolExecutor(2) as pool:
        print(list(pool.map(square, range(6))), pool.submit(pow, 2, 5).result())
        print(pool.submit(which).result() != interpreters.get_current().id)
        error = pool.submit(fails, 3).exception()
        print(repr(error), type(error.__cause__).__name__)
        try:
            pool.submit(lambda: 1)
        except interpreters.NotShareableError as problem:
            print(type(problem).__name__)
    with InterpreterPoolExecutor(1, initializer=begin, initargs=(100,)) as pool:
        print(list(pool.map(read, range(3))), base)
    try:
        pool.submit(square, 1)
    except RuntimeError as error:
        print(error)


if __name__ == '__main__':
    main()
