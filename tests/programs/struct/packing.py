import struct
print(struct.pack("<I", 1), struct.pack(">I", 1), struct.pack("<hHbB", -2, 65535, -1, 255), struct.pack(">q", -1), struct.pack("<d", 1.5), struct.pack(">f", 0.1), struct.pack("<?", True), struct.pack("3s", b"abcdef"), struct.pack("<5sx", b"ab"), struct.pack("<c", b"z"), struct.pack("<2H", 1, 2))
print(struct.unpack("<I", b"\x01\x00\x00\x00"), struct.unpack(">hH", b"\xff\xfe\xff\xff"), struct.unpack("<d", struct.pack("<d", -0.1)), struct.unpack("<4sB", b"name\x07"), struct.unpack("!Q", b"\x00" * 7 + b"\x05"))
print(struct.calcsize("<IHB"), struct.calcsize("<2i3s"), struct.calcsize(">dqx"), struct.calcsize("<"))
header = struct.Struct("<4sHI")
packed = header.pack(b"GILP", 3, 1000)
print(packed, header.size, header.format, header.unpack(packed), struct.unpack_from("<H", packed, 4), list(struct.iter_unpack("<H", b"\x01\x00\x02\x00")))
buffer = bytearray(8)
struct.pack_into("<I", buffer, 2, 0xDEADBEEF)
print(buffer, round(struct.unpack("<f", struct.pack("<f", 3.14))[0], 6))
for bad in (lambda: struct.pack("<B", 256), lambda: struct.pack("<I", -1), lambda: struct.pack("<I"), lambda: struct.pack("<I", 1, 2), lambda: struct.unpack("<I", b"abc"), lambda: struct.pack("<y", 1), lambda: struct.pack("<I", "a"), lambda: struct.pack("<s", "a"), lambda: struct.pack("<h", 1.5), lambda: struct.pack("<d", "x")):
    try:
        print(bad())
    except (struct.error, TypeError) as error:
        print(type(error).__name__, error)
