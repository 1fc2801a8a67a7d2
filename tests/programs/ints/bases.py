for n in (0, 1, 10, 255, -255, 4096, 10 ** 20):
    print(n, bin(n), oct(n), hex(n))
print(0xDEAD_BEEF, 0o777, 0b1111_0000, 0XAB, 1_000)
print(f"{255:x} {255:X} {255:o} {255:b} {255:#x} {255:#X} {255:#o} {255:#b}")
print(f"{-255:08x} {255:#010b} {10**15:_} {10**15:,} {0xffff:_x} {255:_b}")
print(format(65, "c"), format(-5, "+d"), format(5, " d"), format(1234, "n"))
def digits(n, base):
    out = []
    while n:
        n, d = divmod(n, base)
        out.append("0123456789abcdefghijklmnopqrstuvwxyz"[d])
    return "".join(reversed(out)) or "0"
for base in (2, 3, 7, 16, 36):
    text = digits(987654321, base)
    print(base, text, int(text, base) == 987654321)
