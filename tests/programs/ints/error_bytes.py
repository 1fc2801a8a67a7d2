def pack(numbers):
    return b"".join(n.to_bytes(2, "big") for n in numbers)
print(pack([1, 256, 65535]))
print(pack([1, 65536]))
