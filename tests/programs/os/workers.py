import os, threading
cores = os.cpu_count() or 1
def split(items, parts):
    size, extra = divmod(len(items), parts)
    out, start = [], 0
    for i in range(parts):
        end = start + size + (i < extra)
        out.append(items[start:end])
        start = end
    return out
print(split(list(range(10)), 3), split([], 2), split([1], 3))
parts = split(list(range(1000)), cores)
print(len(parts) == cores, sum(map(len, parts)), sum(map(sum, parts)), max(map(len, parts)) - min(map(len, parts)) <= 1)
totals, lock, pids = [], threading.Lock(), []
def work(part):
    with lock:
        totals.append(sum(part))
        pids.append(os.getpid())
threads = [threading.Thread(target=work, args=(p,)) for p in parts[:8]]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(totals) == len(threads), set(pids) == {os.getpid()}, min(32, cores + 4) > 4)
for bad in (lambda: os.cpu_count(1), lambda: os.getpid("x")):
    try:
        bad()
    except TypeError as error:
        print(type(error).__name__)
