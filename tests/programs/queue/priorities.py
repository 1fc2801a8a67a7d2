import queue, threading
class Job:
    def __init__(self, priority, name):
        self.priority, self.name = priority, name
    def __lt__(self, other):
        return self.priority < other.priority
    def __repr__(self):
        return f"{self.name}@{self.priority}"
q = queue.PriorityQueue()
for p, n in ((5, "e"), (1, "a"), (3, "c"), (4, "d"), (2, "b")):
    q.put(Job(p, n))
order = []
def work():
    while not q.empty():
        order.append(q.get())
t = threading.Thread(target=work)
t.start()
t.join()
print(order)
bad = queue.PriorityQueue()
bad.put((1, {"a": 1}))
try:
    bad.put((1, {"b": 2}))
except TypeError as error:
    print(error)
numbers = queue.PriorityQueue()
for n in [9, 4, 7, 1, 8, 2]:
    numbers.put(n)
print([numbers.get() for _ in range(6)])
undo = queue.LifoQueue(maxsize=3)
for action in ("type", "delete", "paste", "bold"):
    if undo.full():
        print("forgets", undo.get())
    undo.put(action)
print([undo.get() for _ in range(undo.qsize())])
