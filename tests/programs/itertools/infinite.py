from itertools import count, cycle, repeat, islice, takewhile, dropwhile, accumulate
print(list(islice(count(), 5)), list(islice(count(10, 5), 3)), list(islice(count(1, -0.5), 4)), list(islice(cycle("abc"), 7)), list(repeat("x", 3)), list(islice(repeat(None), 2)))
print(list(islice("abcdefgh", 3)), list(islice("abcdefgh", 2, 5)), list(islice("abcdefgh", 1, None, 3)), list(takewhile(lambda x: x < 4, count())), list(dropwhile(lambda x: x < 3, [1, 3, 2, 5])))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4, 1], max)), list(accumulate([1, 2], lambda a, b: a * b, initial=10)), list(accumulate([])), list(accumulate("abc")))
c = count(5)
print(next(c), next(c), c, repeat(7, 2), list(map(pow, range(4), repeat(2))), list(zip(count(1), "ab")))
names = cycle(["odd", "even"])
print([(n, next(names)) for n in range(1, 5)])
for call in (lambda: list(islice([1], -1)), lambda: count("a"), lambda: cycle(5), lambda: islice([1], 1, 2, 0), lambda: repeat(1, "x"), lambda: list(accumulate(["a", 1]))):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
def primes():
    found = []
    for n in count(2):
        if all(n % p for p in takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n
print(list(islice(primes(), 20)))
