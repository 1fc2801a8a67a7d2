from time import perf_counter


def countdown(n):
    while n > 0:
        n -= 1
    return n


start = perf_counter()
result = countdown(10_000_000)
seconds = perf_counter() - start
print(result)
print(seconds)
