import threading, sys
caught = []
def hook(args):
    caught.append((args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.thread.name))
original = threading.excepthook
threading.excepthook = hook
def fail(n):
    return 1 / n
t = threading.Thread(target=fail, args=(0,), name="broken")
t.start()
t.join()
print(caught, t.is_alive())
def leave():
    sys.exit("not printed")
t = threading.Thread(target=leave)
t.start()
t.join()
print(len(caught))
def ends():
    raise SystemExit
t = threading.Thread(target=ends)
t.start()
t.join()
print(len(caught))
threading.excepthook = original
print(threading.excepthook is threading.__excepthook__, "main goes on")
