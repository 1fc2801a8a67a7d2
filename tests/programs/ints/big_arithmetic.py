a = 2 ** 200
b = 3 ** 120 + 7
print(a, b, sep="\n")
print(a + b, a - b, b - a)
print(a * b)
print(a // b, a % b, -a // b, -a % b, a // -b, a % -b)
print(divmod(b * 10 + 3, a), divmod(-b, 10 ** 9))
print(a == 2 ** 200, a != b, a < b, a >= b, -a < -b)
print(a ** 2 // a == a, (a + 1) * (a - 1) == a * a - 1)
product = 1
for n in range(1, 31):
    product *= n
print(product, len(str(product)), sum(int(d) for d in str(product)))
x, y = 0, 1
for _ in range(300):
    x, y = y, x + y
print(x)
print(abs(-a) == a, -(-a) == a, +a == a, bool(a - a), bool(a))
print(10 ** 40 - 10 ** 20, 10 ** 40 + 1, (10 ** 40).__class__)
