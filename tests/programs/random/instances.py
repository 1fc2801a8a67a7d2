import random
a, b = random.Random(7), random.Random(7)
print(a.random() == b.random(), a.randint(0, 10 ** 9), a.choice([1, 2, 3]), b.randint(0, 10 ** 9))
random.seed(1)
first = random.random()
a.random()
random.seed(1)
print(first == random.random())
c = random.Random(0)
print([round(c.random(), 6) for _ in range(5)], c.randrange(10 ** 20), c.randint(-5, 5), c.getrandbits(1))
def pi(n, source):
    return 4 * sum(source.random() ** 2 + source.random() ** 2 < 1 for _ in range(n)) / n
print(pi(2000, random.Random(3)))
for call in (lambda: c.randint(5, 1), lambda: c.choice([]), lambda: c.sample([1], 2), lambda: c.randrange(0), lambda: c.randrange(1.5), lambda: c.choices([], k=1), lambda: c.getrandbits(-1), lambda: c.choices([1, 2], weights=[1]), lambda: c.sample({1, 2}, 1)):
    try:
        print(call())
    except (ValueError, IndexError, TypeError) as error:
        print(type(error).__name__, error)
deck = [f"{r}{s}" for s in "SH" for r in "A23"]
c.shuffle(deck)
print(deck, c.sample(deck, k=len(deck)), c.randbytes(4))
