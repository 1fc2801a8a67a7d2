import threading
log, fired = [], threading.Event()
def ring(*args, **kwargs):
    log.append((args, kwargs))
    fired.set()
t = threading.Timer(0.01, ring, args=["a"], kwargs={"b": 1})
print(t.is_alive(), isinstance(t, threading.Thread), t.interval)
t.start()
fired.wait()
t.join()
print(log, t.is_alive())
late = threading.Timer(60, ring)
late.start()
print(late.is_alive())
late.cancel()
late.join()
print(late.is_alive(), len(log))
never = threading.Timer(0.01, ring)
never.cancel()
never.start()
never.join()
print(len(log), threading.active_count())
order = []
timers = [threading.Timer(delay, order.append, (delay,)) for delay in (0.5, 0.01, 0.25)]
for t in timers:
    t.start()
for t in timers:
    t.join()
print(order)
