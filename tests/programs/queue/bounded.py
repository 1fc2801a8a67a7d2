import queue, threading
q = queue.Queue(maxsize=1)
log, lock = [], threading.Lock()
def producer():
    for i in range(5):
        q.put(i)
        with lock:
            log.append(("put", i))
def consumer():
    for _ in range(5):
        item = q.get()
        with lock:
            log.append(("got", item))
        q.task_done()
threads = [threading.Thread(target=producer), threading.Thread(target=consumer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
q.join()
print([i for kind, i in log if kind == "put"], [i for kind, i in log if kind == "got"], q.unfinished_tasks, q.empty())
full = queue.Queue(2)
full.put(1)
full.put(2)
dropped = []
for item in (3, 4):
    try:
        full.put_nowait(item)
    except queue.Full:
        dropped.append(full.get_nowait())
        full.put_nowait(item)
print(dropped, [full.get() for _ in range(2)])
results = {name: kind() for name, kind in (("fifo", queue.Queue), ("lifo", queue.LifoQueue), ("priority", queue.PriorityQueue), ("simple", queue.SimpleQueue))}
for name, each in results.items():
    for x in (2, 3, 1):
        each.put(x)
    print(name, [each.get() for _ in range(each.qsize())], each.empty())
dead_letters = queue.Queue()
def safe(job):
    try:
        return job()
    except Exception as error:
        dead_letters.put((type(error).__name__, str(error)))
print([safe(j) for j in (lambda: 1, lambda: 1 / 0, lambda: [][1], lambda: "x")], [dead_letters.get() for _ in range(dead_letters.qsize())])
try:
    queue.Queue().get(block=True, timeout=0.005)
except queue.Empty as error:
    print(type(error).__name__, error.args)
