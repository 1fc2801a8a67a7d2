from time import time


def count(n):
    x = 0
    for _ in range(n):
        x += 1


count(100_000)
start = time()
count(20_000_000)
print(start, time())
