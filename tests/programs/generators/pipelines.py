def numbers(n):
    for i in range(1, n + 1):
        yield i
def squares(items):
    for item in items:
        yield item * item
def odd(items):
    return (item for item in items if item % 2)
def batches(items, size):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
print(list(batches(odd(squares(numbers(12))), 4)), sum(odd(squares(numbers(100)))))
def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1
p = primes()
print([next(p) for _ in range(15)])
def merge(a, b):
    a, b = iter(a), iter(b)
    x, y = next(a, None), next(b, None)
    while x is not None or y is not None:
        if y is None or x is not None and x <= y:
            yield x
            x = next(a, None)
        else:
            yield y
            y = next(b, None)
print(list(merge([1, 4, 6], [2, 3, 7, 9])), list(merge([], [1])))
def window(items, n):
    buffer = []
    for item in items:
        buffer.append(item)
        if len(buffer) == n:
            yield tuple(buffer)
            buffer.pop(0)
print(list(window("abcde", 3)), [sum(w) / 3 for w in window(range(6), 3)])
def running(items, f, value):
    for item in items:
        value = f(value, item)
        yield value
print(list(running([3, 1, 4], lambda a, b: a + b, 0)), list(running("abc", lambda a, b: a + b, "")))
