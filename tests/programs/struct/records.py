import struct
FORMAT = "<IHBx8sd"
def pack(id, kind, flags, name, value):
    return struct.pack(FORMAT, id, kind, flags, name.encode(), value)
def unpack(data):
    id, kind, flags, name, value = struct.unpack(FORMAT, data)
    return id, kind, flags, name.rstrip(b"\0").decode(), value
rows = [(1, 10, 0b101, "first", 1.5), (2, 20, 255, "second row", -0.25), (4294967295, 0, 0, "é", 1e300)]
blob = b"".join(pack(*row) for row in rows)
size = struct.calcsize(FORMAT)
print(size, len(blob), blob[:size].hex(" "))
for i in range(0, len(blob), size):
    print(unpack(blob[i:i + size]))
print([r[0] for r in struct.iter_unpack(FORMAT, blob)])
def bits(x):
    return f"{struct.unpack('>Q', struct.pack('>d', x))[0]:064b}"
for x in (1.0, -2.0, 0.1):
    b = bits(x)
    print(x, b[0], int(b[1:12], 2) - 1023, b[12:24])
print(struct.unpack("<f", struct.pack("<f", 0.1))[0], struct.unpack("<i", struct.pack("<I", 2 ** 32 - 1)), struct.pack(">H", 0x1234) == struct.pack("<H", 0x3412), struct.unpack("<3B", b"\x01\x02\x03"), struct.pack("<4H", *range(4)))
def tlv(data):
    while data:
        tag, length = struct.unpack_from(">BH", data)
        yield tag, data[3:3 + length]
        data = data[3 + length:]
message = b"".join(struct.pack(">BH", t, len(v)) + v for t, v in ((1, b"hello"), (2, b""), (9, b"\x00\xff")))
print(list(tlv(message)), len(message))
