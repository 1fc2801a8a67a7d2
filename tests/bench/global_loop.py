from time import perf_counter

start = perf_counter()
x = 0
for _ in range(5_000_000):
    x += 1
seconds = perf_counter() - start
print(x)
print(seconds)
