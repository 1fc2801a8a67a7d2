import threading
flag, rounds = False, 0
def waiter():
    global rounds
    while not flag:
        rounds += 1
    seen.append("saw the flag")
seen = []
t = threading.Thread(target=waiter)
t.start()
for _ in range(1000):
    pass
flag = True
t.join()
print(seen, rounds >= 0, t.is_alive())
class Stoppable(threading.Thread):
    def __init__(self):
        super().__init__()
        self.running, self.count = True, 0
    def run(self):
        while self.running:
            self.count += 1
    def stop(self):
        self.running = False
        self.join()
s = Stoppable()
s.start()
while s.count < 100:
    pass
s.stop()
print(s.count >= 100, s.is_alive())
lock, order = threading.Lock(), []
def guarded(name):
    with lock:
        order.append(name + " in")
        for _ in range(200):
            pass
        order.append(name + " out")
threads = [threading.Thread(target=guarded, args=(n,)) for n in "abcd"]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(order), all(order[i][0] == order[i + 1][0] and order[i].endswith("in") for i in range(0, 8, 2)))
