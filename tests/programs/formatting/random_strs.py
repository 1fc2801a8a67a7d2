# Strings with widths, precisions and characters of all lengths.
state = 5


def below(bound):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % bound


def pick(items):
    return items[below(len(items))]


def text():
    return "".join(pick("abXY z09_é€ß\n\t'\"\\\x00\x7f\xa0\u200b😀İ") for _ in range(below(9)))


for _ in range(600):
    value = text()
    chosen = pick(["", "*", "é", "0"]) + pick(["", "<", ">", "^"]) + pick(["", "0", "3", "12"]) + pick(["", ".0", ".2", ".7"])
    chosen += pick(["", "s", "d"])
    try:
        print(ascii(value), ascii(chosen), ascii(format(value, chosen)))
    except ValueError as error:
        print(ascii(value), ascii(chosen), ascii(str(error)))

for _ in range(400):
    value = text()
    chosen = "%" + pick(["", "-", "0", "#"]) + pick(["", "5", "12"]) + pick(["", ".0", ".3"]) + pick("sra")
    print(ascii(chosen), ascii(chosen % (value,)))

for _ in range(400):
    value, part = text(), text()[:2]
    print(ascii([value, part, value.find(part), value.rfind(part), value.count(part), value.split(), value.splitlines()]))
    print(ascii([value.upper(), value.lower(), value.title(), value.swapcase(), value.casefold(), value.capitalize()]))
    print(ascii([value.center(9, "*"), value.zfill(7), value.expandtabs(3), value.strip(part or None), value.partition(" ")]))
    print(value.isalpha(), value.isdigit(), value.isalnum(), value.isspace(), value.isidentifier(), value.isprintable())
    print(ascii(repr(value)), value.encode(), ascii(value.replace(part, "-", 2)), ascii(value.translate({97: "AA", 98: None})))
    print(value < part, ascii(max(value, part)), ascii("{0:>8}|{0!r:^10}|{1}".format(value, part)))
