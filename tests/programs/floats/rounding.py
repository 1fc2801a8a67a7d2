for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 1234.5678):
    print(x, round(x), round(x, 1), round(x, 2), round(x, -2), int(x))
print(round(1e20), round(1e300, 2), round(5e-324, 400), round(12.0, -1), type(round(2.5)), type(round(2.5, 0)))
import math
for x in (1.2, -1.2, 1.8, -1.8, 3.0):
    print(math.floor(x), math.ceil(x), math.trunc(x), math.fabs(x), x // 1)
print(round(0.15, 1), round(0.25, 1), round(0.35, 1), round(0.45, 1))
print([round(i * 0.1, 1) for i in range(11)])
