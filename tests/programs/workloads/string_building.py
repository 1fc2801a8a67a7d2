import threading
def concatenated(n):
    s = ""
    for i in range(n):
        s += str(i)
    return s
def joined(n):
    return "".join(str(i) for i in range(n))
def formatted(n):
    parts = []
    for i in range(n):
        parts.append(f"{i}")
    return "".join(parts)
print(concatenated(1000) == joined(1000) == formatted(1000), len(joined(1000)), joined(30))
out = [None] * 3
def work(i, build):
    out[i] = build(500)
threads = [threading.Thread(target=work, args=(i, f)) for i, f in enumerate((concatenated, joined, formatted))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print([len(s) for s in out], len(set(out)))
def reverse_words(text):
    return " ".join(word[::-1] for word in text.split())
def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return lines + [line]
text = "a thread that wants the lock waits for five milliseconds and then asks the holder to give it up"
print(reverse_words(text), *wrap(text, 30), sep="\n")
table = "".join(f"{i:>3}{i * i:>5}{i ** 3:>7}\n" for i in range(1, 6))
print(table, end="")
