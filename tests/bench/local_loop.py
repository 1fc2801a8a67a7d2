from time import perf_counter


def count(n):
    x = 0
    for _ in range(n):
        x += 1
    return x


start = perf_counter()
result = count(10_000_000)
seconds = perf_counter() - start
print(result)
print(seconds)
