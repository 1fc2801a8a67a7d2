import threading
shared = []
def fill(n):
    for i in range(500):
        shared.append((n, i))
threads = [threading.Thread(target=fill, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(shared), all([i for n, i in shared if n == k] == list(range(500)) for k in range(4)))
numbers = list(range(2000))
taken = [[] for _ in range(3)]
def take(out):
    while True:
        try:
            out.append(numbers.pop())
        except IndexError:
            return
threads = [threading.Thread(target=take, args=(out,)) for out in taken]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(numbers, sorted(taken[0] + taken[1] + taken[2]) == list(range(2000)))
table = {}
def store(k):
    for i in range(300):
        table[k, i] = i
threads = [threading.Thread(target=store, args=(k,)) for k in "abc"]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(table), table["b", 299], sum(table.values()))
seen = set()
threads = [threading.Thread(target=lambda k=k: [seen.add(i % 100) for i in range(k, k + 200)]) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(seen), sorted(seen) == list(range(100)))
