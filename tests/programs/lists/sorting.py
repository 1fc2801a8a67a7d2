words = ["pear", "Fig", "apple", "kiwi", "Date", "fig"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, reverse=True))
print(sorted(words, key=lambda w: (len(w), w.lower())), sorted(words, key=lambda w: -len(w)))
pairs = [(1, "b"), (0, "z"), (1, "a"), (0, "y")]
pairs.sort(key=lambda p: p[0])
print(pairs)
pairs.sort(key=lambda p: p[0], reverse=True)
print(pairs, pairs.sort())
numbers = [3, -1, 4.5, True, 0, -2.5]
numbers.sort()
print(numbers, sorted(numbers, key=abs))
print(sorted("banana"), sorted({3: "c", 1: "a"}), sorted([[2], [1, 5], [1]]), sorted((None,)), sorted([]))
for bad in ([1, "a"], [None, 1], [[1], ["a"]], [(1, 2), (1, "x")]):
    try:
        sorted(bad)
    except TypeError as error:
        print(error)
class Version:
    def __init__(self, text):
        self.parts = [int(p) for p in text.split(".")]
        self.text = text
    def __lt__(self, other):
        return self.parts < other.parts
print([v.text for v in sorted(map(Version, ["1.10", "1.9", "1.2.5", "0.1"]))])
try:
    [3, 1, 2].sort(lambda x: x)
except TypeError as error:
    print(error)
