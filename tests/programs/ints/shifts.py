for n in (0, 1, 5, -1, -5, 12345678901234567890, -(1 << 70)):
    print(n, n << 3, n >> 1, n >> 100, n << 65)
print(1 << 128, (1 << 128) - 1, -1 << 64)
print(-7 >> 1, -8 >> 1, -1 >> 1000, 7 >> 3)
x = 1
x <<= 100
x >>= 98
x |= 3
print(x)
x ^= 0b101
x &= ~1
print(x, bin(x))
for bad in (-1, -100):
    try:
        print(1 << bad)
    except ValueError as error:
        print("<<", error)
    try:
        print(1 >> bad)
    except ValueError as error:
        print(">>", error)
try:
    1.5 << 2
except TypeError as error:
    print(error)
