import threading
text = "the lock is held by one thread at a time and the others wait for the lock to be free " * 20
words = text.split()
def count(words):
    counts = {}
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts
whole = count(words)
print(sorted(whole.items(), key=lambda item: (-item[1], item[0]))[:6], sum(whole.values()))
parts = [None] * 4
def work(i):
    parts[i] = count(words[i::4])
threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
merged = {}
for part in parts:
    for word, n in part.items():
        merged[word] = merged.get(word, 0) + n
print(merged == whole, len(merged))
letters = {}
for i, c in enumerate(text):
    letters.setdefault(c, []).append(i)
print({c: len(places) for c, places in sorted(letters.items())})
squares = {}
for i in range(5000):
    squares[i] = i * i
for i in range(0, 5000, 3):
    del squares[i]
print(len(squares), sum(squares.values()), 9 in squares, squares[10])
