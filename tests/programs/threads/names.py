import threading
from threading import Thread, current_thread, main_thread
def work(a, b):
    print(current_thread().name, a, b)
def idle():
    pass
t = Thread(target=work, args=(1, 2))
print(t.name, t.is_alive())
t.start()
t.join()
print(t.is_alive())
u = Thread(target=work, args=[3, 4], name="mine")
u.start()
u.join(timeout=5)
v = Thread(None, idle)
w = Thread()
print(u.name, v.name, w.name, Thread(target=print).name)
w.start()
w.join(None)
v.start()
v.join(1.5)
print(threading.current_thread().name, main_thread().name, main_thread() is current_thread(), main_thread().is_alive())
Thread(target=print, args=("from a thread",)).start()
