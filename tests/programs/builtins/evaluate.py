print(eval("1 + 2 * 3"), eval("[x * 2 for x in range(3)]"), eval("a + b", {"a": 1, "b": 2}), eval("'x'.upper()"))
x = 10
print(eval("x + 1"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}))
exec("y = x * 2\nprint('in exec', y)")
print(y)
space = {}
exec("""
def square(n):
    return n * n
values = [square(i) for i in range(4)]
""", space)
print(space["values"], space["square"](9), "square" in globals())
for text in ("1 +", "nothing", "1 / 0", "x = 1", "", "(1, 2"):
    try:
        print(eval(text))
    except Exception as error:
        print(type(error).__name__, str(error).split(" (")[0])
code = compile("2 ** 10", "text", "eval")
print(eval(code), type(code).__name__)
operations = {op: eval(f"lambda a, b: a {op} b") for op in ("+", "-", "**", "//")}
print({op: f(7, 2) for op, f in operations.items()})
