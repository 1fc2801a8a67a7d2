from time import perf_counter


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


start = perf_counter()
result = fib(27)
seconds = perf_counter() - start
print(result)
print(seconds)
