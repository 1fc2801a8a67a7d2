from time import perf_counter


def build(n):
    text = ""
    parts = []
    for i in range(n):
        text += "x"
        parts.append(f"{i}:{text[-1]}")
    return ",".join(parts)


start = perf_counter()
for _ in range(20):
    result = build(20_000)
seconds = perf_counter() - start
print(len(result))
print(seconds)
