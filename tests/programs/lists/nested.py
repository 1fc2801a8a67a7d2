l = [1]
l.append(l)
print(l)
a, b = [], []
a.append(b)
b.append(a)
print(a)
t = ([],)
t[0].append(t)
print(t)
d = []
for i in range(100):
    d = [d]
print(d)
print([1, "two", 3.0, None, True, (4,), [5, [6]], range(7)])
