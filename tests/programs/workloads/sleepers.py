import threading, time
log, lock = [], threading.Lock()
def download(name, seconds):
    time.sleep(seconds)
    with lock:
        log.append(name)
start = time.perf_counter()
threads = [threading.Thread(target=download, args=(n, s)) for n, s in (("slow", 0.6), ("fast", 0.02), ("middle", 0.3))]
for t in threads:
    t.start()
for t in threads:
    t.join()
took = time.perf_counter() - start
print(log, took >= 0.59, took < 30)
def sleeper(n):
    time.sleep(0.01)
    with lock:
        log.append(n)
log.clear()
threads = [threading.Thread(target=sleeper, args=(i,)) for i in range(20)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(log))
ticks = []
def clock(stop):
    while not stop.is_set():
        ticks.append(time.monotonic())
        time.sleep(0.002)
stop = threading.Event()
t = threading.Thread(target=clock, args=(stop,))
t.start()
total = 0
while len(ticks) < 3:
    total += 1
    time.sleep(0)
stop.set()
t.join()
print(len(ticks) >= 3, ticks == sorted(ticks), total > 0)
