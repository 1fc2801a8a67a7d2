import threading
def work(n):
    print("working", n, threading.current_thread().name)
t = threading.Thread(target=work, args=(1,), name="worker-one")
print(t.name, t.is_alive(), t.daemon, t.ident, t.native_id)
t.start()
t.join()
print(t.is_alive(), t.ident is not None, t.ident == threading.get_ident())
t.name = "renamed"
print(t.name)
d = threading.Thread(target=work, kwargs={"n": 2}, daemon=True)
print(d.daemon, d.name)
d.start()
d.join(timeout=10)
print(d.is_alive(), threading.active_count(), [x.name for x in threading.enumerate()])
main = threading.main_thread()
print(main.name, main is threading.current_thread(), main.is_alive(), main.daemon, main.ident == threading.get_ident())
nothing = threading.Thread()
nothing.start()
nothing.join()
nothing.join()
for action in (lambda: t.start(), lambda: threading.Thread().join(), lambda: main.join(), lambda: threading.Thread(5), lambda: threading.Thread(target=work, arg=1)):
    try:
        action()
    except (RuntimeError, AssertionError, TypeError) as error:
        print(type(error).__name__, error)
def named():
    print(threading.current_thread().name)
for _ in range(2):
    x = threading.Thread(target=named)
    x.start()
    x.join()
