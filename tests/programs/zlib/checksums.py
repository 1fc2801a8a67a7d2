import zlib
def crc32(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
    return value ^ 0xFFFFFFFF
def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a
for data in (b"", b"a", b"123456789", bytes(range(256)), "é日".encode()):
    print(len(data), hex(zlib.crc32(data)), crc32(data) == zlib.crc32(data), adler(data) == zlib.adler32(data))
running, whole = 0, b"one two three four"
for i in range(0, len(whole), 5):
    running = zlib.crc32(whole[i:i + 5], running)
print(running == zlib.crc32(whole), zlib.crc32(bytearray(whole)) == running, zlib.adler32(whole, 1) == zlib.adler32(whole))
for text in (b"a" * 10_000, b"ab" * 500, bytes(i * i % 256 for i in range(2000)), b"x"):
    packed = zlib.compress(text)
    print(len(text), len(packed) < len(text), zlib.decompress(packed) == text, zlib.decompress(packed, bufsize=16) == text, packed[:1])
stream = zlib.compressobj()
packed = b"".join(stream.compress(part) for part in (b"first ", b"second ", b"third")) + stream.flush()
unpacker = zlib.decompressobj()
print(unpacker.decompress(packed) + unpacker.flush(), unpacker.eof, unpacker.unused_data)
