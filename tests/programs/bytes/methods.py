d = b"The quick brown fox"
print(d.upper(), d.lower(), d.swapcase(), b"ab cd".title(), b"abc".capitalize())
print(d.find(b"quick"), d.find(113), d.rfind(b"o"), d.count(b"o"), d.index(b"brown"), d.startswith(b"The"), d.endswith((b"x", b"y")))
print(d.split(), b"a,b,,c".split(b","), b"a-b".partition(b"-"), b"x\ny\n".splitlines(), b"a b c".rsplit(None, 1))
print(b"  x ".strip(), b"xxaxx".strip(b"x"), b"a.b".replace(b".", b"::"), b"7".zfill(3), b"ab".center(6, b"*"), b"ab".ljust(4) + b"|")
print(b", ".join([b"a", b"b"]), b"abc".isalpha(), b"12".isdigit(), b" ".isspace(), b"ABC".isupper())
print(b"\xde\xad".hex(), b"\x01\x02\x03\x04".hex(":"), bytes.fromhex("de ad BEEF"), b"abc".translate(bytes.maketrans(b"a", b"z")), b"prefix-x".removeprefix(b"prefix-"))
for call in (lambda: d.index(b"cat"), lambda: d.split("a"), lambda: b",".join(["a"]), lambda: bytes.fromhex("xyz"), lambda: b"a" + "b", lambda: d.find("a")):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(b"%d-%s-%05.1f-%x" % (5, b"ab", 2.25, 255), b"%c%c" % (65, b"B"), b"%r" % "q")
