for text in ("1", "-1.5", " 3.25 ", "1e3", "1E-3", ".5", "5.", "inf", "-Infinity", "nan", "1_000.5", "+0.0", "-0"):
    print(repr(text), float(text))
for bad in ("", ".", "e5", "1e", "1.2.3", "1,5", "0x1p3", "one", "1__0", "--1", "infinit"):
    try:
        print(float(bad))
    except ValueError as error:
        print(error)
for value in (None, [1], "a b"):
    try:
        float(value)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(float(), float(7), float(True), float(10 ** 30), float(b"2.5"))
print(float.fromhex("0x1.8p1"), float.fromhex("-0x.1p-3"), (1.5).hex(), (0.1).hex(), (-0.0).hex())
