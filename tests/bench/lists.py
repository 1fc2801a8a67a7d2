from time import perf_counter


def fill(n):
    numbers = []
    for i in range(n):
        numbers.append(i)
    total = 0
    for number in numbers:
        total += number
    return total + sum(numbers)


start = perf_counter()
for _ in range(20):
    result = fill(100_000)
seconds = perf_counter() - start
print(result)
print(seconds)
