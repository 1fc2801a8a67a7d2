print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True))
print((255).to_bytes(), int.from_bytes(b"\xff"))
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\x04\x00", "little"))
print(int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes([1, 2, 3], "big"))
for args in ((256, 1, "big", False), (-1, 2, "big", False), (128, 1, "big", True)):
    n, length, order, signed = args
    try:
        print(n.to_bytes(length, order, signed=signed))
    except OverflowError as error:
        print(error)
print((7).numerator, (7).denominator, (7).real, (7).imag, (7).conjugate())
print((3).as_integer_ratio(), (5).is_integer(), (5).__add__(3), (5).__add__(1.5))
print((7).__floordiv__(2), (7).__rsub__(10), (-7).__abs__(), (5).__bool__())
print((12).__format__("05d"), (12).__repr__(), (1).__eq__(1.0), (1).__lt__("a"))
print(isinstance(True, int), issubclass(bool, int), int.__name__, type(5).__mro__)
