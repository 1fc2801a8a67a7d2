import threading
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
print(fib(16), [fib(n) for n in range(12)])
results = {}
lock = threading.Lock()
def work(n):
    value = fib(n)
    with lock:
        results[n] = value
threads = [threading.Thread(target=work, args=(n,), name=f"fib-{n}") for n in (10, 12, 14)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.items()), [t.name for t in threads])
def iterative(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
def matrix(n):
    def multiply(x, y):
        return (x[0] * y[0] + x[1] * y[2], x[0] * y[1] + x[1] * y[3], x[2] * y[0] + x[3] * y[2], x[2] * y[1] + x[3] * y[3])
    result, base = (1, 0, 0, 1), (1, 1, 1, 0)
    while n:
        if n & 1:
            result = multiply(result, base)
        base = multiply(base, base)
        n >>= 1
    return result[1]
print(iterative(16) == fib(16) == matrix(16), iterative(500) == matrix(500), len(str(matrix(5000))))
