import threading
class Sequencer:
    def __init__(self):
        self.turn, self.condition = 0, threading.Condition()
    def at(self, n, f, *args):
        with self.condition:
            self.condition.wait_for(lambda: self.turn == n)
            f(*args)
            self.turn += 1
            self.condition.notify_all()
s = Sequencer()
threads = [threading.Thread(target=s.at, args=(n, print, "step", n)) for n in reversed(range(5))]
for t in threads:
    t.start()
for t in threads:
    t.join()
def chain(n, before):
    if before:
        before.join()
    print("link", n)
before = None
for n in range(4):
    t = threading.Thread(target=chain, args=(n, before))
    t.start()
    before = t
before.join()
gates = [threading.Lock() for _ in range(4)]
for gate in gates:
    gate.acquire()
def relay(n):
    gates[n].acquire()
    print("runner", n)
    if n + 1 < len(gates):
        gates[n + 1].release()
threads = [threading.Thread(target=relay, args=(n,)) for n in (2, 0, 3, 1)]
for t in threads:
    t.start()
gates[0].release()
for t in threads:
    t.join()
odd, even, numbers = threading.Event(), threading.Event(), []
def count(start, mine, other):
    for n in range(start, 10, 2):
        mine.wait()
        mine.clear()
        numbers.append(n)
        other.set()
even.set()
threads = [threading.Thread(target=count, args=(1, odd, even)), threading.Thread(target=count, args=(0, even, odd))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(numbers)
