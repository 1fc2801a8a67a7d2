table = str.maketrans("abc", "xyz")
print("aabbcc cab".translate(table), table)
print("hello".translate(str.maketrans("l", "L", "h")), "a-b".translate({ord("-"): None, ord("a"): "AAA"}))
print("xyz".translate(str.maketrans({"x": "1", "y": None, "z": 0x21})))
for c in "aZ09 é€😀":
    print(c, ord(c), hex(ord(c)), chr(ord(c)) == c)
for call in (lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab"), lambda: ord(""), lambda: ord(5), lambda: str.maketrans("ab", "c")):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
def caesar(text, shift):
    out = []
    for c in text:
        if c.isalpha():
            base = ord("A") if c.isupper() else ord("a")
            c = chr((ord(c) - base + shift) % 26 + base)
        out.append(c)
    return "".join(out)
secret = caesar("Hello, World!", 7)
print(secret, caesar(secret, -7))
