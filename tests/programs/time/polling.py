import time, threading
def wait_until(test, timeout=10.0, step=0.002):
    end = time.monotonic() + timeout
    rounds = 0
    while not test():
        rounds += 1
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True
state = {"ready": False}
def later():
    time.sleep(0.02)
    state["ready"] = True
t = threading.Thread(target=later)
t.start()
print(wait_until(lambda: state["ready"]), wait_until(lambda: False, timeout=0.01), wait_until(lambda: True, timeout=0))
t.join()
class Deadline:
    def __init__(self, seconds, clock=time.monotonic):
        self.clock, self.end = clock, clock() + seconds
    @property
    def left(self):
        return max(0.0, self.end - self.clock())
    def __bool__(self):
        return self.left > 0
d = Deadline(60)
print(bool(d), 50 < d.left <= 60, bool(Deadline(0)), bool(Deadline(-1)), Deadline(-1).left)
now = [100.0]
fake = Deadline(5, lambda: now[0])
for step in (0, 2, 2.5, 1):
    now[0] += step
    print(fake.left, bool(fake))
class Every:
    def __init__(self, seconds, clock):
        self.seconds, self.clock, self.next = seconds, clock, clock()
    def due(self):
        count = 0
        while self.clock() >= self.next:
            self.next += self.seconds
            count += 1
        return count
now[0] = 0
every = Every(3, lambda: now[0])
for t in (0, 1, 3, 10, 10, 12):
    now[0] = t
    print(t, every.due(), end="; ")
print()
