import threading
def is_prime(n):
    if n < 2:
        return False
    if n % 2 == 0:
        return n == 2
    d = 3
    while d * d <= n:
        if n % d == 0:
            return False
        d += 2
    return True
def count_primes(low, high):
    return sum(1 for n in range(low, high) if is_prime(n))
print(count_primes(0, 5000), [n for n in range(80, 120) if is_prime(n)])
results = [None] * 4
def work(index, low, high):
    results[index] = count_primes(low, high)
step = 5000 // 4
threads = [threading.Thread(target=work, args=(i, i * step, (i + 1) * step)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(results, sum(results))
def sieve(n):
    marks = bytearray([1]) * (n + 1)
    marks[0:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if marks[i]:
            marks[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, m in enumerate(marks) if m]
print(len(sieve(5000)), sieve(5000)[-3:], len(sieve(20000)))
def sieve_list(n):
    marks = [True] * (n + 1)
    for i in range(2, int(n ** 0.5) + 1):
        if marks[i]:
            for j in range(i * i, n + 1, i):
                marks[j] = False
    return [i for i in range(2, n + 1) if marks[i]]
print(sieve_list(3000) == sieve(3000))
