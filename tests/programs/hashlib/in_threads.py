import hashlib, threading
data = bytes(range(256)) * 200
results, lock = {}, threading.Lock()
def work(n):
    h = hashlib.sha256()
    for _ in range(n):
        h.update(data)
    with lock:
        results[n] = h.hexdigest()
threads = [threading.Thread(target=work, args=(n,)) for n in (1, 2, 3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
for n in sorted(results):
    print(n, results[n])
print(results[2] == hashlib.sha256(data * 2).hexdigest())
