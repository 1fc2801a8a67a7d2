def search(items, wanted):
    i = 0
    while i < len(items):
        if items[i] == wanted:
            print("found", wanted, "at", i)
            break
        i += 1
    else:
        print("no", wanted)
    return i
print(search("abc", "b"), search("abc", "z"), search("", "x"))
n = 27
steps = 0
while n != 1:
    n = 3 * n + 1 if n % 2 else n // 2
    steps += 1
    if steps == 10:
        continue
print(steps)
while True:
    steps -= 7
    if steps % 5 == 0:
        break
else:
    print("never")
print(steps)
i = 0
while i < 3:
    j = 0
    while True:
        j += 1
        if j > i:
            break
        if j == 1:
            continue
        print(i, j, end="; ")
    i += 1
else:
    print("outer else", i, j)
guess, low, high, tries = 0, 0, 1000, 0
while (guess := (low + high) // 2) != 777:
    tries += 1
    low, high = (guess + 1, high) if guess < 777 else (low, guess - 1)
print(guess, tries)
while 0:
    print("never")
else:
    print("else at once")
