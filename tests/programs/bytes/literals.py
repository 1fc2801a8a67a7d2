print(b"abc", b'it\'s', b"\x00\xff\n\t\\", b"caf\xc3\xa9", br"\n", b"""a
b""", b"say \"hi\"", b"" b"joined")
data = b"hello"
print(data[0], data[-1], data[1:3], data[::-1], list(data), len(data), data[10:], type(data[0]))
print(bytes(3), bytes([65, 66]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(5)), bytes())
for call in (lambda: bytes([256]), lambda: bytes("x"), lambda: bytes(-1), lambda: bytes([1, "a"]), lambda: bytes(1.5), lambda: data[9], lambda: data["a"]):
    try:
        print(call())
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
print(b"a" + b"b", b"ab" * 3, b"a" in b"abc", 98 in b"abc", b"" in b"", b"a" == "a", b"a" < b"b", b"ab" < b"abc")
print({b"k": 1}[b"k"], str(b"x"), repr(b"'"), f"{b'z'}", bool(b""), hash(b"a") == hash(b"a"))
