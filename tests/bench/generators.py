from time import perf_counter


def numbers(n):
    for i in range(n):
        yield i


def squares(source):
    for number in source:
        yield number * number


start = perf_counter()
result = sum(squares(numbers(1_500_000)))
seconds = perf_counter() - start
print(result)
print(seconds)
