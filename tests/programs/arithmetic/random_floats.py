# Floats of all sizes from a fixed sequence: repr, formats, rounding, arithmetic.
state = 99
def draw():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return state >> 33
def number():
    x = draw() / (draw() + 1) * 10.0 ** (draw() % 40 - 20)
    return x if draw() % 2 else -x
for i in range(400):
    a, b, p = number(), number(), draw() % 12
    print(a, b, a + b, a - b, a * b, a / b, a // b, a % b, abs(a) ** 2, int(a), round(a), round(a, p), round(a, -p))
    print(f"{a:.{p}f}|{a:.{p}e}|{a:.{p}g}|{a:.{p}}|{a:#.{p}g}|{a:,.{p}f}|{a:_}|{a:%}|{a:025}|{a:+.{p}%}|{a:>30.{p}g}|{a:^+30}")
    print(round(a, 2), round(draw() / 8, 2), round(draw() / 2), round(draw() / 1000, 1), draw() % 1000 + 0.5, f"{draw() % 1000 + 0.5:.0f}", f"{draw() / 64:.3f}")
    print(sum([a, b, a, -b, 0.1, 1]), min(a, b, 0), max([a, b, 0]), a < b, sorted([a, b, 0, 1.5]))
