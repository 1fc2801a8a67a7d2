class Thing:
    def __repr__(self):
        return "Thing-repr"
    def __str__(self):
        return "Thing-str"
    def __format__(self, spec):
        return f"Thing-format[{spec}]"
t = Thing()
print(f"{t} {t!r} {t!s} {t!a} {t:x>5} {t!r:>12} {t!s:.3} {t=} {t=!s} {t=:abc}")
log = []
def note(x):
    log.append(x)
    return x
print(f"{note(1)}{note('a')!r:>{note(5)}}{note(2):{note(3)}}", log)
print(f"{'quote\'s'!r} {"both \" '"!r} {'é\n'!a} {b'x'} {b'x'!r:>6} {1.0!r} {...}")
d = {"key": "value", 1: "one"}
print(f"{d['key']} {d[1]} {d!r} {d=}")
def f(n):
    return f"{n}" if n < 1 else f"{n}({f(n - 1)})"
print(f(4))
print("".join(f"{i:2d}" for i in range(5)), [f"{c}{i}" for i, c in enumerate("abc")], {f"k{i}": i for i in range(2)})
a, b = 1, 2
print(f"{a + b = }, {a*b=}, {a<b = }, {(a, b) = }, {[a, b]=!r:>12}, {a if b else 0=}, {d["key"] = }")
