import threading
class Particle:
    moved = 0
    def __init__(self, x=0.0, v=1.0):
        self.x, self.v, self.steps = x, v, 0
    def step(self, dt):
        self.x += self.v * dt
        self.v *= 0.99
        self.steps += 1
        return self
particles = [Particle(i, i % 3) for i in range(6)]
for _ in range(100):
    for p in particles:
        p.step(0.1)
        Particle.moved += 1
print([round(p.x, 6) for p in particles], Particle.moved, {p.steps for p in particles})
class Stats:
    def __init__(self):
        self.n = self.total = 0
        self.low = self.high = None
        self.lock = threading.Lock()
    def add(self, x):
        with self.lock:
            self.n += 1
            self.total += x
            self.low = x if self.low is None else min(self.low, x)
            self.high = x if self.high is None else max(self.high, x)
stats = Stats()
threads = [threading.Thread(target=lambda k=k: [stats.add(x * k) for x in range(1, 101)]) for k in (1, 2, -3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(stats.n, stats.total, stats.low, stats.high)
class Counter:
    total = 0
    def __init__(self):
        self.mine = 0
    def hit(self):
        self.mine += 1
        type(self).total += 1
a, b = Counter(), Counter()
own = [threading.Thread(target=lambda c=c: [setattr(c, "mine", c.mine + 1) for _ in range(1000)]) for c in (a, b)]
for t in own:
    t.start()
for t in own:
    t.join()
a.hit()
print(a.mine, b.mine, Counter.total)
