for a in (12, -12, 2**70, -(2**70), 0):
    for b in (10, -10, 2**65 + 1):
        print(a & b, a | b, a ^ b)
    print(~a, a << 3, a >> 3, a << 70, a >> 70, a >> 1000)
print(True & False, True | False, True ^ True, True + True, 1 << 62, 1 << 63, 1 << 64, -1 >> 100)
