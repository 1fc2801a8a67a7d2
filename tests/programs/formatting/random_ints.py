# Ints of all lengths with every kind of format.
state = 2024


def below(bound):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % bound


def pick(items):
    return items[below(len(items))]


def number():
    value = below(10 ** below(10)) ** (1 + below(3)) if below(4) else (1 << below(200)) - below(2)
    return -value if below(3) == 0 else value


def spec(kinds):
    fill = pick(["", "", "", "*", "0", "é", "<"])
    align = pick("<>=^") if fill else pick(["", "", "<", ">", "=", "^"])
    parts = [fill, align, pick(["", "", "+", "-", " "]), pick(["", "", "#"]), pick(["", "", "0"])]
    return "".join(parts) + pick(["", "1", "8", "20", "33"]) + pick(["", "", "", ",", "_"]) + pick(kinds)


for _ in range(1500):
    value = number()
    chosen = spec(["", "d", "b", "o", "x", "X", "n", "c", "e", "g", "%", ".3f", "s"])
    try:
        print(value, repr(chosen), repr(format(value, chosen)))
    except (ValueError, OverflowError, TypeError) as error:
        print(value, repr(chosen), type(error).__name__, error)

for _ in range(300):
    value = number()
    chosen = "%" + pick(["", "-", "+", " ", "0", "#", "-#", "+0", "#0"]) + pick(["", "5", "12"]) + pick(["", ".0", ".3", ".9"])
    chosen += pick("dioxXeEfFgGsra")
    print(value, chosen, repr(chosen % value))

for _ in range(300):
    text = "".join(pick("0123456789_ -+xXbBoOaf") for _ in range(below(8)))
    base = pick([0, 2, 8, 10, 16, 36])
    try:
        print(repr(text), base, int(text, base))
    except ValueError as error:
        print(repr(text), base, error)

for _ in range(300):
    a, b = number(), number() or 1
    print(a, b, a // b, a % b, divmod(a, b), a & b, a | b, a ^ b, ~a, a.bit_length(), a.bit_count(), a >> 3, hash(a))
    print(round(a, -below(12)), a == float(a) if abs(a) < 1 << 900 else None, a < b, str(a)[::-1])
