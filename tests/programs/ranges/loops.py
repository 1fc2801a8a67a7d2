for i in range(3):
    i = i * 10
    print(i, end=" ")
print(i)
for i in range(0):
    print("never")
print(i)
total = 0
for i in range(1, 1000):
    if i % 3 == 0 or i % 5 == 0:
        total += i
print(total)
for i in range(10, 0, -3):
    for j in range(i, i + 2):
        if j % 2:
            continue
        print((i, j), end=" ")
    else:
        print("|", end=" ")
print()
it = iter(range(4))
print(next(it), list(it), next(it, "end"))
print([i for i in range(20) if i % 7 == 3], list(zip(range(3), range(10, 0, -5))), list(enumerate(range(5, 7), 1)))
r = range(3)
print([(a, b) for a in r for b in r if a < b], sum(1 for _ in range(10_000)), list(map(str, range(3))))
n = 0
while n in range(5):
    n += 2
print(n)
