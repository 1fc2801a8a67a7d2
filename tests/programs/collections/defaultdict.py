from collections import defaultdict
groups = defaultdict(list)
for word in "apple bat avocado bee cat".split():
    groups[word[0]].append(word)
print(groups, dict(groups), groups["z"], len(groups), groups.get("q"), "q" in groups)
counts = defaultdict(int)
for c in "hello":
    counts[c] += 1
print(counts, counts.default_factory, sorted(counts, key=counts.get)[-1])
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
t["a"]["d"] = 2
def plain(x):
    return {k: plain(v) for k, v in x.items()} if isinstance(x, dict) else x
print(plain(t))
numbers = defaultdict(lambda: "none", {1: "one"})
print(numbers[1], numbers[2], dict(numbers), numbers.pop(2), numbers | {5: "five"} == {1: "one", 5: "five"})
no_factory = defaultdict(None)
try:
    no_factory["x"]
except KeyError as error:
    print("KeyError", error)
try:
    defaultdict(5)
except TypeError as error:
    print(error)
class Counting(defaultdict):
    misses = 0
    def __missing__(self, key):
        self.misses += 1
        return super().__missing__(key)
m = Counting(set)
m["a"].add(1)
m["a"].add(2)
m["b"]
print(m.misses, sorted(m["a"]), isinstance(m, dict), m.copy() == m)
