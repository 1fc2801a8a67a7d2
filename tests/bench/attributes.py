from time import perf_counter


class Counter:
    def __init__(self):
        self.value = 0
        self.steps = 0

    def add(self, amount):
        self.value += amount
        self.steps += 1


def count(n):
    counter = Counter()
    for i in range(n):
        counter.add(i)
    return counter


start = perf_counter()
result = count(2_000_000)
seconds = perf_counter() - start
print(result.value, result.steps)
print(seconds)
