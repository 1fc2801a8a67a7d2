import threading
from functools import reduce
documents = ["one fish two fish", "red fish blue fish", "one red two blue"]
def parallel_map(f, items):
    results = [None] * len(items)
    def run(i):
        results[i] = f(items[i])
    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(items))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results
def mapper(text):
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts
def reducer(a, b):
    return {word: a.get(word, 0) + b.get(word, 0) for word in sorted(a.keys() | b.keys())}
mapped = parallel_map(mapper, documents)
print(mapped)
print(reduce(reducer, mapped))
print(parallel_map(lambda n: n ** 2, range(8)), sum(parallel_map(len, documents)))
def merge(a, b):
    out, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out + a[i:] + b[j:]
data = [(i * 7919) % 1009 for i in range(200)]
chunks = [data[i::4] for i in range(4)]
print(reduce(merge, parallel_map(sorted, chunks)) == sorted(data))
def matrix_row(row):
    return [sum(x * y for x, y in zip(row, column)) for column in zip(*right)]
left, right = [[1, 2], [3, 4], [5, 6]], [[1, 0, 2], [0, 1, 3]]
print(parallel_map(matrix_row, left))
