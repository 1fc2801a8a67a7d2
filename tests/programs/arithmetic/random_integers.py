# Numbers of all sizes from a fixed sequence, through every operator.
state = 12345
def draw():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return state >> 33
def number():
    size = draw() % 5
    x = draw() % 100 if size == 0 else draw() * draw() if size == 1 else draw() ** (draw() % 8) if size == 2 else 2 ** (draw() % 140) if size == 3 else 2**63 - 3 + draw() % 6
    return x if draw() % 2 else -x
for i in range(400):
    a, b = number(), number()
    s = draw() % 90
    print(a, b, a + b, a - b, a * b, a & b, a | b, a ^ b, ~a, a << s, a >> s, a < b, a == b)
    if b != 0:
        print(a // b, a % b, a / b, divmod(a, b) == (a // b, a % b), a == a // b * b + a % b)
    f = float(a)
    print(f, int(f), a == f, a < f, a > f, round(a, -3), f / 7, round(f / 7, 3), f // 13.5, f % 13.5, f * 1e-30, a / 3)
    print(f"{a:,} {a:+x} {a:#b} {a:_} {a:030d} {f:e} {f:.3f} {f:g} {f:,.1f} {f / 1e9:.12g} {1 / (b or 1):.17g} {1 / (b or 1)} {1 / (b or 1):.0%}")
    print(int(str(a)) == a, int(f"{a:x}", 16) == a, int(f"{a:b}", 2) == a, float(str(f)) == f)
