import threading

threading.Thread(targt=print)
