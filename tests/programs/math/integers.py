import math
print([math.factorial(n) for n in (0, 1, 5, 10, 25)], math.gcd(12, 18), math.gcd(0, 5), math.gcd(12, 18, 27), math.gcd(), math.lcm(4, 6), math.lcm(2, 3, 7), math.lcm(0, 5))
print(math.comb(5, 2), math.comb(50, 25), math.comb(3, 5), math.perm(5, 2), math.perm(5), math.perm(3, 4))
print([math.isqrt(n) for n in (0, 1, 15, 16, 10 ** 30, 10 ** 30 - 1)], math.isqrt(2 * 10 ** 100))
print(math.floor(10 ** 30), math.ceil(5), math.sqrt(10 ** 20), math.log(10 ** 500), f"{math.log2(2 ** 2000)}", math.log10(10 ** 300), math.gcd(2 ** 100, 6 ** 50) == 2 ** 50)
for call in (lambda: math.factorial(-1), lambda: math.factorial(2.5), lambda: math.gcd(1.5, 2), lambda: math.isqrt(-1), lambda: math.comb(-1, 2), lambda: math.comb(2.0, 1), lambda: math.perm(2, -1)):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
def primes(n):
    return [p for p in range(2, n) if all(p % d for d in range(2, math.isqrt(p) + 1))]
print(primes(70), math.prod(primes(30)), math.lcm(*range(1, 21)))
print(sum(1 / math.factorial(k) for k in range(18)), abs(sum(1 / math.factorial(k) for k in range(18)) - math.e) < 1e-15)
