import string
rows = [("name", "lang", "lock"), ("CPython", "C", True), ("Jython", "Java", False), ("ours", "Rust", None)]
widths = [max(len(str(row[i])) for row in rows) for i in range(3)]
line = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
print(line)
for n, row in enumerate(rows):
    print("|" + "|".join(f" {str(cell):<{w}} " for cell, w in zip(row, widths)) + "|")
    if n == 0:
        print(line.replace("-", "="))
print(line)
alphabet = string.ascii_lowercase
def vigenere(text, key, sign=1):
    out, i = [], 0
    for c in text:
        if c.lower() in alphabet:
            shift = alphabet.index(key[i % len(key)]) * sign
            new = alphabet[(alphabet.index(c.lower()) + shift) % 26]
            out.append(new.upper() if c.isupper() else new)
            i += 1
        else:
            out.append(c)
    return "".join(out)
secret = vigenere("Release the Lock!", "gil")
print(secret, vigenere(secret, "gil", -1))
def base(n, digits=string.digits + string.ascii_letters):
    out = ""
    while n:
        n, r = divmod(n, len(digits))
        out = digits[r] + out
    return out or digits[0]
print([base(n) for n in (0, 61, 62, 3843, 10 ** 15)], base(255, "01"), base(255, string.hexdigits[:16]))
formatter = string.Formatter()
print(formatter.format("{0} {name!r:>6}", "x", name="n"), [part[:2] for part in formatter.parse("a{b}c{d}")])
print({kind: sum(c in getattr(string, kind) for c in "Ab1! \tz9") for kind in ("ascii_lowercase", "ascii_uppercase", "digits", "punctuation", "whitespace")})
