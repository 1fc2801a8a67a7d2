import queue, threading
q = queue.Queue(maxsize=4)
lock, consumed, END = threading.Lock(), [], object()
def producer(first, n):
    for i in range(first, first + n):
        q.put(i)
def consumer():
    count = 0
    while True:
        item = q.get()
        if item is END:
            break
        with lock:
            consumed.append(item)
        count += 1
producers = [threading.Thread(target=producer, args=(100 * i, 25)) for i in range(3)]
consumers = [threading.Thread(target=consumer) for _ in range(2)]
for t in producers + consumers:
    t.start()
for t in producers:
    t.join()
for _ in consumers:
    q.put(END)
for t in consumers:
    t.join()
print(len(consumed), sorted(consumed) == [100 * i + j for i in range(3) for j in range(25)], q.qsize())
print([len([c for c in consumed if c // 100 == i]) for i in range(3)])
stages = [queue.Queue() for _ in range(3)]
def stage(n, f):
    while (item := stages[n].get()) is not None:
        stages[n + 1].put(f(item))
    stages[n + 1].put(None)
for n, f in enumerate((lambda x: x + 1, lambda x: x * 10)):
    threading.Thread(target=stage, args=(n, f)).start()
for i in range(5):
    stages[0].put(i)
stages[0].put(None)
print(list(iter(stages[2].get, None)))
