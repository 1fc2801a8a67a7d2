import threading
print(threading.Lock().locked())
lock = threading.lock()
