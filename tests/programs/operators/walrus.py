if (n := len("hello")) > 3:
    print("long", n)
data = iter([3, 1, 4, 0, 5])
while (value := next(data)) != 0:
    print(value, end=" ")
print("| stopped at", value)
print([y for x in range(6) if (y := x * x) % 2 == 0], y)
print(any((found := word).startswith("c") for word in ["apple", "cherry", "date"]), found)
def f(text):
    return (half := len(text) // 2), text[:half], text[half:]
print(f("abcdef"))
total = 0
print([total := total + x for x in range(1, 6)], total)
print((a := 1, b := a + 1), a + b, {k: (v := k * 2) for k in range(3)}, v)
lines = ["a=1", "junk", "b=2"]
print({parts[0]: int(parts[2]) for line in lines if (parts := line.partition("="))[1]})
print(f"{(w := 7)} {w!r}", (lambda: (z := 5) + z)())
class C:
    size = (base := 4) * 2
print(C.size, C.base)
