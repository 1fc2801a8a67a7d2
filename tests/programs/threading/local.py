import threading
data = threading.local()
data.value = "main"
seen = {}
def work(n):
    seen[n, "before"] = hasattr(data, "value")
    data.value = n
    barrier.wait()
    seen[n, "after"] = data.value
barrier = threading.Barrier(3)
threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(seen.items()), data.value, data.__dict__)
class Numbered(threading.local):
    start = 10
    def __init__(self, step):
        self.n = self.start
        self.step = step
    def next(self):
        self.n += self.step
        return self.n
numbered = Numbered(5)
numbered.next()
out = []
t = threading.Thread(target=lambda: out.append([numbered.next() for _ in range(2)]))
t.start()
t.join()
print(out, numbered.next())
del data.value
try:
    data.value
except AttributeError as error:
    print(error)
