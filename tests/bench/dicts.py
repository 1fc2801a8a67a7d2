from time import perf_counter

WORDS = ["word%d" % (i * i % 1009) for i in range(10_000)]


def count(words, repeats):
    counts = {}
    for _ in range(repeats):
        for word in words:
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
    return counts


start = perf_counter()
result = count(WORDS, 200)
seconds = perf_counter() - start
print(len(result), sum(result.values()))
print(seconds)
