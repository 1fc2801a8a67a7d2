def operate(a, b):
    c = a + b - a * b / a // b % a ** b
    d = a << b >> a & b | a ^ b
    e = a @ b
    f = -a, +a, ~a, not a
    return c, d, e, f
