print({x: x ** 2 for x in range(5)}, {c: i for i, c in enumerate("abcab")}, {k: v for k, v in zip("ab", [1, 2])})
print(sorted({x % 4 for x in range(10)}), {len(w) for w in ["a", "b"]}, sorted({(a, b) for a in range(2) for b in range(2) if a != b}))
prices = {"tea": 2.5, "cake": 4, "pie": 3}
print({name: price * 2 for name, price in prices.items() if price > 2.5}, {v: k for k, v in prices.items()})
print({row: {col: row * col for col in range(3)} for row in range(2)}, {**{k: 1 for k in "ab"}, "c": 2})
words = ["apple", "avocado", "banana", "blueberry", "cherry"]
print({first: [w for w in words if w[0] == first] for first in sorted({w[0] for w in words})})
def order(label, value):
    print(label, end=" ")
    return value
print({order("key", k): order("value", k) for k in range(2)})
print({i: (i, j) for i in range(2) for j in range(3)}, {}.__class__({x: 1 for x in ()}), {x for x in ()} == set())
try:
    {[x]: x for x in range(2)}
except TypeError as error:
    print(error)
print({word: n for n, word in enumerate(sorted(words, key=len, reverse=True), start=1)})
