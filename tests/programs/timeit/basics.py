import timeit
from timeit import default_timer
calls = []
seconds = timeit.timeit(lambda: calls.append(1), number=50)
print(len(calls), seconds > 0, isinstance(seconds, float))
times = timeit.repeat(lambda: calls.append(2), number=10, repeat=3)
print(len(times), len(calls), all(t >= 0 for t in times))
print(timeit.timeit("x = 1 + 1", number=100) >= 0, timeit.timeit("total += n", setup="total = 0; n = 5", number=10) >= 0, timeit.timeit("f()", globals={"f": lambda: calls.append(3)}, number=5) >= 0, len(calls))
start = default_timer()
print(default_timer() >= start, min(timeit.repeat("pass", repeat=2, number=5)) >= 0)
t = timeit.Timer(lambda: sum(range(10)))
print(t.timeit(5) >= 0, len(t.repeat(2, 5)))
def count(n):
    while n:
        n -= 1
print(timeit.timeit(lambda: count(100), number=3) < 60)
