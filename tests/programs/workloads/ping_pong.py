import threading
class PingPong:
    def __init__(self, rounds):
        self.rounds, self.log = rounds, []
        self.ping, self.pong = threading.Event(), threading.Event()
    def play(self, name, mine, other):
        for i in range(self.rounds):
            mine.wait()
            mine.clear()
            self.log.append(f"{name}{i}")
            other.set()
    def run(self):
        threads = [threading.Thread(target=self.play, args=("ping", self.ping, self.pong)), threading.Thread(target=self.play, args=("pong", self.pong, self.ping))]
        for t in threads:
            t.start()
        self.ping.set()
        for t in threads:
            t.join()
        return self.log
print(PingPong(5).run())
import queue
def player(name, inbox, outbox, rounds):
    for _ in range(rounds):
        n = inbox.get()
        rally.append((name, n))
        outbox.put(n + 1)
rally, a, b = [], queue.Queue(), queue.Queue()
threads = [threading.Thread(target=player, args=("a", a, b, 4)), threading.Thread(target=player, args=("b", b, a, 4))]
for t in threads:
    t.start()
a.put(0)
for t in threads:
    t.join()
print(rally, a.get())
turn = threading.Semaphore(1), threading.Semaphore(0), threading.Semaphore(0)
letters = []
def say(i, c):
    for _ in range(3):
        turn[i].acquire()
        letters.append(c)
        turn[(i + 1) % 3].release()
threads = [threading.Thread(target=say, args=(i, c)) for i, c in enumerate("GIL")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("".join(letters))
