def local_loop(n):
    total = 0
    for i in range(n):
        total += i
    return total
def while_loop(n):
    total = 0
    while n:
        total += n
        n -= 1
    return total
counter = 0
def global_loop(n):
    global counter
    for _ in range(n):
        counter += 1
    return counter
def nested_loop(n):
    total = 0
    for i in range(n):
        for j in range(i):
            if (i + j) % 3 == 0:
                continue
            if j > 50:
                break
            total += 1
    return total
def float_loop(n):
    x = 0.0
    for i in range(n):
        x += 1.0 / (i + 1)
    return x
def mixed(n):
    a, b = 0, 1.5
    for i in range(n):
        a = (a * 31 + i) % 1_000_003
        b = b * 0.999 + a % 7
        if i & 1:
            a ^= 5
    return a, round(b, 6)
print(local_loop(30_000), while_loop(30_000), global_loop(20_000), global_loop(5), nested_loop(120), round(float_loop(5000), 9), mixed(10_000))
big = 1
for i in range(200):
    big = big * 3 + i
print(big % 10 ** 30, local_loop(0), while_loop(0))
