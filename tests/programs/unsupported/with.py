import threading
with threading.Lock():
    pass
