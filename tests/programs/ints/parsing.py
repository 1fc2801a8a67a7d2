for text in ("0", " 42 ", "-17", "+8", "1_000_000", "\n7\t", "0009"):
    print(repr(text), int(text))
for text, base in (("ff", 16), ("0xff", 16), ("0b101", 2), ("0o17", 8), ("zz", 36), ("0x1F", 0), ("-0b11", 0), ("1_0", 3)):
    print(text, base, int(text, base))
for bad in ("", "  ", "1.5", "0x10", "1__0", "_1", "1_", "abc", "--1", "1 2", "12a"):
    try:
        print(int(bad))
    except ValueError as error:
        print(error)
for text, base in (("2", 2), ("8", 8), ("z", 35), ("1", 1), ("1", 37), ("012", 0)):
    try:
        print(int(text, base))
    except ValueError as error:
        print(error)
print(int(), int(3.99), int(-3.99), int(True), int(b"12"), int(bytearray(b"-3")), int(1e20))
