import threading
def work():
    for _ in range(100):
        pass
t = threading.Thread(target=work)
t.start()
t.join()
print(t.is_alive())
raise RuntimeError("the main thread fails")
