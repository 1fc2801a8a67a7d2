import threading
WIDTH, HEIGHT, LIMIT = 48, 20, 60
rows = [None] * HEIGHT
def escape(cx, cy):
    x = y = 0.0
    for i in range(LIMIT):
        x2, y2 = x * x, y * y
        if x2 + y2 > 4.0:
            return i
        x, y = x2 - y2 + cx, 2.0 * x * y + cy
    return LIMIT
def render(worker, workers):
    for row in range(worker, HEIGHT, workers):
        cy = row / HEIGHT * 2.4 - 1.2
        rows[row] = "".join(" .,:;i1tfLCG08@#"[escape(col / WIDTH * 3.0 - 2.1, cy) * 15 // LIMIT] for col in range(WIDTH)).rstrip()
threads = [threading.Thread(target=render, args=(i, 3)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("\n".join(rows))
print(sum(len(row) for row in rows), rows[4] == rows[16])
