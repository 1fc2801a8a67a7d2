import struct
def read(data):
    kind, length = struct.unpack(">BH", data[:3])
    return kind, data[3:3 + length]
print(read(b"\x01\x00\x02hi"))
print(read(b"\x01\x00"))
