import zlib
def unpack(data):
    return zlib.decompress(data).decode()
print(unpack(zlib.compress(b"fine")))
print(unpack(b"\x00\x01\x02\x03"))
