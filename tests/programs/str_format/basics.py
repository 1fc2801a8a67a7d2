print("{} {}".format("a", 1), "{1} {0} {1}".format("x", "y"), "{name} {n:>4}".format(name="z", n=5), "{0} {name}".format(1, name=2), "{{}} {}".format(3), "{}".format(None))
print("{:>6}|{:<6}|{:^6}|{:*^7}|{:06.2f}|{:+d}|{:,}|{:x}|{:%}|{:.3}|{!r}|{!s:>4}|{!a}".format("r", "l", "c", "m", 3.14159, 5, 1234567, 255, 0.5, "truncate", "q", "s", "é"))
point, data = (3, 4), {"key": "v", "n": [10, 20]}
print("{0[0]} {0[1]}".format(point), "{d[key]} {d[n][1]}".format(d=data), "{p[0]:>3}{p[1]:>3}".format(p=point), "{[1]}".format("ab"), "{.real}".format(5), "{0.__class__.__name__}".format(1.5))
class P:
    x, y = 1, {"z": [7]}
print("{0.x} {0.y[z][0]} {p.x:03}".format(P, p=P), "{:{}}|{:{w}.{p}f}|{:{fill}^{w}}".format("a", 5, 2.71828, "b", w=7, p=2, fill="-"))
print("{0:{1}}{2}".format("x", 4, "|"), "{a}{b}{a}".format(a=1, b=2), "{:d} {:n} {:c} {:e}".format(True, 5, 66, 12345.678), "{:>{width}}".format("w", width=5))
print("{x} {y}".format_map({"x": 1, "y": 2}), "{k}".format(**{"k": "v"}), "{} {}".format(*[1, 2]), "{0}{0}".format("ab"))
class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"
print("{a} {b}".format_map(Default(a=1)))
print(format(5), format("x", ">3"), format(2.5, ".2f"), format([1]), format(True), format(10 ** 6, ",d"), format(255, "#b"))
