import threading
class Buffer:
    def __init__(self, size):
        self.items, self.size, self.condition = [], size, threading.Condition()
        self.most = 0
    def put(self, item):
        with self.condition:
            while len(self.items) >= self.size:
                self.condition.wait()
            self.items.append(item)
            self.most = max(self.most, len(self.items))
            self.condition.notify_all()
    def get(self):
        with self.condition:
            self.condition.wait_for(lambda: self.items)
            item = self.items.pop(0)
            self.condition.notify_all()
            return item
buffer, got = Buffer(3), []
def produce():
    for i in range(20):
        buffer.put(i)
    buffer.put(None)
def consume():
    while (item := buffer.get()) is not None:
        got.append(item)
threads = [threading.Thread(target=f) for f in (consume, produce)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(got, buffer.most <= 3, buffer.items)
c = threading.Condition()
with c:
    print(c.wait(timeout=0.01), c.wait_for(lambda: False, timeout=0.01), c.wait_for(lambda: "ready"))
for action in (c.wait, c.notify, c.release):
    try:
        action()
    except RuntimeError as error:
        print(error)
turns, turn = [], 0
def take(me):
    global turn
    for _ in range(3):
        with c:
            c.wait_for(lambda: turn % 3 == me)
            turns.append(me)
            turn += 1
            c.notify_all()
threads = [threading.Thread(target=take, args=(i,)) for i in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
print(turns)
