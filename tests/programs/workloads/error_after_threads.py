import threading
results = {}
def work(n):
    results[n] = n * n
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.items()))
def summary(names):
    return sum(results[n] for n in names)
print(summary([0, 1, 2]))
print(summary([1, 2, 3]))
