cases = [
    ("%d", "x"), ("%d", None), ("%s %s", ("a",)), ("%s", ("a", "b")), ("%x", 1.5), ("%f", "a"), ("%c", "ab"), ("%c", -1), ("%y", 1), ("%", 1),
    ("%(a)s", {}), ("%(a)s", 5), ("%(a", {"a": 1}), ("%d %d", 5), ("no format", 5), ("no format", ()), ("no format", {"a": 1}), ("%*d", ("a", 1)), ("%.1z", 1), ("%c", 1.5), ("%s %(a)s", {"a": 1}), ("%5", 1), ("%d", [1]),
]
for template, values in cases:
    try:
        print(template, "->", template % values)
    except Exception as error:
        print(template, "->", type(error).__name__, error)
class Money:
    def __str__(self):
        return "5 EUR"
    def __repr__(self):
        return "Money(5)"
    def __int__(self):
        return 5
    def __float__(self):
        return 5.5
    def __index__(self):
        return 6
print("%s %r %d %.2f %x" % ((Money(),) * 5))
text = "%s-%s"
text %= ("a", "b")
print(text, "%s" % b"x", b"%s|%d" % (b"y", 3))
