print(2 ** 0, 0 ** 0, 2 ** 10, (-2) ** 3, -2 ** 4, 2 ** -1, (-2) ** -3, 10 ** -2)
print(pow(3, 4), pow(3, 4, 5), pow(2, 1000, 1_000_007), pow(-3, 3, 7), pow(3, -1, 11), pow(5, 0, 1))
for args in ((0, -1), (2, -1, 4), (2, 3, 0)):
    try:
        print(pow(*args))
    except (ZeroDivisionError, ValueError) as error:
        print(type(error).__name__, error)
try:
    pow(2.0, 3, 5)
except TypeError as error:
    print(error)
print(2 ** 2 ** 3, (2 ** 2) ** 3, -3 ** 2, 2 ** 3 * 2)
print(7 ** 77 % 10 ** 12, pow(7, 77, 10 ** 12))
def power(base, exponent):
    result = 1
    while exponent:
        if exponent & 1:
            result *= base
        base *= base
        exponent >>= 1
    return result
print(power(3, 200) == 3 ** 200, power(12345, 17))
