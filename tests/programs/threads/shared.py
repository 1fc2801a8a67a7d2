import threading
total = 0
results = []
def count(n):
    global total
    for _ in range(n):
        total += 1
    results.append(n)
threads = [threading.Thread(target=count, args=(1000 * i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total, sorted(results), [t.name for t in threads])
