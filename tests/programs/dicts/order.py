d = {}
for i in range(20):
    d[i * 7 % 20] = i
print(list(d))
for i in range(0, 20, 2):
    del d[i]
for i in (4, 0):
    d[i] = "again"
print(d)
print(d.popitem(), d.popitem(), next(iter(d)))
first = next(iter(d))
d[first] = d.pop(first)
print(list(d)[-1], list(d)[0])
big = {i: i * i for i in range(1000)}
for i in range(900):
    del big[i]
print(len(big), next(iter(big)), sum(big.values()), list(big)[:3])
print({k: v for k, v in sorted({"b": 1, "a": 2}.items())}, dict(sorted({"b": 1, "a": 2}.items(), key=lambda p: p[1], reverse=True)))
swapped = {v: k for k, v in {"one": 1, "two": 2, "uno": 1}.items()}
print(swapped, [*{"p": 0, "q": 1}], tuple({"p": 0}))
