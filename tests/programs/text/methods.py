s = "Hello, World"
print(s.upper(), s.lower(), s.replace("l", "L"), s.replace("l", "L", 2), s.split(", "), s.split("o", 1), "  a  b ".split(), "".split(), " a b c ".split(None, 1))
print(s.startswith("He"), s.endswith("ld"), s.startswith(("x", "H")), s.count("l"), "  x ".strip(), "xxaxx".strip("x"), "-".join(["a", "b"]), ",".join("abc"), "".join([]))
print(s[0], s[-1], s[1:4], s[::-1], s[::2], "lo" in s, "z" not in s, "" in s, len(s), s + "!", "ab" * 3, 3 * "x", "a" * -1)
print("naïve"[2], "naïve"[::-1], len("naïve"), "日本"[1], "ß".upper(), "É".lower(), "abc".replace("", "-"), "a,b,,c".split(","))
print("a" "b", 'x' + "y", """multi
line""", r"raw\n", "tab\tq", "\x41\u00e9\u2022", "\101")
for c in "xyz":
    print(c, end=" ")
print()
print(1, "a", None, [1, "b"], sep="-", end="!\n")
print()
print("no newline", end="")
print("", sep="x", flush=True)
print("a", "b", sep=None, end=None)
print(repr("tab\t new\n quote' \"both\" \x1b \xa0 é 日 \u200b"), ["it's", 'say "hi"'])
