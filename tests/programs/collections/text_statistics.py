from collections import Counter, defaultdict, deque, namedtuple, OrderedDict
text = """the lock protects the interpreter
the interpreter runs one thread
one thread holds the lock at a time"""
Word = namedtuple("Word", "text count lines")
counts, places = Counter(), defaultdict(list)
for number, line in enumerate(text.splitlines(), 1):
    words = line.split()
    counts.update(words)
    for word in words:
        places[word].append(number)
table = [Word(w, n, sorted(set(places[w]))) for w, n in counts.most_common(5)]
for word in table:
    print(f"{word.text:<12}{word.count} {word.lines}")
pairs = Counter(zip(text.split(), text.split()[1:]))
print(pairs.most_common(2), sum(pairs.values()), Counter(map(len, text.split())), Counter(text.replace("\n", " ")).most_common(3))
chain = defaultdict(Counter)
for a, b in pairs:
    chain[a][b] += pairs[a, b]
word, path = "the", []
for _ in range(6):
    path.append(word)
    if not chain[word]:
        break
    word = min(chain[word].items(), key=lambda item: (-item[1], item[0]))[0]
print(" ".join(path))
window, averages = deque(maxlen=3), []
for n in map(len, text.split()):
    window.append(n)
    averages.append(round(sum(window) / len(window), 2))
print(averages[:6], list(window), window.maxlen)
history = OrderedDict()
for word in text.split():
    history.pop(word, None)
    history[word] = len(history)
print(list(history)[-3:], next(iter(history)), Counter(a=2) + Counter(a=1, b=1) - Counter(b=5), (Counter("abc") | Counter("aab")).total())
