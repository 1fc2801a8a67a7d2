from collections import Counter
c = Counter("mississippi")
print(c, c["s"], c["z"], c.most_common(2), sum(c.values()), len(c), sorted(c.elements())[:5], c.total())
d = Counter(a=3, b=1)
d.update("abc")
d.subtract({"a": 1, "q": 2})
print(d, dict(d), d + Counter(), +d, -d, d.most_common()[-1])
x, y = Counter("aab"), Counter("abbc")
print(x + y, x - y, x & y, x | y, x == Counter(a=2, b=1), x <= x + y, x["new"], "new" in x)
x["a"] += 5
del x["b"]
x["z"] = 0
print(x, list(x), Counter([1, 1, 2]), Counter({"k": 2}), Counter(), Counter((1, 2)))
words = "the cat the dog the end".split()
print(Counter(words).most_common(), Counter(len(w) for w in words), Counter(map(str.upper, "aA")), max(Counter(words), key=Counter(words).get))
print({k: v for k, v in Counter("banana").items() if v > 1}, Counter("ab").keys() & Counter("bc").keys(), repr(Counter(b=1, a=1)))
