import threading
started, never = threading.Event(), threading.Event()
log = []
def forever():
    log.append("daemon runs")
    started.set()
    never.wait()
    log.append("never")
d = threading.Thread(target=forever, daemon=True, name="background")
d.start()
started.wait()
print(log, d.is_alive(), d.daemon, threading.active_count(), sorted(t.name for t in threading.enumerate()))
child_daemon = []
def parent():
    child = threading.Thread(target=lambda: None)
    child_daemon.append(child.daemon)
    child.start()
    child.join()
p = threading.Thread(target=parent, daemon=True)
p.start()
p.join()
print(child_daemon, threading.current_thread().daemon)
try:
    d.daemon = False
except RuntimeError as error:
    print(error)
e = threading.Thread(target=print, args=("plain thread",))
e.daemon = True
e.start()
e.join()
print(e.daemon, d.join(timeout=0.01), d.is_alive())
def late():
    never2.wait(0.5)
    print("a plain thread is waited for at the end")
never2 = threading.Event()
threading.Thread(target=late).start()
print("main ends")
