import zlib
text = b"the quick brown fox " * 50
packed = zlib.compress(text)
print(len(text), len(packed) < 100, zlib.decompress(packed) == text, zlib.decompress(zlib.compress(b"")) == b"", zlib.decompress(zlib.compress(text, 9)) == text, zlib.decompress(zlib.compress(text, level=0)) == text)
print(zlib.crc32(b"hello"), zlib.crc32(b""), zlib.adler32(b"hello"), zlib.crc32(b"lo", zlib.crc32(b"hel")) == zlib.crc32(b"hello"), hex(zlib.crc32(text)), zlib.adler32(text))
for bad in (lambda: zlib.decompress(b"not compressed"), lambda: zlib.decompress(b""), lambda: zlib.decompress(packed[:-5]), lambda: zlib.compress("text"), lambda: zlib.crc32("x")):
    try:
        print(bad())
    except (zlib.error, TypeError) as error:
        print(type(error).__name__, error)
random = bytes((i * 7919 + i * i) % 251 for i in range(1000))
print(zlib.decompress(zlib.compress(random)) == random, zlib.decompress(b"x\x9c\xcbH\xcd\xc9\xc9\x07\x00\x06,\x02\x15"))
