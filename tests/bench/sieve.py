from time import perf_counter


def primes(limit):
    is_prime = [True] * (limit + 1)
    count = 0
    for number in range(2, limit + 1):
        if is_prime[number]:
            count += 1
            multiple = number * number
            while multiple <= limit:
                is_prime[multiple] = False
                multiple += number
    return count


start = perf_counter()
result = primes(1_000_000)
seconds = perf_counter() - start
print(result)
print(seconds)
