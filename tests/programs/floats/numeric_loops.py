def integrate(f, a, b, n):
    h = (b - a) / n
    return h * (0.5 * (f(a) + f(b)) + sum(f(a + i * h) for i in range(1, n)))
print(round(integrate(lambda x: x * x, 0, 3, 1000), 5))
def newton(n):
    guess = n
    for _ in range(50):
        better = (guess + n / guess) / 2
        if better == guess:
            break
        guess = better
    return guess
print(newton(2.0), newton(144.0), newton(1e10))
def mandelbrot(cr, ci, limit=50):
    zr = zi = 0.0
    for i in range(limit):
        zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
        if zr * zr + zi * zi > 4.0:
            return i
    return limit
for row in range(-6, 7):
    print("".join(" .:-=+*#%@"[min(9, mandelbrot(col / 16 - 0.5, row / 6) // 5)] for col in range(-26, 18)).rstrip())
pi = 0.0
for k in range(2000):
    pi += (-1) ** k / (2 * k + 1)
print(4 * pi)
