import threading, traceback, sys
lock = threading.Lock()
def risky(n):
    return [10, 20][n]
def work(n):
    try:
        print(risky(n))
    except IndexError:
        with lock:
            print("caught in", threading.current_thread().name)
            traceback.print_exc(file=sys.stdout)
for n in (0, 2):
    t = threading.Thread(target=work, args=(n,), name=f"reader-{n}")
    t.start()
    t.join()
