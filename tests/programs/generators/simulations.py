def ants(grid, x=5, y=5):
    dx, dy = 0, -1
    while True:
        if (x, y) in grid:
            grid.remove((x, y))
            dx, dy = dy, -dx
        else:
            grid.add((x, y))
            dx, dy = -dy, dx
        x, y = x + dx, y + dy
        yield len(grid)
grid = set()
ant = ants(grid)
print([next(ant) for _ in range(20)], sorted(grid)[:4])
def lcg(seed):
    while True:
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        yield seed
dice = (n // 65536 % 6 + 1 for n in lcg(1))
print([next(dice) for _ in range(15)])
def rule(number, width, rounds):
    row = [0] * (width // 2) + [1] + [0] * (width // 2)
    for _ in range(rounds):
        yield "".join(".#"[c] for c in row)
        row = [number >> (row[i - 1] * 4 + row[i] * 2 + row[(i + 1) % width]) & 1 for i in range(width)]
print(*rule(30, 31, 10), sep="\n")
def bank():
    balance = 0
    while True:
        command = yield balance
        if command is None:
            continue
        kind, amount = command
        if kind == "in":
            balance += amount
        elif amount <= balance:
            balance -= amount
        else:
            balance = yield f"cannot pay {amount}"
b = bank()
next(b)
print(b.send(("in", 50)), b.send(("out", 20)), b.send(("out", 99)), b.send(7), next(b))
def look_and_say(s="1"):
    while True:
        yield s
        out, i = "", 0
        while i < len(s):
            j = i
            while j < len(s) and s[j] == s[i]:
                j += 1
            out, i = out + str(j - i) + s[i], j
        s = out
print([n for n, _ in zip(look_and_say(), range(7))])
