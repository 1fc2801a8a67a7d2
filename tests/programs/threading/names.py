import threading
def f():
    names.append(threading.current_thread().name)
names = []
def g():
    names.append(threading.current_thread().name)
made = [threading.Thread(target=f), threading.Thread(target=g, name="special"), threading.Thread(target=lambda: f()), threading.Thread(), threading.Thread(target=f)]
print([t.name for t in made])
for t in made:
    t.start()
    t.join()
print(names)
class Mine(threading.Thread):
    def run(self):
        names.append(self.name)
m = Mine()
m.start()
m.join()
print(names[-1], Mine(name="x").name, threading.Timer(1, f).name)
inner = []
def parent():
    inner.append(threading.current_thread().name)
    child = threading.Thread(target=lambda: inner.append(threading.current_thread().name), name="child")
    child.start()
    child.join()
    inner.append((child.daemon, threading.main_thread().name))
p = threading.Thread(target=parent, name="parent", daemon=True)
p.start()
p.join()
print(inner)
