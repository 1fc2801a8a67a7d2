text = "it was the best of times it was the worst of times it was the age of wisdom"
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
print(counts)
for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
    print(f"{word:<8}{'*' * n}")
letters = {}
for c in text:
    if c != " ":
        letters.setdefault(c, []).append(len(letters))
print({c: len(v) for c, v in sorted(letters.items())})
groups = {}
for word in sorted(counts):
    groups.setdefault(len(word), set()).add(word)
print({size: sorted(group) for size, group in sorted(groups.items())})
inverse = {}
for word, n in counts.items():
    inverse.setdefault(n, []).append(word)
print(inverse, max(counts, key=counts.get), min(counts.values()))
