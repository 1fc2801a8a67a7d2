def xor_all(data):
    result = 0
    for byte in data:
        result ^= byte
    return result
def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a
def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & (1 << 64) - 1
    return value
for data in (b"", b"a", b"hello world", bytes(range(256))):
    print(len(data), xor_all(data), hex(adler(data)), f"{fnv1a(data):016x}")
key = b"\x13\x37"
plain = b"attack at dawn"
secret = bytes(c ^ key[i % len(key)] for i, c in enumerate(plain))
print(secret, bytes(c ^ key[i % len(key)] for i, c in enumerate(secret)))
counts = [0] * 256
for byte in plain:
    counts[byte] += 1
print([(chr(i), n) for i, n in enumerate(counts) if n > 1])
