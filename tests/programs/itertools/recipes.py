from itertools import islice, chain, groupby, accumulate, product, combinations, count, zip_longest
import operator
def chunked(items, n):
    it = iter(items)
    while chunk := list(islice(it, n)):
        yield chunk
def flatten(rows):
    return chain.from_iterable(rows)
def powerset(items):
    return chain.from_iterable(combinations(items, r) for r in range(len(items) + 1))
def round_robin(*lists):
    missing = object()
    return [x for group in zip_longest(*lists, fillvalue=missing) for x in group if x is not missing]
def rle(text):
    return "".join(f"{len(list(g))}{c}" for c, g in groupby(text))
print(list(chunked(range(7), 3)), list(flatten([[1], [], [2, 3]])), list(powerset("abc")), round_robin("abc", [1], "xy"), rle("aaabccd"))
print(list(accumulate(range(1, 8), operator.mul)), sum(1 for a, b, c in combinations(range(1, 30), 3) if a * a + b * b == c * c), next(n for n in count(1) if n % 7 == 3 and n % 5 == 4))
suits = "SHDC"
cards = [f"{r}{s}" for s, r in product(suits, range(1, 4))]
print(cards, len(list(combinations(cards, 2))))
def solve():
    for d, e, y in combinations(range(10), 3):
        if d * e * y == 24 and d + e + y == 9:
            yield d, e, y
print(list(solve()))
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 1, 4)), list(it))
print([list(g) for _, g in groupby(enumerate([1, 2, 3, 7, 8, 10]), key=lambda p: p[1] - p[0])])
