print("a b  c".split(), "a b  c".split(" "), "".split(), "".split(","), "  x  ".split(), " a\tb\nc ".split())
print("a,b,,c".split(","), "a,b,c".split(",", 1), "a b c d".split(None, 2), "a--b--c".split("--"), "abc".split("x"))
print("a,b,c".rsplit(",", 1), "a b c".rsplit(None, 1), "  a b ".rsplit(maxsplit=1), "a,b".rsplit(","))
print("one\ntwo\r\nthree\rfour\n".splitlines(), "a\n\nb".splitlines(True), "".splitlines(), "x\x0by\x1cz\u2028w".splitlines())
print("key=value=more".partition("="), "none".partition("="), "a.b.c".rpartition("."), "none".rpartition("."))
for call in (lambda: "a".split(""), lambda: "a".partition(""), lambda: "a".split(1)):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print("-".join("abc"), ", ".join(["x"]), "".join([]), " ".join(str(i) for i in range(5)), "ab".join(("1", "2", "3")))
print(" and ".join({"k": 1, "l": 2}), "\n".join(["first", "second"]))
words = "to be or not to be".split()
print({word: words.count(word) for word in words})
