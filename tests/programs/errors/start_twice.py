import threading
def f():
    pass
t = threading.Thread(target=f)
t.start()
t.start()
