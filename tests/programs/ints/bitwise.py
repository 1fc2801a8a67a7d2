a, b = 0b1100, 0b1010
print(a & b, a | b, a ^ b, ~a, ~b)
print(-a & b, a | -b, -a ^ -b, ~-1, ~0)
big = (1 << 90) | 5
print(big & 0xFF, big | 2, big ^ big, ~big)
print(-big & (1 << 64) - 1, -big | 1, -big ^ big)
print(True & False, True | False, True ^ True, ~5 & 1)
print(type(True & True), type(True & 1), type(False ^ False))
flags = 0
for bit in (0, 3, 5):
    flags |= 1 << bit
print(bin(flags), [bit for bit in range(8) if flags >> bit & 1])
print((255).bit_length(), (256).bit_length(), (0).bit_length(), (-4).bit_length(), big.bit_length())
print((255).bit_count(), (-7).bit_count(), big.bit_count())
def swap(x, y):
    x ^= y
    y ^= x
    x ^= y
    return x, y
print(swap(3, 99))
