for i in range(3):
    print(i)
else:
    print("else")
for i in range(10):
    if i == 3:
        continue
    if i == 5:
        break
    print(i)
else:
    print("never")
n = 5
while n:
    n -= 1
    if n == 2:
        continue
    print(n)
else:
    print("done", n)
while True:
    n += 1
    if n > 3:
        break
print(n)
for a, b in [(1, 2), (3, 4)]:
    print(a, b)
for c in "añb":
    print(c)
for i in range(10, 0, -3):
    for j in range(i):
        if j > 1:
            break
    else:
        print("inner else", i)
    print(i, j)
while False:
    print("no")
else:
    print("yes")
for i in []:
    pass
else:
    print("empty")
