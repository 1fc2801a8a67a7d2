import random
values = [random.random() for _ in range(100)]
print(all(0 <= v < 1 for v in values), len(set(values)) > 90)
print(all(1 <= random.randint(1, 6) <= 6 for _ in range(100)), random.choice("aaa"), random.sample([1], 1), random.shuffle([1]))
items = list(range(20))
random.shuffle(items)
print(sorted(items) == list(range(20)), set(random.choices("ab", k=50)) <= {"a", "b"}, 2 <= random.uniform(2, 3) <= 3)
random.seed()
a = random.random()
random.seed()
print(a != random.random(), random.randrange(5) in range(5), random.Random().random() != random.Random().random())
