import threading
class Lazy:
    _instance, _lock, made = None, threading.Lock(), 0
    def __new__(cls):
        if cls._instance is None:
            with cls._lock:
                if cls._instance is None:
                    cls.made += 1
                    cls._instance = super().__new__(cls)
        return cls._instance
found, barrier = [], threading.Barrier(4)
def get():
    barrier.wait()
    found.append(Lazy())
threads = [threading.Thread(target=get) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(found), all(f is found[0] for f in found), Lazy.made)
class Cache:
    def __init__(self, compute):
        self.compute, self.values, self.lock, self.misses = compute, {}, threading.Lock(), 0
    def __getitem__(self, key):
        with self.lock:
            if key not in self.values:
                self.misses += 1
                self.values[key] = self.compute(key)
            return self.values[key]
cache, sums = Cache(lambda n: sum(range(n))), []
def use():
    total = 0
    for i in range(100):
        total += cache[i % 10]
    sums.append(total)
threads = [threading.Thread(target=use) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sums, cache.misses, sorted(cache.values))
