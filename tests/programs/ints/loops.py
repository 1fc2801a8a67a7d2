"""Loops that calculate with ints: long enough for whatever makes them fast, with all that can stop that."""


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def overflow(n):
    x = 1
    steps = 0
    while steps < n:
        x = x * 3 + 1
        steps += 1
    return x, steps


def collatz(limit):
    longest = best = 0
    for start in range(1, limit):
        n = start
        length = 0
        while n != 1:
            if n % 2 == 0:
                n //= 2
            else:
                n = 3 * n + 1
            length += 1
        if length > longest:
            longest, best = length, start
    return best, longest


def gcd(a, b):
    steps = 0
    while b:
        a, b = b, a % b
        steps += 1
    return a, steps


def random_numbers(seed, n):
    low = high = 0
    for i in range(n):
        seed = (seed * 1103515245 + 12345) & 2147483647
        if seed & 1:
            low += 1
        elif seed > 1000000000:
            high += 1
        else:
            continue
    return seed, low, high, i


def becomes_float(n):
    total = 0
    for i in range(n):
        total += i
        if i == n - 3:
            total = total + 0.5
    return total


def divides(n):
    k = 500
    done = 0
    try:
        for i in range(n):
            done = done + 1000 // k
            k -= 1
    except ZeroDivisionError as error:
        return done, i, k, str(error)


def unbound(n):
    for i in range(n):
        if i > 300:
            last = last + 1
        if i == 300:
            del last
        elif i < 300:
            last = i
    return last


def breaks(n):
    for i in range(n):
        square = i * i
        if square > 123456:
            break
    else:
        return "no break"
    return i, square


def backwards(n):
    total = 0
    for i in range(n, -n, -7):
        total -= i % 5 - i // 3
        while total > 1000:
            total -= 999
    return total, i


def powers(n):
    x = 2
    for i in range(n):
        if x < 1 << 61:
            x = x + x
        else:
            x = x - (1 << 61)
        x = x - 1
    return x


def largest(n):
    x = 9223372036854775000
    for i in range(n):
        x += 1
    y = -9223372036854775000
    for j in range(n):
        y -= 1
    return x, y, i, j


def nothing(n):
    for i in range(n):
        pass
    return i


def nested(n):
    count = 0
    for i in range(n):
        for j in range(n):
            for k in range(3):
                if i + j > k * n:
                    count += 1
                elif i == j or j == k:
                    count -= 1
    return count, i, j, k


def bools(n):
    yes = True
    for i in range(n):
        yes = i > 20
    total = 0
    for i in range(n):
        total += yes
    return yes, total


def condition(n):
    total = 0
    for i in range(n):
        total += i if i % 3 else -i
        total += (i > 5) * 2 if i < 0 else 1
    return total


def counts(n):
    x = y = z = 0
    while True:
        x += 1
        if x % 2:
            continue
        y += x
        if y > n:
            z = y - n
            break
    return x, y, z


print(fibonacci(50), fibonacci(200))
print(overflow(30), overflow(100))
print(collatz(700))
print(gcd(2**40 * 3**5, 6**20), gcd(7540113804746346429, 4660046610375530309))
print(random_numbers(42, 3000))
print(becomes_float(1000))
print(divides(2000))
try:
    unbound(400)
except UnboundLocalError as error:
    print(error)
print(breaks(1000), breaks(100))
print(backwards(5000))
print(powers(500))
print(largest(1000))
print(nothing(1000))
print(nested(40))
print(bools(300))
print(condition(1000))
print(counts(100000))
