import threading
barrier, lock, log = threading.Barrier(3), threading.Lock(), []
def phase(name):
    for step in range(3):
        with lock:
            log.append(step)
        barrier.wait()
threads = [threading.Thread(target=phase, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(log, barrier.parties, barrier.n_waiting, barrier.broken)
actions, indexes = [], []
together = threading.Barrier(2, action=lambda: actions.append("all here"))
def meet():
    index = together.wait()
    with lock:
        indexes.append(index)
threads = [threading.Thread(target=meet) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(actions, sorted(indexes))
alone = threading.Barrier(2)
try:
    alone.wait(timeout=0.01)
except threading.BrokenBarrierError as error:
    print("broken", alone.broken, type(error).__name__, isinstance(error, RuntimeError))
try:
    alone.wait()
except threading.BrokenBarrierError:
    print("still broken")
alone.reset()
print(alone.broken)
alone.abort()
print(alone.broken, threading.Barrier(1).wait())
try:
    threading.Barrier(0)
except ValueError as error:
    print(error)
