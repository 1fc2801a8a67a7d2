import threading
def divide(a, b):
    return a / b
def work():
    print("working")
    divide(1, 0)
t = threading.Thread(target=work)
t.start()
t.join()
print("main goes on", t.is_alive())
