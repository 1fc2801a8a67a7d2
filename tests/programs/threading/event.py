import threading
event, log = threading.Event(), []
print(event.is_set(), event.wait(timeout=0.01))
def waiter(name):
    event.wait()
    log.append(name)
threads = [threading.Thread(target=waiter, args=(n,)) for n in "abc"]
for t in threads:
    t.start()
print(list(log), event.set(), event.is_set())
for t in threads:
    t.join()
print(sorted(log), event.wait(), event.clear(), event.is_set())
ready, go = threading.Event(), threading.Event()
def child():
    log.append("child ready")
    ready.set()
    go.wait()
    log.append("child went")
log.clear()
t = threading.Thread(target=child)
t.start()
ready.wait()
log.append("parent saw it")
go.set()
t.join()
print(log)
stop = threading.Event()
rounds = []
def loop():
    while not stop.wait(0.001):
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
t = threading.Thread(target=loop)
t.start()
t.join()
print(len(rounds), stop.is_set())
