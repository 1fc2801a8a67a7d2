# Floats of all sizes with every kind of format.
import struct

state = 77


def below(bound):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % bound


def pick(items):
    return items[below(len(items))]


def number():
    kind = below(6)
    if kind == 0:
        bits = below(1 << 31) << 33 | below(1 << 31) << 2 | below(4)
        return struct.unpack("<d", struct.pack("<Q", bits % 2**64))[0]
    if kind == 1:
        return below(100000) / 10 ** below(6)
    if kind == 2:
        return below(1000) * 0.5 - 250.25
    if kind == 3:
        return pick([0.0, -0.0, 1e16, 1e-5, 123456789.0, 0.1, 1e22, 1e23, 5e-324, 1.7976931348623157e308])
    if kind == 4:
        return pick([float("inf"), float("-inf"), float("nan"), 9.5, 2.5, 0.5, 1.005, 999999.5])
    return (below(2000001) - 1000000) * 10.0 ** (below(60) - 30)


for _ in range(1500):
    value = number()
    fill = pick(["", "", "", "*", "0"])
    align = pick("<>=^") if fill else pick(["", "", "<", ">", "=", "^"])
    chosen = fill + align + pick(["", "", "+", "-", " "]) + pick(["", "", "z"]) + pick(["", "", "#"]) + pick(["", "0"])
    chosen += pick(["", "", "9", "21"]) + pick(["", "", ",", "_"]) + pick(["", ".0", ".1", ".3", ".17", ".30"])
    chosen += pick(["", "e", "E", "f", "F", "g", "G", "n", "%"])
    try:
        print(value, repr(chosen), repr(format(value, chosen)))
    except ValueError as error:
        print(value, repr(chosen), error)

for _ in range(400):
    value = number()
    chosen = "%" + pick(["", "-", "+", " ", "0", "#", "+0"]) + pick(["", "5", "12"]) + pick(["", ".0", ".3", ".9", ".17"])
    chosen += pick("eEfFgGsr")
    print(value, chosen, repr(chosen % value))

for _ in range(400):
    value = number()
    print(repr(value), str(value), hash(value) if value == value else None, value.is_integer(), value.hex())
    if abs(value) < 1e300:
        print(round(value, below(20) - 5), round(value), int(value), value.as_integer_ratio(), value // 0.75, value % 0.75)

for _ in range(300):
    text = "".join(pick("0123456789.eE+-_ inf") for _ in range(1 + below(9)))
    try:
        print(repr(text), float(text))
    except ValueError as error:
        print(error)
