s = "Pythonista"
print(s[0], s[-1], s[2:5], s[:3], s[-4:], s[::2], s[::-1], s[8:2:-2], s[100:], s[-100:3], s[5:5])
print([s[i] for i in range(-3, 3)], list(s[1:-1:3]))
for bad in (10, -11, "a", 1.5, None):
    try:
        print(s[bad])
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
print(len("äöü"), "äöü"[1], "日本語"[::-1], "a😀b"[1], len("😀"), "a😀b"[::-1])
print("abc" < "abd", "abc" < "ab", "Z" < "a", "" < "a", "é" > "z", "10" < "9", "abc" == "ABC".lower())
print("ab" * 3, 2 * "x", "a" * 0, "a" * -1, "-" * 20)
print(min("hello"), max("hello"), sorted("hello"), list(reversed("abc")), "".join(sorted(set("mississippi"))))
a, *b, c = "spam!"
print(a, b, c)
