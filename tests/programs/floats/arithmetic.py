pairs = [(7.5, 2), (-7.5, 2), (7.5, -2), (-7.5, -2), (0.0, 3.5), (1e300, 1e-10)]
for a, b in pairs:
    print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
print(5 // 2.0, 5 % 2.5, -0.0 // 1, 1 / 4, 3 / -2, 10 / 5, type(10 / 5))
print(2 ** 0.5, 4 ** 0.5, 2.0 ** 10, 2.0 ** -1, 0.0 ** 0)
print(1e308 + 1e308, 1e-320 / 10, 1e-323 / 100)
x = 1.0
x += 2
x *= 3.5
x -= 0.25
x /= 2
x //= 1
x **= 3
x %= 7
print(x)
total = 0.0
for i in range(1, 101):
    total += 1 / i
print(total)
