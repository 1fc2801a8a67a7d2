for n in (0, 5, 15, 25, 149, 150, 151, -15, -25, 12345):
    print(n, round(n), round(n, 0), round(n, 1), round(n, -1), round(n, -2), round(n, -9))
print(round(10 ** 30 + 5, -1), round(True), round(7, None))
import math
for n in (3, -3, 10 ** 25):
    print(math.floor(n), math.ceil(n), math.trunc(n))
print([7 // d for d in (2, -2, 3, -3)], [-7 // d for d in (2, -2, 3, -3)])
print([7 % d for d in (2, -2, 3, -3)], [-7 % d for d in (2, -2, 3, -3)])
print([divmod(n, 5) for n in (12, -12, 0)], [divmod(n, -5) for n in (12, -12, 0)])
for a in range(-6, 7):
    for b in (-4, 3):
        assert a == a // b * b + a % b
print("identity holds")
