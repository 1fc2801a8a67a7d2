def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
print(gcd(1071, 462), gcd(2 ** 80, 6 ** 40), gcd(0, 5))
def is_prime(n):
    if n < 2:
        return False
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return True
print([n for n in range(60) if is_prime(n)], is_prime(104729), is_prime(104730))
def factors(n):
    found = {}
    d = 2
    while n > 1:
        while n % d == 0:
            found[d] = found.get(d, 0) + 1
            n //= d
        d += 1
    return found
print(factors(360), factors(2 ** 20 * 7), factors(9973))
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
print([collatz(n) for n in (1, 7, 27, 97)], max(range(1, 1000), key=collatz))
