import queue
q = queue.Queue()
print(q.empty(), q.qsize(), q.full(), q.maxsize)
for i in range(3):
    q.put(i)
print(q.qsize(), q.get(), q.get_nowait(), q.get(block=False), q.empty())
try:
    q.get_nowait()
except queue.Empty as error:
    print(type(error).__name__, repr(str(error)), issubclass(queue.Empty, Exception))
try:
    q.get(timeout=0.01)
except queue.Empty:
    print("timed out")
small = queue.Queue(maxsize=2)
small.put("a")
small.put_nowait("b")
print(small.full())
for action in (lambda: small.put_nowait("c"), lambda: small.put("c", block=False), lambda: small.put("c", timeout=0.01)):
    try:
        action()
    except queue.Full as error:
        print(type(error).__name__)
s = queue.LifoQueue()
for c in "abc":
    s.put(c)
print([s.get() for _ in range(3)])
p = queue.PriorityQueue()
for item in [(3, "low"), (1, "high"), (2, "middle"), (1, "also high")]:
    p.put(item)
print([p.get() for _ in range(p.qsize())])
simple = queue.SimpleQueue()
simple.put(5)
print(simple.qsize(), simple.get(), simple.empty())
q = queue.Queue()
q.put(1)
q.get()
q.task_done()
q.join()
try:
    q.task_done()
except ValueError as error:
    print(error)
try:
    q.get(timeout=-1)
except ValueError as error:
    print(error)
