import sys, threading
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
# Nothing is lost with the interpreter's lock, since it does not let go within the addition. Without, who read
# before all others and writes after them leaves little.
print(total == 6000 if sys._is_gil_enabled() else 2 <= total <= 6000)
print(sorted(results), [t.name for t in threads])
