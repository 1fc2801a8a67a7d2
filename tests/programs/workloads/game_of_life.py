import threading
def parse(text):
    return {(x, y) for y, row in enumerate(text.split()) for x, c in enumerate(row) if c == "#"}
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}
def show(cells, width, height):
    return "\n".join("".join("#" if (x, y) in cells else "." for x in range(width)) for y in range(height))
glider = parse(".#. ..# ###")
for _ in range(8):
    glider = step(glider)
print(show(glider, 6, 6))
worlds = {"blinker": parse("... ### ..."), "block": parse("## ##"), "r": parse(".## ##. .#.")}
history, lock = {}, threading.Lock()
def evolve(name, rounds):
    cells, sizes = worlds[name], []
    for _ in range(rounds):
        sizes.append(len(cells))
        cells = step(cells)
    with lock:
        history[name] = sizes
threads = [threading.Thread(target=evolve, args=(n, 12)) for n in worlds]
for t in threads:
    t.start()
for t in threads:
    t.join()
for name in sorted(history):
    print(name, history[name])
